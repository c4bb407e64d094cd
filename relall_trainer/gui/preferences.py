"""The few things one may want otherwise: colors, text size, number keys. Each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.settings import Settings
from relall_trainer.gui.theme import MODE_NAMES, MODES, Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label, line
from relall_trainer.gui.widgets.toggle import Check, Radio


class Preferences(QDialog):
    """Changes are handed to the window as they are made; closing only closes."""

    def __init__(
        self,
        theme: Theme,
        settings: Settings,
        parent: QWidget,
        *,
        choose_theme: Callable[[str], object],
        choose_scale: Callable[[int], object],
        choose_number_keys: Callable[[bool], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Settings")
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Settings", "title"))
        column.addWidget(label("Colors", "strong"))
        self._modes = QButtonGroup(self)
        for place, mode in enumerate(MODES):
            button = Radio(MODE_NAMES[mode], theme)
            button.setChecked(mode == theme.mode)
            button.clicked.connect(lambda _checked=False, mode=mode: choose_theme(mode))
            self._modes.addButton(button, place)
            column.addWidget(button)
        column.addWidget(line())
        self._size_words = label("", "strong")
        column.addWidget(self._size_words)
        self._size = QSlider(Qt.Orientation.Horizontal)
        self._size.setRange(80, 200)
        self._size.setSingleStep(5)
        self._size.setPageStep(10)
        self._size.setValue(theme.scale)
        self._size.setMinimumHeight(28)
        self._size.setAccessibleName("Text size in per cent")
        self._size.valueChanged.connect(choose_scale)
        column.addWidget(self._size)
        column.addWidget(line())
        self._numbers = Check("Keys 1 to 9 choose steps", theme)
        self._numbers.setChecked(settings.number_keys)
        self._numbers.toggled.connect(choose_number_keys)
        column.addWidget(self._numbers)
        column.addWidget(label("They never act while you type in a field.", "note"))
        row = QHBoxLayout()
        row.addStretch(1)
        close = Button("Close", "primary", done=self.accept)
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        theme.changed.connect(self._show_size)
        self._show_size()
        self._modes.button(MODES.index(theme.mode)).setFocus()

    def _show_size(self) -> None:
        self._size_words.setText(f"Text size: {self._theme.scale}%")
        self.setMinimumWidth(self._theme.px(420))

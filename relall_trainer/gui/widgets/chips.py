"""What a list is narrowed to, as words that can be taken away again one by one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow


class Chips(QWidget):
    """``chip_removed`` names the one to take away, ``all_removed`` when none is to stay."""

    chip_removed = Signal(str)
    all_removed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._icons = icons
        self._row = Flow(self, theme.px(6))
        self._buttons: dict[str, Button] = {}
        self._all = Button("Show all", name="Take all filters away", done=self.all_removed.emit)
        self.setVisible(False)

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show these (key, words); nothing at all where there are none."""
        had = next((key for key, button in self._buttons.items() if button.hasFocus()), None)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self._all:
                widget.hide()
                widget.deleteLater()
        self._buttons = {}
        for key, words in chips:
            button = Button(
                words,
                icon=self._icons.icon("x", "muted", 14),
                name=f"{words}: take this filter away",
                done=partial(self.chip_removed.emit, key),
            )
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the words
            self._row.addWidget(button)
            button.show()
            self._buttons[key] = button
        if chips:
            self._row.addWidget(self._all)
            self._all.show()
        self.setVisible(bool(chips))
        if had is not None and self._buttons:
            self._buttons.get(had, next(iter(self._buttons.values()))).setFocus()

    def shown(self) -> list[str]:
        """The keys of the chips there are."""
        return list(self._buttons)

    def button(self, key: str) -> Button:
        """One chip."""
        return self._buttons[key]

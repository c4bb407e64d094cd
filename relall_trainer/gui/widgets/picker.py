"""A button that shows one value of many and offers the others in a list one can type into: a rule, a drug, a case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

_LONGEST = 28


class Picker(Button):
    """``picked`` carries the value. The first one offered stands for no matter which."""

    picked = Signal(str)

    def __init__(self, what: str, theme: Theme, icons: Icons) -> None:
        super().__init__(what)
        self._what = what
        self._theme = theme
        self._value = ""
        self._choices: Sequence[tuple[str, str]] = (("", what),)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        self._icons = icons
        self._draw_arrow()
        theme.changed.connect(self._draw_arrow)
        self.clicked.connect(self.open_list)

    def _draw_arrow(self) -> None:
        self.setIcon(self._icons.icon("chevron-down", "muted", 16))

    @property
    def value(self) -> str:
        return self._value

    def words(self, value: str) -> str:
        """What a value is called; the value itself where it is not among those offered."""
        return dict(self._choices).get(value, value)

    def offer(self, choices: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """The values and their words; what is chosen now stays chosen unless ``value`` says otherwise."""
        self._choices = tuple(choices)
        self.offer_again(self._value if value is None else value)

    def offer_again(self, value: str) -> None:
        """Choose without telling others; a value that was never offered may be chosen too."""
        self._value = value
        words = self.words(value)
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
        self.show_text(short, f"{self._what}: {words}")

    def pick(self, value: str) -> None:
        """Choose; told to others where it is another one than before."""
        if value != self._value:
            self.offer_again(value)
            self.picked.emit(value)

    def open_list(self) -> None:
        """Let one be found by typing."""
        dialog = PickDialog(self._theme, self._what, self._choices, self._value, self.window())
        dialog.value_picked.connect(self.pick)
        dialog.exec()


class PickDialog(QDialog):
    """Type a few letters, Enter takes it, Escape leaves. ``value_picked`` sends the value."""

    value_picked = Signal(str)

    def __init__(
        self, theme: Theme, what: str, choices: Sequence[tuple[str, str]], value: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self.setWindowTitle(what)
        self._typed = QLineEdit()
        self._typed.setAccessibleName(f"Type to find: {what}")
        self._typed.setPlaceholderText("Type to find")
        self._list = RowList(theme, what)
        self._none = label("Nothing fits. Try other letters.", "muted")
        column = QVBoxLayout(self)
        column.addWidget(self._typed)
        column.addWidget(self._list, 1)
        column.addWidget(self._none)
        column.addWidget(label("Up and Down choose · Enter takes it · Escape leaves", "note"))
        self._typed.textChanged.connect(self._show)
        self._typed.installEventFilter(self)
        self._list.row_opened.connect(self._take)
        self.resize(min(theme.px(520), parent.width() - 40), min(theme.px(440), parent.height() - 40))
        self._show("")
        self._list.come_to(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                last = self._list.rows.rowCount() - 1
                row = self._list.currentIndex().row() + steps[Qt.Key(event.key())]
                self._list.setCurrentIndex(self._list.rows.index(max(0, min(last, row))))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._list.currentIndex().isValid():
                    self._take(self._list.rows.key(self._list.currentIndex().row()))
                return True
        return super().eventFilter(watched, event)

    def found(self) -> list[str]:
        """The values shown."""
        return [self._list.rows.key(row) for row in range(self._list.rows.rowCount())]

    def _show(self, typed: str) -> None:
        parts = typed.casefold().split()
        rows = [
            (value, Row(((words, False),)))
            for value, words in self._choices
            if all(part in words.casefold() for part in parts)
        ]
        self._list.rows.show_rows(rows)
        if rows:
            self._list.setCurrentIndex(self._list.rows.index(0))
        self._none.setVisible(not rows)

    def _take(self, value: str) -> None:
        self.accept()
        self.value_picked.emit(value)

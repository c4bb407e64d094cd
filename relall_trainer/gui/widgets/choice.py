"""A button that shows one choice of a few and offers the others in a menu: a filter, a mode."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import no_mnemonic


class Choice(Button):
    """``chosen`` carries the value picked. The accessible name says what is chosen among what."""

    picked = Signal(str)

    def __init__(self, what: str, icons: Icons) -> None:
        super().__init__(what)
        self._what = what
        self._icons = icons
        self._value = ""
        self._words: dict[str, str] = {}
        self._menu = QMenu(self)
        self._menu.setAccessibleName(what)
        self.setMenu(self._menu)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        icons.follow(self._draw)

    def _draw(self) -> None:
        self.setIcon(self._icons.icon("chevron-down", "muted", 16))

    @property
    def value(self) -> str:
        return self._value

    def offer(self, choices: Sequence[tuple[str, str]], value: str | None = None) -> None:
        """The values and their words; ``value`` (or what is chosen now, or the first) is chosen."""
        self._words = dict(choices)
        keep = self._value if value is None else value
        self._menu.clear()
        group = QActionGroup(self._menu)
        for one, words in choices:
            action = QAction(no_mnemonic(words), self._menu)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, one=one: self.pick(one))
            group.addAction(action)
            self._menu.addAction(action)
        self._show(keep if keep in self._words else choices[0][0])

    def offer_again(self, value: str) -> None:
        """Choose without telling others."""
        self._show(value)

    def pick(self, value: str) -> None:
        """Choose; told to others where it is another one than before."""
        if value != self._value:
            self._show(value)
            self.picked.emit(value)

    def _show(self, value: str) -> None:
        self._value = value
        for action, one in zip(self._menu.actions(), self._words, strict=True):
            action.setChecked(one == value)
        self.show_text(self._words[value], f"{self._what}: {self._words[value]}")

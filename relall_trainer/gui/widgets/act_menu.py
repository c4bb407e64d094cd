"""A button that offers a few things to do, each in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import no_mnemonic

Act = tuple[str, Callable[[], object]]


class ActMenu(Button):
    """The words on it say what the acts have in common."""

    def __init__(self, words: str, icons: Icons, acts: Sequence[Act]) -> None:
        super().__init__(words)
        menu = QMenu(self)
        menu.setAccessibleName(words)
        for act, do in acts:
            menu.addAction(no_mnemonic(act)).triggered.connect(partial(_do, do))
        self.setMenu(menu)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the words
        self._icons = icons
        icons.follow(self._draw)

    def _draw(self) -> None:
        self.setIcon(self._icons.icon("chevron-down", "muted", 16))


def _do(act: Callable[[], object], _checked: bool = False) -> None:
    act()

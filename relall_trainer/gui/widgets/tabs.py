"""A row of names of which one is chosen: the views of a page. Left and Right move along it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Tabs(QWidget):
    """``chosen`` sends the id of the view wanted. Only the one chosen is a stop for Tab."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, what: str, views: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._buttons: dict[str, Button] = {}
        self._here = ""
        self._gap = theme.px(6)
        row = Flow(self, self._gap)
        for key, words in views:
            button = _Tab(words, name=f"{what}: {words}", done=partial(self.choose, key))
            button.setCheckable(True)
            button.moved.connect(self._move)
            row.addWidget(button)
            self._buttons[key] = button
        self.show_chosen(views[0][0])

    @property
    def here(self) -> str:
        """The view chosen."""
        return self._here

    def choose(self, key: str) -> None:
        """Choose a view; told to others where it is another one than before."""
        before = self._here
        self.show_chosen(key)
        if key != before:
            self.chosen.emit(key)

    def show_chosen(self, key: str) -> None:
        """Show a view as chosen without telling others."""
        self._here = key
        for one, button in self._buttons.items():
            button.setChecked(one == key)
            policy = Qt.FocusPolicy.StrongFocus if one == key else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def natural_width(self) -> int:
        """How wide the row is on one line."""
        hints = [button.sizeHint().width() for button in self._buttons.values()]
        return sum(hints) + self._gap * (len(hints) - 1)

    def _move(self, step: int) -> None:
        keys = list(self._buttons)
        place = max(0, min(len(keys) - 1, keys.index(self._here) + step))
        self.choose(keys[place])
        self._buttons[self._here].setFocus(Qt.FocusReason.OtherFocusReason)


class _Tab(Button):
    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.moved.emit(step)

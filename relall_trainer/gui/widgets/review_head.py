"""The title line of the review: which decision is shown, the ones before and after, and what else there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle

_LONGEST_TITLE = 26
_TITLE_FROM = 400  # px at 100 % of the page's height
_TITLE_ROOM = 300  # px at 100 % the title is given before the buttons go below it


class ReviewHead(QWidget):
    """``place_chosen`` sends the place of the decision wanted, counted from 0."""

    place_chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._theme = theme
        self._place = 0
        self._count = 0
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self._title = PageTitle("Review")
        self.decision = Choice("Decision", icons)
        self.decision.picked.connect(lambda place: self.place_chosen.emit(int(place)))
        self.earlier = Button("", icon=icons.icon("chevron-left"), name="The decision before")
        self.later = Button("", icon=icons.icon("chevron-right"), name="The next decision")
        self.earlier.clicked.connect(lambda: self.place_chosen.emit(self._place - 1))
        self.later.clicked.connect(lambda: self.place_chosen.emit(self._place + 1))
        self.side = Button("Evidence")
        self.note = Button("Note", name="Write a note on this decision")
        self.note.setToolTip("N")
        self.fork = Button("Take the other road", name="Take the other road from here")
        self.fork.setToolTip("F: play on from this decision once more; it counts nowhere")
        self.compare = Button("Compare", name="Compare with the attempt this road left")
        self.compare.setToolTip("V")
        self.back = Button("Debrief", "primary")
        self._buttons = QWidget()
        self._buttons.setProperty("role", "plain")
        self._spacing = theme.px(8)
        flow = Flow(self._buttons, self._spacing)
        self._parts = (
            self.earlier,
            self.decision,
            self.later,
            self.side,
            self.note,
            self.fork,
            self.compare,
            self.back,
        )
        for part in self._parts:
            flow.addWidget(part)
        self._row.addWidget(self._title, 1)
        self._row.addWidget(self._buttons)

    def show_decisions(self, case: str, titles: Sequence[str]) -> None:
        """Offer these decisions."""
        self._title.words.setText(f"Review: {case}")
        self._count = len(titles)
        if titles:
            self.decision.offer(
                [
                    (str(place), f"{place + 1} of {len(titles)}: {_short(one)}")
                    for place, one in enumerate(titles)
                ]
            )

    def show_place(self, place: int) -> None:
        """Say which one is shown."""
        self._place = place
        self.decision.blockSignals(True)  # it is shown already; nobody has to be asked for it
        self.decision.pick(str(place))
        self.decision.blockSignals(False)
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(place + 1 < self._count)

    def show_kind(self, *, finished: bool, fork: bool) -> None:
        """Say what the last button does, and offer to compare where there is another road to compare with."""
        self.back.show_text("Debrief" if finished else "Go on with it")
        self.compare.setVisible(fork)

    def arrange(self, width: int, height: int) -> None:
        """On one line where title and buttons have room, else the buttons below; in a low window the buttons alone."""
        self._title.setVisible(height >= self._theme.px(_TITLE_FROM))
        natural = sum(part.sizeHint().width() + self._spacing for part in self._parts if not part.isHidden())
        across = natural + self._title_room() <= width
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._buttons.setMinimumWidth(natural if across else 0)

    def _title_room(self) -> int:
        words = self._title.words
        return min(words.fontMetrics().horizontalAdvance(words.text()) + 4, self._theme.px(_TITLE_ROOM))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…"

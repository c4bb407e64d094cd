"""The start: go on where one left off, or choose a patient. The first cases are cards, more are a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.standing import AttemptLine, CaseCard
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.case_card import CaseFrame
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import card, label

MOST_CARDS = 6
_CARD_WIDTH = 300
_MOST_BROKEN = 5
_MORE_MS = 30

_WHAT = (
    "You treat adults with relapsed or refractory Ph-negative ALL, decision by decision. Each step is rated by one "
    "approach: Frey and Luger, Blood 2015. What has become known since is shown beside it and never scored."
)
_WHO = (
    "The patients are fictional, modeled on the three of that paper; where the paper stops, a course is simulated "
    "and says so. No physician has reviewed the cases yet."
)
_NOT = "It is for teaching. It is not for the care of a patient, and gives no doses to prescribe by."
NOTICE = (_WHAT, _WHO, _NOT)


class CasesPage(QWidget):
    """``case_chosen`` begins a case, ``attempt_resumed`` goes on with one, ``notice_read`` puts the notice by."""

    case_chosen = Signal(str)
    attempt_resumed = Signal(str)
    notice_read = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._frames: list[CaseFrame] = []
        self._columns = 0
        self._waiting: tuple[CaseCard, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_MORE_MS)
        self._later.timeout.connect(self._show_more)
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(PageTitle("Cases"))
        self._scrolled = Scrolled()
        outer.addWidget(self._scrolled, 1)
        self._notice = self._make_notice()
        self._under_way = card("banner")
        self._under_way_row = QHBoxLayout(self._under_way)
        self._under_way_row.setContentsMargins(16, 12, 16, 12)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._more = QVBoxLayout()
        column = self._scrolled.column
        column.addWidget(self._under_way)
        column.addWidget(self._notice)
        column.addLayout(self._grid)
        column.addLayout(self._more)
        self._broken = label("", "discouraged_note")
        column.addWidget(self._broken)
        column.addStretch(1)
        theme.changed.connect(self._lay_out)

    def show_cases(
        self, cards: Sequence[CaseCard], *, notice: bool, broken: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show the cases as they stand; ``notice``: say first what this is and is not.

        ``broken`` are the cases that cannot be opened, with the reason.
        """
        self._notice.setVisible(notice)
        self._show_under_way([one.under_way for one in cards if one.under_way is not None])
        for frame in self._frames:
            self._grid.removeWidget(frame)
            frame.hide()
            frame.deleteLater()
        self._frames = []
        for one in cards[:MOST_CARDS]:
            frame = CaseFrame(one)
            frame.started.connect(self.case_chosen)
            frame.resumed.connect(self.attempt_resumed)
            self._frames.append(frame)
        self._columns = 0
        self._lay_out()
        self._waiting = tuple(cards[MOST_CARDS:])
        self._later.start()
        self._show_broken(broken)

    def show_notice(self) -> None:
        """Bring the notice back."""
        self._notice.setVisible(True)
        self._scrolled.ensureWidgetVisible(self._notice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        columns = max(1, min(3, self.width() // self._theme.px(_CARD_WIDTH)))
        if columns == self._columns:
            return
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, frame in enumerate(self._frames):
            self._grid.addWidget(frame, place // columns, place % columns)
        self._columns = columns

    def _make_notice(self) -> QFrame:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("What this is, and what it is not", "section"))
        for sentence in NOTICE:
            column.addWidget(label(sentence))
        row = QHBoxLayout()
        self._read = Button("Understood", name="Understood: do not show this again")
        self._read.clicked.connect(self._put_notice_by)
        row.addWidget(self._read)
        row.addStretch(1)
        column.addLayout(row)
        return frame

    def _put_notice_by(self) -> None:
        self._notice.setVisible(False)
        self.notice_read.emit()

    def _show_under_way(self, attempts: Sequence[AttemptLine]) -> None:
        while (item := self._under_way_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._under_way.setVisible(bool(attempts))
        if not attempts:
            return
        latest = max(attempts, key=lambda one: one.started_at)
        words = label(f"{latest.case_title} is under way. {latest.where()}")
        go_on = Button("Continue", "primary", name=f"Continue {latest.case_title}")
        go_on.clicked.connect(lambda: self.attempt_resumed.emit(latest.id))
        self._under_way_row.addWidget(words, 1)
        self._under_way_row.addWidget(go_on)

    def _show_more(self) -> None:
        """The list beneath the cards; it stands below what is seen first, so it comes a moment after it."""
        cards, self._waiting = self._waiting, ()
        while (item := self._more.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not cards:
            return
        from relall_trainer.gui.widgets.case_list import CaseList  # only where there are more than a few

        more = CaseList(self._theme, cards)
        more.case_chosen.connect(self.case_chosen)
        more.attempt_resumed.connect(self.attempt_resumed)
        self._more.addWidget(label("More cases", "section"))
        self._more.addWidget(more)

    def _show_broken(self, broken: Sequence[tuple[str, str]]) -> None:
        lines = [f"{name} cannot be opened: {reason}." for name, reason in broken[:_MOST_BROKEN]]
        if len(broken) > _MOST_BROKEN:
            lines.append(f"{len(broken) - _MOST_BROKEN} more cannot be opened.")
        self._broken.setText("\n".join(lines))
        self._broken.setVisible(bool(lines))

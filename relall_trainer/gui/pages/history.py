"""Every attempt ever made, newest first, narrowed by case, state, time, critical errors and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.local_time import when
from relall_trainer.gui.standing import FINISHED, OPEN, STATUS_WORDS, AttemptLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label

ANY = ""
_TIMES = ((ANY, "Any time"), ("7", "Last 7 days"), ("30", "Last 30 days"), ("365", "Last year"))
_CRITICAL = ((ANY, "All results"), ("with", "With critical errors"), ("without", "Without critical errors"))
_TYPING_MS = 150


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; None and empty mean no matter. ``days``: begun within so many days."""

    case: str | None = None
    status: str | None = None
    days: int | None = None
    critical: bool | None = None
    text: str = ""

    @property
    def narrowed(self) -> bool:
        return self != Wanted()


class HistoryPage(QWidget):
    """``attempt_chosen`` opens one, ``filter_changed`` asks for the list anew, ``more_asked`` for the next page."""

    attempt_chosen = Signal(str)
    filter_changed = Signal()
    more_asked = Signal()
    cases_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title = PageTitle("History")
        self._count = label("", "muted", wrap=False)
        title.row.addWidget(self._count)
        column.addWidget(title)
        self._filters = QWidget()
        self._filters.setProperty("role", "plain")
        column.addWidget(self._filters)
        self._make_filters(theme, icons)
        self._list = RowList(theme, "Attempts")
        self._list.row_opened.connect(self.attempt_chosen)
        self._list.rows.more_wanted.connect(self.more_asked)
        self._nothing = Empty(
            "No attempts yet",
            "Every attempt stands here with its choices, its feedback and its result, as it was.",
            "Choose a case",
            self.cases_asked.emit,
        )
        self._none_fit = Empty(
            "No attempt fits",
            "The list is narrowed to what none of your attempts is.",
            "Show all",
            self.show_all,
        )
        surface = card()
        inside = QHBoxLayout(surface)
        inside.setContentsMargins(4, 4, 4, 4)
        self._stack = QStackedWidget()
        for view in (self._list, self._nothing, self._none_fit):
            self._stack.addWidget(view)
        inside.addWidget(self._stack)
        column.addWidget(surface, 1)
        self.setFocusProxy(self._list)

    def wanted(self) -> Wanted:
        """What the filters say."""
        critical = {"with": True, "without": False}.get(self._critical.value)
        days = self._time.value
        return Wanted(
            case=self._case.value or None,
            status=self._status.value or None,
            days=int(days) if days else None,
            critical=critical,
            text=self._text.text().strip(),
        )

    def show_history(
        self, lines: Sequence[AttemptLine], count: int, cases: Sequence[tuple[str, str]]
    ) -> None:
        """Show a first page of attempts, ``count`` of them in all; ``cases`` (id, title) are the ones to filter by."""
        self._case.offer(((ANY, "All cases"), *cases))
        narrowed = self.wanted().narrowed
        self._filters.setVisible(bool(lines) or narrowed)
        self._count.setText("" if not count else "1 attempt" if count == 1 else f"{count:,} attempts")
        self._list.rows.show_rows([(line.id, row_of(line)) for line in lines], more=count > len(lines))
        self._stack.setCurrentWidget(self._list if lines else self._none_fit if narrowed else self._nothing)

    def add_lines(self, lines: Sequence[AttemptLine], *, more: bool) -> None:
        """Add the next page."""
        self._list.rows.add_rows([(line.id, row_of(line)) for line in lines], more=more)

    def show_all(self) -> None:
        """Take all filters away."""
        self._text.clear()
        for choice in (self._case, self._status, self._time, self._critical):
            choice.offer_again(ANY)
        self._typing.stop()
        self.filter_changed.emit()

    def _make_filters(self, theme: Theme, icons: Icons) -> None:
        flow = Flow(self._filters, spacing=8)
        self._text = QLineEdit()
        self._text.setPlaceholderText("Find in cases, reasons and notes")
        self._text.setAccessibleName("Find in cases, reasons and notes")
        self._text.setMinimumWidth(theme.px(260))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.filter_changed)
        self._text.textChanged.connect(lambda _text: self._typing.start())
        self._case = Choice("Case", icons)
        self._status = Choice("State", icons)
        self._time = Choice("Time", icons)
        self._critical = Choice("Critical errors", icons)
        self._case.offer(((ANY, "All cases"),))
        self._status.offer(((ANY, "All states"), *((one, STATUS_WORDS[one]) for one in (OPEN, FINISHED))))
        self._time.offer(_TIMES)
        self._critical.offer(_CRITICAL)
        flow.addWidget(self._text)
        for choice in (self._case, self._status, self._time, self._critical):
            choice.picked.connect(lambda _value: self.filter_changed.emit())
            flow.addWidget(choice)


def row_of(line: AttemptLine) -> Row:
    """An attempt as a row: what, when, how far, with what result."""
    decisions = "1 decision" if line.answers == 1 else f"{line.answers} decisions"
    facts = f"{when(line.started_at)} · {line.status_words} · {decisions} · case {line.case_version}"
    result = line.result()
    return Row(((line.case_title, False),), ((result, False),), facts)

"""Every decision ever made, newest first, narrowed by words and filters; any number of them scrolls as one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.decision_wishes import DecisionWish
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.decision_filters import DecisionFilters
from relall_trainer.gui.widgets.decision_rows import row_of
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card

if TYPE_CHECKING:
    from relall_trainer.learner.index import DecisionLine


class DecisionsView(QWidget):
    """``decision_chosen`` sends attempt and place (from 0); ``wish_changed`` asks anew, ``more_asked`` for more."""

    decision_chosen = Signal(str, int)
    wish_changed = Signal()
    more_asked = Signal()
    cases_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.filters = DecisionFilters(theme, icons)
        self.filters.wish_changed.connect(self.wish_changed)
        column.addWidget(self.filters)
        self.list = RowList(theme, "Decisions", icons=icons)
        self.list.row_opened.connect(self._open)
        self.list.rows.more_wanted.connect(self.more_asked)
        self._nothing = Empty(
            "No decisions yet",
            "Every decision stands here, to be found by what was chosen, by rule, by reason or note.",
            "Choose a case",
            self.cases_asked.emit,
        )
        self._none_fit = Empty(
            "No decision fits",
            "The list is narrowed to what none of your decisions is.",
            "Show all",
            self.filters.show_all,
        )
        surface = card()
        inside = QHBoxLayout(surface)
        inside.setContentsMargins(4, 4, 4, 4)
        self._stack = QStackedWidget()
        for view in (self.list, self._nothing, self._none_fit):
            self._stack.addWidget(view)
        self._stack.setMinimumHeight(theme.px(60))  # the list gives way before the filters do
        inside.addWidget(self._stack)
        column.addWidget(surface, 1)
        self._lines: list[DecisionLine] = []
        self.setFocusProxy(self.list)

    def wish(self) -> DecisionWish:
        """What the filters say."""
        return self.filters.wish()

    def show_lines(self, lines: Sequence[DecisionLine], *, more: bool) -> None:
        """Show a first page."""
        self._lines = list(lines)
        narrowed = self.wish().narrowed
        self.filters.setVisible(bool(lines) or narrowed)
        self.list.rows.show_rows(self._rows(lines), more=more)
        if lines:
            self.list.scrollToTop()
        self._stack.setCurrentWidget(self.list if lines else self._none_fit if narrowed else self._nothing)

    def add_lines(self, lines: Sequence[DecisionLine], *, more: bool) -> None:
        """Add the next page."""
        self._lines += lines
        self.list.rows.add_rows(self._rows(lines), more=more)

    @property
    def last_key(self) -> int | None:
        """Where the next page begins."""
        return self._lines[-1].key if self._lines else None

    def _rows(self, lines: Sequence[DecisionLine]) -> list[tuple[str, Row]]:
        typed = self.wish().text
        return [(str(line.key), row_of(line, typed)) for line in lines]

    def _open(self, key: str) -> None:
        line = next((one for one in self._lines if str(one.key) == key), None)
        if line is not None:
            self.decision_chosen.emit(line.attempt, line.n - 1)

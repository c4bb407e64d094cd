"""From a cell of the gradebook to the decision as the learner met it, and on to the next learner or decision.

Goes only where something was answered, and among the learners as the matrix shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from relall_trainer.errors import TrainerError
from relall_trainer.gui.gradebook_words import column_key, earlier_words, versions_words
from relall_trainer.gui.widgets.decision_as_met import (
    DECISION_AFTER,
    DECISION_BEFORE,
    LEARNER_AFTER,
    LEARNER_BEFORE,
    DecisionAsMet,
)

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook, Row
    from relall_trainer.cohort.marked_file import MarkedFile
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.theme import Theme

_WAYS = (LEARNER_BEFORE, LEARNER_AFTER, DECISION_BEFORE, DECISION_AFTER)


class DecisionSeeing(QObject):
    """Belongs to one gradebook page."""

    def __init__(self, work: Gradework, theme: Theme, icons: Icons) -> None:
        super().__init__(work)
        self._work = work
        self._theme = theme
        self._icons = icons
        self._page = work.gradebook
        self._seen: tuple[str, str] = "", ""

    @cached_property
    def view(self) -> DecisionAsMet:
        """Where a decision is shown."""
        made = DecisionAsMet(self._theme, self._icons)
        made.left.connect(self._back)
        made.move_asked.connect(self._move)
        made.rule_asked.connect(self._work.rule_asked)
        made.evidence_asked.connect(self._work.evidence_asked)
        self._work.library.give(made.use_library)
        return made

    def show_decision(self, learner: str, decision: str) -> None:
        """Show one decision as the learner met it; says so where there is no answer."""
        book = self._work.book
        row = book.row(learner) if book is not None else None
        if book is None or row is None:
            return
        place = _columns(book).index(decision)
        cell, column = row.cells[place], book.columns[place]
        file = _file_of(row, cell.attempt) if cell.mark is not None and cell.mark.answered else None
        if file is None:
            self._work.messages.tell("There is no answer of this learner at this decision.", topic="cell")
            return
        try:
            met = self._work.teaching.as_met(self._work.assignment, file, cell.attempt)
        except TrainerError as error:
            self._work.failed(lambda: self.show_decision(learner, decision))(error)
            return
        at = met.place(column.node)
        if at is None:
            return
        self._work.messages.settle("cell")
        self._seen = learner, decision
        heading = f"{self._work.called(row)} · {column.case_title} · {column.title}"
        when = met.when[at] if at < len(met.when) else None
        ways = frozenset(way for way in _WAYS if self._next(way) is not None)
        self.view.show_decision(heading, met.encounter, at, when, ways)
        self.view.show_versions(
            versions_words(row, cell.attempt),
            earlier_words(book, row, cell.attempt, column.node, self._work.told_moment()),
        )
        self._page.show_beside(self.view)
        if not self.view.isAncestorOf(self.view.window().focusWidget()):
            self.view.back.setFocus()

    def _next(self, way: str) -> tuple[str, str] | None:
        book, (learner, decision) = self._work.book, self._seen
        if book is None:
            return None
        rows, columns = [one.key for one in self._page.decisions.rows], _columns(book)
        if learner not in rows or decision not in columns:
            return None
        by_code = {row.learner.code: row for row in book.rows}
        for row, column in _ahead(way, rows.index(learner), columns.index(decision), len(rows), len(columns)):
            mark = by_code[rows[row]].cells[column].mark
            if mark is not None and mark.answered:
                return rows[row], columns[column]
        return None

    def _move(self, way: str) -> None:
        found = self._next(way)
        if found is not None:
            self.show_decision(*found)

    def _back(self) -> None:
        self._work.show_view()
        self._page.decisions.come_to(*self._seen)
        self._page.decisions.setFocus()


def _columns(book: Gradebook) -> list[str]:
    return [column_key(one.item, one.node) for one in book.columns]


def _file_of(row: Row, attempt: str) -> MarkedFile | None:
    """The file handed in last that holds the attempt."""
    holding = (file for file in reversed(row.files) if any(one.attempt == attempt for one in file.results))
    return next(holding, None)


def _ahead(way: str, row: int, column: int, rows: int, columns: int) -> Iterable[tuple[int, int]]:
    """The cells that lie in a direction, the nearest first."""
    if way == LEARNER_BEFORE:
        return ((one, column) for one in range(row - 1, -1, -1))
    if way == LEARNER_AFTER:
        return ((one, column) for one in range(row + 1, rows))
    if way == DECISION_BEFORE:
        return ((row, one) for one in range(column - 1, -1, -1))
    return ((row, one) for one in range(column + 1, columns))

"""The gradebook of a teacher: which assignment is shown, its views, and one decision as a learner met it.

The page announces what is wanted; here teaching is asked and the page filled. Taking files in and giving them out is
left to ``result_files``, what stands in a view to ``gradebook_filling``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.slices import Slices

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook, Row
    from relall_trainer.cohort.sent import SentHead
    from relall_trainer.cohort.teaching import Teaching
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradebook_filling import GradebookFilling
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.library_door import LibraryDoor
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.pages.gradebook import GradebookPage
    from relall_trainer.gui.result_files import ResultFiles
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.decision_as_met import DecisionAsMet

Again = Callable[[], object]


class Gradework(QObject):
    """``page_asked`` names the page to show; ``evidence_asked`` and ``rule_asked`` what to open in the library.

    ``pair_asked`` sends a pair of patients (``encounter.fresh.FreshPair``) to be discussed by a group. ``taken_in``
    says that results came in, so that other pages may count them anew.
    """

    page_asked = Signal(str)
    evidence_asked = Signal(str)
    rule_asked = Signal(str)
    pair_asked = Signal(object)
    taken_in = Signal()

    def __init__(
        self,
        desk: Desk,
        make_teaching: Callable[[], Teaching],
        library: LibraryDoor,
        messages: Messages,
        theme: Theme,
        icons: Icons,
        store_trouble: Callable[[StoreError, Again], None],
    ) -> None:
        super().__init__()
        self._desk = desk
        self._make_teaching = make_teaching
        self._library = library
        self._messages = messages
        self._theme = theme
        self._icons = icons
        self._store_trouble = store_trouble
        self._assignment = ""
        self._book: Gradebook | None = None
        self._seen: tuple[str, str] = "", ""
        self._reading = Slices(self)
        desk.before_closing.append(self._reading.stop)

    # What it works with, made when it is first needed

    @cached_property
    def teaching(self) -> Teaching:
        return self._make_teaching()

    @cached_property
    def gradebook(self) -> GradebookPage:
        """The page."""
        from relall_trainer.gui.pages.gradebook import GradebookPage

        page = GradebookPage(self._theme, self._icons)
        page.assignment_chosen.connect(self.choose)
        page.view_asked.connect(lambda _view: self._show_view())
        page.cohort_asked.connect(lambda: self.page_asked.emit("cohort"))
        page.decisions.cell_opened.connect(self.show_decision)
        page.decisions.learner_opened.connect(self.show_learner)
        page.decisions.errs_asked.connect(lambda: page.choose("teach"))
        page.import_asked.connect(lambda: self.files.ask_for_files())
        page.folder_import_asked.connect(lambda: self.files.ask_for_folder())
        page.files_dropped.connect(lambda paths: self.files.take_in(map(Path, paths)))
        page.export_asked.connect(lambda form: self.files.export(form))
        page.release_asked.connect(lambda: self.files.release())
        page.rescore_asked.connect(lambda: self._filling.show_rescoring())
        return page

    @cached_property
    def files(self) -> ResultFiles:
        """Taking results in, giving files out."""
        from relall_trainer.gui.result_files import ResultFiles

        made = ResultFiles(self, self._desk, self._messages, self._theme)
        made.taken_in.connect(self._after_import)
        return made

    @cached_property
    def _filling(self) -> GradebookFilling:
        from relall_trainer.gui.gradebook_filling import GradebookFilling

        return GradebookFilling(self, self._desk, self._messages, self._theme, self._icons)

    @cached_property
    def _as_met(self) -> DecisionAsMet:
        from relall_trainer.gui.widgets.decision_as_met import DecisionAsMet

        made = DecisionAsMet(self._theme, self._icons)
        made.left.connect(self._back_to_matrix)
        made.move_asked.connect(self._move)
        made.rule_asked.connect(self.rule_asked)
        made.evidence_asked.connect(self.evidence_asked)
        self._library.give(made.use_library)
        return made

    # Which gradebook

    @property
    def book(self) -> Gradebook | None:
        """The gradebook shown."""
        return self._book

    @property
    def assignment(self) -> str:
        """The id of the assignment shown; empty where there is none."""
        return self._assignment

    def show_gradebook(self) -> None:
        """Bring the page up to what stands in the record; takes in what lies new in the shared folder."""
        self.files.scan()
        self.refresh()

    def open_gradebook(self, assignment: str) -> None:
        """Show the gradebook of this assignment."""
        self._assignment = assignment
        self.page_asked.emit("gradebook")

    def heads(self) -> tuple[SentHead, ...]:
        """Every assignment, the newest first."""
        return self.teaching.assignments()

    def choose(self, assignment: str) -> None:
        """Show another assignment's gradebook."""
        self._assignment = assignment
        self.refresh()

    def refresh(self) -> None:
        """Read the gradebook anew and show it."""
        try:
            heads = self.heads()
        except StoreError as error:
            self._store_trouble(error, self.refresh)
            return
        from relall_trainer.gui.gradebook_words import assignment_words
        from relall_trainer.gui.local_time import day_of

        ids = [head.id for head in heads]
        if self._assignment not in ids:
            self._assignment = ids[0] if ids else ""
        self.gradebook.offer([(one.id, assignment_words(one, day_of)) for one in heads], self._assignment)
        if not ids:
            self._book = None
            return
        self._reading.run(
            self._steps(self._assignment),
            self._show_view,
            self.failed(self.refresh),
            self.gradebook.show_progress,
        )

    def _steps(self, assignment: str) -> Iterator[tuple[int, int]]:
        yield 0, 1
        self._book = self.teaching.gradebook(assignment)

    def _show_view(self) -> None:
        self._messages.settle("store")
        self.gradebook.show_progress(0, 0)
        if self._book is None:
            return
        anything = any(row.files for row in self._book.rows)
        self._filling.fill(self.gradebook.view, self._book)
        self.gradebook.show_view(anything=anything)

    def _after_import(self) -> None:
        self.refresh()
        self.taken_in.emit()

    # One decision, one learner

    def show_learner(self, learner: str) -> None:
        """Show a learner's page."""
        self.gradebook.choose("learners")
        self._filling.show_learner(learner)

    def show_decision(self, learner: str, decision: str) -> None:
        """Show one decision as the learner met it."""
        book = self._book
        row = book.row(learner) if book is not None else None
        if book is None or row is None:
            return
        place = self._columns(book).index(decision)
        cell, column = row.cells[place], book.columns[place]
        if cell.mark is None or not cell.mark.answered:
            self._messages.tell("There is no answer of this learner at this decision.", topic="cell")
            return
        file = next(
            (one for one in reversed(row.files) if any(r.attempt == cell.attempt for r in one.results)), None
        )
        if file is None:
            return
        try:
            met = self.teaching.as_met(self._assignment, file, cell.attempt)
        except TrainerError as error:
            self.failed(lambda: self.show_decision(learner, decision))(error)
            return
        at = met.place(column.node)
        if at is None:
            return
        self._seen = learner, decision
        heading = f"{self.called(row)} · {column.case_title} · {column.title}"
        when = met.when[at] if at < len(met.when) else None
        self._as_met.show_decision(heading, met.encounter, at, when, self._ways())
        self.gradebook.show_beside(self._as_met)
        if not self._as_met.isAncestorOf(self._as_met.window().focusWidget() or self._as_met.back.window()):
            self._as_met.back.setFocus()

    def called(self, row: Row) -> str:
        """What a learner is called on the teacher's screen."""
        return row.learner.name or row.learner.code

    def _columns(self, book: Gradebook) -> list[str]:
        from relall_trainer.gui.gradebook_words import column_key

        return [column_key(one.item, one.node) for one in book.columns]

    def _ways(self) -> frozenset[str]:
        """Where one can go from the decision seen: only to what was answered."""
        return frozenset(way for way in ("up", "down", "left", "right") if self._next(way) is not None)

    def _next(self, way: str) -> tuple[str, str] | None:
        book, (learner, decision) = self._book, self._seen
        if book is None:
            return None
        rows = [one.key for one in self.gradebook.decisions.rows]
        columns = self._columns(book)
        if learner not in rows or decision not in columns:
            return None
        at, place = rows.index(learner), columns.index(decision)
        ahead: Iterable[tuple[int, int]]
        match way:
            case "up":
                ahead = ((one, place) for one in range(at - 1, -1, -1))
            case "down":
                ahead = ((one, place) for one in range(at + 1, len(rows)))
            case "left":
                ahead = ((at, one) for one in range(place - 1, -1, -1))
            case _:
                ahead = ((at, one) for one in range(place + 1, len(columns)))
        by_code = {row.learner.code: row for row in book.rows}
        for one, column in ahead:
            mark = by_code[rows[one]].cells[column].mark
            if mark is not None and mark.answered:
                return rows[one], columns[column]
        return None

    def _move(self, way: str) -> None:
        found = self._next(way)
        if found is not None:
            self.show_decision(*found)

    def _back_to_matrix(self) -> None:
        self._show_view()
        self.gradebook.decisions.come_to(*self._seen)
        self.gradebook.decisions.setFocus()

    # Trouble

    def failed(self, again: Again) -> Callable[[TrainerError], None]:
        """Says what went wrong, with a way to try again."""

        def tell(error: TrainerError) -> None:
            if isinstance(error, StoreError):
                self._store_trouble(error, again)
            else:
                self._messages.trouble(error, ("Try again", again), topic="gradebook")

        return tell

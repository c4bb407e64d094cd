"""Fills what a teacher takes out of a gradebook: what to teach next with its handout, and a page for each learner.

Two patients who differ in one fact are sought beside the work, as that may take seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from relall_trainer.errors import TrainerError
from relall_trainer.gui.pages.gradebook import LEARNERS, TEACH
from relall_trainer.gui.tasks import Tasks

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.competencies import CompetencyTable
    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.cohort.teach_next import TeachNext, Topic
    from relall_trainer.encounter.fresh import FreshPair
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.prints.paper import Sheet
    from relall_trainer.gui.tasks import Progress
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.learner_pages_view import LearnerPagesView
    from relall_trainer.gui.widgets.teach_next_view import TeachNextView


class GradebookTeaching(QObject):
    """Belongs to one gradebook page. ``questions`` are what fresh patients are asked."""

    def __init__(self, work: Gradework, desk: Desk, questions: Callable[[], Questions], theme: Theme) -> None:
        super().__init__(work)
        self._work = work
        self._desk = desk
        self._questions = questions
        self._theme = theme
        self._page = work.gradebook
        self._next: TeachNext | None = None
        self._books: tuple[Gradebook, ...] = ()
        self._library: Library | None = None
        self._tasks = Tasks(self, at_once=1)
        self._apart: Algorithm | None = None  # of the thread beside; nobody else touches it
        self._pairs: dict[str, FreshPair | None] = {}
        self._sought: set[str] = set()
        work.library.give(self._use_library)
        desk.before_closing.append(self._tasks.wait)

    def _use_library(self, library: Library) -> None:
        self._library = library

    # -- teach this next -------------------------------------------------------------------------------------

    @cached_property
    def next_view(self) -> TeachNextView:
        """The view, made when it is first looked at."""
        from relall_trainer.gui.widgets.teach_next_view import TeachNextView

        made = TeachNextView(self._theme)
        made.topic_passed.connect(self._show_topic)
        made.present_asked.connect(self._present)
        made.handout_asked.connect(self._save_handout)
        made.rule_asked.connect(self._work.rule_asked)
        self._page.add_view(TEACH, made)
        return made

    def fill_next(self, book: Gradebook) -> None:
        """Show what to teach next."""
        from relall_trainer.cohort.teach_next import teach_next

        _ = self.next_view
        rules = self._desk.algorithm
        self._work.reading.beside("next", lambda: teach_next(book, rules), self._show_next)

    def _show_next(self, found: TeachNext) -> None:
        from relall_trainer.gui.gradebook_words import topic_lines

        self._next = found
        self.next_view.show_topics(topic_lines(found), found.caution)

    def _topic(self, rule: str) -> Topic | None:
        topics = self._next.topics if self._next is not None else ()
        return next((one for one in topics if one.rule == rule), None)

    def _show_topic(self, rule: str) -> None:
        if self._topic(rule) is None:
            return
        if rule not in self._pairs:
            self._seek(rule)
        sheet = self._handout(rule)
        if sheet is not None:
            looking, pair = rule not in self._pairs, self._pairs.get(rule)
            self.next_view.show_page(sheet, looking=looking, pair=pair is not None)

    def _handout(self, rule: str) -> Sheet | None:
        from relall_trainer.cohort.teach_next import handout_with
        from relall_trainer.gui.prints.handout import handout_sheet

        topic, book = self._topic(rule), self._work.book
        if topic is None or book is None:
            return None
        page = handout_with(topic, book, self._desk.algorithm, self._pairs.get(rule))
        found = {name: self._library.item(name) for name in topic.evidence} if self._library else {}
        return handout_sheet(page, {name: item for name, item in found.items() if item is not None})

    def _seek(self, rule: str) -> None:
        if rule in self._sought:
            return
        self._sought.add(rule)
        _ = self._desk.algorithm

        def seek(progress: Progress) -> FreshPair | None:
            from relall_trainer.cohort.teach_next import topic_pair

            if self._apart is None:
                self._apart = self._desk.algorithm_apart()
            return topic_pair(rule, self._apart, self._questions(), avoid=_Nobody(progress))

        def found(pair: FreshPair | None) -> None:
            self._pairs[rule] = pair
            if self.next_view.topic == rule:
                self._show_topic(rule)

        self._tasks.run(seek, found)

    def _present(self, rule: str) -> None:
        pair = self._pairs.get(rule)
        if pair is not None:
            self._work.pair_asked.emit(pair)

    def save_handout(self) -> None:
        """Save the handout shown."""
        self._save_handout(self.next_view.topic)

    def _save_handout(self, rule: str) -> None:
        sheet = self._handout(rule)
        if sheet is not None:
            self._work.saving.save_pdf(sheet, f"{sheet.title} handout")

    # -- learners' pages -------------------------------------------------------------------------------------

    @cached_property
    def learners_view(self) -> LearnerPagesView:
        """The view, made when it is first looked at."""
        from relall_trainer.gui.widgets.learner_pages_view import LearnerPagesView

        made = LearnerPagesView(self._theme)
        made.learner_passed.connect(self._show_learner)
        made.reach_changed.connect(lambda _all: self._change_reach())
        made.saved.connect(self._save_learner)
        made.all_saved.connect(self._save_all)
        made.table_asked.connect(self._edit_table)
        self._page.add_view(LEARNERS, made)
        return made

    def fill_learners(self, book: Gradebook) -> None:
        """Show the learners, and the page of the one chosen, over this assignment or over all."""
        from relall_trainer.gui.gradebook_words import learner_lines

        self._books = (book,)
        when = self._work.told_moment()
        self.learners_view.show_learners(learner_lines(book, self._work.names(book), when))
        if self.learners_view.reach.isChecked():
            self._reach_out(book)

    def _reach_out(self, book: Gradebook) -> None:
        def found(others: tuple[Gradebook, ...]) -> None:
            self._page.show_progress(0, 0)
            self._books = (book, *others)
            self._show_learner(self.learners_view.learner)

        try:
            others = [head.id for head in self._work.heads() if head.id != self._work.assignment]
        except TrainerError as error:
            self._work.failed(lambda: self._reach_out(book))(error)
            return
        if others:
            failed = self._work.failed(lambda: self._reach_out(book))
            self._work.reading.read_others(others, found, failed, self._page.show_progress)

    def _show_learner(self, learner: str) -> None:
        self.learners_view.show_page(self._learner_sheet(learner))

    def _learner_sheet(self, learner: str) -> Sheet | None:
        from relall_trainer.cohort.committee import committee_page
        from relall_trainer.gui.prints.committee import committee_sheet

        if not self._books or not learner:
            return None
        books = self._books if self.learners_view.reach.isChecked() else self._books[:1]
        try:
            return committee_sheet(committee_page(books, learner, self._table()))
        except TrainerError as error:
            self._work.failed(lambda: self._show_learner(learner))(error)
            return None

    def _change_reach(self) -> None:
        if self._work.book is not None:
            self.fill_learners(self._work.book)

    def save_learner(self) -> None:
        """Save the learner's page shown."""
        self._save_learner(self.learners_view.learner)

    def _save_learner(self, learner: str) -> None:
        sheet = self._learner_sheet(learner)
        if sheet is not None:
            self._work.saving.save_pdf(sheet, f"{learner} for the committee")

    def _save_all(self) -> None:
        book = self._work.book
        if book is not None:
            learners = [row.learner.code for row in book.rows if row.files]
            self._work.saving.save_pdfs(
                learners, self._learner_sheet, lambda learner: f"{learner} for the committee"
            )

    # -- the table of competencies ---------------------------------------------------------------------------

    def _table(self) -> CompetencyTable:
        from relall_trainer.cohort.competency_book import competency_table
        from relall_trainer.paths import assets_folder

        return competency_table(self._desk.store, assets_folder() / "competencies.yaml")

    def _edit_table(self) -> None:
        from relall_trainer.cohort.competency_book import keep_table, load_competencies
        from relall_trainer.gui.widgets.competency_editor import CompetencyEditor
        from relall_trainer.paths import assets_folder

        shipped = assets_folder() / "competencies.yaml"
        try:
            editor = CompetencyEditor(
                self._table(), lambda: load_competencies(shipped), self._theme, self._page.window()
            )
            if editor.exec():
                keep_table(self._desk.store, editor.table)
        except TrainerError as error:
            self._work.failed(self._edit_table)(error)
            return
        self._show_learner(self.learners_view.learner)


class _Nobody:
    """Nobody to be avoided; being asked, it learns whether the pair is still wanted."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __contains__(self, _fingerprint: object) -> bool:
        self._progress.step(0, 0)
        return False

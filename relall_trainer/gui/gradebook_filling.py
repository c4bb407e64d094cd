"""Fills the views of the gradebook from the gradebook itself; each is made when it is first looked at.

What is said in them comes from ``cohort`` by way of ``gradebook_words`` and ``item_lines``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from relall_trainer.cohort.tallies import FEW
from relall_trainer.errors import TrainerError
from relall_trainer.gui.pages.gradebook import (
    CASES,
    DECISIONS,
    DIMENSIONS,
    FILES,
    ITEMS,
    LEARNERS,
    RULES,
    TEACH,
)

if TYPE_CHECKING:
    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.encounter.fresh_questions import Questions
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.gradebook_teaching import GradebookTeaching
    from relall_trainer.gui.gradework import Gradework
    from relall_trainer.gui.icons import Icons
    from relall_trainer.gui.rescoring_lines import ChangeLine
    from relall_trainer.gui.theme import Theme
    from relall_trainer.gui.widgets.files_view import FilesView
    from relall_trainer.gui.widgets.gradebook_tallies import TallyView
    from relall_trainer.gui.widgets.item_analysis_view import ItemAnalysisView

_BY_CASE = (
    "Points earned of those possible, by case. Each learner counts once; the line is the mean's 95% interval. "
    "What was left unanswered in an exam earned nothing."
)
_BY_DIMENSION = (
    "Points earned of those possible, by dimension. Each learner counts once; the line is the mean's 95% interval. "
    "What was left unanswered in an exam earned nothing."
)
_BY_RULE = (
    "How many learners went against a rule at least once, the surest first: by the lower end of the interval, "
    f"and rules that fewer than {FEW} learners met last. "
    "Attempts that count; what was left unanswered in an exam is not counted."
)
_NOTHING_CORRECTED = "Nothing was corrected: cases and rules are those the results were scored by."


class GradebookFilling(QObject):
    """Belongs to one gradebook page. ``ask_rescoring`` asks with a dialog unless replaced."""

    def __init__(
        self, work: Gradework, desk: Desk, questions: Callable[[], Questions], theme: Theme, icons: Icons
    ) -> None:
        super().__init__(work)
        self._work = work
        self._desk = desk
        self._questions = questions
        self._theme = theme
        self._icons = icons
        self._page = work.gradebook
        self._shown: Gradebook | None = None
        self.ask_rescoring: Callable[[str, Sequence[ChangeLine]], bool] = self._dialog_rescoring

    def fill(self, view: str, book: Gradebook) -> None:
        """Fill this view."""
        fill: dict[str, Callable[[Gradebook], None]] = {
            DECISIONS: self._fill_decisions,
            CASES: self._fill_cases,
            RULES: self._fill_rules,
            DIMENSIONS: self._fill_dimensions,
            ITEMS: self._fill_items,
            TEACH: self._further.fill_next,
            LEARNERS: self._further.fill_learners,
            FILES: self._fill_files,
        }
        if view in fill:
            fill[view](book)

    def show_learner(self, learner: str) -> None:
        """Come to a learner's page."""
        self._further.learners_view.come_to(learner)

    def show_rescoring(self) -> None:
        """Show what scoring again would change, and have it so where that is accepted."""
        from relall_trainer.gui.rescoring_lines import change_lines

        teaching = self._work.teaching
        try:
            correction = teaching.correction(self._work.assignment)
            told = correction.told if correction.parts else _NOTHING_CORRECTED
            if not self.ask_rescoring(told, change_lines(correction.changes)):
                return
            teaching.accept(correction)
        except TrainerError as error:
            self._work.failed(self.show_rescoring)(error)
            return
        self._work.messages.tell(
            "Scored again. The scores found before stay in the record.", topic="rescored"
        )
        self._work.refresh()

    def _dialog_rescoring(self, told: str, lines: Sequence[ChangeLine]) -> bool:
        from relall_trainer.gui.widgets.rescoring_dialog import RescoringDialog

        return bool(RescoringDialog(self._theme, told, lines, self._page.window()).exec())

    def save_shown(self) -> bool:
        """Save the page a view is made of, as PDF; False where the view is not made of pages."""
        save = {TEACH: self._further.save_handout, LEARNERS: self._further.save_learner}.get(self._page.view)
        if save is None or self._page.beside:
            return False
        save()
        return True

    # -- views, made when first looked at --------------------------------------------------------------------

    @cached_property
    def _further(self) -> GradebookTeaching:
        from relall_trainer.gui.gradebook_teaching import GradebookTeaching

        return GradebookTeaching(self._work, self._desk, self._questions, self._theme)

    @cached_property
    def _cases(self) -> TallyView:
        made = self._tallies("Cases", _BY_CASE, "See its decisions")
        made.opened.connect(self._to_case)
        self._page.add_view(CASES, made)
        return made

    @cached_property
    def _rules(self) -> TallyView:
        made = self._tallies("Rules", _BY_RULE, "Read the rule")
        made.opened.connect(self._work.rule_asked)
        self._page.add_view(RULES, made)
        return made

    @cached_property
    def _dimensions(self) -> TallyView:
        made = self._tallies("Dimensions", _BY_DIMENSION, "")
        self._page.add_view(DIMENSIONS, made)
        return made

    def _tallies(self, name: str, note: str, button: str) -> TallyView:
        from relall_trainer.gui.widgets.gradebook_tallies import TallyView

        return TallyView(self._theme, name, note, button)

    @cached_property
    def _items(self) -> ItemAnalysisView:
        from relall_trainer.gui.widgets.item_analysis_view import ItemAnalysisView

        made = ItemAnalysisView(self._theme, self._icons)
        made.pool_changed.connect(lambda _pool: self._refill(ITEMS))
        self._page.add_view(ITEMS, made)
        return made

    @cached_property
    def _files(self) -> FilesView:
        from relall_trainer.gui.widgets.files_view import FilesView

        made = FilesView(self._theme, self._icons)
        made.import_asked.connect(lambda: self._work.files.ask_for_files())
        made.confirm_asked.connect(lambda key: self._work.files.confirm_key(key))
        made.forget_asked.connect(lambda key: self._work.files.forget(key))
        self._page.add_view(FILES, made)
        return made

    # -- filling ---------------------------------------------------------------------------------------------

    def _refill(self, view: str) -> None:
        if self._work.book is not None:
            self.fill(view, self._work.book)

    def _fill_decisions(self, book: Gradebook) -> None:
        from relall_trainer.cohort.teach_next import teach_next
        from relall_trainer.gui.gradebook_words import error_sentences, matrix_lines

        if book is self._shown:
            return
        self._shown = book
        rules, called, when = self._desk.algorithm, self._work.names(book), self._work.told_moment()
        view = self._page.decisions
        self._work.reading.beside("matrix", lambda: matrix_lines(book, called, when), view.show_lines)
        self._work.reading.beside("errs", lambda: error_sentences(teach_next(book, rules)), view.show_errs)

    def _fill_cases(self, book: Gradebook) -> None:
        from relall_trainer.gui.gradebook_words import share_lines

        self._cases.show_lines(share_lines(book.by_case))

    def _fill_rules(self, book: Gradebook) -> None:
        from relall_trainer.gui.gradebook_words import rule_lines

        self._rules.show_lines(rule_lines(book.by_rule, self._desk.algorithm.rules))

    def _fill_dimensions(self, book: Gradebook) -> None:
        from relall_trainer.gui.gradebook_words import share_lines

        self._dimensions.show_lines(share_lines(book.by_dimension))

    def _fill_items(self, book: Gradebook) -> None:
        from relall_trainer.gui.gradebook_words import assignment_words

        view = self._items
        try:
            others = [one for one in self._work.heads() if one.id != self._work.assignment]
        except TrainerError as error:
            self._work.failed(lambda: self._refill(ITEMS))(error)
            return
        day = self._work.told_day()
        view.offer_pool([(one.id, assignment_words(one, day)) for one in others])
        self._work.reading.read_others(
            view.pool,
            lambda pooled: self._analyse((book, *pooled), (self._work.assignment, *view.pool)),
            self._work.failed(lambda: self._refill(ITEMS)),
            self._page.show_progress,
        )

    def _analyse(self, books: Sequence[Gradebook], assignments: Sequence[str]) -> None:
        from relall_trainer.cohort.item_group import pooled_group
        from relall_trainer.cohort.statistics import analyse
        from relall_trainer.gui.item_lines import analysis_lines
        from relall_trainer.gui.version_words import versions_line

        self._page.show_progress(0, 0)
        try:
            cases = [self._work.teaching.marker(one).cases for one in assignments]
        except TrainerError as error:
            self._work.failed(lambda: self._refill(ITEMS))(error)
            return
        titles = {
            f"{item.case} {item.version}": f"{item.title} (version {item.version})"
            for one in books
            for item in one.assignment.items
        }
        versions = dict.fromkeys(words for one in books for words in one.versions)
        self._page.show_versions(versions_line(tuple(versions)))
        actions, pairs = self._desk.algorithm.actions, tuple(zip(books, cases, strict=True))
        self._items.show_busy()
        self._work.reading.beside(
            "items",
            lambda: analysis_lines(analyse(pooled_group(pairs)), actions, titles),
            self._items.show_lines,
        )

    def _fill_files(self, book: Gradebook) -> None:
        from relall_trainer.gui.gradebook_words import file_lines

        teaching = self._work.teaching
        try:
            keys, aside = teaching.keys_to_confirm(self._work.assignment), teaching.aside()
        except TrainerError as error:
            self._work.failed(lambda: self._refill(FILES))(error)
            return
        self._files.show_lines(
            file_lines(book, keys, aside, self._work.names(book), self._work.told_moment())
        )

    # -- where lines lead ------------------------------------------------------------------------------------

    def _to_case(self, case: str) -> None:
        page = self._page
        page.choose(DECISIONS)
        matrix = page.decisions.matrix
        column = next((one for one in matrix.decisions.lines.columns if one.case == case), None)
        if column is not None and page.decisions.rows:
            matrix.come_to(matrix.here[0] or page.decisions.rows[0].key, column.key)
        page.decisions.setFocus()

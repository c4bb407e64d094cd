"""Conference as the teacher starts it: which case, or which cases one after the other, are put before the group."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from relall_trainer.encounter.case import Case

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.encounter.fresh import FreshPair
    from relall_trainer.gui.pages.conference import ConferencePage
    from relall_trainer.gui.teachwork import Teachwork


class Conferring(QObject):
    """``shown`` when a case was put before the group."""

    shown = Signal()

    def __init__(self, work: Teachwork) -> None:
        super().__init__(work)
        self._work = work

    @cached_property
    def page(self) -> ConferencePage:
        """The page."""
        from relall_trainer.gui.pages.conference import ConferencePage

        work = self._work
        page = ConferencePage(work.theme, work.icons)
        page.case_chosen.connect(self.present_shelf)
        page.said.connect(work.messages.announce)
        page.evidence_asked.connect(work.evidence_asked)
        work.library.give(page.use_library)
        return page

    def show_cases(self) -> None:
        """Offer the cases of the shelf."""
        self.page.offer_cases(self._work.case_offers())

    def present(self, *cases: Case) -> None:
        """Put these before the group, one after the other."""
        if self._work.guard(lambda: self.page.present(cases, self._work.desk.algorithm)):
            self.shown.emit()

    def present_pair(self, pair: FreshPair) -> None:
        """Put two patients who differ in one fact before the group."""
        self.present(pair.first.case, pair.second.case)

    def present_shelf(self, case: str) -> None:
        """Put a case of the shelf before the group."""
        self._work.guard(lambda: self.present(self._work.desk.case(case)))

    def present_assigned(self, assignment: str) -> None:
        """Put the cases of an assignment before the group, as they were assigned and by the rules of then."""

        def show() -> None:
            teaching = self._work.teaching
            marker = teaching.marker(assignment)
            rules = cast("Algorithm", marker.algorithm)  # the algorithm that was pinned, read from its text
            items = teaching.sent(assignment).assignment.items
            self.page.present([marker.cases[item.sha256] for item in items], rules)
            self.shown.emit()

        self._work.guard(show)

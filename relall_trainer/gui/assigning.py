"""Writing an assignment: the form filled and kept as it stands, and what it is about reckoned.

What a draft may say is ``cohort.draft``'s; making files of it is ``sending``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from functools import cached_property
from random import SystemRandom
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from relall_trainer.gui import assign_words as words
from relall_trainer.gui.assign_draft import AssignDraft, Ready
from relall_trainer.gui.teach_lines import CaseOffer

if TYPE_CHECKING:
    from relall_trainer.cohort.roster import Cohort
    from relall_trainer.gui.fresh_preview import FreshPreview
    from relall_trainer.gui.pages.assign import AssignPage
    from relall_trainer.gui.sending import Sending
    from relall_trainer.gui.teachwork import Teachwork

_KEEP_AFTER_MS = 700
_LOOK_AFTER_MS = 250


class Assigning(QObject):
    """``left`` when she goes back to the cohort, ``shown`` when the page shows another form, or what was written."""

    left = Signal()
    shown = Signal()

    def __init__(self, work: Teachwork) -> None:
        super().__init__(work)
        self._work = work
        self._offers: Sequence[CaseOffer] = ()
        self._cohort: Cohort | None = None
        self._ready = Ready()
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep_now)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_AFTER_MS)
        self._look.timeout.connect(self._make_patients)

    @cached_property
    def page(self) -> AssignPage:
        """The page."""
        from relall_trainer.gui.pages.assign import AssignPage

        work = self._work
        page = AssignPage(work.theme, work.icons, work.desk.now, work.zone, self._wrong)
        page.draft_changed.connect(lambda _draft: self._changed())
        page.create_asked.connect(self.create)
        page.cleared.connect(self._clear)
        page.copied.connect(self._copy)
        page.left.connect(self._leave)
        return page

    @cached_property
    def patients(self) -> FreshPreview:
        """Who the patients made for it are."""
        from relall_trainer.gui.fresh_preview import FreshPreview

        return FreshPreview(lambda: self._work.desk.algorithm, self._work.questions, self)

    @property
    def filled(self) -> bool:
        """Whether the page shows a form, or what was written."""
        return self._cohort is not None

    # -- the form --------------------------------------------------------------------------------------------

    def begin(self, cohort: Cohort) -> None:
        """Show the form for a new assignment to this cohort, as it was left. Raises StoreError."""
        self._keep_waiting()
        kept = self._work.notes.draft()
        form = kept or self._fresh_form()
        self._show(replace(form, cohort=cohort.id, replaces=""), cohort)

    def begin_version(self, assignment: str, cohort: Cohort) -> None:
        """Show the form for a new version of an assignment. Raises StoreError, BadFile."""
        from relall_trainer.gui.draft_terms import form_of

        self._keep_waiting()
        kept = self._work.notes.draft(assignment)
        form = kept or form_of(self._work.teaching.draft_of(assignment), assignment)
        self._show(replace(form, cohort=cohort.id, replaces=assignment), cohort)

    def _fresh_form(self) -> AssignDraft:
        due = words.in_a_week(self._work.desk.now(), self._work.zone)
        # Others than in the exam before, which learners may have talked about.
        return AssignDraft(
            due_at=due.astimezone(UTC).isoformat(), fresh_seed=SystemRandom().randint(1, 999_999)
        )

    def _show(self, form: AssignDraft, cohort: Cohort) -> None:
        self._cohort = cohort
        people = [(one.code, self._called(one.code, one.name)) for one in cohort.learners]
        codes = {code for code, _ in people}
        form = replace(form, extra=tuple(one for one in form.extra if one.learner in codes))
        self._offers = self._work.case_offers()
        shared = self._work.teaching.shared.path is not None
        self.page.show_draft(form, self._offers, self._rules(), people, shared=shared)
        self._reckon()
        self._make_patients()
        self.shown.emit()

    def _called(self, code: str, name: str) -> str:
        return code if not name or self._work.notes.codes_only else f"{name} ({code})"

    def _rules(self) -> list[tuple[str, str]]:
        from relall_trainer.encounter.related import askable

        rules = self._work.desk.algorithm.rules
        return [(rule, f"{rule} · {rules[rule].title}") for rule in askable(rules)]

    def _changed(self) -> None:
        self._keep.start()
        self._look.start()
        self._reckon()

    def keep_now(self) -> None:
        """Keep the form as it stands."""
        self._keep.stop()
        form = self.page.draft
        self._work.guard(lambda: self._work.notes.keep_draft(form))

    def leave_off(self) -> None:
        """The record is about to be closed: keep what is not kept yet, stop what is being made."""
        self._keep_waiting()
        self._look.stop()
        if "patients" in self.__dict__:
            self.patients.leave_off()

    def start_afresh(self) -> None:
        """The record is gone: what stands in the form belonged to it."""
        self._keep.stop()
        self.leave_off()
        self._cohort = None

    def _clear(self) -> None:
        before = self.page.draft
        cohort = self._cohort
        if cohort is None:
            return

        def clear() -> None:
            self._keep.stop()
            self._work.notes.drop_draft(before.replaces)
            if before.replaces:
                self.begin_version(before.replaces, cohort)
            else:
                self.begin(cohort)

        def bring_back() -> None:
            self._show(before, cohort)
            self.keep_now()

        if self._work.guard(clear):
            self._work.messages.tell("The form is cleared.", ("Undo", bring_back), topic="assign")

    def _leave(self) -> None:
        self._keep_waiting()
        self.left.emit()

    def _keep_waiting(self) -> None:
        """Keep what was typed a moment ago and is not kept yet."""
        if self._keep.isActive():
            self.keep_now()

    # -- what it is about ------------------------------------------------------------------------------------

    def _make_patients(self) -> None:
        from relall_trainer.gui.draft_terms import made_cases

        self._look.stop()
        wanted = made_cases(self.page.draft)
        self.patients.make(wanted, self._reckon, self._tell_making)

    def _tell_making(self, done: int, of: int) -> None:
        self.page.show_ready(self._ready, f"Making the patients: {done} of {of}")

    def _reckon(self) -> None:
        """Learners, minutes and titles as the form stands now."""
        from relall_trainer.gui.draft_terms import made_cases

        form = self.page.draft
        by_id = {offer.id: offer for offer in self._offers}
        shelf = [by_id[case] for case in form.cases if case in by_id]
        wanted = made_cases(form)
        made = self.patients.heads(wanted)
        codes = self._cohort.codes if self._cohort is not None else ()
        items = [(one.title, one.minutes) for one in shelf] + [(one.title, one.minutes) for one in made]
        self._ready = Ready(codes, sum(minutes for _, minutes in items), tuple(title for title, _ in items))
        preview = self.patients.fault
        if not preview and wanted and len(made) == len(wanted):
            of_these = sum(one.minutes for one in made)
            preview = f"About {of_these} min: {'; '.join(one.title for one in made)}"
        elif not preview and wanted:
            preview = "Making the patients…"
        self.page.show_ready(self._ready, preview)

    def _wrong(self, form: AssignDraft) -> list[tuple[str, str]]:
        from relall_trainer.gui.draft_terms import draft_of

        codes = self._cohort.codes if self._cohort is not None else ()
        found = [(fault.part, f"{fault.message}.") for fault in draft_of(form, codes).faults()]
        if form.fresh_count and "patients" in self.__dict__ and self.patients.fault:
            found.append(("items", self.patients.fault))
        return found

    # -- sending ---------------------------------------------------------------------------------------------

    @cached_property
    def _sending(self) -> Sending:
        from relall_trainer.gui.sending import Sending

        made = Sending(self._work, self.page)
        made.made.connect(self._made)
        made.written.connect(self.shown)
        made.unwritten.connect(self.left)
        return made

    def create(self, form: AssignDraft) -> None:
        """Make the assignment and write its files; nothing is made where no folder is chosen."""
        if self._cohort is not None:
            self._sending.create(form, self._ready)

    def _made(self) -> None:
        """What stood in the form is an assignment now; it need not be kept any longer."""
        self._keep.stop()
        self._work.guard(lambda: self._work.notes.drop_draft(self.page.draft.replaces))

    def write_again(self, assignment: str, cohort: Cohort) -> None:
        """Write the files of an assignment that was made before."""
        self._cohort = cohort
        self._sending.write_again(assignment)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._work.messages.tell("The mail is copied. Paste it, and attach the file.", topic="assign")

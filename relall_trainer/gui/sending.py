"""Sending an assignment: made once, its files written to the folder chosen, and what to do with them told.

What is for one learner alone never goes into the folder all can see. Making and writing is ``cohort.teaching``'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from relall_trainer.clinical.wording import counted
from relall_trainer.gui import assign_words as words
from relall_trainer.gui.assign_draft import AssignDraft, Ready
from relall_trainer.gui.draft_terms import draft_of, form_of
from relall_trainer.gui.teach_lines import WrittenLine, WrittenLines

if TYPE_CHECKING:
    from relall_trainer.cohort.folder import Written
    from relall_trainer.gui.pages.assign import AssignPage
    from relall_trainer.gui.teachwork import Teachwork

_WHERE = "Where to put the file of “{}”"


class Sending(QObject):
    """``made`` once there is an assignment, ``written`` once the page shows its files, ``unwritten`` where they could
    not be written (which was said).
    """

    made = Signal()
    written = Signal()
    unwritten = Signal()

    def __init__(self, work: Teachwork, page: AssignPage) -> None:
        super().__init__(page)
        self._work = work
        self._page = page

    def create(self, form: AssignDraft, ready: Ready) -> None:
        """Make the assignment and write its files; nothing is made where no folder is chosen, or it is refused."""
        folder = self._folder(form.title)
        if folder is None:
            return
        made: list[str] = []

        def make() -> None:
            draft = draft_of(form, ready.learners)
            teaching = self._work.teaching
            sent = teaching.revise(form.replaces, draft) if form.replaces else teaching.create(draft)
            made.append(sent.assignment.id)

        self._work.guard(make, again=self._page.ask_create)
        if made:
            self.made.emit()
            self._send(made[0], form, ready, folder)

    def write_again(self, assignment: str) -> None:
        """Write the files of an assignment that was made before. Raises TrainerError for one that is not there."""
        teaching = self._work.teaching
        form = form_of(teaching.draft_of(assignment), assignment)
        folder = self._folder(form.title)
        if folder is not None:
            given = teaching.sent(assignment).assignment
            minutes = sum(item.minutes for item in given.items)
            ready = Ready(given.learners, minutes, tuple(item.title for item in given.items))
            self._send(assignment, form, ready, folder)

    def _send(self, assignment: str, form: AssignDraft, ready: Ready, folder: Path) -> None:
        """Write its files. Where that cannot be done, the assignment is there all the same and can be written again."""
        if not self._work.guard(
            lambda: self._write(assignment, form, ready, folder),
            again=lambda: self._send_elsewhere(assignment, form, ready),
        ):
            self.unwritten.emit()

    def _send_elsewhere(self, assignment: str, form: AssignDraft, ready: Ready) -> None:
        folder = self._folder(form.title)
        if folder is not None:
            self._send(assignment, form, ready, folder)

    def _folder(self, title: str) -> Path | None:
        """The shared folder, or one she chooses; None where she chose none."""
        watched = self._work.teaching.shared.path
        if watched is not None:
            return watched
        chosen = self._work.ask_folder(self._page.window(), _WHERE.format(title.strip()))
        return Path(chosen) if chosen else None

    def _write(self, assignment: str, form: AssignDraft, ready: Ready, folder: Path) -> None:
        teaching = self._work.teaching
        shared = teaching.shared.path is not None and folder == teaching.shared.path
        written = teaching.share(assignment) if shared else teaching.write_files(assignment, folder)
        for_one = teaching.sent(assignment).extra
        if shared and for_one:
            written = (*written, *self._write_own(assignment, len(for_one)))
        own_key = teaching.own_fingerprint
        self._page.show_written(
            WrittenLines(
                title=form.title.strip(),
                folder=str(folder),
                files=tuple(_line(one) for one in written),
                own_key=own_key,
                mail=words.mail_text(form, ready, self._work.zone, self._work.desk.now(), own_key),
                shared=shared,
            )
        )
        self.written.emit()

    def _write_own(self, assignment: str, many: int) -> tuple[Written, ...]:
        """The files for one learner each, where the others do not look; none where no such folder is chosen."""
        title = f"Where to put the {counted(many, 'file')} for single learners, out of the others' sight"
        chosen = self._work.ask_folder(self._page.window(), title)
        if not chosen:
            self._work.messages.tell(
                f"{counted(many, 'file')} for single learners not written yet: choose “Write files again” for them.",
                topic="assign",
                stay=True,
            )
            return ()
        written = self._work.teaching.write_files(assignment, Path(chosen))
        return tuple(one for one in written if one.learner)


def _line(one: Written) -> WrittenLine:
    from relall_trainer.cohort.signature import digest_fingerprint

    whom = f"Only for {one.learner}" if one.learner else "For everyone"
    if one.path.suffix == ".relall-feedback":
        whom = "The feedback, for everyone"
    return WrittenLine(one.path.name, digest_fingerprint(one.sha256), whom, own=bool(one.learner))

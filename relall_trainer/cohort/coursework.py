"""What a learner does for her assignments: take them, begin, sit an exam, hand in, read the feedback. Knows no window.

The parts are told apart in ``received``, ``exam_sitting``, ``handing_in`` and ``feedback_in``; here they are brought
together over the learner's store, and what may be done when is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort import course_lines as lines
from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.course_lines import CourseLine, DueLine
from relall_trainer.cohort.exam_log import ExamLog
from relall_trainer.cohort.feedback import Feedback, feedback_of, see
from relall_trainer.cohort.feedback_in import FeedbackIn
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.handing_in import HandingIn, NotNow
from relall_trainer.cohort.practice_begun import begun_papers, played
from relall_trainer.cohort.receipts import Receipt, receipts
from relall_trainer.cohort.received import Arrived, Packet, Received, with_learner
from relall_trainer.cohort.shared_folder import LEARNER, SharedFolder
from relall_trainer.cohort.sittings import Sittings
from relall_trainer.encounter.play import EXAM
from relall_trainer.learner.records import moment, new_id

if TYPE_CHECKING:
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.cohort.exam_sitting import ExamSitting
    from relall_trainer.cohort.not_answered import NotAnswered
    from relall_trainer.cohort.signed_file import SignedFile
    from relall_trainer.encounter.case import Case
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class ItemStart:
    """A practice attempt to begin: the case, its canonical text, and the id the attempt is to have."""

    assignment: str
    case: Case
    text: str
    attempt: str


class Coursework:
    """The assignments of one learner. ``store`` and ``algorithm`` are asked whenever they are needed.

    ``ticks`` tells milliseconds by a clock that only goes forward. Every method raises a StoreError where the store
    cannot be had, and LookupError for an assignment that is not there.
    """

    def __init__(
        self,
        store: Callable[[], LearnerStore],
        shelf: Shelf,
        algorithm: Callable[[], Algorithm],
        algorithm_text: Callable[[], str],
        clock: Callable[[], datetime],
        app_version: str = "",
        ticks: Callable[[], int] | None = None,
    ) -> None:
        self._store_of = store
        self._shelf = shelf
        self._algorithm = algorithm
        self.clock = clock
        self.app_version = app_version
        self._received = Received()
        self._sittings = Sittings(store, algorithm, clock, ticks, app_version)
        self._feedback = FeedbackIn(store, shelf, algorithm, algorithm_text, clock, self._sittings)
        self.shared = SharedFolder(store, LEARNER)
        self._handing = HandingIn(store, self._sittings, self.shared, clock, app_version)

    @property
    def store(self) -> LearnerStore:
        """The learner's store."""
        return self._store_of()

    # Taking files

    def read(self, path: Path) -> SignedFile:
        """Any of our files, its signature checked. Raises FileFault."""
        from relall_trainer.cohort.signed_file import read_signed

        return read_signed(path)

    def look(self, file: SignedFile) -> Arrived:
        """What an assignment file is for this learner; nothing is taken yet. Raises FileFault."""
        from relall_trainer.cohort.packet import opened_assignment
        from relall_trainer.cohort.playable import check_playable
        from relall_trainer.cohort.signed_file import ASSIGNMENT, wrong_kind

        if file.kind != ASSIGNMENT:
            raise wrong_kind(file.kind, ASSIGNMENT, file.name)
        arrived = self._received.look(self.store, file)
        check_playable(opened_assignment(file), self._algorithm())
        return arrived

    def take(self, arrived: Arrived, learner: str = "", name: str = "") -> CourseLine:
        """Take an assignment, its key confirmed by whoever asks for it; ``learner`` is the code she works under.

        Raises NotNow for a code that is not on its list.
        """
        from relall_trainer.cohort.keys import TEACHER, trust
        from relall_trainer.cohort.plain_text import code_fault, plain_line

        code = arrived.learner or learner.strip()
        if fault := code_fault(code):
            raise NotNow(f"That code {fault}.", "Type the code your teacher gave you.")
        if arrived.learners and code not in arrived.learners:
            raise NotNow(f"{code} is not on the list of this assignment.", "Choose yourself from its list.")
        at = moment(self.clock())
        if not arrived.confirmed:
            trust(self.store, arrived.key, TEACHER, at)
        if arrived.outcome != "same":
            name = plain_line(name or arrived.name)
            self.store.put_papers(arrived.as_packet(code, name, at).papers())
        return self.line(arrived.assignment.id)

    def work_as(self, assignment: str, learner: str) -> CourseLine:
        """Work under another code of the list; not once anything was begun or handed in. Raises NotNow."""
        line = self.line(assignment)
        if line.used or line.receipts:
            raise NotNow(f"Work has begun as {line.learner}.", "Tell your teacher if that is somebody else.")
        self.store.put_papers(with_learner(self._packet(assignment), learner).papers())
        return self.line(assignment)

    def learners_of(self, assignment: str) -> tuple[str, ...]:
        """The codes one can work under; none where any will do."""
        asked = self._packet(assignment).assignment
        return (asked.for_learner,) if asked.for_learner else asked.learners

    def take_feedback(self, file: SignedFile) -> Feedback | None:
        """Take a feedback file; None where it is kept until the exam has been handed in. Raises FileFault."""
        from relall_trainer.cohort.feedback_file import release_from_plain
        from relall_trainer.cohort.signed_file import FEEDBACK, wrong_kind

        if file.kind != FEEDBACK:
            raise wrong_kind(file.kind, FEEDBACK, file.name)
        release = release_from_plain(file.body, file.name)
        try:
            packet = self._packet(release.assignment)
        except LookupError:
            raise file_fault("unknown-assignment", file.name) from None
        return self._feedback.take(file, release.version, packet)

    # How things stand

    def reading(self) -> Iterator[tuple[int, int]]:
        """Read every assignment, one by one (read, of so many), so that what is asked next is quick to tell."""
        for number, (_, of) in enumerate(self._received.reading(self.store), start=1):
            yield number, of

    def lines(self) -> tuple[CourseLine, ...]:
        """Every assignment: what waits for the learner first, by when it is due; what is done last."""
        every = [self._line(packet) for packet in self._received.packets(self.store)]
        return tuple(sorted(every, key=_urgency))

    def line(self, assignment: str) -> CourseLine:
        """One of them."""
        return self._line(self._packet(assignment))

    def due_lines(self) -> tuple[DueLine, ...]:
        """What waits for the learner, for the page of the day; its number is the count at the side."""
        return tuple(
            DueLine(line.id, line.title, line.due_at, line.state, line.late)
            for line in self.lines()
            if line.state in lines.WAITING
        )

    def remarks(self, assignment: str) -> tuple[str, ...]:
        """Where rules or cases of an assignment are others than those of this program, in plain words."""
        from relall_trainer.cohort.own_copy import remarks

        return remarks(self._packet(assignment).assignment, self._shelf, self._algorithm())

    # Practice

    def begin_item(self, assignment: str, item: int) -> ItemStart:
        """Begin one case of a practice assignment: keeps that it is begun, and says what to begin it with.

        Raises NotNow before it opens and where no attempt is left.
        """
        from relall_trainer.casefiles.prepared import case_from_text

        packet = self._packet(assignment)
        line = self._line(packet)
        self._check_open(line)
        if not line.items[item].may_begin:
            left = (
                "One attempt at this case is under way." if line.items[item].open else "No attempt is left."
            )
            raise NotNow(left, "Go on with it." if line.items[item].open else "Hand in what you have.")
        text = packet.assignment.items[item].text
        case = case_from_text(text)
        attempt = new_id()
        self.store.put_papers(begun_papers(assignment, attempt, moment(self.clock())))
        return ItemStart(assignment, case, text, attempt)

    # Exams

    def begin_exam(self, assignment: str) -> ExamSitting:
        """Begin an exam; on disk when this returns, its time not running yet. Raises NotNow."""
        packet = self._packet(assignment)
        line = self._line(packet)
        self._check_open(line)
        if line.exam is not None:
            raise NotNow("This exam is under way.", "Go on with it.")
        if line.used and not line.again:
            raise NotNow("No attempt at this exam is left.")
        return self._sittings.begin(packet, line.used + 1)

    def go_on_with_exam(self, assignment: str) -> ExamSitting:
        """The exam under way, as it was left. Raises NotNow where none is."""
        packet = self._packet(assignment)
        exam = self._line(packet).exam
        if exam is None:
            raise NotNow("No exam is under way.", "Begin it first.")
        return self._sittings.go_on(exam, packet)

    # Handing in

    def hand_in(self, assignment: str, folder: Path | None = None) -> Receipt:
        """Hand in what there is: one file, into ``folder`` or else the folder shared with the teacher.

        The hand-in is kept before its file is written: where the disk refuses that, the receipt has no path, and
        ``write_again`` can put the file elsewhere. Raises NotNow where there is nothing to hand in, or no folder.
        """
        packet = self._packet(assignment)
        line = self._line(packet)
        return self._handing.hand_in(packet, line, () if line.is_exam else played(self.store, packet), folder)

    def write_again(self, receipt: Receipt, folder: Path) -> Receipt:
        """Put the very file of a hand-in into a folder; the receipt with its place. Raises TrainerError."""
        return self._handing.write_again(receipt, folder)

    def receipts(self, assignment: str) -> tuple[Receipt, ...]:
        """Everything handed in for an assignment, in order."""
        return receipts(self.store, assignment)

    # Feedback

    def give_out_due(self) -> tuple[str, ...]:
        """Make the feedback of exams readable that may be read by now; the assignments it was done for.

        From a feedback file that came earlier, or from the learner's own copy of the program where the teacher lets her
        read at once or from a day on and it holds the very same cases and rules.
        """
        return tuple(one.id for one in self._received.packets(self.store) if self._feedback.give_out_due(one))

    def see(self, assignment: str, attempt: str, place: int) -> None:
        """The feedback on a decision (its place in the attempt, from 0) was looked at."""
        see(self.store, assignment, attempt, place)

    def not_answered(self, assignment: str) -> tuple[NotAnswered, ...]:
        """The decisions of an exam nobody answered, with what is said of them; nothing before it may be read."""
        from relall_trainer.cohort.not_answered import not_answered

        told = feedback_of(self.store, assignment)
        return () if told is None else not_answered(self.store, told)

    def exam_of(self, attempt: str) -> str:
        """The assignment of an exam's attempt that may be read; empty where it is none."""
        for assignment in self.store.paper_ids(kinds.FEEDBACK):
            known = feedback_of(self.store, assignment)
            if known is not None and attempt in known.attempts:
                return assignment
        return ""

    # How

    def _packet(self, assignment: str) -> Packet:
        return self._received.packet(self.store, assignment)

    def _line(self, packet: Packet) -> CourseLine:
        now, sent = self.clock(), receipts(self.store, packet.id)
        if packet.assignment.mode != EXAM:
            return lines.practice_line(packet, played(self.store, packet), sent, now)
        exams = ExamLog(self.store).exams(packet.id)
        standing = next((one for one in exams if not one.handed_in), None)
        up = standing is not None and self._sittings.time_is_up(standing, packet)
        told = feedback_of(self.store, packet.id)
        return lines.exam_line(packet, exams, sent, told, now, time_is_up=up)

    def _check_open(self, line: CourseLine) -> None:
        if line.state == lines.NOT_OPEN:
            raise NotNow("This assignment is not open yet.")


def _urgency(line: CourseLine) -> tuple[bool, str, str]:
    return line.state not in lines.WAITING, line.due_at or "9", line.title

"""What stands inside an assignment or a feedback file, read to the last text: cases to be played, rules to rate by.

Done once, when a file is opened; afterwards the text it came in is kept with its hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from relall_trainer.casefiles.prepared import case_from_text, case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment, Item, assignment_from_plain
from relall_trainer.cohort.feedback_file import Release, check_release, release_from_plain
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.signed_file import SignedFile
from relall_trainer.cohort.terms import EXAM
from relall_trainer.encounter.case import Case, Node
from relall_trainer.errors import BadFile


@dataclass(frozen=True, slots=True)
class OpenedAssignment:
    """An assignment whose cases can be played, in the order of its items."""

    file: SignedFile = field(repr=False)
    assignment: Assignment
    cases: tuple[Case, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedRelease:
    """Feedback with its full cases, in the order of the assignment's items, and the rules they are rated by."""

    file: SignedFile = field(repr=False)
    release: Release
    cases: tuple[Case, ...] = field(repr=False)
    algorithm: Algorithm = field(repr=False)


def opened_assignment(file: SignedFile) -> OpenedAssignment:
    """The assignment in a file, all of it checked. Raises FileFault."""
    assignment = assignment_from_plain(file.body, file.name)
    return OpenedAssignment(file, assignment, cases_of(assignment, file.name))


def cases_of(assignment: Assignment, file: object = "the assignment") -> tuple[Case, ...]:
    """The cases of an assignment: bare forms in an exam. Raises FileFault: ``bad-case``, ``not-bare``."""
    return tuple(_case(item, assignment.mode, file) for item in assignment.items)


def opened_release(file: SignedFile, assignment: Assignment, teacher: str) -> OpenedRelease:
    """The feedback on ``assignment`` in a file that the key ``teacher`` has to have signed. Raises FileFault."""
    from relall_trainer.algorithm_files import algorithm_from_text

    release = release_from_plain(file.body, file.name)
    check_release(release, file.key, assignment, teacher, file.name)
    cases = tuple(_read(text, file.name) for text in release.cases)
    if [case.sha256 for case in cases] != [item.sha256 for item in assignment.items]:
        raise file_fault("case-differs", file.name, case=assignment.title)
    try:
        algorithm = algorithm_from_text(release.rules_text)
    except BadFile as fault:
        raise file_fault("bad-rules", file.name, reason=fault.what) from None
    if algorithm.pin.sha256 != assignment.rules.sha256:
        raise file_fault("rules-differ", file.name)
    return OpenedRelease(file, release, cases, algorithm)


def _case(item: Item, mode: str, file: object) -> Case:
    case = _read(item.text, file)
    if (case.head.id, case.head.version, case.sha256) != (item.case, item.version, item.sha256):
        raise file_fault("case-differs", file, case=item.title)
    if mode == EXAM:
        for given_away in _told(case):
            raise file_fault("not-bare", file, case=item.title, reason=given_away)
    return case


def _read(text: str, file: object) -> Case:
    try:
        case = case_from_text(text)
    except BadFile as fault:
        raise file_fault("bad-case", file, reason=fault.what) from None
    if case_to_text(case) != text:
        raise file_fault("bad-case", file, reason="It is not written as RelALL Trainer writes cases.")
    return case


def _told(case: Case) -> Iterator[str]:
    """What an exam's case says that it must not, in words."""
    if case.draws:
        yield "its draws"
    if any(step.chosen for step in case.authors_path):
        yield "the authors' course"
    head = case.head
    if head.learning_goals or head.competencies or head.modeled_on is not None or head.summary != head.title:
        yield "what it is about"
    for node in case.nodes.values():
        yield from _told_by(node)


def _told_by(node: Node) -> Iterator[str]:
    if node.ending is not None and len(set(node.ending.take_away)) > 1:  # one sentence stands in for all
        yield "what to take away"
    if any(transition.when is not None for transition in node.next) or len(node.next) > 1:
        yield "where each choice leads"
    for group in node.groups:
        if group.weight is not None or any(option.weight is not None for option in group.options):
            yield "weights"
        if any(option.feedback for option in group.options):
            yield "feedback"

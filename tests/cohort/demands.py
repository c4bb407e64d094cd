"""What a teacher's copy asks of a results file, by itself and beside an earlier one, for tests on both sides."""

from __future__ import annotations

from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.submission import LoggedAttempt, Submission
from relall_trainer.encounter.events import Started


def check_answers(submission: Submission, assignment: Assignment, file: object = "the results file") -> None:
    """That it answers this very assignment with its very cases, by somebody on its list.

    ``assignment`` is the version it says it answers, for all or for her. Raises FileFault.
    """
    same = submission.assignment == assignment.id and submission.assignment_version == assignment.version
    if not same or submission.assignment_sha256 != assignment.sha256:
        raise file_fault(
            "other-assignment", file, wanted=f"“{assignment.title}”, version {assignment.version}"
        )
    if assignment.learners and submission.learner not in assignment.learners:
        raise file_fault("unknown-learner", file, learner=submission.learner)
    for attempt in submission.attempts:
        _check_case(attempt, assignment, file)


def _check_case(attempt: LoggedAttempt, assignment: Assignment, file: object) -> None:
    if attempt.item >= len(assignment.items):
        raise file_fault("case-differs", file, case=f"case {attempt.item + 1} of {len(assignment.items)}")
    first, item = attempt.events[0], assignment.items[attempt.item]
    if not isinstance(first, Started) or (first.case, first.case_sha256) != (item.case, item.sha256):
        raise file_fault("case-differs", file, case=item.title)
    if first.mode != assignment.mode:
        raise file_fault("case-differs", file, case=f"{item.title}, in another mode")


def check_follows(earlier: Submission, later: Submission, file: object = "the results file") -> None:
    """That a later hand-in of the same key holds all of the earlier one, each attempt gone on with at most.

    Raises FileFault ``contradicts``. Order does not matter: the one with the lower number counts as the earlier.
    """
    if later.number < earlier.number:
        earlier, later = later, earlier
    if later.number == earlier.number:
        if later != earlier:
            raise file_fault("contradicts", file, reason=f"two files are both number {later.number}")
        return
    held = {attempt.id: attempt for attempt in later.attempts}
    for attempt in earlier.attempts:
        now = held.get(attempt.id)
        if now is None or now.item != attempt.item:
            raise file_fault("contradicts", file, reason=f"attempt {attempt.id} is missing")
        if now.events[: len(attempt.events)] != attempt.events:
            raise file_fault("contradicts", file, reason=f"attempt {attempt.id} is told in another way")

"""What the page of handing in shows: everything that was chosen, to be looked over; and the receipt afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import counted, listed
from relall_trainer.gui.assigned_words import item_words, score_words, size_words
from relall_trainer.gui.moment_words import moment_words
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.exam_review import ReviewLine
    from relall_trainer.cohort.receipts import Receipt

_ALL_FINISHED = {1: "The case is finished", 2: "Both cases are finished"}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing to look over: its heading, what was chosen, and what was said with it."""

    heading: str
    text: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class HandInLines:
    """What is looked over before it is handed in. ``missing`` stands first; ``go_on`` leads back to it, if it can be.

    ``sure`` is asked once where nothing can be changed afterwards; empty where that is not so.
    """

    title: str
    heading: str
    missing: tuple[CheckLine, ...]
    done: tuple[CheckLine, ...]
    where: str
    sure: str = ""
    go_on: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptLines:
    """What a receipt says. ``path`` is empty where the file could not be written yet."""

    title: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    path: str
    fingerprint: str
    then: str


def exam_check(line: CourseLine, review: Sequence[ReviewLine], folder: str, *, over: bool) -> HandInLines:
    """An exam as it stands."""
    missing = tuple(CheckLine(_place(one), "Not answered") for one in review if not one.answered)
    done = tuple(
        CheckLine(_place(one), "; ".join(one.chosen) or "No step", _said(one))
        for one in review
        if one.answered
    )
    if missing:
        heading = f"{counted(len(missing), 'decision')} of {len(review)} not answered"
        if not done:
            heading = f"None of {counted(len(review), 'decision')} answered"
        counts = "It counts" if len(missing) == 1 else "They count"
        open_ones = counted(len(missing), "decision")
        sure = f"Hand in with {open_ones} not answered? {counts} 0, and nothing can be changed afterwards."
    else:
        heading = f"All {counted(len(review), 'decision')} answered"
        sure = "Hand in for good? After that this exam cannot be changed."
    return HandInLines(
        title=line.title,
        heading=heading,
        missing=missing,
        done=done,
        where=folder,
        sure=sure,
        go_on="" if over else "Go on with the exam",
        late=line.late,
    )


def practice_check(line: CourseLine, folder: str) -> HandInLines:
    """A practice assignment as it stands."""
    finished = [item for item in line.items if item.finished]
    rest = [item for item in line.items if not item.finished]
    cases = counted(len(line.items), "case")
    heading = (
        f"{len(finished)} of {cases} finished"
        if rest
        else _ALL_FINISHED.get(len(finished), f"All {cases} finished")
    )
    return HandInLines(
        title=line.title,
        heading=heading,
        missing=tuple(CheckLine(item.title, item_words(item).capitalize()) for item in rest),
        done=tuple(CheckLine(item.title, item_words(item).capitalize()) for item in finished),
        where=folder,
        go_on="Go on with it" if rest else "",
        late=line.late,
    )


def receipt_lines(receipt: Receipt, line: CourseLine, zone: tzinfo | None = None) -> ReceiptLines:
    """The receipt of a hand-in."""
    facts = [
        ("Handed in", moment_words(receipt.made_at, zone) + (" (late)" if receipt.late else "")),
        ("By", receipt.learner),
        ("Hand-in", f"number {receipt.number}"),
        ("File", receipt.path.replace("\\", "/").rpartition("/")[2] or receipt.name),
        ("Size", size_words(receipt.size)),
    ]
    if line.feedback is not None and line.feedback.score is not None:
        facts += [
            ("Result", score_words(line.feedback.score)),
            ("Reckoned by", listed(list(line.feedback.score.versions))),
        ]
    heading = "Handed in" if receipt.path else "Kept, but the file could not be written there"
    return ReceiptLines(
        receipt.title, heading, tuple(facts), receipt.path, receipt.fingerprint, _then(line, zone)
    )


def _then(line: CourseLine, zone: tzinfo | None) -> str:
    if not line.is_exam:
        return "Your teacher imports the file. Play on if you like, and hand in again; the newer file holds all of it."
    if line.feedback is not None and line.feedback.unseen:
        return "The feedback can be read now."
    if line.release_at is not None:
        return f"The feedback can be read from {moment_words(line.release_at, zone)}."
    if line.release == "on_hand_in":
        return "The feedback needs a file from your teacher, as your program holds other texts of the cases."
    return "You get the feedback as a file when your teacher releases it."


def _place(one: ReviewLine) -> str:
    return f"{one.number}. {one.case}: {one.title or 'a decision not come to'}"


def _said(one: ReviewLine) -> str:
    sure = CONFIDENCE_WORDS.get(one.confidence or "", "")
    return " · ".join(part for part in (sure, one.rationale) if part)

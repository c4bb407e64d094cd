"""Decisions in words: when and how they were made, how long they took. For lists and for looking back."""

from __future__ import annotations

from relall_trainer.encounter.choice import LONGEST_RATIONALE
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.timing import Decided
from relall_trainer.gui.local_time import when
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS


def remarks(visit: Visit, said: Decided | None, *, counts: bool, fork: bool, exam: bool = False) -> str:
    """What was said with a decision, when, and what became of it."""
    parts = []
    if said is not None and said.copied:
        parts.append("Taken over from the attempt this road leaves.")
    elif said is not None:
        took = f", after {duration(said.elapsed_ms)}" if said.elapsed_ms is not None else ""
        parts.append(f"Decided {when(said.at)}{took}.")
    if visit.confidence:
        parts.append(f"Confidence: {CONFIDENCE_WORDS[visit.confidence].lower()}.")
    if visit.rationale:
        parts.append(_reason(visit.rationale))
    if said is not None and said.gone_back:
        parts.append("Gone back over later.")
    if not counts:
        parts.append("A later answer: the score keeps the first one given here.")
    if fork:
        parts.append("Another road: it counts nowhere.")
    if exam:
        parts.append("Exam: whatever was chosen, the case went on as its authors did.")
    return " ".join(parts)


def _reason(text: str) -> str:
    """It may come out of somebody else's file: on one line, without signs that turn the direction of reading."""
    from relall_trainer.cohort.plain_text import plain_line  # not needed before something was given

    given = plain_line(text, LONGEST_RATIONALE)
    return f"Reason given: {given}{'' if given.endswith(('.', '!', '?')) else '.'}"


def duration(milliseconds: int) -> str:
    """How long something took: ``0.8 s``, ``42 s``, ``3 min 05 s``, ``1 h 12 min``."""
    if milliseconds < 10_000:
        return f"{milliseconds / 1000:.1f} s"
    seconds = (milliseconds + 500) // 1000
    minutes, seconds = divmod(seconds, 60)
    if not minutes:
        return f"{seconds} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {seconds:02} s"

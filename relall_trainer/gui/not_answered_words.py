"""What was not answered of an exam, in words: what it counts, what the authors chose, a reason for every step.

Speaks of the decision only. What was answered is told by ``verdicts``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from relall_trainer.clinical.appraisal import UNRATED
from relall_trainer.clinical.wording import counted
from relall_trainer.encounter.play import EXAM
from relall_trainer.gui.verdicts import DecisionVerdict, GroupVerdict, Rulebook, StepVerdict, out_of, verdict

if TYPE_CHECKING:
    from relall_trainer.clinical.appraisal import Appraisal
    from relall_trainer.encounter.case import Node
    from relall_trainer.encounter.play import Encounter, Visit


def unanswered_verdict(
    node: Node, authors: Visit, appraisal: Appraisal, rulebook: Rulebook, possible: float
) -> DecisionVerdict:
    """The verdict where nothing was decided: ``authors`` is what they chose there, ``possible`` what it could earn."""
    theirs = verdict(node, authors, appraisal, rulebook)
    groups = tuple(_group(group) for group in theirs.groups)
    steps = [step for group in groups for step in (*group.taken, *group.left_out)]
    key = next((step for step in steps if theirs.key is not None and step.action == theirs.key.action), None)
    counts = f"counts {out_of(0, possible)}" if possible else "not scored"
    return replace(
        theirs,
        point=f"Not answered: {counts}",
        tone=UNRATED,
        points="This was not decided. Below is what the case's authors chose, and a reason for every step.",
        key=key,
        critical=0,
        groups=groups,
        answered=False,
    )


def _group(group: GroupVerdict) -> GroupVerdict:
    return replace(
        group,
        points="",
        taken=tuple(_step(step) for step in group.taken),
        left_out=tuple(_step(step) for step in group.left_out),
    )


def _step(step: StepVerdict) -> StepVerdict:
    """A step that nobody took or left out: neither points earned nor what became of it."""
    return replace(step, points="", place="", missed=False)


def exam_words(encounter: Encounter) -> str:
    """Why the score of one case of an exam is not the exam's; empty for any other attempt."""
    if encounter.mode != EXAM:
        return ""
    answered = len(encounter.first)
    missing = len(encounter.case.authors_path) - answered
    if not missing:
        return "This is the score of one case. The exam's own stands with its assignment."
    counts = "one not answered counts" if missing == 1 else f"{missing} not answered count"
    return (
        f"This is the score of the {counted(answered, 'decision')} answered in this case. In the exam's own score, "
        f"which stands with its assignment, the {counts} 0."
    )

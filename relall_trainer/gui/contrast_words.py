"""What a contrast pair showed, in words: the fact that differed, and the steps on offer that it changed.

Knows no Qt. Ratings, rules and reasons are the algorithm's own answers for the two patients.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import FIELD_LABELS, value_words
from relall_trainer.gui.practice_lines import ChangedStep, ContrastLines

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.clinical.appraisal import RatedStep
    from relall_trainer.clinical.contrast import Contrast
    from relall_trainer.encounter.play import Visit

_MOST = 8


def contrast_lines(
    contrast: Contrast,
    algorithm: Algorithm,
    done: Sequence[Mapping[str, bool]],
    focus: str = "",
) -> ContrastLines:
    """The pair in words, the most decisive steps first, before them those of the rule ``focus``.

    ``done`` holds for the first and for the second patient the steps on offer, and whether they were taken. What was
    on offer for neither is only counted.
    """
    first, second = done
    left = algorithm.appraise(contrast.left).steps
    right = algorithm.appraise(contrast.right).steps
    changed = [change.action for change in contrast.changed]
    shown = [action for action in changed if action in first or action in second]
    shown.sort(key=lambda action: focus not in (left[action].decided_by, right[action].decided_by))
    shown = shown[:_MOST]
    return ContrastLines(
        fact=FIELD_LABELS.get(contrast.field, contrast.field.replace("_", " ")),
        left=value_words(contrast.field, contrast.left_value),
        right=value_words(contrast.field, contrast.right_value),
        changed=tuple(
            _step(left[action], right[action], algorithm, _done(first.get(action)), _done(second.get(action)))
            for action in shown
        ),
        more=len(changed) - len(shown),
    )


def done_with(visits: Sequence[Visit]) -> dict[str, bool]:
    """The steps that were on offer to a patient, and whether they were taken, by the first answer at each decision."""
    first: dict[str, Visit] = {}
    for visit in visits:
        first.setdefault(visit.node, visit)
    return {action: action in visit.chosen for visit in first.values() for action in visit.ratings}


def _done(taken: bool | None) -> str:
    return {True: "taken", False: "left out", None: ""}[taken]


def _step(
    left: RatedStep, right: RatedStep, algorithm: Algorithm, left_done: str, right_done: str
) -> ChangedStep:
    return ChangedStep(
        label=algorithm.actions[left.action].label,
        left=left.rating,
        right=right.rating,
        left_rule=_heading(left, algorithm),
        right_rule=_heading(right, algorithm),
        left_why=left.why or "",
        right_why=right.why or "",
        left_done=left_done,
        right_done=right_done,
    )


def _heading(step: RatedStep, algorithm: Algorithm) -> str:
    rule = algorithm.rules.get(step.decided_by or "")
    return f"{rule.id} · {rule.title}" if rule is not None else "No rule speaks to this step"

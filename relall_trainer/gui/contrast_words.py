"""What a contrast pair showed, in words: the fact that differed, and the steps on offer that it changed.

Knows no Qt. Ratings, rules and reasons are the algorithm's own answers for the two patients.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import FIELD_LABELS, value_words
from relall_trainer.gui.practice_lines import ChangedStep, ContrastLines

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.clinical.appraisal import RatedStep
    from relall_trainer.clinical.contrast import Contrast

_MOST = 8


def contrast_lines(
    contrast: Contrast, algorithm: Algorithm, offered: Container[str], focus: str = ""
) -> ContrastLines:
    """The pair in words, the most decisive steps first, before them those of the rule ``focus``.

    Steps not ``offered`` are only counted.
    """
    left = algorithm.appraise(contrast.left).steps
    right = algorithm.appraise(contrast.right).steps
    changed = [change.action for change in contrast.changed]
    shown = [action for action in changed if action in offered]
    shown.sort(key=lambda action: focus not in (left[action].decided_by, right[action].decided_by))
    shown = shown[:_MOST]
    return ContrastLines(
        fact=FIELD_LABELS.get(contrast.field, contrast.field.replace("_", " ")),
        left=value_words(contrast.field, contrast.left_value),
        right=value_words(contrast.field, contrast.right_value),
        changed=tuple(_step(action, left[action], right[action], algorithm) for action in shown),
        more=len(changed) - len(shown),
    )


def _step(action: str, left: RatedStep, right: RatedStep, algorithm: Algorithm) -> ChangedStep:
    return ChangedStep(
        label=algorithm.actions[action].label,
        left=left.rating,
        right=right.rating,
        left_rule=_heading(left, algorithm),
        right_rule=_heading(right, algorithm),
        left_why=left.why or "",
        right_why=right.why or "",
    )


def _heading(step: RatedStep, algorithm: Algorithm) -> str:
    rule = algorithm.rules.get(step.decided_by or "")
    return f"{rule.id} · {rule.title}" if rule is not None else "No rule speaks to this step"

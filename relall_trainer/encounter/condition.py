"""Whether a transition's condition holds, on the steps chosen, the patient, and the draws.

Which transition is taken is left to the play: the first one that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from relall_trainer.clinical.patient import SETS, Patient
from relall_trainer.encounter.case import Condition


def holds(
    condition: Condition | None, chosen: Collection[str], patient: Patient, outcome: Callable[[str], str]
) -> bool:
    """Every part must hold; no condition always holds.

    ``patient`` is she as she was at the decision; ``outcome`` gives a draw's ``yes`` or ``no``.
    """
    if condition is None:
        return True
    return (
        all(action in chosen for action in condition.chosen)
        and (not condition.chosen_any or any(action in chosen for action in condition.chosen_any))
        and not any(action in chosen for action in condition.not_chosen)
        and all(_fits(patient, field, allowed) for field, allowed in condition.patient.items())
        and all(outcome(draw) == wanted for draw, wanted in condition.draw.items())
    )


def _fits(patient: Patient, field: str, allowed: tuple[object, ...]) -> bool:
    value = getattr(patient, field)
    if field in SETS:
        return all(word in value for word in allowed)
    return value in allowed

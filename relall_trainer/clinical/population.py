"""Patients who could be: drawn by lot from the whole state space, as a haematologist would meet them.

The same lots give the same patient for ever. Which of her facts decide a rule is left to ``deciding``.
"""

from __future__ import annotations

import hashlib

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.circumstances import draw_circumstances
from relall_trainer.clinical.draft import NO_WISHES, Draft
from relall_trainer.clinical.formulary import Formulary, formulary
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.past import draw_past
from relall_trainer.clinical.patient import FIELDS, WHOLE, Patient, PriorRegimen
from relall_trainer.clinical.plausible import possible
from relall_trainer.clinical.present import draw_present
from relall_trainer.clinical.wishes import Wishes

_TRIES = 200


def patient(algorithm: Algorithm, lots: Lots) -> Patient:
    """A plausible patient with relapsed or refractory, Ph-negative disease, drawn by these lots."""
    regimens = formulary(algorithm)
    for number in range(_TRIES):
        drawn = draw(regimens, lots.child(f"patient {number}"))
        if possible(drawn, algorithm.actions):
            return drawn
    raise AssertionError(f"no plausible patient in {_TRIES} draws")  # pragma: no cover - one in two is


def draw(regimens: Formulary, lots: Lots, wishes: Wishes = NO_WISHES) -> Patient:
    """One draw, wishes heeded where they can be; whether she can be, the caller asks."""
    draft = Draft(lots, wishes)
    draw_past(draft, regimens)
    draw_present(draft)
    draw_circumstances(draft)
    return draft.patient()


def fingerprint(patient: Patient) -> str:
    """The same text for equal patients on every machine, for ever: 32 hexadecimal digits.

    Fields at their default are left out, so that a field added later changes no fingerprint.
    """
    digest = hashlib.sha256("\n".join(_told(patient)).encode()).hexdigest()
    return digest[:32]


_DEFAULT = Patient()


def _told(patient: Patient) -> list[str]:
    lines = []
    for field in FIELDS:
        value = getattr(patient, field)
        if value != getattr(_DEFAULT, field):
            lines.append(f"{field}={_value(field, value)}")
    return lines


def _value(field: str, value: object) -> str:
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    if isinstance(value, tuple):
        return ";".join(_regimen(entry) for entry in value)
    if isinstance(value, float) or (
        isinstance(value, int) and not isinstance(value, bool) and field not in WHOLE
    ):
        return repr(float(value))  # 12 and 12.0 months are the same months
    return str(value)


def _regimen(entry: PriorRegimen) -> str:
    """Each part after its length, so that no name can pass for something else."""
    parts = (entry.action or "", entry.name, entry.intent, entry.response)
    return "".join(f"{len(part)}:{part}" for part in parts)

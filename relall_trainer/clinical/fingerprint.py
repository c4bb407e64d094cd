"""A short name for a patient: the same for equal patients on every machine, for ever."""

from __future__ import annotations

import hashlib

from relall_trainer.clinical.patient import FIELDS, MEASURED, Patient, PriorRegimen

_DIGITS = 32
_DEFAULT = Patient()


def fingerprint(patient: Patient) -> str:
    """32 hexadecimal digits over all that is not at its default, so that a field added later changes none."""
    told = [
        f"{field}={_value(field, value)}"
        for field in FIELDS
        if (value := getattr(patient, field)) != getattr(_DEFAULT, field)
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_DIGITS]


def _value(field: str, value: object) -> str:
    if field in MEASURED and isinstance(value, int | float):
        return repr(float(value))  # 12 and 12.0 months are the same months
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    if isinstance(value, tuple):
        return ";".join(_regimen(entry) for entry in value)
    return str(value)


def _regimen(entry: PriorRegimen) -> str:
    """Each part after its length, so that no name can pass for something else."""
    parts = (entry.action or "", entry.name, entry.intent, entry.response)
    return "".join(f"{len(part)}:{part}" for part in parts)

"""Any legal patient, for property tests."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from relall_trainer.clinical.patient import (
    FIELDS,
    MEASURED,
    SETS,
    WHOLE,
    WORDS,
    Patient,
    PriorRegimen,
    shape_of,
)


def _field(field: str, actions: tuple[str, ...]) -> st.SearchStrategy[Any]:
    match shape_of(field):
        case "word":
            return st.sampled_from(WORDS[field])
        case "whole":
            low, high = WHOLE[field]
            return st.integers(low, 6 if high is None else high)
        case "measured":
            return st.none() | st.sampled_from([0, 5, 12, 12.5, 13, 24, 60]).filter(
                lambda value: MEASURED[field][1] is None or value <= MEASURED[field][1]
            )
        case "flag":
            return st.booleans()
        case "set":
            return st.frozensets(st.sampled_from(SETS[field]))
    entry = st.builds(
        PriorRegimen,
        action=st.none() | st.sampled_from(actions),
        intent=st.sampled_from(("frontline", "salvage", "cns")),
        response=st.sampled_from(("CR", "PR", "none", "unknown")),
    )
    return st.lists(entry, max_size=4).map(tuple)


def patients(actions: tuple[str, ...], **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Patient]:
    """Any combination of legal values; ``fixed`` replaces the choice of a field."""
    free = {field: _field(field, actions) for field in FIELDS if field not in fixed}
    return st.builds(Patient, **free, **fixed)

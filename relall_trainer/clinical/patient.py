"""The patient as the algorithm sees her: one typed, frozen value.

Every field has a default, so a partial state is legal, and no combination of legal values is refused.
Derived facts (CNS disease active, overt disease …) are never stored here: see the algorithm's ``facts``.
Source of the fields: the course of the three patients in Frey & Luger 2015 and the drivers of choice it names
(p589 Introduction).
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast


@dataclass(frozen=True, slots=True)
class PriorRegimen:
    """One line of treatment she has had.

    ``action`` is an id of the catalogue or None where the regimen is not in it; ``response`` ``unknown``
    means the regimen is still running.
    """

    action: str | None = None
    name: str = ""
    intent: str = "salvage"
    response: str = "unknown"


EXPOSURES = (
    "asparaginase",
    "hd_cytarabine",
    "hd_methotrexate",
    "anthracycline",
    "vincristine",
    "nelarabine",
    "blinatumomab",
    "inotuzumab",
    "cd19_cart",
    "anti_cd20",
)
DONORS = ("matched_sibling", "matched_unrelated", "haploidentical", "original")
TRIALS = ("any", "cd19_cart", "inotuzumab", "epratuzumab", "blinatumomab", "targeted")

_ANTIGEN = ("unknown", "positive", "negative")

# Allowed words of each field that holds one word, the default first.
WORDS: Mapping[str, tuple[str, ...]] = {
    "sex": ("female", "male"),
    "lineage": ("B", "T", "unknown"),
    "ph": ("negative", "positive", "unknown"),
    "cd19": _ANTIGEN,
    "cd20": _ANTIGEN,
    "cd22": _ANTIGEN,
    "cd52": _ANTIGEN,
    "status": ("relapsed", "suspected_relapse", "primary_refractory", "salvage_refractory", "remission"),
    "phase_at_relapse": ("off_therapy", "intensive", "maintenance", "post_sct"),
    "marrow": ("not_assessed", "remission", "low_level", "overt"),
    "mrd": ("not_assessed", "negative", "positive"),
    "csf": ("not_done", "negative", "positive"),
    "neuro_exam": ("not_done", "normal", "cranial_nerve_deficit", "other_deficit"),
    "cranial_nerve_cause": ("leukemic", "other"),
    "cns_history": ("none", "prior_cleared"),
    "it_state": ("none", "prophylaxis", "treating", "cleared", "failed"),
    "prior_cranial_radiation": ("no", "yes_room_left", "yes_no_room"),
    "lp_tolerance": ("unknown", "good", "poor"),
    "testes": ("not_examined", "clear", "involved"),
    "asparaginase_pancreatitis": ("none", "mild", "severe", "ungraded"),
    "gvhd": ("none", "active", "past"),
    "anthracycline_room": ("yes", "no"),
    "prior_vod": ("no", "yes"),
    "donor_search": ("not_started", "under_way", "complete"),
    "sct_candidacy": ("unknown", "potential", "candidate", "not_candidate"),
    "goals": ("undecided", "curative", "prolong", "comfort"),
}
# Lowest and highest whole number of each counted field (None: no upper bound).
WHOLE: Mapping[str, tuple[int, int | None]] = {
    "age_years": (18, 100),
    "relapse_number": (0, None),
    "remission_number": (0, None),
    "neuropathy_grade": (0, 4),
    "ecog": (0, 4),
}
# Lowest and highest value of each measured field; null is allowed.
MEASURED: Mapping[str, tuple[float, float | None]] = {
    "months_induction_to_relapse": (0, None),
    "marrow_blasts_pct": (0, 100),
    "months_sct_to_relapse": (0, None),
}
SETS: Mapping[str, tuple[str, ...]] = {"exposures": EXPOSURES, "donors": DONORS, "trial_open": TRIALS}
FLAGS = (
    "neuro_symptoms",
    "methotrexate_ongoing",
    "prior_allo_sct",
    "on_immunosuppression",
    "dli_given",
    "combinations_tolerated",
    "infection_active",
    "cytopenia_prolonged",
    "goals_discussed",
    "blinatumomab_available",
)
REGIMEN_WORDS: Mapping[str, tuple[str, ...]] = {
    "intent": ("frontline", "salvage", "cns"),
    "response": ("CR", "PR", "none", "unknown"),
}
UNITS: Mapping[str, str] = {
    "age_years": "years",
    "months_induction_to_relapse": "months",
    "months_sct_to_relapse": "months",
    "marrow_blasts_pct": "%",
    "neuropathy_grade": "CTCAE grade",
}
_LARGEST = 10**18
_LONGEST_LIST = 100
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient with relapsed or refractory ALL at one moment. Units and allowed values: this module's tables."""

    age_years: int = 40
    sex: str = "female"
    lineage: str = "B"
    ph: str = "negative"
    cd19: str = "unknown"
    cd20: str = "unknown"
    cd22: str = "unknown"
    cd52: str = "unknown"
    status: str = "relapsed"
    relapse_number: int = 1
    remission_number: int = 1
    months_induction_to_relapse: float | None = None
    phase_at_relapse: str = "off_therapy"
    marrow: str = "not_assessed"
    marrow_blasts_pct: float | None = None
    mrd: str = "not_assessed"
    csf: str = "not_done"
    neuro_symptoms: bool = False
    neuro_exam: str = "not_done"
    cranial_nerve_cause: str = "leukemic"
    cns_history: str = "none"
    it_state: str = "none"
    methotrexate_ongoing: bool = False
    prior_cranial_radiation: str = "no"
    lp_tolerance: str = "unknown"
    testes: str = "not_examined"
    prior_regimens: tuple[PriorRegimen, ...] = ()
    exposures: frozenset[str] = frozenset()
    asparaginase_pancreatitis: str = "none"
    neuropathy_grade: int = 0
    prior_allo_sct: bool = False
    months_sct_to_relapse: float | None = None
    gvhd: str = "none"
    anthracycline_room: str = "yes"
    prior_vod: str = "no"
    on_immunosuppression: bool = False
    dli_given: bool = False
    donor_search: str = "not_started"
    donors: frozenset[str] = frozenset()
    sct_candidacy: str = "unknown"
    ecog: int = 1
    combinations_tolerated: bool = True
    infection_active: bool = False
    cytopenia_prolonged: bool = False
    goals: str = "undecided"
    goals_discussed: bool = False
    trial_open: frozenset[str] = frozenset()
    blinatumomab_available: bool = True


FIELDS: tuple[str, ...] = tuple(field.name for field in dataclasses.fields(Patient))

Shape = Literal["word", "whole", "measured", "set", "flag", "regimens"]


def shape_of(field: str) -> Shape:
    """What kind of value a field holds; KeyError for an unknown field."""
    if field in WORDS:
        return "word"
    if field in WHOLE:
        return "whole"
    if field in MEASURED:
        return "measured"
    if field in SETS:
        return "set"
    if field in FLAGS:
        return "flag"
    if field == "prior_regimens":
        return "regimens"
    raise KeyError(field)


class PatientFault(ValueError):
    """A value that no patient can have: names the field, the value, and the nearest legal one."""

    def __init__(self, field: str, value: object, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.value = value
        self.message = message


def read_patient(
    data: object, base: Patient | None = None, known_actions: frozenset[str] | None = None
) -> Patient:
    """A patient from plain data (as JSON or YAML gives it), on top of ``base`` or the defaults.

    ``known_actions``: the ids a prior regimen may name; None accepts any. Raises PatientFault for the first
    unknown field, wrong type or value outside the list.
    """
    if not isinstance(data, Mapping):
        raise PatientFault("", data, f"a patient is an object of fields, not {_kind(data)}")
    changes: dict[str, Any] = {}
    for field, value in data.items():
        changes[str(field)] = read_field(field, value, known_actions)
    return dataclasses.replace(base or Patient(), **changes)


def read_field(field: object, value: object, known_actions: frozenset[str] | None = None) -> object:
    """One field's value from plain data; raises PatientFault."""
    if not isinstance(field, str) or field not in FIELDS:
        hint = _nearest(str(field), FIELDS)
        raise PatientFault(str(field), value, f"there is no field {_show(field)}{hint}")
    shape = shape_of(field)
    if shape == "word":
        return _word(field, value, WORDS[field])
    if shape == "whole":
        return _whole(field, value)
    if shape == "measured":
        return _measured(field, value)
    if shape == "set":
        return _words(field, value, SETS[field])
    if shape == "flag":
        if not isinstance(value, bool):
            raise PatientFault(field, value, f"{field} is true or false, not {_show(value)}")
        return value
    return _regimens(field, value, known_actions)


def _word(field: str, value: object, allowed: tuple[str, ...]) -> str:
    if isinstance(value, str) and value in allowed:
        return value
    hint = _nearest(value, allowed) if isinstance(value, str) else ""
    raise PatientFault(field, value, f"{field} is one of {', '.join(allowed)}, not {_show(value)}{hint}")


def _whole(field: str, value: object) -> int:
    low, high = WHOLE[field]
    if isinstance(value, float) and value.is_integer() and abs(value) <= _LARGEST:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise PatientFault(field, value, f"{field} is a whole number, not {_show(value)}")
    top = _LARGEST if high is None else high
    if not low <= value <= top:
        span = f"{low} or more" if high is None and value < low else f"{low} to {top}"
        closest = min(max(value, low), top)
        raise PatientFault(field, value, f"{field} is {span}, not {_show(value)}; the nearest is {closest}")
    return value


def _measured(field: str, value: object) -> float | None:
    if value is None:
        return None
    low, high = MEASURED[field]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise PatientFault(field, value, f"{field} is a number or null, not {_show(value)}")
    top = _LARGEST if high is None else high
    if not low <= value <= top:
        closest = f"{min(max(value, low), top):g}"
        raise PatientFault(
            field, value, f"{field} is {low:g} to {top:g}, not {_show(value)}; the nearest is {closest}"
        )
    return value


def _words(field: str, value: object, allowed: tuple[str, ...]) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise PatientFault(field, value, f"{field} is a list of words, not {_kind(value)}")
    if len(value) > _LONGEST_LIST:
        raise PatientFault(field, len(value), f"{field} has more than {_LONGEST_LIST} entries")
    return frozenset(_word(field, item, allowed) for item in value)


def _regimens(field: str, value: object, known_actions: frozenset[str] | None) -> tuple[PriorRegimen, ...]:
    if not isinstance(value, list | tuple):
        raise PatientFault(field, value, f"{field} is a list, not {_kind(value)}")
    if len(value) > _LONGEST_LIST:
        raise PatientFault(field, len(value), f"{field} has more than {_LONGEST_LIST} entries")
    return tuple(_regimen(f"{field}[{index}]", item, known_actions) for index, item in enumerate(value))


def _regimen(place: str, value: object, known_actions: frozenset[str] | None) -> PriorRegimen:
    if isinstance(value, PriorRegimen):
        return value
    if not isinstance(value, Mapping):
        raise PatientFault(place, value, f"{place} is an object, not {_kind(value)}")
    names = ("action", "name", "intent", "response")
    for key in value:
        if key not in names:
            hint = _nearest(str(key), names)
            raise PatientFault(f"{place}.{key}", value[key], f"{place} has no part {_show(key)}{hint}")
    action = value.get("action")
    if action is not None and not isinstance(action, str):
        raise PatientFault(f"{place}.action", action, f"{place}.action is an action's id or null")
    if action is not None and known_actions is not None and action not in known_actions:
        hint = _nearest(action, tuple(sorted(known_actions)))
        raise PatientFault(
            f"{place}.action", action, f"{place}.action: there is no action {_show(action)}{hint}"
        )
    name = value.get("name", "")
    if not isinstance(name, str) or len(name) > _LONGEST_NAME:
        raise PatientFault(
            f"{place}.name", name, f"{place}.name is a text of at most {_LONGEST_NAME} characters"
        )
    return PriorRegimen(
        action=action,
        name=name,
        intent=_word(f"{place}.intent", value.get("intent", "salvage"), REGIMEN_WORDS["intent"]),
        response=_word(f"{place}.response", value.get("response", "unknown"), REGIMEN_WORDS["response"]),
    )


def plain(patient: Patient) -> dict[str, Any]:
    """The patient as plain data, every field, sets sorted: what ``read_patient`` reads back."""
    return {field: plain_value(getattr(patient, field)) for field in FIELDS}


def plain_value(value: object) -> Any:
    """One field's value as plain data."""
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, tuple):
        return [
            {"action": item.action, "name": item.name, "intent": item.intent, "response": item.response}
            for item in value
        ]
    return value


def _nearest(word: str, choices: tuple[str, ...]) -> str:
    found = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}?" if found else ""


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number"}
    return "nothing" if value is None else names.get(type(value), type(value).__name__)

"""The patient as a form, line by line, grouped as a clinician thinks; and what each fact can be set to.

Knows no Qt. Words come from ``clinical.wording``; any legal value may be set, also one that makes an impossible
patient.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relall_trainer.clinical.patient import (
    MEASURED,
    REGIMEN_WORDS,
    SETS,
    UNITS,
    WHOLE,
    WORDS,
    Patient,
    PatientFault,
    PriorRegimen,
    read_field,
    shape_of,
)
from relall_trainer.clinical.wording import FIELD_LABELS, INTENT_WORDS, RESPONSE_WORDS, SET_WORDS, value_words

REGIMENS = "prior_regimens"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Who", ("age_years", "sex", "lineage", "ph")),
    (
        "The disease now",
        ("status", "relapse_number", "remission_number", "phase_at_relapse", "months_induction_to_relapse"),
    ),
    ("Disease sites", ("marrow", "marrow_blasts_pct", "mrd", "csf", "testes")),
    ("Antigens", ("cd19", "cd20", "cd22", "cd52")),
    (
        "CNS",
        (
            "neuro_symptoms", "neuro_exam", "cranial_nerve_cause", "cns_history", "it_state", "methotrexate_ongoing",
            "prior_cranial_radiation", "lp_tolerance",
        ),
    ),
    ("Prior therapy", (REGIMENS, "exposures")),
    (
        "Transplant",
        (
            "sct_candidacy", "donor_search", "donors", "prior_allo_sct", "months_sct_to_relapse", "gvhd",
            "on_immunosuppression", "dli_given",
        ),
    ),
    ("Toxicity", ("neuropathy_grade", "asparaginase_pancreatitis", "anthracycline_room", "prior_vod")),
    ("Condition", ("ecog", "combinations_tolerated", "infection_active", "cytopenia_prolonged")),
    ("Goals", ("goals", "goals_discussed")),
    ("Trials and access", ("trial_open", "blinatumomab_available")),
)  # fmt: skip
_USUAL_MOST = 30  # what a number steps up to where the field knows no bound


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: ``words`` is what is so, ``was`` what was so before it was changed here (empty: unchanged)."""

    key: str
    label: str
    words: str = ""
    was: str = ""
    caption: bool = False

    def spoken(self) -> str:
        """The line as one text, for a screen reader; begins with the fact, so that typing finds it."""
        was = f" (changed; was {self.was})" if self.was else ""
        return f"{self.label}: {self.words}{was}" if self.words else self.label


def fact_lines(patient: Patient, base: Patient, names: Mapping[str, str]) -> tuple[FactLine, ...]:
    """Every line of the form. ``base`` is the patient before anything was changed; ``names``: step id → label."""
    lines: list[FactLine] = []
    for title, fields in GROUPS:
        lines.append(FactLine(f"group {title}", title, caption=True))
        for field in fields:
            if field == REGIMENS:
                lines += _regimen_lines(patient, base, names)
            else:
                now, before = getattr(patient, field), getattr(base, field)
                was = value_words(field, before) if now != before else ""
                lines.append(FactLine(field, FIELD_LABELS[field], _words(field, now, patient), was))
    return tuple(lines)


def _words(field: str, now: Any, patient: Patient) -> str:
    """A value in words; a cause of nothing is not told as if there were something."""
    if field == "cranial_nerve_cause" and patient.neuro_exam != "cranial_nerve_deficit" and now == "leukemic":
        return "no cranial nerve deficit known"
    return value_words(field, now)


def changed_fields(patient: Patient, base: Patient) -> tuple[str, ...]:
    """The fields that are not as they were."""
    fields = (field for _, group in GROUPS for field in group)
    return tuple(field for field in fields if getattr(patient, field) != getattr(base, field))


def choices(field: str) -> tuple[tuple[Any, str], ...]:
    """The values a fact can be set to in a menu, with their words; for a set, the words it can hold."""
    if field in WORDS:
        return tuple((word, value_words(field, word)) for word in WORDS[field])
    if field in SETS:
        return tuple((word, SET_WORDS[word]) for word in SETS[field])
    if shape_of(field) == "flag":
        return tuple((value, value_words(field, value)) for value in (False, True))
    return ()


def stepped(field: str, now: Any, step: int) -> Any:
    """The value before or after the present one; the present one at either end. Of two, always the other."""
    if shape_of(field) == "flag":
        return not now
    if field in WORDS:
        options = WORDS[field]
        return options[max(0, min(len(options) - 1, options.index(now) + step))]
    if field in WHOLE:
        low, high = WHOLE[field]
        return max(low, min(_USUAL_MOST if high is None else high, now + step))
    if field in MEASURED:
        if now is None:
            return 0.0 if step > 0 else None
        top = MEASURED[field][1]
        return None if now + step < 0 else min(now + step, 10**6 if top is None else top)
    return now


def typed_value(field: str, text: str) -> Any:
    """The number typed for a fact; nothing typed is "not known" where that may be. Raises PatientFault."""
    text = text.strip().replace(",", ".")
    if not text and field in MEASURED:
        return None
    try:
        return read_field(field, float(text) if "." in text else int(text))
    except (ValueError, OverflowError) as error:
        if isinstance(error, PatientFault):
            raise
        raise PatientFault(field, text, f"{FIELD_LABELS[field]}: a number, not {text[:20]!r}") from None


def number_hint(field: str) -> str:
    """What may be typed for a number."""
    low, high = WHOLE[field] if field in WHOLE else MEASURED[field]
    span = f"{low:g} to {high:g}" if high is not None else f"{low:g} or more"
    unit = UNITS.get(field, "")
    empty = "; empty for not known" if field in MEASURED else ""
    return f"{span}{' ' + unit if unit else ''}{empty}"


def with_regimen(patient: Patient, place: int, **parts: Any) -> Patient:
    """The patient with one of her regimens changed; a place at the end adds one."""
    regimens = list(patient.prior_regimens)
    if place == len(regimens):
        regimens.append(PriorRegimen(intent="salvage" if regimens else "frontline", response="CR"))
    regimens[place] = dataclasses.replace(regimens[place], **parts)
    return dataclasses.replace(patient, prior_regimens=tuple(regimens))


def without_regimen(patient: Patient, place: int) -> Patient:
    """The patient as if one of her regimens had not been given."""
    kept = tuple(one for number, one in enumerate(patient.prior_regimens) if number != place)
    return dataclasses.replace(patient, prior_regimens=kept)


def with_regimen_earlier(patient: Patient, place: int) -> Patient:
    """The patient with one of her regimens given before the one it followed."""
    regimens = list(patient.prior_regimens)
    regimens[place - 1 : place + 1] = reversed(regimens[place - 1 : place + 1])
    return dataclasses.replace(patient, prior_regimens=tuple(regimens))


def regimen_place(key: str) -> int | None:
    """Which regimen a line is about; None for any other line."""
    field, _, number = key.partition(" ")
    return int(number) if field == REGIMENS and number else None


def regimen_choices() -> Mapping[str, Sequence[tuple[str, str]]]:
    """What a regimen was meant for, and what came of it, with words."""
    words = {"intent": INTENT_WORDS, "response": {**RESPONSE_WORDS, "unknown": "running, or not known"}}
    return {part: [(value, words[part][value]) for value in values] for part, values in REGIMEN_WORDS.items()}


def _regimen_lines(patient: Patient, base: Patient, names: Mapping[str, str]) -> list[FactLine]:
    lines = []
    before = base.prior_regimens
    for place, one in enumerate(patient.prior_regimens):
        was = _regimen(before[place], names) if place < len(before) and before[place] != one else ""
        was = was or ("not given" if place >= len(before) else "")
        lines.append(FactLine(f"{REGIMENS} {place}", f"{place + 1}.", _regimen(one, names), was))
    gone = len(before) - len(patient.prior_regimens)
    was = f"{gone} more" if gone > 0 else ""
    words = "Add a regimen" if lines else "None; add a regimen"
    lines.append(FactLine(f"{REGIMENS} {len(lines)}", "Regimens", words, was))
    return lines


def _regimen(one: PriorRegimen, names: Mapping[str, str]) -> str:
    name = one.name or names.get(one.action or "", one.action or "") or "regimen not named"
    return f"{name} · {INTENT_WORDS[one.intent]} · {RESPONSE_WORDS[one.response]}"

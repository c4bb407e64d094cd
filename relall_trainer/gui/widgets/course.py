"""The course of a case as lanes on a time line: what was known and what was given, and nothing invented.

Places on the line are steps, one for each day something was decided, so the drawing is in order but not to scale.
What came before the case has an order and no dates. Painting is left to ``timeline``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.wording import INTENT_WORDS, RESPONSE_WORDS, value_words
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.play import Visit

SYSTEMIC = "systemic"
CNS = "cns"
MARROW = "marrow"
TRANSPLANT = "transplant"
_BEFORE = 1.6  # room for one earlier regimen, where a day of the case has 1
LANES = (SYSTEMIC, CNS, MARROW, TRANSPLANT)
LANE_NAMES: Mapping[str, str] = {
    SYSTEMIC: "Systemic",
    CNS: "CNS",
    MARROW: "Marrow",
    TRANSPLANT: "Transplant",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """Treatment from ``start`` to ``end`` (places on the line). ``before``: it came before the case."""

    lane: str
    start: float
    end: float
    label: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding or event at one place. ``disease``: leukemia was found there."""

    lane: str
    at: float
    label: str
    disease: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the line with its words."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Course:
    """Lanes with bars and marks; ``places`` is the length of the line, ``begins`` where the case itself begins.

    ``lines`` tells the same as text.
    """

    places: float
    begins: float
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[str, ...]


def course(
    case: Case, path: Sequence[Visit], node: str, patient: Patient, actions: Mapping[str, Action]
) -> Course:
    """The course up to ``node``, where the patient is now ``patient``; ``path`` are the decisions before it."""
    start = path[0].patient if path else patient
    before = _before(start, actions)
    begins = _BEFORE * max(1, len(start.prior_regimens)) if before[0] or before[1] else 0.0
    days = [case.nodes[visit.node].day for visit in path] + [case.nodes[node].day]
    places = _places(days, begins)
    bars, lines = _given(path, days, places, actions)
    marks, found = _found([visit.patient for visit in path] + [patient], days, places)
    return Course(
        places=places[days[-1]] + 1,
        begins=begins,
        bars=(*before[0], *bars),
        marks=(*before[1], *marks),
        ticks=_ticks(days, places, begins),
        lines=(*before[2], *_in_order(found, lines)),
    )


def _places(days: Iterable[int], begins: float) -> dict[int, float]:
    return {day: begins + place for place, day in enumerate(sorted(set(days)))}


def _ticks(days: list[int], places: Mapping[int, float], begins: float) -> tuple[Tick, ...]:
    ticks = [Tick(places[day], f"day {day}") for day in dict.fromkeys(days)]
    return (Tick(0.0, "before"), *ticks) if begins else tuple(ticks)


def _before(start: Patient, actions: Mapping[str, Action]) -> tuple[list[Bar], list[Mark], list[str]]:
    bars: list[Bar] = []
    marks: list[Mark] = []
    lines: list[str] = []
    for place, one in enumerate(start.prior_regimens):
        action = actions.get(one.action or "")
        name = one.name or (action.label if action else "Regimen not named")
        lane = CNS if one.intent == "cns" else SYSTEMIC
        bars.append(Bar(lane, _BEFORE * place, _BEFORE * (place + 1), name, before=True))
        lines.append(f"Before: {name}, {INTENT_WORDS[one.intent]}, {RESPONSE_WORDS[one.response]}")
        if one.response == "CR" and lane == SYSTEMIC:
            marks.append(Mark(MARROW, _BEFORE * (place + 0.4), "CR"))
    if start.prior_allo_sct:
        marks.append(Mark(TRANSPLANT, _transplant_place(start), "allogeneic SCT"))
        months = value_words("months_sct_to_relapse", start.months_sct_to_relapse)
        lines.append(f"Before: allogeneic transplant; relapse after it: {months}")
    return bars, marks, lines


def _transplant_place(start: Patient) -> float:
    """Within the first regimen's place, at its share of the months where both intervals are known."""
    whole, after = start.months_induction_to_relapse, start.months_sct_to_relapse
    if whole and after is not None and after <= whole:
        return _BEFORE * (1.0 - after / whole)
    return 0.7 * _BEFORE


def _given(
    path: Sequence[Visit], days: list[int], places: Mapping[int, float], actions: Mapping[str, Action]
) -> tuple[list[Bar], list[tuple[int, str]]]:
    by_span: dict[tuple[str, float, float], list[str]] = {}
    lines: list[tuple[int, str]] = []
    for number, visit in enumerate(path):
        first, last = places[days[number]], places[days[number + 1]]
        for chosen in visit.chosen:
            action = actions.get(chosen)
            if action is None or action.kind not in (SYSTEMIC, CNS, TRANSPLANT):
                continue
            by_span.setdefault((action.kind, first, max(last, first + 0.5)), []).append(action.label)
            lines.append((days[number], f"Day {days[number]}: {action.label}"))
    bars = [Bar(lane, first, last, " + ".join(labels)) for (lane, first, last), labels in by_span.items()]
    return bars, lines


def _found(
    patients: Sequence[Patient], days: list[int], places: Mapping[int, float]
) -> tuple[list[Mark], list[tuple[int, str]]]:
    marks: dict[tuple[str, float], Mark] = {}
    lines: list[tuple[int, str]] = []
    known: dict[str, str] = {"marrow": "not_assessed", "csf": "not_done", "donor_search": "not_started"}
    lanes = {"marrow": MARROW, "csf": CNS, "donor_search": TRANSPLANT}
    disease = {("marrow", "overt"), ("marrow", "low_level"), ("csf", "positive")}
    for patient, day in zip(patients, days, strict=True):
        for field, lane in lanes.items():
            value = str(getattr(patient, field))
            if value == known[field]:
                continue
            known[field] = value
            words = _finding(field, value, patient)
            marks[(lane, places[day])] = Mark(lane, places[day], words, (field, value) in disease)
            lines.append((day, f"Day {day}: {words}"))
    return list(marks.values()), lines


def _finding(field: str, value: str, patient: Patient) -> str:
    words = value_words(field, value)
    if field == "csf":
        return f"CSF {words}"
    if field == "donor_search":
        return f"donor search {words}"
    if patient.marrow_blasts_pct is not None and value != "remission":
        return f"{words}, {patient.marrow_blasts_pct:g}% blasts"
    return words


def _in_order(found: list[tuple[int, str]], given: list[tuple[int, str]]) -> list[str]:
    """What was found on a day stands before what was given for it."""
    entries = [(day, 0, text) for day, text in found] + [(day, 1, text) for day, text in given]
    return [text for _, _, text in sorted(entries, key=lambda entry: entry[:2])]

"""Patients who could be: drawn by lot from the whole state space, as a hematologist would meet them.

The same lots give the same patient for ever. What is drawn, field by field, stands in ``past``, ``present`` and
``circumstances``; here it is put together, kept only if it can be, and steered towards what is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RECOMMENDED,
    UNRATED,
    Appraisal,
    RatedStep,
)
from relall_trainer.clinical.circumstances import draw_circumstances
from relall_trainer.clinical.draft import Draft
from relall_trainer.clinical.fingerprint import fingerprint as fingerprint
from relall_trainer.clinical.formulary import Formulary, formulary
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.past import draw_past
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import possible
from relall_trainer.clinical.present import draw_present
from relall_trainer.clinical.rule import Row
from relall_trainer.clinical.wishes import Wishes, ways

_TRIES = 200
# After the first patient in whom a rule decides, so many more tries for one in whom it is worth asking about, and
# after that so many for one who is met often and in whom no other rule says the same.
_MORE_TRIES = 24
_FEW_MORE_TRIES = 10
# What a patient is worth for asking about a rule: it decides; she is met often; no other rule says the same; and it can
# be asked.
_DECIDES, _COMMON, _ALONE, _WORTH = 1, 1, 2, 4
_BEST = _DECIDES + _COMMON + _ALONE + _WORTH
_SELDOM_FROM = 3  # relapses
# Steps that stand against one another when treatment is chosen; other kinds stand among themselves.
_TREATMENT = frozenset({"systemic", "cns", "transplant"})
_GOOD = (RECOMMENDED, ACCEPTABLE)
_BAD = (DISCOURAGED, CONTRAINDICATED)


def patient(algorithm: Algorithm, lots: Lots) -> Patient:
    """A plausible patient with relapsed or refractory, Ph-negative disease, drawn by these lots."""
    regimens = formulary(algorithm)
    drawn = (_draw(regimens, lots.child(f"patient {number}"), Wishes()) for number in range(_TRIES))
    return next(one for one in drawn if possible(one, algorithm.actions))


def patient_deciding(algorithm: Algorithm, rule_id: str, lots: Lots) -> Patient | None:
    """A plausible patient in whom the rule decides the rating of some step; None where none was found.

    Sought first is one for whom that is worth asking, best where no other rule says the same of that step, in a
    patient who is met often. Rules that only caution, or that always have another decide in their place, decide
    nobody. KeyError for an unknown rule.
    """
    rows = [row for row in algorithm.rules[rule_id].rows if row.rating not in (None, UNRATED)]
    best: tuple[int, Patient] | None = None
    left = _TRIES
    for one in _steered(algorithm, rows, lots.child(rule_id)) if rows else ():
        value = _value(algorithm, rule_id, one)
        if value and (best is None or value > best[0]):
            if best is None or best[0] < _WORTH <= value:
                left = _MORE_TRIES if value < _WORTH else _FEW_MORE_TRIES
            best = (value, one)
        left -= best is not None
        if left < 0 or (best is not None and best[0] == _BEST):
            break
    return best[1] if best else None


def _value(algorithm: Algorithm, rule_id: str, one: Patient) -> int:
    appraisal = algorithm.appraise(one)
    decided = [step for step in appraisal.steps.values() if step.decided_by == rule_id]
    if not decided:
        return 0
    worth = [step for step in decided if worth_asking(algorithm, appraisal, step.action)]
    value = _DECIDES + _WORTH * bool(worth) + _ALONE * any(map(alone, worth))
    return value + _COMMON * (one.relapse_number < _SELDOM_FROM and one.lineage != "unknown")


def alone(step: RatedStep) -> bool:
    """Whether the rule that decided is the only one to rate the step so: without it, the answer would be another."""
    same = _BAD if step.rating in _BAD else (step.rating,)
    return all(one.id == step.decided_by or one.rating not in same for one in step.rules)


def worth_asking(algorithm: Algorithm, appraisal: Appraisal, action: str) -> bool:
    """Whether a step is rated good where another that could be taken in its place is bad, or the other way round."""
    contrary = {**dict.fromkeys(_GOOD, _BAD), **dict.fromkeys(_BAD, _GOOD)}.get(appraisal.rating(action), ())
    kind = algorithm.actions[action].kind
    kinds = _TREATMENT if kind in _TREATMENT else {kind}
    return any(
        step.rating in contrary and algorithm.actions[step.action].kind in kinds
        for step in appraisal.steps.values()
    )


def _steered(algorithm: Algorithm, rows: Sequence[Row], lots: Lots) -> Iterator[Patient]:
    """Plausible patients in whom one of the rows may fire, the row drawn anew for each."""
    regimens = formulary(algorithm)
    for number in range(_TRIES):
        mine = lots.child(f"steered {number}")
        row = mine.one("row", rows)
        way = mine.one("way", tuple(ways(row.tests, algorithm.facts)))
        drawn = _draw(regimens, mine, Wishes(way))
        if possible(drawn, algorithm.actions):
            yield drawn


def _draw(regimens: Formulary, lots: Lots, wishes: Wishes) -> Patient:
    """One draw, wishes heeded where they can be; whether she can be, the caller asks."""
    draft = Draft(lots, wishes)
    draw_past(draft, regimens)
    draw_present(draft)
    draw_circumstances(draft)
    return draft.patient()

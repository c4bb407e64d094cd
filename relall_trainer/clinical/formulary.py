"""Which regimens of the catalogue a patient may have behind her, read from what they hold, never by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import ACCEPTABLE, CONTRAINDICATED, DISCOURAGED, RECOMMENDED
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.patient import FIELDS, Patient
from relall_trainer.clinical.rule import Row

# What every first line for an adult holds, whatever else is in it.
_FIRST_LINE = frozenset({"anthracycline", "vincristine"})
_ADD_ON = frozenset({"anti_cd20"})
LINEAGES = ("B", "T", "unknown")


@dataclass(frozen=True, slots=True)
class Formulary:
    """Regimens by use. ``salvage``: by lineage, those that may work; ``weak``: those that seldom do.

    ``on_trial``: what a trial has to be open for; ``late``: what is not given for a first relapse.
    """

    frontline: tuple[Action, ...]
    salvage: dict[str, tuple[Action, ...]]
    weak: dict[str, tuple[Action, ...]]
    repeat: Action | None
    on_trial: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


def formulary(algorithm: Algorithm) -> Formulary:
    """The regimens of an algorithm's catalogue."""
    systemic = [
        action
        for action in algorithm.actions.values()
        if action.kind == "systemic" and not action.distractor and action.components != _ADD_ON
    ]
    repeat = next((action for action in systemic if action.stands_for_frontline), None)
    regimens = [action for action in systemic if action is not repeat]
    barring = [
        row
        for row in algorithm.rows.values()
        if row.rating == CONTRAINDICATED and any(test.name == "lineage" for test in row.tests)
    ]
    bar = {lineage: _barred(barring, lineage) for lineage in LINEAGES}
    bar["unknown"] |= bar["B"] | bar["T"]
    strong = [action for action in regimens if action.components or action.intensive]
    weak = [action for action in regimens if not (action.components or action.intensive)]
    return Formulary(
        frontline=tuple(a for a in strong if a.intensive and a.components >= _FIRST_LINE),
        salvage={
            lineage: tuple(action for action in strong if action.id not in bar[lineage])
            for lineage in LINEAGES
        },
        weak={
            lineage: tuple(action for action in weak if action.id not in bar[lineage]) for lineage in LINEAGES
        },
        repeat=repeat,
        on_trial=_steps(
            row
            for row in algorithm.rows.values()
            if row.rating in (RECOMMENDED, ACCEPTABLE)
            and any(test.name == "trial_open" for test in row.tests)
        ),
        late=_steps(
            row
            for row in algorithm.rows.values()
            if row.rating == DISCOURAGED and any(map(_too_early, row.tests))
        ),
    )


def _too_early(test: Test) -> bool:
    """Whether a test on the number of relapses asks that there were but few."""
    return test.name == "relapse_number" and test.operator in ("less_than", "at_most")


def _steps(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(step for row in rows for step in row.steps)


def _barred(rows: Iterable[Row], lineage: str) -> set[str]:
    """The steps contraindicated for want of a target in someone of whom only the lineage is known."""
    bare = Patient(lineage=lineage)
    return {
        step
        for row in rows
        if all(test.name in FIELDS and test.holds(getattr(bare, test.name)) for test in row.tests)
        for step in row.steps
    }

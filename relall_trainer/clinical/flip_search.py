"""The search behind "what would flip it": from each row that gives a wanted rating back to the facts it wants.

Goes forward only through facts that an obstacle turns on: a test the row still wants, or a row that outranks it. Every
smallest set of changes holds a change of each obstacle met on the way, so none is missed. Choosing among them and
telling them is left to ``flip``.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator
from dataclasses import dataclass

from relall_trainer.clinical.alternatives import FIXED, Edit, alternatives, edited
from relall_trainer.clinical.appraisal import CONTRAINDICATED, DISCOURAGED, UNRATED
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.rule import TIERS, Row
from relall_trainer.clinical.wanting import RELATION_FIELDS, Rules, Standing, fields_of, fields_of_row, leaves

_TIER_ORDER = {tier: number for number, tier in enumerate(TIERS)}
_SCOPE = frozenset({"ph"})

Edits = frozenset[Edit]


@dataclass(frozen=True, slots=True)
class _Here:
    """A patient met on the way: her rating, and the rows that stand for her, those first that outrank the others."""

    standing: Standing
    rating: str
    rows: tuple[Row, ...]


class FlipSearch:
    """All smallest sets of changes for one step of one patient."""

    def __init__(self, rules: Rules, patient: Patient, action: str, wanted: Container[str]) -> None:
        self._rules = rules
        self._patient = patient
        self._action = action
        self._wanted = wanted
        self._rows = sorted(
            (row for row in rules.rows.values() if row.rating and action in row.steps),
            key=lambda row: _TIER_ORDER[row.tier or ""],
        )
        asked = [leaf for row in self._rows for leaf in leaves(row.tests, rules.facts)]
        self._edits = alternatives(patient, asked)
        self._of_row = {row.id: fields_of_row(row, rules.facts) - FIXED for row in self._rows}
        self._of_test = {
            test: fields_of(test, rules.facts) - FIXED for row in self._rows for test in row.tests
        }
        self._met: dict[Edits, _Here] = {}

    def of_size(self, size: int) -> Iterator[Edits | None]:
        """Every minimal set of so many changes that leads to a wanted rating; None now and then, as a pause."""
        found: set[Edits] = set()
        targets: list[Row | None] = [row for row in self._rows if row.rating in self._wanted]
        if UNRATED in self._wanted:
            targets.append(None)  # that no row speaks
        for target in targets:
            passed: set[Edits] = set()
            for edits in self._towards(target, frozenset(), size, passed):
                if edits is None:
                    yield None
                elif edits not in found and len(edits) == size and self.minimal(edits):
                    found.add(edits)
                    yield edits

    def minimal(self, edits: Edits) -> bool:
        """Whether no proper part of these changes leads to a wanted rating."""
        parts = itertools.chain.from_iterable(
            itertools.combinations(edits, size) for size in range(len(edits))
        )
        return all(self.rating(frozenset(part)) not in self._wanted for part in parts)

    def rating(self, edits: Edits) -> str:
        """The step's rating with these changes made."""
        return self._at(edits).rating

    def _towards(
        self, target: Row | None, edits: Edits, left: int, passed: set[Edits]
    ) -> Iterator[Edits | None]:
        if edits in passed:
            return
        passed.add(edits)
        yield None
        here = self._at(edits)
        if here.rating in self._wanted:
            yield edits
            return
        if not left:
            return
        changed = {edit.fact for edit in edits}
        for field in self._obstacle(target, here, left, changed):
            for edit in self._edits[field]:
                if edit.fact not in changed:
                    yield from self._towards(target, edits | {edit}, left - 1, passed)

    def _obstacle(
        self, target: Row | None, here: _Here, left: int, changed: Container[tuple[str, str]]
    ) -> frozenset[str]:
        """The fields of which one has to change before the target can decide; none where it cannot be reached."""
        if here.standing.patient.ph == "positive":
            return _SCOPE
        if target is None:
            return self._breaking(here.rows[0], here) if here.rows else frozenset()
        wants = self._wants(target, here, changed)
        if wants:
            return min(wants, key=self._branches) if _least(wants) <= left else frozenset()
        if target in here.rows:  # it fires and stands; what outranks it has to go
            return self._breaking(here.rows[0], here)
        against = [row for row in here.rows if row.rule in target.yields_to]
        return self._of_row[against[0].id] if against else frozenset()

    def _wants(self, target: Row, here: _Here, changed: Container[tuple[str, str]]) -> list[frozenset[str]]:
        """For each thing the target still wants, the fields that could give it."""
        gap = here.standing.gap(target, self._action)
        wants = [self._of_test[test] for test in gap.tests]
        if gap.relation is not None:
            wants.append(frozenset(RELATION_FIELDS[gap.relation]) - FIXED)
        return [frozenset(field for field in fields if (field, "") not in changed) for fields in wants]

    def _breaking(self, row: Row, here: _Here) -> frozenset[str]:
        """The fields that could take this row away, by its own tests or by a row it yields to."""
        others = (other for other in self._rows if other.rule in row.yields_to and _against(other))
        return self._of_row[row.id].union(*(self._of_row[other.id] for other in others))

    def _branches(self, fields: frozenset[str]) -> int:
        return sum(len(self._edits[field]) for field in fields)

    def _at(self, edits: Edits) -> _Here:
        here = self._met.get(edits)
        if here is None:
            standing = Standing(self._rules, edited(self._patient, edits))
            here = self._met[edits] = self._judge(standing)
        return here

    def _judge(self, standing: Standing) -> _Here:
        if standing.patient.ph == "positive":
            return _Here(standing, UNRATED, ())
        rows = [row for row in self._rows if standing.fires(row, self._action)]
        if any(row.yields_to for row in rows):
            against = {row.rule for row in rows if _against(row)}
            rows = [row for row in rows if against.isdisjoint(row.yields_to)]
        return _Here(standing, (rows[0].rating if rows else None) or UNRATED, tuple(rows))


def _against(row: Row) -> bool:
    return row.rating in (DISCOURAGED, CONTRAINDICATED)


def _least(wants: list[frozenset[str]]) -> int:
    """At least so many changes are needed: things wanted that no single field could give together."""
    used: set[str] = set()
    count = 0
    for fields in sorted(wants, key=len):
        if used.isdisjoint(fields):
            used |= fields
            count += 1
    return count

"""Finding a patient in whom a given row fires: what the row asks for, written into a patient."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.history import HISTORY_VALUES
from relall_trainer.clinical.patient import FLAGS, MEASURED, SETS, WHOLE, WORDS, Patient, PriorRegimen
from relall_trainer.clinical.rule import Row

Wishes = dict[str, list[Any]]
Wish = tuple[Test, bool]


def patients_for(row: Row, algorithm: Algorithm) -> Iterator[Patient]:
    """Patients in whom the row should fire; the caller looks whether it does."""
    for tests in _expanded(row.tests, algorithm):
        for history in _histories(row, algorithm):
            values: Wishes = {}
            for test, wanted in tests:
                if test.name in HISTORY_VALUES:
                    continue
                choices = [value for value in _domain(test.name) if test.holds(value) is wanted]
                values[test.name] = [value for value in values.get(test.name, choices) if value in choices]
            for combination in itertools.islice(itertools.product(*values.values()), 12):
                chosen = dict(zip(values, combination, strict=True))
                chosen["exposures"] = chosen.get("exposures", frozenset()) | history[1]
                yield Patient(**{**chosen, "prior_regimens": history[0]})


def _expanded(tests: tuple[Test, ...], algorithm: Algorithm, wanted: bool = True) -> Iterator[list[Wish]]:
    """Ways to make all tests hold (or, unwanted, one of them fail), in terms of stored fields."""
    parts: list[list[list[Wish]]] = []
    for test in tests:
        fact = algorithm.facts.get(test.name)
        if fact is None:
            parts.append([[(test, wanted)]])
        elif (test.operand is True) == wanted:
            parts.append([inner for clause in fact.clauses for inner in _expanded(clause, algorithm)])
        else:
            failing = [list(_expanded(clause, algorithm, wanted=False)) for clause in fact.clauses]
            parts.append([list(itertools.chain.from_iterable(way)) for way in itertools.product(*failing)])
    if wanted:
        for combination in itertools.product(*parts):
            yield list(itertools.chain.from_iterable(combination))
    else:
        for part in parts:
            yield from part


def _domain(field: str) -> list[Any]:
    if field in WORDS:
        return list(WORDS[field])
    if field in WHOLE:
        low, high = WHOLE[field]
        return list(range(low, (high if high is not None else 4) + 1))
    if field in MEASURED:
        return [5.0, 12.0, 13.0, 24.0, None]
    if field in FLAGS:
        return [False, True]
    words = SETS[field]
    return [frozenset(), *(frozenset({word}) for word in words), frozenset(words)]


def _histories(row: Row, algorithm: Algorithm) -> Iterator[tuple[tuple[PriorRegimen, ...], frozenset[str]]]:
    """Plausible histories: none, one or two regimens of each step the row rates, with each response."""
    yield (), frozenset()
    names: list[str | None] = [None, *algorithm.actions] if row.relation is None else list(row.steps)
    for name, intent, response in itertools.product(
        names, ("frontline", "salvage"), ("CR", "none", "unknown")
    ):
        entry = PriorRegimen(name, "", intent, response)
        agents = frozenset({"asparaginase", "anthracycline", "vincristine"}) if name is None else frozenset()
        yield (entry,), agents
        if intent == "salvage":
            yield (PriorRegimen("sx-hypercvad", "", "frontline", "CR"), entry), agents
            yield (entry, entry), agents

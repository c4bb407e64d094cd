"""Which conditions of the rules have been met together: every pair of tests that occur in rows, over patients.

A fault in how two rules meet shows only in a patient in whom both hold; pairs not met yet are drawn on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.formulary import formulary
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import possible
from relall_trainer.clinical.population import _draw
from relall_trainer.clinical.wanting import Standing
from relall_trainer.clinical.wishes import Wishes, ways

Pair = tuple[Test, Test]


def patient_with(algorithm: Algorithm, tests: Sequence[Test], lots: Lots, tries: int) -> Iterator[Patient]:
    """Plausible patients drawn so that all these tests may hold; the caller looks whether they do."""
    regimens = formulary(algorithm)
    wanted = [Wishes(way) for way in ways(tests, algorithm.facts)]
    for number in range(tries):
        mine = lots.child(f"with {number}")
        drawn = _draw(regimens, mine, mine.one("way", wanted))
        if possible(drawn, algorithm.actions):
            yield drawn


class Pairs:
    """The pairs of conditions met together by the patients added so far."""

    def __init__(self, algorithm: Algorithm) -> None:
        self.tests: tuple[Test, ...] = tuple(
            dict.fromkeys(test for row in algorithm.rows.values() for test in row.tests)
        )
        self._algorithm = algorithm
        self._met = [0] * len(self.tests)  # for each test, as bits, those that held together with it

    def add(self, patients: Iterable[Patient]) -> None:
        """Counts what holds together in these patients."""
        for patient in patients:
            holding = self._holding(patient)
            bits = sum(1 << place for place in holding)
            for place in holding:
                self._met[place] |= bits

    def met(self) -> tuple[Pair, ...]:
        """The pairs in which both tests have held in one patient."""
        return tuple(self._pairs(met=True))

    def missing(self) -> tuple[Pair, ...]:
        """The pairs not met yet; not every pair can be."""
        return tuple(self._pairs(met=False))

    def seek(self, lots: Lots, tries: int) -> tuple[Pair, ...]:
        """Draws patients for each missing pair, so many for each; answers the pairs still not met."""
        for number, pair in enumerate(self.missing()):
            places = [self.tests.index(test) for test in pair]
            for patient in patient_with(self._algorithm, pair, lots.child(f"pair {number}"), tries):
                self.add([patient])
                if self._met[places[0]] >> places[1] & 1:
                    break
        return self.missing()

    def _pairs(self, *, met: bool) -> Iterator[Pair]:
        for one, other in combinations(range(len(self.tests)), 2):
            if bool(self._met[one] >> other & 1) is met:
                yield self.tests[one], self.tests[other]

    def _holding(self, patient: Patient) -> list[int]:
        standing = Standing(self._algorithm, patient)
        return [place for place, test in enumerate(self.tests) if standing.holds(test)]

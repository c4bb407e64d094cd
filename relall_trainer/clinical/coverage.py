"""What a set of patients has exercised of the rules: which rows fired, which decided, for how many patients."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.fingerprint import fingerprint
from relall_trainer.clinical.patient import Patient


@dataclass(frozen=True, slots=True)
class RowCount:
    """For how many distinct patients a row fired, and for how many of them it decided a step's rating.

    A caution, and a row that withholds a rating, decides nothing and can only fire.
    """

    row: str
    rule: str
    fired: int
    decided: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The counts of every row, in the order of the algorithm, over ``patients`` distinct patients."""

    rows: tuple[RowCount, ...]
    patients: int

    @staticmethod
    def of(algorithm: Algorithm, patients: Iterable[Patient]) -> Coverage:
        """Appraises every patient once; the same patient twice counts once."""
        fired = dict.fromkeys(algorithm.rows, 0)
        decided = dict.fromkeys(algorithm.rows, 0)
        seen: set[str] = set()
        for patient in patients:
            name = fingerprint(patient)
            if name in seen:
                continue
            seen.add(name)
            for row in algorithm.fired_rows(patient):
                fired[row.id] += 1
            for row_id in {step.row for step in algorithm.appraise(patient).steps.values()} - {None}:
                decided[str(row_id)] += 1
        return Coverage(
            tuple(
                RowCount(row.id, row.rule, fired[row.id], decided[row.id]) for row in algorithm.rows.values()
            ),
            len(seen),
        )

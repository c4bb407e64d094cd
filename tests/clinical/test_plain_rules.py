"""A second reading of the rules: written out as plain Python they give the same answer, reasons included."""

from __future__ import annotations

from relall_trainer.clinical.algorithm import Algorithm
from tests.benchmarks.plain_rules import plain_appraise
from tests.benchmarks.samples import random_patients


def test_the_interpreter_answers_as_the_rules_written_out(algorithm: Algorithm) -> None:
    written_out = plain_appraise(algorithm)
    for patient in random_patients(400, list(algorithm.actions), seed=11):
        assert algorithm.appraise(patient).steps == written_out(patient).steps

"""One patient against the rows: what holds, what is wanting, and the fields behind it agree with the algorithm."""

from __future__ import annotations

import dataclasses

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test as Condition
from relall_trainer.clinical.patient import FIELDS, Patient
from relall_trainer.clinical.wanting import Standing, fields_of, fields_of_row, leaves
from tests.benchmarks.samples import random_patients


def test_rows_fire_as_the_algorithm_says(algorithm: Algorithm) -> None:
    for patient in random_patients(80, tuple(algorithm.actions), seed=31):
        standing = Standing(algorithm, patient)
        fired = {row.id for row in algorithm.fired_rows(patient)}
        for row in algorithm.rows.values():
            there = any(standing.fires(row, action) for action in row.steps)
            assert there == (row.id in fired), row.id
            for action in row.steps:
                assert standing.fires(row, action) == (standing.gap(row, action).size == 0)
        for fact in algorithm.facts:
            assert standing.fact(fact) == algorithm.holds(fact, patient)


def test_the_fields_behind_a_deciding_row_are_those_the_algorithm_names(algorithm: Algorithm) -> None:
    for patient in random_patients(60, tuple(algorithm.actions), seed=32):
        standing = Standing(algorithm, patient)
        for step in algorithm.appraise(patient).steps.values():
            if step.row is None:
                continue
            row = algorithm.rows[step.row]
            behind = {field for test in row.tests for field in standing.behind(test)}
            behind |= {"prior_regimens"} if row.relation else set()
            assert {fact.field for fact in step.because} == behind
            assert behind <= fields_of_row(row, algorithm.facts)


def test_what_is_behind_a_failing_test_is_where_it_fails(algorithm: Algorithm) -> None:
    standing = Standing(algorithm, Patient(csf="positive", neuro_exam="normal"))
    assert standing.behind(Condition("cns_active", "is", False)) == ("csf",)
    clear = Standing(algorithm, Patient(csf="negative", neuro_exam="normal"))
    assert clear.behind(Condition("cns_active", "is", True)) == ("csf", "neuro_exam")


def test_leaves_are_fields_and_history_only(algorithm: Algorithm) -> None:
    for row in algorithm.rows.values():
        for test in leaves(row.tests, algorithm.facts):
            assert test.name not in algorithm.facts
        for test in row.tests:
            assert fields_of(test, algorithm.facts) <= set(FIELDS)


def test_a_field_no_row_may_turn_on_turns_no_row(algorithm: Algorithm) -> None:
    for patient in random_patients(30, tuple(algorithm.actions), seed=33):
        other = dataclasses.replace(patient, csf="negative" if patient.csf != "negative" else "positive")
        before, after = Standing(algorithm, patient), Standing(algorithm, other)
        for row in algorithm.rows.values():
            if "csf" not in fields_of_row(row, algorithm.facts):
                assert before.fires(row, row.steps[0]) == after.fires(row, row.steps[0])

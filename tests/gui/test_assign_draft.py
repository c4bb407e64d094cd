"""The form of an assignment as it is kept: nothing is lost, and nothing odd in it keeps one from going on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from relall_trainer.cohort.terms import EXAM
from relall_trainer.gui.assign_draft import AssignDraft, Extra, draft_from_plain, plain_draft

FULL = AssignDraft(
    cohort="c",
    title="A title",
    cases=("a", "b"),
    fresh_count=2,
    fresh_seed=7,
    fresh_focus="R05",
    kept_fresh=((7, "R05"), (90, "R05")),
    mode=EXAM,
    due_at="2026-12-04T16:00:00+00:00",
    minutes=60,
    mastery=70,
    extra=(Extra("L03", 25, 1),),
    note="A note",
    replaces="x",
)


def test_the_form_comes_back_as_it_was_left() -> None:
    assert draft_from_plain(json.loads(json.dumps(plain_draft(FULL)))) == FULL
    assert draft_from_plain(plain_draft(AssignDraft())) == AssignDraft()


@pytest.mark.parametrize(
    "odd",
    [
        {"title": 7},
        {"cases": "a"},
        {"cases": [1, None]},
        {"extra": [{"learner": 3}, "x", {}]},
        {"kept_fresh": [[1], ["a", "b"], 4]},
        {"minutes": True},
        {"minutes": 10**30},
        {"fresh_count": "3"},
        {"nobody knows": 1},
    ],
)
def test_what_does_not_fit_is_left_at_its_default(odd: dict[str, Any]) -> None:
    assert draft_from_plain(odd) == AssignDraft()


@given(
    some.dictionaries(
        some.sampled_from([*AssignDraft.__slots__, "x"]),
        some.recursive(
            some.none() | some.booleans() | some.integers() | some.text(max_size=5),
            lambda inner: some.lists(inner, max_size=3),
            max_leaves=5,
        ),
        max_size=6,
    )
)
def test_no_kept_form_breaks_the_page(plain: dict[str, Any]) -> None:
    made = draft_from_plain(plain)
    assert draft_from_plain(plain_draft(made)) == made


def test_only_what_would_be_missed_counts_as_begun() -> None:
    assert not AssignDraft(cohort="c", due_at="2026-12-04T16:00:00+00:00").begun
    assert AssignDraft(title="x").begun
    assert AssignDraft(cases=("a",)).begun
    assert AssignDraft(note="n").begun

"""From the form to the draft and back: what the terms chosen do not ask is left out, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

from relall_trainer.cohort import terms
from relall_trainer.cohort.draft import Draft, MadeCase, ShelfCase
from relall_trainer.gui.assign_draft import AssignDraft, Extra
from relall_trainer.gui.draft_terms import draft_of, form_of, made_cases

EXAM = AssignDraft(
    cohort="c",
    title="An exam",
    cases=("a",),
    fresh_count=2,
    fresh_seed=7,
    fresh_focus="R05",
    mode=terms.EXAM,
    minutes=60,
    mastery=70,
    attempts=3,
    release=terms.ON_DATE,
    release_at="2026-12-05T16:00:00+00:00",
    due_at="2026-12-04T16:00:00+00:00",
    extra=(Extra("L03", 25, 1), Extra("L04", 0, 2)),
)
PRACTICE = replace(EXAM, mode=terms.PRACTICE)


def test_an_exam_has_time_and_no_attempts() -> None:
    draft = draft_of(EXAM, ("L03", "L04"))
    assert (draft.minutes, draft.attempts, draft.release) == (60, None, terms.ON_DATE)
    assert {code: one.percent for code, one in draft.extra.items()} == {"L03": 25}
    assert draft.faults() == ()


def test_practice_has_attempts_and_no_time() -> None:
    draft = draft_of(PRACTICE, ("L03", "L04"))
    assert (draft.minutes, draft.attempts, draft.release, draft.release_at) == (None, 3, terms.AT_ONCE, None)
    assert {code: one.attempts for code, one in draft.extra.items()} == {"L03": 1, "L04": 2}
    assert draft.faults() == ()


def test_without_a_threshold_nothing_is_asked_of_critical_errors() -> None:
    draft = draft_of(replace(EXAM, mastery=0, no_critical=True))
    assert (draft.mastery_percent, draft.no_critical) == (None, False)


def test_patients_are_made_from_seeds_in_a_row() -> None:
    assert made_cases(EXAM) == (MadeCase(7, "R05"), MadeCase(8, "R05"))
    assert draft_of(EXAM).items == (ShelfCase("a"), MadeCase(7, "R05"), MadeCase(8, "R05"))


def test_a_new_version_keeps_the_patients_it_had_until_they_are_changed() -> None:
    before = Draft(title="T", items=(ShelfCase("a"), MadeCase(5, None), MadeCase(900, "R08")))
    shown = form_of(before, "x")
    assert made_cases(shown) == (MadeCase(5, None), MadeCase(900, "R08"))
    assert made_cases(replace(shown, fresh_seed=6)) == (MadeCase(6, None), MadeCase(7, None))
    assert shown.replaces == "x"


def test_a_version_says_what_the_one_before_said() -> None:
    for one in (EXAM, PRACTICE):
        draft = draft_of(one, ("L03", "L04"))
        assert draft_of(form_of(draft, "x"), ("L03", "L04")) == draft

"""Scores, durations, moments and texts as xAPI writes them; names that stay."""

from __future__ import annotations

import re
import uuid

import pytest

from relall_trainer.errors import TrainerError
from relall_trainer.interop import xapi_names as names
from relall_trainer.interop.xapi_values import (
    duration,
    language_map,
    only_given,
    reaches,
    score,
    timestamp,
    without_half_characters,
)


def test_a_score_is_raw_of_max_and_scaled() -> None:
    assert score(1.8, 3) == {"scaled": 0.6, "raw": 1.8, "min": 0, "max": 3}
    assert score(0, 4) == {"scaled": 0.0, "raw": 0, "min": 0, "max": 4}
    assert score(4, 4) == {"scaled": 1.0, "raw": 4, "min": 0, "max": 4}
    third = score(1, 3)
    assert third is not None
    assert third["scaled"] == 0.3333
    assert score(0, 0) is None


def test_reaching_is_without_rounding() -> None:
    assert reaches(2.4, 3, 80)
    assert not reaches(2.3999, 3, 80)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([0], "PT0S"),
        ([4], "PT0S"),
        ([5], "PT0.01S"),
        ([12_345], "PT12.35S"),
        ([60_000, 1_000], "PT61S"),
        ([999_996], "PT1000S"),
        ([], "PT0S"),
        ([1000, None], None),
        ([2**63 - 1], None),
    ],
)
def test_a_duration_is_in_seconds(parts: list[int | None], text: str | None) -> None:
    assert duration(parts) == text


def test_a_moment_is_in_utc() -> None:
    assert timestamp("2026-11-22T10:00:00Z") == "2026-11-22T10:00:00.000Z"
    assert timestamp("2026-11-22T10:00:00.123456+00:00") == "2026-11-22T10:00:00.123Z"
    for wrong in ("2026-13-22T10:00:00Z", "0000-01-01T10:00:00Z", ""):
        with pytest.raises(TrainerError, match="no such time"):
            timestamp(wrong)


def test_nothing_empty_is_said() -> None:
    assert language_map(" \n") is None
    assert language_map("<b>") == {"en": "<b>"}
    assert only_given(a=None, b={}, c=0, d=False, e="x") == {"c": 0, "d": False, "e": "x"}


def test_half_characters_become_a_sign_and_halves_are_joined() -> None:
    assert without_half_characters("a\ud83db") == "a\ufffdb"
    assert without_half_characters("\ud83d\ude00") == "\U0001f600"
    assert without_half_characters("𝄞 é") == "𝄞 é"


def test_names_stay_for_ever() -> None:
    """What was sent once is known by these; a change here is a break."""
    assert names.statement_id("a-1", 3, "answered") == "d582b301-4e68-5b3d-bc46-e730189d7b30"
    assert names.account_of_learner("Learner 01") == "learner-a7b8ad60-a7a1-5a8e-9f6f-f7da9633c7e2"
    assert names.account_of_record("a-1") == "learner-08432026-ab7b-571d-9b30-4ab69fd2255c"
    assert (
        names.decision_id("a b/c", "1.0.0", "é")
        == "https://relall-trainer.invalid/xapi/cases/a%20b%2Fc/1.0.0/decisions/%C3%A9"
    )


def test_statement_ids_differ_by_each_part() -> None:
    ids = {
        names.statement_id(attempt, event, verb)
        for attempt in ("a", "b")
        for event in (1, 11)
        for verb in ("completed", "terminated")
    }
    assert len(ids) == 8
    assert all(uuid.UUID(one).version == 5 for one in ids)


def test_an_attempt_that_has_a_uuid_is_registered_by_it() -> None:
    own = "2dbb339e-a287-4d14-9eb3-72e86a8354de"
    assert names.registration(own) == own
    other = names.registration("attempt-1")
    assert uuid.UUID(other).version == 5
    assert other == names.registration("attempt-1") != names.registration("attempt-2")


def test_an_account_tells_nothing_of_its_learner() -> None:
    accounts = {names.account_of_learner(label) for label in ("Learner 01", "Learner 02", "ana@hospital.org")}
    assert len(accounts) == 3
    assert all(re.fullmatch("learner-[0-9a-f-]{36}", one) for one in accounts)
    assert names.account_of_learner("x") != names.account_of_record("x")


def test_odd_texts_make_names_too() -> None:
    assert names.case_id("\ud800", "1") == "https://relall-trainer.invalid/xapi/cases/%3F/1"
    assert names.account_of_learner("\ud800")

"""An assignment in words: what will be sent, what is wanting, the presets for its dates, the mail beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from relall_trainer.cohort.terms import BEST, BY_TEACHER, EXAM, ON_DATE, ON_HAND_IN
from relall_trainer.gui import assign_words as words
from relall_trainer.gui.assign_draft import (
    AssignDraft,
    Extra,
    Ready,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NINE = Ready(tuple(f"L{place:02}" for place in range(1, 10)), 35, ("Headaches", "Early relapse"))
DRAFT = AssignDraft(
    cohort="c", title="CNS relapse", cases=("a", "b"), due_at="2026-12-04T16:00:00+00:00", fresh_count=0
)


def test_the_summary_says_all_that_will_be_sent() -> None:
    exam = replace(DRAFT, mode=EXAM, minutes=60, release=BY_TEACHER)
    told = words.summary(exam, NINE, BERLIN, NOW)
    assert told == (
        "9 learners · 2 cases, about 35 min · exam, 60 min · due Fri 4 Dec, 17:00 · feedback when you release it"
    )


def test_the_summary_tells_practice_mastery_and_extras() -> None:
    draft = replace(
        DRAFT, attempts=3, counts=BEST, mastery=70, extra=(Extra("L03", 0, 1),), fresh_count=1, due_at=""
    )
    told = words.summary(draft, NINE, UTC, NOW)
    assert "2 cases and 1 new patient" in told
    assert "practice, 3 attempts, the best one counts" in told
    assert "no due date" in told
    assert "mastery at 70%, no critical error" in told
    assert "1 learner with more time or attempts" in told


def test_nobody_named_means_whoever_gets_the_file() -> None:
    assert words.summary(DRAFT, Ready(), UTC, NOW).startswith("whoever gets the file")


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": "  "}, "title"),
        ({"cases": ()}, "items"),
        ({"due_at": "2026-11-22T11:59:00+00:00"}, "due_at"),
        ({"opens_at": "2026-12-05T00:00:00+00:00"}, "opens_at"),
        ({"mode": EXAM, "release": ON_DATE}, "release_at"),
        ({"mode": EXAM, "release": ON_DATE, "release_at": "2026-12-01T00:00:00+00:00"}, "release_at"),
    ],
)
def test_each_problem_names_its_part(changes: dict[str, object], part: str) -> None:
    assert words.problems(DRAFT, NOW) == []
    found = words.problems(replace(DRAFT, **changes), NOW)  # type: ignore[arg-type]
    assert [one[0] for one in found] == [part]
    assert found[0][1].endswith(".")


def test_what_may_not_be_meant_is_said() -> None:
    exam = replace(DRAFT, mode=EXAM, minutes=30)
    assert "35 min" in words.worth_knowing(exam, NINE)
    assert words.worth_knowing(replace(exam, minutes=40), NINE) == ""
    assert "others" in words.worth_knowing(replace(exam, minutes=0, release=ON_HAND_IN), NINE)


def test_the_presets_are_afternoons_to_come() -> None:
    week = words.in_a_week(NOW, BERLIN)
    assert (week.day, week.hour, week.utcoffset()) == (29, 17, BERLIN.utcoffset(week.replace(tzinfo=None)))
    assert words.end_of_month(NOW, UTC) == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert words.tomorrow_morning(NOW, UTC) == datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_the_end_of_the_month_is_the_next_one_in_its_last_days() -> None:
    late = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert words.end_of_month(late, UTC) == datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert words.end_of_month(datetime(2027, 1, 30, tzinfo=UTC), UTC).date().isoformat() == "2027-02-28"


def test_a_week_over_the_change_of_clocks_stays_an_afternoon() -> None:
    before = datetime(2027, 3, 25, 12, tzinfo=UTC)  # clocks go forward on the 28th
    assert words.in_a_week(before, BERLIN).hour == 17
    assert words.in_a_week(before, BERLIN).astimezone(UTC).hour == 15


def test_the_mail_tells_what_by_when_and_whose_key() -> None:
    mail = words.mail_text(replace(DRAFT, note="No books."), NINE, BERLIN, NOW, "AAAA-BBBB")
    assert "Subject: CNS relapse" in mail
    assert "Due: Fri 4 Dec, 17:00 (UTC+01:00)" in mail
    assert "No books." in mail
    assert "AAAA-BBBB" in mail
    assert "Headaches; Early relapse" in mail


def test_the_mail_tells_the_hour_as_clocks_show_it_on_that_day() -> None:
    summer = datetime(2026, 10, 20, 12, tzinfo=UTC)  # clocks go back on the 25th
    mail = words.mail_text(replace(DRAFT, opens_at="2026-10-21T06:00:00+00:00"), NINE, BERLIN, summer, "K")
    assert "Opens: Wed 21 Oct, 08:00 (UTC+02:00)" in mail
    assert "Due: Fri 4 Dec, 17:00 (UTC+01:00)" in mail


def test_a_long_list_of_titles_is_cut_in_the_mail() -> None:
    many = replace(NINE, titles=tuple(f"Case {place}" for place in range(20)))
    assert "and 15 more" in words.mail_text(DRAFT, many, UTC, NOW, "K")


def test_no_text_promises_what_a_file_cannot_hold() -> None:
    said = " ".join((*words.MODE_WORDS.values(), words.EXAM_LIMITS, *words.RELEASE_WORDS.values()))
    assert not re.search(r"\bsecur|cheat", said, re.IGNORECASE)
    assert "does not show" in words.EXAM_LIMITS

"""An assignment is read as strictly as it is written, and a later version takes the place of an earlier one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from relall_trainer.cohort.assignment import (
    Assignment,
    assignment_file,
    assignment_from_plain,
    check_replaces,
)
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.signed_file import ASSIGNMENT, parse_signed
from tests.cohort.signed_samples import (
    CODE,
    STRANGER,
    TEACHER,
    Body,
    assignment,
    changed,
    exam,
    item_of,
    sound_case,
)

ONE, OTHER = TEACHER.public, STRANGER.public


def code_of(body: object) -> str:
    with pytest.raises(FileFault) as caught:
        assignment_from_plain(body, "week.relall-assignment")
    return caught.value.code


@pytest.mark.parametrize(
    "made",
    [
        assignment(),
        exam(),
        exam(minutes=None, release="on_hand_in", learners=()),
        exam(release="on_date", release_at="2026-12-01T08:00:00+00:00"),
        exam().for_one(CODE, 50, 1),
        assignment(
            mastery=None, cohort="", note="", attempts=3, counts="best", opens_at="2026-11-02T08:00:00.5Z"
        ),
    ],
)
def test_what_is_written_is_read_back(made: Assignment) -> None:
    file = parse_signed(assignment_file(made, TEACHER).encode(), "sample", ASSIGNMENT)
    assert file.key == TEACHER.public
    read = assignment_from_plain(file.body)
    assert read == made
    assert read.sha256 == made.sha256


def test_the_hash_is_over_all_of_it() -> None:
    made = assignment()
    assert replace(made).sha256 == made.sha256
    assert replace(made, title="Another").sha256 != made.sha256
    assert made.for_one(CODE, 25).sha256 != made.sha256
    assert made.for_one(CODE, 25).for_all() == made


def test_every_part_is_needed_and_none_besides() -> None:
    whole = assignment().plain()
    for name in whole:
        assert code_of({key: value for key, value in whole.items() if key != name}) == "bad-shape"
    assert code_of({**whole, "more": 1}) == "bad-shape"
    for inner in ("rules", "mastery"):
        for name in whole[inner]:
            assert code_of(changed(whole, lambda body, i=inner, n=name: body[i].pop(n))) == "bad-shape"
    for name in whole["items"][0]:
        assert code_of(changed(whole, lambda body, n=name: body["items"][0].pop(n))) == "bad-shape"


WRONG: dict[str, list[Any]] = {
    "id": ["", "a/b", "../x", ".x", "a" * 65, None, 1, "ä", "a\n"],
    "version": [0, -1, 10_000, "1", True, None],
    "title": ["", "  ", "a\nb", "a\u202eb", "x" * 201, None],
    "note": ["x" * 4_001, "a\u200bb", None],
    "cohort": ["a\tb", "x" * 201, None],
    "issued_at": ["", "yesterday", "2026-11-01", "2026-02-30T00:00:00Z", "2026-11-01T08:00:00+01:00", None, 0,
                  "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-11-01T08:00:00Z\n"],
    "due_at": ["soon", "", 0],
    "opens_at": ["2027-01-01T00:00:00Z"],
    "mode": ["", "fork", None],
    "attempts": [0, 100, "1", True],
    "counts": ["", "all", None],
    "mastery": [{}, [], 80, {"percent": 101, "no_critical": True}, {"percent": 80, "no_critical": 1}],
    "release": ["by_teacher", "on_hand_in", "", None],
    "release_at": ["2026-12-01T08:00:00Z"],
    "minutes": [30, 0],
    "learners": [None, [""], [CODE, CODE], ["a\u202eb"], [1], ["x"] * 1_001],
    "for_learner": ["Learner 03", "a\u202eb", None],
    "extra_percent": [25, -1, 401, "0"],
    "extra_attempts": [1, -1, 100],
    "items": [[], None, [{}], [1]],
    "rules": [None, {}, {"id": "", "version": "1", "sha256": "a" * 64}],
    "scoring": ["", None],
    "app_version": ["a\nb", "x" * 301, None],
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "value"), [(part, value) for part, values in WRONG.items() for value in values]
)
def test_what_a_part_cannot_be(part: str, value: Any) -> None:
    def change(body: Body) -> None:
        body[part] = value

    body = changed(assignment().plain(), change)
    with pytest.raises(FileFault) as caught:
        assignment_from_plain(body, "/folder/week.relall-assignment")
    assert caught.value.code == "bad-shape"
    assert caught.value.what.startswith("week.relall-assignment holds something an assignment cannot have: ")


@pytest.mark.parametrize(
    ("part", "value"),
    [("case", "a/b"), ("version", ""), ("sha256", "A" * 64), ("sha256", "a" * 63), ("title", "a\u2066b"),
     ("minutes", 0), ("text", 1), ("text", "x" * 2_000_001), ("text", "\ud800")],
)  # fmt: skip
def test_what_a_case_cannot_be(part: str, value: Any) -> None:
    body = assignment().plain()
    body["items"][0] = {**body["items"][0], part: value}
    with pytest.raises(FileFault, match=f"case 1.{part}"):
        assignment_from_plain(body)


@pytest.mark.parametrize(
    "changes",
    [
        {"attempts": None},
        {"release": "at_once"},
        {"release": "on_date"},
        {"release_at": "2026-12-01T08:00:00Z"},
    ],
)
def test_what_an_exam_cannot_be(changes: Body) -> None:
    assert code_of(exam(**changes).plain()) == "bad-shape"


def test_the_same_case_stands_there_once_and_there_are_at_most_fifty() -> None:
    item = item_of(sound_case())
    assert code_of(assignment(items=(item, item)).plain()) == "bad-shape"
    many = tuple(replace(item, sha256=f"{number:064x}") for number in range(51))
    assert assignment_from_plain(assignment(items=many[:50]).plain()).items == many[:50]
    assert code_of(assignment(items=many).plain()) == "bad-shape"


def test_one_that_would_be_refused_is_not_written() -> None:
    with pytest.raises(FileFault) as caught:
        assignment_file(assignment(title="a\u202eb"), TEACHER)
    assert caught.value.what.startswith("The new assignment holds")


def test_more_time_and_attempts_are_for_one() -> None:
    everybody = exam()
    hers = everybody.for_one(CODE, 50, 1)
    assert (everybody.seconds_allowed, everybody.allowed_attempts) == (1_800, 1)
    assert (hers.seconds_allowed, hers.allowed_attempts) == (2_700, 2)
    assert exam(minutes=1).for_one(CODE, 33).seconds_allowed == 80
    assert exam(minutes=None).for_one(CODE, 50).seconds_allowed is None
    assert assignment().for_one(CODE, 0, 2).allowed_attempts is None
    assert "50" not in {str(value) for value in everybody.plain().values()}


def test_a_later_version_takes_the_place_of_an_earlier_one() -> None:
    old = assignment()
    assert check_replaces(old, ONE, replace(old, version=3, title="Mended"), ONE)
    assert not check_replaces(old, ONE, replace(old), ONE)
    assert check_replaces(old, ONE, old.for_one(CODE, 25), ONE)


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"version": 3, "id": "another"}, ONE, "other-assignment"),
        ({"version": 3}, OTHER, "other-key"),
        ({"version": 1}, ONE, "older-version"),
        ({"title": "Mended"}, ONE, "same-version"),
    ],
)
def test_no_other_takes_its_place(changes: Body, key: str, code: str) -> None:
    old = assignment()
    with pytest.raises(FileFault) as caught:
        check_replaces(old, ONE, replace(old, **changes), key, "new.relall-assignment")
    assert caught.value.code == code
    assert caught.value.what.startswith("new.relall-assignment ")

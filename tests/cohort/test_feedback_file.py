"""Feedback is read as strictly as it is written, and only for the assignment of the same teacher."""

from __future__ import annotations

from typing import Any

import pytest

from relall_trainer.cohort.feedback_file import check_release, release_file, release_from_plain
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.signed_file import FEEDBACK, parse_signed
from tests.cohort.signed_samples import STRANGER, TEACHER, Body, exam, release


def test_what_is_written_is_read_back() -> None:
    made = release()
    file = parse_signed(release_file(made, TEACHER).encode(), "sample", FEEDBACK)
    assert release_from_plain(file.body) == made


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("assignment", ""), ("version", 0), ("released_at", "soon"), ("cases", []), ("cases", [1]),
        ("cases", ["x"] * 51), ("cases", ["x" * 2_000_001]), ("cases", ["\ud800"]), ("rules_text", None),
        ("rules_text", "x" * 4_000_001), ("more", 1),
    ],
)  # fmt: skip
def test_what_a_part_cannot_be(part: str, value: Any) -> None:
    body = release(rules_text="{}").plain() | {part: value}
    with pytest.raises(FileFault) as caught:
        release_from_plain(body, "week.relall-feedback")
    assert caught.value.code == "bad-shape"
    assert caught.value.what.startswith("week.relall-feedback holds something a feedback file cannot have")


def test_every_part_is_needed() -> None:
    whole = release(rules_text="{}").plain()
    for name in whole:
        with pytest.raises(FileFault, match="is missing"):
            release_from_plain({key: value for key, value in whole.items() if key != name})


def test_it_belongs_to_its_assignment() -> None:
    check_release(release(), TEACHER.public, exam(), TEACHER.public)


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({}, STRANGER.public, "other-key"),
        ({"assignment": "another"}, TEACHER.public, "other-assignment"),
        ({"version": 1}, TEACHER.public, "other-assignment"),
    ],
)
def test_it_belongs_to_no_other(changes: Body, key: str, code: str) -> None:
    with pytest.raises(FileFault) as caught:
        check_release(release(**changes), key, exam(), TEACHER.public)
    assert caught.value.code == code

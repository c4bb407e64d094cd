"""What is said beside a decision that is looked back on."""

from __future__ import annotations

from dataclasses import replace

from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.scoring import NodeScore
from relall_trainer.encounter.timing import Decided
from relall_trainer.gui.widgets.decision_words import duration, remarks

VISIT = Visit(
    "first",
    Patient(),
    ("look",),
    {"look": "recommended"},
    NodeScore(1, 1, (), ()),
    None,
    "",
    "next",
    "",
    "paper",
)


def test_an_exam_says_that_the_case_went_on_by_itself() -> None:
    said = Decided("2026-11-22T10:00:00Z", 42_000)
    words = remarks(VISIT, said, counts=True, fork=False, exam=True)
    assert ", after 42 s." in words
    assert words.endswith("Exam: whatever was chosen, the case went on as its authors did.")
    assert "authors" not in remarks(VISIT, said, counts=True, fork=False)
    assert "counts nowhere" in remarks(VISIT, None, counts=False, fork=True)


def test_a_reason_out_of_a_file_stays_on_its_line_and_hides_nothing() -> None:
    visit = replace(VISIT, rationale="so\u202e\nA later answer\u200b")
    assert remarks(visit, None, counts=True, fork=False) == "Reason given: so A later answer."


def test_durations_are_told_as_people_tell_them() -> None:
    told = [duration(each) for each in (0, 9_999, 10_000, 59_499, 185_000, 4_320_000)]
    assert told == ["0.0 s", "10.0 s", "10 s", "59 s", "3 min 05 s", "1 h 12 min"]

from __future__ import annotations

import json

import pytest

from relall_trainer.errors import TrainerError
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.listing import WIDTH, search_data, search_text, show_data, show_text


def test_an_item_is_shown_with_everything_that_belongs_to_it(library: Library) -> None:
    text = show_text(library, "ev-cns-rate")
    for part in (
        "ev-cns-rate  One in five at relapse",
        "CNS disease · retrospective · from the paper",
        "  CNS involvement: 20% (4/20)",
        "Place: Patient 2, p. 592 (inferred)",
        "The paper's references: 9, 46",
        "  9: A series, Blood 2012",
        "Keep in mind: One series.",
        "Does not fit (I-01): The text has one number and the table another. Both are shown.",
        "Since 2015: context, never scored",
        "  S01  A newer drug (2016)",
        "  R01  Look at the CNS",
    ):
        assert part in text
    assert "never checked" not in text


def test_doses_are_marked_as_what_was_reported(library: Library) -> None:
    text = show_text(library, "ev-t1-some-23")
    assert "As reported, not a prescription: fludarabine 30 mg/m²; G-CSF" in text
    assert "Table 1, row T1-07 (FLAG-based)" in text


def test_what_came_later_is_labelled(library: Library) -> None:
    assert "since 2015: context, never scored · 2016" in show_text(library, "s01")


def test_an_inconsistency_names_what_it_touches(library: Library) -> None:
    text = show_text(library, "I-01")
    assert "How it is dealt with here: Both are shown." in text
    assert "  ev-cns-rate  One in five at relapse" in text


@pytest.mark.parametrize(
    ("id", "todo"), [("ev-cns-rat", "Did you mean ev-cns-rate?"), ("zzz", "evidence search")]
)
def test_an_unknown_id_is_told_with_the_nearest(library: Library, id: str, todo: str) -> None:
    with pytest.raises(TrainerError) as raised:
        show_text(library, id)
    assert id in raised.value.what
    assert todo in raised.value.todo


@pytest.mark.parametrize("id", ["ev-cns-rate", "ev-t1-some-23", "S01", "I-01"])
def test_lines_fit_and_data_is_plain(library: Library, id: str) -> None:
    assert max(map(len, show_text(library, id).splitlines())) <= WIDTH
    data = json.loads(json.dumps(show_data(library, id)))
    assert data["id"] == id


def test_data_holds_figures_as_shown_and_verified_references_only(library: Library) -> None:
    data = show_data(library, "ev-cns-rate")
    assert data["figures"][0]["shown"] == "20% (4/20)"
    assert data["references"] == [
        {"number": 9, "citation": "A series, Blood 2012"},
        {"number": 46, "citation": None},
    ]
    assert data["cited_by"] == [{"id": "R01", "title": "Look at the CNS"}]


def test_search_marks_what_was_found(library: Library) -> None:
    text = search_text(library, "ommaya")
    assert text.startswith("1 found for “ommaya”\n\nev-cns-rate  One in five at relapse\n")
    assert "an *Ommaya* reservoir" in text.replace("\n ", "")
    assert search_data(library, "ommaya")["hits"][0]["id"] == "ev-cns-rate"


def test_nothing_found_says_what_to_do(library: Library) -> None:
    assert search_text(library, "unicorn").startswith("Nothing found for “unicorn”.")
    assert search_data(library, "unicorn") == {"query": "unicorn", "hits": []}

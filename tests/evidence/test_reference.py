from __future__ import annotations

import pytest

from relall_trainer.evidence.reference import EvidenceItem, Figure, plain_number


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"percent": 39, "numerator": 9, "denominator": 23}, "39% (9/23)"),
        ({"percent": 55}, "55%"),
        ({"percent": 85.6}, "85.6%"),
        ({"value": 547}, "547"),
        ({"value": 6.1, "unit": "months"}, "6.1 months"),
        ({"value": "3 December 2014"}, "3 December 2014"),
        ({"low": 20, "high": 83, "unit": "%"}, "20–83%"),
        ({"low": 5, "high": 66}, "5–66"),
        ({"low": 80, "as_printed": ">80%"}, ">80%"),
        ({"numerator": 159, "denominator": 467}, "159/467"),
        ({"numerator": 1, "denominator": 126, "as_printed": "≤1%"}, "≤1% (1/126)"),
        ({"numerator": 1, "denominator": 31, "as_printed": "1 patient"}, "1 patient (1/31)"),
        ({"numerator": 5, "denominator": 22, "as_printed": "5 of 22"}, "5 of 22"),
        ({"numerator": 22, "denominator": 159, "as_printed": "22 (5.8%)"}, "22/159, printed as 22 (5.8%)"),
    ],
)
def test_a_figure_is_shown_with_what_is_certain(parts: dict[str, object], shown: str) -> None:
    assert Figure("x", "x", **parts).shown() == shown  # type: ignore[arg-type]


def test_an_outcome_may_be_drawn_only_where_both_counts_are_known() -> None:
    assert Figure("cr", "CR", percent=39, numerator=9, denominator=23).certain
    assert not Figure("cr", "CR", percent=39).certain


def test_a_year_is_written_as_a_year() -> None:
    assert Figure("year", "year of the paper", value=2015).shown() == "2015"
    assert Figure("n", "adults", value=2015).shown() == "2,015"


@pytest.mark.parametrize(
    ("number", "text"), [(38.0, "38"), (6.1, "6.1"), (1200, "1,200"), (0, "0"), (2.25, "2.25")]
)
def test_numbers_have_no_needless_digits(number: float, text: str) -> None:
    assert plain_number(number) == text


@pytest.mark.parametrize(
    ("page", "certain", "place"),
    [
        ("593", False, "Patient 3, p. 593 (inferred)"),
        ("591", True, "Patient 3, p. 591"),
        ("", True, "Patient 3"),
    ],
)
def test_an_inferred_page_is_marked(page: str, certain: bool, place: str) -> None:
    item = EvidenceItem("ev-x", "t", "T", "x", "x", "Patient 3", page, certain, (), "trial", "paper")
    assert item.place == place

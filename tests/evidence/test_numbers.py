from __future__ import annotations

import pytest

from relall_trainer.evidence.numbers import numbers_of, shown_numbers
from relall_trainer.evidence.reference import EvidenceItem, Figure


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("CR in 39% of 23.", ["39", "23"]),
        ("from 20–83%, or 5-66 weeks", ["20", "83", "5", "66"]),
        ("median 6.1 months; 1,200 adults (9/23)", ["6.1", "1,200", "9", "23"]),
        (">80% and ≤1%", ["80", "1"]),
        ("CD19, CR2, S0910, 90Y-epratuzumab, BMS-906024", []),
        ("grade 3–4 on days 1–7 in phase 2 of Table 1 for patient 3", []),
        ("“38%” (of 547)", ["38", "547"]),
    ],
)
def test_numbers_are_told_from_names(text: str, numbers: list[str]) -> None:
    assert shown_numbers(text) == numbers


def item(statement: str, *figures: Figure, doses: tuple[str, ...] = ()) -> EvidenceItem:
    return EvidenceItem(
        "ev-x", "t", "T", "title", statement, "s", "1", True, (), "trial", "paper", figures, doses=doses
    )


def test_each_number_is_led_to_its_figure() -> None:
    figures = (Figure("n", "patients", value=23), Figure("cr", "CR", percent=39, numerator=9, denominator=23))
    assert numbers_of(item("Of 23, 39% (9).", *figures)) == [("23", 0), ("39", 1), ("9", 1)]


def test_a_number_without_a_figure_is_noticed() -> None:
    assert numbers_of(item("Of 24, 39%.", Figure("cr", "CR", percent=39))) == [("24", None), ("39", 0)]


def test_doses_describe_and_need_no_figure() -> None:
    assert numbers_of(item("Given 40–60 mg/m².", doses=("mitoxantrone 40–60 mg/m²",))) == []

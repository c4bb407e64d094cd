"""Which numbers read like evidence, and which belong to the patient or to counting."""

from __future__ import annotations

import pytest

from relall_trainer.casefiles.numbers import uncited_figures

EVIDENCE = {
    "About 36 % reach a remission.": ["36 %"],
    "Between 20–83% respond.": ["20–83%"],
    "Fewer than 25 percent are cured.": ["25 percent"],
    "Forty percent respond.": ["Forty percent"],
    "Thirty-six per cent respond.": ["Thirty-six per cent"],
    "Half of all such patients relapse.": ["Half of all such patients"],
    "A third of adults relapse.": ["third of adults"],
    "One in four is cured.": ["One in four"],
    "It works in 3 out of 10.": ["3 out of 10"],
    "It helped 45 of 126.": ["45 of 126"],
    "Remission in 16/40.": ["16/40"],
    "A study of 23 patients.": ["23 patients"],
    "A study of 126 relapsed adults.": ["126 relapsed adults"],
    "A small study (n = 22).": ["n = 22"],
    "Median survival was 4.6 months.": ["4.6 months"],
    "Remissions lasted 3 months.": ["3 months"],
    "Nelarabine 1.5 g/m² on days 1, 3 and 5.": ["1.5 g/m²"],
    "She gets 28 µg a day.": ["28 µg"],
    "Radiation to 24 Gy.": ["24 Gy"],
    "The difference was small (p = 0.03).": ["p = 0.03"],
    "HR 0.7 favors it.": ["HR 0.7"],
    "A 2-fold risk.": ["2-fold"],
    "Toxic death in ≤1 %.": ["≤1 %"],
}
NO_EVIDENCE = [
    "She is 58 years old and was well at 48.",
    "Two weeks later she is back; on day 14 the counts rise.",
    "Her remission lasted two years.",
    "After cycle 2 of 8 the nodes are back.",
    "Grade 3 neuropathy, ECOG 1, strength 4/5 in the left leg.",
    "Marrow: 90 % blasts.",
    "Eighty percent of his marrow is leukemia; sixty percent blasts.",
    "Blasts 60 % on the smear, cellularity of 80 %.",
    "Hemoglobin 8 g/dL, bilirubin 40 mg/L, platelets 70 ×10⁹/L, temperature 38.4 °C.",
    "A 9/10 matched donor, HLA 10/10.",
    "Blood pressure 120/80, heart rate 110, saturation 94 %.",
    "In 2015 patients like her had few choices.",
    "Chimerism 98 % donor.",
    "One of two ways on.",
    "Seen on 2015-07-30.",
]


@pytest.mark.parametrize("text", EVIDENCE, ids=str)
def test_reads_like_evidence(text: str) -> None:
    assert uncited_figures(text) == EVIDENCE[text]


@pytest.mark.parametrize("text", NO_EVIDENCE, ids=str)
def test_belongs_to_the_patient_or_to_counting(text: str) -> None:
    assert uncited_figures(text) == []


@pytest.mark.parametrize("text", EVIDENCE, ids=str)
def test_a_citation_in_the_sentence_covers_it(text: str) -> None:
    assert uncited_figures(f"{text[:-1]} [ev-t1-nel-126].") == []
    assert uncited_figures(f"{text} [ev-t1-nel-126]") == []


def test_a_citation_covers_its_own_sentence_only() -> None:
    assert uncited_figures("About 36 % respond [ev-a]. Only 10 % last.") == ["10 %"]
    assert uncited_figures("About 36 % respond. Only 10 % last [ev-a].") == ["36 %"]
    assert uncited_figures("About 36 % respond. [ev-a] [S07] Only 10 % last.") == ["10 %"]


def test_list_items_are_sentences() -> None:
    assert uncited_figures("- 36 % respond\n- 10 % stay well [I-04]") == ["36 %"]


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    assert uncited_figures("It was 4.6 months vs. 12.5 % in all [ev-a].") == []


def test_each_number_is_told_once() -> None:
    assert uncited_figures("It helped 3 out of 10 patients, 45 of 126 in all.") == [
        "3 out of 10",
        "45 of 126",
    ]

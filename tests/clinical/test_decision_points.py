"""Every option of the 24 decision points is rated as the paper would have it, rating by rating."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import read_patient
from relall_trainer.textfile import parse_yaml

RATING = {"R": "recommended", "A": "acceptable", "D": "discouraged", "X": "contraindicated", "U": "unrated"}
POINTS = parse_yaml((Path(__file__).parent / "decision_points.yaml").read_text("utf-8")).data


def options() -> list[object]:
    return [
        pytest.param(point["patient"], step, RATING[letter], id=f"{point['id']} {step}")
        for point in POINTS
        for letter, steps in point["ratings"].items()
        for step in steps
    ]


@pytest.mark.parametrize(("patient", "step", "rating"), options())
def test_option_is_rated_as_the_paper_would(
    algorithm: Algorithm, patient: dict[str, object], step: str, rating: str
) -> None:
    rated = algorithm.appraise(read_patient(patient, known_actions=frozenset(algorithm.actions))).steps[step]
    assert rated.rating == rating, [(rule.id, rule.rating) for rule in rated.rules]


def test_all_decision_points_are_there() -> None:
    names = {str(point["id"]).split()[0] for point in POINTS}
    assert names == {
        f"P{patient}-D{n}" for patient, count in ((1, 6), (2, 9), (3, 9)) for n in range(1, count + 1)
    }

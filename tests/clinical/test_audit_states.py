"""States written from the specification alone, rule by rule, are rated as it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import read_patient
from relall_trainer.textfile import parse_yaml

RATING = {"R": "recommended", "A": "acceptable", "D": "discouraged", "X": "contraindicated", "U": "unrated"}
STATES = parse_yaml((Path(__file__).parent / "audit_states.yaml").read_text("utf-8")).data


@pytest.mark.parametrize("state", [pytest.param(state, id=str(state["id"])) for state in STATES])
def test_state_is_rated_as_the_specification_says(algorithm: Algorithm, state: dict[str, object]) -> None:
    steps = algorithm.appraise(
        read_patient(state["patient"], known_actions=frozenset(algorithm.actions))
    ).steps
    ratings = {step: RATING[letter] for letter, names in state["ratings"].items() for step in names}
    assert {step: steps[step].rating for step in ratings} == ratings
    decided_by = state.get("decided_by", {})
    assert {step: steps[step].decided_by for step in decided_by} == decided_by


def test_states_are_many_and_named_once() -> None:
    names = [state["id"] for state in STATES]
    assert len(set(names)) == len(names) >= 150
    assert sum(len(steps) for state in STATES for steps in state["ratings"].values()) >= 500

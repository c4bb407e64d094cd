"""When a transition is taken."""

from __future__ import annotations

import pytest

from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.case import Condition
from relall_trainer.encounter.condition import holds

HER = Patient(csf="positive", ecog=2, exposures=frozenset({"nelarabine", "vincristine"}), gvhd="past")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        (Condition(), True),
        (Condition(chosen=("a", "b")), True),
        (Condition(chosen=("a", "c")), False),
        (Condition(chosen_any=("c", "b")), True),
        (Condition(chosen_any=("c",)), False),
        (Condition(not_chosen=("c",)), True),
        (Condition(not_chosen=("c", "a")), False),
        (Condition(patient={"csf": ("positive",)}), True),
        (Condition(patient={"csf": ("negative", "not_done")}), False),
        (Condition(patient={"csf": ("positive",), "ecog": (3, 4)}), False),
        (Condition(patient={"ecog": (2, 3)}), True),
        (Condition(patient={"months_sct_to_relapse": (None,)}), True),
        (Condition(patient={"exposures": ("nelarabine",)}), True),
        (Condition(patient={"exposures": ("nelarabine", "vincristine")}), True),
        (Condition(patient={"exposures": ("nelarabine", "blinatumomab")}), False),
        (Condition(patient={"exposures": ()}), True),
        (Condition(draw={"luck": "yes"}), True),
        (Condition(draw={"luck": "no"}), False),
        (Condition(draw={"luck": "yes", "more": "yes"}), False),
        (Condition(chosen=("a",), not_chosen=("c",), patient={"gvhd": ("past",)}, draw={"more": "no"}), True),
        (
            Condition(chosen=("a",), not_chosen=("c",), patient={"gvhd": ("none",)}, draw={"more": "no"}),
            False,
        ),
    ],
)
def test_all_parts_must_hold(condition: Condition | None, expected: bool) -> None:
    assert holds(condition, ("a", "b"), HER, {"luck": "yes", "more": "no"}.__getitem__) is expected

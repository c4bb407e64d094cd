"""What a case may change about the patient, and how it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import Patient, PatientFault, PriorRegimen
from relall_trainer.encounter.patch import Surroundings, apply_patch, apply_patches

ACTIONS = {name: Action(name, "systemic", f"Label of {name}", "") for name in ("sx-one", "sx-two")}
AROUND = Surroundings(ACTIONS, {"salvage": ("sx-one", "One, as this case calls it")})
FIRST = PriorRegimen(None, "induction", "frontline", "CR")
HER = Patient(prior_regimens=(FIRST,), exposures=frozenset({"vincristine", "anthracycline"}))


def patched(patch: dict[str, Any], around: Surroundings = AROUND) -> Patient:
    return apply_patch(HER, patch, around)


def test_a_plain_value_replaces_the_field_and_leaves_the_rest() -> None:
    after = patched({"csf": "positive", "ecog": 2, "marrow_blasts_pct": 3.5, "gvhd": "past"})
    assert (after.csf, after.ecog, after.marrow_blasts_pct, after.gvhd) == ("positive", 2, 3.5, "past")
    assert after.exposures == HER.exposures
    assert after.prior_regimens == HER.prior_regimens


def test_an_unchanged_patient_is_the_same_object() -> None:
    assert patched({}) is HER
    assert patched({"csf": "not_done", "exposures": {"add": ["vincristine"]}}) is HER


def test_a_set_is_replaced_or_added_to_and_taken_from() -> None:
    assert patched({"exposures": ["nelarabine"]}).exposures == {"nelarabine"}
    assert patched({"exposures": {"add": ["nelarabine"]}}).exposures == HER.exposures | {"nelarabine"}
    assert patched({"exposures": {"remove": ["vincristine"]}}).exposures == {"anthracycline"}
    both = patched({"exposures": {"add": ["nelarabine"], "remove": ["vincristine", "anthracycline"]}})
    assert both.exposures == {"nelarabine"}


def test_regimens_are_replaced_amended_and_added() -> None:
    one = PriorRegimen("sx-one", "x", "salvage", "none")
    assert patched(
        {"prior_regimens": [{"action": "sx-one", "name": "x", "response": "none"}]}
    ).prior_regimens == (one,)
    assert patched({"prior_regimens": {"last": {"response": "none"}}}).prior_regimens == (
        PriorRegimen(None, "induction", "frontline", "none"),
    )
    amended = patched(
        {"prior_regimens": {"add": {"action": "sx-two", "name": "two"}, "last": {"response": "none"}}}
    )
    assert amended.prior_regimens == (
        PriorRegimen(None, "induction", "frontline", "none"),
        PriorRegimen("sx-two", "two", "salvage", "unknown"),
    )
    several = patched({"prior_regimens": {"add": [{"name": "a"}, {"name": "b"}]}})
    assert [entry.name for entry in several.prior_regimens] == ["induction", "a", "b"]


def test_an_entry_may_take_the_step_just_chosen_with_its_label() -> None:
    taken = patched({"prior_regimens": {"add": {"from": "salvage", "intent": "cns"}}}).prior_regimens[-1]
    assert taken == PriorRegimen("sx-one", "One, as this case calls it", "cns", "unknown")
    named = patched({"prior_regimens": {"add": {"from": "salvage", "name": "mine"}}}).prior_regimens[-1]
    assert named.name == "mine"


def test_an_entry_without_a_name_takes_the_catalogues_label() -> None:
    assert (
        patched({"prior_regimens": {"add": {"action": "sx-two"}}}).prior_regimens[-1].name
        == "Label of sx-two"
    )


def test_the_second_patch_sees_the_first() -> None:
    after = apply_patches(
        HER,
        (
            ({"exposures": {"add": ["nelarabine"]}, "prior_regimens": {"add": {"from": "salvage"}}}, AROUND),
            (
                {
                    "exposures": {"remove": ["vincristine"]},
                    "prior_regimens": {"last": {"response": "PR"}},
                    "csf": "negative",
                },
                Surroundings(ACTIONS),
            ),
        ),
    )
    assert after.exposures == {"anthracycline", "nelarabine"}
    assert [(entry.action, entry.response) for entry in after.prior_regimens] == [
        (None, "CR"),
        ("sx-one", "PR"),
    ]
    assert HER.csf == "not_done"


@pytest.mark.parametrize(
    ("patch", "field", "says"),
    [
        ({"csv": "positive"}, "csv", "csf"),
        ({"csf": "positve"}, "csf", "positive"),
        ({"ecog": 7}, "ecog", "4"),
        ({"ecog": {"add": 1}}, "ecog", "whole number"),
        ({"exposures": {"add": ["vincristin"]}}, "exposures.add", "vincristine"),
        ({"exposures": {"added": []}}, "exposures.added", "add, remove"),
        ({"prior_regimens": {"add": {"action": "sx-three"}}}, "prior_regimens[1].action", "sx-three"),
        ({"prior_regimens": [{"action": "sx-three"}]}, "prior_regimens[0].action", "sx-three"),
        ({"prior_regimens": {"add": {"from": "plan"}}}, "prior_regimens.add.from", "salvage"),
        ({"prior_regimens": {"add": {"from": ["salvage"]}}}, "prior_regimens.add.from", "salvage"),
        ({"prior_regimens": {"add": {"from": "salvage", "action": "sx-one"}}}, "prior_regimens.add", "both"),
        ({"prior_regimens": {"add": {"nam": "x"}}}, "prior_regimens.add.nam", "name"),
        ({"prior_regimens": {"add": "sx-one"}}, "prior_regimens.add", "object"),
        ({"prior_regimens": {"last": {"response": "maybe"}}}, "prior_regimens[0].response", "unknown"),
        ({"prior_regimens": {"last": {"from": "salvage"}}}, "prior_regimens.last.from", "action"),
        ({"prior_regimens": {"remove": []}}, "prior_regimens.remove", "add, last"),
    ],
)
def test_what_no_patient_can_have_is_refused_by_name(patch: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(PatientFault) as caught:
        patched(patch)
    assert caught.value.field == field
    assert says in caught.value.message


def test_there_must_be_a_regimen_to_amend() -> None:
    with pytest.raises(PatientFault, match="no regimen yet"):
        apply_patch(Patient(), {"prior_regimens": {"last": {"response": "CR"}}}, AROUND)


def test_a_nodes_own_patch_has_no_choice_to_take_from() -> None:
    with pytest.raises(PatientFault, match="none here"):
        patched({"prior_regimens": {"add": {"from": "salvage"}}}, Surroundings(ACTIONS))

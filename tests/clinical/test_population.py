"""Generated patients can be, are the same for ever, and reach every corner of the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.appraisal import RATINGS, UNRATED
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import FIELDS, FLAGS, SETS, WHOLE, WORDS, Patient, plain, read_patient
from relall_trainer.clinical.plausible import impossible
from relall_trainer.clinical.population import (
    alone,
    fingerprint,
    patient,
    patient_deciding,
    worth_asking,
)
from relall_trainer.paths import algorithm_folder
from tests.clinical.pairs_met import patient_with

ALGORITHM = load_algorithm(algorithm_folder())
# Rules that decide nobody: two are always forestalled by a lower rule that says the same, one rates nothing.
SILENT = {"R46", "R48", "R58"}
DECIDING = [rule for rule in ALGORITHM.rules if rule not in SILENT]
# Rows whose say is always taken by another row of the same rating, in every patient who can be.
FORESTALLED = {
    "R13.5", "R13.6", "R16.5", "R20.1", "R24.2", "R35.3", "R40.3", "R46.1", "R46.2", "R48.1", "R50.3", "R50.5",
    "R53.1", "R55.1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("seed", "expected"),
    [
        (0, "b49192802d95adc33fe22e93ec55f5a9"),
        (1, "b3606662d4283a40d69a68daf9004521"),
        (2, "0a6a115b9a61c5aedd04d5bbdd6e4d3a"),
        (7, "b0721fc1179be5bf05396c67d88d650e"),
        (2015, "5f33c269f131ce0a3be6faced213bc92"),
        (-3, "a55e26caa2a9f8cb18cd9b2f3a65c04c"),
        (10**20, "da9fdf8ae708332a44f4252d5c4c3bc0"),
    ],
)
def test_a_seed_gives_the_same_patient_for_ever(seed: int, expected: str) -> None:
    """Pinned: a change of the drawing that changes these changes every generated case of the past."""
    assert fingerprint(patient(ALGORITHM, Lots(seed))) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("R25", "300dc6d01097b920d71339eb461439bd"),
        ("R18", "eaf1c8db7530db3be48ecad84df65c5d"),
        ("R50", "a16e56b80832277f01c52f81094a3ccc"),
        ("R27", "0fc5d38006a7be8015bf7afc0a6e588c"),
    ],
)
def test_a_rule_and_a_seed_give_the_same_patient_for_ever(rule: str, expected: str) -> None:
    found = patient_deciding(ALGORITHM, rule, Lots(11))
    assert found is not None
    assert fingerprint(found) == expected


@settings(max_examples=300, deadline=None)
@given(st.integers())
def test_any_seed_gives_a_patient_who_can_be_and_is_rated(seed: int) -> None:
    one = patient(ALGORITHM, Lots(seed))
    assert impossible(one, ALGORITHM.actions) == ()
    assert one.ph == "negative"
    assert read_patient(plain(one), known_actions=frozenset(ALGORITHM.actions)) == one
    appraisal = ALGORITHM.appraise(one)
    assert appraisal.scope == "inside"
    assert {step.rating for step in appraisal.steps.values()} <= set(RATINGS)
    assert one == patient(ALGORITHM, Lots(seed))


def test_no_two_seeds_give_one_patient_and_none_cannot_be() -> None:
    _check_many(range(2000), least_distinct=2000)


@pytest.mark.long
def test_a_hundred_thousand_patients() -> None:
    _check_many(range(100_000), least_distinct=99_990)


def _check_many(seeds: Iterable[int], least_distinct: int) -> None:
    seen: set[str] = set()
    for seed in seeds:
        one = patient(ALGORITHM, Lots(seed))
        assert impossible(one, ALGORITHM.actions) == (), seed
        assert one.ph == "negative", seed
        steps = ALGORITHM.appraise(one).steps
        assert any(step.rating in ("recommended", "acceptable") for step in steps.values()), seed
        seen.add(fingerprint(one))
    assert len(seen) >= least_distinct


def test_every_value_of_every_field_is_met() -> None:
    seen: dict[str, Counter[object]] = {field: Counter() for field in FIELDS}
    ages: Counter[int] = Counter()
    for seed in range(4000):
        one = patient(ALGORITHM, Lots(seed))
        ages[one.age_years // 10] += 1
        for field in FIELDS:
            value = getattr(one, field)
            seen[field].update(value if field in SETS else [value])
    for field, words in WORDS.items():
        if field != "ph":
            assert seen[field].keys() == set(words), field
    for field, words in SETS.items():
        assert seen[field].keys() == set(words), field
    for field in FLAGS:
        assert seen[field].keys() == {True, False}, field
    assert seen["neuropathy_grade"].keys() == set(range(5))
    assert seen["ecog"].keys() == set(range(WHOLE["ecog"][1] + 1))  # type: ignore[operator]
    assert seen["relapse_number"].keys() == {0, 1, 2, 3, 4}
    assert {1, 2, 3, 4, 5, 6, 7} <= ages.keys()
    # Both sides of the year from induction, the year itself, and an interval nobody wrote down.
    months = seen["months_induction_to_relapse"]
    assert months[12] > 50
    assert months[None] > 50
    assert sum(months[month] for month in months if isinstance(month, int) and month > 12) > 800


def test_no_course_crowds_out_the_others() -> None:
    drawn = [patient(ALGORITHM, Lots(seed)) for seed in range(2000)]
    courses = Counter(one.status for one in drawn)
    assert min(courses.values()) > 100
    assert max(courses.values()) < 900
    assert sum(one.lineage == "T" for one in drawn) > 350
    assert sum(one.prior_allo_sct for one in drawn) > 250
    assert sum(one.csf == "positive" for one in drawn) > 100
    assert sum(one.testes == "involved" for one in drawn) > 30
    assert sum(one.goals == "comfort" for one in drawn) > 50


def test_what_is_common_is_drawn_commonly() -> None:
    drawn = [patient(ALGORITHM, Lots(seed)) for seed in range(2000)]
    relapses = Counter(one.relapse_number for one in drawn)
    assert 1200 < relapses[1] > 3 * relapses[2]
    assert sum(relapses[number] for number in relapses if number > 2) < 120
    lineages = Counter(one.lineage for one in drawn)
    assert 1450 < lineages["B"] < 1650
    assert 1 < lineages["unknown"] < 50
    lived_past_85 = sum(one.age_years > 85 for one in drawn)
    assert lived_past_85 < 20


def test_what_runs_in_a_remission_goes_on_with_it_or_deepens_it() -> None:
    """One more cycle of what gave it, or a single drug that has not failed before."""
    found = 0
    for seed in range(6000):
        one = patient(ALGORITHM, Lots(seed))
        last = one.prior_regimens[-1]
        if one.status != "remission" or last.response != "unknown":
            continue
        found += 1
        before = one.prior_regimens[:-1]
        again = last.action == before[-1].action
        assert again or not ALGORITHM.actions[last.action or ""].intensive
        assert last.action not in {entry.action for entry in before if entry.response == "none"}
    assert found > 30


def test_the_first_line_is_repeated_only_after_a_late_relapse() -> None:
    repeats = {action.id for action in ALGORITHM.actions.values() if action.stands_for_frontline}
    months = [
        one.months_induction_to_relapse
        for one in (patient(ALGORITHM, Lots(seed)) for seed in range(3000))
        if repeats & {entry.action for entry in one.prior_regimens}
    ]
    assert len(months) > 20
    assert all(month is None or month > 12 for month in months)


def test_a_rule_is_shown_where_no_other_says_the_same() -> None:
    """A drug barred by CNS disease is barred in someone who could be given it but for that."""
    for rule, fields in (("R25", {"lineage": "B"}), ("R23", {"lineage": "T"}), ("R22", {"lineage": "T"})):
        for seed in range(12):
            one = patient_deciding(ALGORITHM, rule, Lots(seed))
            assert one is not None
            steps = ALGORITHM.appraise(one).steps.values()
            assert any(step.decided_by == rule and alone(step) for step in steps), (rule, seed)
            assert {field: getattr(one, field) for field in fields} == fields


def test_a_rule_is_mostly_shown_in_patients_who_are_met_often() -> None:
    drawn = [patient_deciding(ALGORITHM, rule, Lots(seed)) for rule in DECIDING for seed in range(4)]
    rare = [one for one in drawn if one and (one.relapse_number > 2 or one.lineage == "unknown")]
    assert len(rare) < 0.04 * len(drawn)


@pytest.mark.parametrize("rule", DECIDING)
def test_a_rule_that_can_decide_gets_patients_in_whom_it_does(rule: str) -> None:
    worth, found = 0, set()
    for seed in range(6):
        one = patient_deciding(ALGORITHM, rule, Lots(seed))
        assert one is not None
        assert impossible(one, ALGORITHM.actions) == ()
        appraisal = ALGORITHM.appraise(one)
        decided = [step.action for step in appraisal.steps.values() if step.decided_by == rule]
        assert decided
        worth += any(worth_asking(ALGORITHM, appraisal, action) for action in decided)
        found.add(fingerprint(one))
    assert len(found) == 6
    assert worth >= 4


@pytest.mark.parametrize("rule", sorted(SILENT))
def test_a_rule_that_never_decides_gets_nobody(rule: str) -> None:
    assert patient_deciding(ALGORITHM, rule, Lots(1)) is None


def test_the_forestalled_rules_would_decide_if_others_were_silent() -> None:
    """They do fire, so that nothing else is wrong with them."""
    assert SILENT - {"R58"} <= {
        row.rule for seed in range(200) for row in ALGORITHM.fired_rows(patient(ALGORITHM, Lots(seed)))
    }
    assert ALGORITHM.rules["R58"].rows == ()


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        patient_deciding(ALGORITHM, "R99", Lots(1))


def test_every_row_that_rates_fires_and_decides_in_some_patient() -> None:
    """Row by row, drawn for the row: all fire, and all decide but those another row always forestalls."""
    for number, row in enumerate(ALGORITHM.rows.values()):
        drawn = [*patient_with(ALGORITHM, row.tests, Lots(number), tries=80)]
        assert any(row in ALGORITHM.fired_rows(one) for one in drawn), row.id
        if row.rating is None or row.rating == UNRATED:
            continue
        decided = any(_decides(row.id, one) for one in drawn)
        if not decided and row.id not in FORESTALLED:
            decided = any(
                _decides(row.id, one) for one in patient_with(ALGORITHM, row.tests, Lots(0), tries=400)
            )
        assert decided == (row.id not in FORESTALLED), row.id


def _decides(row: str, one: Patient) -> bool:
    return any(step.row == row for step in ALGORITHM.appraise(one).steps.values())


def test_a_patient_for_a_wish_mostly_fulfils_it() -> None:
    """Drawing towards a row's conditions meets them far more often than chance would."""
    hits = tries = 0
    for row in ALGORITHM.rows.values():
        for one in patient_with(ALGORITHM, row.tests, Lots(3), tries=10):
            tries += 1
            hits += row in ALGORITHM.fired_rows(one)
    assert tries > 1900
    assert hits / tries > 0.6

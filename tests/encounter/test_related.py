"""Which rules are near: on made rules, and on the shipped ones where a physician would say so."""

from __future__ import annotations

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.population import patient
from relall_trainer.clinical.rule import Row, Rule
from relall_trainer.encounter.related import askable, related_rules
from relall_trainer.paths import algorithm_folder


def rule(number: int, rating: str | None, steps: str, asks: str = "", caution: str | None = None) -> Rule:
    name = f"R{number:02}"
    tests = tuple(Test(one, "is", True) for one in asks.split())
    tier = rating if rating != "unrated" else "withheld"
    row = Row(f"{name}.1", name, tests, tuple(steps.split()), rating, tier, "", "explicit", caution=caution)
    return Rule(name, number, "", "", "explicit", "expert", "", (), (row,))


def made(*rules: Rule) -> dict[str, Rule]:
    return {one.id: one for one in rules}


def shipped() -> Algorithm:
    return load_algorithm(algorithm_folder())


def test_rating_a_step_otherwise_binds_more_than_rating_it_alike() -> None:
    related = related_rules(
        made(
            rule(1, "recommended", "a b", "one"),
            rule(2, "recommended", "a b", "two"),
            rule(3, "contraindicated", "a b", "three"),
            rule(4, "recommended", "c", "four"),
        )
    )
    assert related.to("R01") == ("R03", "R02")
    assert related.to("R04") == ()
    assert related.to("R99") == ()


def test_a_fact_few_ask_binds_and_one_that_all_ask_does_not() -> None:
    rules = [rule(number, "recommended", f"s{number}", f"ill only{number}") for number in range(1, 9)]
    rules += [rule(9, "recommended", "s9", "ill rare"), rule(10, "recommended", "s10", "ill rare")]
    related = related_rules(made(*rules))
    assert related.to("R09") == ("R10",)
    assert related.to("R01") == ()


def test_what_only_cautions_or_withholds_is_neither_asked_nor_related() -> None:
    silent, caution = rule(2, "unrated", "a"), rule(3, None, "a", caution="Mind this.")
    related = related_rules(made(rule(1, "recommended", "a"), silent, caution))
    assert askable(made(silent, caution)) == ()
    assert related.to("R01") == related.to("R02") == ()


def test_being_near_is_mutual_and_never_to_oneself() -> None:
    rules = shipped().rules
    related = related_rules(rules)
    for one in rules:
        assert one not in related.to(one)
        assert all(one in related.to(other) for other in related.to(one))


def test_the_shipped_opposites_are_each_others_nearest() -> None:
    related = related_rules(shipped().rules)
    for one, other in (("R24", "R25"), ("R22", "R23"), ("R15", "R16"), ("R38", "R42"), ("R49", "R52")):
        assert related.to(one)[0] == other
        assert related.to(other)[0] == one


def test_the_nearest_is_chosen_among_those_wanted() -> None:
    related = related_rules(shipped().rules)
    first, second = related.to("R24")[:2]
    assert related.nearest("R24", ["R24", second, first, "R99"]) == first
    assert related.nearest("R24", ["R24", second]) == second
    assert related.nearest("R24", ["R24", "R99"]) is None


def test_what_an_earlier_row_always_decides_is_not_asked() -> None:
    first, later = rule(1, "recommended", "a", "ill"), rule(2, "recommended", "a", "ill worse")
    assert askable(made(first, later)) == ("R01",)
    assert askable(made(first, rule(2, "recommended", "a b", "ill worse"))) == (
        "R01",
        "R02",
    )  # it has a step alone
    assert askable(made(first, rule(2, "recommended", "a", "worse"))) == (
        "R01",
        "R02",
    )  # it asks something else
    assert askable(made(first, rule(2, "contraindicated", "a", "ill worse"))) == (
        "R01",
        "R02",
    )  # a stronger tier
    assert askable(made(rule(1, "acceptable", "a", "ill worse"), rule(2, "recommended", "a", "ill"))) == (
        "R02",
    )


def test_the_shipped_rules_that_are_not_asked_decide_nothing_for_anybody() -> None:
    """Held against many patients: a rule left out decides no step of theirs, and most of the others do."""
    algorithm = shipped()
    left_out = set(algorithm.rules) - set(askable(algorithm.rules))
    assert left_out == {"R46", "R48", "R58"}
    deciding = {
        step.decided_by
        for seed in range(1500)
        for step in algorithm.appraise(patient(algorithm, Lots(seed))).steps.values()
    }
    assert deciding.isdisjoint(left_out)
    assert len(deciding - {None}) > 45

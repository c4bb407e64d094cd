"""The walk meets every situation play can come to, and each only once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from relall_trainer.casefiles.loader import load_case, read_case
from relall_trainer.casefiles.walk import kinds_of_choices, walk
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.case import PICK_ONE, Case, Condition, Group, Node, Option, Transition
from relall_trainer.encounter.play import commit, start
from relall_trainer.paths import cases_folder
from tests.casefiles.conftest import replaced

SHIPPED = sorted(path.parent for path in cases_folder().glob("*/case.yaml"))
DRAW = 'draws:\n  - {id: luck, evidence: ev-a, figure: cr, successes: 1, of: 4, default: "no"}\n'
NEXT = "      - {to: told, origin: simulated, text: The marrow is looked at., evidence: [ev-p1-relapse]}\n"


def _node(*following: Transition, pick: str = "any") -> Node:
    options = tuple(Option(action) for action in ("wu-marrow", "wu-lp", "wu-watch", "wu-none"))
    return Node("n", "N", 0, "x", groups=(Group("g", "?", "workup", pick, options),), next=following)


def test_choices_nothing_tells_apart_are_followed_once() -> None:
    assert kinds_of_choices(_node(Transition("a"))) == ([()], True)
    assert kinds_of_choices(_node(Transition("a"), pick="one")) == ([("wu-marrow",)], True)


def test_one_choice_of_each_kind() -> None:
    marrow_without_waiting = Condition(chosen=("wu-marrow",), not_chosen=("wu-watch",))
    node = _node(
        Transition("a", marrow_without_waiting),
        Transition("b", Condition(chosen_any=("wu-lp",))),
        Transition("c"),
    )
    kinds, complete = kinds_of_choices(node)
    told = {("wu-marrow" in chosen and "wu-watch" not in chosen, "wu-lp" in chosen) for chosen in kinds}
    assert complete
    assert len(kinds) == len(told) == 4


def test_each_option_where_the_step_chosen_is_kept() -> None:
    patch = {"prior_regimens": {"add": {"from": "g"}}}
    kinds, _ = kinds_of_choices(_node(Transition("a", patch=patch), pick="one"))
    assert kinds == [("wu-marrow",), ("wu-lp",), ("wu-watch",), ("wu-none",)]


LATER = """  - id: later
    title: Later
    day: 3
    narrative: She is back.
    groups:
      - {id: g, prompt: What now?, dimension: workup, pick: one, options: [{action: wu-lp}, {action: wu-none}]}
    next:
      - {to: told, origin: simulated}
  - id: told
"""


def _drawn(sound_text: str) -> Case:
    to_later = NEXT.replace("to: told", "to: later")
    text = replaced(
        sound_text,
        ("nodes:\n", f"{DRAW}nodes:\n"),
        ("  - id: told\n", LATER),
        (
            NEXT,
            to_later.replace("{to:", '{when: {draw: {luck: "yes"}}, patch: {mrd: negative}, to:')
            + to_later.replace("{to:", "{when: {chosen: [wu-watch]}, patch: {mrd: positive}, to:")
            + to_later,
        ),
    )
    case, found = read_case(text)
    assert case is not None, found
    return case


def test_both_outcomes_of_a_draw_are_followed(algorithm: Algorithm, sound_text: str) -> None:
    result = walk(_drawn(sound_text), algorithm)
    assert {situation.patient.mrd for situation in result.situations["later"]} == {
        "negative",
        "positive",
        "not_assessed",
    }
    assert len(result.situations["told"]) == 1, "what follows an ending is nothing"
    assert result.taken == {("counts", 0), ("counts", 1), ("counts", 2), ("later", 0)}
    assert result.complete


def test_a_bound_is_kept_and_told(algorithm: Algorithm, sound_text: str) -> None:
    result = walk(_drawn(sound_text), algorithm, limit=2)
    assert not result.complete
    assert sum(len(met) for node, met in result.situations.items() if node != "told") == 2


def test_trail_tells_the_way(algorithm: Algorithm, sound_text: str) -> None:
    result = walk(_drawn(sound_text), algorithm)
    assert result.situations["counts"][0].trail() == "at the start"
    assert {situation.trail() for situation in result.situations["later"]} == {
        "reached by counts: wu-watch",
        "reached by counts: wu-marrow",
    }


@pytest.mark.parametrize("seed", range(5))
def test_play_stays_within_the_walk(algorithm: Algorithm, sound_text: str, seed: int) -> None:
    """Random choices with random luck never come to a patient the walk has not met."""
    dice = random.Random(seed)
    case = _drawn(sound_text)
    situations = walk(case, algorithm).situations
    met = {(node, one.patient) for node, those in situations.items() for one in those}
    for luck in range(20):
        encounter = start(case, algorithm, seed=luck)
        while not encounter.ended:
            assert (encounter.node, encounter.patient) in met
            chosen = [dice.choice(group.options).action for group in encounter.current.groups]
            encounter, _ = commit(encounter, chosen)
        assert encounter.node in situations


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_play_of_a_shipped_case_stays_within_its_walk(algorithm: Algorithm, folder: Path) -> None:
    """Shows that the kinds of choices the walk tells apart are all there are."""
    dice = random.Random(folder.name)
    case = load_case(folder)
    result = walk(case, algorithm)
    assert result.complete
    met = {(node, one.patient) for node, those in result.situations.items() for one in those}
    for luck in range(60):
        encounter = start(case, algorithm, seed=luck)
        while not encounter.ended:
            assert (encounter.node, encounter.patient) in met
            chosen: list[str] = []
            for group in encounter.current.groups:
                offered = [option.action for option in group.options]
                chosen += dice.sample(offered, 1 if group.pick == PICK_ONE else dice.randint(0, len(offered)))
            encounter, _ = commit(encounter, chosen)

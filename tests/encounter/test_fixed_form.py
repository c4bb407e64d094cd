"""The fixed form of a case is the authors' course in a row, plays like it, and holds nothing that tells how one did."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache

import pytest

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.prepared import case_from_text, case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Event, Finished, Resumed, replay, started
from relall_trainer.encounter.authors import authors_encounter, authors_walk
from relall_trainer.encounter.case import (
    PICK_ONE,
    Case,
    Condition,
    Ending,
    Node,
    PathStep,
    Transition,
)
from relall_trainer.encounter.fixed_form import fixed_form
from relall_trainer.encounter.fresh import fresh_case
from relall_trainer.encounter.play import EXAM, CaseFault
from relall_trainer.encounter.scoring import total
from relall_trainer.encounter.unrated import Unrated
from relall_trainer.paths import algorithm_folder, assets_folder, cases_folder
from tests.encounter.conftest import FakeAlgorithm

NOON = "2026-01-01T12:00:00Z"
FRESH = 50
SHIPPED = sorted(folder.parent.name for folder in cases_folder().glob("*/case.yaml"))


@cache
def _algorithm() -> Algorithm:
    return load_algorithm(algorithm_folder())


@cache
def _case(name: str) -> Case:
    if not name.startswith("fresh"):
        return load_case(cases_folder() / name)
    questions = load_questions(assets_folder() / "fresh")
    return fresh_case(_algorithm(), questions, int(name.removeprefix("fresh"))).case


ALL = [*SHIPPED, *(f"fresh{seed}" for seed in range(FRESH))]


@pytest.fixture(params=ALL)
def case(request: pytest.FixtureRequest) -> Case:
    return _case(request.param)


def _some(lots: random.Random, node: Node) -> tuple[str, ...]:
    chosen: list[str] = []
    for group in node.groups:
        offered = [option.action for option in group.options]
        many = [action for action in offered if lots.random() < 0.4]
        chosen += [lots.choice(offered)] if group.pick == PICK_ONE else many
    return tuple(chosen)


def test_there_are_three_cases_to_ask() -> None:
    assert len(SHIPPED) == 3


def test_it_is_a_line_of_the_authors_decisions(case: Case) -> None:
    form = fixed_form(case, _algorithm())
    nodes = list(form.nodes.values())
    assert [node.id for node in nodes[:-1]] == [step.node for step in case.authors_path]
    assert form.start == nodes[0].id == case.start
    for node, following in itertools.pairwise(nodes):
        (way_on,) = node.next
        assert (way_on.to, way_on.when, node.ending) == (following.id, None, None)
        theirs = case.nodes[node.id]
        for part in ("title", "day", "narrative", "patch", "chart", "origin"):
            assert getattr(node, part) == getattr(theirs, part)
    assert nodes[-1].ending is not None
    assert (nodes[-1].groups, nodes[-1].next, form.draws) == ((), (), {})


def test_it_is_an_attempt_at_the_very_case(case: Case) -> None:
    form, algorithm = fixed_form(case, _algorithm()), _algorithm()
    assert form.sha256 == case.sha256
    for part in ("id", "version", "title", "minutes", "license", "authors"):
        assert getattr(form.head, part) == getattr(case.head, part)
    assert started(form, Unrated(algorithm), at=NOON, mode=EXAM) == started(
        case, algorithm, at=NOON, mode=EXAM
    )


def test_its_decisions_offer_the_same_under_written_out_names(case: Case) -> None:
    actions = _algorithm().actions
    for node in fixed_form(case, _algorithm()).nodes.values():
        for group, theirs in zip(node.groups, case.nodes[node.id].groups, strict=True):
            assert (group.id, group.prompt, group.pick) == (theirs.id, theirs.prompt, theirs.pick)
            for option, original in zip(group.options, theirs.options, strict=True):
                assert option.label == (original.label or actions[original.action].label)
                for part in ("action", "detail", "parameters"):
                    assert getattr(option, part) == getattr(original, part)


def test_its_patients_are_those_of_the_authors_walk(case: Case) -> None:
    form = fixed_form(case, _algorithm())
    state = play.start(form, Unrated(_algorithm()))
    for visit in authors_walk(case, _algorithm()):
        assert (state.node, state.patient) == (visit.node, visit.patient)
        state, told = play.commit(state, visit.chosen)
        assert (told.text, told.text_origin, told.evidence) == (
            visit.text,
            visit.text_origin,
            visit.evidence,
        )
    there = authors_encounter(case, _algorithm())
    assert state.ended
    assert (state.node, state.patient) == (there.node, there.patient)


def _plays(case: Case, times: int) -> Iterator[tuple[list[Event], list[tuple[str, object]]]]:
    """The form played with any choices: the events, and what was met."""
    form, unrated = fixed_form(case, _algorithm()), Unrated(_algorithm())
    for turn in range(times):
        lots = random.Random(f"{case.head.id} {turn}")
        state = play.start(form, unrated)
        events: list[Event] = [started(form, unrated, at=NOON, mode=EXAM, assignment="a1")]
        met: list[tuple[str, object]] = []
        while not state.ended:
            met.append((state.node, state.patient))
            chosen = _some(lots, state.current)
            events.append(Committed(at=NOON, node=state.node, chosen=chosen))
            state, visit = play.commit(state, chosen)
            assert set(visit.ratings.values()) == {"unrated"}
            assert (visit.score.points, visit.score.possible, visit.score.critical) == (0, 0, ())
            events.append(Resumed(at=NOON, used_ms=turn))
        met.append((state.node, state.patient))
        ending = state.current.ending
        events.append(Finished(at=NOON, ending=ending.id if ending else None))
        yield events, met


def test_with_any_choices_it_ends_and_the_case_replayed_as_an_exam_meets_the_same(case: Case) -> None:
    algorithm = _algorithm()
    for events, met in _plays(case, 3):
        for count in range(1, len(events) + 1):
            if not isinstance(events[count - 1], Resumed):
                encounter = replay(case, algorithm, events[:count])
                assert (encounter.node, encounter.patient) == met[min(len(encounter.record), len(met) - 1)]
        assert encounter.ended
        assert [(visit.node, visit.patient) for visit in encounter.record] == met[:-1]
        made = [event.chosen for event in events if isinstance(event, Committed)]
        assert [set(visit.chosen) for visit in encounter.record] == [set(chosen) for chosen in made]
        for visit in encounter.record:
            assert visit.ratings == {
                action: algorithm.appraise(visit.patient).rating(action) for action in visit.ratings
            }


def test_the_authors_own_choices_are_scored_in_an_exam_as_in_practice(case: Case) -> None:
    walked = authors_encounter(case, _algorithm())
    exam = play.start(case, _algorithm(), seed=11, mode=EXAM)
    for step in case.authors_path:
        exam, _ = play.commit(exam, step.chosen)
    assert exam.path == walked.path
    assert total(exam.first) == total(walked.first)


def test_it_is_written_and_read_back(case: Case) -> None:
    form = fixed_form(case, _algorithm())
    text = case_to_text(form)
    again = case_from_text(text)
    assert again == form
    assert case_to_text(again) == text
    assert fixed_form(case, _algorithm()) == form


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def test_nothing_that_tells_how_one_did_stands_in_it(case: Case) -> None:
    text = case_to_text(fixed_form(case, _algorithm()))
    data = json.loads(text)
    for node in data["nodes"]:
        for group in node.get("groups", ()):
            assert group.keys() == {"id", "prompt", "dimension", "pick", "options"}
            for option in group["options"]:
                assert option.keys() <= {"action", "label", "detail", "parameters"}
        for way_on in node.get("next", ()):
            assert "when" not in way_on
    assert (data["learning_goals"], data["competencies"], data["draws"]) == ([], [], [])
    assert [step["chosen"] for step in data["authors_path"]] == [[]] * len(case.authors_path)
    strings = set(_strings(data))
    theirs = [option.feedback for node in case.nodes.values() for g in node.groups for option in g.options]
    theirs += [line for node in case.nodes.values() if node.ending for line in node.ending.take_away]
    theirs += [*case.head.learning_goals, case.head.summary]
    for told in theirs:
        assert told not in strings - {case.head.title}


SENTINEL = "sentinel-4711"
WEIGHT = 47.125


def _marked(case: Case) -> Case:
    """The case with a sentinel in everything that an exam must not hand out."""

    def condition(when: Condition | None) -> Condition | None:
        return when and replace(when, not_chosen=(*when.not_chosen, f"{SENTINEL}-not"))

    def node(one: Node) -> Node:
        never = Transition(one.id, Condition(chosen=(f"{SENTINEL}-step",)), {}, text=f"{SENTINEL} untaken")
        ending = one.ending and Ending(
            one.ending.id, f"{SENTINEL} outcome", f"{SENTINEL} title", one.ending.origin, (SENTINEL,) * 3
        )
        groups = tuple(
            replace(
                group,
                weight=WEIGHT,
                options=tuple(
                    replace(option, feedback=f"{SENTINEL} feedback", weight=WEIGHT)
                    for option in group.options
                ),
            )
            for group in one.groups
        )
        return replace(
            one,
            groups=groups,
            ending=ending,
            narrative=SENTINEL if ending else one.narrative,
            title=SENTINEL if ending else one.title,
            next=tuple(
                [never, *(replace(way, when=condition(way.when)) for way in one.next)] if one.next else ()
            ),
        )

    head = replace(
        case.head, summary=SENTINEL, modeled_on=SENTINEL, learning_goals=(SENTINEL,), competencies=(SENTINEL,)
    )
    nodes = {name: node(one) for name, one in case.nodes.items()}
    nodes[SENTINEL] = Node(SENTINEL, SENTINEL, 0, SENTINEL)
    return replace(case, head=head, nodes=nodes)


def test_a_sentinel_in_all_that_is_withheld_is_nowhere_in_it(case: Case) -> None:
    marked = _marked(case)
    assert SENTINEL in str(marked)
    text = case_to_text(fixed_form(marked, _algorithm()))
    assert SENTINEL not in text
    assert str(WEIGHT) not in text
    assert [node.id for node in fixed_form(marked, _algorithm()).nodes.values()] == [
        node.id for node in fixed_form(case, _algorithm()).nodes.values()
    ]


def test_each_part_of_a_case_is_thought_of() -> None:
    """A part added to the case later is to be looked at here: is it to be handed out in an exam?"""
    assert [part.name for part in fields(Case)] == [
        "head", "sha256", "patient", "start", "nodes", "authors_path", "draws",
    ]  # fmt: skip
    assert len(fields(Node)) == 10
    assert len(fields(Transition)) == 6
    assert len(fields(Ending)) == 5


def test_a_course_that_cannot_be_walked_to_its_end_gives_no_form(
    small_case: Case, fake: FakeAlgorithm
) -> None:
    assert fixed_form(small_case, fake).nodes["second"].next[0].to == "good"
    short = replace(small_case, authors_path=small_case.authors_path[:1])
    with pytest.raises(CaseFault, match="does not come by here") as caught:
        fixed_form(short, fake)
    assert caught.value.node == "second"
    wrong = replace(small_case, authors_path=(PathStep("first", ("look", "unheard-of"), "paper"),))
    with pytest.raises(CaseFault, match="cannot be played"):
        fixed_form(wrong, fake)


def test_what_the_learner_took_is_not_what_the_patient_got(small_case: Case, fake: FakeAlgorithm) -> None:
    """The authors' step, not the learner's, becomes the patient's regimen, under its written-out name."""
    exam = play.start(small_case, fake, mode=EXAM)
    practice = play.start(small_case, fake)
    (theirs,) = small_case.authors_path[:1]
    exam, visit = play.commit(exam, ["toxic"])
    practice, _ = play.commit(practice, theirs.chosen)
    assert exam.patient == practice.patient
    assert visit.chosen == ("toxic",)
    assert visit.score.critical == ("toxic",)
    form = play.start(fixed_form(small_case, fake), Unrated(fake))
    assert play.commit(form, ["toxic"])[0].patient == practice.patient

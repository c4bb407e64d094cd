"""Marking finds what the play itself found, from the choices alone, and keeps finding it for ever."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.marking import CaseDiffers, Marker
from relall_trainer.cohort.marks import MISSING, plain_result
from relall_trainer.cohort.submission import LoggedAttempt
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import (
    Committed,
    Finished,
    Noted,
    ReplayFault,
    Started,
    SteppedBack,
    event_from_plain,
    replay,
)
from relall_trainer.encounter.debrief import debrief, first_answers
from relall_trainer.encounter.grading import rule_grades
from relall_trainer.encounter.play import EXAM, PRACTICE
from relall_trainer.encounter.scoring import total
from relall_trainer.learner.chain import canonical
from tests.cohort.marked import (
    SKILLS,
    assignment,
    at,
    attempt,
    by_sha256,
    cases,
    item,
    logged,
    marker,
    memory,
    played,
    rules,
)
from tests.encounter.walks import walks

GOLDEN = Path(__file__).parent / "golden"
SEEDS = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(range(3)))
def test_the_mark_of_any_walk_is_the_plays_own(data: st.DataObject, number: int) -> None:
    case = cases()[number]
    walk = data.draw(walks(case, rules(), step_back=True, memory=memory()))
    result = marker().mark(assignment(), logged("one", number, walk.events))
    own = total(walk.last.first)
    assert (result.points, result.possible, result.percent) == (own.points, own.possible, own.percent)
    assert result.critical == len(own.critical)
    assert result.finished == walk.last.ended
    told = debrief(walk.last)
    assert [mark.node for mark in result.marks] == [line.node for line in told.decisions]
    assert [mark.verdict for mark in result.marks] == [line.mark for line in told.decisions]
    assert [mark.labels for mark in result.marks] == [
        tuple(step.label for step in line.chosen) for line in told.decisions
    ]
    for mark, visit in zip(result.marks, first_answers(walk.last), strict=True):
        assert mark.rules == rule_grades(visit.score)
        assert {name: pair for name, *pair in mark.dimensions} == {
            name: list(pair) for name, pair in total({"": visit.score}).dimensions.items()
        }


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(range(3)), st.sampled_from(SKILLS), st.none() | st.integers(0, 6))
def test_the_mark_of_any_exam_is_the_plays_own_and_nothing_for_the_rest(
    seed: int, number: int, skill: float, stop: int | None
) -> None:
    events, encounter = played(number, random.Random(seed), skill, EXAM, stop)
    result = marker().mark(assignment(EXAM), logged("one", number, events))
    own = total(encounter.first)
    course = [step.node for step in cases()[number].authors_path]
    assert [mark.node for mark in result.marks] == course
    assert result.points == own.points
    assert result.possible >= own.possible
    assert [mark.answered for mark in result.marks] == [node in encounter.first for node in course]
    assert result.finished == encounter.ended == (result.answered == len(course))
    for mark in result.marks:
        if not mark.answered:
            assert (mark.verdict, mark.points, mark.critical, mark.rules) == (MISSING, 0, (), ())


@pytest.mark.long
def test_ten_thousand_attempts_are_marked_as_they_were_played() -> None:
    luck = random.Random(18)
    for _ in range(10_000):
        number, mode = luck.randrange(3), luck.choice((PRACTICE, EXAM))
        events, encounter = played(number, luck, luck.random(), mode)
        result = marker().mark(assignment(mode), logged("one", number, events))
        own = total(encounter.first)
        assert (result.points, result.possible, result.percent, result.critical) == (
            own.points, own.possible, own.percent, len(own.critical),
        )  # fmt: skip


def test_what_was_not_answered_could_have_earned_what_the_best_answer_earns() -> None:
    for number, case in enumerate(cases()):
        blank = marker().blank(assignment(EXAM), number)
        encounter = play.start(case, rules(), mode=EXAM, memory=memory())
        for mark in blank.marks:
            best = _most(encounter)
            assert mark.possible == best, mark.node
            encounter, _ = play.commit(encounter, play.authors_choice(encounter))
        assert encounter.ended
        assert blank.points == 0
        assert blank.percent == "0.0"
        assert not blank.finished


def _most(encounter: play.Encounter) -> float:
    """What is possible at a decision for whoever chooses nothing unrated, asked of the play itself."""
    best = 0.0
    luck = random.Random(1)
    steps = encounter.appraisal.steps
    for _ in range(20):
        chosen = []
        for group in encounter.current.groups:
            offered = [one.action for one in group.options]
            able = [one for one in offered if steps[one].rating != "unrated"] or offered
            chosen += (
                [luck.choice(able)]
                if group.pick == "one"
                else luck.sample(offered, luck.randrange(len(offered)))
            )
        best = max(best, play.commit(encounter, chosen)[1].score.possible)
    return best


def test_marked_attempts_never_change() -> None:
    """Byte for byte, under the cases and rules they were marked by, which lie beside them.

    Where this fails, scores that were given out would change: raise the version of the scoring instead.
    """
    then = algorithm_from_text(_golden("rules.json.gz"))
    old = [case_from_text(_golden(f"case-{number}.json.gz")) for number in (1, 2, 3)]
    marks_then = Marker({case.sha256: case for case in old}, then)
    kept = [json.loads(line) for line in _golden("marked.jsonl.gz").splitlines()]
    assert len(kept) == 20
    for one in kept:
        wanted = one["result"]
        events = tuple(event_from_plain(event) for event in one["events"])
        log = LoggedAttempt(wanted["attempt"], wanted["item"], wanted["mode"], events, ())
        asked = dataclasses.replace(assignment(wanted["mode"]), items=tuple(map(item, old)))
        found = plain_result(marks_then.mark(asked, log))
        # How logs are told apart is no part of what an attempt came to.
        assert len(found.pop("trail")) == len(wanted.pop("trail"))
        assert canonical(found) == canonical(wanted)


def _golden(name: str) -> str:
    return gzip.decompress((GOLDEN / name).read_bytes()).decode()


def test_what_is_remembered_changes_nothing() -> None:
    logs = [attempt(f"a{seed}", seed % 3, seed, SKILLS[seed % 5]) for seed in range(30)]
    fresh = [Marker(by_sha256(), rules()).mark(assignment(), log) for log in logs]
    assert [marker().mark(assignment(), log) for log in logs] == fresh
    assert [marker().mark(assignment(), log) for log in reversed(logs)] == fresh[::-1]


def _broken() -> dict[str, tuple[object, ...]]:
    events, _ = played(0, random.Random(3), 0.9)
    begun, first, second, *rest = events
    assert isinstance(begun, Started)
    assert isinstance(first, Committed)
    change = dataclasses.replace
    ending = events[-1]
    assert isinstance(ending, Finished)
    return {
        "no beginning": events[1:],
        "begun twice": (begun, *events),
        "not offered": (begun, change(first, chosen=("no-such-step",)), second, *rest),
        "twice the same": (begun, change(first, chosen=(*first.chosen, *first.chosen)), second, *rest),
        "nothing of a question": (begun, change(first, chosen=()), second, *rest),
        "in another order": (begun, second, first, *rest),
        "sure in another word": (begun, change(first, confidence="absolutely"), second, *rest),
        "too long a reason": (begun, change(first, rationale="x" * 2001), second, *rest),
        "another ending": (*events[:-1], change(ending, ending="home-and-well")),
        "back before the first": (begun, SteppedBack(at=at(1)), first, *rest),
        "on after the end": (*events, first),
        "a note on no node": (*events, Noted(at=at(9999), node="nowhere", text="x")),
        "a fork": (change(begun, fork_of="x", fork_at=1), *events[1:]),
        "played as an exam": (change(begun, mode=EXAM), *events[1:]),
    }


@pytest.mark.parametrize("name", list(_broken()))
def test_events_that_do_not_fit_are_refused_also_where_the_decision_is_remembered(name: str) -> None:
    events, _ = played(0, random.Random(3), 0.9)
    marker().mark(assignment(), logged("sound", 0, events))
    broken = _broken()[name]
    with pytest.raises(ReplayFault):
        marker().mark(assignment(), logged("one", 0, broken))  # type: ignore[arg-type]
    if name not in ("a fork", "played as an exam"):
        with pytest.raises(ReplayFault):
            replay(cases()[0], rules(), broken)  # type: ignore[arg-type]


def test_another_case_is_told_from_events_that_do_not_fit() -> None:
    log = attempt("one", 0, 3)
    for place in (1, 2, 3, -1):
        with pytest.raises(CaseDiffers):
            marker().mark(assignment(), dataclasses.replace(log, item=place))
    begun = log.events[0]
    assert isinstance(begun, Started)
    other = dataclasses.replace(begun, case_sha256="0" * 64)
    with pytest.raises(CaseDiffers):
        marker().mark(assignment(), dataclasses.replace(log, events=(other, *log.events[1:])))
    with pytest.raises(CaseDiffers):
        Marker({}, rules()).mark(assignment(), log)


def test_going_back_is_no_way_out_of_an_exam() -> None:
    events, _ = played(0, random.Random(3), 0.9, EXAM)
    with pytest.raises(ReplayFault):
        marker().mark(assignment(EXAM), logged("one", 0, (*events[:2], SteppedBack(at=at(50)), *events[1:])))


def test_other_rules_are_named_and_do_not_matter() -> None:
    log = attempt("one", 0, 3)
    begun = log.events[0]
    assert isinstance(begun, Started)
    own = marker().mark(assignment(), log)
    assert own.played_under == ""
    for change, words in (
        ({"algorithm_version": "0.9.0", "algorithm_sha256": "f" * 64}, "frey-luger-2015 0.9.0 (ffffffff)"),
        ({"scoring": "0"}, "scoring 0"),
        ({"scoring": "0\x1b[31m\u202e\n1"}, "scoring 0[31m 1"),
    ):
        other = dataclasses.replace(log, events=(dataclasses.replace(begun, **change), *log.events[1:]))
        result = marker().mark(assignment(), other)
        assert result.played_under == words
        assert result.marks == own.marks
        assert result.pins == own.pins


def test_a_trail_goes_on_where_the_log_goes_on_and_tells_other_logs_apart() -> None:
    log = attempt("one", 0, 3)
    whole = marker().mark(assignment(), log).trail
    for count in range(1, len(log.events)):
        part = dataclasses.replace(log, events=log.events[:count])
        assert whole.startswith(marker().mark(assignment(), part).trail)
    first = log.events[1]
    assert isinstance(first, Committed)
    edited = dataclasses.replace(first, rationale="another reason")
    other = dataclasses.replace(log, events=(log.events[0], edited, *log.events[2:]))
    assert not whole.startswith(marker().mark(assignment(), other).trail[:16])


def test_an_unfinished_attempt_says_so() -> None:
    result = marker().mark(assignment(), attempt("one", 0, 3, stop=2))
    assert not result.finished
    assert result.ending is None
    assert result.finished_at == ""
    assert len(result.marks) == 2
    assert result.mode == PRACTICE


def test_the_moments_of_an_attempt_are_the_patients_as_they_were() -> None:
    for mode in (PRACTICE, EXAM):
        events, encounter = played(1, random.Random(5), 0.7, mode, 4)
        moments = marker().moments(assignment(mode), logged("one", 1, events))
        for visit in encounter.record:
            assert moments[visit.node].patient == visit.patient
        result = marker().mark(assignment(mode), logged("one", 1, events))
        assert list(moments) == [mark.node for mark in result.marks]

"""Random walks through any case, and what must hold on each: reused for the shipped cases.

@given(walks(case, algorithm))
def test_a_walk_holds(walk): check_walk(walk)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.attempt import Committed, Event, SteppedBack, event_from_plain, replay, started
from relall_trainer.encounter.case import PICK_ONE, Case, Node
from relall_trainer.encounter.debrief import debrief
from relall_trainer.encounter.plan import play_plan, result
from relall_trainer.encounter.play import CONFIDENCE, Encounter, Visit
from relall_trainer.encounter.scoring import total

NOON = "2026-01-01T12:00:00Z"


@dataclass(frozen=True)
class Walk:
    """The states passed through, the first before any choice; the events that lead to the last."""

    states: tuple[Encounter, ...]
    visits: tuple[Visit, ...]
    events: tuple[Event, ...]

    @property
    def last(self) -> Encounter:
        return self.states[-1]


def choices(node: Node) -> st.SearchStrategy[tuple[str, ...]]:
    """Any legal choice at a node, the steps in any order."""
    parts: list[st.SearchStrategy[list[str]]] = []
    for group in node.groups:
        offered = [option.action for option in group.options]
        if group.pick == PICK_ONE:
            parts.append(st.sampled_from(offered).map(lambda action: [action]))
        else:
            parts.append(st.lists(st.sampled_from(offered), unique=True))
    whole = st.tuples(*parts).map(lambda lists: [action for chosen in lists for action in chosen])
    return whole.flatmap(st.permutations).map(tuple)


@st.composite
def walks(
    draw: st.DrawFn,
    case: Case,
    algorithm: Appraiser,
    *,
    step_back: bool = False,
    memory: Appraisals | None = None,
) -> Walk:
    """A walk from start to ending, with any luck; with ``step_back`` up to three steps back on the way."""
    seed = draw(st.none() | st.integers(min_value=0, max_value=2**32))
    encounter = play.start(case, algorithm, seed, memory=memory or Appraisals(algorithm, keep=10_000))
    states, visits = [encounter], []
    events: list[Event] = [started(case, algorithm, at=NOON, seed=seed)]
    backs = draw(st.integers(min_value=0, max_value=3)) if step_back else 0
    while not encounter.ended or backs:
        assert len(states) <= 2 * len(case.nodes) + 8, "the walk does not end"
        if backs and encounter.path and (encounter.ended or draw(st.booleans())):
            backs -= 1
            encounter = play.step_back(encounter)
            events.append(SteppedBack(at=NOON))
        else:
            chosen = draw(choices(encounter.current))
            sure = draw(st.sampled_from((None, *CONFIDENCE)))
            event = Committed(at=NOON, node=encounter.node, chosen=chosen, confidence=sure)
            encounter, visit = play.commit(encounter, chosen, sure)
            visits.append(visit)
            events.append(event)
        states.append(encounter)
    return Walk(tuple(states), tuple(visits), tuple(events))


def check_walk(walk: Walk) -> None:
    """Every invariant of a walk; AssertionError names the one broken."""
    assert walk.last.ended
    for visit in walk.visits:
        check_visit(visit)
    check_total(walk.last)
    check_replay(walk)
    check_debrief(walk.last)


def check_visit(visit: Visit) -> None:
    """Points lie between nothing and all, add up from their lines, and each line has its reason."""
    score = visit.score
    assert 0 <= score.points <= score.possible
    assert Fraction(str(score.points)) == sum(Fraction(str(group.points)) for group in score.groups)
    assert Fraction(str(score.possible)) == sum(Fraction(str(group.possible)) for group in score.groups)
    assert {line.action for group in score.groups for line in group.lines} == set(visit.ratings)
    for group in score.groups:
        lines = sum(Fraction(str(line.points)) for line in group.lines)
        assert Fraction(str(group.points)) == lines + Fraction(str(group.adjustment))
        for line in group.lines:
            assert line.rating == visit.ratings[line.action]
            assert (line.rule is None) == (line.rating == "unrated")
            assert line.chosen == (line.action in visit.chosen)
            assert line.chosen or line.points == 0
    wrong = {action for action in visit.chosen if visit.ratings[action] == "contraindicated"}
    assert set(score.critical) == wrong


def check_total(encounter: Encounter) -> None:
    """The dimensions add up to the total, which counts first answers only."""
    sums = total(encounter.first)
    assert 0 <= sums.points <= sums.possible
    for place, whole in enumerate((sums.points, sums.possible)):
        parts = sum(Fraction(str(pair[place])) for pair in sums.dimensions.values())
        assert parts == Fraction(str(whole))
    assert (sums.percent is None) == (sums.possible == 0)
    met = {visit.node for visit in encounter.record}
    assert set(encounter.first) == met
    for node in met:
        answers = [visit.score for visit in encounter.record if visit.node == node]
        assert encounter.first[node] == answers[0]


def check_replay(walk: Walk) -> None:
    """Stopping anywhere and resuming from the events, written down and read back, changes nothing."""
    case, algorithm = walk.last.case, walk.last.algorithm
    events = [event_from_plain(event.plain()) for event in walk.events]
    assert tuple(events) == walk.events
    for count, state in enumerate(walk.states, start=1):
        assert same_play(replay(case, algorithm, events[:count], memory=walk.last.memory), state)


def same_play(one: Encounter, other: Encounter) -> bool:
    """Equal in all that a play can change (the case itself is not compared part by part: it is large)."""
    parts = ("patient", "node", "path", "first", "record", "seed", "mode")
    return one.case is other.case and all(getattr(one, part) == getattr(other, part) for part in parts)


def check_step_back(walk: Walk) -> None:
    """Going back from each state gives the state before, first answers kept, and the road can be retaken."""
    for before, after in zip(walk.states, walk.states[1:], strict=False):
        if len(after.path) < len(before.path):
            continue
        back = play.step_back(after)
        assert (back.patient, back.node, back.path) == (before.patient, before.node, before.path)
        assert back.first == after.first
        assert back.appraisal == before.appraisal
        again, _ = play.commit(back, after.path[-1].chosen, after.path[-1].confidence)
        assert (again.patient, again.node, again.path) == (after.patient, after.node, after.path)
        assert total(again.first) == total(after.first)


def check_debrief(encounter: Encounter) -> None:
    """The debrief agrees with the encounter it is of."""
    told = debrief(encounter)
    assert told.total == total(encounter.first)
    assert [line.node for line in told.decisions] == list(encounter.first)
    assert told.take_away == (told.ending.take_away if told.ending else ())
    assert sum(line.n for line in told.calibration) <= len(told.decisions)
    columns = {node.id: node.column for node in told.map.nodes}
    assert all(columns[edge.source] < columns[edge.target] for edge in told.map.edges)
    yours = {(edge.source, edge.target) for edge in told.map.edges if edge.kind in ("yours", "both")}
    assert yours == {(visit.node, visit.next) for visit in encounter.path}


def check_plan(walk: Walk) -> None:
    """A walk without a step back, written as a plan, is the same play and adds up."""
    last = walk.last
    plan = {"choices": [{"node": visit.node, "chosen": list(visit.chosen)} for visit in last.path]}
    played = play_plan(last.case, last.algorithm, plan, last.seed, memory=last.memory)
    answer = result(played)
    assert [step["points"] for step in answer["path"]] == [visit.score.points for visit in last.path]
    assert sum(Fraction(str(step["points"])) for step in answer["path"]) == Fraction(str(answer["points"]))
    assert played.patient == last.patient
    assert answer["ending"] == (last.current.ending.id if last.current.ending else None)

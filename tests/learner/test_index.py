"""The index says what the record says, however it came to be."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relall_trainer.clinical.appraisal import RATINGS
from relall_trainer.clinical.population import fingerprint
from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.play import EXAM
from relall_trainer.errors import BadFile, StoreError
from relall_trainer.learner import index as index_module
from relall_trainer.learner.index import DecisionFilter, DecisionLine, HistoryIndex
from relall_trainer.learner.records import AttemptRecord
from relall_trainer.learner.store import LearnerStore
from tests.learner import asked_one_by_one, samples
from tests.learner.asked_one_by_one import Fact
from tests.learner.played import Played, algorithm, cases, fill, opened
from tests.learner.samples import Clock

VERSION = "frey-luger-2015 1.0.0 · scoring 1"


class Filled:
    """A store with attempts of every kind, its index, and the same asked one by one."""

    def __init__(self, played: Played, index: HistoryIndex) -> None:
        self.played = played
        self.index = index
        self.facts = asked_one_by_one.facts(played)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("filled")
    with opened(folder / "profile", seed=5) as played:
        fill(played, 24)
        index = caught_up(played, folder / "history.db")
        yield Filled(played, index)
        index.close()


def caught_up(played: Played, path: Path) -> HistoryIndex:
    index = HistoryIndex.open(path)
    list(index.catch_up(played.store, played.replayed))
    return index


def whole(index: HistoryIndex) -> dict[str, Any]:
    """Everything the index says."""
    return {
        "lines": index.page(limit=100_000),
        "rules": index.rule_tallies(),
        "dimensions": index.dimension_tallies(),
        "calibration": index.calibration(),
        "trend": index.trend(),
        "rule trends": [index.trend(rule=tally.rule) for tally in index.rule_tallies()],
        "dimension trends": [index.trend(dimension=name) for name in DIMENSIONS],
        "grades": list(index.grades()),
        "harmful": index.certain_and_harmful(1000),
        "patients": index.seen_patients(),
        "unusable": index.unusable(),
        "words": index._connection.execute("SELECT rowid, said FROM words ORDER BY rowid").fetchall(),
    }


def places(lines: tuple[DecisionLine, ...]) -> list[tuple[str, int]]:
    return [(line.attempt, line.n) for line in lines]


# What a line says


def test_every_decision_has_its_line(filled: Filled) -> None:
    lines = filled.index.page(limit=10_000)
    assert len(lines) > 100
    assert {line.source for line in lines} == {"case", "fork"}
    assert {line.mode for line in lines} == {"practice", "exam"}
    for line, fact in zip(lines, filled.facts, strict=True):
        assert (line.attempt, line.n, line.node, line.source) == (
            fact.attempt,
            fact.n,
            fact.node,
            fact.source,
        )
        assert datetime.fromisoformat(line.at) == fact.at
        assert (line.points, line.possible, line.critical) == (fact.points, fact.possible, fact.critical)
        assert (line.first, line.noted, line.confidence) == (fact.first, fact.noted, fact.confidence)
        assert line.full == (fact.points == fact.possible > 0)
        assert [(step.action, step.rating, step.rule or None) for step in line.chosen] == list(fact.chosen)
        assert set(line.wrong_rules) == fact.wrong
        assert line.version == VERSION
        assert not {step.action for step in line.chosen} & {step.action for step in line.missed}
        assert bool(line.missed) <= (not line.full)


def test_the_best_steps_left_out_are_named(filled: Filled) -> None:
    for line in filled.index.page(limit=10_000):
        assert all(step.rating in ("recommended", "acceptable") for step in line.missed)
        if line.points < line.possible and not line.missed:
            # Then points were lost by what was done, not by what was left out.
            assert any(step.rating in ("discouraged", "contraindicated") for step in line.chosen)


# Filters and pages


@st.composite
def filters(draw: st.DrawFn, facts: list[Fact]) -> DecisionFilter:
    """Any combination, mostly of what a decision there is has, so that something is found."""
    some = draw(st.sampled_from(facts))
    step = draw(st.sampled_from(some.chosen)) if some.chosen else ("sx-none", "unrated", None)
    yes = st.none() | st.booleans()
    other = draw(st.sampled_from(facts))
    moments = st.none() | st.sampled_from([some.at, other.at, some.at + timedelta(microseconds=500)])
    parts: dict[str, Any] = {
        "text": draw(st.just("") | typed(some)),
        "case_id": draw(maybe(some.case_id, "no-such-case")),
        "rule": draw(maybe(*sorted(some.rules), "R99")),
        "action": draw(maybe(step[0], "sx-none")),
        "rating": draw(maybe(step[1], *RATINGS)),
        "dimension": draw(maybe(*DIMENSIONS)),
        "critical": draw(yes),
        "wrong": draw(yes),
        "confidence": draw(maybe(some.confidence or "certain", *CONFIDENCE)),
        "noted": draw(yes),
        "source": draw(maybe("case", "practice", "fork")),
        "counted": draw(yes),
        "since": draw(moments),
        "until": draw(moments),
        "attempt": draw(maybe(some.attempt, "no-such-attempt")),
    }
    asked = draw(st.sets(st.sampled_from(sorted(parts)), max_size=4))
    return DecisionFilter(
        **{name: value for name, value in parts.items() if name in asked and value is not None}
    )


def maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


def typed(fact: Fact) -> st.SearchStrategy[str]:
    """Whole words, beginnings of words, signs, nonsense."""
    word = st.sampled_from(fact.words)
    beginning = st.tuples(word, st.integers(1, 8)).map(lambda pair: pair[0][: pair[1]])
    strange = st.sampled_from(['"', "AND", "*", "=k1", "NEAR(", "a:b", "ü", "blästs", "(", "-", "\0", "zzz"])
    return st.lists(word | beginning | beginning.map(str.upper) | strange, min_size=1, max_size=3).map(
        " ".join
    )


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_filter_finds_what_asking_each_decision_finds(filled: Filled, data: st.DataObject) -> None:
    wanted = data.draw(filters(filled.facts))
    expected = [(fact.attempt, fact.n) for fact in filled.facts if asked_one_by_one.holds(fact, wanted)]
    assert places(filled.index.page(wanted, limit=10_000)) == expected
    assert filled.index.count(wanted) == len(expected)
    size = data.draw(st.integers(1, 9))
    paged: list[tuple[str, int]] = []
    page = filled.index.page(wanted, limit=size)
    while page and len(paged) <= 5 * size:
        paged += places(page)
        page = filled.index.page(wanted, page[-1].key, size)
    assert paged == expected[: len(paged)]
    assert bool(page) == (len(paged) < len(expected))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_nothing_typed_breaks_a_search(filled: Filled, text: str) -> None:
    wanted = DecisionFilter(text=text)
    expected = [fact for fact in filled.facts if asked_one_by_one.holds(fact, wanted)]
    if len(asked_one_by_one.words(text)) <= 16:
        assert filled.index.count(wanted) == len(expected)


def test_a_search_is_for_words_not_for_signs(filled: Filled) -> None:
    assert filled.index.count(DecisionFilter(text="=k1")) == filled.index.count(DecisionFilter(text="k1"))
    assert filled.index.count(DecisionFilter(text="%")) == 0
    assert filled.index.count(DecisionFilter(text="  ")) == len(filled.facts)
    assert filled.index.count(DecisionFilter(text="uberraschung")) > 0
    assert filled.index.count(DecisionFilter(text="ÜBERRA")) > 0


def test_what_is_asked_rarely_leaves_the_rest_alone(filled: Filled) -> None:
    """A page walks the sorted lists; nothing is sorted or looked at twice."""
    query = "EXPLAIN QUERY PLAN SELECT d.n FROM {} ORDER BY {} DESC LIMIT 10"
    for tables, key in (
        ("words w CROSS JOIN decisions d ON d.key = w.rowid WHERE w.words MATCH '\"=k1\"'", "w.rowid"),
        ("decisions d WHERE d.key < 5", "d.key"),
    ):
        plan = filled.index._connection.execute(query.format(tables, key)).fetchall()
        assert not any("TEMP B-TREE" in row[3] for row in plan), plan


# Sums


def test_the_sums_are_those_of_first_answers_that_are_no_forks(filled: Filled) -> None:
    counted = [fact for fact in filled.facts if fact.counts]
    assert len(counted) < len(filled.facts)
    n, right, sure_wrong, last = Counter[str](), Counter[str](), Counter[str](), dict[str, datetime]()
    for fact in counted:
        for rule in {grade.rule for grade in fact.grades}:
            n[rule] += 1
            right[rule] += rule not in fact.wrong
            sure_wrong[rule] += rule in fact.wrong and fact.confidence in ("fairly_sure", "certain")
            last[rule] = max(fact.at, last.get(rule, fact.at))
    tallies = {tally.rule: tally for tally in filled.index.rule_tallies()}
    assert tallies.keys() == n.keys()
    for rule, tally in tallies.items():
        assert (tally.n, tally.right, tally.sure_wrong) == (n[rule], right[rule], sure_wrong[rule])
        assert datetime.fromisoformat(tally.last_at) == last[rule]
        assert tally.version == VERSION
    forbidden = Counter(
        rule
        for fact in counted
        for rule in {step[2] for step in fact.chosen if step[1] == "contraindicated"}
        if rule in {grade.rule for grade in fact.grades}
    )
    assert {rule: tally.critical for rule, tally in tallies.items() if tally.critical} == dict(forbidden)


def test_dimensions_and_confidence_add_up(filled: Filled) -> None:
    counted = [fact for fact in filled.facts if fact.counts]
    for tally in filled.index.dimension_tallies():
        each = [
            (
                round(sum(p[1] for p in fact.dimensions if p[0] == tally.dimension) * 10_000),
                round(sum(p[2] for p in fact.dimensions if p[0] == tally.dimension) * 10_000),
            )
            for fact in counted
        ]
        each = [pair for pair in each if pair[1] > 0]
        assert (tally.n, tally.full) == (len(each), sum(p == q for p, q in each))
        assert round(tally.points * 10_000) == sum(p for p, _ in each)
        assert round(tally.possible * 10_000) == sum(q for _, q in each)
    for line in filled.index.calibration():
        sure = [f for f in counted if f.confidence == line.confidence and f.possible > 0]
        assert (line.n, line.full) == (len(sure), sum(f.points == f.possible for f in sure))
        assert line.critical == sum(f.critical > 0 for f in sure)
        assert round(line.points * 10_000) == sum(round(f.points * 10_000) for f in sure)
    assert {line.confidence for line in filled.index.calibration()} == set(CONFIDENCE)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_grades_come_oldest_first_and_count_once(
    filled: Filled, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "_GRADED_AT_ONCE", at_once)
    grades = list(filled.index.grades())
    assert [grade.key for grade in grades] == sorted(grade.key for grade in grades)
    expected = Counter(
        (fact.attempt, fact.node, grade.rule, grade.dimension, grade.right, fact.confidence)
        for fact in filled.facts
        if fact.counts
        for grade in fact.grades
    )
    assert expected == Counter(
        (g.attempt, g.node, g.rule, g.dimension, g.right, g.confidence) for g in grades
    )
    middle = grades[len(grades) // 2].key
    assert list(filled.index.grades(middle)) == [grade for grade in grades if grade.key > middle]


def test_the_certain_and_harmful_are_listed(filled: Filled) -> None:
    expected = [
        (fact.attempt, fact.n)
        for fact in filled.facts
        if fact.counts and fact.critical and fact.confidence == "certain"
    ]
    assert expected
    assert places(filled.index.certain_and_harmful()) == expected


def test_the_patients_of_all_decisions_are_known(filled: Filled) -> None:
    played = filled.played
    patients = {fingerprint(visit.patient) for road in played.roads for visit in road.encounter.record}
    assert filled.index.seen_patients() == patients


def test_trends_hold_every_counted_decision_once(filled: Filled) -> None:
    counted = [fact for fact in filled.facts if fact.counts and fact.possible > 0]
    trend = filled.index.trend()
    assert sum(point.n for point in trend) == len(counted)
    assert all(point.since <= point.until for point in trend)
    for point in trend:
        inside = [fact for fact in counted if point.since <= fact.at.date() <= point.until]
        assert (point.n, point.right) == (len(inside), sum(f.points == f.possible for f in inside))
    tally = filled.index.rule_tallies()[0]
    points = filled.index.trend(rule=tally.rule)
    assert (sum(p.n for p in points), sum(p.right for p in points)) == (tally.n, tally.right)


# Catching up


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("begin", "exam", "decide", "decide", "decide", "back", "finish", "note", "unnote", "fork", "index",
             "a little", "reopen")
        ),
        st.integers(0, 5),
    ),
    min_size=4,
    max_size=24,
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(todo=steps, seed=st.integers(0, 10**6))
def test_however_it_was_brought_up_to_date_it_says_the_same(todo: list[tuple[str, int]], seed: int) -> None:
    _check_steps(todo, seed)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(todo=steps, seed=st.integers(0, 10**6))
def test_however_it_was_brought_up_to_date_many_times(todo: list[tuple[str, int]], seed: int) -> None:
    _check_steps(todo, seed)


def _check_steps(todo: list[tuple[str, int]], seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        _do_steps(Path(name), todo, seed)


def _do_steps(folder: Path, todo: list[tuple[str, int]], seed: int) -> None:
    with opened(folder / "profile", seed) as played:
        index = HistoryIndex.open(folder / "history.db")
        for what, which in todo:
            index = _step(played, index, what, which, folder)
        left = index.behind(played.store)
        assert [step[1] for step in index.catch_up(played.store, played.replayed)] == [left] * left
        assert index.behind(played.store) == 0
        anew = caught_up(played, folder / "anew.db")
        assert whole(index) == whole(anew)
        index.close()
        anew.close()


def _step(played: Played, index: HistoryIndex, what: str, which: int, folder: Path) -> HistoryIndex:
    if what in ("begin", "exam") or not played.roads:
        played.begin(which, mode=EXAM if what == "exam" else "practice", seed=which or None)
        return index
    road = played.roads[which % len(played.roads)]
    match what:
        case "decide":
            played.decide(road)
        case "back":
            played.back(road)
        case "finish":
            played.finish(road)
        case "note":
            played.note(road, f"note {which}")
        case "unnote":
            played.note(road, "")
        case "fork":
            played.fork(road)
        case "index":
            list(index.catch_up(played.store, played.replayed))
        case "a little":
            next(index.catch_up(played.store, played.replayed), None)
        case "reopen":
            index.close()
            return HistoryIndex.open(folder / "history.db")
    return index


def test_killed_in_between_it_goes_on(filled: Filled, tmp_path: Path) -> None:
    """What lies on the disk in the midst of catching up is no reason for another answer."""
    played, index = filled.played, HistoryIndex.open(tmp_path / "history.db")
    work = index.catch_up(played.store, played.replayed)
    for step, _ in enumerate(work):
        if step % 9 == 4:
            left = tmp_path / f"left-{step}.db"
            shutil.copyfile(tmp_path / "history.db", left)
            shutil.copyfile(tmp_path / "history.db-wal", f"{left}-wal")
            again = HistoryIndex.open(left)
            assert again.behind(played.store) > 0
            list(again.catch_up(played.store, played.replayed))
            assert whole(again) == whole(filled.index)
            again.close()
    index.close()


def test_two_who_catch_up_at_once_share_the_work(filled: Filled, tmp_path: Path) -> None:
    played, index = filled.played, HistoryIndex.open(tmp_path / "history.db")
    one, other = (index.catch_up(played.store, played.replayed) for _ in range(2))
    turns = 0
    while next(one, None) is not None or next(other, None) is not None:
        turns += 1
    assert whole(index) == whole(filled.index)
    index.close()


def test_one_more_decision_is_one_attempt_behind(tmp_path: Path) -> None:
    with opened(tmp_path / "profile") as played:
        fill(played, 3)
        index = caught_up(played, tmp_path / "history.db")
        before = index.count()
        asked: list[AttemptRecord] = []

        def replayed(record: AttemptRecord, events: Any) -> Any:
            asked.append(record)
            return played.replayed(record, events)

        road = played.begin(1)
        played.decide(road)
        assert index.behind(played.store) == 1
        assert list(index.catch_up(played.store, replayed)) == [(1, 1)]
        assert [record.id for record in asked] == [road.attempt]
        assert index.count() == before + 1
        assert index.page(limit=1)[0].attempt == road.attempt
        index.close()


def test_an_exam_under_way_is_withheld_and_shown_when_it_is_over(tmp_path: Path) -> None:
    with opened(tmp_path / "profile") as played:
        road = played.begin(0, mode=EXAM)
        played.decide(road)
        index = caught_up(played, tmp_path / "history.db")
        assert (index.count(), index.rule_tallies(), list(index.grades())) == (0, (), [])
        assert len(index.seen_patients()) == 1
        played.finish(road)
        list(index.catch_up(played.store, played.replayed))
        assert index.count() == len(road.encounter.record)
        assert all(line.mode == "exam" for line in index.page())
        index.close()


def test_a_fork_shows_only_its_own_decisions_and_never_counts(tmp_path: Path) -> None:
    with opened(tmp_path / "profile", seed=3) as played:
        road = played.begin(0)
        played.finish(road)
        index = caught_up(played, tmp_path / "history.db")
        before = index.rule_tallies(), index.calibration(), list(index.grades())
        fork = played.fork(road)
        copied = len(fork.encounter.record)
        played.finish(fork)
        list(index.catch_up(played.store, played.replayed))
        lines = index.page(DecisionFilter(source="fork"))
        assert {line.n for line in lines} == set(range(copied + 1, len(fork.encounter.record) + 1))
        assert (index.rule_tallies(), index.calibration(), list(index.grades())) == before
        index.close()


def test_what_cannot_be_played_is_named_and_passed_over(
    tmp_path: Path, store: LearnerStore, clock: Clock
) -> None:
    samples.fill(store, clock)
    index = HistoryIndex.open(tmp_path / "history.db")

    def replayed(record: AttemptRecord, events: Any) -> Any:
        raise BadFile("never asked")

    list(index.catch_up(store, replayed))
    assert index.count() == 0
    assert len(index.unusable()) == 3
    assert all("event" in reason for _, reason in index.unusable())
    assert index.behind(store) == 0
    index.close()


@pytest.mark.parametrize("year", [2, 1899, 2300, 9998])
def test_what_no_clock_can_have_said_is_named_and_passed_over(tmp_path: Path, year: int) -> None:
    """All else reckons with days before and after."""
    with opened(tmp_path / "profile") as played:
        played.finish(played.begin(0))
        played.clock.time = datetime(year, 6, 1, tzinfo=UTC)
        odd = played.begin(1)
        played.finish(odd)
        index = caught_up(played, tmp_path / "history.db")
        assert [attempt for attempt, _ in index.unusable()] == [odd.attempt]
        assert len(index.trend()) > 0
        index.close()


def test_an_attempt_that_is_gone_or_shorter_leaves_the_index(tmp_path: Path) -> None:
    with opened(tmp_path / "one") as played, opened(tmp_path / "two") as other:
        fill(played, 4)
        fill(other, 2)
        index = caught_up(played, tmp_path / "history.db")
        list(index.catch_up(other.store, other.replayed))
        anew = caught_up(other, tmp_path / "anew.db")
        one, two = whole(index), whole(anew)
        assert one.pop("patients") >= two.pop("patients")
        assert one == two
        index.close()
        anew.close()


def test_versions_are_never_mixed(filled: Filled, tmp_path: Path) -> None:
    """The same attempts once more, as if made under another version: every sum stands twice."""
    played = filled.played
    index = HistoryIndex.open(tmp_path / "history.db")
    list(index.catch_up(played.store, played.replayed))
    once = whole(index)
    from relall_trainer.learner.index import _rows_of

    index._connection.execute("BEGIN")
    for record in played.store.summaries(limit=1000):
        rows = _rows_of(played.store, record.id, "", played.replayed)
        index._writer.write(replace(rows, id=f"other-{rows.id}", version="frey-luger-2015 2.0.0 · scoring 1"))
    index._keep()
    for name in ("rules", "dimensions", "calibration", "trend"):
        twice = whole(index)[name]
        assert len(twice) == 2 * len(once[name])
        old = [line for line in twice if line.version == VERSION]
        assert sorted(old, key=repr) == sorted(once[name], key=repr)
    index.close()


# The file


def test_a_file_that_is_not_this_index_is_made_anew(filled: Filled, tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    caught_up(filled.played, path).close()
    sound = path.read_bytes()
    lots = random.Random(1)
    for harm in ("missing", "empty", "text", "newer", "other program", "trigger", "cut short", "noise"):
        path.write_bytes(sound)
        _harm(path, harm, lots)
        index = HistoryIndex.open(path)
        assert index.page(limit=3) is not None
        list(index.catch_up(filled.played.store, filled.played.replayed))
        assert whole(index) == whole(filled.index), harm
        index.close()


def test_a_changed_bit_is_noticed_at_the_next_opening(filled: Filled, tmp_path: Path) -> None:
    path, lots = tmp_path / "history.db", random.Random(7)
    caught_up(filled.played, path).close()
    sound, seal = path.read_bytes(), Path(f"{path}-seal").read_bytes()
    for _ in range(12):
        data = bytearray(sound)
        data[lots.randrange(len(data))] ^= 1 << lots.randrange(8)
        path.write_bytes(data)
        Path(f"{path}-seal").write_bytes(seal)
        index = HistoryIndex.open(path)
        assert index.count() == 0
        assert index.behind(filled.played.store) > 0
        index.close()
    path.write_bytes(sound)
    Path(f"{path}-seal").write_bytes(seal)
    index = HistoryIndex.open(path)
    assert index.behind(filled.played.store) == 0
    assert not Path(f"{path}-seal").exists()
    index.close()
    index.close()


def test_damage_met_while_it_is_open_empties_it(filled: Filled, tmp_path: Path) -> None:
    path, lots = tmp_path / "history.db", random.Random(3)
    caught_up(filled.played, path).close()
    index = HistoryIndex.open(path)
    _harm(path, "noise", lots)
    for _ in range(3):
        index.page(DecisionFilter(text="donor"))
        index.rule_tallies()
        list(index.catch_up(filled.played.store, filled.played.replayed))
    assert whole(index) == whole(filled.index)
    index.close()


def _harm(path: Path, harm: str, lots: random.Random) -> None:
    import sqlite3

    data = bytearray(path.read_bytes())
    match harm:
        case "missing":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_bytes(b"this is no database" * 100)
        case "newer":
            path.write_bytes(data[:60] + (99).to_bytes(4, "big") + data[64:])
        case "other program":
            path.write_bytes(data[:68] + b"ABCD" + data[72:])
        case "trigger":
            connection = sqlite3.connect(path)
            connection.execute(
                "CREATE TRIGGER t AFTER INSERT ON decisions BEGIN UPDATE decisions SET points = 1; END"
            )
            connection.commit()
            connection.close()
        case "cut short":
            path.write_bytes(data[: len(data) // 3])
        case "noise":
            for place in range(4096, len(data), 97):
                data[place] = lots.randrange(256)
            path.write_bytes(data)


def test_a_folder_that_cannot_be_written_is_no_reason_to_be_without(filled: Filled, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    index = HistoryIndex.open(tmp_path / "cache" / "history.db")
    list(index.catch_up(filled.played.store, filled.played.replayed))
    assert index.count() == len(filled.facts)
    index.close()


def test_a_trouble_of_the_store_is_told_and_leaves_the_index_usable(filled: Filled, tmp_path: Path) -> None:
    index = HistoryIndex.open(tmp_path / "history.db")
    asked = 0

    def replayed(record: AttemptRecord, events: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise RuntimeError("a bug")
        return filled.played.replayed(record, events)

    with pytest.raises(RuntimeError):
        list(index.catch_up(filled.played.store, replayed))
    list(index.catch_up(filled.played.store, replayed))
    assert whole(index) == whole(filled.index)
    index.close()


def test_decisions_of_one_millisecond_keep_their_order(tmp_path: Path) -> None:
    with opened(tmp_path / "profile") as played:
        played.clock.pass_by(days=1)
        still = played.clock()
        for _ in range(3):
            road = played.begin(0)
            while not road.encounter.ended:
                played.clock.time = still - timedelta(seconds=90_000)
                played.lots = _Still(played.lots)
                played.decide(road)
        index = caught_up(played, tmp_path / "history.db")
        lines = index.page(limit=1000)
        assert (
            len({line.key for line in lines})
            == len(lines)
            == sum(len(r.encounter.record) for r in played.roads)
        )
        for road in played.roads:
            numbers = [line.n for line in lines if line.attempt == road.attempt]
            assert numbers == sorted(numbers, reverse=True)
        at = datetime.fromisoformat(lines[0].at)
        assert index.count(DecisionFilter(since=at)) >= len(lines) - 3
        assert index.count(DecisionFilter(until=at)) + index.count(DecisionFilter(since=at)) == len(lines)
        index.close()


class _Still(random.Random):
    """Lets the clock stand where it was set."""

    def __init__(self, lots: random.Random) -> None:
        super().__init__(lots.random())

    def choice(self, seq: Any) -> Any:
        return 90_000 if 90_000 in seq else super().choice(seq)


def test_a_store_error_is_what_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = HistoryIndex.open(tmp_path / "history.db")
    index._connection.execute("PRAGMA max_page_count = 1")
    with opened(tmp_path / "profile") as played:
        fill(played, 3)
        with pytest.raises(StoreError):
            list(index.catch_up(played.store, played.replayed))
        index._connection.execute("PRAGMA max_page_count = 1000000")
        list(index.catch_up(played.store, played.replayed))
        assert index.count() == len(asked_one_by_one.facts(played))
    index.close()


def test_the_shipped_cases_are_played() -> None:
    assert len(cases()) >= 3
    assert algorithm()[0].pin.version in VERSION
    assert datetime(2026, 1, 1, tzinfo=UTC)

"""What waits, derived from the record; and sent to a store that fails: each statement is stored exactly once."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.encounter.events import Finished
from relall_trainer.encounter.play import EXAM
from relall_trainer.errors import TrainerError
from relall_trainer.gui.record import StoreRecord
from relall_trainer.interop.lrs_client import LrsClient
from relall_trainer.interop.lrs_delivery import Delivery, deliver
from relall_trainer.interop.lrs_log import FIRST_WAIT, LONGEST_WAIT, MOST_ENTRIES, SendingLog, read_log
from relall_trainer.interop.lrs_outbox import MOST_AT_ONCE, SENT, Batch, Outbox, Waiting
from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.interop.lrs_troubles import Trouble, no_answer
from relall_trainer.interop.xapi import Mastery, as_json, statements
from relall_trainer.interop.xapi_names import account_of_record, assignment_id
from relall_trainer.learner.index import Replayer
from relall_trainer.learner.records import ABANDONED
from relall_trainer.learner.store import LearnerStore
from tests.interop.fake_lrs import AFTER, BEFORE, FINE, FakeLrs, running
from tests.interop.test_xapi import attempt_of
from tests.learner.played import Played, Road, opened

SET = LrsSettings("http://127.0.0.1:9/", "relall", "s3cret", on=True)


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    with opened(tmp_path / "profile", seed=5) as made:
        yield made


def finished(played: Played, number: int = 0, **more: Any) -> Road:
    road = played.begin(number, **more)
    played.finish(road)
    return road


def outbox_of(played: Played, settings: LrsSettings = SET, **more: Any) -> Outbox:
    made = Outbox(played.store, played.replayed, settings, **more)
    for done, of in made.look_through():
        assert 0 < done <= of
    return made


def ids(waiting: tuple[Waiting, ...] | Iterator[Waiting]) -> list[str]:
    return [one.id for one in waiting]


def all_stored(batch: Batch) -> Delivery:
    return Delivery(frozenset(one.id for one in batch.waiting))


def all_that_is_told(played: Played, settings: LrsSettings = SET) -> dict[str, str]:
    """What every finished attempt says, by id, as it stands in the file for others."""
    account = account_of_record(played.roads[0].attempt)
    return {
        said["id"]: as_json(said)
        for road in played.roads
        if road.finished
        for said in statements(attempt_of(played, road.attempt), account)
    }


# What waits


def test_only_what_is_finished_waits_oldest_first(played: Played) -> None:
    first, open_, second = finished(played), played.begin(1), finished(played, 2)
    played.decide(open_)
    exam = played.begin(3, mode=EXAM)
    played.decide(exam)
    outbox = outbox_of(played)
    assert outbox.attempts == 2
    told = list(outbox.waiting())
    assert list(dict.fromkeys(one.attempt for one in told)) == [first.attempt, second.attempt]
    assert {one.id: one.text for one in told} == all_that_is_told(played)
    assert json.loads(told[-1].text)["verb"]["id"].endswith("/terminated")
    played.finish(open_)
    outbox.look_again()
    outbox.look_again()
    assert outbox.attempts == 3


def test_looking_at_what_waits_writes_nothing(played: Played) -> None:
    finished(played)
    assert list(outbox_of(played).waiting())
    assert not [kind for kind in ("lrs", SENT) if played.store.paper_ids(kind)]


def test_what_is_given_up_is_told_of_to_where_it_went(played: Played) -> None:
    road = played.begin()
    played.decide(road)
    StoreRecord(played.store).add(road.attempt, Finished(at=played._now()), road.encounter)
    assert [json.loads(one.text)["verb"]["id"].rpartition("/")[2] for one in outbox_of(played).waiting()] == [
        "initialized",
        "answered",
        "terminated",
    ]


def test_what_is_put_aside_does_not_wait(played: Played) -> None:
    road = played.begin()
    played.store.set_summary(
        road.attempt, replace(played.store.summary(road.attempt).summary, status=ABANDONED)
    )
    assert outbox_of(played).attempts == 0


def test_only_what_is_finished_from_now_on(played: Played) -> None:
    finished(played)
    begun_before = played.begin(1)
    played.clock.pass_by(seconds=5)
    since = played.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")
    played.clock.pass_by(seconds=5)
    after = finished(played, 2)
    played.finish(begun_before)
    outbox = outbox_of(played, replace(SET, since=since))
    assert {one.attempt for one in outbox.waiting()} == {after.attempt, begun_before.attempt}


def test_what_is_settled_waits_no_more_not_even_after_a_restart(played: Played) -> None:
    for number in range(3):
        finished(played, number)
    outbox = outbox_of(played)
    batch = outbox.next_batch()
    assert batch is not None
    log = outbox.settle(batch, all_stored(batch), played.clock())
    assert outbox.next_batch() is None
    assert (log.stored, log.refused, log.trouble) == (len(batch.waiting), 0, None)
    again = outbox_of(played)
    assert (again.attempts, again.next_batch()) == (0, None)
    again.look_again()
    assert again.attempts == 0


def test_batches_are_small_and_an_attempt_may_span_them(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relall_trainer.interop.lrs_outbox.MOST_AT_ONCE", 4)
    for number in range(3):
        finished(played, number)
    outbox = outbox_of(played)
    sent: list[str] = []
    while (batch := outbox.next_batch()) is not None:
        assert 1 <= len(batch.waiting) <= 4
        sent += ids(batch.waiting)
        outbox.settle(batch, all_stored(batch), played.clock())
        outbox = outbox_of(played)
    assert set(sent) == set(all_that_is_told(played))
    repeated = [one for one, times in Counter(sent).items() if times > 1]
    assert len(repeated) <= 6  # of an event told of in two batches
    assert read_log(played.store).stored >= len(set(sent))


def test_a_batch_is_never_more_than_a_store_takes(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_AT_ONCE == 50
    monkeypatch.setattr("relall_trainer.interop.lrs_outbox.MOST_CHARACTERS", 5_000)
    finished(played)
    outbox = outbox_of(played)
    while (batch := outbox.next_batch()) is not None:
        assert len(batch.waiting) == 1 or sum(map(len, batch.texts)) <= 5_000
        outbox.settle(batch, all_stored(batch), played.clock())


def test_what_was_settled_in_part_goes_on_there(played: Played) -> None:
    finished(played)
    outbox = outbox_of(played)
    batch = outbox.next_batch()
    assert batch is not None
    some = frozenset(ids(batch.waiting)[:3]) | {batch.waiting[-1].id}
    log = outbox.settle(batch, Delivery(some, trouble=no_answer("lrs.example.org")), played.clock())
    assert log.stored == 3
    assert log.trouble is not None
    rest = outbox_of(played).next_batch()
    assert rest is not None
    assert ids(rest.waiting) == ids(batch.waiting)[3:]


def test_what_is_refused_is_told_and_tried_again_when_asked(played: Played) -> None:
    finished(played)
    outbox = outbox_of(played, replace(SET, account="L01"))
    batch = outbox.next_batch()
    assert batch is not None
    *stored, last = ids(batch.waiting)
    log = outbox.settle(batch, Delivery(frozenset(stored), {last: "why"}), played.clock())
    assert (log.stored, log.refused) == (len(stored), 1)
    assert outbox.next_batch() is None
    later = outbox_of(played, replace(SET, account="another"))
    assert later.attempts == 0
    later.take_refused_again()
    again = later.next_batch()
    assert again is not None
    # The name it was told under to begin with: else it would be told twice.
    assert ids(again.waiting) == ids(batch.waiting)
    later.settle(again, all_stored(again), played.clock())
    later.take_refused_again()
    assert later.next_batch() is None


def test_an_attempt_that_cannot_be_played_is_left_out_and_not_noted(played: Played) -> None:
    bad, good = finished(played), finished(played, 1)

    def replayed(record: Any, events: Any) -> Any:
        if record.id == bad.attempt:
            raise TrainerError("The case has changed.")
        return played.replayed(record, events)

    outbox = Outbox(played.store, replayed, SET)
    list(outbox.look_through())
    batch = outbox.next_batch()
    assert batch is not None
    assert {one.attempt for one in batch.waiting} == {good.attempt}
    assert outbox.left_out == {bad.attempt: "The case has changed."}
    outbox.settle(batch, all_stored(batch), played.clock())
    assert outbox.next_batch() is None
    assert played.store.paper_ids(SENT) == (good.attempt,)


def test_the_opaque_name_stays_the_same(played: Played, tmp_path: Path) -> None:
    """Also when an older attempt is taken in from another computer later."""
    finished(played)
    outbox = outbox_of(played)
    batch = outbox.next_batch()
    assert batch is not None
    outbox.settle(batch, all_stored(batch), played.clock())
    played.clock.time -= timedelta(days=400)
    older = finished(played, 1)
    told = list(outbox_of(played).waiting())
    assert {one.attempt for one in told} == {older.attempt}
    names = {json.loads(text)["actor"]["account"]["name"] for text in (*batch.texts, told[0].text)}
    assert len(names) == 1


def test_passing_is_told_where_an_assignment_asks_for_it(played: Played) -> None:
    road = played.begin(assignment="a-1")
    played.finish(road)
    finished(played, 1)
    asked: list[str] = []

    def mastery_of(assignment: str) -> Mastery:
        asked.append(assignment)
        return Mastery(1, spotless=False)

    told = [json.loads(one.text) for one in outbox_of(played, mastery_of=mastery_of).waiting()]
    assert asked == ["a-1"]
    assert sum(one["verb"]["id"].endswith("/passed") for one in told) == 1
    groups = [one["context"]["contextActivities"].get("grouping") for one in told]
    assert {group[0]["id"] for group in groups if group} == {assignment_id("a-1")}
    assert None in groups


def test_an_exam_that_is_not_released_is_not_there_to_be_told_of(played: Played) -> None:
    """It is kept as papers, whatever stands in them, until its feedback is released."""
    finished(played)
    before = list(outbox_of(played).waiting())
    played.store.put_papers(
        [
            ("exam", "e-1", '{"assignment":"SENTINEL"}'),
            ("exam-event", "e-1/000001", '{"event":"committed","chosen":["SENTINEL"]}'),
            ("handed-in", "a-1/0001", '{"name":"SENTINEL"}'),
            ("received", "a-1", '{"text":"SENTINEL"}'),
        ]
    )
    outbox = outbox_of(played)
    outbox.look_again()
    assert list(outbox.waiting()) == before
    assert "SENTINEL" not in "".join(one.text for one in before)


# When to try again


def test_waits_grow_and_end_and_the_store_may_ask_for_more() -> None:
    at = datetime.fromisoformat("2026-11-22T10:00:00+00:00")
    log, waits = SendingLog(), []
    for _ in range(9):
        log = log.with_trouble(at, no_answer("lrs.example.org"))
        waits.append((datetime.fromisoformat(log.again_at) - at).total_seconds())
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert (len(log.entries), log.entries[0].times) == (1, 9)
    asked = SendingLog().with_trouble(at, Trouble(TrainerError("x"), wait=300.0))
    assert asked.again_at == "2026-11-22T10:05:00.000Z"
    endless = SendingLog().with_trouble(at, Trouble(TrainerError("x"), wait=1e9))
    assert endless.again_at == "2026-11-22T11:00:00.000Z"
    assert not asked.may_try(at + timedelta(seconds=299))
    assert asked.may_try(at + timedelta(seconds=300))
    assert asked.may_try(at - timedelta(days=3))  # the clock was wrong one time or the other
    assert asked.ready().may_try(at)
    assert FIRST_WAIT < LONGEST_WAIT


def test_some_troubles_wait_for_a_person() -> None:
    at = datetime.fromisoformat("2026-11-22T10:00:00+00:00")
    log = SendingLog().with_trouble(at, Trouble(TrainerError("x", safe="y", todo="z"), person=True))
    assert not log.may_try(at + timedelta(days=3))
    assert log.trouble is not None
    assert log.trouble.error().todo == "z"
    assert log.ready().may_try(at)
    assert log.with_delivery(at, 1, 0).trouble is None


def test_the_log_is_kept_short_and_read_back(played: Played) -> None:
    at = played.clock()
    log = SendingLog()
    for number in range(MOST_ENTRIES + 20):
        log = log.with_delivery(at + timedelta(hours=number), 2, 1)
        log = log.with_trouble(at + timedelta(hours=number), no_answer("lrs.example.org"))
    assert len(log.entries) == MOST_ENTRIES
    soon = SendingLog().with_delivery(at, 2, 0).with_delivery(at + timedelta(minutes=3), 5, 1)
    assert [(one.stored, one.refused, one.times) for one in soon.entries] == [(7, 1, 2)]
    outbox = outbox_of(played)
    kept = outbox.settle(Batch((), {}), Delivery(trouble=no_answer("lrs.example.org")), at)
    assert read_log(played.store) == kept
    played.store.put_papers([("lrs", "log", '{"of": "another make"}')])
    assert read_log(played.store) == SendingLog()


# Sent through every failure


@pytest.mark.parametrize("strict", [False, True])
def test_each_statement_is_stored_exactly_once(tmp_path: Path, strict: bool) -> None:
    attempts, at_least = (10, 60) if strict else (12, 75)
    _through_failures(tmp_path / "profile", attempts, at_least, strict=strict)


@pytest.mark.long
def test_a_thousand_statements_are_stored_exactly_once(tmp_path: Path) -> None:
    _through_failures(tmp_path / "profile", attempts=150, at_least=1000, strict=False)


def _through_failures(profile: Path, attempts: int, at_least: int, *, strict: bool) -> None:
    lots = random.Random(attempts)
    fates: Counter[str] = Counter()

    def plan(_number: int, method: str) -> str:
        failing = [*BEFORE, *(AFTER if method == "POST" else ())]
        fate = lots.choice(failing) if lots.random() < 0.3 else FINE
        fates[fate] += 1
        return fate

    with opened(profile, seed=9) as played:
        for number in range(attempts):
            finished(played, number)
        expected = all_that_is_told(played)
        assert len(expected) >= at_least
        played_again = {
            road.attempt: attempt_of(played, road.attempt).encounter for road in played.roads
        }  # which takes its time, and is not what is looked at here
    with running(plan, strict=strict) as lrs:
        while _sent_some(played, lambda record, _events: played_again[record.id], lrs, lots):
            pass
        assert {one: json.loads(text) for one, text in expected.items()} == {
            one: {name: value for name, value in held.items() if name not in ("stored", "version")}
            for one, held in lrs.stored.items()
        }
        assert set(lrs.writes.values()) == {1}
        assert sum(fates.values()) - fates[FINE] >= 3
        assert all(asked.path.startswith("/xapi/statements") for asked in lrs.asked)
    with LearnerStore.open(played.profile, played.clock) as store:
        log = read_log(store)
        assert log.refused == 0
        assert log.stored >= len(expected)


def _sent_some(played: Played, replayed: Replayer, lrs: FakeLrs, lots: random.Random) -> bool:
    """One life of the program: it sends until it is ended, mostly in the middle; whether anything was left."""
    with LearnerStore.open(played.profile, played.clock) as store:
        outbox = Outbox(store, replayed, lrs.settings())
        list(outbox.look_through())
        for _ in range(lots.randrange(1, 6)):
            batch = outbox.next_batch()
            if batch is None:
                return False
            client = LrsClient(lrs.settings(), patience=0.05, longest=0.1)
            delivery = deliver(client, "127.0.0.1", batch.texts, lambda: None)
            if lots.random() < 0.2:
                return True  # killed before it could write that down
            log = outbox.settle(batch, delivery, played.clock())
            with suppress(ValueError):
                played.clock.time = max(played.clock(), datetime.fromisoformat(log.again_at))
            assert log.may_try(played.clock())
    return True

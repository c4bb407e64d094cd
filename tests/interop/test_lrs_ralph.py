"""A whole record sent to the real Ralph, fetched back, sent again: all of it is there once, and equal."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from relall_trainer.interop.lrs_client import LrsClient
from relall_trainer.interop.lrs_compare import same_statement
from relall_trainer.interop.lrs_delivery import OTHER_THERE, Delivery, deliver
from relall_trainer.interop.lrs_log import read_log
from relall_trainer.interop.lrs_outbox import SENT, Batch, Outbox
from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.interop.xapi import Mastery
from tests.interop import real_ralph
from tests.interop.test_xapi_rules import BREAKS
from tests.learner.played import Played, fill, opened

WHY_NOT = real_ralph.why_not()
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "it is there")


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[real_ralph.Ralph]:
    with real_ralph.running(tmp_path_factory.mktemp("ralph")) as started:
        yield started


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with opened(tmp_path_factory.mktemp("lived") / "profile", seed=21) as made:
        fill(made, 14)
        for number in range(6):
            made.finish(made.begin(number, assignment="term-1" if number % 2 else None))
        yield made


def outbox_of(played: Played, settings: LrsSettings) -> Outbox:
    made = Outbox(played.store, played.replayed, settings, lambda _assignment: Mastery(0, spotless=False))
    list(made.look_through())
    return made


def send(played: Played, settings: LrsSettings) -> list[tuple[Batch, Delivery]]:
    """Everything that waits."""
    outbox, done = outbox_of(played, settings), []
    while (batch := outbox.next_batch()) is not None:
        delivery = deliver(LrsClient(settings), "127.0.0.1", batch.texts)
        log = outbox.settle(batch, delivery, played.clock())
        done.append((batch, delivery))
        if log.trouble is not None:
            break
    return done


def test_a_whole_record_is_there_once_and_equal(
    played: Played, ralph: real_ralph.Ralph, tmp_path: Path
) -> None:
    settings = ralph.settings()
    texts = {one.id: one.text for one in outbox_of(played, settings).waiting()}
    assert len(texts) > 60
    done = send(played, settings)
    assert len(done) > 1
    assert {one for _batch, delivery in done for one in delivery.stored} == set(texts)
    assert not any(delivery.refused or delivery.trouble for _batch, delivery in done)
    assert Counter(line["id"] for line in ralph.lines()) == dict.fromkeys(texts, 1)
    for statement_id, text in texts.items():
        answer = LrsClient(settings).fetch(statement_id)
        (held,), ours = json.loads(answer.body)["statements"], json.loads(text)
        assert same_statement(ours, held)
        assert {name: held[name] for name in ours} == ours
    # Whatever was noted is forgotten, as when a copy of the record is put back: nothing is stored a second time.
    again = [paper.id for paper in played.store.papers(SENT)]
    played.store.drop_papers(SENT, again)
    assert {one for _batch, delivery in send(played, settings) for one in delivery.stored} == set(texts)
    assert len(ralph.lines()) == len(texts)
    assert send(played, settings) == []
    _taken_by_its_models(list(texts.values()), tmp_path)


def _taken_by_its_models(texts: list[str], folder: Path) -> None:
    said = [json.loads(text) for text in texts]
    words = {one["verb"]["id"].rpartition("/")[2] for one in said}
    assert words == {"initialized", "answered", "completed", "passed", "terminated"}
    file = folder / "statements.json"
    file.write_text(json.dumps(said), "utf-8")
    reader = Path(__file__).with_name("take_into_ralph.py")
    done = subprocess.run(
        [real_ralph.PYTHON, str(reader), str(file), json.dumps(BREAKS)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == {"checked": len(said), "refused": [], "breaks_let_through": []}


def test_half_of_a_batch_is_there_already(played: Played, ralph: real_ralph.Ralph) -> None:
    texts = _other(played, ralph.settings(account="half"))
    before = len(ralph.lines())
    assert len(deliver(LrsClient(ralph.settings()), "127.0.0.1", texts[::2]).stored) == len(texts[::2])
    delivery = deliver(LrsClient(ralph.settings()), "127.0.0.1", texts)
    assert delivery.stored == {json.loads(text)["id"] for text in texts}
    assert len(ralph.lines()) == before + len(texts)


def test_something_else_under_an_id_is_told_and_the_rest_goes_on(
    played: Played, ralph: real_ralph.Ralph
) -> None:
    texts = _other(played, ralph.settings(account="conflict"))
    first = json.loads(texts[0])
    changed = {**first, "timestamp": "2020-01-01T00:00:00.000Z"}
    assert deliver(LrsClient(ralph.settings()), "127.0.0.1", [json.dumps(changed)]).stored
    delivery = deliver(LrsClient(ralph.settings()), "127.0.0.1", texts)
    assert delivery.refused == {first["id"]: OTHER_THERE}
    assert len(delivery.stored) == len(texts) - 1
    assert delivery.trouble is None


def test_a_wrong_password_stops_and_tells(played: Played, ralph: real_ralph.Ralph) -> None:
    before = len(ralph.lines())
    settings = ralph.settings(account="wrong", password="another")
    texts = _other(played, settings)
    delivery = deliver(LrsClient(settings), "127.0.0.1", texts)
    assert delivery.settled == frozenset()
    assert delivery.trouble is not None
    assert delivery.trouble.person
    assert "another" not in delivery.trouble.error.one_line()
    elsewhere = replace(ralph.settings(), endpoint=f"http://127.0.0.1:{ralph.port}/nowhere/")
    wrong = deliver(LrsClient(elsewhere), "127.0.0.1", texts)
    assert wrong.trouble is not None
    assert "no learning record store at this address" in wrong.trouble.error.what
    assert len(ralph.lines()) == before
    assert read_log(played.store).trouble is None


def _other(played: Played, settings: LrsSettings) -> list[str]:
    """Statements of one attempt, under an account of their own."""
    road = played.begin()
    played.finish(road)
    outbox = outbox_of(played, settings)
    texts = [one.text for one in outbox.waiting() if one.attempt == road.attempt]
    assert len(texts) > 4
    return texts

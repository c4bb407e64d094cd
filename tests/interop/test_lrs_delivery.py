"""A batch brought to a store: what counts as stored, what is refused, when it ends early."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from relall_trainer.interop.lrs_delivery import NOT_TAKEN, OTHER_THERE, deliver
from relall_trainer.interop.lrs_troubles import Answer, Stopped, Trouble
from tests.interop.test_xapi_rules import GOOD

HOST = "lrs.example.org"


def said(number: int, **more: Any) -> dict[str, Any]:
    return {**GOOD, "id": f"{number:08d}-6f0c-4c5b-9a3d-3f8a5d6c7b8e", **more}


def texts(*numbers: int) -> list[str]:
    return [json.dumps(said(number)) for number in numbers]


class Script:
    """A door that answers as it is told to, one answer a question."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def post(self, statements: Sequence[str]) -> Answer:
        return self._next("post", len(statements))

    def fetch(self, statement_id: str) -> Answer:
        return self._next("fetch", int(statement_id[:8]))

    def _next(self, what: str, number: int) -> Answer:
        self.asked.append((what, number))
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ids(*numbers: int) -> Answer:
    return Answer(200, json.dumps([said(number)["id"] for number in numbers]).encode())


def held(number: int, **more: Any) -> Answer:
    return Answer(200, json.dumps({**said(number), "stored": "2026-11-22T10:00:00Z", **more}).encode())


def numbers(found: Any) -> list[int]:
    return sorted(int(one[:8]) for one in found)


def test_what_is_named_is_stored() -> None:
    door = Script(ids(1, 2, 3))
    delivery = deliver(door, HOST, texts(1, 2, 3))
    assert numbers(delivery.stored) == [1, 2, 3]
    assert (delivery.refused, delivery.trouble) == ({}, None)
    assert door.asked == [("post", 3)]


def test_nothing_to_bring_asks_nobody() -> None:
    assert deliver(Script(), HOST, ()).stored == frozenset()


def test_what_is_not_named_is_looked_for_and_handed_over_alone() -> None:
    door = Script(ids(2), held(1), Answer(404), ids(3))
    delivery = deliver(door, HOST, texts(1, 2, 3))
    assert numbers(delivery.stored) == [1, 2, 3]
    assert door.asked == [("post", 3), ("fetch", 1), ("fetch", 3), ("post", 1)]


@pytest.mark.parametrize("status", [204, 409, 400, 413, 422])
def test_one_by_one_where_all_at_once_does_not_settle_it(status: int) -> None:
    door = Script(
        Answer(status),
        held(1),
        Answer(404), ids(2),
        held(3, actor={"account": {"homePage": "https://one.invalid", "name": "somebody else"}}),
        Answer(404), Answer(422),
        Answer(404), Answer(409), held(5),
        Answer(404), Answer(409), Answer(404),
    )  # fmt: skip
    delivery = deliver(door, HOST, texts(1, 2, 3, 4, 5, 6))
    assert numbers(delivery.stored) == [1, 2, 5]
    assert {int(one[:8]): why for one, why in delivery.refused.items()} == {
        3: OTHER_THERE,
        4: NOT_TAKEN,
        6: OTHER_THERE,
    }
    assert delivery.trouble is None
    assert numbers(delivery.settled) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("status", "words", "person"),
    [
        (401, "does not let this program in", True),
        (403, "does not let this program in", True),
        (404, "There is no learning record store", True),
        (405, "There is no learning record store", True),
        (302, "not followed", False),
        (308, "not followed", False),
        (408, "a trouble of its own", False),
        (429, "left alone", False),
        (500, "a trouble of its own", False),
        (503, "a trouble of its own", False),
        (206, "does not answer as", False),
    ],
)
def test_troubles_end_it(status: int, words: str, person: bool) -> None:
    delivery = deliver(Script(Answer(status, b"<b>server words</b>", 30.0)), HOST, texts(1, 2))
    assert delivery.settled == frozenset()
    assert delivery.trouble is not None
    assert words in delivery.trouble.error.what
    assert delivery.trouble.person is person
    assert delivery.trouble.wait == (30.0 if status in (408, 429) or status >= 500 else None)
    assert "server words" not in delivery.trouble.error.one_line()


@pytest.mark.parametrize("body", [b"", b"<html>Welcome</html>", b"{}", b"[1]", b"\xff", b"[" * 100_000])
def test_a_page_that_says_yes_to_anything_is_no_store(body: bytes) -> None:
    delivery = deliver(Script(Answer(200, body)), HOST, texts(1))
    assert delivery.settled == frozenset()
    assert delivery.trouble is not None
    assert "does not answer as" in delivery.trouble.error.what


@pytest.mark.parametrize("shown", [Answer(200, b"[]"), Answer(200, b'{"id": "x"}'), held(2), Answer(302)])
def test_a_store_that_shows_something_else_settles_nothing(shown: Answer) -> None:
    delivery = deliver(Script(Answer(204), shown), HOST, texts(1))
    assert delivery.settled == frozenset()
    assert delivery.trouble is not None


def test_a_store_that_says_yes_and_has_nothing_settles_nothing() -> None:
    delivery = deliver(Script(Answer(204), Answer(404), Answer(204), Answer(404)), HOST, texts(1))
    assert delivery.settled == frozenset()
    assert delivery.trouble is not None


def test_what_was_settled_before_a_trouble_stays_settled() -> None:
    door = Script(Answer(409), held(1), Answer(404), Answer(500, b"", 5.0))
    delivery = deliver(door, HOST, texts(1, 2, 3))
    assert numbers(delivery.stored) == [1]
    assert delivery.trouble is not None
    broken = deliver(Script(ids(1), Trouble(delivery.trouble.error)), HOST, texts(1, 2))
    assert numbers(broken.stored) == [1]
    assert broken.trouble is not None


def test_a_store_that_answers_with_a_list_is_understood() -> None:
    def listed(*said: dict[str, Any]) -> Answer:
        return Answer(200, json.dumps({"statements": list(said)}).encode())

    door = Script(
        Answer(204), listed(said(1)), listed(), ids(2), listed(said(3, timestamp="2020-01-01T00:00:00Z"))
    )
    delivery = deliver(door, HOST, texts(1, 2, 3))
    assert numbers(delivery.stored) == [1, 2]
    assert numbers(delivery.refused) == [3]
    other = deliver(Script(Answer(204), listed(said(7))), HOST, texts(1))
    assert other.settled == frozenset()
    assert other.trouble is not None


def test_stopping_goes_through() -> None:
    with pytest.raises(Stopped):
        deliver(Script(Stopped()), HOST, texts(1))

    def stop() -> None:
        raise Stopped

    door = Script(Answer(409), held(1))
    with pytest.raises(Stopped):
        deliver(door, HOST, texts(1), stop)
    assert door.asked == [("post", 1)]

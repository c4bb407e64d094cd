"""The same statement in a store's own words, and another one."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from relall_trainer.interop.lrs_compare import same_statement
from tests.interop.test_xapi_rules import GOOD


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    other = copy.deepcopy(GOOD)
    place = other
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return other


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["stored"], "2026-11-22T10:00:01Z"),
        (["authority"], {"mbox": "mailto:lrs@one.example.org"}),
        (["version"], "1.0.3"),
        (["timestamp"], "2026-11-22T11:00:00+01:00"),
        (["timestamp"], "2026-11-22T10:00:00.000000Z"),
        (["verb", "display"], {"fr": "a répondu"}),
        (["object", "definition"], {"name": {"en": "Another wording"}}),
        (["object", "objectType"], "Activity"),
        (["actor", "objectType"], "Agent"),
        (["context", "contextActivities", "category"], {"id": "https://one.invalid/kind", "definition": {}}),
        (["context", "contextActivities", "other"], []),
        (["result", "score", "scaled"], 0.50),
        (["id"], str(GOOD["id"]).upper()),
    ],
)
def test_a_store_may_say_it_in_its_own_words(path: list[Any], value: Any) -> None:
    assert same_statement(GOOD, changed(path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["id"], "1c8f1f6e-6f0c-4c5b-9a3d-3f8a5d6c7b8e"),
        (["actor", "account", "name"], "learner-2"),
        (["actor", "account", "homePage"], "https://two.invalid"),
        (["verb", "id"], "http://adlnet.gov/expapi/verbs/passed"),
        (["object", "id"], "https://one.invalid/cases/b"),
        (["result", "score", "scaled"], 0.6),
        (["result", "success"], True),
        (["result", "response"], "one"),
        (["result", "extensions"], {}),
        (["context", "registration"], "3dbb339e-a287-4d14-9eb3-72e86a8354de"),
        (["context", "contextActivities", "category"], []),
        (["context", "contextActivities", "parent"], [{"id": "https://one.invalid/p"}]),
        (["context", "extensions", "https://one.invalid/more"], None),
        (["timestamp"], "2026-11-22T10:00:00.001Z"),
        (["timestamp"], "2026-11-22T10:00:00"),
        (["timestamp"], None),
        (["timestamp"], "x"),
        (["actor"], "x"),
        (["object"], []),
        (["context", "contextActivities", "category"], "x"),
    ],
)
def test_another_one_is_seen(path: list[Any], value: Any) -> None:
    assert not same_statement(GOOD, changed(path, value))


@pytest.mark.parametrize("other", [None, [], "x", {}])
def test_what_is_no_statement_is_another_one(other: object) -> None:
    assert not same_statement(GOOD, other)

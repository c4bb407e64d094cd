"""The checker of the tests can fail: each rule it knows is broken once."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.interop.xapi_rules import faults

GOOD: dict[str, Any] = {
    "id": "0c8f1f6e-6f0c-4c5b-9a3d-3f8a5d6c7b8e",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://one.invalid", "name": "learner-1"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {
        "id": "https://one.invalid/cases/a%20b",
        "objectType": "Activity",
        "definition": {
            "name": {"en": "A question"},
            "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
            "interactionType": "choice",
            "choices": [{"id": "one", "description": {"en": "One"}}, {"id": "two"}],
        },
    },
    "result": {
        "score": {"scaled": 0.5, "raw": 2, "min": 0, "max": 4},
        "success": False,
        "completion": True,
        "response": "one[,]two",
        "duration": "PT1M12.5S",
        "extensions": {"https://one.invalid/reason": ""},
    },
    "context": {
        "registration": "2dbb339e-a287-4d14-9eb3-72e86a8354de",
        "language": "en-GB",
        "contextActivities": {"category": [{"id": "https://one.invalid/kind"}]},
        "extensions": {"https://one.invalid/more": {"none": None, "empty": []}},
    },
    "timestamp": "2026-11-22T10:00:00.000Z",
}
TWO = [{"id": "one"}, {"id": "one"}]
BREAKS: list[tuple[list[Any], Any]] = [
    (["id"], "attempt 1"),
    (["other"], 1),
    (["actor", "mbox"], "mailto:learner@one.example.org"),
    (["actor", "account"], {"homePage": "home", "name": "1"}),
    (["verb", "id"], "answered"),
    (["verb", "display"], {"not a tag": "answered"}),
    (["object", "id"], "cases/a"),
    (["object", "definition", "choices"], TWO),
    (["object", "definition", "interactionType"], "guess"),
    (["result", "score", "scaled"], 7),
    (["result", "score", "raw"], 1e9),
    (["result", "success"], "yes"),
    (["result", "response"], ""),
    (["result", "duration"], "12 s"),
    (["result", "extensions"], {"reason": "x"}),
    (["context", "registration"], "a1"),
    (["context", "language"], "not a tag"),
    (["context", "revision"], None),
    (["timestamp"], "yesterday"),
]
"""Paths in a statement about an answer, with values that do not belong there. Ralph is to refuse each of them too."""
FURTHER: list[tuple[list[Any], Any]] = [
    (["actor"], {"objectType": "Agent", "name": "Ana"}),
    (["actor", "objectType"], "Group"),
    (["verb"], {"id": "http://adlnet.gov/expapi/verbs/answered"}),
    (["version"], "2.0.0"),
    (["stored"], "2026-11-22T10:00:00Z"),
    (["object", "objectType"], "Agent"),
    (["object", "definition", "type"], "https://one.invalid/question"),
    (["object", "definition", "steps"], [{"id": "one"}]),
    (["object", "definition", "choices"], [{"id": "o ne"}]),
    (["object", "definition", "moreInfo"], "more"),
    (["object", "id"], "https://one.invalid/cases/a b"),
    (["object", "id"], "https://one.invalid/cases/%zz"),
    (["result", "score", "max"], 0),
    (["result", "score", "min"], 3),
    (["result", "score", "raw"], True),
    (["result", "response"], "three"),
    (["result", "duration"], "PT"),
    (["result", "duration"], "PT0.123S"),
    (["context", "contextActivities", "sibling"], [{"id": "https://one.invalid/a"}]),
    (["context", "contextActivities", "category"], [{"id": "no iri"}]),
    (["timestamp"], "2026-11-22T10:00:00"),
    (["timestamp"], "2026-13-22T10:00:00Z"),
]


def broken(path: list[Any], value: Any) -> dict[str, Any]:
    """The good statement with another value at that path."""
    statement = copy.deepcopy(GOOD)
    place = statement
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return statement


def test_a_good_statement_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(("path", "value"), [*BREAKS, *FURTHER], ids=lambda part: str(part)[:40])
def test_each_break_is_seen(path: list[Any], value: Any) -> None:
    assert faults(broken(path, value))


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_what_is_required_is_missed(name: str) -> None:
    assert faults({part: value for part, value in GOOD.items() if part != name})

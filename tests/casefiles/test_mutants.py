"""Whatever stands in a case file, reading and checking end with findings, never with a crash."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relall_trainer.casefiles.checks import check_reading
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.casefiles.loader import read_document
from relall_trainer.casefiles.prepared import case_from_text, case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.textfile import Document, parse_yaml
from tests.casefiles.conftest import HERE, TODAY

FULL = """
draws:
  - {id: luck, evidence: ev-t1-nel-126, figure: cr, successes: 45, of: 126, default: "no"}
"""
WORDS = [
    "",
    "counts",
    "told",
    "wu-marrow",
    "wu-watch",
    "luck",
    "yes",
    "staging",
    "ev-t1-nel-126",
    "one",
    "any",
    "paper",
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**18)
    | st.floats(allow_nan=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=20)
    | st.sampled_from(["[" * 300, "<b>", "x" * 9000, "36 % [ev-x]", "![a](b)", "\u202e", "\ud800"])
)
KEYS = ["add", "remove", "last", "from", "when", "chosen", "patient", "draw", "id", "rating", "action", "x"]
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
)


def _data() -> Any:
    data = parse_yaml((HERE / "sound.yaml").read_text(encoding="utf-8") + FULL).data
    node = data["nodes"][0]
    node["patient"] = {"donors": {"add": ["original"]}}
    node["chart"] = [{"label": "Counts", "text": "Low.", "origin": "paper", "evidence": ["ev-p1-relapse"]}]
    node["next"].insert(
        0,
        {
            "to": "told",
            "origin": "simulated",
            "when": {"chosen": ["wu-watch"], "patient": {"ecog": [0, 1]}, "draw": {"luck": "yes"}},
            "patch": {"prior_regimens": {"add": {"from": "staging", "response": "none"}}, "ecog": 2},
        },
    )
    return data


def _places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [at, *(place for key, value in inside for place in _places(value, (*at, key)))]


PLACES = _places(_data())[1:]


def _changed(data: Any, at: tuple[Any, ...], value: object, way: str) -> None:
    for step in at[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return  # an earlier change took this place away
    if not isinstance(data, dict if isinstance(at[-1], str) else list):
        return
    if way == "replace" and (isinstance(data, dict) or at[-1] < len(data)):
        data[at[-1]] = value
    elif way == "remove" and (at[-1] in data if isinstance(data, dict) else at[-1] < len(data)):
        del data[at[-1]]
    elif way == "double" and isinstance(data, list):
        data.extend(copy.deepcopy(data))


CHANGE = st.tuples(st.sampled_from(PLACES), VALUES, st.sampled_from(["replace", "remove", "double"]))


def _check(changes: list[Any], algorithm: Algorithm, known_evidence: KnownEvidence) -> None:
    data = _data()
    for at, value, way in changes:
        _changed(data, at, value, way)
    reading = read_document(Document(data, {}), "mutant", "0" * 64, frozenset(algorithm.actions))
    found = check_reading(reading, algorithm, known_evidence, TODAY)
    assert all("\n" not in str(each) for each in found)
    assert (reading.case is None) == any(each.is_error for each in reading.diagnostics)
    if reading.case is not None:
        assert case_from_text(case_to_text(reading.case)) == reading.case


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=3))
def test_mutants(algorithm: Algorithm, known_evidence: KnownEvidence, changes: list[Any]) -> None:
    _check(changes, algorithm, known_evidence)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CHANGE, min_size=1, max_size=4))
def test_many_mutants(algorithm: Algorithm, known_evidence: KnownEvidence, changes: list[Any]) -> None:
    _check(changes, algorithm, known_evidence)


def test_the_unchanged_case_is_sound(algorithm: Algorithm, known_evidence: KnownEvidence) -> None:
    reading = read_document(Document(_data(), {}), "case", "0" * 64, frozenset(algorithm.actions))
    assert reading.case is not None
    found = check_reading(reading, algorithm, known_evidence, TODAY)
    assert not any(each.is_error for each in found)

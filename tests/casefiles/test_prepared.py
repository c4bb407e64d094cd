"""A case and its JSON text say the same, and the text is read as strictly as a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from relall_trainer.casefiles.heads import head_from_data, head_to_data
from relall_trainer.casefiles.loader import load_case, read_case
from relall_trainer.casefiles.prepared import case_from_text, case_to_text
from relall_trainer.encounter.case import Case
from relall_trainer.errors import BadFile
from relall_trainer.paths import cases_folder
from tests.casefiles.conftest import HERE

SHIPPED = sorted(path.parent for path in cases_folder().glob("*/case.yaml"))


@pytest.fixture
def case() -> Case:
    return load_case(HERE / "sound.yaml")


@pytest.fixture
def data(case: Case) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(case_to_text(case))
    return plain


def test_there_and_back(case: Case) -> None:
    text = case_to_text(case)
    assert case_from_text(text) == case
    assert case_to_text(case_from_text(text)) == text


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_shipped_cases_there_and_back(folder: Any) -> None:
    case = load_case(folder)
    text = case_to_text(case)
    again = case_from_text(text)
    assert again == case
    assert list(again.nodes) == list(case.nodes)
    assert case_to_text(again) == text


def test_the_text_is_canonical_and_carries_the_hash(case: Case) -> None:
    text = case_to_text(case)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert json.loads(text)["sha256"] == case.sha256


def test_another_file_has_another_hash(sound_text: str) -> None:
    one, _ = read_case(sound_text)
    other, _ = read_case(sound_text + "# a remark\n")
    assert one is not None
    assert other is not None
    assert one.sha256 != other.sha256
    assert one.nodes == other.nodes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.pop("sha256"), "hash"),
        (lambda data: data.update(sha256="x" * 64), "hash"),
        (lambda data: data.update(score=1), "score"),
        (lambda data: data.pop("nodes"), "nodes"),
        (lambda data: data["nodes"][0].update(narrative="<b>x</b>"), "HTML"),
        (lambda data: data["nodes"][0]["next"][0].update(to="nowhere"), "nowhere"),
        (lambda data: data["nodes"][0]["next"][0].update(to="counts"), "no road leads to node told"),
        (lambda data: data["patient"].update(age_years=7), "age_years"),
        (lambda data: data.update(format=2), "format"),
    ],
)
def test_a_changed_text_is_refused(data: dict[str, Any], change: Any, said: str) -> None:
    change(data)
    with pytest.raises(BadFile, match=said):
        case_from_text(json.dumps(data))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '"x"', "{}", '{"sha256": "a", "sha256": "b"}', "[" * 99]
)
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        case_from_text(text)


def test_head_there_and_back(case: Case) -> None:
    assert head_from_data(json.loads(json.dumps(head_to_data(case.head)))) == case.head

"""Reading the questions that fresh cases ask, from ``questions.yaml``; whatever does not fit is refused.

Whether the steps and facts they name exist is known only with an algorithm, and is left to a test.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

from relall_trainer.clinical.condition import ConditionFault, Test, read_tests
from relall_trainer.encounter.case import DIMENSIONS, PICK_ANY, PICK_ONE
from relall_trainer.encounter.fresh_questions import FreshHead, Question, Questions
from relall_trainer.errors import BadFile
from relall_trainer.textfile import TextFault, parse_yaml, read_text

FILE_NAME = "questions.yaml"
_TOP = {"head", "questions", "without_pair", "goals", "reminders", "left_out", "given_as"}
_HEAD = {"authors", "license", "evidence_as_of", "released", "review_by"}
_QUESTION = {"id", "title", "prompts", "dimension", "pick", "when", "steps", "goal"}


class QuestionsFault(ValueError):
    """What does not fit, with its place."""


def load_questions(folder: Path) -> Questions:
    """The questions in a folder; raises BadFile."""
    path = folder / FILE_NAME
    try:
        return read_questions(parse_yaml(read_text(path)).data)
    except TextFault as fault:
        raise BadFile(f"{path}, line {fault.line}: {fault.what}.") from None
    except QuestionsFault as fault:
        raise BadFile(f"{path}: {fault}.") from None


def read_questions(data: object) -> Questions:
    """The questions of plain data; raises QuestionsFault."""
    top = _mapping("the file", data, _TOP)
    head = _mapping("head", top["head"], _HEAD)
    questions = tuple(_question(entry) for entry in _list("questions", top["questions"]))
    ids = [question.id for question in questions]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise QuestionsFault(f"the question {twice} stands twice")
    return Questions(
        head=FreshHead(
            authors=_texts("head.authors", head["authors"]),
            **{name: _text(f"head.{name}", head[name]) for name in sorted(_HEAD - {"authors"})},
        ),
        questions=questions,
        without_pair=frozenset(_texts("without_pair", top["without_pair"])),
        goals=_texts("goals", top["goals"]),
        reminders=_texts("reminders", top["reminders"]),
        left_out={
            step: _tests(f"left_out.{step}", value) for step, value in _keys("left_out", top["left_out"])
        },
        given_as={
            step: _text(f"given_as.{step}", value) for step, value in _keys("given_as", top["given_as"])
        },
    )


def _question(data: object) -> Question:
    name = data.get("id") if isinstance(data, Mapping) else None
    where = f"question {name}"
    entry = _mapping(where, data, _QUESTION, optional={"repeats", "meanwhile", "seldom"})
    steps = _texts(f"{where}, steps", entry["steps"])
    if len(set(steps)) != len(steps):
        raise QuestionsFault(f"{where}: a step stands twice")
    return Question(
        id=_text(where, entry["id"]),
        title=_text(f"{where}, title", entry["title"]),
        prompts=_texts(f"{where}, prompts", entry["prompts"]),
        dimension=_word(f"{where}, dimension", entry["dimension"], DIMENSIONS),
        pick=_word(f"{where}, pick", entry["pick"], (PICK_ONE, PICK_ANY)),
        when=_tests(where, entry["when"]),
        steps=steps,
        goal=_text(f"{where}, goal", entry["goal"]),
        repeats=entry.get("repeats") is True,
        meanwhile=entry.get("meanwhile") is True,
        seldom=entry.get("seldom") is True,
    )


def _tests(where: str, data: object) -> tuple[Test, ...]:
    try:
        return read_tests(data)
    except ConditionFault as fault:
        raise QuestionsFault(f"{where}: {fault}") from None


def _mapping(where: str, data: object, keys: Set[str], optional: Set[str] = frozenset()) -> Mapping[str, Any]:
    found = dict(_keys(where, data))
    wrong = sorted((found.keys() - optional) ^ keys)
    if wrong:
        raise QuestionsFault(
            f"{where}: {wrong[0]!r} is {'missing' if wrong[0] in keys else 'not a key here'}"
        )
    return found


def _keys(where: str, data: object) -> list[tuple[str, Any]]:
    if not isinstance(data, Mapping):
        raise QuestionsFault(f"{where} is a mapping of keys")
    return list(data.items())


def _list(where: str, data: object) -> list[Any]:
    if not isinstance(data, list) or not data:
        raise QuestionsFault(f"{where} is a list with something in it")
    return data


def _texts(where: str, data: object) -> tuple[str, ...]:
    return tuple(_text(where, entry) for entry in _list(where, data))


def _text(where: str, data: object) -> str:
    if not isinstance(data, str) or not data.strip():
        raise QuestionsFault(f"{where}: a text is missing")
    return data.strip()


def _word(where: str, data: object, allowed: tuple[str, ...]) -> str:
    if data not in allowed:
        raise QuestionsFault(f"{where} is one of {', '.join(allowed)}")
    return str(data)

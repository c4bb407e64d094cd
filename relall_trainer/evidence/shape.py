"""What a text file may hold: named keys with a check each, and every fault with its place.

Declares nothing about evidence; ``texts`` says which keys there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.errors import BadFile
from relall_trainer.textfile import Document, Path_, nearest

MAX_TEXT = 8_000

# What is wrong with a value, or None.
Check = Callable[[object], str | None]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file; line and column count from 1."""

    path: str
    line: int
    column: int
    message: str

    def text(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


class FaultyTexts(BadFile):
    """Texts that cannot be used; ``faults`` holds every one, in the order of files and lines."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        lines = "\n".join(fault.text() for fault in self.faults)
        super().__init__(
            f"The evidence texts hold {count} {'fault' if count == 1 else 'faults'}:\n{lines}",
            safe="Your work is not touched.",
            todo="Correct these lines, or install the program again.",
        )


@dataclass(frozen=True, slots=True)
class Key:
    """One allowed key: what its value must be, and whether it must be there."""

    check: Check
    required: bool = False


class Report:
    """The faults of one file, found so far."""

    def __init__(self, path: Path, document: Document) -> None:
        self.path = path
        self.document = document
        self.faults: list[Fault] = []

    def fault(self, at: Path_, message: str) -> None:
        line, column = self.document.place(at)
        self.faults.append(Fault(str(self.path), line, column, message))

    def mapping(self, data: object, keys: Mapping[str, Key], at: Path_, what: str) -> Mapping[str, Any]:
        """The sound part of ``data``; every unknown, missing or wrong key is reported."""
        if not isinstance(data, dict):
            self.fault(at, f"{what} is written as key: value, not as {named(data)}")
            return {}
        sound: dict[str, Any] = {}
        for name, value in data.items():
            key = keys.get(name)
            if key is None:
                close = nearest(name, list(keys))
                hint = f"; did you mean {close!r}?" if close else ""
                self.fault((*at, name), f"{what} has an unknown key {name!r}{hint}")
                continue
            wrong = key.check(value)
            if wrong:
                self.fault((*at, name), f"{what}: {name} {wrong}")
            else:
                sound[name] = value
        for name, key in keys.items():
            if key.required and name not in data:
                self.fault(at, f"{what} lacks {name!r}")
        return sound

    def entries(self, data: object, at: Path_, what: str) -> list[object]:
        """The entries of a list; anything else is reported."""
        if not isinstance(data, list):
            self.fault(at, f"{what} is a list, not {named(data)}")
            return []
        return data


def named(value: object) -> str:
    """The kind of a value in a person's words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
    return "key: value"


def text(value: object) -> str | None:
    """A text that says something, of at most MAX_TEXT characters, without hidden characters."""
    if not isinstance(value, str):
        return f"must be a text, not {named(value)}"
    if not value.strip():
        return "is empty"
    if len(value) > MAX_TEXT:
        return f"is longer than {MAX_TEXT:,} characters"
    hidden = next(
        (char for char in value if char not in "\n\t" and unicodedata.category(char) in _HIDDEN), None
    )
    return f"holds a hidden character (U+{ord(hidden):04X})" if hidden else None


_HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn")


def whole(value: object) -> str | None:
    return (
        None
        if isinstance(value, int) and not isinstance(value, bool)
        else f"must be a whole number, not {value!r}"
    )


def number(value: object) -> str | None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return None if good else f"must be a number, not {value!r}"


def number_or_text(value: object) -> str | None:
    return text(value) if isinstance(value, str) else number(value)


def flag(value: object) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {value!r}"


def anything(value: object) -> str | None:
    """For a value that is looked at more closely elsewhere."""
    return None


def words(value: object) -> str | None:
    """A list of texts, each once."""
    if not isinstance(value, list):
        return f"must be a list of words, not {named(value)}"
    for entry in value:
        wrong = text(entry)
        if wrong:
            return f"holds an entry that {wrong}"
    return "names something twice" if len(set(value)) < len(value) else None


def wholes(value: object) -> str | None:
    """A list of whole numbers, each once."""
    if not isinstance(value, list):
        return f"must be a list of whole numbers, not {named(value)}"
    wrong = next((entry for entry in value if whole(entry)), None)
    if wrong is not None:
        return f"holds {wrong!r}, which is not a whole number"
    return "names a number twice" if len(set(value)) < len(value) else None


def one_of(*choices: str) -> Check:
    """A check for one of these words."""

    def check(value: object) -> str | None:
        return None if value in choices and isinstance(value, str) else f"must be one of {', '.join(choices)}"

    return check


def pattern(expression: str, example: str) -> Check:
    """A check for a text of this form."""
    compiled = re.compile(expression)

    def check(value: object) -> str | None:
        good = isinstance(value, str) and compiled.fullmatch(value)
        return None if good else f"must look like {example}, not {value!r}"

    return check


def patterns(expression: str, example: str) -> Check:
    """A check for a list of texts of this form, each once."""
    single = pattern(expression, example)

    def check(value: object) -> str | None:
        wrong = words(value)
        if wrong or not isinstance(value, list):
            return wrong
        return next((f"holds an entry that {bad}" for bad in map(single, value) if bad), None)

    return check

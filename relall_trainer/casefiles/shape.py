"""Reading plain data strictly and collecting every fault with its place, instead of stopping at the first.

A ``Sheet`` gathers what is found while one file is read; a ``Part`` is one mapping of it and hands out
its values by kind. A value that cannot be used is reported and replaced by an empty one, so that reading
goes on; the case itself is only handed out when nothing was wrong. Knows nothing of nodes or patients:
that is left to ``body``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.diagnostics import Diagnostic, found
from relall_trainer.casefiles.prose import text_faults
from relall_trainer.textfile import Document, Path_, nearest

MAX_LINE = 300
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
EVIDENCE_ID = re.compile(r"(?:ev-[a-z0-9]+(?:-[a-z0-9]+)*|S[0-9]{2}|I-[0-9]{2})\Z")
_SEMVER = re.compile(r"(?:0|[1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})\.(?:0|[1-9][0-9]{0,5})\Z")
# Keys by which a case would state what only the algorithm may say.
RATING_KEYS = frozenset(
    {"rating", "ratings", "rated", "score", "scores", "points", "correct", "incorrect", "right", "wrong"}
    | {"answer", "answers", "best", "critical", "recommended", "acceptable", "discouraged"}
    | {"contraindicated", "unrated"}
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the case: ``cited`` is the evidence listed beside it, None where no list can stand there."""

    text: str
    at: Path_
    name: str
    cited: tuple[str, ...] | None = None
    invented: bool = False


@dataclass(slots=True)
class Sheet:
    """What is gathered while one file is read."""

    name: str
    document: Document
    diagnostics: list[Diagnostic] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    actions: list[tuple[str, Path_]] = field(default_factory=list)
    evidence: list[tuple[str, Path_]] = field(default_factory=list)

    def report(self, finding: Finding, at: Path_, /, **blanks: object) -> None:
        self.diagnostics.append(found(finding, self.name, self.document.place(at), **blanks))

    @property
    def faulty(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def kind_of(value: object) -> str:
    """What a value is, in words."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "a mapping of keys", list: "a list", str: "a text", int: "a number", float: "a number"}
    return names.get(type(value), type(value).__name__)


def hint(word: object, choices: Sequence[str]) -> str:
    """``; did you mean …?`` or nothing."""
    close = nearest(word, list(choices)) if isinstance(word, str) else None
    return f"; did you mean {close}?" if close else ""


class Part:
    """One mapping of the file. Unknown keys are reported at once, missing ones when they are asked for."""

    def __init__(self, sheet: Sheet, data: Mapping[str, Any], at: Path_, keys: Sequence[str]) -> None:
        self.sheet = sheet
        self.data = data
        self.at = at
        for key in data:
            if key.lower() in RATING_KEYS:
                sheet.report(Finding.STATES_RATING, (*at, key), key=key)
            elif key not in keys:
                sheet.report(Finding.UNKNOWN_KEY, (*at, key), key=key, hint=hint(key, keys))

    def report(self, finding: Finding, key: str | None = None, /, **blanks: object) -> None:
        """Report at the part itself or at one of its keys."""
        self.sheet.report(finding, self.at if key is None else (*self.at, key), **blanks)

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    def value(self, key: str, required: bool = True) -> Any:
        """The plain value; None (reported if ``required``) where it is missing."""
        if self.has(key):
            return self.data[key]
        if required:
            self.report(Finding.MISSING_KEY, key if key in self.data else None, key=key)
        return None

    def _typed(self, key: str, kind: type, wanted: str, required: bool) -> Any:
        value = self.value(key, required)
        if value is None or (isinstance(value, kind) and not (kind is not bool and isinstance(value, bool))):
            return value
        self.report(Finding.WRONG_TYPE, key, key=key, wanted=wanted, kind=kind_of(value))
        return None

    def text(self, key: str, required: bool = True) -> str:
        """A Markdown text; empty where it is missing or not usable."""
        value = self._typed(key, str, "a text", required)
        if value is None:
            return ""
        return _checked_text(self.sheet, value, (*self.at, key), key)

    def passage(
        self, key: str, required: bool = True, cited: tuple[str, ...] | None = None, invented: bool = False
    ) -> str:
        """A Markdown text whose numbers and citations are looked at later."""
        text = self.text(key, required)
        if text:
            self.sheet.passages.append(Passage(text, (*self.at, key), key, cited, invented))
        return text

    def line(self, key: str, required: bool = True, limit: int = MAX_LINE) -> str:
        """A short text, such as a title."""
        text = self.text(key, required)
        if len(text) > limit:
            self.report(Finding.TOO_LONG, key, key=key, length=len(text), limit=limit)
            return ""
        return text

    def word(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; required where there is no default."""
        value = self._typed(key, str, f"one of {', '.join(allowed)}", default is None)
        if value is None:
            return default or allowed[0]
        if value not in allowed:
            self.report(
                Finding.NOT_A_CHOICE,
                key,
                key=key,
                allowed=", ".join(allowed),
                value=value[:60],
                hint=hint(value, allowed),
            )
            return default or allowed[0]
        return str(value)

    def identifier(self, key: str) -> str:
        """An id of small letters, digits and hyphens; empty where it is missing or not one."""
        value = self._typed(key, str, "an id", True)
        return "" if value is None else _checked_id(self.sheet, value, (*self.at, key), key)

    def whole(self, key: str, low: int, high: int) -> int:
        value = self._typed(key, int, "a whole number", True)
        return int(self._ranged(key, value, low, high))

    def weight(self, key: str = "weight") -> float | None:
        """A weight above 0, or None where none is given."""
        value = self.value(key, required=False)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.report(Finding.WRONG_TYPE, key, key=key, wanted="a number", kind=kind_of(value))
            return None
        return float(self._ranged(key, value, 0.1, 100)) or None

    def _ranged(self, key: str, value: float | None, low: float, high: float) -> float:
        if value is None:
            return low
        if not low <= value <= high:
            self.report(Finding.OUT_OF_RANGE, key, key=key, low=low, high=high, value=value)
            return low
        return value

    def version(self, key: str) -> str:
        value = self.value(key)
        if value is not None and not (isinstance(value, str) and _SEMVER.match(value)):
            self.report(Finding.BAD_VERSION, key, value=str(value)[:60])
            return ""
        return str(value or "")

    def date(self, key: str) -> str:
        """A calendar date as ISO text; empty where it is missing or wrong."""
        value = self.value(key)
        if value is None:
            return ""
        if isinstance(value, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", value):
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                pass
            else:
                return value
        self.report(Finding.BAD_DATE, key, key=key, value=str(value)[:60])
        return ""

    def items(
        self, key: str, required: bool = True, limit: int = 100, empty: bool = True
    ) -> list[tuple[Any, Path_]]:
        """The entries of a list with their places."""
        value = self._typed(key, list, "a list", required)
        if value is None:
            return []
        if len(value) > limit:
            self.report(Finding.TOO_MANY, key, key=key, count=len(value), limit=limit)
            return []
        if not value and not empty:
            self.report(Finding.EMPTY_TEXT, key, key=key)
        return [(item, (*self.at, key, index)) for index, item in enumerate(value)]

    def parts(
        self, key: str, keys: Sequence[str], required: bool = True, limit: int = 100, empty: bool = True
    ) -> Iterator[Part]:
        """The entries of a list of mappings; entries of another kind are reported and left out."""
        for item, at in self.items(key, required, limit, empty):
            if isinstance(item, dict):
                yield Part(self.sheet, item, at, keys)
            else:
                self.sheet.report(
                    Finding.WRONG_TYPE,
                    at,
                    key=f"an entry of {key}",
                    wanted="a mapping of keys",
                    kind=kind_of(item),
                )

    def part(self, key: str, keys: Sequence[str], required: bool = True) -> Part | None:
        """One mapping inside this one."""
        value = self.mapping(key, required)
        return None if value is None else Part(self.sheet, value, (*self.at, key), keys)

    def mapping(self, key: str, required: bool = True) -> dict[str, Any] | None:
        value: dict[str, Any] | None = self._typed(key, dict, "a mapping of keys", required)
        return value

    def texts(self, key: str, required: bool = True, empty: bool = True, limit: int = 100) -> tuple[str, ...]:
        """A list of short texts."""
        return tuple(self._entry(item, at, key) for item, at in self.items(key, required, limit, empty))

    def passages(self, key: str) -> tuple[str, ...]:
        """A list of Markdown texts whose numbers and citations are looked at later."""
        texts = self.texts(key)
        for index, text in enumerate(texts):
            self.sheet.passages.append(Passage(text, (*self.at, key, index), key))
        return texts

    def _entry(self, item: object, at: Path_, key: str) -> str:
        name = f"an entry of {key}"
        if not isinstance(item, str):
            self.sheet.report(Finding.WRONG_TYPE, at, key=name, wanted="a text", kind=kind_of(item))
            return ""
        return _checked_text(self.sheet, item, at, name)

    def action_ids(self, key: str, required: bool = False, empty: bool = True) -> tuple[str, ...]:
        """A list of action ids, noted for the catalogue to be asked."""
        found_ids = [
            (_checked_id(self.sheet, item, at, f"an entry of {key}"), at)
            for item, at in self.items(key, required, empty=empty)
        ]
        self.sheet.actions.extend((action, at) for action, at in found_ids if action)
        return tuple(action for action, _ in found_ids)

    def evidence_ids(self, key: str = "evidence") -> tuple[str, ...]:
        """A list of evidence ids, noted for the library to be asked."""
        good: list[str] = []
        for item, at in self.items(key, required=False):
            if isinstance(item, str) and EVIDENCE_ID.match(item):
                self.sheet.evidence.append((item, at))
                good.append(item)
            else:
                self.sheet.report(Finding.UNKNOWN_EVIDENCE, at, id=str(item)[:60], hint="")
        return tuple(good)


def _checked_id(sheet: Sheet, value: object, at: Path_, name: str) -> str:
    if isinstance(value, str) and ID.match(value):
        return value
    sheet.report(Finding.BAD_ID, at, key=name, value=str(value)[:80])
    return ""


def _checked_text(sheet: Sheet, value: str, at: Path_, name: str) -> str:
    if not value.strip():
        sheet.report(Finding.EMPTY_TEXT, at, key=name)
        return ""
    usable = True
    for finding, blanks in text_faults(value):
        usable = False
        sheet.report(finding, at, key=name, **blanks)
    return value if usable else ""

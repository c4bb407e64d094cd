"""Reading the body of a file strictly: every part that belongs there, none besides, each of its kind and size.

Raises the FileFault ``bad-shape``, which names the part and what is wrong with it. What the parts mean together is
left to the readers of each kind of file.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Never

from relall_trainer.cohort.file_faults import FileFault, file_fault
from relall_trainer.cohort.plain_text import is_plain_line, is_plain_text, is_whole, plain_line
from relall_trainer.learner.records import is_plausible

LARGEST = 2**63 - 1
LINE = 300
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Fields:
    """One object of a body: ``file`` names the file, ``kind`` tells what it is, ``at`` where the object stands."""

    __slots__ = ("_data", "at", "file", "kind")

    def __init__(self, data: object, names: frozenset[str], file: object, kind: str, at: str = "") -> None:
        self.file, self.kind, self.at = file, kind, at
        if not isinstance(data, dict):
            raise shape_fault(file, kind, at or "the whole", "is not an object")
        if data.keys() != names:
            self._refuse_names(data, names)
        self._data: dict[str, Any] = data

    def _refuse_names(self, data: dict[str, Any], names: frozenset[str]) -> Never:
        for name in sorted(names - data.keys()):
            self.refuse(name, "is missing")
        self.refuse(plain_line(min(data.keys() - names)[:200], 40), "does not belong there")

    def refuse(self, part: str, reason: str) -> Never:
        """Raise the fault for a part of this object."""
        raise shape_fault(self.file, self.kind, f"{self.at}.{part}" if self.at else part, reason)

    def line(self, part: str, longest: int = LINE, *, empty: bool = False) -> str:
        """A text on one line, without signs that hide."""
        return self._text(part, longest, empty, is_line=True)

    def note(self, part: str, longest: int) -> str:
        """A text of several lines or none, without signs that hide."""
        return self._text(part, longest, True, is_line=False)

    def _text(self, part: str, longest: int, empty: bool, *, is_line: bool) -> str:
        text = self.long_text(part, longest)
        if not (empty or text.strip()):
            self.refuse(part, "is empty")
        if not (is_plain_line(text) if is_line else is_plain_text(text)):
            self.refuse(part, "holds a sign that cannot be seen")
        return text

    def long_text(self, part: str, longest: int) -> str:
        """Any text of at most so many characters."""
        text = self._data[part]
        if not isinstance(text, str):
            self.refuse(part, "is not a text")
        if len(text) > longest:
            self.refuse(part, f"is longer than {longest:,} characters")
        if not is_whole(text):
            self.refuse(part, "holds half a character")
        return text

    def word(self, part: str, allowed: tuple[str, ...]) -> str:
        """One of these words."""
        word = self._data[part]
        if not isinstance(word, str) or word not in allowed:
            self.refuse(part, f"is none of {', '.join(allowed)}")
        return word

    def identifier(self, part: str) -> str:
        """An id: letters, digits, points, hyphens."""
        return self._matching(part, _ID, "is no id of letters, digits and hyphens")

    def sha256(self, part: str) -> str:
        """A SHA-256 in hexadecimal."""
        return self._matching(part, _SHA256, "is no SHA-256")

    def _matching(self, part: str, pattern: re.Pattern[str], reason: str) -> str:
        text = self._data[part]
        if not isinstance(text, str) or not pattern.fullmatch(text):
            self.refuse(part, reason)
        return text

    def time(self, part: str) -> str:
        """A time in UTC there is."""
        return self._checked_time(part, self._data[part])

    def time_or_none(self, part: str) -> str | None:
        """Such a time, or nothing."""
        value = self._data[part]
        return None if value is None else self._checked_time(part, value)

    def _checked_time(self, part: str, value: object) -> str:
        if not isinstance(value, str) or not is_time(value):
            self.refuse(part, "is no time in UTC such as 2026-11-22T14:03:00Z")
        return value

    def flag(self, part: str) -> bool:
        """Yes or no."""
        value = self._data[part]
        if not isinstance(value, bool):
            self.refuse(part, "is not true or false")
        return value

    def whole(self, part: str, lowest: int, highest: int = LARGEST) -> int:
        """A whole number between the two."""
        value = self._data[part]
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            self.refuse(part, f"is not a whole number from {lowest:,} to {highest:,}")
        return value

    def whole_or_none(self, part: str, lowest: int, highest: int = LARGEST) -> int | None:
        """Such a number, or nothing."""
        return None if self._data[part] is None else self.whole(part, lowest, highest)

    def items(self, part: str, most: int, least: int = 0) -> list[Any]:
        """A list of so many."""
        value = self._data[part]
        if not isinstance(value, list) or not least <= len(value) <= most:
            self.refuse(part, f"is not a list of {least:,} to {most:,}")
        return value

    def value(self, part: str) -> Any:
        """The part as it stands there."""
        return self._data[part]


def shape_fault(file: object, kind: str, part: str, reason: str) -> FileFault:
    """The fault of a part that is not as such a file has it."""
    return file_fault("bad-shape", file, kind=kind, part=part, reason=reason)


def is_time(text: str) -> bool:
    """Whether it is a time in UTC that some clock, however wrong, may have said."""
    return _UTC.fullmatch(text) is not None and is_real(text)


def is_real(text: str) -> bool:
    """Whether a text that looks like such a time is one."""
    try:
        return is_plausible(datetime.fromisoformat(text))
    except ValueError:
        return False

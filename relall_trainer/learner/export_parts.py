"""Reading an exported record piece by piece: attempt, note, text, each as one piece of JSON, however long the file.

Limits are checked before a piece is parsed: its size, its depth, how many there are. What the pieces mean is left to
``imports``.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from relall_trainer.errors import BadFile
from relall_trainer.textfile import MAX_DEPTH

LARGEST_FILE = 2_000_000_000
LARGEST_PIECE = 8_000_000
MOST_PIECES = 2_000_000
LISTS, MAPS = ("attempts", "notes"), ("texts",)
WORDS = ("format", "exported_at")

_MOST_DIGITS = 40
_CHUNK = 1 << 18
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WORD = re.compile(r'[^\s"{}\[\],:]+')
# A string that is not closed yet ends the search: more of the file is read first.
_BRACKET_OR_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece: which member of the file it belongs to, its key there (texts only), and its JSON text."""

    member: str
    key: str
    text: str


def parts(file: BinaryIO) -> Iterator[Part]:
    """The pieces in the order of the file. Raises BadFile at the first place that is not as an export is written."""
    source = _Source(file)
    source.expect("{")
    seen: set[str] = set()
    count = 0
    for key in source.names():
        if key in seen or key not in (*LISTS, *MAPS, *WORDS):
            raise BadFile(
                f"The part {key[:40]!r} stands there twice or does not belong to an exported record."
            )
        seen.add(key)
        for part in _member(source, key):
            count += 1
            if count > MOST_PIECES:
                raise BadFile(f"The file holds more than {MOST_PIECES:,} pieces.")
            yield part
    source.end()
    missing = [name for name in (*LISTS, *MAPS, *WORDS) if name not in seen]
    if missing:
        raise BadFile(f"The part {missing[0]!r} of an exported record is missing.")


def plain(text: str) -> Any:
    """The data of one piece: no repeated keys, no NaN, no endless numbers. Raises BadFile.

    Half characters are let through: an event may hold one, and its hash would not hold without.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_real,
        )
    except json.JSONDecodeError as error:
        raise BadFile(f"It is not readable as JSON ({error.msg}).") from None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadFile("A key stands there twice.")
    return found


def _no_number(name: str) -> object:
    raise BadFile(f"{name} is not a number.")


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise BadFile(f"A number has more than {_MOST_DIGITS} digits.")
    return int(digits)


def _real(digits: str) -> float:
    if len(digits) > _MOST_DIGITS or math.isinf(float(digits)):
        raise BadFile("A number is too long or too large.")
    return float(digits)


def _member(source: _Source, key: str) -> Iterator[Part]:
    if key in LISTS:
        source.expect("[")
        for text in source.elements():
            yield Part(key, "", text)
    elif key in MAPS:
        source.expect("{")
        for name in source.names():
            yield Part(key, name, source.value())
    else:
        yield Part(key, "", source.value())


class _Source:
    """The text of the file, a stretch of it at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._read = 0
        self._dropped = 0

    def names(self) -> Iterator[str]:
        """The keys of an object entered; after each its value is to be read."""
        if self._next() == "}":
            self._at += 1
            return
        while True:
            key = plain(self._string())
            self.expect(":")
            yield str(key)
            if self._separator("}"):
                return

    def elements(self) -> Iterator[str]:
        """The elements of a list entered."""
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._separator("]"):
                return

    def value(self) -> str:
        """The JSON text of the value that comes next."""
        sign = self._next()
        if sign in "{[":
            return self._bracketed()
        if sign == '"':
            return self._string()
        match = _WORD.match(self._text, self._at)
        while match and match.end() == len(self._text) and self._more():
            match = _WORD.match(self._text, self._at)
        if not match:
            raise self._fault(f"{sign!r} where a value should stand")
        return self._taken(match.end())

    def expect(self, sign: str) -> None:
        """Pass over one sign."""
        if self._next() != sign:
            raise self._fault(f"{self._next()!r} where {sign!r} should stand")
        self._at += 1

    def end(self) -> None:
        """Nothing may follow."""
        if self._look():
            raise self._fault("something after its end")

    def _separator(self, last: str) -> bool:
        """Pass over a comma, or over the closing bracket: then True."""
        sign = self._next()
        if sign not in (",", last):
            raise self._fault(f"{sign!r} where ',' or {last!r} should stand")
        self._at += 1
        return sign == last

    def _string(self) -> str:
        self._next()
        match = _STRING.match(self._text, self._at)
        while not match and self._more():
            match = _STRING.match(self._text, self._at)
        if not match:
            raise self._fault("a text that does not end, or none")
        return self._taken(match.end())

    def _bracketed(self) -> str:
        depth, place = 0, self._at
        while True:
            for match in _BRACKET_OR_STRING.finditer(self._text, place):
                sign = match.group()
                if sign[0] == '"':
                    if match.end() == len(self._text):
                        break  # perhaps not the whole of it
                    place = match.end()
                    continue
                depth += 1 if sign in "{[" else -1
                place = match.end()
                if depth > MAX_DEPTH:
                    raise self._fault(f"something nested deeper than {MAX_DEPTH} levels")
                if depth == 0:
                    return self._taken(place)
            if not self._more():
                raise self._fault("a bracket that is not closed")
            place -= self._dropped

    def _taken(self, end: int) -> str:
        text = self._text[self._at : end]
        if len(text) > LARGEST_PIECE:
            raise self._too_large()
        self._at = end
        return text

    def _next(self) -> str:
        sign = self._look()
        if not sign:
            raise self._fault("no end: it was cut short")
        return sign

    def _look(self) -> str:
        """The next sign that is no blank, empty at the end of the file."""
        while True:
            match = _BLANK.match(self._text, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, dropping what was taken; False at the end of the file."""
        if len(self._text) - self._at > LARGEST_PIECE:
            raise self._too_large()
        try:
            data = self._file.read(_CHUNK)
            fresh = self._decoder.decode(data, final=not data)
        except OSError as error:
            raise BadFile(f"The file cannot be read ({error.strerror}).") from None
        except UnicodeDecodeError:
            raise self._fault("bytes that are not UTF-8 text") from None
        if "\0" in fresh:
            raise self._fault("bytes that are not text")
        self._read += len(data)
        if self._read > LARGEST_FILE:
            raise BadFile(f"The file is larger than the limit of {LARGEST_FILE:,} bytes.")
        self._dropped = self._at
        self._text = self._text[self._at :] + fresh
        self._at = 0
        return bool(data)

    def _fault(self, what: str) -> BadFile:
        return BadFile(f"This is not an exported record: it has {what}.", safe="Nothing was changed.")

    def _too_large(self) -> BadFile:
        return BadFile(f"A piece of the file is larger than the limit of {LARGEST_PIECE:,} characters.")

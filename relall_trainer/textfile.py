"""Reading text files that came from somewhere: limits first, then meaning, every fault with its place.

YAML is read as YAML 1.2 sees it (``no`` is a word, not a falsehood), without aliases, tags or repeated
keys. JSON is read without repeated keys, NaN or deep nesting. Knows nothing of cases or rules.
"""

from __future__ import annotations

import json
import math
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from relall_trainer.errors import BadFile

MAX_BYTES = 2_000_000
MAX_DEPTH = 32

Path_ = tuple[str | int, ...]


class TextFault(BadFile):
    """A text that cannot be read: ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) with the place each part came from."""

    data: Any
    places: dict[Path_, tuple[int, int]]

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of the nearest known part at or above ``path``."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """The UTF-8 text of a regular file of at most ``limit`` bytes.

    Raises BadFile for a folder, a FIFO or device, a missing, unreadable, too large or wrongly encoded file.
    """
    return decode(read_bytes(path, limit), str(path))


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; raises BadFile."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise BadFile(f"{path}: is larger than the limit of {limit:,} bytes.")
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise BadFile(f"{path}: cannot be read ({error.strerror}).") from None
    if len(data) > limit:
        raise BadFile(f"{path}: is larger than the limit of {limit:,} bytes.")
    return data


def read_start(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file, at most so many; raises BadFile, and OSError where reading fails."""
    handle, size = _regular(path)
    try:
        # All of it as a rule, then nothing more: asking for the most there may be would make room for it each time.
        data = os.read(handle, min(size + 1, most))
        while len(data) < most and (more := os.read(handle, min(most - len(data), 1 << 20))):
            data += more
        return data
    finally:
        os.close(handle)


def open_regular(path: Path) -> BinaryIO:
    """An ordinary file, open for reading; raises BadFile for a folder, a FIFO, a device or a missing file."""
    return os.fdopen(_regular(path)[0], "rb")


def _regular(path: Path) -> tuple[int, int]:
    """A handle to read an ordinary file by, and its size; raises BadFile."""
    # O_NONBLOCK: opening a FIFO that nobody writes to must not hang.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        raise BadFile(f"{path}: there is no such file.", todo="Check the name.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadFile(f"{path}: cannot be opened ({reason}).") from None
    kind = os.fstat(handle)
    if stat.S_ISREG(kind.st_mode):
        return handle, kind.st_size
    os.close(handle)
    if stat.S_ISDIR(kind.st_mode):
        raise BadFile(f"{path}: is a folder, not a file.")
    raise BadFile(f"{path}: is not an ordinary file.")


def decode(data: bytes, name: str) -> str:
    """UTF-8 (a byte order mark is dropped), no NUL; raises BadFile."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(f"{name}: is not UTF-8 text but UTF-16.", todo="Save it as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(f"{name}: is not UTF-8 text (byte {error.start}).", todo="Save it as UTF-8.") from None
    if "\0" in text:
        raise BadFile(f"{name}: is not a text file.")
    return text


def parse_yaml(text: str) -> Document:
    """Plain data and places of one YAML document; raises TextFault."""
    import yaml

    loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loader = loader_class(text)
        try:
            return _YamlReader(loader).read()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise TextFault(f"not readable as YAML: {error.problem or error.context}", line, column) from None
    except (yaml.YAMLError, UnicodeError) as error:
        reason = str(error).split("\n", 1)[0]
        raise TextFault(f"not readable as YAML: {reason}", *_first_unreadable(text)) from None


# What YAML does not allow in a text; PyYAML tells such a character without its line.
_UNREADABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def _first_unreadable(text: str) -> tuple[int, int]:
    found = re.search(_UNREADABLE, text)
    before = text[: found.start()] if found else ""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{1,15})\Z")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _YamlReader:
    """Turns the events of a YAML parser into plain data, as they come.

    The parser keeps its own stack; composing nodes with PyYAML's C code would recurse until the process dies.
    """

    def __init__(self, loader: Any) -> None:
        self.next_event: Callable[[], Any] = loader.get_event
        self.places: dict[Path_, tuple[int, int]] = {}

    def read(self) -> Document:
        self.next_event()  # the stream starts
        if _kind(self.next_event()) == "StreamEndEvent":
            raise TextFault("the file is empty")
        data = self._value(self.next_event(), ())
        self.next_event()  # the document ends
        after = self.next_event()
        if _kind(after) != "StreamEndEvent":
            raise TextFault("the file holds another document after ---", *_place(after))
        return Document(data, self.places)

    def _value(self, event: Any, path: Path_) -> Any:
        line, column = place = _place(event)
        kind = _kind(event)
        if len(path) > MAX_DEPTH:
            raise TextFault(f"nested deeper than {MAX_DEPTH} levels", line, column)
        if kind == "AliasEvent":
            raise TextFault("aliases (*name) are not allowed; write the text out", line, column)
        if event.tag is not None:
            raise TextFault(f"tags ({event.tag}) are not allowed", line, column)
        self.places[path] = place
        if kind == "ScalarEvent":
            return event.value if event.style else _plain_scalar(event.value)
        return self._mapping(path) if kind == "MappingStartEvent" else self._sequence(path)

    def _sequence(self, path: Path_) -> list[Any]:
        result: list[Any] = []
        while _kind(event := self.next_event()) != "SequenceEndEvent":
            result.append(self._value(event, (*path, len(result))))
        return result

    def _mapping(self, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while _kind(event := self.next_event()) != "MappingEndEvent":
            line, column = place = _place(event)
            if _kind(event) != "ScalarEvent" or event.tag is not None:
                raise TextFault("a key must be a word", line, column)
            key = event.value
            if key in result:
                raise TextFault(f"the key {key!r} stands here twice", line, column)
            result[key] = self._value(self.next_event(), (*path, key))
            self.places[(*path, key)] = place
        return result


def _kind(event: Any) -> str:
    return type(event).__name__


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _plain_scalar(value: str) -> object:
    if value.lower() in _WORDS and value in ("true", "false", "null", "~", "", "True", "False"):
        return _WORDS[value.lower()]
    if _INT.match(value):
        return int(value)
    if _FLOAT.match(value):
        return float(value)
    return value


def parse_json(text: str) -> Any:
    """Plain data of one JSON text: no repeated keys, no NaN, at most MAX_DEPTH deep; raises TextFault."""
    if not text.strip():
        raise TextFault("the file is empty")
    depth = 0
    for position, char in _outside_strings(text):
        if char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise TextFault(f"nested deeper than {MAX_DEPTH} levels", text.count("\n", 0, position) + 1)
        elif char in "]}":
            depth -= 1
    try:
        data = json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_constant=_no_constant,
            parse_int=_sane_int,
            parse_float=_sane_float,
        )
    except json.JSONDecodeError as error:
        raise TextFault(f"not readable as JSON: {error.msg}", error.lineno, error.colno) from None
    if "\\u" in text or not text.isascii():
        _no_lone_surrogates(text)
    return data


_SURROGATES = (
    r"\\\\|(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff])"
)


def _no_lone_surrogates(text: str) -> None:
    """Half a character: no file, database or window can take it."""
    for match in re.finditer(_SURROGATES, text):
        if match["lone"]:
            before = text[: match.start()]
            place = before.count("\n") + 1, len(before) - before.rfind("\n")
            raise TextFault("half a character (a lone surrogate)", *place)


# Possessive, and an unclosed string reaches to the end: however the text is broken, it is looked at once.
_BRACKETS_AND_STRINGS = r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]'


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(_BRACKETS_AND_STRINGS, text, re.DOTALL):
        if match.group()[0] != '"':
            yield match.start(), match.group()


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise TextFault(f"the key {key!r} stands there twice")
        result[key] = value
    return result


def _no_constant(name: str) -> object:
    raise TextFault(f"{name} is not a number")


def _sane_int(digits: str) -> int:
    if len(digits) > 18:
        raise TextFault("a number has more than 18 digits")
    return int(digits)


def _sane_float(digits: str) -> float:
    if len(digits) > 40:
        raise TextFault("a number has more than 40 digits")
    value = float(digits)
    if math.isinf(value):
        raise TextFault(f"the number {digits} is too large")
    return value


def nearest(word: str, choices: Callable[[], list[str]] | list[str] | tuple[str, ...]) -> str | None:
    """The known word closest to a misspelt one, for 'did you mean'."""
    import difflib

    known = choices() if callable(choices) else list(choices)
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None

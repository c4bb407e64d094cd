"""Reading text files that came from somewhere: limits first, then meaning, every fault with its place.

YAML is read as YAML 1.2 sees it (``no`` is a word, not a falsehood), without aliases, tags or repeated
keys. JSON is read without repeated keys, NaN or deep nesting. Knows nothing of cases or rules.
"""

from __future__ import annotations

import json
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
        data = file.read(limit + 1)
    if len(data) > limit:
        raise BadFile(f"{path}: is larger than the limit of {limit:,} bytes.")
    return data


def open_regular(path: Path) -> BinaryIO:
    """An ordinary file, open for reading; raises BadFile for a folder, a FIFO, a device or a missing file."""
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
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(kind.st_mode):
        raise BadFile(f"{path}: is a folder, not a file.")
    raise BadFile(f"{path}: is not an ordinary file.")


def decode(data: bytes, name: str) -> str:
    """UTF-8 (a byte order mark is dropped), no NUL; raises BadFile."""
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
    _limit_yaml_depth(text)
    loader = loader_class(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise TextFault(f"not readable as YAML: {error.problem or error.context}", line, column) from None
    except (yaml.YAMLError, ValueError) as error:
        raise TextFault(f"not readable as YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise TextFault(f"nested deeper than {MAX_DEPTH} levels") from None
    finally:
        loader.dispose()
    if root is None:
        raise TextFault("the file is empty")
    return _YamlReader().read(root)


def _limit_yaml_depth(text: str) -> None:
    """Refuse flow nesting before the parser recurses into it (block nesting is bounded by indentation)."""
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match.group() in "[{" else -1
        depth = max(depth, 0)
        if depth > 200:
            line = text.count("\n", 0, match.start()) + 1
            raise TextFault(f"nested deeper than {MAX_DEPTH} levels", line)
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) - len(line_text.lstrip(" ")) > 400 or re.match(r"\s*(?:- ){33}", line_text):
            raise TextFault(f"nested deeper than {MAX_DEPTH} levels", number)


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{1,15})\Z")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _YamlReader:
    """Turns composed YAML nodes into plain data, once each."""

    def __init__(self) -> None:
        self.places: dict[Path_, tuple[int, int]] = {}
        self.seen: set[int] = set()

    def read(self, root: Any) -> Document:
        return Document(self._value(root, ()), self.places)

    def _value(self, node: Any, path: Path_) -> Any:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if len(path) > MAX_DEPTH:
            raise TextFault(f"nested deeper than {MAX_DEPTH} levels", line, column)
        if id(node) in self.seen:
            raise TextFault("aliases (*name) are not allowed; write the text out", line, column)
        self.seen.add(id(node))
        self.places[path] = (line, column)
        if not node.tag.startswith("tag:yaml.org,2002:"):
            raise TextFault(f"tags ({node.tag}) are not allowed", line, column)
        if node.id == "mapping":
            return self._mapping(node, path)
        if node.id == "sequence":
            return [self._value(child, (*path, index)) for index, child in enumerate(node.value)]
        if not node.style:  # the C parser says "" where the Python one says None
            return _plain_scalar(node.value)
        return node.value

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if key_node.id != "scalar":
                raise TextFault("a key must be a word", line, column)
            key = key_node.value
            if key in result:
                raise TextFault(f"the key {key!r} stands here twice", line, column)
            result[key] = self._value(value_node, (*path, key))
            self.places[(*path, key)] = (line, column)
        return result


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
        return json.loads(
            text, object_pairs_hook=_no_repeats, parse_constant=_no_constant, parse_int=_sane_int
        )
    except json.JSONDecodeError as error:
        raise TextFault(f"not readable as JSON: {error.msg}", error.lineno, error.colno) from None


_BRACKETS_AND_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]')


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    for match in _BRACKETS_AND_STRINGS.finditer(text):
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


def nearest(word: str, choices: Callable[[], list[str]] | list[str] | tuple[str, ...]) -> str | None:
    """The known word closest to a misspelt one, for 'did you mean'."""
    import difflib

    known = choices() if callable(choices) else list(choices)
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None

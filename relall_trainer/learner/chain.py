"""Hashes that notice what SQLite does not: a canonical text for each thing stored, and a chain per attempt.

SQLite's own check finds about one changed bit in ten; these find every change of what is read back.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

# Made once: json.dumps would build an encoder for each call.
_encode = json.JSONEncoder(
    ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
_encode_any = json.JSONEncoder(
    ensure_ascii=True, separators=(",", ":"), default=repr, check_circular=False
).encode


def canonical(value: Any) -> str:
    """One JSON text per value: sorted keys, no spaces, ASCII only, no NaN (ValueError)."""
    return _encode(value)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 text, in hex; lone surrogates count as they are."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link(previous: str, body: str) -> str:
    """The hash of an event: of the hash before it and its canonical text."""
    return sha256((previous + body).encode("ascii", "backslashreplace")).hexdigest()


def seal(values: tuple[Any, ...]) -> str:
    """The hash over the columns of a row; a value of a kind never stored simply does not match."""
    return sha256(_encode_any(values).encode("ascii")).hexdigest()

"""Reading JSON from a stranger: fast where it is written in the one way it may be, and with limits in any case.

Limits come before any value is made: a few bytes of brackets can ask for a hundred times as much memory. Knows nothing
of what the data means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from relall_trainer.cohort.file_faults import FileFault, file_fault
from relall_trainer.cohort.plain_text import plain_line
from relall_trainer.textfile import MAX_DEPTH

MOST_PARTS = 500_000
MOST_COMMAS = 2_000_000
_LARGEST = 2**63 - 1
_SMALL = 200_000
# Possessive, and an unclosed string reaches to the end: however the text is broken, it is looked at once.
_PART = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def read_canonical(data: bytes, name: object) -> Any:
    """The data of a text written in the one way: anything else is refused as changed. Raises FileFault."""
    if len(data) > _SMALL:
        refuse_bombs(data, name)
    import msgspec

    decode, encode = _codec()
    try:
        value = decode(data)
        same = encode(value) == data
    except RecursionError:
        raise file_fault("too-deep", name) from None
    except (msgspec.MsgspecError, UnicodeError, OverflowError):
        raise why_not_plain(data, name) or file_fault("not-canonical", name) from None
    if not same:
        raise why_not_plain(data, name) or file_fault("not-canonical", name)
    if _depth(value) > MAX_DEPTH - 1:
        raise file_fault("too-deep", name)
    return value


@cache
def _codec() -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    import msgspec

    decoder = msgspec.json.Decoder(float_hook=_no_float)
    return decoder.decode, msgspec.json.Encoder(order="sorted").encode


def _no_float(digits: str) -> float:
    raise ValueError("a number with a point")


def _depth(value: object) -> int:
    """How many levels of lists and objects; looks no further than it has to."""
    level = [value] if isinstance(value, dict | list) else []
    depth = 0
    while level and depth < MAX_DEPTH:
        level = [
            part
            for held in level
            for part in (held.values() if type(held) is dict else held)
            if type(part) is dict or type(part) is list
        ]
        depth += 1
    return depth


def refuse_bombs(data: bytes, name: object) -> None:
    """Before anything is parsed: not too deep, not too many parts. Raises FileFault."""
    if data.count(b",") > MOST_COMMAS:
        raise file_fault("too-many-parts", name)
    depth = 0
    for count, match in enumerate(_PART.finditer(data)):
        if count > MOST_PARTS:
            raise file_fault("too-many-parts", name)
        sign = data[match.start()]
        if sign in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise file_fault("too-deep", name)
        elif sign in b"]}":
            depth -= 1


def parsed(data: bytes, name: object) -> Any:
    """The data of any JSON text, read slowly and strictly. Raises FileFault that says what is wrong with it."""
    import json

    refuse_bombs(data, name)

    def number(digits: str) -> int:
        if len(digits) > 20 or not -_LARGEST - 1 <= int(digits) <= _LARGEST:
            raise file_fault("bad-number", name, shown=_few(digits))
        return int(digits)

    def no_number(digits: str) -> float:
        raise file_fault("bad-number", name, shown=_few(digits))

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in pairs:
            if key in made:
                raise file_fault("repeated-key", name, part=plain_line(key[:200], 40))
            made[key] = value
        return made

    try:
        value = json.loads(
            data.decode(),
            object_pairs_hook=once,
            parse_int=number,
            parse_float=no_number,
            parse_constant=no_number,
        )
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        raise file_fault("not-text", name) from None
    except UnicodeEncodeError:
        raise file_fault("half-character", name) from None
    except (ValueError, RecursionError):
        raise file_fault("not-json", name) from None
    return value


def why_not_plain(data: bytes, name: object) -> FileFault | None:
    """What a strict reading finds wrong; None where the same data is only written in another way."""
    try:
        parsed(data, name)
    except FileFault as fault:
        return fault
    return None


def _few(digits: str) -> str:
    return digits if len(digits) <= 24 else f"{digits[:20]}…"

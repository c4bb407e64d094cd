"""A signed file: one line of JSON that says what it is, what stands in it, who signed it, and the signature.

Everything but the body is laid out to the byte, so a file is taken apart before anything in it is parsed: kind, key,
signature, then the body, whose exact bytes were signed. There is one way of writing a body (keys sorted, no spaces,
UTF-8, whole numbers only); a file that says the same in another way was changed, and is refused. White space after
the end is let through: mail puts it there. Whoever holds a key can sign anything, so the limits hold for signed files
as well. What a body must be like is left to ``assignment``, ``submission`` and ``release``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from relall_trainer.cohort.file_faults import FileFault, file_fault
from relall_trainer.cohort.signature import PUBLIC_LENGTH, SIGNATURE_LENGTH, SigningKey, verify
from relall_trainer.errors import BadFile
from relall_trainer.textfile import MAX_DEPTH, open_regular

ASSIGNMENT = "relall-assignment"
RESULTS = "relall-results"
FEEDBACK = "relall-feedback"
KINDS = (ASSIGNMENT, RESULTS, FEEDBACK)
KIND_WORDS: Mapping[str, str] = {
    ASSIGNMENT: "an assignment",
    RESULTS: "a results file",
    FEEDBACK: "a feedback file",
}
LIMITS: Mapping[str, int] = {ASSIGNMENT: 20_000_000, RESULTS: 4_000_000, FEEDBACK: 20_000_000}
LARGEST_FILE = max(LIMITS.values())
FORMAT = 1

_LARGEST = 2**63 - 1
_TAIL_LENGTH = len(f',"format":{FORMAT},"key":"","signature":""}}') + PUBLIC_LENGTH + SIGNATURE_LENGTH
_TAIL = re.compile(
    rb',"format":%d,"key":"([0-9a-f]{%d})","signature":"([0-9a-f]{%d})"\}'
    % (FORMAT, PUBLIC_LENGTH, SIGNATURE_LENGTH)
)
_HEADS: Mapping[str, bytes] = {kind: f'{{"about":"{kind}","body":'.encode() for kind in KINDS}
_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file whose signature holds. ``key`` is the public key; ``sha256`` is over ``text``, the file as written."""

    kind: str
    body: dict[str, Any] = field(repr=False)
    key: str
    sha256: str
    text: str = field(repr=False)
    name: str


def ending(kind: str) -> str:
    """How the names of such files end."""
    return f".{kind}"


def canonical_bytes(value: Any) -> bytes:
    """The one way of writing plain data: keys sorted, no spaces, UTF-8. Raises ValueError for half characters."""
    encoded: bytes = _encoder()(value)
    return encoded


@cache
def _encoder() -> Callable[[Any], bytes]:
    import msgspec

    return msgspec.json.Encoder(order="sorted").encode


def seal(kind: str, body: Mapping[str, Any], key: SigningKey) -> str:
    """The text of a signed file. Raises ValueError for what is no plain data, FileFault ``too-large``."""
    _refuse_unplain(body)
    written = canonical_bytes(body)
    signature = key.sign(_signed(kind, written))
    head, tail = _HEADS[kind].decode(), f'"key":"{key.public}","signature":"{signature}"}}'
    text = f'{head}{written.decode()},"format":{FORMAT},{tail}\n'
    _check_size(len(text.encode()), kind, f"the new file ({ending(kind)})")
    return text


def _signed(kind: str, body: bytes) -> bytes:
    """What is signed: the body with what it is said to be, so that no signature holds for another kind of file."""
    return b"RelALL Trainer file %d\n%s\n%s" % (FORMAT, kind.encode(), body)


def _refuse_unplain(value: object, depth: int = 2) -> None:
    if depth > MAX_DEPTH and isinstance(value, Mapping | list | tuple):
        raise ValueError(f"plain data is at most {MAX_DEPTH} levels deep")
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str):
                raise ValueError(f"{name!r} is no key of plain data")
            _refuse_unplain(part, depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_unplain(part, depth + 1)
    elif isinstance(value, int):
        if not -_LARGEST - 1 <= value <= _LARGEST:
            raise ValueError(f"{value} is no number of plain data")
    elif not (value is None or isinstance(value, str)):
        raise ValueError(f"{type(value).__name__} is no plain data")


def read_signed(path: Path, expected: str | None = None) -> SignedFile:
    """The signed file at ``path``: an ordinary file, of a size that may be. Raises FileFault."""
    try:
        with open_regular(path) as file:
            data = file.read(LARGEST_FILE + 1)
    except BadFile as fault:
        reason = fault.what.removeprefix(f"{path}: ").rstrip(".")
        raise file_fault("not-a-file", path, reason=reason) from None
    except OSError as error:
        raise file_fault("not-a-file", path, reason=error.strerror or "the system refuses") from None
    return parse_signed(data, path, expected)


def parse_signed(data: bytes, name: object, expected: str | None = None) -> SignedFile:
    """The signed file of these bytes; ``expected`` is the kind it has to be. Raises FileFault."""
    kind = next((kind for kind, head in _HEADS.items() if data.startswith(head)), None)
    _check_size(len(data), kind, name)
    if kind is not None:
        _check_kind(kind, expected, name)
        line = data.rstrip(_BLANK)
        tail = _TAIL.fullmatch(line, max(len(line) - _TAIL_LENGTH, 0))
        if tail is not None:
            body = line[len(_HEADS[kind]) : tail.start()]
            key, signature = tail[1].decode(), tail[2].decode()
            if not verify(key, _signed(kind, body), signature):
                raise file_fault("altered", name)
            return _opened(kind, body, key, line, name)
    from relall_trainer.cohort.stray_file import why_refused

    raise why_refused(data, name, expected)


def _check_size(size: int, kind: str | None, name: object) -> None:
    limit = LARGEST_FILE if kind is None else LIMITS[kind]
    if size > limit:
        words = "such a file" if kind is None else KIND_WORDS[kind]
        raise file_fault("too-large", name, kind=words, limit=f"{limit // 1_000_000} MB")


def _check_kind(kind: str, expected: str | None, name: object) -> None:
    if expected is not None and kind != expected:
        raise wrong_kind(kind, expected, name)


def wrong_kind(kind: str, expected: str, name: object) -> FileFault:
    """The fault of a file that is one of ours, but not the one that was asked for."""
    where = {
        ASSIGNMENT: "An assignment is opened by the learner, under Assignments.",
        RESULTS: "Results are taken in by the teacher, in the gradebook.",
        FEEDBACK: "Feedback is opened by the learner, under Assignments.",
    }
    return file_fault(
        "wrong-kind", name, kind=KIND_WORDS[kind], wanted=KIND_WORDS[expected], todo=where[kind]
    )


def _opened(kind: str, body: bytes, key: str, line: bytes, name: object) -> SignedFile:
    """The file whose signature holds; its body is read no more trustingly for that."""
    from relall_trainer.cohort.plain_json import read_canonical

    data = read_canonical(body, name)
    if not isinstance(data, dict):
        raise file_fault("bad-shape", name, kind=KIND_WORDS[kind], part="body", reason="is not an object")
    whole = line + b"\n"
    return SignedFile(kind, data, key, sha256(whole).hexdigest(), whole.decode(), str(name))

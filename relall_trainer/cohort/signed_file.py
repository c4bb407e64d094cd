"""A signed file: one line of JSON that says what it is, what stands in it, who signed it, and the signature.

Everything but the body is laid out to the byte, so a file is taken apart before anything in it is parsed: kind, key,
signature, then the body, whose exact bytes were signed. There is one way of writing a body (keys sorted, no spaces,
UTF-8, whole numbers only); a file that says the same in another way was changed, and is refused. White space after
the end is let through: mail puts it there. Whoever holds a key can sign anything, so the limits hold for signed files
as well. What a body must be like is left to ``assignment``, ``submission`` and ``feedback_file``.
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
from relall_trainer.textfile import MAX_DEPTH, read_start

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
class Sealed:
    """A file whose signature holds. ``key`` is the public key; ``sha256`` is over ``text``, the file as written.

    ``written`` are the bytes that were signed, not read yet.
    """

    kind: str
    written: bytes = field(repr=False)
    key: str
    sha256: str
    text: str = field(repr=False)
    name: str


@dataclass(frozen=True, slots=True)
class SignedFile(Sealed):
    """Such a file with what stands in it."""

    body: dict[str, Any] = field(repr=False)


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
    return opened(read_sealed(path, expected))


def read_sealed(path: Path, expected: str | None = None) -> Sealed:
    """The same without reading what stands in it. Raises FileFault."""
    return sealed(file_bytes(path), path, expected)


def file_bytes(path: Path) -> bytes:
    """What a file holds, to just past the largest there may be. Raises FileFault."""
    try:
        return read_start(path, LARGEST_FILE + 1)
    except BadFile as fault:
        reason = fault.what.removeprefix(f"{path}: ").rstrip(".")
        raise file_fault("not-a-file", path, reason=reason) from None
    except OSError as error:
        raise file_fault("not-a-file", path, reason=error.strerror or "the system refuses") from None


def digest_of(data: bytes) -> str:
    """The SHA-256 by which a file is known, without the white space that mail puts after it."""
    return sha256(data.rstrip(_BLANK) + b"\n").hexdigest()


def parse_signed(data: bytes, name: object, expected: str | None = None) -> SignedFile:
    """The signed file of these bytes; ``expected`` is the kind it has to be. Raises FileFault."""
    return opened(sealed(data, name, expected))


def sealed(data: bytes, name: object, expected: str | None = None, digest: str = "") -> Sealed:
    """The same without reading what stands in it; ``digest`` where it is known. Raises FileFault."""
    kind = next((kind for kind, head in _HEADS.items() if data.startswith(head)), None)
    _check_size(len(data), kind, name)
    if kind is not None:
        _check_kind(kind, expected, name)
        line = data.rstrip(_BLANK)
        tail = _TAIL.fullmatch(line, max(len(line) - _TAIL_LENGTH, 0))
        if tail is not None:
            written = line[len(_HEADS[kind]) : tail.start()]
            key, signature = tail[1].decode(), tail[2].decode()
            if not verify(key, _signed(kind, written), signature):
                raise file_fault("altered", name)
            return _sealed(kind, written, key, line + b"\n", name, digest)
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
        RESULTS: "Results are imported by the teacher, in the gradebook.",
        FEEDBACK: "Feedback is opened by the learner, under Assignments.",
    }
    return file_fault(
        "wrong-kind", name, kind=KIND_WORDS[kind], wanted=KIND_WORDS[expected], todo=where[kind]
    )


def _sealed(kind: str, written: bytes, key: str, whole: bytes, name: object, digest: str) -> Sealed:
    try:
        text = whole.decode()
    except UnicodeDecodeError:
        from relall_trainer.cohort.plain_json import why_not_plain

        raise why_not_plain(written, name) or file_fault("not-text", name) from None
    return Sealed(kind, written, key, digest or sha256(whole).hexdigest(), text, str(name))


def opened(file: Sealed) -> SignedFile:
    """The file with what stands in it, read no more trustingly for its signature. Raises FileFault."""
    from relall_trainer.cohort.plain_json import read_canonical

    data = read_canonical(file.written, file.name)
    if not isinstance(data, dict):
        words = KIND_WORDS[file.kind]
        raise file_fault("bad-shape", file.name, kind=words, part="body", reason="is not an object")
    return SignedFile(file.kind, file.written, file.key, file.sha256, file.text, file.name, data)

"""Saying why a file that is not laid out as ours cannot be used: the likeliest accident first.

Nothing read here is ever used; it only finds the right words for the refusal.
"""

from __future__ import annotations

from relall_trainer.cohort.file_faults import FileFault, file_fault
from relall_trainer.cohort.plain_json import parsed
from relall_trainer.cohort.signed_file import FORMAT, KINDS, ending, wrong_kind

_NEWEST = 1_000_000


def why_refused(data: bytes, name: object, expected: str | None) -> FileFault:
    """The fault of a file that is not laid out to the byte as a signed file is."""
    if not data.strip(b" \t\r\n\0"):
        return file_fault("empty", name)
    try:
        data.decode()
        held = parsed(data, name) if b"\0" not in data else None
    except UnicodeDecodeError:
        return file_fault("not-text", name)
    except FileFault as fault:
        return _not_ours(name) if fault.code == "not-json" and not _looks_like_ours(data) else fault
    if b"\0" in data:
        return file_fault("not-text", name)
    if not isinstance(held, dict) or held.get("about") not in KINDS:
        return _not_ours(name)
    if expected is not None and held["about"] != expected:
        return wrong_kind(held["about"], expected, name)
    found = held.get("format")
    if isinstance(found, int) and FORMAT < found < _NEWEST:
        return file_fault("newer-format", name, found=found, known=FORMAT)
    return file_fault("not-canonical", name)


def _looks_like_ours(data: bytes) -> bool:
    start = data[:200]
    return any(kind.encode() in start for kind in KINDS)


def _not_ours(name: object) -> FileFault:
    return file_fault("not-ours", name, endings=", ".join(ending(kind) for kind in KINDS))

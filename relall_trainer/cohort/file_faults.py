"""Everything that can be wrong with a file of teaching, each with a code and three plain sentences.

The place where a fault is found decides which it is; here is only what it is called and how it is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relall_trainer.cohort.plain_text import plain_name, shortened
from relall_trainer.errors import BadFile

_UNCHANGED = "Nothing was changed."
_AGAIN = "Ask for the file again; send it as an attachment, or put it in the shared folder, without opening it first."


class FileFault(BadFile):
    """A file of teaching that is not taken in: ``code`` is one of ``FILE_CODES``, ``name`` the file as it is shown."""

    def __init__(self, code: str, name: str, what: str, *, safe: str, todo: str) -> None:
        super().__init__(what, safe=safe, todo=todo)
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True)
class FileCode:
    """How a fault is told. ``what`` has blanks, ``{name}`` among them."""

    what: str
    todo: str
    safe: str = _UNCHANGED


def _code(what: str, todo: str = _AGAIN) -> FileCode:
    return FileCode("{name} " + what, todo)


FILE_CODES: Mapping[str, FileCode] = {
    # The file itself
    "not-a-file": _code("cannot be read: {reason}.", "Check that the file is there and may be read."),
    "empty": _code(
        "is empty.",
        "If it lies in a synchronized folder, wait until that has finished; else ask for it again.",
    ),
    "too-large": _code(
        "is larger than {kind} may be ({limit}).", "Ask for a smaller one, with fewer cases or attempts."
    ),
    # Its text
    "not-text": _code("is not a text file."),
    "not-json": _code("breaks off or is garbled."),
    "repeated-key": _code("says the same thing twice ({part})."),
    "too-deep": _code("is nested deeper than any file of RelALL Trainer."),
    "too-many-parts": _code("is made of more parts than any file of RelALL Trainer."),
    "bad-number": _code("holds a number that no file of RelALL Trainer has ({shown})."),
    "half-character": _code("holds half a character."),
    # What it claims to be
    "not-ours": _code(
        "is not a file for handing work out or in.", "Look for a file whose name ends in {endings}."
    ),
    "wrong-kind": _code("is {kind}, not {wanted}.", "{todo}"),
    "newer-format": _code(
        "was written by a newer RelALL Trainer (format {found}; this one knows {known}).",
        "Update RelALL Trainer.",
    ),
    "not-canonical": _code(
        "was changed after it was written: it is not laid out as RelALL Trainer writes files."
    ),
    "altered": _code("was changed after it was signed, or damaged on the way."),
    # What stands in it
    "bad-shape": _code("holds something {kind} cannot have: {part} {reason}."),
    "bad-case": _code("holds a case that cannot be used. {reason}"),
    "bad-rules": _code("holds rules that cannot be used. {reason}"),
    "not-bare": _code(
        "is an exam, but its case “{case}” gives {reason} away.",
        "Do not hand it out; the assignment has to be written again.",
    ),
    "broken-chain": _code(
        "holds an attempt whose steps were put in, taken out or changed (attempt {attempt})."
    ),
    # How it fits what is known
    "other-key": _code(
        "was signed with another key than {before}.",
        "Compare the fingerprints with the person who sent it before you use it.",
    ),
    "older-version": _code(
        "is version {found} of the assignment; version {known} is already here.", "Use the newer one."
    ),
    "same-version": _code(
        "calls itself version {found} of the assignment, as the one already here does, but says something else.",
        "Ask the teacher to send it again under a new version.",
    ),
    "not-for-you": _code("is meant for {learner}.", "Ask the teacher for the file that is meant for you."),
    "other-assignment": _code(
        "belongs to another assignment than {wanted}.", "Open it where that assignment is."
    ),
    "unknown-assignment": _code(
        "belongs to an assignment that is not kept here.",
        "Results are imported where the assignment was written; feedback is opened where the exam was taken.",
    ),
    "unknown-learner": _code(
        "comes from {learner}, who is not on the list of this assignment.",
        "Add the learner to the list, then import it again.",
    ),
    "case-differs": _code("is about another case than the assignment asked for ({case})."),
    "rules-differ": _code("is about other rules than the assignment was written with."),
    "does-not-replay": _code(
        "holds an attempt that cannot be played again as it is told (attempt {attempt}: {reason})."
    ),
    "contradicts": _code(
        "contradicts what the same learner handed in before ({reason}).", "Look at both, and ask the learner."
    ),
}


def file_fault(code: str, name: object, /, **blanks: object) -> FileFault:
    """The fault of that code about the file ``name`` (a path, or a word for it)."""
    words = FILE_CODES[code]
    shown = plain_name(name)
    if shown.startswith("the "):  # no name, but a word for the file
        shown = f"T{shown[1:]}"
    filled = {key: shortened(str(value), 300) for key, value in blanks.items()}
    return FileFault(
        code,
        shown,
        words.what.format_map({**filled, "name": shown}),
        safe=words.safe,
        todo=words.todo.format_map(filled),
    )

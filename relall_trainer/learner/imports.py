"""Taking back what ``export.write_json`` wrote: each attempt checked by itself, a bad one set aside with its reason.

Trusts nothing in the file: limits first (``export_parts``), then types (``import_checks``), then the chain of hashes,
then ``judged``, which plays the attempt again and says where it stands; the points in the file are not believed. Doing
it twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from relall_trainer.encounter.events import Event
from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.learner import chain
from relall_trainer.learner.arrivals import EXTENDED, KNOWN, REFUSED, TAKEN, Arrival
from relall_trainer.learner.export import FORMAT
from relall_trainer.learner.export_parts import Part, parts, plain
from relall_trainer.learner.import_checks import (
    a_list,
    an_object,
    events_of,
    head_of,
    is_storable,
    note_of,
    only,
    refuse_misfit,
    standing,
)
from relall_trainer.learner.plain_file import open_plain
from relall_trainer.learner.records import HEAD_COLUMNS, AttemptHead, Note, Summary, begun
from relall_trainer.learner.store import LearnerStore

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Played:
    """What ``judged`` is given: an attempt whose log holds, and the texts it is pinned to."""

    head: AttemptHead
    events: tuple[Event, ...]
    case_text: str
    algorithm_text: str


Judged = Callable[[Played], Summary]
"""Plays an attempt again and says where it stands. Raises a TrainerError for one that cannot be played."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An attempt or note that was not taken, and why."""

    id: str
    reason: str


@dataclass(slots=True)
class Imported:
    """What an import came to: attempts new, continued and known, notes new, and what was set aside."""

    taken: int = 0
    extended: int = 0
    known: int = 0
    notes: int = 0
    set_aside: list[SetAside] = field(default_factory=list)


def take_back(store: LearnerStore, path: Path, judged: Judged) -> Iterator[Imported]:
    """Take in what an exported file holds; the tally so far, from time to time, the last one complete.

    Each attempt is on disk, journal included, before it is counted. Raises BadFile for a file that is no whole export
    (nothing was changed then), and StoreError.
    """
    with _opened(path) as file:
        texts: dict[str, str] = {}
        # The whole file is gone through once for the texts, so that a broken one changes nothing.
        for place, piece in enumerate(parts(file)):
            _keep_text(texts, piece)
            if place % _AT_ONCE == 0:
                yield Imported()
        file.seek(0)
        yield from _Import(store, judged, texts).run(parts(file))


class _Import:
    def __init__(self, store: LearnerStore, judged: Judged, texts: Mapping[str, str]) -> None:
        self._store = store
        self._judged = judged
        self._texts = texts
        self._told = Imported()
        self._waiting: list[Arrival] = []
        self._notes: list[Note] = []

    def run(self, pieces: Iterator[Part]) -> Iterator[Imported]:
        for piece in pieces:
            if piece.member == "attempts":
                self._attempt(piece.text)
            elif piece.member == "notes":
                self._note(piece.text)
            if len(self._waiting) >= _AT_ONCE:
                self._write()
                yield self._told
        self._write()
        self._told.notes += self._store.take_in_notes(tuple(self._notes))
        yield self._told

    def _attempt(self, text: str) -> None:
        known_as = "?"
        try:
            data = an_object(plain(text))
            known_as = _id_of(data)
            self._waiting.append(self._arrival(data))
        except TrainerError as error:
            self._told.set_aside.append(SetAside(known_as, error.what))

    def _note(self, text: str) -> None:
        known_as = "?"
        try:
            data = an_object(plain(text))
            known_as = _id_of(data)
            self._notes.append(note_of(data, None))
        except TrainerError as error:
            self._told.set_aside.append(SetAside(known_as, error.what))

    def _write(self) -> None:
        for arrival, taken in zip(self._waiting, self._store.take_in(self._waiting), strict=True):
            self._told.taken += taken.outcome == TAKEN
            self._told.extended += taken.outcome == EXTENDED
            self._told.known += taken.outcome == KNOWN
            self._told.notes += taken.notes
            if taken.outcome == REFUSED:
                self._told.set_aside.append(
                    SetAside(arrival.head.id, f"{taken.reason[:1].upper()}{taken.reason[1:]}.")
                )
        self._waiting.clear()

    def _arrival(self, data: dict[str, Any]) -> Arrival:
        only(data, (*HEAD_COLUMNS, "summary", "hash", "events", "notes"))
        head = head_of(data)
        events, bodies = events_of(data["events"])
        refuse_misfit(head, events)
        link = begun(head, Summary()).hash
        for body in bodies:
            link = chain.link(link, body)
        if link != data["hash"]:
            raise BadFile("Its log is not as it was exported: the chain of hashes does not hold.")
        played = Played(head, events, self._text(head.case_content), self._text(head.algorithm_content))
        return Arrival(
            head=head,
            summary=standing(self._judged(played), an_object(data["summary"])),
            bodies=bodies,
            notes=tuple(note_of(an_object(note), head.id) for note in a_list(data["notes"])),
            case_text=played.case_text,
            algorithm_text=played.algorithm_text,
        )

    def _text(self, sha256: str) -> str:
        if sha256 not in self._texts:
            raise BadFile(f"The text {sha256[:12]}… it was played on is missing from the file, or changed.")
        return self._texts[sha256]


def _opened(path: Path) -> BinaryIO:
    try:
        return open_plain(path)
    except OSError as error:
        raise BadFile(
            f"{path}: cannot be read ({error.strerror or error}).", safe="Nothing was changed."
        ) from None


def _keep_text(texts: dict[str, str], piece: Part) -> None:
    """Keep a pinned text whose SHA-256 holds. Raises BadFile for a file of another format."""
    if piece.member == "texts":
        text = plain(piece.text)
        if isinstance(text, str) and is_storable(text) and chain.digest(text) == piece.key:
            texts[piece.key] = text
    elif piece.member == "format" and piece.text != str(FORMAT):
        raise BadFile(
            f"The file has format {piece.text[:20]}; this program knows {FORMAT}.",
            safe="Nothing was changed.",
            todo="Update RelALL Trainer.",
        )


def _id_of(data: Mapping[str, Any]) -> str:
    return str(data.get("id", "?"))[:64].encode("ascii", "replace").decode()

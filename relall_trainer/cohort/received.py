"""Assignments as a learner has received them: whose key, which version, as whom she works; what a new file changes.

A key is shown and confirmed once; after that only files of the same key are taken as an assignment's. Reading and
verifying a file is left to ``signed_file``, what is done for an assignment to ``coursework``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from relall_trainer.cohort import paper_kinds as kinds
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.learner.chain import canonical

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.paper_kinds import Papers
    from relall_trainer.cohort.signed_file import SignedFile
    from relall_trainer.learner.store import LearnerStore

NEW, NEWER, SAME = "new", "newer", "same"


@dataclass(frozen=True, slots=True)
class Packet:
    """An assignment that was taken: ``text`` is the file's, ``learner`` her code, ``key`` the teacher's."""

    assignment: Assignment
    key: str
    text: str
    learner: str
    received_at: str
    name: str = ""

    @property
    def id(self) -> str:
        """The assignment's."""
        return self.assignment.id

    def papers(self) -> Papers:
        """The packet as it is put down, in place of the one before."""
        body = {
            "file": self.text,
            "learner": self.learner,
            "name": self.name,
            "received_at": self.received_at,
        }
        return ((kinds.RECEIVED, self.id, canonical(body)),)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An assignment file that was looked at and not taken yet.

    ``confirmed``: its key was confirmed before. ``learner`` is as whom she works, empty where that is still to be said:
    one of ``learners``, or any code where there are none. ``outcome`` says what taking it would be.
    """

    assignment: Assignment
    key: str
    text: str
    outcome: str
    confirmed: bool
    learner: str
    learners: tuple[str, ...]
    name: str = ""

    @property
    def fingerprint(self) -> str:
        """The teacher's key as people compare it."""
        from relall_trainer.cohort.signature import fingerprint

        return fingerprint(self.key)

    @property
    def asks(self) -> bool:
        """Whether anything has to be confirmed or said before it can be taken."""
        return not self.confirmed or not self.learner

    def as_packet(self, learner: str, name: str, at: str) -> Packet:
        """What is kept of it."""
        return Packet(self.assignment, self.key, self.text, learner, at, name)


class Received:
    """The assignments of one learner. Every method raises a StoreError where the store cannot be read."""

    def __init__(self) -> None:
        # Reading one anew takes its time: with the seal of its paper.
        self._read: dict[str, tuple[str, Packet]] = {}

    def packets(self, store: LearnerStore) -> tuple[Packet, ...]:
        """Every assignment, in the order of their ids."""
        return tuple(packet for packet, _ in self.reading(store))

    def reading(self, store: LearnerStore) -> Iterator[tuple[Packet, int]]:
        """The same one by one, each with how many there are: reading very many for the first time takes a while."""
        seals = store.paper_seals(kinds.RECEIVED)
        for assignment, seal in seals:
            yield self._packet(store, assignment, seal), len(seals)

    def packet(self, store: LearnerStore, assignment: str) -> Packet:
        """One of them. Raises LookupError."""
        seal = store.paper_seal(kinds.RECEIVED, assignment)
        if seal is None:
            raise LookupError(f"there is no assignment {assignment}")
        return self._packet(store, assignment, seal)

    def _packet(self, store: LearnerStore, assignment: str, seal: str) -> Packet:
        known = self._read.get(assignment)
        if known is None or known[0] != seal:
            paper = store.paper(kinds.RECEIVED, assignment)
            if paper is None:
                raise LookupError(f"there is no assignment {assignment}")
            data = json.loads(paper.body)
            packet = packet_of(data["file"], data["learner"], data["received_at"], data["name"])
            known = self._read[assignment] = (seal, packet)
        return known[1]

    def look(self, store: LearnerStore, file: SignedFile) -> Arrived:
        """What the file is for this learner. Raises FileFault for one she cannot take."""
        from relall_trainer.cohort.assignment import assignment_from_plain
        from relall_trainer.cohort.keys import TEACHER, trusted_key

        assignment = assignment_from_plain(file.body, file.name)
        every = self.packets(store)
        known = next((one for one in every if one.id == assignment.id), None)
        outcome = NEW if known is None else _outcome(known, assignment, file)
        learner = _learner(every, known, assignment, file.key)
        if assignment.for_learner:
            if learner and learner != assignment.for_learner:
                raise file_fault("not-for-you", file.name, learner=assignment.for_learner)
            learner = assignment.for_learner
        told = trusted_key(store, file.key)
        confirmed = known is not None or (told is not None and told.who == TEACHER)
        if assignment.for_learner and known is None and not _worked_as(every, file.key):
            learner = ""  # she has to say once that it is she
        choices = (assignment.for_learner,) if assignment.for_learner else assignment.learners
        name = next((one.name for one in every if one.key == file.key and one.name), "")
        return Arrived(assignment, file.key, file.text, outcome, confirmed, learner, choices, name)


def packet_of(text: str, learner: str, received_at: str, name: str = "") -> Packet:
    """The packet of a file that was verified when it was taken."""
    from relall_trainer.cohort.assignment import assignment_from_plain

    data: dict[str, Any] = json.loads(text)
    return Packet(
        assignment_from_plain(data["body"], "the assignment"), data["key"], text, learner, received_at, name
    )


def with_learner(packet: Packet, learner: str) -> Packet:
    """The packet for somebody else on its list. Raises ValueError for one who is not."""
    asked = packet.assignment
    if asked.for_learner or (asked.learners and learner not in asked.learners):
        raise ValueError(f"{learner} is not on the list")
    return replace(packet, learner=learner)


def _worked_as(every: tuple[Packet, ...], key: str) -> str:
    """The code used last with this teacher."""
    used = sorted((one for one in every if one.key == key), key=lambda one: one.received_at)
    return used[-1].learner if used else ""


def _learner(every: tuple[Packet, ...], known: Packet | None, assignment: Assignment, key: str) -> str:
    """As whom she works for this teacher, where that is known and fits the list."""
    code = known.learner if known is not None else _worked_as(every, key)
    fits = not assignment.learners or code in assignment.learners or bool(assignment.for_learner)
    return code if fits else ""


def _outcome(known: Packet, assignment: Assignment, file: SignedFile) -> str:
    from relall_trainer.cohort.assignment import check_replaces

    newer = check_replaces(known.assignment, known.key, assignment, file.key, file.name)
    if not newer:
        return SAME
    beside = assignment.version == known.assignment.version
    # Beside the file for everybody there is one of her own, with more time or attempts: that one stands.
    return SAME if beside and not assignment.for_learner else NEWER

"""What a learner hands in: her attempts at one assignment, event by event, and what her copy says they came to.

Who it comes from: the body names the learner's code, the assignment (id, version, SHA-256 of the packet she worked
on) and how many-th time she hands it in; the envelope holds her key. The signature ties all of this together, but a
code can be written by anybody: that the key is hers, the teacher confirms once by its fingerprint (``keys``), and a
second key under the same code is shown as one. A file can be handed in again later (``number``), and then holds every
attempt of the earlier one.

The events of an attempt are chained by hash to its head (who, which assignment, which case), so a log that was cut,
pasted or put in another order and only signed anew does not hold together. Whoever rewrites the program can make a
chain as well: what the choices are worth is worked out by the teacher's copy (``marking``), and the claims are only
shown beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, Never

from relall_trainer.cohort.fields import Fields, is_real, shape_fault
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.plain_text import code_fault, whole_characters
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import KIND_WORDS, RESULTS, canonical_bytes, seal
from relall_trainer.cohort.terms import MODES, MOST_ITEMS, MOST_VERSIONS
from relall_trainer.encounter.events import Committed, Event, EventFault, Noted, Started, event_from_plain

MOST_ATTEMPTS = 200
MOST_EVENTS = 2_000
MOST_NUMBERS = 9_999
LONGEST_NAME = 100
MOST_POINTS = 10**12

_KIND = KIND_WORDS[RESULTS]
_ATTEMPT = frozenset({"id", "item", "mode", "events", "chain"})
_CLAIM = frozenset({"attempt", "points", "possible", "critical"})


@dataclass(frozen=True, slots=True)
class LoggedAttempt:
    """One attempt as it was logged: ``item`` is the place of its case in the assignment, from 0.

    ``id`` is the attempt's own for ever; ``chain`` has a hash for each event.
    """

    id: str
    item: int
    mode: str
    events: tuple[Event, ...] = field(repr=False)
    chain: tuple[str, ...] = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "id": self.id,
            "item": self.item,
            "mode": self.mode,
            "events": [event.plain() for event in self.events],
            "chain": list(self.chain),
        }


@dataclass(frozen=True, slots=True)
class Claim:
    """What the learner's copy says an attempt came to, in ten-thousandths of a point; never believed."""

    attempt: str
    points: int
    possible: int
    critical: int

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {name: getattr(self, name) for name in _CLAIM}


@dataclass(frozen=True, slots=True)
class Submission:
    """The body of a results file. ``number`` counts what this key handed in for this assignment, from 1."""

    assignment: str
    assignment_version: int
    assignment_sha256: str
    learner: str
    name: str
    number: int
    made_at: str
    app_version: str
    attempts: tuple[LoggedAttempt, ...]
    claims: tuple[Claim, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        data = {name: getattr(self, name) for name in _WHOLE}
        data["attempts"] = [attempt.plain() for attempt in self.attempts]
        data["claims"] = [claim.plain() for claim in self.claims]
        return data


_WHOLE = frozenset(Submission.__dataclass_fields__)
ReadEvents = Callable[[list[Any], Fields], tuple[tuple[Event, ...], Iterable[bytes]]]
"""Reads the events of an attempt: what they are, and the bytes each is hashed as."""


def head_of(assignment: str, learner: str, attempt: str, item: int, mode: str) -> bytes:
    """What the chain of an attempt hangs on."""
    return canonical_bytes(
        {"assignment": assignment, "attempt": attempt, "item": item, "learner": learner, "mode": mode}
    )


def chain_of(head: bytes, bodies: Iterable[bytes]) -> tuple[str, ...]:
    """A hash for each event: over the head and every event up to it, each as its canonical bytes."""
    running = sha256(head)
    links = []
    for body in bodies:
        running.update(body)
        links.append(running.hexdigest())
    return tuple(links)


def log_attempt(
    assignment: str, learner: str, id: str, item: int, mode: str, events: Iterable[Event]
) -> LoggedAttempt:
    """The attempt with its chain, ready to be handed in; half characters in what was typed are replaced."""
    told = tuple(_whole(event) for event in events)
    head = head_of(assignment, learner, id, item, mode)
    return LoggedAttempt(
        id, item, mode, told, chain_of(head, (canonical_bytes(event.plain()) for event in told))
    )


def _whole(event: Event) -> Event:
    if isinstance(event, Committed):
        return replace(event, rationale=whole_characters(event.rationale))
    if isinstance(event, Noted):
        return replace(event, text=whole_characters(event.text))
    return event


def submission_file(submission: Submission, key: SigningKey) -> str:
    """The text of the signed file; never one that the reader would refuse. Raises FileFault."""
    body = submission.plain()
    submission_from_plain(body, "the new results file")
    return seal(RESULTS, body, key)


def submission_from_plain(
    data: object, file: object = "the results file", read: ReadEvents | None = None
) -> Submission:
    """The submission of a body, strictly, its chains checked; raises FileFault that speaks of ``file``.

    ``read`` reads the events of an attempt where they are not there as plain data.
    """
    fields = Fields(data, _WHOLE, file, _KIND)
    assignment, learner = fields.identifier("assignment"), _learner(fields)
    submission = Submission(
        assignment=assignment,
        assignment_version=fields.whole("assignment_version", 1, MOST_VERSIONS),
        assignment_sha256=fields.sha256("assignment_sha256"),
        learner=learner,
        name=fields.line("name", LONGEST_NAME, empty=True),
        number=fields.whole("number", 1, MOST_NUMBERS),
        made_at=fields.time("made_at"),
        app_version=fields.line("app_version", empty=True),
        attempts=tuple(
            _attempt(
                Fields(held, _ATTEMPT, file, _KIND, f"attempt {place}"), assignment, learner, read or _events
            )
            for place, held in enumerate(fields.items("attempts", MOST_ATTEMPTS), start=1)
        ),
        claims=tuple(
            _claim(Fields(held, _CLAIM, file, _KIND, f"claim {place}"))
            for place, held in enumerate(fields.items("claims", MOST_ATTEMPTS), start=1)
        ),
    )
    _refuse_doubles(submission, fields)
    return submission


def _learner(fields: Fields) -> str:
    code = fields.value("learner")
    fault = code_fault(code)
    if fault:
        fields.refuse("learner", fault)
    return str(code)


def _attempt(fields: Fields, assignment: str, learner: str, read: ReadEvents) -> LoggedAttempt:
    held = fields.items("events", MOST_EVENTS, 1)
    chain = fields.items("chain", MOST_EVENTS)
    id, item = fields.identifier("id"), fields.whole("item", 0, MOST_ITEMS - 1)
    mode = fields.word("mode", MODES)
    events, bodies = read(held, fields)
    links = chain_of(head_of(assignment, learner, id, item, mode), bodies)
    if list(links) != chain:
        raise file_fault("broken-chain", fields.file, attempt=id)
    first = events[0]
    if not isinstance(first, Started):
        fields.refuse("events", "do not begin with its start")
    if any(isinstance(event, Started) for event in events[1:]):
        fields.refuse("events", "begin twice")
    if first.fork_of is not None:
        fields.refuse(
            "events", "take another road from an earlier attempt; only whole attempts are handed in"
        )
    if first.assignment not in (None, assignment):
        raise file_fault("other-assignment", fields.file, wanted=f"attempt {id} says")
    if first.mode != mode:
        fields.refuse("mode", "is not the one its events began in")
    return LoggedAttempt(id, item, mode, events, links)


def _events(held: list[Any], fields: Fields) -> tuple[tuple[Event, ...], Iterable[bytes]]:
    events = tuple([_event(plain, place, fields) for place, plain in enumerate(held, start=1)])
    return events, map(canonical_bytes, held)


def _event(plain: object, place: int, fields: Fields) -> Event:
    try:
        event = event_from_plain(plain)
    except EventFault as fault:
        _refuse_event(fields, place, fault.what)
    if not is_real(event.at):
        _refuse_event(fields, place, "It is at no time there is.")
    return event


def _refuse_event(fields: Fields, place: int, reason: str) -> Never:
    part = f"{fields.at}, event {place}"
    raise shape_fault(fields.file, _KIND, part, f"is not as events are ({reason.rstrip('.')})")


def _claim(fields: Fields) -> Claim:
    return Claim(
        attempt=fields.identifier("attempt"),
        points=fields.whole("points", 0, MOST_POINTS),
        possible=fields.whole("possible", 0, MOST_POINTS),
        critical=fields.whole("critical", 0, MOST_EVENTS),
    )


def _refuse_doubles(submission: Submission, fields: Fields) -> None:
    ids = {attempt.id for attempt in submission.attempts}
    if len(ids) != len(submission.attempts):
        fields.refuse("attempts", "holds the same attempt twice")
    claimed = {claim.attempt for claim in submission.claims}
    if len(claimed) != len(submission.claims) or not claimed <= ids:
        fields.refuse("claims", "speaks of an attempt twice, or of one that is not there")

"""What a learning record store may answer, and what may go wrong on the way, in words for a person.

No word of the store itself is repeated, and neither the name nor the password it was asked with.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.errors import TrainerError

_SAFE = "Your record is whole here; what was not taken waits."
_AGAIN = "It is tried again by itself; “Try now” does it at once."


@dataclass(frozen=True, slots=True)
class Answer:
    """``wait``: for how many seconds the store asks to be left alone."""

    status: int
    body: bytes = b""
    wait: float | None = None


class Stopped(Exception):
    """Sending was switched off meanwhile."""


class Trouble(Exception):
    """Nothing more can be sent now. ``person``: trying again helps only once someone has done something about it."""

    def __init__(self, error: TrainerError, *, person: bool = False, wait: float | None = None) -> None:
        super().__init__(error.what)
        self.error = error
        self.person = person
        self.wait = wait


def _later(what: str, todo: str = _AGAIN, wait: float | None = None) -> Trouble:
    return Trouble(TrainerError(what, safe=_SAFE, todo=todo), wait=wait)


def _for_a_person(what: str, todo: str) -> Trouble:
    return Trouble(TrainerError(what, safe=_SAFE, todo=todo), person=True)


def unknown_host(host: str) -> Trouble:
    return _later(f"No computer of the name {host} can be found.", f"Is there a network? {_AGAIN}")


def not_reached(host: str) -> Trouble:
    return _later(f"Nobody answers at {host}.")


def no_answer(host: str) -> Trouble:
    return _later(f"{host} did not answer in time.")


def broken_off(host: str) -> Trouble:
    return _later(f"The connection to {host} broke off.")


def bad_certificate(host: str) -> Trouble:
    return _later(
        f"{host} could not prove who it is: its certificate is not valid here.",
        "Nothing is sent before it can. Ask whoever runs the store, or your network, and try again then.",
    )


def not_local(host: str) -> Trouble:
    return _for_a_person(
        f"{host} is not this computer, and its address begins with http.",
        "Use the address of the store that begins with https.",
    )


def too_long() -> Trouble:
    return _later("The store's answer is longer than any that makes sense.")


def not_a_store(host: str) -> Trouble:
    return _later(
        f"What answers at {host} does not answer as a learning record store does.",
        "Look at the address. It is tried again by itself, as some networks put a page of theirs in between.",
    )


def trouble_of(answer: Answer, host: str) -> Trouble:
    """Why the store did not do what was asked, where it is not about a statement."""
    status = answer.status
    if status in (401, 403):
        return _for_a_person(
            f"{host} does not let this program in with the name and password that are set ({status}).",
            "Look at both, and at what they may do there: read and write statements.",
        )
    if 300 <= status < 400:
        return _later(
            f"{host} points to another address ({status}). It is not followed.",
            "Only the address that is set is spoken to. Set the other one if it is the store's.",
        )
    if status in (404, 405):
        return _for_a_person(
            f"There is no learning record store at this address of {host} ({status}).", "Look at the address."
        )
    if status == 429:
        return _later(f"{host} asks to be left alone for a while (429).", wait=answer.wait)
    if status in (408, 425) or status >= 500:
        return _later(f"{host} has a trouble of its own ({status}).", wait=answer.wait)
    return not_a_store(host)

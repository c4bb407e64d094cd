"""What became of sending so far, and when to try again: counts, times, the last trouble. No statement, no password."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from relall_trainer.errors import TrainerError
from relall_trainer.learner.records import moment

if TYPE_CHECKING:
    from relall_trainer.interop.lrs_troubles import Trouble
    from relall_trainer.learner.store import LearnerStore

KIND, ID = "lrs", "log"
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0  # s
MOST_ENTRIES = 40
_ONE_ENTRY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Entry:
    """One try, or several alike in a row: how many statements were stored and refused, or what was in the way."""

    at: str
    stored: int = 0
    refused: int = 0
    trouble: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble as it was told: ``TrainerError`` in three parts."""

    what: str
    safe: str
    todo: str

    def error(self) -> TrainerError:
        return TrainerError(self.what, safe=self.safe, todo=self.todo)


@dataclass(frozen=True, slots=True)
class SendingLog:
    """``trouble``: what keeps things from being sent now; ``waits_for_a_person``: it is not tried again by itself."""

    stored: int = 0
    refused: int = 0
    sent_at: str = ""
    tried_at: str = ""
    again_at: str = ""
    failures: int = 0
    waits_for_a_person: bool = False
    trouble: Told | None = None
    entries: tuple[Entry, ...] = ()

    def with_delivery(self, at: datetime, stored: int, refused: int) -> SendingLog:
        """After something was settled; whatever was in the way is not any more."""
        entry = Entry(moment(at), stored, refused)
        return replace(
            self,
            stored=self.stored + stored,
            refused=self.refused + refused,
            sent_at=entry.at if stored else self.sent_at,
            tried_at=entry.at,
            again_at="",
            failures=0,
            waits_for_a_person=False,
            trouble=None,
            entries=_added(self.entries, entry),
        )

    def with_trouble(self, at: datetime, trouble: Trouble) -> SendingLog:
        """After it could not go on: each time in a row one waits twice as long, or as long as the store asks."""
        wait = min(LONGEST_WAIT, max(FIRST_WAIT * 2 ** min(self.failures, 10), trouble.wait or 0.0))
        error = trouble.error
        return replace(
            self,
            tried_at=moment(at),
            again_at=moment(at + timedelta(seconds=wait)),
            failures=self.failures + 1,
            waits_for_a_person=trouble.person,
            trouble=Told(error.what, error.safe, error.todo),
            entries=_added(self.entries, Entry(moment(at), trouble=error.what)),
        )

    def ready(self) -> SendingLog:
        """Nothing to wait for: someone asked to try now, or changed what is set."""
        return replace(self, again_at="", failures=0, waits_for_a_person=False)

    def may_try(self, now: datetime) -> bool:
        """Whether it is time. A wait longer than any there is was written by a clock gone wrong."""
        if self.waits_for_a_person:
            return False
        if not self.again_at:
            return True
        again = datetime.fromisoformat(self.again_at)
        return now >= again or again - now > timedelta(seconds=LONGEST_WAIT)


def read_log(store: LearnerStore) -> SendingLog:
    """What became of it so far. Raises StoreError."""
    paper = store.paper(KIND, ID)
    if paper is None:
        return SendingLog()
    try:
        plain = json.loads(paper.body)
        plain["entries"] = tuple(Entry(**entry) for entry in plain["entries"])
        plain["trouble"] = Told(**plain["trouble"]) if plain["trouble"] else None
        return SendingLog(**plain)
    except (KeyError, TypeError, ValueError):
        return SendingLog()  # of another make: only counts are lost


def log_paper(log: SendingLog) -> tuple[str, str, str]:
    """As the paper to be kept."""
    return KIND, ID, json.dumps(asdict(log), sort_keys=True, separators=(",", ":"))


def _added(entries: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """The newest first; one that only repeats the one before is counted in it."""
    if entries and entries[0].trouble == entry.trouble and _soon_after(entries[0], entry):
        before = entries[0]
        entry = replace(
            entry,
            stored=before.stored + entry.stored,
            refused=before.refused + entry.refused,
            times=before.times + 1,
        )
        entries = entries[1:]
    return (entry, *entries)[:MOST_ENTRIES]


def _soon_after(before: Entry, entry: Entry) -> bool:
    """A trouble goes on until something else happens; what was stored is told by the ten minutes."""
    if entry.trouble:
        return True
    return datetime.fromisoformat(entry.at) - datetime.fromisoformat(before.at) <= _ONE_ENTRY

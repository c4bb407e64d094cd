"""What is still to be sent, derived from the record: what each finished attempt says, less what is noted as sent.

Nothing waits in a list of its own, so nothing can be lost from one, or sent from one that should not be. What is noted
stands in the store: for each attempt, up to which of its events all has been settled. An exam whose feedback has not
been released is no attempt yet, and an attempt under way is not finished; neither is ever told of. Knows no network.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relall_trainer.encounter.events import Started
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.interop.lrs_log import SendingLog, log_paper, read_log
from relall_trainer.interop.xapi import Account, Mastery, PlayedAttempt, as_json, statements_by_event
from relall_trainer.interop.xapi_names import account_of_learner, account_of_record
from relall_trainer.learner import chain
from relall_trainer.learner.history import HistoryFilter
from relall_trainer.learner.log import events_of
from relall_trainer.learner.records import FINISHED, moment

if TYPE_CHECKING:
    from relall_trainer.encounter.events import Event
    from relall_trainer.interop.lrs_delivery import Delivery
    from relall_trainer.interop.lrs_settings import LrsSettings
    from relall_trainer.learner.index import Replayer
    from relall_trainer.learner.records import AttemptRecord
    from relall_trainer.learner.store import LearnerStore

SENT = "lrs-sent"
MOST_AT_ONCE = 50
MOST_CHARACTERS = 400_000
_ACCOUNT = ("lrs", "account")
_PAGE = 200
_NOTHING: dict[str, Any] = {"events": 0, "refused": {}, "statements": 0}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement to be sent, as its JSON text, with the attempt it is of and the number of its event."""

    id: str
    attempt: str
    event: int
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes in one piece. ``events``: how many events each attempt has of which nothing is left for later."""

    waiting: tuple[Waiting, ...]
    events: Mapping[str, int]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.waiting)


class Outbox:
    """One for each open store and each change of the settings. Every method may raise a StoreError.

    ``replayed`` plays an attempt again; ``mastery_of`` says what passing an assignment asks for.
    """

    def __init__(
        self,
        store: LearnerStore,
        replayed: Replayer,
        settings: LrsSettings,
        mastery_of: Callable[[str], Mastery | None] = lambda _assignment: None,
    ) -> None:
        self._store = store
        self._replayed = replayed
        self._settings = settings
        self._mastery_of = mastery_of
        self._since = datetime.fromisoformat(settings.since) if settings.since else None
        self._seen = 0
        self._waits: deque[str] = deque()
        self.batch: Batch | None = None
        """What ``gather`` put together; None where nothing waits."""
        self.left_out: dict[str, str] = {}
        """Attempts that cannot be played again, and why; nothing is said of them."""

    # What waits

    def look_through(self) -> Iterator[tuple[int, int]]:
        """Find all attempts that wait, the oldest first; how far it is."""
        self._seen = len(self._store.touched())
        noted = {paper.id: _events_in(paper.body) for paper in self._store.papers(SENT)}
        wanted = HistoryFilter(status=FINISHED)
        of, done, found = self._store.count(wanted), 0, []
        page = self._store.summaries(wanted, limit=_PAGE)
        while page:
            found += [record.id for record in page if self._is_due(record, noted.get(record.id, 0))]
            done += len(page)
            yield done, of
            page = self._store.summaries(wanted, after=page[-1].key, limit=_PAGE)
        self._waits = deque(reversed(found))

    def look_again(self) -> None:
        """Find what was finished since."""
        touched = self._store.touched(self._seen)
        self._seen += len(touched)
        for attempt in dict.fromkeys(touched):
            if attempt not in self._waits and self._is_due(
                self._store.summary(attempt), self._noted(attempt)
            ):
                self._waits.append(attempt)

    @property
    def attempts(self) -> int:
        """How many attempts wait."""
        return len(self._waits)

    def waiting(self) -> Iterator[Waiting]:
        """Everything that would be sent, in order. Also for looking at it before anything is switched on."""
        for attempt in tuple(self._waits):
            yield from self._of(attempt)[0]

    def told_of(self, attempt: str) -> list[Waiting]:
        """What an attempt still has to say, whether it waits or not."""
        return self._of(attempt)[0]

    def gather(self) -> Iterator[tuple[int, int]]:
        """Put together what to send next, an attempt at a time; it then stands in ``batch``."""
        self.batch = None
        chosen: list[Waiting] = []
        events: dict[str, int] = {}
        size = 0
        for attempt in tuple(self._waits):
            said, events[attempt] = self._of(attempt)
            if attempt in self.left_out:
                self._waits.remove(attempt)
                del events[attempt]
            for one in said:
                if chosen and (len(chosen) >= MOST_AT_ONCE or size + len(one.text) > MOST_CHARACTERS):
                    events[attempt] = one.event - 1
                    break
                chosen.append(one)
                size += len(one.text)
            else:
                yield len(chosen), MOST_AT_ONCE
                if len(chosen) < MOST_AT_ONCE:
                    continue
            break
        self.batch = Batch(tuple(chosen), events) if events else None

    def next_batch(self) -> Batch | None:
        """What to send next, at once; None where nothing waits."""
        for _step in self.gather():
            continue
        return self.batch

    # What became of it

    def settle(self, batch: Batch, delivery: Delivery, now: datetime) -> SendingLog:
        """Note what is settled, in one transaction with the log; how the log stands now."""
        papers, stored, refused = self._account_papers(), 0, 0
        for attempt, upto in batch.events.items():
            own = [one for one in batch.waiting if one.attempt == attempt]
            unsettled = [one.event - 1 for one in own if one.id not in delivery.settled]
            events = min([upto, *unsettled])
            done = {one.id for one in own if one.event <= events}
            against = {one: why for one, why in delivery.refused.items() if one in done}
            stored, refused = stored + len(done) - len(against), refused + len(against)
            papers.append(self._note(attempt, events, len(done), against, now))
        log = read_log(self._store)
        if stored or refused or delivery.trouble is None:
            log = log.with_delivery(now, stored, refused)
        if delivery.trouble is not None:
            log = log.with_trouble(now, delivery.trouble)
        self._store.put_papers([*papers, log_paper(log)])
        for attempt in batch.events:
            if not self._is_due(self._store.summary(attempt), self._noted(attempt)):
                self._waits.remove(attempt)
        return log

    def take_refused_again(self) -> None:
        """Forget that anything was refused, and that anything cannot be played: all of it waits again."""
        again = []
        for paper in self._store.papers(SENT):
            plain = json.loads(paper.body)
            if plain["refused"]:
                again.append((SENT, paper.id, chain.canonical({**plain, "events": 0, "refused": {}})))
        self._store.put_papers(again)
        self.left_out.clear()
        for _sent, attempt, _body in again:
            if attempt not in self._waits:
                self._waits.append(attempt)

    # Attempts

    def _is_due(self, record: AttemptRecord, noted: int) -> bool:
        summary = record.summary
        if summary.status != FINISHED or noted >= record.events or record.id in self.left_out:
            return False
        if self._since is None or summary.finished_at is None:
            return self._since is None
        return datetime.fromisoformat(summary.finished_at) >= self._since

    def _noted(self, attempt: str) -> int:
        return int(self._noted_of(attempt)["events"])

    def _noted_of(self, attempt: str) -> dict[str, Any]:
        paper = self._store.paper(SENT, attempt)
        return _NOTHING if paper is None else json.loads(paper.body)

    def _of(self, attempt: str) -> tuple[list[Waiting], int]:
        """What an attempt still has to say, and how many events it has."""
        record = self._store.summary(attempt)
        noted = self._noted(attempt)
        try:
            events = events_of(self._store, attempt)
            played = PlayedAttempt(attempt, events, self._replayed(record, events))
            said = statements_by_event(played, self._account(record), self._mastery(events))
        except StoreError:
            raise
        except TrainerError as error:
            self.left_out[attempt] = error.what
            return [], record.events
        waiting = [Waiting(one["id"], attempt, event, as_json(one)) for event, one in said if event > noted]
        return waiting, record.events

    def _mastery(self, events: tuple[Event, ...]) -> Mastery | None:
        first = events[0] if events else None
        assigned = first.assignment if isinstance(first, Started) else None
        return self._mastery_of(assigned) if assigned else None

    def _note(
        self, attempt: str, events: int, done: int, refused: Mapping[str, str], now: datetime
    ) -> tuple[str, str, str]:
        before = self._noted_of(attempt)
        plain = {
            "account": _plain_account(self._account(self._store.summary(attempt))),
            "at": moment(now),
            "events": events,
            "refused": {**before["refused"], **refused},
            "statements": before["statements"] + done,
        }
        return SENT, attempt, chain.canonical(plain)

    # Who says it

    def _account(self, record: AttemptRecord) -> str | Account:
        """What an attempt was begun to be told under, it is told under to its end."""
        noted = self._noted_of(record.id).get("account")
        if noted is not None:
            return Account(**noted) if "home" in noted else str(noted["name"])
        if self._settings.account:
            return Account(self._settings.account)
        return account_of_learner(record.head.learner) if record.head.learner else self._own_account

    @cached_property
    def _own_account(self) -> str:
        """The learner's opaque name: of the oldest attempt when it was first sent, and the same ever after."""
        paper = self._store.paper(*_ACCOUNT)
        if paper is not None:
            return str(json.loads(paper.body)["name"])
        oldest = ""
        page = self._store.summaries(limit=_PAGE)
        while page:
            oldest = page[-1].id
            page = self._store.summaries(after=page[-1].key, limit=_PAGE)
        return account_of_record(oldest)

    def _account_papers(self) -> list[tuple[str, str, str]]:
        if self._settings.account or self._store.paper(*_ACCOUNT) is not None:
            return []
        return [(*_ACCOUNT, chain.canonical({"name": self._own_account}))]


def _plain_account(account: str | Account) -> dict[str, str]:
    return {"name": account} if isinstance(account, str) else asdict(account)


def _events_in(body: str) -> int:
    return int(json.loads(body)["events"])

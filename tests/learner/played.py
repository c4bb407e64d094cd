"""Stores filled by really playing: the shipped cases, chance choices, steps back, forks, exams, notes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import (
    Committed,
    Finished,
    Resumed,
    SteppedBack,
    advance,
    road_to,
    started,
)
from relall_trainer.encounter.case import PICK_ONE, Case, Node
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.encounter.play import EXAM, PRACTICE, Encounter
from relall_trainer.gui.pinned import PinnedTexts
from relall_trainer.gui.record import StoreRecord
from relall_trainer.learner.index import Replayer
from relall_trainer.learner.records import Pin
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, cases_folder
from tests.learner.samples import Clock

REASONS = (
    "",
    "",
    "she has a sibling donor",
    "Überraschung: blasts!",
    "MRD low; wait",
    '"AND" OR NOT (near*) =k1',
)


@cache
def algorithm() -> tuple[Algorithm, str]:
    text = algorithm_text(algorithm_folder())
    return algorithm_from_text(text), text


@cache
def cases() -> tuple[tuple[Case, str], ...]:
    """The shipped cases and their texts."""
    known = frozenset(algorithm()[0].actions)
    files = sorted(cases_folder().glob("*/case.yaml"))
    loaded = [load_case(file, known) for file in files]
    return tuple((case, case_to_text(case)) for case in loaded)


@dataclass
class Road:
    """An attempt being played."""

    attempt: str
    encounter: Encounter
    finished: bool = False


@dataclass
class Played:
    """An open store and what was played in it; the clock moves with every step."""

    profile: Profile
    clock: Clock
    store: LearnerStore
    lots: random.Random
    roads: list[Road] = field(default_factory=list)

    @property
    def replayed(self) -> Replayer:
        return PinnedTexts(self.store, lambda: algorithm()[0]).replayed

    def begin(
        self,
        case: int = 0,
        *,
        mode: str = PRACTICE,
        seed: int | None = None,
        learner: str = "",
        assignment: str | None = None,
    ) -> Road:
        chosen, text = cases()[case % len(cases())]
        made, whole = algorithm()
        encounter = play.start(chosen, made, seed, mode=mode)
        event = started(chosen, made, at=self._now(), seed=seed, mode=mode, assignment=assignment)
        pins = (
            Pin(chosen.head.id, chosen.head.version, chosen.sha256, text, chosen.head.title),
            Pin(made.pin.id, made.pin.version, made.pin.sha256, whole, made.title),
        )
        if learner:
            attempt = self._begin_for(learner, event, pins, encounter)
        else:
            attempt = StoreRecord(self.store).begin(event, *pins, encounter)
        self.roads.append(Road(attempt, encounter))
        return self.roads[-1]

    def decide(self, road: Road, chosen: tuple[str, ...] | None = None, reason: str | None = None) -> None:
        """Commit one decision, by chance unless it is given."""
        if road.encounter.ended or road.finished:
            return
        node = road.encounter.node
        picked = chosen or some(self.lots, road.encounter.current)
        sure = self.lots.choice((None, *CONFIDENCE))
        rationale = self.lots.choice(REASONS) if reason is None else reason
        after, visit = play.commit(road.encounter, picked, sure, rationale)
        event = Committed(
            at=self._now(), node=node, chosen=visit.chosen, confidence=sure, rationale=rationale,
            elapsed_ms=self.lots.choice((None, 0, 12_345)),
        )  # fmt: skip
        StoreRecord(self.store).add(road.attempt, event, after)
        road.encounter = after

    def back(self, road: Road) -> None:
        if road.encounter.path and road.encounter.mode == PRACTICE and not road.finished:
            before = play.step_back(road.encounter)
            StoreRecord(self.store).add(road.attempt, SteppedBack(at=self._now()), before)
            road.encounter = before

    def resume(self, road: Road) -> None:
        """Close an exam and open it again."""
        if road.encounter.mode == EXAM and not road.finished:
            event = Resumed(at=self._now(), used_ms=60_000 * len(road.encounter.record))
            StoreRecord(self.store).add(road.attempt, event, road.encounter)

    def finish(self, road: Road) -> None:
        """Play on to the end and close."""
        while not road.encounter.ended:
            self.decide(road)
        if not road.finished:
            ending = road.encounter.current.ending
            event = Finished(at=self._now(), ending=ending.id if ending else None)
            StoreRecord(self.store).add(road.attempt, event, road.encounter)
            road.finished = True

    def note(self, road: Road, text: str) -> None:
        if road.encounter.record:
            self._now()
            visit = self.lots.choice(road.encounter.record)
            StoreRecord(self.store).keep_note(road.attempt, visit.node, text)

    def fork(self, road: Road) -> Road:
        """Another road from a decision of that one, as the desk begins it."""
        if not road.encounter.record:
            return road
        decisions = self.lots.randrange(len(road.encounter.record))
        record, texts = StoreRecord(self.store), PinnedTexts(self.store, lambda: algorithm()[0])
        stored = self.store.summary(road.attempt)
        copies = road_to(road.encounter.case, record.events(road.attempt), decisions)
        seed = None if road.encounter.mode == EXAM else road.encounter.seed
        encounter = play.start(road.encounter.case, road.encounter.algorithm, seed)
        event = started(
            encounter.case, encounter.algorithm, at=self._now(), seed=encounter.seed, fork_of=road.attempt,
            fork_at=decisions,
        )  # fmt: skip
        attempt = record.begin(event, *texts.pins(stored), encounter)
        for copy in copies:
            encounter = advance(encounter, copy)
            record.add(attempt, copy, encounter)
        self.roads.append(Road(attempt, encounter))
        return self.roads[-1]

    def _begin_for(self, learner: str, event: object, pins: tuple[Pin, Pin], encounter: Encounter) -> str:
        from relall_trainer.encounter.attempt import Started
        from relall_trainer.encounter.scoring import SCORING_VERSION
        from relall_trainer.gui.record import stored, summary_of

        assert isinstance(event, Started)
        return self.store.begin(
            stored(event), *pins, summary_of(encounter), scoring_version=SCORING_VERSION, mode=event.mode,
            seed=event.seed, learner=learner,
        )  # fmt: skip

    def _now(self) -> str:
        """A minute or a day later: no two decisions fall into one millisecond."""
        self.clock.pass_by(seconds=self.lots.choice((7.001, 40.5, 90_000)))
        return self.clock().isoformat(timespec="milliseconds")


def some(lots: random.Random, node: Node) -> tuple[str, ...]:
    """Any choice that can be made at a node."""
    chosen: list[str] = []
    for group in node.groups:
        offered = [option.action for option in group.options]
        chosen += (
            [lots.choice(offered)] if group.pick == PICK_ONE else [a for a in offered if lots.random() < 0.4]
        )
    return tuple(chosen)


@contextmanager
def opened(folder: Path, seed: int = 0) -> Iterator[Played]:
    """An empty store, ready to be played in."""
    clock, profile = Clock(), Profile(folder)
    with LearnerStore.open(profile, clock) as store:
        yield Played(profile, clock, store, random.Random(seed))


@contextmanager
def small_played(folder: Path, *, rationale: str, note: str, learner: str) -> Iterator[Played]:
    """One attempt of one decision with that reason, note and name."""
    with opened(folder) as played:
        road = played.begin(learner=learner)
        played.decide(road, reason=rationale)
        played.note(road, note)
        yield played


def fill(played: Played, attempts: int) -> None:
    """Attempts of every kind."""
    for number in range(attempts):
        exam = number % 7 == 3
        road = played.begin(
            number,
            mode=EXAM if exam else PRACTICE,
            seed=number if number % 2 else None,
            assignment="assignment-1" if exam else None,
        )
        for _ in range(played.lots.randrange(0, 6)):
            played.decide(road)
            if played.lots.random() < 0.25:
                played.back(road)
                played.resume(road)
        if played.lots.random() < 0.6:
            played.finish(road)
        if played.lots.random() < 0.4:
            played.note(road, played.lots.choice(("ask about donors", "blasts again", "=k1 NOT a sign")))
        if played.lots.random() < 0.3:
            other = played.fork(road)
            played.finish(other)

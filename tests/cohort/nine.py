"""Nine learners of mixed skill who do an assignment in their own programs, from the teacher's file to the file back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.sent import Sent
from relall_trainer.encounter import play
from relall_trainer.encounter.attempt import Committed, Finished, SteppedBack, started
from relall_trainer.encounter.case import Case, Node
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.learner.log import plain_of
from relall_trainer.learner.records import Pin, moment
from relall_trainer.learner.standing import summary_of
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.cohort.coursehelp import Hands, coursework
from tests.cohort.teaching_desk import NOW, Desk, rules

SKILLS = (1.0, 0.95, 0.9, 0.85, 0.75, 0.65, 0.5, 0.35, 0.15)


@dataclass(frozen=True)
class Way:
    """How a learner goes about it. ``decides``: of an exam, so many decisions, then the time is up.

    ``late`` hands in after the due date; ``computers``: with so many keys; ``idle`` does nothing.
    """

    skill: float
    lots: random.Random
    decides: int | None = None
    late: bool = False
    computers: int = 1
    idle: bool = False

    def choose(self, node: Node, good: Sequence[str]) -> tuple[str, ...]:
        """Steps at a decision: the authors', or by lot."""
        if good and self.lots.random() < self.skill:
            return tuple(good)
        chosen: list[str] = []
        for group in node.groups:
            offered = [option.action for option in group.options]
            most = 1 if group.pick == "one" else len(offered)
            chosen += self.lots.sample(offered, self.lots.randint(1, most))
        return tuple(chosen)

    def remarks(self) -> tuple[str | None, str]:
        sure = self.lots.choice((*CONFIDENCE, None))
        return sure, self.lots.choice(("", "Because of the time since the first remission"))


def hand_in_all(desk: Desk, sent: Sent, ways: Sequence[Way], folder: Path) -> Path:
    """Everybody does the assignment and hands in; the folder with the files."""
    out, back = folder / "out", folder / "back"
    for one in (out, back):
        one.mkdir(parents=True)
    files = desk.teaching.write_files(sent.assignment.id, out)
    full = {
        item.sha256: desk.teaching.marker(sent.assignment.id).cases[item.sha256]
        for item in sent.assignment.items
    }
    do = sit if sent.assignment.mode == "exam" else practise
    for code, way in zip(sent.assignment.learners, ways, strict=True):
        if way.idle:
            continue
        path = next(
            one.path
            for one in sorted(files, key=lambda one: one.learner != code)
            if one.learner in ("", code)
        )
        for computer in range(way.computers):
            hands = Hands(NOW + timedelta(hours=1 + 30 * computer))
            profile = Profile(folder / f"{code} {computer}")
            with closing(LearnerStore.open(profile, hands.clock)) as store:
                course = coursework(store, Shelf(profile), rules(), hands)
                arrived = course.look(course.read(path))
                course.take(arrived, "" if arrived.learner else code)
                do(course, sent.assignment.id, full, way, hands)
                if way.late:
                    hands.pass_time(30 * 24 * 3600)
                course.hand_in(sent.assignment.id, back)
    return back


def sit(course: Coursework, name: str, full: dict[str, Case], way: Way, hands: Hands) -> None:
    """An exam, to its end or till its time is up."""
    sitting = course.begin_exam(name)
    sitting.open()
    done = 0
    while True:
        now = sitting.encounter
        path = full[now.case.sha256].authors_path
        good = next((step.chosen for step in path if step.node == now.node), ())
        hands.pass_time(24 * 3600 if done == way.decides else way.lots.randint(5, 30))
        if sitting.over:
            break
        sitting.commit(way.choose(now.current, good), *way.remarks())
        done += 1
    sitting.close()


def practise(course: Coursework, name: str, full: dict[str, Case], way: Way, hands: Hands) -> None:
    """Each case of an assignment twice; now and then a step back, and of one case an attempt given up."""
    for item in range(len(full)):
        for time in range(2):
            _play(course, name, item, way, hands, give_up=time == 1 and way.lots.random() < 0.3)


def _play(course: Coursework, name: str, item: int, way: Way, hands: Hands, *, give_up: bool) -> None:
    begun = course.begin_item(name, item)
    case, seed, algorithm = begun.case, way.lots.randrange(1000), rules()
    now = play.start(case, algorithm, seed)
    first = started(case, algorithm, at=moment(hands.now), seed=seed, assignment=name)
    pin, head = algorithm.pin, case.head
    course.store.begin(
        plain_of(first),
        Pin(head.id, head.version, case.sha256, begun.text, head.title),
        Pin(pin.id, pin.version, pin.sha256, "rules", "rules"),
        summary_of(now),
        scoring_version=first.scoring,
        attempt_id=begun.attempt,
    )

    def keep(event: Committed | SteppedBack | Finished, at: str | None = None) -> None:
        course.store.append(begun.attempt, plain_of(event), summary_of(now, at))

    def tick() -> str:
        hands.pass_time(way.lots.randint(5, 40))
        return moment(hands.now)

    backs = 0
    while not now.ended:
        if now.path and backs < 2 and way.lots.random() < 0.15:
            backs += 1
            now = play.step_back(now)
            keep(SteppedBack(at=tick()))
            continue
        good = next((step.chosen for step in case.authors_path if step.node == now.node), ())
        sure, why = way.remarks()
        now, visit = play.commit(now, way.choose(now.current, good), sure, why)
        keep(
            Committed(
                at=tick(),
                node=visit.node,
                chosen=visit.chosen,
                confidence=sure,
                rationale=why,
                elapsed_ms=4000,
            )
        )
        if give_up and len(now.path) == 2:
            at = tick()
            keep(Finished(at=at), at)
            return
    ending = now.current.ending
    at = tick()
    keep(Finished(at=at, ending=ending.id if ending else None), at)

"""What the commands of teaching and learning open: a profile's record, seen from the teacher's or the learner's side.

And how such commands read times and name assignments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from relall_trainer import __version__
from relall_trainer.algorithm_files import algorithm_from_text, algorithm_text
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.coursework import Coursework
from relall_trainer.cohort.teaching import Teaching
from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder, assets_folder
from relall_trainer.streams import one_line

if TYPE_CHECKING:
    from relall_trainer.cohort.sent import SentHead

_LEAST = 4  # so many signs of an assignment's id are enough, where they are one's only


class Rules:
    """The algorithm in force and its text, read when first asked for."""

    @cached_property
    def text(self) -> str:
        return algorithm_text(algorithm_folder())

    @cached_property
    def algorithm(self) -> Algorithm:
        return algorithm_from_text(self.text)


@contextmanager
def open_teaching(profile: Profile) -> Iterator[Teaching]:
    """The teacher's side of a profile."""
    rules = Rules()
    with LearnerStore.open(profile, now) as store:
        yield Teaching(
            lambda: store,
            Shelf(profile),
            lambda: rules.algorithm,
            lambda: rules.text,
            now,
            __version__,
            lambda: load_questions(assets_folder() / "fresh"),
        )


@contextmanager
def open_coursework(profile: Profile) -> Iterator[tuple[Coursework, LearnerStore, Rules]]:
    """The learner's side of a profile."""
    rules = Rules()
    with LearnerStore.open(profile, now) as store:
        yield (
            Coursework(
                lambda: store,
                Shelf(profile),
                lambda: rules.algorithm,
                lambda: rules.text,
                now,
                __version__,
            ),
            store,
            rules,
        )


def find_assignment(teaching: Teaching, named: str) -> SentHead:
    """The assignment whose id is this, or begins so. Raises BadFile."""
    heads = teaching.assignments()
    found = [one for one in heads if one.id == named or (len(named) >= _LEAST and one.id.startswith(named))]
    if len(found) == 1:
        return found[0]
    raise BadFile(
        f"{'More than one' if found else 'No'} assignment here has an id that begins with {named[:60]!r}.",
        todo="See `relall-trainer gradebook show` for all of them.",
    )


def moment_of(text: str | None, *, ends: bool = False) -> str | None:
    """A time given on the command line, ISO 8601; without a zone it is this computer's.

    A day alone is its beginning, or with ``ends`` its end. Raises TrainerError.
    """
    if text is None:
        return None
    try:
        if len(text) == len("2026-12-01"):
            day = datetime.combine(date.fromisoformat(text), time(23, 59, 59) if ends else time())
        else:
            day = datetime.fromisoformat(text)
        return day.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        raise TrainerError(
            f"{text[:40]!r} is not a time.", todo="Write it like 2026-12-01 or 2026-12-01T17:00."
        ) from None


def print_lines(lines: Iterable[str]) -> None:
    """Each on a line of its own, whatever signs are in it; how far it stands in is kept."""
    for line in lines:
        words = one_line(line)
        if words:
            print(f"{' ' * (len(line) - len(line.lstrip(' ')))}{words}")


def now() -> datetime:
    """The time, with its zone."""
    return datetime.now(UTC)

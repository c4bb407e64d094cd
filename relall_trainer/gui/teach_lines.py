"""What the pages of a teacher show: cohorts, learners, what was assigned, written files. Plain values, as read.

Knows no Qt and asks nobody; filling these is left to ``teachwork``.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.clinical.wording import counted

NEW, KNOWN, RENAMED, REFUSED = "new", "known", "renamed", "refused"
ROSTER_WORDS = {NEW: "new", KNOWN: "there already", RENAMED: "new name", REFUSED: "not taken"}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key results came with. ``confirmed``: the day it was, in words; empty while it is not.

    ``odd`` says what speaks against it, such as another key confirmed for the same learner.
    """

    public: str
    fingerprint: str
    confirmed: str = ""
    odd: str = ""


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """One learner of a cohort; ``name`` may be empty."""

    code: str
    name: str = ""
    keys: tuple[KeyLine, ...] = ()

    @property
    def to_confirm(self) -> tuple[KeyLine, ...]:
        """The keys nobody has confirmed yet."""
        return tuple(key for key in self.keys if not key.confirmed)

    def called(self, *, codes_only: bool) -> str:
        """What the learner is called on the screen."""
        return self.code if codes_only or not self.name else self.name

    def key_words(self) -> str:
        """How it stands with the learner's key, in words."""
        if not self.keys:
            return "Nothing handed in yet"
        if self.to_confirm:
            return (
                "Key to confirm" if len(self.to_confirm) == 1 else f"{len(self.to_confirm)} keys to confirm"
            )
        last = self.keys[-1]
        return f"Key {last.fingerprint.split('-')[0]}… confirmed {last.confirmed}"


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One assignment given to a cohort, its newest version.

    ``dates`` says when it opens and is due; ``handed_in`` is None while that is not read yet.
    ``can_release``: an exam whose feedback the teacher gives and has not yet.
    """

    id: str
    title: str
    version: int
    exam: bool
    dates: str
    handed_in: int | None
    of: int
    feedback: str = ""
    can_release: bool = False

    def facts(self) -> str:
        """Everything about it on one line."""
        kind = "Exam" if self.exam else "Practice"
        version = f"version {self.version}" if self.version > 1 else ""
        return " · ".join(part for part in (kind, version, self.dates, self.feedback) if part)

    def handed(self) -> str:
        """How many have handed in."""
        if self.handed_in is None:
            return "reading…"
        return f"{self.handed_in} of {self.of} handed in" if self.of else f"{self.handed_in} handed in"


@dataclass(frozen=True, slots=True)
class CohortLines:
    """A cohort as a whole."""

    id: str
    name: str
    learners: tuple[LearnerLine, ...] = ()
    codes_only: bool = False
    given: tuple[GivenLine, ...] = ()
    folder: str = ""

    @property
    def to_confirm(self) -> tuple[LearnerLine, ...]:
        """The learners with a key to confirm."""
        return tuple(one for one in self.learners if one.to_confirm)

    def called(self) -> str:
        """The name with how many are in it."""
        return f"{self.name} · {counted(len(self.learners), 'learner')}"


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One row of a list of learners to be taken in; ``why`` says what is wrong with a refused one."""

    row: int
    code: str
    name: str
    state: str
    why: str = ""

    @property
    def taken(self) -> bool:
        return self.state in (NEW, RENAMED)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A file that was written: for whom, what it is called, its fingerprint. ``own``: for one learner alone."""

    name: str
    fingerprint: str
    whom: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class WrittenLines:
    """What an assignment came to as files, and the mail they can go out with."""

    title: str
    folder: str
    files: tuple[WrittenLine, ...]
    own_key: str
    mail: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class CaseOffer:
    """A case that can be assigned."""

    id: str
    title: str
    minutes: int
    decisions: int

    def facts(self) -> str:
        """How long it is; the decisions of every road are counted, of which one attempt meets some."""
        return f"about {self.minutes} min · {counted(self.decisions, 'decision')} on all roads together"

"""Who learns in a cohort: codes, with a name or without one; and what may stand as a code, a name, a title.

Reading a list of learners from a spreadsheet's file is left to ``roster_csv``, keeping cohorts to ``teaching``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from relall_trainer.cohort import plain_text
from relall_trainer.cohort.plain_text import LONGEST_CODE
from relall_trainer.cohort.terms import LONGEST_TITLE, MOST_LEARNERS
from relall_trainer.errors import TrainerError

LONGEST_NAME = 80
_FORMULA = ("=", "+", "-", "@")
_ODD = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


class RosterFault(TrainerError):
    """A code, a name or a change to a cohort that cannot be."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who learns. ``code`` is what files and gradebooks say; ``name`` never leaves the teacher's copy."""

    code: str
    name: str = ""

    @property
    def shown(self) -> str:
        """How she is called on the teacher's screen."""
        return f"{self.name} ({self.code})" if self.name else self.code


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group one assigns to, in the order it was written down."""

    id: str
    name: str
    learners: tuple[Learner, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Everybody's code."""
        return tuple(learner.code for learner in self.learners)

    def learner(self, code: str) -> Learner | None:
        """She whose code this is, however it is spelt in capitals."""
        wanted = alike(code)
        return next((one for one in self.learners if alike(one.code) == wanted), None)

    def with_learners(self, added: Iterable[Learner]) -> Cohort:
        """With these besides; one whose code is here takes the place of the one before. Raises RosterFault."""
        people = {alike(one.code): one for one in self.learners}
        for one in added:
            good = sound_learner(one.code, one.name)
            people[alike(good.code)] = good
        if len(people) > MOST_LEARNERS:
            raise RosterFault(
                f"A cohort has at most {MOST_LEARNERS:,} learners.", safe="Nothing was changed."
            )
        return replace(self, learners=tuple(people.values()))

    def replaced(self, people: Iterable[Learner]) -> Cohort:
        """With just these. Raises RosterFault."""
        return replace(self, learners=()).with_learners(people)

    def without(self, code: str) -> Cohort:
        """Without her; what she handed in stays. Raises RosterFault where she is not here."""
        self._needed(code)
        return replace(self, learners=tuple(one for one in self.learners if alike(one.code) != alike(code)))

    def renamed(self, code: str, new: Learner) -> Cohort:
        """With another code or name for her, in her place. Raises RosterFault."""
        self._needed(code)
        good = sound_learner(new.code, new.name)
        if alike(good.code) != alike(code) and self.learner(good.code) is not None:
            raise RosterFault(f"There is a learner {good.code!r} already.", safe="Nothing was changed.")
        people = tuple(good if alike(one.code) == alike(code) else one for one in self.learners)
        return replace(self, learners=people)

    def plain(self) -> dict[str, Any]:
        """As plain data, for a paper."""
        people = [[one.code, one.name] for one in self.learners]
        return {"id": self.id, "name": self.name, "learners": people}

    def _needed(self, code: str) -> None:
        if self.learner(code) is None:
            raise RosterFault(f"There is no learner {code!r} in {self.name}.", safe="Nothing was changed.")


def cohort_from_plain(data: Mapping[str, Any]) -> Cohort:
    """The cohort of a paper of this store."""
    people = tuple(Learner(str(code), str(name)) for code, name in data["learners"])
    return Cohort(str(data["id"]), str(data["name"]), people)


def sound_learner(code: str, name: str = "") -> Learner:
    """The learner with code and name tidied; raises RosterFault saying what is wrong with them."""
    for what, fault in (("code", code_fault(code)), ("name", name_fault(name))):
        if fault:
            raise RosterFault(f"The {what} {fault}.", safe="Nothing was changed.")
    return Learner(tidy(code), tidy(name))


def sound_title(text: str, what: str) -> str:
    """A cohort's or an assignment's name, tidied; raises RosterFault."""
    fault = title_fault(text)
    if fault:
        raise RosterFault(f"The {what} {fault}.", safe="Nothing was changed.")
    return tidy(text)


def title_fault(text: str) -> str:
    """What is wrong with a title; empty where nothing is."""
    return _fault(text, LONGEST_TITLE) if tidy(text) else "is empty"


def code_fault(code: str) -> str:
    """What is wrong with a code; empty where nothing is."""
    if not tidy(code):
        return "is empty"
    return _fault(code, LONGEST_CODE) or plain_text.code_fault(tidy(code))


def name_fault(name: str) -> str:
    """What is wrong with a name; empty where nothing is. A name may be left out."""
    return _fault(name, LONGEST_NAME)


def _fault(text: str, longest: int) -> str:
    tidied = tidy(text)
    odd = next((sign for sign in tidied if unicodedata.category(sign) in _ODD), None)
    if odd is not None:
        return f"holds a sign that cannot be seen (U+{ord(odd):04X})"
    if len(tidied) > longest:
        return f"is longer than {longest} characters"
    if tidied.startswith(_FORMULA):
        return f"begins with {tidied[0]!r}, which a spreadsheet would take for a formula"
    return ""


def tidy(text: str) -> str:
    """In one normal form, without space around it; every kind of space becomes one plain one."""
    plain = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return unicodedata.normalize("NFC", re.sub(" +", " ", plain.strip(" \t\r\n")))


def alike(code: str) -> str:
    """What two codes have in common that look the same or differ in capitals only."""
    return unicodedata.normalize("NFKC", tidy(code)).casefold()


def made_codes(count: int, taken: Iterable[str] = ()) -> tuple[str, ...]:
    """``Learner 01``, ``Learner 02`` and so on, past those that are taken."""
    used = {alike(code) for code in taken}
    width = max(2, len(str(count + len(used))))
    codes: list[str] = []
    number = 0
    while len(codes) < count:
        number += 1
        code = f"Learner {number:0{width}d}"
        if alike(code) not in used:
            codes.append(code)
    return tuple(codes)

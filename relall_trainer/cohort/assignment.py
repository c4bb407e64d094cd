"""What a teacher asks for: cases, by when, under which conditions; one version of it, as it stands in a file.

A packet is for everybody on its list, or (``for_learner``) for one who has more time or more attempts; the packet of
the others says nothing of that. A later version takes the place of an earlier one of the same teacher, never the other
way round. Whether the cases in it can be played is looked at in ``packet``; files are signed in ``signed_file``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from relall_trainer.cohort.fields import Fields
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.plain_text import code_fault
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import ASSIGNMENT, KIND_WORDS, canonical_bytes, seal
from relall_trainer.cohort.terms import (
    COUNTS,
    EXAM,
    LONGEST_MINUTES,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MODES,
    MOST_ATTEMPTS,
    MOST_EXTRA_PERCENT,
    MOST_ITEMS,
    MOST_LEARNERS,
    MOST_VERSIONS,
    ON_DATE,
    PRACTICE,
    RELEASES,
)
from relall_trainer.cohort.times import moment_of

LONGEST_CASE = 2_000_000

_KIND = KIND_WORDS[ASSIGNMENT]
_RULES = frozenset({"id", "version", "sha256"})
_MASTERY = frozenset({"percent", "no_critical"})
_ITEM = frozenset({"case", "version", "sha256", "title", "minutes", "text"})


@dataclass(frozen=True, slots=True)
class Item:
    """One case. ``sha256`` is that of the case's own file, the same for a bare form; ``text`` its canonical JSON."""

    case: str
    version: str
    sha256: str
    title: str
    minutes: int
    text: str = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {name: getattr(self, name) for name in _ITEM}


@dataclass(frozen=True, slots=True)
class Mastery:
    """What counts as mastered: at least ``percent``, and, where so wished, no critical error."""

    percent: int
    no_critical: bool

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"percent": self.percent, "no_critical": self.no_critical}


@dataclass(frozen=True, slots=True)
class RulesPin:
    """The algorithm the assignment was written with."""

    id: str
    version: str
    sha256: str

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"id": self.id, "version": self.version, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Assignment:
    """One version of an assignment. Times are UTC in ISO 8601; ``sha256`` is over its canonical plain form.

    ``attempts`` per case, None for any number; ``minutes`` for the whole of an exam, None for untimed; ``learners``
    the codes it is meant for, none for whoever gets the file.
    """

    id: str
    version: int
    title: str
    note: str
    cohort: str
    issued_at: str
    opens_at: str | None
    due_at: str | None
    mode: str
    attempts: int | None
    counts: str
    mastery: Mastery | None
    release: str
    release_at: str | None
    minutes: int | None
    learners: tuple[str, ...]
    for_learner: str = ""
    extra_percent: int = 0
    extra_attempts: int = 0
    items: tuple[Item, ...] = ()
    rules: RulesPin = RulesPin("", "", "")
    scoring: str = ""
    app_version: str = ""
    sha256: str = field(init=False, repr=False, compare=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(canonical_bytes(self.plain())).hexdigest())

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        data = {name: getattr(self, name) for name in _WHOLE}
        data["mastery"] = self.mastery and self.mastery.plain()
        data["learners"] = list(self.learners)
        data["items"] = [item.plain() for item in self.items]
        data["rules"] = self.rules.plain()
        return data

    @property
    def allowed_attempts(self) -> int | None:
        """How often each case may be played, with what this learner has besides; None for any number."""
        return None if self.attempts is None else self.attempts + self.extra_attempts

    @property
    def seconds_allowed(self) -> int | None:
        """How long the exam may take, with what this learner has besides; None for untimed."""
        if self.minutes is None:
            return None
        return -(-self.minutes * 60 * (100 + self.extra_percent) // 100)

    def for_one(self, learner: str, extra_percent: int = 0, extra_attempts: int = 0) -> Assignment:
        """The packet of one learner who has more time or attempts than the others."""
        return replace(self, for_learner=learner, extra_percent=extra_percent, extra_attempts=extra_attempts)

    def for_all(self) -> Assignment:
        """The packet of everybody."""
        return self.for_one("")


_WHOLE = frozenset(name for name in Assignment.__dataclass_fields__ if name != "sha256")


def assignment_file(assignment: Assignment, key: SigningKey) -> str:
    """The text of the signed file; never one that the reader would refuse. Raises FileFault."""
    body = assignment.plain()
    assignment_from_plain(body, "the new assignment")
    return seal(ASSIGNMENT, body, key)


def assignment_from_plain(data: object, file: object = "the assignment") -> Assignment:
    """The assignment of a body, strictly; raises FileFault (``bad-shape``) that speaks of ``file``."""
    fields = Fields(data, _WHOLE, file, _KIND)
    assignment = Assignment(
        id=fields.identifier("id"),
        version=fields.whole("version", 1, MOST_VERSIONS),
        title=fields.line("title", LONGEST_TITLE),
        note=fields.note("note", LONGEST_NOTE),
        cohort=fields.line("cohort", LONGEST_TITLE, empty=True),
        issued_at=fields.time("issued_at"),
        opens_at=fields.time_or_none("opens_at"),
        due_at=fields.time_or_none("due_at"),
        mode=fields.word("mode", MODES),
        attempts=fields.whole_or_none("attempts", 1, MOST_ATTEMPTS),
        counts=fields.word("counts", COUNTS),
        mastery=_mastery(fields),
        release=fields.word("release", RELEASES[PRACTICE] + RELEASES[EXAM]),
        release_at=fields.time_or_none("release_at"),
        minutes=fields.whole_or_none("minutes", 1, LONGEST_MINUTES),
        learners=_learners(fields),
        for_learner=_for_learner(fields),
        extra_percent=fields.whole("extra_percent", 0, MOST_EXTRA_PERCENT),
        extra_attempts=fields.whole("extra_attempts", 0, MOST_ATTEMPTS),
        items=_items(fields),
        rules=_rules(fields),
        scoring=fields.line("scoring"),
        app_version=fields.line("app_version", empty=True),
    )
    _refuse_contradictions(assignment, fields)
    return assignment


def _mastery(fields: Fields) -> Mastery | None:
    data = fields.value("mastery")
    if data is None:
        return None
    held = Fields(data, _MASTERY, fields.file, _KIND, "mastery")
    return Mastery(held.whole("percent", 0, 100), held.flag("no_critical"))


def _rules(fields: Fields) -> RulesPin:
    held = Fields(fields.value("rules"), _RULES, fields.file, _KIND, "rules")
    return RulesPin(held.line("id"), held.line("version"), held.sha256("sha256"))


def _learners(fields: Fields) -> tuple[str, ...]:
    learners = fields.items("learners", MOST_LEARNERS)
    for place, code in enumerate(learners, start=1):
        fault = code_fault(code)
        if fault:
            fields.refuse(f"learners, {place}", fault)
    if len(set(learners)) != len(learners):
        fields.refuse("learners", "names one twice")
    return tuple(learners)


def _for_learner(fields: Fields) -> str:
    code = fields.value("for_learner")
    fault = "" if code == "" else code_fault(code)
    if fault:
        fields.refuse("for_learner", fault)
    return str(code)


def _items(fields: Fields) -> tuple[Item, ...]:
    return tuple(
        _item(Fields(data, _ITEM, fields.file, _KIND, f"case {place}"))
        for place, data in enumerate(fields.items("items", MOST_ITEMS, 1), start=1)
    )


def _item(fields: Fields) -> Item:
    return Item(
        case=fields.identifier("case"),
        version=fields.line("version", 40),
        sha256=fields.sha256("sha256"),
        title=fields.line("title"),
        minutes=fields.whole("minutes", 1, LONGEST_MINUTES),
        text=fields.long_text("text", LONGEST_CASE),
    )


def _refuse_contradictions(assignment: Assignment, fields: Fields) -> None:
    """Parts that are each as they should be, but not together."""
    is_exam = assignment.mode == EXAM
    if assignment.release not in RELEASES[assignment.mode]:
        fields.refuse("release", f"does not go with {assignment.mode}")
    if (assignment.release_at is not None) != (assignment.release == ON_DATE):
        fields.refuse("release_at", "does not go with its release")
    if assignment.minutes is not None and not is_exam:
        fields.refuse("minutes", "does not go with practice")
    if is_exam and assignment.attempts is None:
        fields.refuse("attempts", "is missing, as an exam needs it")
    opens, due = assignment.opens_at, assignment.due_at
    if opens is not None and due is not None and moment_of(opens) > moment_of(due):
        fields.refuse("due_at", "is before it opens")
    if not assignment.for_learner and (assignment.extra_percent or assignment.extra_attempts):
        fields.refuse("for_learner", "is missing, as more time or attempts are for one learner")
    if assignment.for_learner and assignment.learners and assignment.for_learner not in assignment.learners:
        fields.refuse("for_learner", "is not among its learners")
    if len({item.sha256 for item in assignment.items}) != len(assignment.items):
        fields.refuse("items", "holds the same case twice")


def check_replaces(
    old: Assignment, old_key: str, new: Assignment, new_key: str, file: object = "the assignment"
) -> bool:
    """Whether ``new`` takes the place of ``old``: True for a later version, False for the very same one.

    Raises FileFault: ``other-assignment``, ``other-key``, ``older-version``, ``same-version``.
    """
    if new.id != old.id:
        raise file_fault("other-assignment", file, wanted=f"“{old.title}”")
    if new_key != old_key:
        raise file_fault("other-key", file, before=f"“{old.title}” that is already here")
    if new.version < old.version:
        raise file_fault("older-version", file, found=new.version, known=old.version)
    if new.version > old.version:
        return True
    if new.sha256 == old.sha256 or new.for_all().sha256 == old.for_all().sha256:
        return new.sha256 != old.sha256
    raise file_fault("same-version", file, found=new.version)

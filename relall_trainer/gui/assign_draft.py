"""An assignment while it is being written: what stands in the form, kept so that nothing is lost when one looks away.

What it says in words, and what is still wanting, is ``assign_words``; making files of it is ``cohort``'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from relall_trainer.cohort.terms import BY_TEACHER, EXAM, FIRST, PRACTICE

_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Extra:
    """What one learner is given beyond the others."""

    learner: str
    percent: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class AssignDraft:
    """The form as it stands. Times are ISO 8601 with their zone, empty for none.

    ``fresh_*``: patients generated for it, so many of a seed, testing a rule where ``fresh_focus`` names one.
    ``kept_fresh``: (seed, focus) of those of the version before, which need not follow on one another.
    ``attempts``: 0 for any number. ``mastery``: per cent, 0 for none. ``minutes``: 0 for untimed. ``replaces``: the
    assignment this is a new version of.
    """

    cohort: str = ""
    title: str = ""
    cases: tuple[str, ...] = ()
    fresh_count: int = 0
    fresh_seed: int = 1
    fresh_focus: str = ""
    kept_fresh: tuple[tuple[int, str], ...] = ()
    mode: str = PRACTICE
    opens_at: str = ""
    due_at: str = ""
    attempts: int = 0
    counts: str = FIRST
    mastery: int = 0
    no_critical: bool = True
    release: str = BY_TEACHER
    release_at: str = ""
    minutes: int = 0
    extra: tuple[Extra, ...] = ()
    note: str = ""
    replaces: str = ""

    @property
    def exam(self) -> bool:
        return self.mode == EXAM

    @property
    def begun(self) -> bool:
        """Whether anything was filled in that would be missed."""
        return bool(self.title or self.cases or self.fresh_count or self.note)


@dataclass(frozen=True, slots=True)
class Ready:
    """What the form is about: the learners it goes to, how long it takes, what the cases are called."""

    learners: tuple[str, ...] = ()
    minutes: int = 0
    titles: tuple[str, ...] = ()


def plain_draft(draft: AssignDraft) -> dict[str, object]:
    """The draft as plain data."""
    plain = asdict(draft)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def draft_from_plain(plain: Mapping[str, object]) -> AssignDraft:
    """The draft kept earlier; what no longer fits is left at its default, so that it can always be gone on with."""
    kept: dict[str, object] = {}
    default = AssignDraft()
    for each in fields(AssignDraft):
        value, usual = plain.get(each.name), getattr(default, each.name)
        if each.name == "cases" and isinstance(value, list | tuple):
            kept["cases"] = tuple(one for one in value if isinstance(one, str))
        elif each.name == "kept_fresh" and isinstance(value, list | tuple):
            kept["kept_fresh"] = tuple(made for one in value if (made := _made(one)) is not None)
        elif each.name == "extra" and isinstance(value, list | tuple):
            kept["extra"] = tuple(extra for one in value if (extra := _extra(one)) is not None)
        elif type(value) is type(usual) and (not isinstance(value, int) or abs(value) <= _MOST):
            kept[each.name] = value
    return AssignDraft(**kept)  # type: ignore[arg-type]  # each value was compared with the kind of its default


def _made(plain: object) -> tuple[int, str] | None:
    if not isinstance(plain, list | tuple) or len(plain) != 2:
        return None
    seed, focus = plain
    return (seed, focus) if type(seed) is int and isinstance(focus, str) else None


def _extra(plain: object) -> Extra | None:
    if not isinstance(plain, Mapping) or not isinstance(plain.get("learner"), str):
        return None
    percent, attempts = plain.get("percent"), plain.get("attempts")
    return Extra(
        plain["learner"],
        percent if type(percent) is int else 0,
        attempts if type(attempts) is int else 0,
    )

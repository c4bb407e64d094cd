"""Feedback given out: the full cases and the rules of an exam, in a file of the teacher's.

With it a learner's copy rates the attempts it kept without rating them. When it may be given out is the teacher's to
say (``feedback_out``); taking it in is left to ``feedback_in``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relall_trainer.cohort.assignment import LONGEST_CASE, Assignment
from relall_trainer.cohort.fields import Fields
from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.cohort.plain_text import is_whole
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import FEEDBACK, KIND_WORDS, seal
from relall_trainer.cohort.terms import MOST_ITEMS, MOST_VERSIONS

LONGEST_RULES = 4_000_000
_KIND = KIND_WORDS[FEEDBACK]


@dataclass(frozen=True, slots=True)
class Release:
    """The body of a feedback file: ``cases`` are the canonical texts of the full cases, in the assignment's order."""

    assignment: str
    version: int
    released_at: str
    cases: tuple[str, ...] = field(repr=False)
    rules_text: str = field(repr=False)

    def plain(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {name: getattr(self, name) for name in _WHOLE} | {"cases": list(self.cases)}


_WHOLE = frozenset(Release.__dataclass_fields__)


def release_file(release: Release, key: SigningKey) -> str:
    """The text of the signed file; never one that the reader would refuse. Raises FileFault."""
    body = release.plain()
    release_from_plain(body, "the new feedback file")
    return seal(FEEDBACK, body, key)


def release_from_plain(data: object, file: object = "the feedback file") -> Release:
    """The release of a body, strictly; raises FileFault (``bad-shape``) that speaks of ``file``."""
    fields = Fields(data, _WHOLE, file, _KIND)
    cases = fields.items("cases", MOST_ITEMS, 1)
    for place, text in enumerate(cases, start=1):
        if not isinstance(text, str) or len(text) > LONGEST_CASE or not is_whole(text):
            fields.refuse(f"case {place}", f"is not a text of at most {LONGEST_CASE:,} whole characters")
    return Release(
        assignment=fields.identifier("assignment"),
        version=fields.whole("version", 1, MOST_VERSIONS),
        released_at=fields.time("released_at"),
        cases=tuple(cases),
        rules_text=fields.long_text("rules_text", LONGEST_RULES),
    )


def check_release(
    release: Release, key: str, assignment: Assignment, teacher: str, file: object = "the feedback file"
) -> None:
    """That it is this assignment's feedback, by the key that signed the assignment.

    Raises FileFault: ``other-key``, ``other-assignment``. Whether its cases are the right ones shows in ``packet``.
    """
    if key != teacher:
        raise file_fault("other-key", file, before=f"“{assignment.title}”")
    if (release.assignment, release.version) != (assignment.id, assignment.version):
        raise file_fault(
            "other-assignment", file, wanted=f"“{assignment.title}”, version {assignment.version}"
        )

"""What a teacher's pages keep between two looks: assignments still being written, whether codes stand for names.

Knows no Qt. Losing it loses a form, never anything that was sent or handed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from relall_trainer.gui.assign_draft import AssignDraft, draft_from_plain, plain_draft

if TYPE_CHECKING:
    from relall_trainer.cohort.paper_kinds import PaperStore

_NEW = "draft/new"
_CODES = "codes-only"


class TeachingNotes:
    """Kept in the record. Every method raises a StoreError where the store refuses."""

    def __init__(self, store: Callable[[], PaperStore]) -> None:
        self._store = store

    def draft(self, replaces: str = "") -> AssignDraft | None:
        """The form as it was left: of a new assignment, or of a new version of one; None where there is none."""
        plain = self._read(_name(replaces))
        return draft_from_plain(plain) if isinstance(plain, dict) else None

    def keep_draft(self, draft: AssignDraft) -> None:
        """Keep the form as it stands."""
        self._write(_name(draft.replaces), plain_draft(draft))

    def drop_draft(self, replaces: str = "") -> None:
        """The form is done with."""
        from relall_trainer.cohort.paper_kinds import TEACHING

        self._store().drop_papers(TEACHING, [_name(replaces)])

    @property
    def codes_only(self) -> bool:
        """Whether codes are shown instead of names."""
        return self._read(_CODES) is True

    def show_codes(self, on: bool) -> None:
        """Show codes instead of names from now on, or names again."""
        self._write(_CODES, on)

    def _read(self, name: str) -> object:
        from relall_trainer.cohort.paper_kinds import TEACHING

        paper = self._store().paper(TEACHING, name)
        try:
            return None if paper is None else json.loads(paper.body)
        except ValueError:
            return None

    def _write(self, name: str, value: object) -> None:
        from relall_trainer.cohort.paper_kinds import TEACHING
        from relall_trainer.learner.chain import canonical

        self._store().put_papers([(TEACHING, name, canonical(value))])


def _name(replaces: str) -> str:
    return f"draft/{replaces}" if replaces else _NEW

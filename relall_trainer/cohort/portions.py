"""Keeping very many papers without standing still for long: portion by portion, and yet all of them or none.

Beside each portion stands a note of what came with it. The notes go together, once everything is there; where a note is
still found later, the work was broken off, and what it names is taken back. Only for papers that were not there before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress

from relall_trainer.cohort.paper_kinds import ARRIVING, NewPaper, PaperStore
from relall_trainer.errors import StoreError
from relall_trainer.learner.chain import canonical
from relall_trainer.learner.records import new_id

_MOST, _LONGEST = 250, 3_000_000
"""So many papers, or so many characters, are written within a moment that nobody notices."""


def keep(store: PaperStore, papers: Sequence[NewPaper]) -> Iterator[None]:
    """Keep new papers, a portion at each step. Leaving off, or a fault of the disk, leaves none of them there."""
    portions = list(_portions(papers))
    if len(portions) < 2:
        store.put_papers(papers)
        return
    work, notes = new_id(), []
    try:
        for number, portion in enumerate(portions):
            notes.append(f"{work}/{number:06}")
            told = canonical([paper[:2] for paper in portion])
            store.put_papers([*portion, (ARRIVING, notes[-1], told)])
            yield
        store.drop_papers(ARRIVING, notes)
    except BaseException:
        with suppress(StoreError):  # else it is taken back when the record is used the next time
            take_back(store, f"{work}/")
        raise


def take_back(store: PaperStore, work: str = "") -> None:
    """Take back what was broken off, all of it or that of one ``work``. Raises StoreError."""
    for note in reversed(list(store.papers(ARRIVING, work))):
        by_kind: dict[str, list[str]] = {}
        for kind, name in json.loads(note.body):
            by_kind.setdefault(kind, []).append(name)
        for kind, names in by_kind.items():
            store.drop_papers(kind, names)
        store.drop_papers(ARRIVING, [note.id])


def _portions(papers: Sequence[NewPaper]) -> Iterator[list[NewPaper]]:
    portion: list[NewPaper] = []
    length = 0
    for paper in papers:
        portion.append(paper)
        length += len(paper[2])
        if len(portion) == _MOST or length >= _LONGEST:
            yield portion
            portion, length = [], 0
    if portion:
        yield portion

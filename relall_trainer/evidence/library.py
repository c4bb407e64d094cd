"""The evidence library as the program reads it: one SQLite file, opened read-only, never changed.

Only the standard ``sqlite3`` is used here. The file is written by ``build`` and kept up to date by
``upkeep``. What is not verified is not in it, so nothing here can return it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from relall_trainer.evidence import contents
from relall_trainer.evidence.opening import NotALibrary, open_read_only, unreadable
from relall_trainer.evidence.proof import Offence, offences
from relall_trainer.evidence.query import MARK_END, MARK_START, expression, pieces, typed_words
from relall_trainer.evidence.reference import (
    Citing,
    EvidenceItem,
    Figure,
    Hit,
    Inconsistency,
    Reference,
    SinceItem,
    Table1Row,
    Term,
    Topic,
    Touched,
)
from relall_trainer.evidence.upkeep import ensure_library

__all__ = ["Library", "NotALibrary", "ensure_library"]

MOST_HITS = 500
_TELLING_LETTERS = 4
_MOST_SPELLINGS = 8

# bm25 weights: id, kind, topic (not indexed), title, statement, section, terms, regimen, abbreviations
# spelled out, rest. Items of the paper come a little before what was added to it.
_SEARCH = """
SELECT id, kind, topic, title, highlight(search, 3, :start, :end), snippet(search, 4, :start, :end, '…', 28),
       snippet(search, -1, :start, :end, '…', 8)
  FROM search
 WHERE search MATCH :expression AND (:topic IS NULL OR topic = :topic) AND (:kind IS NULL OR kind = :kind)
 ORDER BY bm25(search, 0, 0, 0, 8.0, 2.0, 1.0, 5.0, 4.0, 1.0, 0.5)
          * CASE kind WHEN 'evidence' THEN 1.0 WHEN 'since' THEN 0.8 ELSE 0.7 END, rowid
 LIMIT :limit
"""
_CITED_BY = """
SELECT id, title FROM rules
 WHERE id IN (SELECT rule_id FROM rule_evidence WHERE evidence_id = :id
              UNION SELECT rule_id FROM rule_since WHERE since_id = :id)
 ORDER BY position
"""
_LATER = """
SELECT id FROM since_2015
 WHERE id IN (SELECT since_id FROM evidence_since WHERE evidence_id = :id
              UNION SELECT since_id FROM rule_since WHERE rule_id = :id
              UNION SELECT since_id FROM action_since WHERE action_id = :id)
 ORDER BY position
"""
_STEPS_ON = """
SELECT id, label FROM actions
 WHERE id IN (SELECT action_id FROM action_evidence WHERE evidence_id = :id) ORDER BY position
"""
_TOUCHED = {
    "items": """
SELECT id, title FROM evidence
 WHERE id IN (SELECT evidence_id FROM evidence_since WHERE since_id = :id) ORDER BY position""",
    "rules": """
SELECT id, title FROM rules
 WHERE id IN (SELECT rule_id FROM rule_since WHERE since_id = :id) ORDER BY position""",
    "steps": """
SELECT id, label FROM actions
 WHERE id IN (SELECT action_id FROM action_since WHERE since_id = :id) ORDER BY position""",
}
_BY_ID = """
SELECT id, kind, topic, title, title, statement, '' FROM search WHERE id = ? COLLATE NOCASE AND kind <> 'glossary'
"""


class Library:
    """Open with ``Library.open``, close when done. Answers are frozen values of ``reference``.

    What it holds is read when first asked for and remembered: the file never changes under it. Where a file
    turns out to be damaged, the asking raises NotALibrary.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open the library at ``path`` read-only; raises NotALibrary for anything else."""
        return cls(open_read_only(path), path)

    def close(self) -> None:
        """Let go of the file; the library must not be asked again."""
        self._connection.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def about(self) -> dict[str, str]:
        """What it was built from: fingerprint, algorithm, format, version of the program."""
        return {str(key): str(value) for key, value in self._rows("SELECT key, value FROM meta")}

    def item(self, id: str) -> EvidenceItem | None:
        """One item of evidence by its id (``ev-gmall-547``)."""
        return self._items.get(id)

    def items(self, ids: Iterable[str]) -> tuple[EvidenceItem, ...]:
        """These items in the order asked; unknown ids are left out (an old attempt may cite one)."""
        return tuple(self._items[id] for id in ids if id in self._items)

    def items_of_topic(self, topic: str) -> tuple[EvidenceItem, ...]:
        """All items of a topic, in the order of the texts."""
        return tuple(item for item in self._items.values() if item.topic == topic)

    def all_items(self) -> tuple[EvidenceItem, ...]:
        """Every item of evidence, topic by topic."""
        return tuple(self._items.values())

    def topics(self) -> tuple[Topic, ...]:
        """The topics in the order in which the paper comes to them; what goes beyond it comes last."""
        counts: dict[tuple[str, str], int] = {}
        for item in self._items.values():
            key = (item.topic, item.topic_title)
            counts[key] = counts.get(key, 0) + 1
        return tuple(Topic(id, title, count) for (id, title), count in counts.items())

    def table_1(self) -> tuple[Table1Row, ...]:
        """The rows of the paper's Table 1, in its order."""
        rows = sorted((item for item in self._items.values() if item.row), key=lambda item: item.row)
        return tuple(contents.table_1_row(item) for item in rows)

    def figure(self, id: str, name: str) -> Figure | None:
        """One figure of an item of evidence or of an item since 2015."""
        item = self._items.get(id) or self._later.get(id)
        return next((figure for figure in item.figures if figure.name == name), None) if item else None

    def since_item(self, id: str) -> SinceItem | None:
        """One later development by its id (``S13``)."""
        return self._later.get(id)

    def since(self, id: str) -> tuple[SinceItem, ...]:
        """The later developments beside an item of evidence, a rule (``R33``) or a step (``sx-lipvcr``)."""
        return tuple(self._later[found] for (found,) in self._rows(_LATER, id=id))

    def all_since(self) -> tuple[SinceItem, ...]:
        """Every later development, S01 first."""
        return tuple(self._later.values())

    def inconsistency(self, id: str) -> Inconsistency | None:
        """One inconsistency of the paper by its id (``I-05``)."""
        return self._doubts.get(id)

    def inconsistencies(self, id: str) -> tuple[Inconsistency, ...]:
        """The inconsistencies that touch an item of evidence."""
        item = self._items.get(id)
        return tuple(self._doubts[name] for name in item.inconsistencies) if item else ()

    def all_inconsistencies(self) -> tuple[Inconsistency, ...]:
        """Every inconsistency, I-01 first."""
        return tuple(self._doubts.values())

    def cited_by(self, id: str) -> tuple[Citing, ...]:
        """The rules that rest on an item of evidence, or that a later development stands beside."""
        return tuple(Citing(*row) for row in self._rows(_CITED_BY, id=id))

    def steps_on(self, id: str) -> tuple[Citing, ...]:
        """The steps of the catalogue that rest on an item of evidence."""
        return tuple(Citing(*row) for row in self._rows(_STEPS_ON, id=id))

    def touched_by(self, id: str) -> Touched:
        """What a later development stands beside."""
        found = {
            what: tuple(Citing(*row) for row in self._rows(sql, id=id)) for what, sql in _TOUCHED.items()
        }
        return Touched(**found)

    def reference(self, number: int) -> Reference | None:
        """What stands behind one of the paper's reference numbers; None unless that is verified."""
        return self._references.get(number)

    def glossary(self) -> tuple[Term, ...]:
        """The glossary, by term."""
        return self._glossary

    def search(
        self, query: str, limit: int = 50, topic: str | None = None, kind: str | None = None
    ) -> tuple[Hit, ...]:
        """What fits the words typed, best first; nothing typed is read as search syntax.

        An id (``S13``, ``i-05``, ``ev-gmall-547``) finds just that. Otherwise everything that holds every word,
        or, where nothing does, anything that holds one. ``kind`` is one of ``reference.KINDS``.
        """
        most = max(1, min(limit, MOST_HITS))
        named = [
            hit for hit in self._with_id(query) if kind in (None, hit.kind) and topic in (None, hit.topic)
        ]
        words = typed_words(query)
        if named or not words:
            return tuple(named)
        hits = self._matching(expression(words, self._same, every=True), most, topic, kind)
        if not hits and len(words) > 1:
            hits = self._matching(expression(words, self._same, every=False), most, topic, kind)
        return tuple(hits)

    def proof(self) -> tuple[Offence, ...]:
        """What is shown or rated without evidence (see ``proof``); empty when all is well."""
        with self._readable():
            return offences(self._connection)

    def faults(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file itself; empty when it is whole."""
        return tuple(str(row[0]) for row in self._rows("PRAGMA integrity_check") if row[0] != "ok")

    def _with_id(self, query: str) -> list[Hit]:
        # Half a character, as a terminal may hand it over, is in no id and nothing SQLite could take.
        id = query.strip().encode("utf-8", "replace").decode()
        return [_hit(*row) for row in self._rows(_BY_ID, id)]

    def _matching(self, expressed: str, limit: int, topic: str | None, kind: str | None) -> list[Hit]:
        found = self._rows(
            _SEARCH, start=MARK_START, end=MARK_END, expression=expressed, topic=topic, kind=kind, limit=limit
        )
        return [_hit(*row) for row in found]

    @cached_property
    def _items(self) -> Mapping[str, EvidenceItem]:
        with self._readable():
            return contents.read_items(self._connection)

    @cached_property
    def _later(self) -> Mapping[str, SinceItem]:
        with self._readable():
            return contents.read_since(self._connection)

    @cached_property
    def _doubts(self) -> Mapping[str, Inconsistency]:
        with self._readable():
            return contents.read_inconsistencies(self._connection)

    @cached_property
    def _references(self) -> Mapping[int, Reference]:
        with self._readable():
            return contents.read_references(self._connection)

    @cached_property
    def _glossary(self) -> tuple[Term, ...]:
        with self._readable():
            return contents.read_glossary(self._connection)

    def _same(self, word: str) -> tuple[str, ...]:
        """What else a typed word may be: what an abbreviation stands for, a hyphenated word typed as one."""
        meaning = self._meanings.get(word)
        hyphenated = [
            written
            for joined, written in self._spellings
            if len(word) >= _TELLING_LETTERS and joined.startswith(word)
        ]
        return (*([meaning] if meaning else []), *hyphenated[:_MOST_SPELLINGS])

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        return {term.term.casefold(): term.meaning for term in self._glossary}

    @cached_property
    def _spellings(self) -> list[tuple[Any, ...]]:
        return self._rows("SELECT joined, written FROM spellings ORDER BY joined")

    def _rows(self, sql: str, *values: object, **named: object) -> list[tuple[Any, ...]]:
        with self._readable():
            return self._connection.execute(sql, named or values).fetchall()

    @contextlib.contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise unreadable(self.path, str(error)) from error


def _hit(
    id: str, kind: str, topic: str, title: str, marked_title: str, marked_text: str, marked_elsewhere: str
) -> Hit:
    title_pieces, snippet = pieces(marked_title), pieces(" ".join(marked_text.split()))
    if marked_elsewhere and not any(found for _, found in (*title_pieces, *snippet)):
        # Found by another word for it: say by which, or nobody sees why it is here.
        snippet = (*snippet, (" · ", False), *pieces(" ".join(marked_elsewhere.split())))
    return Hit(id, kind, topic, title, title_pieces, snippet)

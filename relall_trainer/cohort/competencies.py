"""Which competencies a decision bears on: a table a program edits and checks for itself. Never a level.

The table that ships has short titles of our own and nobody's name under ``verified_by``; what a program makes of it is
kept by ``competency_book``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.errors import BadFile

CONFIDENCE, REASONS = "confidence", "reasons"
COVERS = (*DIMENSIONS, CONFIDENCE, REASONS)
NOT_CHECKED = "not yet checked against the framework in force"
MOST = 100
_LONGEST = 300
_TODO = "Correct the table, or take the one that ships."


@dataclass(frozen=True, slots=True)
class Competency:
    """One line of the table. ``covers`` holds words of ``COVERS``; ``verified_by`` is empty until checked."""

    id: str
    title: str
    version: str
    source: str
    verified_by: str
    covers: tuple[str, ...]

    @property
    def standing(self) -> str:
        """Whether somebody stands for it, in words."""
        if not self.verified_by:
            return NOT_CHECKED
        return f"version {self.version}, checked by {self.verified_by}"


@dataclass(frozen=True, slots=True)
class CompetencyTable:
    """The whole table, in its own order."""

    title: str
    about: str
    competencies: tuple[Competency, ...]

    def plain(self) -> dict[str, Any]:
        """As plain data, for a paper."""
        rows = [
            {name.name: getattr(one, name.name) for name in fields(one)} | {"covers": list(one.covers)}
            for one in self.competencies
        ]
        return {"title": self.title, "about": self.about, "competencies": rows}


def table_from_plain(data: object) -> CompetencyTable:
    """The table of plain data, strictly; raises BadFile saying which line is wrong and how."""
    if not isinstance(data, Mapping) or set(data) != {"title", "about", "competencies"}:
        raise _bad("is not an object of title, about and competencies")
    rows = data["competencies"]
    if not isinstance(rows, list) or len(rows) > MOST:
        raise _bad(f"has no list of at most {MOST} competencies")
    read = tuple(_row(row, place) for place, row in enumerate(rows, start=1))
    ids = [one.id for one in read]
    for name in ids:
        if ids.count(name) > 1:
            raise _bad(f"has {name!r} twice")
    return CompetencyTable(_text(data["title"], "title"), _text(data["about"], "about"), read)


def _row(row: object, place: int) -> Competency:
    names = {name.name for name in fields(Competency)}
    where = f"line {place}"
    if not isinstance(row, Mapping) or set(row) != names:
        raise _bad(f"has in {where} other parts than {', '.join(sorted(names))}")
    covers = row["covers"]
    if not isinstance(covers, list) or not covers or any(one not in COVERS for one in covers):
        raise _bad(f"covers in {where} something else than {', '.join(COVERS)}")
    values = {name: _text(row[name], f"{name} of {where}") for name in names - {"covers"}}
    if not values["id"] or not values["title"]:
        raise _bad(f"has in {where} no id or no title")
    return Competency(**values, covers=tuple(covers))


def _text(value: object, part: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or any(ord(sign) < 32 for sign in value):
        raise _bad(f"has in {part} something else than a line of at most {_LONGEST} characters")
    return value.strip()


def _bad(reason: str) -> BadFile:
    return BadFile(f"The table of competencies {reason}.", safe="Nothing was changed.", todo=_TODO)

"""A list of learners from a spreadsheet's file: what would be taken, row by row, before anything is.

Comma, semicolon or tab; with a line of headings or without. Keeping what was read is left to ``teaching``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from relall_trainer.cohort.roster import (
    Cohort,
    Learner,
    alike,
    code_fault,
    made_codes,
    name_fault,
    tidy,
)
from relall_trainer.cohort.terms import MOST_LEARNERS
from relall_trainer.errors import BadFile
from relall_trainer.textfile import decode, read_bytes

MAX_BYTES = 1_000_000
_LONGEST_CELL = 1_000
_SEPARATORS = (",", ";", "\t")
_CODE_WORDS = frozenset(
    ("code", "codes", "id", "learner", "learner code", "login", "user", "username", "pin")
)
_NAME_WORDS = frozenset(("name", "names", "full name", "learner name", "student", "resident", "fellow"))


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of the file. ``fault`` says why it cannot be taken, ``note`` what it would change; else empty."""

    line: int
    code: str
    name: str
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a file would bring. ``separator`` and ``heading`` tell how it was understood."""

    rows: tuple[RosterRow, ...]
    separator: str
    heading: bool

    @property
    def learners(self) -> tuple[Learner, ...]:
        """Those that can be taken."""
        return tuple(Learner(row.code, row.name) for row in self.rows if not row.fault)

    @property
    def faults(self) -> tuple[RosterRow, ...]:
        """Those that cannot."""
        return tuple(row for row in self.rows if row.fault)

    def beside(self, cohort: Cohort) -> RosterPreview:
        """The same, each row with what it would change in the cohort."""
        return replace(self, rows=tuple(_noted(row, cohort) for row in self.rows))

    def as_codes(self, taken: Sequence[str] = (), *, keep_names: bool = True) -> RosterPreview:
        """With made-up codes: what stood as the code (or the name, where there is one) becomes the name, or goes."""
        names = [tidy(row.name) or tidy(row.code) for row in self.rows]
        sound = [name and not name_fault(name) for name in names]
        codes = iter(made_codes(sum(map(bool, sound)), taken))
        rows = tuple(
            RosterRow(row.line, next(codes), name if keep_names else "")
            if good
            else replace(row, fault=f"the name {name_fault(name) or 'is empty'}")
            for row, name, good in zip(self.rows, names, sound, strict=True)
        )
        return replace(self, rows=rows)


def read_roster(path: Path) -> RosterPreview:
    """What the file holds, nothing kept yet; raises BadFile for one that is no such list."""
    return roster_of(roster_text(path), str(path))


def roster_text(path: Path) -> str:
    """The text of such a file, as it stands in it; raises BadFile for one that is too large or no text."""
    return decode(read_bytes(path, MAX_BYTES), str(path))


def roster_of(text: str, name: str = "The list") -> RosterPreview:
    """What the text of such a file holds; raises BadFile."""
    separator = _separator(text)
    lines = list(_cells(text, separator, name))
    if not lines:
        raise BadFile(f"{name}: there is nobody in it.", safe="Nothing was changed.", todo=_TODO)
    places = _places(lines[0][1])
    heading = places is not None
    at_code, at_name = places or (0, 1)
    rows: list[RosterRow] = []
    seen: dict[str, int] = {}
    for line, cells in lines[1 if heading else 0 :]:
        if len(rows) == MOST_LEARNERS:
            what = f"{name}: there are more than {MOST_LEARNERS:,} learners in it."
            raise BadFile(what, safe="Nothing was changed.")
        rows.append(_row(line, _cell(cells, at_code), _cell(cells, at_name), seen))
    if not rows:
        raise BadFile(f"{name}: there is nobody in it.", safe="Nothing was changed.", todo=_TODO)
    return RosterPreview(tuple(rows), separator, heading)


_TODO = "Write one learner a line: a code, and a name if you wish."


def _row(line: int, code: str, name: str, seen: dict[str, int]) -> RosterRow:
    fault = code_fault(code)
    if fault:
        return RosterRow(line, code, name, f"the code {fault}")
    fault = name_fault(name)
    if fault:
        return RosterRow(line, code, name, f"the name {fault}")
    code, name = tidy(code), tidy(name)
    first = seen.setdefault(alike(code), line)
    return RosterRow(line, code, name, f"the same code stands in line {first}" if first != line else "")


def _noted(row: RosterRow, cohort: Cohort) -> RosterRow:
    known = None if row.fault else cohort.learner(row.code)
    if known is None:
        return replace(row, note="")
    same = known == Learner(row.code, row.name)
    return replace(row, note="is here already" if same else f"was {known.shown}")


def _separator(text: str) -> str:
    """The one that cuts the first line that holds anything into most cells; a comma where none does."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(_SEPARATORS, key=outside.count)


def _cells(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell[:_LONGEST_CELL] for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(
            f"{name}, line {line}: is not readable as a list ({error}).",
            safe="Nothing was changed.",
            todo=_TODO,
        ) from None


def _places(first: Sequence[str]) -> tuple[int, int] | None:
    """Where code and name stand, where the first line holds headings; a list of names alone has them as codes."""
    words = [tidy(cell).casefold() for cell in first]
    codes = [place for place, word in enumerate(words) if word in _CODE_WORDS]
    names = [place for place, word in enumerate(words) if word in _NAME_WORDS]
    if not codes and not names:
        return None
    if not codes:
        return names[0], len(words)
    return codes[0], names[0] if names else len(words)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""

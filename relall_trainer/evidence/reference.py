"""What the evidence library holds, as plain values: items, figures, inconsistencies, later developments.

Knows nothing of files or SQL; ``texts`` and ``library`` make these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What an item rests on: the paper; a source beyond it; the paper, but only as a basis for simulated courses.
STATUSES = ("paper", "beyond", "simulated-basis")
# Whether every part of an item since 2015 was seen at its source; what was not is left out of it.
SINCE_STATUSES = ("verified", "partly-verified")
# What kind of study or source an item rests on.
STUDIES = (
    "approval",
    "phase-1",
    "phase-2",
    "trial",
    "series",
    "retrospective",
    "review",
    "expert",
    "background",
    "preclinical",
    "case",
    "label",
    "guideline",
    "survey",
)
# Kinds of thing a search may find.
KINDS = ("evidence", "since", "inconsistency", "glossary")

Piece = tuple[str, bool]
_YEAR = "year"  # the name of a figure that is a calendar year, written 2015 and not 2,015
_FROM_SOURCE = "source_"  # begins the names of figures from the abstract or registry of a cited study


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an item: a ``value``, a ``percent``, a range, a part of a whole, or only words.

    ``numerator`` and ``denominator`` are set only where both are certain. ``as_printed`` is how the source
    writes it where that says more (``≤1%``, ``1 patient``); a bound without its fellow always has it.
    ``unit`` belongs to ``value`` or to the range; without one the label says what is counted.
    """

    name: str
    label: str
    value: float | str | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    as_printed: str | None = None
    unit: str | None = None

    @property
    def certain(self) -> bool:
        """Whether numerator and denominator are known, so that an outcome may be drawn from it."""
        return self.numerator is not None and self.denominator is not None

    @property
    def drawable(self) -> bool:
        """Whether the certain count is of the item itself, not from the abstract of a study it cites."""
        return self.certain and not self.name.startswith(_FROM_SOURCE)

    def shown(self) -> str:
        """How it is shown: ``39% (9/23)``, ``20–83%``, ``6.1 months``, ``≤1% (1/126)``, ``22/159``."""
        head = self._head()
        if not self.certain:
            return head
        fraction = f"{self.numerator}/{self.denominator}"
        if not head:
            return fraction
        if "(" in head:  # the source prints a percentage of its own beside the count; ours goes first
            return f"{fraction}, printed as {head}"
        said = {int(number) for number in re.findall(r"\d+", head)}
        return head if {self.numerator, self.denominator} <= said else f"{head} ({fraction})"

    def _head(self) -> str:
        if self.as_printed is not None:
            return self.as_printed
        if self.percent is not None:
            return f"{plain_number(self.percent)}%"
        if self.low is not None and self.high is not None:
            return self._with_unit(f"{plain_number(self.low)}–{plain_number(self.high)}")
        if self.value is not None:
            return self._with_unit(self._value_words(self.value))
        return ""

    def _value_words(self, value: float | str) -> str:
        if isinstance(value, str):
            return value
        return f"{value:g}" if self.name == _YEAR else plain_number(value)

    def _with_unit(self, number: str) -> str:
        if self.unit == "%":
            return f"{number}%"
        return f"{number} {self.unit}" if self.unit else number


def plain_number(number: float) -> str:
    """``38`` for 38.0, ``6.1`` for 6.1, ``1,200`` for 1200."""
    return f"{int(number):,}" if number == int(number) else f"{number:,.10g}"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One statement with its place, its kind of study, its figures and its limits.

    ``row`` (``T1-07``) to ``population`` are set for rows of Table 1; ``month`` (when in the course, in
    words) for the courses of the three patients, ``month_inferred`` when it is not printed. ``references``
    are the paper's own numbers; what stands behind one is shown only where verified (``Library.reference``).
    """

    id: str
    topic: str
    topic_title: str
    title: str
    statement: str
    section: str
    page: str
    page_certain: bool
    references: tuple[int, ...]
    study: str
    status: str
    figures: tuple[Figure, ...] = ()
    caveat: str = ""
    source_note: str = ""
    inconsistencies: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    row: str = ""
    group: str = ""
    regimen: str = ""
    doses: tuple[str, ...] = ()
    population: str = ""
    month: str = ""
    month_inferred: bool = False

    @property
    def place(self) -> str:
        """Where it stands: the heading, which is certain, and the page, marked where it is inferred."""
        if not self.page:
            return self.section
        page = f"p. {self.page}" + ("" if self.page_certain else " (inferred)")
        return f"{self.section}, {page}" if self.section else page

    def figure(self, name: str) -> Figure | None:
        """The figure of that name, if the item has one."""
        return next((figure for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Table1Row:
    """One of the 20 rows of the paper's Table 1. A figure is None where the table prints nothing."""

    row: str
    id: str
    group: str
    regimen: str
    doses: tuple[str, ...]
    population: str
    n: Figure | None
    cr: Figure | None
    pr: Figure | None
    to_sct: Figure | None
    trm: Figure | None
    references: tuple[int, ...]
    caveat: str
    inconsistencies: tuple[str, ...]
    since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Something in the paper that does not fit, and how the program deals with it."""

    id: str
    title: str
    what: str
    resolution: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SinceItem:
    """What has become known since the paper: context beside a decision, never scored."""

    id: str
    title: str
    topic: str
    statement: str
    figures: tuple[Figure, ...]
    citation: str
    date: str
    status: str
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands behind one of the paper's reference numbers; only verified ones exist as such."""

    number: int
    citation: str


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the glossary: the abbreviation, what it stands for, and one plain line about it."""

    term: str
    meaning: str
    line: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of items, with how many it holds."""

    id: str
    title: str
    items: int


@dataclass(frozen=True, slots=True)
class Citing:
    """A rule that rests on an item, or whatever else is named by id and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What a later development stands beside: items of evidence, rules, steps, each by id and title."""

    items: tuple[Citing, ...]
    rules: tuple[Citing, ...]
    steps: tuple[Citing, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something a search found; ``title_pieces`` and ``snippet`` are (text, found?) in order, no markup."""

    id: str
    kind: str
    topic: str
    title: str
    title_pieces: tuple[Piece, ...]
    snippet: tuple[Piece, ...]

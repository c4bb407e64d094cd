"""What is asked of the history and what it answers: a filter over decisions, and one decision as a list shows it.

Plain values; finding them is ``index_query``'s, reading them ``index_reader``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """What the list is narrowed to; None means no matter, and all that is given must hold.

    ``text``: every word is found in the titles of case and decision, the steps chosen, the reason given, the notes or
    the titles of the rules; from three letters on what begins with it. ``rule``: it graded the decision, or decided
    a step chosen. ``action`` a step chosen, ``rating`` of a step chosen; both: of that step. ``wrong``: whether a rule
    was graded wrong; with ``rule``, that one. ``critical``: whether a contraindicated step was chosen. ``dimension``:
    the decision has a question in it. ``noted``: whether there is a note on the decision. ``source``: case, practice
    or fork. ``counted``: whether it counts for what is made of the answers: a first answer, not on another road.
    ``since`` (inclusive) and ``until`` (exclusive) are on the time of the decision.
    """

    text: str = ""
    case_id: str | None = None
    rule: str | None = None
    action: str | None = None
    rating: str | None = None
    dimension: str | None = None
    critical: bool | None = None
    wrong: bool | None = None
    confidence: str | None = None
    noted: bool | None = None
    source: str | None = None
    counted: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    attempt: str | None = None


ALL_DECISIONS = DecisionFilter()


class ChosenStep(NamedTuple):
    """A step with the name it went by, its rating for that patient, and the rule that decided it (empty: none)."""

    action: str
    label: str
    rating: str
    rule: str


# A named tuple, as a page makes a hundred of them: seven times quicker than a frozen dataclass.
class DecisionLine(NamedTuple):
    """One decision as a list shows it.

    ``n`` is its number in the attempt, from 1, later answers counted too; ``at`` ISO 8601 in UTC; ``source`` case,
    practice or fork; ``critical`` how many contraindicated steps were chosen; ``full``: all points possible were
    earned; ``first``: the first answer at this node; ``missed`` the best steps left out.
    """

    key: int
    attempt: str
    n: int
    node: str
    title: str
    case_id: str
    case_title: str
    at: str
    source: str
    mode: str
    confidence: str | None
    elapsed_ms: int | None
    points: float
    possible: float
    critical: int
    full: bool
    first: bool
    noted: bool
    version: str
    chosen: tuple[ChosenStep, ...]
    missed: tuple[ChosenStep, ...]
    wrong_rules: tuple[str, ...]

"""The parts of two roads side by side: how each came out, the decisions they share, and where they part.

Filled from ``encounter.comparing``; ratings and points are the encounters' own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import FIELD_LABELS, counted, value_words
from relall_trainer.encounter.comparing import Difference, Parted, Road
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import number_words, out_of
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.rating_badge import RatingBadge
from relall_trainer.gui.widgets.text import card, label, line

NOT_MET = "Not met on this road."


@dataclass(frozen=True, slots=True)
class RoadHead:
    """What a road is called (“This attempt”), and when it was played."""

    name: str
    when: str


class Pair(QWidget):
    """Two things side by side, or one above the other where there is no room."""

    def __init__(self, theme: Theme, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(12))
        self._row.addWidget(left, 1)
        self._row.addWidget(right, 1)

    def arrange(self, *, across: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)


def framed(theme: Theme, role: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A card and its column."""
    made = card(role)
    rows = QVBoxLayout(made)
    rows.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
    rows.setSpacing(theme.px(6))
    return made, rows


def outcome(theme: Theme, head: RoadHead, road: Road, open_it: Callable[[], object]) -> QFrame:
    """How a road came out: ending, result, critical errors apart."""
    made, rows = framed(theme)
    top = QHBoxLayout()
    top.addWidget(label(head.name, "section"), 1)
    top.addWidget(Button("Look back", "link", name=f"Look back on {head.name.lower()}", done=open_it))
    rows.addLayout(top)
    rows.addWidget(label(head.when, "note"))
    ending = road.ending.title if road.ending else f"Still under way, at “{road.titles[road.node]}”"
    rows.addWidget(label(ending, "strong"))
    rows.addWidget(label(result_words(road)))
    rows.addStretch(1)
    return made


def result_words(road: Road) -> str:
    """Points, percentage and critical errors of a road."""
    total = road.total
    share = f" ({percent_words(total.percent)})" if total.percent is not None else ""
    points = f"{out_of(total.points, total.possible)}{share}"
    decisions = counted(road.decisions, "decision")
    errors = len(total.critical)
    critical = f", {counted(errors, 'critical error')}" if errors else ""
    return f"{points}{critical} in {decisions}"


def common_line(number: int, visit: Visit, road: Road, labels: Mapping[str, str]) -> QWidget:
    """A decision both made alike, on one line."""
    steps = ", ".join(labels.get(action, action) for action in visit.chosen) or "no step"
    score = out_of(visit.score.points, visit.score.possible)
    words = f"{number}. {road.titles[visit.node]}: {steps}. {score}."
    return label(words)


def parted_row(
    theme: Theme,
    icons: Icons,
    row: Parted,
    roads: tuple[tuple[RoadHead, Road], tuple[RoadHead, Road]],
    labels: Mapping[str, str],
) -> tuple[QFrame, Pair]:
    """A moment only one met, or both met and decided otherwise."""
    (_, left), (_, right) = roads
    made, rows = framed(theme)
    titles = left.titles if row.left is not None else right.titles
    title = titles[row.node] + (" (decided alike here)" if row.alike else "")
    rows.addWidget(label(title, "section"))
    if row.differences:
        rows.addWidget(facts(theme, row.differences))
    rows.addWidget(line())
    sides = [
        _side(theme, icons, visit, head.name, road, labels)
        for visit, (head, road) in zip((row.left, row.right), roads, strict=True)
    ]
    pair = Pair(theme, *sides)
    rows.addWidget(pair)
    return made, pair


def _side(
    theme: Theme, icons: Icons, visit: Visit | None, name: str, road: Road, labels: Mapping[str, str]
) -> QWidget:
    made = QWidget()
    made.setProperty("role", "plain")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.px(6))
    rows.addWidget(label(name, "caption"))
    if visit is None:
        rows.addWidget(label(NOT_MET, "muted"))
    else:
        for action in visit.chosen:
            rows.addLayout(_step(theme, icons, labels.get(action, action), visit.ratings[action]))
        if not visit.chosen:
            rows.addWidget(label("No step was started.", "muted"))
        rows.addWidget(label(_said(visit, road), "note"))
    rows.addStretch(1)
    return made


def _step(theme: Theme, icons: Icons, words: str, rating: str) -> QLayout:
    row = QVBoxLayout()
    row.setSpacing(0)
    row.addWidget(label(words))
    row.addWidget(RatingBadge(theme, icons, rating), 0, Qt.AlignmentFlag.AlignLeft)
    return row


def _said(visit: Visit, road: Road) -> str:
    parts = [out_of(visit.score.points, visit.score.possible)]
    errors = len(visit.score.critical)
    if errors:
        parts.append(f"{counted(errors, 'critical error')}")
    if visit.confidence:
        parts.append(CONFIDENCE_WORDS[visit.confidence].lower())
    if not road.counts(visit):
        first = road.first.get(visit.node)
        kept = number_words(first.points) if first else "0"
        parts.append(f"a later answer: the first one keeps {kept}")
    return " · ".join(parts)


def facts(theme: Theme, differences: tuple[Difference, ...]) -> QWidget:
    """The facts in which the two patients differ, left and right of an arrow of words."""
    lines = [
        f"{FIELD_LABELS.get(one.field, one.field)}: {value_words(one.field, one.left)} | "
        f"{value_words(one.field, one.right)}"
        for one in differences
    ]
    made = QWidget()
    made.setProperty("role", "plain")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.px(2))
    rows.addWidget(label("What differs in the patient (left | right)", "caption"))
    for one in lines:
        rows.addWidget(label(one, "small"))
    return made

"""Parts of the debrief: how it ended, the score by dimension, critical errors, what to take away, confidence.

Each shows one part of a ``Debrief``; nothing is reckoned here but words. It speaks of decisions, never of the person.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.clinical import proportion
from relall_trainer.encounter.case import Node
from relall_trainer.encounter.debrief import CalibrationLine, CriticalError, Debrief, DecisionLine
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import out_of
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.score_bar import ScoreBar, ScoreCard
from relall_trainer.gui.widgets.story import OriginTag
from relall_trainer.gui.widgets.text import card, label

FAIR_WARNING = (
    "Scored against one 2015 paper. Much has changed since: each decision's evidence names what, and none of that "
    "scores. For teaching only, not for the care of a patient."
)
AT_A_DEATH = (
    "The score is for the decisions, not for how it ended. "
    "Patients with this disease die after sound decisions too."
)
_CARD = 170
_READABLE = 920  # px at 100 %: longer lines are hard to read
_FEW = 5  # decisions with one confidence below which it is no more than a hint


def section(theme: Theme, heading: str) -> tuple[QFrame, QVBoxLayout]:
    """A card with a heading and room below."""
    frame = card()
    rows = QVBoxLayout(frame)
    rows.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
    rows.setSpacing(theme.px(8))
    rows.addWidget(label(heading, "section"))
    return frame, rows


class EndingPart(QFrame):
    """How the case ended, in the case's own words, and whether the paper tells it so."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "card")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        rows.setSpacing(theme.px(8))
        self._title = label("", "section")
        self._tag = OriginTag(theme, icons)
        self._before = SafeDocument(theme, "What the last decision led to")
        self._story = SafeDocument(theme, "How it ended")
        for part in (self._title, self._tag, self._before, self._story):
            rows.addWidget(part)
        for document in (self._before, self._story):
            document.setMaximumWidth(theme.px(_READABLE))
            document.evidence_asked.connect(self.evidence_asked)

    def show_ending(self, node: Node, last: Visit | None) -> None:
        """Show the ending ``node`` with what the last decision led to."""
        ending = node.ending
        self._title.setText(ending.title if ending else node.title)
        self._tag.show_origin(ending.origin if ending else node.origin, f"Day {node.day}")
        self._before.show_markdown(last.text if last else "")
        self._before.setVisible(bool(last and last.text))
        self._story.show_markdown(node.narrative)
        self._story.setVisible(bool(node.narrative))


class ScoresPart(QWidget):
    """One card for the whole, one for each dimension, and one for critical errors, which are never averaged in."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._theme = theme
        self._cards: list[ScoreCard] = []
        self._shown = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(10))

    def show_scores(self, told: Debrief) -> None:
        """Show these totals."""
        self._shown = len(told.dimensions) + 2
        while len(self._cards) < self._shown:
            self._cards.append(ScoreCard(self._theme, self))
        total = told.total
        percent = percent_words(total.percent)
        share = total.points / total.possible if total.possible else None
        self._cards[0].show_figure("Overall", percent, share, out_of(total.points, total.possible))
        for place, one in enumerate(told.dimensions, 1):
            part = one.points / one.possible if one.possible else None
            figure = percent_words(one.percent)
            self._cards[place].show_figure(one.name, figure, part, out_of(one.points, one.possible))
        count = len(told.critical)
        note = "never averaged into the score"
        self._cards[self._shown - 1].show_figure("Critical errors", str(count or "None"), None, note)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self._shown:
            return
        room = max(1, self.width() // self._theme.px(_CARD))
        lines = -(-self._shown // room)
        columns = -(-self._shown // lines)  # lines of equal length
        for place, one in enumerate(self._cards):
            self._grid.removeWidget(one)
            one.setVisible(place < self._shown)
            if place < self._shown:
                self._grid.addWidget(one, place // columns, place % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()


class PointList(QWidget):
    """Short paragraphs, each with an icon before it."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._icons = icons
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(8))
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._points: Sequence[tuple[str, str, str]] = ()
        theme.changed.connect(self._tint)

    def show_points(self, points: Sequence[tuple[str, str, str]]) -> None:
        """Each as (icon, its color role, words)."""
        self._points = points
        while len(self._lines) < len(points):
            row = QHBoxLayout()
            picture, words = QLabel(), label("")
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            self._rows.addLayout(row)
            self._lines.append((picture, words))
        for place, (picture, words) in enumerate(self._lines):
            shown = place < len(points)
            picture.setVisible(shown)
            words.setVisible(shown)
            if shown:
                icon, role, text = points[place]
                picture.setPixmap(self._icons.pixmap(icon, role, 18))
                words.setText(text)

    def _tint(self) -> None:
        self.show_points(self._points)


def take_away_points(told: Debrief) -> list[tuple[str, str, str]]:
    """What to take along: what the case's ending teaches, or the decisions that cost most."""
    points = [("lightbulb", "accent", text) for text in told.take_away]
    if points:
        return points
    costly = sorted(
        (line for line in told.decisions if line.missed), key=lambda line: line.points - line.possible
    )
    return [("triangle-alert", "discouraged", _costly(line)) for line in costly[:3]]


def _costly(line: DecisionLine) -> str:
    missed = line.missed.label if line.missed else ""
    return f"Decision {line.number}, {line.title}: {missed} was recommended."


def critical_points(errors: Sequence[CriticalError]) -> list[tuple[str, str, str]]:
    """Each critical error in a line."""
    return [
        (
            "circle-x",
            "contraindicated",
            f"Decision {one.number}, {one.title}: {one.step.label} is contraindicated there"
            + (f" ({one.step.rule})." if one.step.rule else "."),
        )
        for one in errors
    ]


class ConfidencePart(QWidget):
    """Confidence against result, with how many decisions each line rests on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._theme = theme
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(6))
        self._lines: list[tuple[QLabel, ScoreBar, QLabel]] = []
        self._note = label("", "note")
        self._rows.addWidget(self._note)

    def show_lines(self, lines: Sequence[CalibrationLine]) -> None:
        """Show these; says so where no confidence was given."""
        while len(self._lines) < len(lines):
            made = (label("", "strong"), ScoreBar(self._theme), label("", "note"))
            for part in made:
                self._rows.insertWidget(self._rows.count() - 1, part)
            self._lines.append(made)
        for place, parts in enumerate(self._lines):
            for part in parts:
                part.setVisible(place < len(lines))
            if place < len(lines):
                self._show_line(parts, lines[place])
        self._note.setText(calibration_words(lines)[1])

    def _show_line(self, parts: tuple[QLabel, ScoreBar, QLabel], line: CalibrationLine) -> None:
        heading, bar, note = parts
        told, words = _calibration_line(line)
        heading.setText(told)
        note.setText(words)
        bar.show_share(line.share, f"{told}; {words}")


def calibration_words(lines: Sequence[CalibrationLine]) -> tuple[list[tuple[str, str]], str]:
    """Each line of confidence against result as heading and words, and what is to be said of all of them."""
    if not lines:
        note = "No confidence was given, so there is nothing to set against the result."
    elif any(line.n < _FEW for line in lines):
        note = "So few decisions are a hint, not a measure. Confidence never changes the score."
    else:
        note = "Confidence never changes the score."
    return [_calibration_line(line) for line in lines], note


def _calibration_line(line: CalibrationLine) -> tuple[str, str]:
    percent = f"{proportion.percent(line.share)}% of the points"
    words = f"{line.full} of {line.n} with all points"
    if line.critical:
        words += f"; {line.critical} with a critical error"
    return f"{CONFIDENCE_WORDS[line.confidence]} (n = {line.n}): {percent}", words


class DecisionLinks(QWidget):
    """The decisions as a list: the learner's answer and the authors', each opening its review."""

    node_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(6))
        self._parts: list[QWidget] = []

    def show_decisions(self, told: Debrief) -> None:
        """Show every decision met, then those only the authors met."""
        for part in self._parts:
            self._rows.removeWidget(part)
            part.deleteLater()
        self._parts = []
        theirs = {step.node: step for step in told.authors}
        for line in told.decisions:
            button = Button(f"{line.number}. {line.title} · {out_of(line.points, line.possible)}", "link")
            button.clicked.connect(lambda _=False, node=line.node: self.node_chosen.emit(node))
            self._add(button)
            self._add(label(f"Taken: {listed_steps([step.label for step in line.chosen])}"))
            step = theirs.get(line.node)
            if step is not None:
                self._add(label(f"The authors: {listed_steps([one.label for one in step.chosen])}", "muted"))
            if line.changed:
                self._add(label("Answered otherwise later; the first answer counts.", "note"))
        for step in told.authors:
            if not step.met:
                self._add(label(f"{step.title} (on the authors' path only)", "strong"))
                self._add(label(f"The authors: {listed_steps([one.label for one in step.chosen])}", "muted"))

    def _add(self, part: QWidget) -> None:
        self._rows.addWidget(part)
        self._parts.append(part)


def listed_steps(labels: Sequence[str]) -> str:
    """Steps on one line."""
    return "; ".join(labels) or "nothing"

"""The views of the page of patterns: rules missed, shares over time, confidence against result, certain and harmful.

Each is filled with plain values; where one wants to go from a line is announced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.local_time import day_of
from relall_trainer.gui.pattern_lines import RuleLine, Stretch
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.decision_rows import row_of
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.share_chart import ShareChart
from relall_trainer.gui.widgets.text import card, label

if TYPE_CHECKING:
    from relall_trainer.learner.index import DecisionLine

_BOTH_FROM = 330  # px at 100 % of height from which chart and list stand together


class MissedRules(QWidget):
    """The rules missed most surely first. Enter asks for the decisions behind one, D for a drill on it."""

    drill_asked = Signal(str)
    decisions_asked = Signal(str)

    def __init__(self, theme: Theme, cases_asked: Callable[[], object]) -> None:
        super().__init__()
        rows = _column(self, theme)
        rows.addWidget(
            label(
                "First answers only. The rules most surely missed stand first; the line is the interval.",
                "note",
            )
        )
        self.list = RowList(theme, "Rules by how often they were missed", open_on_click=False)
        self.list.row_opened.connect(self.decisions_asked)
        self.list.installEventFilter(self)
        self._stack = _listed(
            self.list,
            Empty(
                "Nothing to see yet",
                "With the first decisions it shows here which rules are missed, how often, and how sure you were.",
                "Choose a case",
                cases_asked,
            ),
        )
        rows.addWidget(_framed(self._stack), 1)
        foot = QWidget()
        foot.setProperty("role", "plain")
        row = Flow(foot, theme.px(8))
        self.drill = Button("Drill this rule", "primary", done=self._drill)
        self.drill.setToolTip("D")
        self.decisions = Button("Decisions behind it", done=self._open)
        self.decisions.setToolTip("Enter")
        row.addWidget(self.drill)
        row.addWidget(self.decisions)
        self._foot = foot
        rows.addWidget(foot)
        self.setFocusProxy(self.list)

    def show_rules(self, lines: Sequence[RuleLine]) -> None:
        """Show these, in this order."""
        self.list.rows.show_rows([(line.rule, _rule_row(line)) for line in lines])
        self._stack.setCurrentIndex(0 if lines else 1)
        self._foot.setVisible(bool(lines))
        if lines:
            self.list.setCurrentIndex(self.list.rows.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_D
            and not event.modifiers()
        ):
            if not event.isAutoRepeat():
                self._drill()
            return True
        return super().eventFilter(watched, event)

    def _here(self) -> str:
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def _drill(self) -> None:
        if rule := self._here():
            self.drill_asked.emit(rule)

    def _open(self) -> None:
        if rule := self._here():
            self.decisions_asked.emit(rule)


class ChartAndList(QWidget):
    """Shares as a chart, and the same as lines of words beneath; where there is room for one, a button changes it."""

    def __init__(self, theme: Theme, name: str, empty: Empty) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._has = False
        self._chart_first = False
        rows = _column(self, theme)
        self._sentence = label("", "strong")
        self._sentence.hide()
        self._note = label("", "note")
        self.switch = Button("", "link", done=self._switch)
        self.chart = ShareChart(theme)
        self._framed_chart = card()
        inside = QVBoxLayout(self._framed_chart)
        inside.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(8))
        inside.addWidget(self.chart)
        self.list = RowList(theme, name, open_on_click=False)
        self._stack = _listed(self.list, empty)
        self._framed_list = _framed(self._stack)
        head = QHBoxLayout()
        head.addWidget(self._note, 1)
        head.addWidget(self.switch)
        rows.addWidget(self._sentence)
        rows.addLayout(head)
        rows.addWidget(self._framed_chart)
        rows.addWidget(self._framed_list, 1)
        self.setFocusProxy(self.list)

    def show_stretches(
        self, stretches: Sequence[Stretch], note: str, sentence: str = "", *, newest_first: bool = False
    ) -> None:
        """Draw and tell these; the list begins with the newest where asked to."""
        self.chart.show_columns(stretches, self._name)
        ordered = list(reversed(stretches)) if newest_first else stretches
        apart = len({one.version for one in stretches}) > 1
        self.list.rows.show_rows(
            [(str(place), _stretch_row(one, apart)) for place, one in enumerate(ordered)]
        )
        self._stack.setCurrentIndex(0 if stretches else 1)
        self._note.setText(note)
        self._sentence.setText(sentence)
        self._has = bool(stretches)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Both where there is room for both, else the one asked for."""
        both = self.height() >= self._theme.px(_BOTH_FROM)
        self._framed_chart.setVisible(self._has and (both or self._chart_first))
        self._framed_list.setVisible(not self._has or both or not self._chart_first)
        words = self._has and (both or not self._chart_first)
        self._note.setVisible(words)
        self._sentence.setVisible(words and bool(self._sentence.text()))
        self.switch.setVisible(self._has and not both)
        self.switch.show_text("Read as words" if self._chart_first else "Show as a chart")

    def _switch(self) -> None:
        self._chart_first = not self._chart_first
        self._arrange()


class Harmful(QWidget):
    """The answers given as certain that held a contraindicated step. ``decision_chosen``: attempt, place from 0."""

    decision_chosen = Signal(str, int)

    def __init__(self, theme: Theme, icons: Icons, all_asked: Callable[[], object]) -> None:
        super().__init__()
        rows = _column(self, theme)
        rows.addWidget(label("First answers given as certain that held a contraindicated step.", "note"))
        self.list = RowList(theme, "Certain and harmful", icons=icons)
        self.list.row_opened.connect(self._open)
        self._lines: Sequence[DecisionLine] = ()
        self._stack = _listed(
            self.list,
            Empty(
                "None",
                "No answer given as certain held a contraindicated step.",
                "See all decisions",
                all_asked,
            ),
        )
        rows.addWidget(_framed(self._stack), 1)
        self.setFocusProxy(self.list)

    def show_lines(self, lines: Sequence[DecisionLine]) -> None:
        """Show these, newest first."""
        self._lines = lines
        self.list.rows.show_rows([(str(line.key), row_of(line)) for line in lines])
        self._stack.setCurrentIndex(0 if lines else 1)

    def _open(self, key: str) -> None:
        line = next((one for one in self._lines if str(one.key) == key), None)
        if line is not None:
            self.decision_chosen.emit(line.attempt, line.n - 1)


def _rule_row(line: RuleLine) -> Row:
    heading = f"{line.rule} · {line.title}" if line.title else line.rule
    return Row(((heading, False),), (), line.words(day_of(line.last)), bar=line.missed.bar)


def _stretch_row(stretch: Stretch, apart: bool) -> Row:
    facts = stretch.version if apart else ""
    return Row(((stretch.label, False),), ((stretch.words, False),), facts, bar=stretch.share.bar)


def _column(widget: QWidget, theme: Theme) -> QVBoxLayout:
    widget.setProperty("role", "plain")
    rows = QVBoxLayout(widget)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(theme.px(8))
    return rows


def _listed(full: QWidget, empty: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.addWidget(full)
    stack.addWidget(empty)
    stack.setCurrentIndex(1)
    stack.setMinimumHeight(40)  # the list gives way before what stands around it
    return stack


def _framed(inner: QWidget) -> QWidget:
    surface = card()
    inside = QHBoxLayout(surface)
    inside.setContentsMargins(4, 4, 4, 4)
    inside.addWidget(inner)
    return surface

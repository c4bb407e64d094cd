"""The start of a day: what is due and how long it takes, what is under way, one thing worth knowing.

Calm whatever has piled up. Shows what it is given; reckoning it is left to ``study``, filling it to ``practicework``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.practice_lines import InsightLine, OpenLine, TodayLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.day_dots import DayDots, days_words
from relall_trainer.gui.widgets.decision_footer import key_hint
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import card, label

_READABLE = 760  # px at 100%
_MOST_ASSIGNED = 4  # the page of assignments has them all


class TodayPage(QWidget):
    """``begun`` asks for a sitting, ``continued`` goes on with the attempt, ``sitting_asked`` with the sitting."""

    begun = Signal()
    sitting_asked = Signal()
    practice_asked = Signal()
    cases_asked = Signal()
    continued = Signal(str)
    drill_asked = Signal(str)
    decisions_asked = Signal(str)
    assignments_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._rule = ""
        self._attempt = ""
        self._lines: TodayLines | None = None
        self._waiting: tuple[tuple[str, str], ...] = ()
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(12))
        title = PageTitle("Today")
        self._date = label("", "muted", wrap=False)
        title.row.addWidget(self._date)
        outer.addWidget(title)
        self._progress = label("", "muted")
        self._progress.hide()
        outer.addWidget(self._progress)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self._nothing = Empty(
            "Nothing to come back to yet",
            "Play a case. The rules its decisions turn on come back here, each on a patient you have not met, "
            "when they are about to be forgotten.",
            "Choose a case",
            self.cases_asked.emit,
        )
        self._scrolled = Scrolled()
        column = self._scrolled.column
        for part in (self._make_assigned(), self._make_due(), self._make_open(), self._make_insight()):
            column.addWidget(part)
        column.addWidget(self._make_days())
        column.addStretch(1)
        unknown = QWidget()  # what the record says is not known yet; nothing is said that may be untrue
        unknown.setProperty("role", "plain")
        for view in (unknown, self._nothing, self._scrolled):
            self._stack.addWidget(view)
        theme.changed.connect(self._fit)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_assigned(self) -> QFrame:
        self._assigned, column = self._part()
        column.addWidget(label("ASSIGNED TO YOU", "caption"))
        self._assigned_rows = QVBoxLayout()
        column.addLayout(self._assigned_rows)
        self.assignments = Button("Open assignments", done=self.assignments_asked.emit)
        self._line_up(column, (self.assignments,))
        self._assigned.hide()
        return self._assigned

    def _make_due(self) -> QFrame:
        self._due_part, column = self._part()
        self._due = label("", "title")
        self._beneath = label("", "muted")
        self.begin = Button("Begin", "primary", done=self._begin)
        self._key = key_hint("Enter")
        self._other = Button("How each rule stands", done=self.practice_asked.emit)
        column.addWidget(self._due)
        column.addWidget(self._beneath)
        column.addSpacing(self._theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        for one in (self.begin, self._key, self._other):
            row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
        return self._due_part

    def _make_open(self) -> QFrame:
        self._open, column = self._part()
        column.addWidget(label("UNDER WAY", "caption"))
        self._open_title = label("", "strong")
        self._open_where = label("", "muted")
        column.addWidget(self._open_title)
        column.addWidget(self._open_where)
        self.go_on = Button("Continue", done=lambda: self.continued.emit(self._attempt))
        self._line_up(column, (self.go_on,))
        return self._open

    def _make_insight(self) -> QFrame:
        self._insight, column = self._part()
        head = QHBoxLayout()
        head.setSpacing(self._theme.px(6))
        self._bulb = label("", wrap=False)
        head.addWidget(self._bulb)
        head.addWidget(label("WORTH KNOWING", "caption"), 1)
        column.addLayout(head)
        self._sentence = label("")
        self._counted = label("", "note")
        self.drill = Button("Drill this", done=lambda: self.drill_asked.emit(self._rule))
        self.decisions = Button("See the decisions", done=lambda: self.decisions_asked.emit(self._rule))
        column.addWidget(self._sentence)
        column.addWidget(self._counted)
        self._line_up(column, (self.drill, self.decisions))
        return self._insight

    def _make_days(self) -> QWidget:
        self._days_part = QWidget()
        self._days_part.setProperty("role", "plain")
        flow = Flow(self._days_part, self._theme.px(12))
        self._days = DayDots(self._theme)
        self._days_words: QLabel = label("", "note", wrap=False)
        flow.addWidget(self._days)
        flow.addWidget(self._days_words)
        return self._days_part

    def _part(self) -> tuple[QFrame, QVBoxLayout]:
        px = self._theme.px
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(6))
        return frame, column

    def _line_up(self, column: QVBoxLayout, buttons: tuple[Button, ...]) -> None:
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, self._theme.px(8))
        for button in buttons:
            flow.addWidget(button)
        column.addSpacing(self._theme.px(2))
        column.addWidget(acts)

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_today(self, lines: TodayLines, date: str = "") -> None:
        """Show the day as it stands."""
        focused = QApplication.focusWidget()
        here = focused is self or (focused is not None and self.isAncestorOf(focused))
        self._lines = lines
        self._date.setText(date)
        self.show_progress(0, 0)
        self._choose_view(lines)
        self._due_part.setVisible(not lines.empty)
        self._due.setText("A sitting is under way" if lines.sitting else lines.heading())
        self._beneath.setText(lines.sitting or lines.beneath())
        self._beneath.setVisible(bool(self._beneath.text()))
        self._show_begin(lines)
        self._show_open(lines.open)
        self._show_insight(lines.insight)
        self._days.show_days(lines.days)
        self._days_words.setText(days_words(lines.days))
        self._days_part.setVisible(any(day.decisions for day in lines.days))
        self._bulb.setPixmap(self._icons.pixmap("lightbulb", "muted", 16))
        if here:
            self._focus_task()

    def show_assigned(self, waiting: Sequence[tuple[str, str]]) -> None:
        """Show what is assigned and not handed in: each one's title, and what is said of it and its date."""
        self._waiting = tuple(waiting)
        while (item := self._assigned_rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.deleteLater()
        for title, told in self._waiting[:_MOST_ASSIGNED]:
            self._assigned_rows.addWidget(label(title, "strong"))
            self._assigned_rows.addWidget(label(told, "muted"))
        more = len(self._waiting) - _MOST_ASSIGNED
        if more > 0:
            self._assigned_rows.addWidget(label(f"and {more} more", "muted"))
        self._assigned.setVisible(bool(self._waiting))
        if self._lines is not None:
            self._choose_view(self._lines)

    def _choose_view(self, lines: TodayLines) -> None:
        nothing = lines.empty and not self._waiting
        self._stack.setCurrentWidget(self._nothing if nothing else self._scrolled)

    def show_progress(self, done: int, of: int) -> None:
        """Say how far the reading of earlier attempts is; nothing once it is done."""
        self._progress.setText(f"Reading earlier attempts: {done:,} of {of:,}" if of else "")
        self._progress.setVisible(bool(of))

    def _show_begin(self, lines: TodayLines) -> None:
        first = bool(lines.due or lines.sitting)
        if lines.sitting:
            self.begin.show_text("Go on", "Go on with the sitting")
        elif lines.due:
            self.begin.show_text("Begin", f"Begin: {lines.heading()}")
        else:
            self.begin.show_text("Practice anyway", "Practice anyway: ten minutes of rules not yet due")
        # One thing to do on the screen: where nothing is due, it is the case under way.
        self._dress(self.begin, "primary" if first else "")
        self._dress(self.go_on, "" if first else "primary")
        self._key.setVisible(first)

    def _dress(self, button: Button, role: str) -> None:
        if (button.property("role") or "") != role:
            button.setProperty("role", role)
            button.style().unpolish(button)
            button.style().polish(button)

    def _show_open(self, line: OpenLine | None) -> None:
        self._open.setVisible(line is not None)
        if line is not None:
            self._attempt = line.attempt
            self._open_title.setText(line.title)
            self._open_where.setText(line.where)
            self.go_on.show_text("Continue", f"Continue {line.title}")

    def _show_insight(self, line: InsightLine | None) -> None:
        self._insight.setVisible(line is not None)
        if line is not None:
            self._rule = line.rule
            self._sentence.setText(line.sentence)
            self._counted.setText(f"From {counted(line.n, 'decision')}.")
            said = f" of {line.n} decision" in line.sentence  # most sentences give their count themselves
            self._counted.setVisible(line.n > 0 and not said)
            self.drill.setVisible(bool(line.rule))
            self.decisions.setVisible(bool(line.rule) and line.n > 0)

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("today.begin", "Begin what is due", (), ("practice", "review", "start")), self._begin),
        )

    def _begin(self) -> None:
        if self._lines is not None and self._lines.sitting:
            self.sitting_asked.emit()
        else:
            self.begun.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        focused = self.focusWidget()
        if enter and isinstance(focused, Button) and not event.isAutoRepeat():
            focused.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self._focus_task()

    def _focus_task(self) -> None:
        lines = self._lines
        if lines is None:
            return
        target = self.begin
        if lines.empty:
            target = self.assignments if self._waiting else self._nothing.button
        elif not lines.due and not lines.sitting and lines.open is not None:
            target = self.go_on
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the page scrolls rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self._theme.px(_READABLE)
        column = self._scrolled.column
        for place in range(column.count()):
            item = column.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setMaximumWidth(wide)

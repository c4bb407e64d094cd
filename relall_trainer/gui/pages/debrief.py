"""What the case came to: the ending, the score by dimension, critical errors apart, the map, what to take along.

Shows a session that has ended; playing again, looking back and other cases are asked of the window.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.encounter.debrief import first_answers
from relall_trainer.encounter.play import EXAM
from relall_trainer.gui.actions import Named
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.not_answered_words import exam_words
from relall_trainer.gui.standing import FRESH
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.debrief_parts import (
    AT_A_DEATH,
    FAIR_WARNING,
    ConfidencePart,
    DecisionLinks,
    EndingPart,
    PointList,
    ScoresPart,
    critical_points,
    section,
    take_away_points,
)
from relall_trainer.gui.widgets.decision_map import DecisionMapView
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.score_sheet import ScoreSheet
from relall_trainer.gui.widgets.text import card, label

_SIDE_BY_SIDE = 820


class DebriefPage(QWidget):
    """``case_chosen`` to play the case again, ``review_asked`` with the decision to look back on (empty: the first).

    A patient made for practice is met once: from her one goes on to the practice, not to her again. From an attempt
    that was assigned one goes back to its assignment (``assignment_asked``).
    """

    case_chosen = Signal(str)
    review_asked = Signal(str)
    cases_asked = Signal()
    practice_asked = Signal()
    evidence_asked = Signal(str)
    assignment_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._case = ""
        self._assignment = ""
        self._session: AttemptSession | None = None
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        rows.addLayout(self._make_head(theme))
        self._scroll = Scrolled()
        rows.addWidget(self._scroll, 1)
        self._ending = EndingPart(theme, icons)
        self._scores = ScoresPart(theme)
        self._exam = label("", "muted")
        self._critical = PointList(theme, icons)
        self._take_away = PointList(theme, icons)
        self._confidence = ConfidencePart(theme)
        self._map = DecisionMapView(theme, icons)
        self._links = DecisionLinks(theme)
        self._sheet = ScoreSheet(theme, icons)
        self._sheet.setMinimumHeight(theme.px(380))
        self._death = label(AT_A_DEATH, "muted")
        self._stack_up(theme)
        self._ending.evidence_asked.connect(self.evidence_asked)
        self._sheet.evidence_asked.connect(self.evidence_asked)
        self._map.node_chosen.connect(self.review_asked)
        self._links.node_chosen.connect(self.review_asked)
        theme.changed.connect(self._show_sheet)

    def _make_head(self, theme: Theme) -> QBoxLayout:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(8))
        self._title = PageTitle("Debrief")
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        self.again_button = Button("Play again", done=self._play_again)
        self.review_button = Button("Review decisions", done=lambda: self.review_asked.emit(""))
        self.cases_button = Button("Other cases", "primary", done=self._go_on)
        for part in (self.again_button, self.review_button, self.cases_button):
            buttons.addWidget(part)
        self._head.addWidget(self._title, 1)
        self._head.addLayout(buttons)
        return self._head

    def _stack_up(self, theme: Theme) -> None:
        column = self._scroll.column
        column.setContentsMargins(0, 0, theme.px(8), 0)
        self._critical_part, critical_rows = section(theme, "Critical errors")
        self._critical_part.setProperty("role", "trouble")
        critical_rows.addWidget(self._critical)
        map_part = self._make_map(theme)
        take_part, take_rows = section(theme, "What to take along")
        take_rows.addWidget(self._take_away)
        take_rows.addWidget(self._death)
        take_rows.addStretch(1)
        sure_part, sure_rows = section(theme, "Confidence and result")
        sure_rows.addWidget(self._confidence)
        sure_rows.addStretch(1)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(theme.px(12))
        self._pair.addWidget(take_part, 3)
        self._pair.addWidget(sure_part, 2)
        sheet_part, sheet_rows = section(theme, "Score sheet")
        sheet_rows.addWidget(
            label(
                "Every point, its rule, the facts behind it and the evidence. Enter opens the evidence.",
                "note",
            )
        )
        sheet_rows.addWidget(self._sheet)
        for part in (self._ending, self._scores, self._exam, self._critical_part):
            column.addWidget(part)
        column.addLayout(self._pair)
        column.addWidget(map_part)
        column.addWidget(sheet_part)
        column.addWidget(label(FAIR_WARNING, "note"))
        column.addStretch(1)

    def _make_map(self, theme: Theme) -> QFrame:
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(label("Decision map", "section", wrap=False))
        head.addStretch(1)
        self._list_button = Button("Read as a list", "link", done=self._switch_list)
        self._larger = Button("+", name="Make the map larger", done=lambda: self._map.zoom_by(1.2))
        self._smaller = Button("−", name="Make the map smaller", done=lambda: self._map.zoom_by(1 / 1.2))
        for part in (self._list_button, self._smaller, self._larger):
            head.addWidget(part)
        self._legend: QLabel = label(
            "Thick line: your path. Dashed: the authors' path. Thin: roads not taken. Rounded ends: endings. "
            "The mark on a decision is your first answer there; Enter or a click opens it.",
            "note",
        )
        self._links.hide()
        rows.addLayout(head)
        rows.addWidget(self._legend)
        rows.addWidget(self._map)
        rows.addWidget(self._links)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_session(self, session: AttemptSession) -> None:
        """Show the debrief of an attempt, as it was on the case and algorithm it was played on."""
        encounter = session.encounter
        told = session.debrief()
        self._case = told.case
        self._title.words.setText(f"Debrief: {told.title}")
        started = session.started
        self._assignment = (started.assignment or "") if started is not None and not session.fork_of else ""
        self.again_button.setVisible(not self._made_up and not self._assignment)
        onward = "Practice" if self._made_up else "Other cases"
        self.cases_button.show_text("Back to the assignment" if self._assignment else onward)
        self._ending.show_ending(encounter.current, session.last_visit)
        self._scores.show_scores(told)
        self._exam.setText(exam_words(encounter))
        self._exam.setVisible(encounter.mode == EXAM)
        self._critical.show_points(critical_points(told.critical))
        self._critical_part.setVisible(bool(told.critical))
        self._take_away.show_points(take_away_points(told))
        self._death.setVisible(told.ending is not None and told.ending.outcome == "death")
        self._confidence.show_lines(told.calibration)
        self._map.show_map(told.map)
        self._links.show_decisions(told)
        self._session = session
        self._show_sheet()
        self._scroll.verticalScrollBar().setValue(0)

    def _show_sheet(self) -> None:
        if self._session is not None:
            encounter = self._session.encounter
            # The algorithm of every session holds the rules too; the encounter alone does not need them.
            rulebook = cast("Rulebook", encounter.algorithm)
            self._sheet.show_sheet(encounter, first_answers(encounter), rulebook)

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        again = Named("debrief.again", "Play this case again", (), ("repeat", "restart"))
        return (
            *(() if self._made_up or self._assignment else ((again, self._play_again),)),
            (Named("debrief.review", "Review the decisions", (), ("look back",)), self.review_button.click),
            (
                Named("debrief.list", "Read the decision map as a list", (), ("roads", "path")),
                self._switch_list,
            ),
        )

    @property
    def _made_up(self) -> bool:
        return self._case.startswith(FRESH)

    def _play_again(self) -> None:
        if self._made_up:
            self.practice_asked.emit()
        else:
            self.case_chosen.emit(self._case)

    def _go_on(self) -> None:
        if self._assignment:
            self.assignment_asked.emit(self._assignment)
        else:
            (self.practice_asked if self._made_up else self.cases_asked).emit()

    def _switch_list(self) -> None:
        as_list = self._links.isHidden()
        self._links.setVisible(as_list)
        for part in (self._map, self._legend, self._larger, self._smaller):
            part.setVisible(not as_list)
        self._list_button.show_text("Show as a map" if as_list else "Read as a list")

    # -- room ------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what comes next."""
        super().focusInEvent(event)
        self.cases_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the page scrolls rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(direction)
        self._head.setDirection(direction)

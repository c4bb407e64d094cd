"""The decisions of an exam that were not answered: what was asked, each step's rating and reason, what the authors did.

Read only. Which there are, and which were looked at, is left to who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.not_answered_words import unanswered_verdict
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, EvidencePanel
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.review_head import ReviewHead
from relall_trainer.gui.widgets.scene import road_to, show_scene
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.three_parts import ThreeParts

if TYPE_CHECKING:
    from relall_trainer.cohort.not_answered import NotAnswered


class NotAnsweredPage(QWidget):
    """``left`` back to the assignments, ``evidence_asked`` names an item; ``decision_shown``: attempt and place."""

    left = Signal()
    evidence_asked = Signal(str)
    decision_shown = Signal(str, int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._decisions: Sequence[NotAnswered] = ()
        self._place = 0
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.head = ReviewHead(theme, icons)
        for button in (self.head.note, self.head.fork, self.head.compare):
            button.hide()
        self.head.back.show_text("Assignments")
        rows.addWidget(self.head)
        self._chart = Chart(theme, icons)
        self._evidence = EvidencePanel(theme, None)
        self._story = Story(theme, icons)
        self._where = label("", "muted")
        self.feedback = FeedbackView(theme, icons)
        self._side, self._side_scroll = _scrolled_card(theme, self._evidence)
        main, self._scroll = _scrolled_card(theme, self._where, self._story, self.feedback)
        self._parts = ThreeParts(theme, self._chart, main, self._side)
        rows.addWidget(self._parts, 1)
        self.feedback.step_selected.connect(self._evidence.show_step)
        self.feedback.row_focused.connect(lambda row: self._scroll.ensureWidgetVisible(row, 0, 24))
        for part in (self._story, self._chart, self._evidence):
            part.evidence_asked.connect(self.evidence_asked)
        self.head.place_chosen.connect(self.show_place)
        self.head.side.clicked.connect(self.switch_side)
        self.head.back.clicked.connect(self.left)
        theme.changed.connect(self._arrange)

    # -- what is shown ---------------------------------------------------------------------------------------

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self._evidence.use_library(library)

    def show_decisions(self, decisions: Sequence[NotAnswered], place: int = 0) -> None:
        """Show these, the one at ``place`` of them first."""
        self._decisions = decisions
        titles = [one.encounter.case.nodes[one.encounter.record[one.place].node].title for one in decisions]
        self.head.show_decisions("not answered", titles)
        self.show_place(place)
        self._arrange()

    def show_place(self, place: int) -> None:
        """Show the one at this place; nothing changes where there is none."""
        if not 0 <= place < len(self._decisions):
            return
        self._place = place
        if self._scroll.isAncestorOf(self.focusWidget()):
            self.head.decision.setFocus(Qt.FocusReason.OtherFocusReason)
        one = self._decisions[place]
        encounter, visit = one.encounter, one.encounter.record[one.place]
        node = encounter.case.nodes[visit.node]
        road = road_to(encounter.record, one.place)
        show_scene(self._story, self._chart, encounter, visit.node, visit.patient, road)
        self._where.setText(
            f"{encounter.case.head.title}, decision {one.place + 1} of {len(encounter.record)}: not answered when the "
            "exam was handed in."
        )
        # The algorithm of an exam's feedback holds the rules too; the encounter alone does not need them.
        rules = cast("Rulebook", encounter.algorithm)
        told = unanswered_verdict(node, visit, encounter.appraised(visit), rules, one.possible)
        self.feedback.show_verdict(told)
        self._evidence.show_step(self.feedback.first_step())
        self.head.show_place(place)
        for scroll in (self._scroll, self._side_scroll):
            scroll.verticalScrollBar().setValue(0)
        self._chart.to_top()
        self.decision_shown.emit(one.attempt, one.place)

    # -- what is done ----------------------------------------------------------------------------------------

    def switch_side(self) -> None:
        """Show what there is no room for now: the evidence, the chart; or the decision where there is room for one."""
        self._parts.switch()
        self._arrange()

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        head = self.head
        return (
            (Named("rest.earlier", "The decision before", (), ("back", "previous")), head.earlier.click),
            (Named("rest.later", "The next decision", (), ("forward",)), head.later.click),
            (Named("rest.evidence", "Open the evidence of this step", (), ("paper",)), self._evidence.ask),
            (Named("rest.leave", "Back to the assignments", (), ("leave",)), self.left.emit),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_PageUp: self.head.earlier.click,
            Qt.Key.Key_PageDown: self.head.later.click,
            Qt.Key.Key_E: self._evidence.ask,
            Qt.Key.Key_C: self.switch_side,
        }
        act = keys.get(event.key())
        if act is None or event.modifiers() or event.isAutoRepeat():
            super().keyPressEvent(event)
        else:
            act()

    # -- room ------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to the decisions."""
        super().focusInEvent(event)
        self.head.decision.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the parts share what room there is."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._parts.arrange(self.width(), self.height())
        self.head.side.setVisible(not self._parts.all_seen)
        self.head.side.show_text(self._parts.following)
        self.head.arrange(self.width(), self.height())


def _scrolled_card(theme: Theme, *parts: QWidget) -> tuple[QFrame, Scrolled]:
    frame, scroll = card(), Scrolled()
    inner = QVBoxLayout(frame)
    inner.setContentsMargins(theme.px(16), theme.px(14), theme.px(8), theme.px(14))
    scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
    for part in parts:
        scroll.column.addWidget(part)
    scroll.column.addStretch(1)
    inner.addWidget(scroll)
    return frame, scroll

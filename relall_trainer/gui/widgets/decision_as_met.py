"""One decision as a learner met it: story, chart, what she chose, each step's rating and reason, the evidence.

Read only. The learner or decision before and after are asked for; finding them is left to who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.timing import Decided
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook, StepVerdict, verdict
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.decision_words import remarks
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, EvidencePanel
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.scene import road_to, show_scene
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.three_parts import ThreeParts

LEARNER_BEFORE, LEARNER_AFTER, DECISION_BEFORE, DECISION_AFTER = ("up", "down", "left", "right")


class DecisionAsMet(QWidget):
    """``left`` to go back; ``move_asked`` up and down among learners, left and right among decisions.

    ``rule_asked`` and ``evidence_asked`` name what to open.
    """

    left = Signal()
    move_asked = Signal(str)
    rule_asked = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._step: StepVerdict | None = None
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.addWidget(self._make_head(theme, icons))
        self._chart = Chart(theme, icons)
        self._evidence = EvidencePanel(theme, None)
        self._evidence_card = card()
        self._story = Story(theme, icons)
        self._said = label("", "muted")
        self._versions = label("", "note")
        self._earlier = label("", "warning")
        self._earlier.hide()
        self._feedback = FeedbackView(theme, icons)
        self._rule = Button("Read the rule", "link", done=self._ask_rule)
        self._parts = ThreeParts(theme, self._chart, self._make_main(theme), self._evidence_card)
        rows.addWidget(self._parts, 1)
        self._feedback.step_selected.connect(self._select)
        self._feedback.row_focused.connect(lambda row: self._scroll.ensureWidgetVisible(row, 0, 24))
        for part in (self._story, self._chart, self._evidence):
            part.evidence_asked.connect(self.evidence_asked)
        theme.changed.connect(self._arrange)
        self.setFocusProxy(self.back)

    def _make_head(self, theme: Theme, icons: Icons) -> QWidget:
        head = QWidget()
        head.setProperty("role", "plain")
        row = QVBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self._title = label("", "section")
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        self.back = Button("Back to the matrix", icon=icons.icon("arrow-left"), done=self.left.emit)
        self.back.setToolTip("Esc")
        flow.addWidget(self.back)
        self.moves: dict[str, Button] = {}
        for way, words, name, keys in (
            (LEARNER_BEFORE, "◂ Learner", "The learner before, at this decision", "Page Up"),
            (LEARNER_AFTER, "Learner ▸", "The next learner, at this decision", "Page Down"),
            (DECISION_BEFORE, "◂ Decision", "The decision before, of this learner", "Alt+Page Up"),
            (DECISION_AFTER, "Decision ▸", "The next decision, of this learner", "Alt+Page Down"),
        ):
            button = Button(words, name=name, done=self._mover(way))
            button.setToolTip(f"{name} ({keys})")
            self.moves[way] = button
            flow.addWidget(button)
        self.side = Button("Evidence", done=self.switch_side)
        self.side.setToolTip("C")
        flow.addWidget(self.side)
        row.addWidget(self._title)
        row.addWidget(bar)
        return head

    def _mover(self, way: str) -> Callable[[], None]:
        return lambda: self.move_asked.emit(way)

    def _make_main(self, theme: Theme) -> QFrame:
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(theme.px(18), theme.px(14), theme.px(10), theme.px(14))
        self._scroll = Scrolled()
        self._scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
        for part in (self._said, self._earlier, self._story, self._feedback, self._rule, self._versions):
            self._scroll.column.addWidget(part)
        self._scroll.column.addStretch(1)
        rows.addWidget(self._scroll, 1)
        inner = QHBoxLayout(self._evidence_card)
        inner.setContentsMargins(theme.px(14), theme.px(12), theme.px(6), theme.px(12))
        self._evidence_scroll = Scrolled()
        self._evidence_scroll.column.addWidget(self._evidence)
        inner.addWidget(self._evidence_scroll)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self._evidence.use_library(library)

    def show_decision(
        self, heading: str, encounter: Encounter, place: int, when: Decided | None, ways: frozenset[str]
    ) -> None:
        """Show the decision at this place of the encounter's record. ``ways``: where one can go from here."""
        visit = encounter.record[place]
        node = encounter.case.nodes[visit.node]
        self._title.setText(heading)
        show_scene(
            self._story, self._chart, encounter, visit.node, visit.patient, road_to(encounter.record, place)
        )
        told = verdict(node, visit, encounter.appraised(visit), cast("Rulebook", encounter.algorithm))
        self._feedback.show_verdict(told)
        self._select(self._feedback.first_step())
        self._said.setText(
            remarks(visit, when, counts=encounter.first.get(visit.node) is visit.score, fork=False)
        )
        for way, button in self.moves.items():
            button.setEnabled(way in ways)
        for scroll in (self._scroll, self._evidence_scroll):
            scroll.verticalScrollBar().setValue(0)
        self._chart.to_top()
        self._arrange()

    def show_versions(self, versions: str, earlier: Sequence[str]) -> None:
        """Say under which versions it was scored, and what it came to before it was scored again."""
        self._versions.setText(versions)
        self._earlier.setText("\n".join(earlier))
        self._earlier.setVisible(bool(earlier))

    def _select(self, step: StepVerdict | None) -> None:
        self._step = step
        self._rule.setVisible(bool(step and step.rule))
        self._rule.show_text(f"Read rule {step.rule}" if step and step.rule else "Read the rule")
        self._evidence.show_step(step)

    def _ask_rule(self) -> None:
        if self._step is not None and self._step.rule:
            self.rule_asked.emit(self._step.rule)

    # -- what is done, and room ------------------------------------------------------------------------------

    def switch_side(self) -> None:
        """Show what there is no room for now: the evidence, the chart, or the decision."""
        self._parts.switch()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ways = {
            (Qt.Key.Key_PageUp, False): LEARNER_BEFORE,
            (Qt.Key.Key_PageDown, False): LEARNER_AFTER,
            (Qt.Key.Key_PageUp, True): DECISION_BEFORE,
            (Qt.Key.Key_PageDown, True): DECISION_AFTER,
        }
        way = ways.get((Qt.Key(event.key()), alt))
        if way is not None:
            self.moves[way].click()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_C and not event.modifiers():
            self.switch_side()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._parts.arrange(self.width(), self.height())
        self.side.setVisible(not self._parts.all_seen)
        self.side.show_text(self._parts.following)

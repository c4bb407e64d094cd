"""Looking back on an attempt as it was: each decision with its story, chart, choice, ratings and reasons.

Read only, but for the learner's notes; from any decision the other road can be taken, as an attempt of its own.
Everything is taken from the attempt's own case and algorithm, so it reads as it did when it was played.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from relall_trainer.encounter.play import EXAM, Visit
from relall_trainer.encounter.timing import Decided
from relall_trainer.gui.actions import Named
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook, StepVerdict, verdict
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.decision_words import remarks
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, EvidencePanel
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.notes_of_attempt import NotesOfAttempt
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.review_head import ReviewHead
from relall_trainer.gui.widgets.scene import road_to, show_scene
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.three_parts import ThreeParts

ASK_ALGORITHM = "Question the algorithm about this patient"


class ReviewPage(QWidget):
    """``debrief_asked`` to go back to the debrief (or on with an open attempt), ``evidence_asked`` names an item.

    ``fork_asked`` sends the place (from 0) of the decision from which the other road is to be taken;
    ``compare_asked`` wants this road beside the one it left. ``patient_asked``: the patient as she was at the decision
    shown, and who she is in words. ``decision_shown``: the attempt, and the place of the decision read now.
    """

    debrief_asked = Signal()
    evidence_asked = Signal(str)
    fork_asked = Signal(int)
    compare_asked = Signal()
    patient_asked = Signal(object, str)
    decision_shown = Signal(str, int)

    def __init__(
        self, theme: Theme, icons: Icons, messages: Messages, library: Bookshelf | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._session: AttemptSession | None = None
        self._visits: Sequence[Visit] = ()
        self._decided: Sequence[Decided] = ()
        self._place = 0
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.head = ReviewHead(theme, icons)
        rows.addWidget(self.head)
        self._chart = Chart(theme, icons)
        self._evidence = EvidencePanel(theme, library)
        self._evidence_card = card()
        self._story = Story(theme, icons)
        self._said = label("", "muted")
        self._feedback = FeedbackView(theme, icons)
        self._notes = NotesOfAttempt(theme, messages, self.head.note.setFocus)
        self._step: StepVerdict | None = None
        self._parts = ThreeParts(theme, self._chart, self._make_main(theme), self._evidence_card)
        rows.addWidget(self._parts, 1)
        self._feedback.step_selected.connect(self._select_step)
        self._feedback.row_focused.connect(lambda row: self._scroll.ensureWidgetVisible(row, 0, 24))
        for part in (self._story, self._chart, self._evidence):
            part.evidence_asked.connect(self.evidence_asked)
        self.head.place_chosen.connect(self.show_place)
        self.head.side.clicked.connect(self.switch_side)
        self.head.note.clicked.connect(self._notes.write)
        self.head.fork.clicked.connect(self.take_other_road)
        self.head.compare.clicked.connect(self._ask_compare)
        self.head.back.clicked.connect(self.debrief_asked)
        theme.changed.connect(self._arrange)

    def _make_main(self, theme: Theme) -> QFrame:
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(theme.px(18), theme.px(14), theme.px(10), theme.px(14))
        self._scroll = Scrolled()
        self._scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
        below = QWidget()
        below.setProperty("role", "plain")
        links = Flow(below, theme.px(16))
        links.addWidget(Button("Note on the whole attempt", "link", done=self._notes.write_on_attempt))
        links.addWidget(Button(ASK_ALGORITHM, "link", done=self.ask_algorithm))
        links.addWidget(Button("Report a mistake in this text", "link", done=self.report_mistake))
        parts = (self._story, self._said, self._notes, self._feedback, below)
        for part in parts:
            self._scroll.column.addWidget(part)
        self._scroll.column.addStretch(1)
        rows.addWidget(self._scroll, 1)
        rows.addWidget(self._notes.editor)
        inner = QVBoxLayout(self._evidence_card)
        inner.setContentsMargins(theme.px(14), theme.px(12), theme.px(6), theme.px(12))
        self._evidence_scroll = Scrolled()
        self._evidence_scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
        self._evidence_scroll.column.addWidget(self._evidence)
        inner.addWidget(self._evidence_scroll)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_session(self, session: AttemptSession, node: str = "", place: int | None = None) -> None:
        """Show an attempt, from the first answer at ``node``, or a ``place`` (from 0), or from its beginning.

        Every decision ever committed is there, those stepped back over too.
        """
        self._session = session
        self._decided = session.decided()
        self._visits = session.encounter.record
        case = session.encounter.case
        titles = [case.nodes[visit.node].title for visit in self._visits]
        self.head.show_decisions(case.head.title, titles)
        self.head.show_kind(finished=session.finished, fork=bool(session.fork_of))
        places = [at for at, visit in enumerate(self._visits) if visit.node == node]
        self.show_place(place if place is not None else places[0] if places else 0)
        self._arrange()

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self._evidence.use_library(library)

    def show_place(self, place: int) -> None:
        """Show the decision at this place of the attempt; nothing changes where there is none."""
        session = self._session
        if session is None or not 0 <= place < len(self._visits):
            return
        self._place = place
        if self._scroll.isAncestorOf(
            self.focusWidget()
        ):  # or the keyboard would fall on some row of the next one
            self.head.decision.setFocus(Qt.FocusReason.OtherFocusReason)
        encounter, visit = session.encounter, self._visits[place]
        node = encounter.case.nodes[visit.node]
        show_scene(
            self._story, self._chart, encounter, visit.node, visit.patient, road_to(self._visits, place)
        )
        # The algorithm of every session holds the rules too; the encounter alone does not need them.
        told = verdict(node, visit, encounter.appraised(visit), cast("Rulebook", encounter.algorithm))
        self._feedback.show_verdict(told)
        self._select_step(self._feedback.first_step())
        when = self._decided[place] if place < len(self._decided) else None
        counts = encounter.first.get(visit.node) is visit.score
        fork, exam = bool(session.fork_of), encounter.mode == EXAM
        self._said.setText(remarks(visit, when, counts=counts, fork=fork, exam=exam))
        self._notes.show_notes(session, visit.node)
        self.head.show_place(place)
        for scroll in (self._scroll, self._evidence_scroll):
            scroll.verticalScrollBar().setValue(0)
        self._chart.to_top()
        self.decision_shown.emit(session.attempt, place)

    def _select_step(self, step: StepVerdict | None) -> None:
        self._step = step
        self._evidence.show_step(step)

    # -- what is done ----------------------------------------------------------------------------------------

    @property
    def session(self) -> AttemptSession | None:
        """The attempt shown."""
        return self._session

    def take_other_road(self) -> None:
        """Ask for the other road from the decision shown."""
        if self._session is not None and self._visits:
            self.fork_asked.emit(self._place)

    def ask_algorithm(self) -> None:
        """Ask for the algorithm to be questioned about the patient as she was at this decision."""
        if self._session is not None and self._visits:
            visit, case = self._visits[self._place], self._session.encounter.case
            told = f"{case.head.title} · {case.nodes[visit.node].title}"
            self.patient_asked.emit(visit.patient, told)

    def report_mistake(self) -> None:
        """Report a mistake in what is said of the step one is on."""
        from relall_trainer.gui.mistake_report import about_step, report_mistake

        if self._session is not None and self._visits:
            node = self._visits[self._place].node
            report_mistake(self, about_step(self._session.encounter, node, self._step))

    def _ask_compare(self) -> None:
        if self._session is not None and self._session.fork_of:
            self.compare_asked.emit()

    def switch_side(self) -> None:
        """Show what there is no room for now: the evidence, the chart; or the decision where there is room for one."""
        self._parts.switch()
        self._arrange()

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        head = self.head
        return (
            (Named("review.earlier", "The decision before", (), ("back", "previous")), head.earlier.click),
            (Named("review.later", "The next decision", (), ("forward",)), head.later.click),
            (Named("review.note", "Write a note on this decision", (), ("remark",)), self._notes.write),
            (
                Named("review.whole", "Write a note on the whole attempt", (), ("remark",)),
                self._notes.write_on_attempt,
            ),
            (
                Named("review.fork", "Take the other road from here", (), ("fork", "what if")),
                self.take_other_road,
            ),
            (
                Named("review.compare", "Compare with the attempt this road left", (), ("roads",)),
                self._ask_compare,
            ),
            (
                Named("review.mistake", "Report a mistake in this text", (), ("error", "wrong")),
                self.report_mistake,
            ),
            (Named("review.patient", ASK_ALGORITHM, ("Ctrl+E",), ("explore",)), self.ask_algorithm),
            (Named("review.evidence", "Open the evidence of this step", (), ("paper",)), self._evidence.ask),
            (Named("review.debrief", "Back to the debrief", (), ("score",)), self.debrief_asked.emit),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_PageUp: self.head.earlier.click,
            Qt.Key.Key_PageDown: self.head.later.click,
            Qt.Key.Key_E: self._evidence.ask,
            Qt.Key.Key_N: self._notes.write,
            Qt.Key.Key_C: self.switch_side,
            Qt.Key.Key_F: self.take_other_road,
            Qt.Key.Key_V: self._ask_compare,
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

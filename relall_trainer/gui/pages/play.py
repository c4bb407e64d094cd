"""Playing a case: the chart, the question and the steps; after the commit the same page is the feedback.

Shows what the session holds and announces what was done. A commit is on disk before anything says so; where it
cannot be written, the choice stays on the screen and one button tries again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from relall_trainer.clinical.appraisal import Appraisal
from relall_trainer.encounter.case import Node
from relall_trainer.encounter.decision_map import columns_of
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.errors import TrainerError
from relall_trainer.gui.actions import Named
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import DecisionVerdict, Rulebook, StepVerdict, verdict
from relall_trainer.gui.widgets import play_keys as keys
from relall_trainer.gui.widgets.evidence_panel import Bookshelf
from relall_trainer.gui.widgets.note_keeping import NoteKeeping
from relall_trainer.gui.widgets.play_frame import DECIDING, FEEDBACK, PlayFrame
from relall_trainer.gui.widgets.scene import show_scene

_MOST_ROWS = 40


_MOST_CHANGES = 8


class PlayPage(QWidget):
    """One attempt under way.

    ``steps_committed`` after each commit (the Visit), ``attempt_finished`` when she goes on from the last feedback,
    ``evidence_asked`` names an item; ``patient_asked`` sends the patient of the decision just made, and who she is in
    words.
    """

    steps_committed = Signal(object)
    attempt_finished = Signal()
    patient_asked = Signal(object, str)
    evidence_asked = Signal(str)

    def __init__(
        self, theme: Theme, icons: Icons, messages: Messages, library: Bookshelf | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._messages = messages
        self._session: AttemptSession | None = None
        self._assignment = ""
        self._columns: dict[str, int] = {}
        self._step: StepVerdict | None = None  # the one the feedback is read at
        self._looked_at = QElapsedTimer()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.frame = PlayFrame(theme, icons, library)
        rows.addWidget(self.frame)
        frame = self.frame
        frame.options.choice_changed.connect(self._choice_changed)
        frame.commit_bar.commit_asked.connect(self.commit)
        frame.foot.onward.clicked.connect(self.go_on)
        frame.foot.back.clicked.connect(self.step_back)
        frame.foot.note.clicked.connect(self.write_note)
        frame.foot.reasons.clicked.connect(self.show_all_reasons)
        self._notes = NoteKeeping(frame.note, messages)
        self._notes.kept.connect(self._note_kept)
        self._notes.left.connect(self._leave_note)
        frame.feedback.step_selected.connect(self._step_selected)
        frame.evidence_asked.connect(self.evidence_asked)
        frame.commit_bar.rationale.installEventFilter(self)
        theme.changed.connect(self._arrange)
        self._does: dict[str, Callable[[], object]] = {
            keys.GO: self._go,
            keys.BACK: self.step_back,
            keys.EVIDENCE: self.ask_evidence,
            keys.NOTE: self.write_note,
            keys.CHART: frame.switch_chart,
            keys.REASONS: self.show_all_reasons,
            keys.CHANGES: self.show_changes,
        }
        frame.evidence.explain_changes_with(self._what_would_change)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def deciding(self) -> bool:
        """Whether a decision is on the screen (or else the feedback on one)."""
        return self.frame.mode == DECIDING

    @property
    def session(self) -> AttemptSession | None:
        return self._session

    def show_assignment(self, assignment: str, title: str) -> None:
        """Say for which assignment the attempt shown next is played; both empty for none."""
        self._assignment = assignment
        self.frame.show_assignment(title)

    @property
    def stands_at(self) -> str:
        """Where the side bar stands meanwhile, if not among the cases."""
        return "assignments" if self._assignment else ""

    def show_session(self, session: AttemptSession) -> None:
        """Show the attempt at the decision it stands at. An attempt at its ending is announced as finished."""
        if session is not self._session:
            # What could not be saved belonged to the attempt before; trying again would act on this one.
            self._messages.settle("commit")
            self._messages.settle("note")
            self.frame.note.hide()
        self._session = session
        encounter = session.encounter
        self._columns = columns_of(encounter.case)
        self.frame.show_case(encounter.case.head)
        if encounter.ended:
            self.attempt_finished.emit()
            return
        self._show_decision()

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self.frame.evidence.use_library(library)

    def set_number_keys(self, on: bool) -> None:
        """Whether the keys 1 to 9 choose steps."""
        self.frame.options.set_number_keys(on)

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("play.back", "Step back one decision", ("Ctrl+Z",), ("undo", "practice")), self.step_back),
            (Named("play.note", "Write a note on this decision", (), ("remark", "comment")), self.write_note),
            (
                Named("play.chart", "Show or hide the patient chart", (), ("patient",)),
                self.frame.switch_chart,
            ),
            (Named("play.reasons", "Show every reason", (), ("details", "why")), self.show_all_reasons),
            (
                Named("play.changes", "What would change this rating", (), ("flip", "what if", "why not")),
                self.show_changes,
            ),
            (
                Named("play.patient", "Question the algorithm about this patient", ("Ctrl+E",), ("explore",)),
                self.ask_patient,
            ),
            (
                Named("play.evidence", "Open the evidence of this step", (), ("paper", "source")),
                self.ask_evidence,
            ),
            (
                Named("play.mistake", "Report a mistake in this text", (), ("error", "wrong", "feedback")),
                self.report_mistake,
            ),
        )

    def _show_decision(self, chosen: tuple[str, ...] = (), earlier: Visit | None = None) -> None:
        encounter = self._encounter()
        node = encounter.current
        frame = self.frame
        show_scene(frame.story, frame.chart, encounter, node.id, encounter.patient, encounter.path)
        frame.options.show_groups(node.groups, encounter.algorithm.actions, chosen)
        frame.confidence.choose(earlier.confidence if earlier else None)
        frame.commit_bar.rationale.setText(earlier.rationale if earlier else "")
        frame.show_progress(f"Decision {len(encounter.path) + 1}", self._share(node.id))
        self._show_saved()
        self._choice_changed()
        encounter.memory.of(encounter.patient)  # asked now, so that the commit need not wait for it
        frame.feedback.prepare(min(_MOST_ROWS, sum(len(group.options) for group in node.groups)))
        frame.show_mode(DECIDING)
        self._focus_task()
        frame.to_top()
        self._looked_at.start()

    def _show_feedback(self, node: Node, visit: Visit, appraisal: Appraisal) -> None:
        told = verdict(node, visit, appraisal, self._rulebook())
        frame = self.frame
        frame.feedback.show_verdict(told)
        number = len(self._encounter().path)
        frame.show_progress(f"Decision {number} · {told.points}", self._share(visit.next))
        frame.show_mode(FEEDBACK)
        self._focus_task()
        frame.to_top()
        self._step_selected(frame.feedback.first_step())
        self._tell_feedback(told)

    def _tell_feedback(self, told: DecisionVerdict) -> None:
        self._messages.announce(f"{self.frame.saved_words}. {told.point}. {told.points}.")

    def _share(self, node: str) -> float:
        return self._columns.get(node, 0) / max(1, *self._columns.values())

    def _show_saved(self) -> None:
        session = self._session
        if session is not None:
            self.frame.show_saved(_clock_words(session.saved_at))

    # -- what is done ----------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Take the chosen steps; does nothing but say why where one is still wanting."""
        if self._session is None or not self.deciding:
            return
        frame = self.frame
        missing = frame.options.missing()
        if missing:
            frame.commit_bar.insist(missing)
            frame.options.focus_missing()
            self._messages.announce(missing)
            return
        encounter = self._session.encounter
        node, appraisal = encounter.current, encounter.appraisal
        try:
            visit = self._session.commit(
                frame.options.chosen(),
                frame.confidence.confidence(),
                frame.commit_bar.rationale.text().strip(),
                self._looked_at.elapsed(),
            )
        except TrainerError as error:
            frame.show_unsaved()
            self._messages.trouble(error, ("Try again", self.commit), topic="commit")
            return
        self._messages.settle("commit")
        frame.note.keep_if_open()
        self._show_saved()
        self._show_feedback(node, visit, appraisal)
        self.steps_committed.emit(visit)

    def go_on(self) -> None:
        """From the feedback to what happens next: the next decision, or the end."""
        if self._session is None or self.deciding:
            return
        self.frame.note.keep_if_open()
        if self._session.encounter.ended:
            self.attempt_finished.emit()
        else:
            self._show_decision()

    def step_back(self) -> None:
        """Back to the decision before, with what was chosen there; its first answer keeps its score."""
        session = self._session
        if session is None or not session.can_step_back:
            self._messages.tell("This is the first decision; there is none to go back to.", topic="back")
            return
        last = session.last_visit
        try:
            session.step_back()
        except TrainerError as error:
            self._messages.trouble(error, ("Try again", self.step_back), topic="commit")
            return
        self._messages.settle("commit")
        self.frame.note.keep_if_open()
        self._show_decision(last.chosen if last else (), last)
        title = session.encounter.current.title
        self._messages.tell(
            f"Back at “{title}”. Try another way; the score keeps the first answer given here.", topic="back"
        )

    def show_all_reasons(self) -> None:
        """Open the finer reasons of every step, or close them all."""
        if not self.deciding:
            opened = not self.frame.feedback.all_open()
            self.frame.feedback.open_all(opened)
            self.frame.foot.show_reasons(all_open=opened)

    def write_note(self) -> None:
        """Open the note on the decision this page is about."""
        if self._session is not None:
            self._notes.open(self._session, self._noted_node())

    def ask_evidence(self) -> None:
        """Open the evidence of the step selected."""
        if not self.deciding:
            self.frame.evidence.ask()

    def ask_patient(self) -> None:
        """Question the algorithm about the patient of the decision just made; not before it is made."""
        encounter = self._session.encounter if self._session else None
        if encounter is None or self.deciding or not encounter.path:
            self._messages.tell(
                "Decide first; then this patient can be taken to the algorithm.", topic="patient"
            )
            return
        visit = encounter.path[-1]
        title = encounter.case.nodes[visit.node].title
        self.patient_asked.emit(visit.patient, f"{encounter.case.head.title} · {title}")

    def report_mistake(self) -> None:
        """Report a mistake in what is said of the step one is on, or in the story while deciding."""
        from relall_trainer.gui.mistake_report import about_step, report_mistake

        if self._session is not None:
            step = None if self.deciding else self._step
            report_mistake(self, about_step(self._session.encounter, self._noted_node(), step))

    def show_changes(self) -> None:
        """Say, beside the evidence, what would change the rating of the step one is on."""
        if not self.deciding:
            if not self.frame.evidence.isVisible():
                self.frame.switch_chart()
            self.frame.evidence.show_changes()

    def _what_would_change(self, action: str) -> list[str]:
        from relall_trainer.clinical.flip import single_changes
        from relall_trainer.clinical.wording import change_words

        encounter = self._encounter()
        changes = single_changes(encounter.algorithm, encounter.path[-1].patient, action)
        return [change_words(change) for change in changes[:_MOST_CHANGES]]

    def _noted_node(self) -> str:
        encounter = self._encounter()
        if self.deciding or not encounter.path:
            return encounter.node
        return encounter.path[-1].node

    def _note_kept(self, text: str) -> None:
        self._show_saved()
        self._leave_note()
        self._messages.tell("Note kept." if text else "Note taken away.", topic="note-kept")

    def _leave_note(self) -> None:
        self.frame.note.hide()
        self._focus_task()

    def _choice_changed(self) -> None:
        options = self.frame.options
        self.frame.commit_bar.show_choice(len(options.chosen()), options.missing())

    def _step_selected(self, step: StepVerdict | None) -> None:
        self._step = step
        self.frame.evidence.show_step(step)

    # -- keys and sizes --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        what, with_ = keys.asked(event, deciding=self.deciding)
        if what == keys.NUMBER:
            self.frame.options.toggle_number(int(with_))
        elif what == keys.TYPE:
            self.frame.options.start_filter(with_)
        elif what in self._does:
            self._does[what]()
        elif what != keys.HELD:
            super().keyPressEvent(event)

    def _go(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton) and self.frame.acts_on_enter(focused):
            focused.click()
        elif self.deciding:
            self.commit()
        else:
            self.go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter in the one-line reason commits, once however long it is held.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in keys.ENTER
        ):
            if isinstance(watched, QLineEdit | QPlainTextEdit) and not event.isAutoRepeat():
                self.commit()
            return True
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Small: the parts share what room there is (``PlayFrame.arrange``) rather than ask for more."""
        return QSize(320, 240)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        if self._session is not None:
            self._focus_task()

    def _focus_task(self) -> None:
        if self.deciding:
            self.frame.still = True  # the story is read first; the keyboard waits at the first step
            self.frame.options.focus_first()
            self.frame.still = False
        else:
            self.frame.foot.onward.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.frame.arrange(self.width(), self.height())

    def _encounter(self) -> Encounter:
        if self._session is None:
            raise RuntimeError("no attempt is shown")
        return self._session.encounter

    def _rulebook(self) -> Rulebook:
        # The algorithm of every session holds the rules too; the encounter alone does not need them.
        return cast("Rulebook", self._encounter().algorithm)


def _clock_words(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M:%S")

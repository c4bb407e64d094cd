"""Sitting an exam: what to know first, then one decision after the other, each saved before the next; no way back.

Nothing on this page tells how a decision was. The time runs while the page is in sight and stands still otherwise;
handing in is left to another page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.actions import Named
from relall_trainer.gui.assigned_words import left_words
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets import play_keys as keys
from relall_trainer.gui.widgets.exam_frame import DECIDING, ExamFrame
from relall_trainer.gui.widgets.exam_start import ExamStart

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.exam_sitting import Done, ExamSitting

_TICK_MS = 1_000
_DRAFT_MS = 900  # after the last change what stands ticked is kept
_TOLD_AT = (10, 5, 1)  # minutes left at which it is said
_NOTHING_CHOSEN = "Nothing is chosen. Press Enter once more to commit no step."


class ExamPage(QWidget):
    """``begun`` asks for the exam to begin, ``review_asked`` for looking it over, ``paused`` to leave the page."""

    begun = Signal(str)
    review_asked = Signal()
    paused = Signal()

    def __init__(self, theme: Theme, icons: Icons, messages: Messages, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._messages = messages
        self._clock = clock
        self._sitting: ExamSitting | None = None
        self._assignment = ""
        self._told: set[int] = set()
        self._looking = False  # what was chosen is looked over on another page; the time runs on
        self._seconds = QTimer(self)
        self._seconds.setInterval(_TICK_MS)
        self._seconds.timeout.connect(self._tick)
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(_DRAFT_MS)
        self._draft.timeout.connect(self._keep_draft)
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._stack = QStackedWidget()
        rows.addWidget(self._stack)
        self.start = ExamStart(theme)
        self.frame = ExamFrame(theme, icons)
        for view in (self.start, self.frame):
            self._stack.addWidget(view)
        self.start.begun.connect(lambda: self.begun.emit(self._assignment))
        self.start.left.connect(self.paused)
        frame = self.frame
        frame.options.choice_changed.connect(self._choice_changed)
        frame.confidence.confidence_changed.connect(lambda _word: self._draft.start())
        frame.commit_bar.rationale.textEdited.connect(lambda _text: self._draft.start())
        frame.commit_bar.rationale.installEventFilter(self)
        frame.commit_bar.commit_asked.connect(self.commit)
        frame.gone_on.connect(self.go_on)
        frame.pause_button.clicked.connect(self.pause)
        frame.review_button.clicked.connect(self.look_over)
        theme.changed.connect(self._arrange)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def sitting(self) -> ExamSitting | None:
        """The exam on the page."""
        return self._sitting

    @property
    def starting(self) -> bool:
        """Whether what to know first is shown."""
        return self._stack.currentWidget() is self.start

    def show_start(self, line: CourseLine) -> None:
        """Say what to know before an exam is begun."""
        self.leave()
        self._sitting = None
        self._assignment = line.id
        self.start.show_line(line)
        self._stack.setCurrentWidget(self.start)
        self._focus_task()

    def show_sitting(self, sitting: ExamSitting) -> None:
        """Show an exam at the decision it stands at; where nothing can be decided any more, ask for the review."""
        if sitting is not self._sitting:
            self.leave()
            self._told = set()
            self._messages.settle("exam")
        self._sitting = sitting
        self._assignment = sitting.exam.assignment
        self._stack.setCurrentWidget(self.frame)
        self.frame.show_saved("")
        if sitting.over:
            self.review_asked.emit()
            return
        self._show_decision()
        self._open()

    def clear(self) -> None:
        """The exam was handed in: there is none on the page any more."""
        self._seconds.stop()
        self._draft.stop()
        self._sitting = None
        self._assignment = ""
        for topic in ("exam", "exam-time"):
            self._messages.settle(topic)

    def set_number_keys(self, on: bool) -> None:
        """Whether the keys 1 to 9 choose steps."""
        self.frame.options.set_number_keys(on)

    def _show_decision(self) -> None:
        sitting = self._here()
        frame, draft = self.frame, sitting.draft
        frame.show_decision(sitting.encounter, self._title())
        if draft.chosen:
            frame.options.choose(draft.chosen)
        frame.confidence.choose(draft.confidence)
        frame.commit_bar.rationale.setText(draft.rationale)
        frame.show_progress(sitting.number, sitting.of)
        frame.show_time(self._time_words())
        self._choice_changed()
        self._draft.stop()
        self._arrange()
        self._focus_task()
        frame.to_top()

    def _title(self) -> str:
        sitting = self._here()
        title = sitting.encounter.case.head.title
        return f"Case {sitting.item + 1} of {sitting.cases}: {title}" if sitting.cases > 1 else title

    def _time_words(self) -> str:
        left = self._here().remaining_ms
        return "" if left is None else left_words(left)

    # -- what is done ----------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Commit the chosen steps and go on; does nothing but say why where one is still wanting."""
        sitting = self._sitting
        if sitting is None or self.starting or self.frame.mode != DECIDING:
            return
        frame = self.frame
        missing = frame.options.missing()
        if missing:
            frame.commit_bar.insist(missing)
            frame.options.focus_missing()
            self._messages.announce(missing)
            return
        title = self._title()
        try:
            done = sitting.commit(
                frame.options.chosen(),
                frame.confidence.confidence(),
                frame.commit_bar.rationale.text().strip(),
            )
        except StoreError as error:
            frame.show_unsaved()
            self._messages.trouble(error, ("Try again", self.commit), topic="exam")
            return
        except TrainerError as error:
            self._messages.trouble(error, topic="exam")
            self._check_over()
            return
        self._messages.settle("exam")
        self._draft.stop()
        frame.show_saved(self._clock().astimezone().strftime("%H:%M:%S"))
        self._show_next(done, title)

    def _show_next(self, done: Done, title: str) -> None:
        sitting = self._here()
        if done.case_ended:
            frame = self.frame
            if done.all_decided:
                told, onward = "That was the last case.", "Look over what you chose"
            else:
                told, onward = (
                    f"Next comes “{sitting.encounter.case.head.title}”, another patient.",
                    "Next case",
                )
            frame.show_end(sitting.ended(done.visit), title, told, onward)
            frame.show_done(sitting.answered, sitting.of)
            self._messages.announce(f"{frame.saved_words}. The case ends here. {told}")
            frame.onward.setFocus(Qt.FocusReason.OtherFocusReason)
            if done.all_decided:
                self._stop()
        else:
            self._show_decision()
            where = f"Decision {sitting.number} of {sitting.of}: {sitting.encounter.current.title}"
            self._messages.announce(f"{self.frame.saved_words}. {where}.")

    def go_on(self) -> None:
        """From the end of a case to the next one, or to looking over what was chosen."""
        sitting = self._sitting
        if sitting is None:
            return
        if sitting.over:
            self.review_asked.emit()
        else:
            sitting.show_now()
            self._show_decision()

    def look_over(self) -> None:
        """Look over what was chosen, to hand it in or to go on."""
        if self._sitting is not None and not self.starting:
            self._keep_draft()
            self._looking = True
            self.review_asked.emit()

    def _leave_empty(self) -> None:
        """Where one came back to the page after the exam was handed in, there is nothing to do here."""
        if not self._assignment and self.isVisible():
            self.paused.emit()

    def _ask_review(self) -> None:
        if self._sitting is not None and self.isVisible():
            self.review_asked.emit()

    def pause(self) -> None:
        """Close the exam; its time stands still until it is opened again."""
        self.leave()
        self.paused.emit()

    def leave(self) -> None:
        """Keep what stands ticked, and stop the time."""
        self._looking = False
        if self._sitting is not None and self._sitting.running:
            self._keep_draft()
            self._stop()

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("exam.pause", "Pause the exam", (), ("close", "leave", "stop", "time")), self.pause),
            (
                Named("exam.review", "Look over what you chose and hand in", (), ("end", "finish", "submit")),
                self.look_over,
            ),
            (
                Named("exam.time", "Hide or show the time left", (), ("clock", "minutes")),
                self.frame.switch_time,
            ),
            (
                Named("exam.chart", "Show or hide the patient chart", (), ("patient",)),
                self.frame.switch_chart,
            ),
        )

    # -- time ------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        sitting = self._sitting
        if sitting is None or sitting.over or not self.isVisible():
            return
        try:
            sitting.open()
        except StoreError as error:
            self._messages.trouble(error, ("Try again", self._open), topic="exam")
            return
        self._seconds.start()

    def _stop(self) -> None:
        self._seconds.stop()
        if self._sitting is None:
            return
        try:
            self._sitting.close()
        except StoreError as error:
            self._messages.trouble(error, topic="exam")

    def _tick(self) -> None:
        sitting = self._sitting
        if sitting is None:
            self._seconds.stop()
            return
        try:
            left = sitting.tick()
        except StoreError as error:
            self._messages.trouble(error, topic="exam")
            left = sitting.remaining_ms
        if left is None:
            return
        self.frame.show_time(left_words(left))
        self._tell_time(left)
        if left == 0:
            self._check_over()

    def _tell_time(self, left: int) -> None:
        """Said once each at ten, five and one minutes left, also where the time is hidden."""
        due = [minutes for minutes in _TOLD_AT if left <= minutes * 60_000 and minutes not in self._told]
        if due and left:
            self._told.update(due)
            if left > min(due) * 60_000 - 30_000:  # not where the exam was opened with less than that
                self._messages.tell(f"{counted(min(due), 'minute')} left.", topic="exam-time")

    def _check_over(self) -> None:
        sitting = self._sitting
        if sitting is not None and sitting.over:
            self._stop()
            self._draft.stop()
            self._messages.settle("exam-time")
            self._messages.tell(
                "The time is up. What you committed stands; look it over and hand it in.",
                topic="exam",
                stay=True,
            )
            self.review_asked.emit()

    def _keep_draft(self) -> None:
        self._draft.stop()
        sitting, frame = self._sitting, self.frame
        if sitting is None or sitting.over or frame.mode != DECIDING or self.starting:
            return
        try:
            sitting.keep_draft(
                frame.options.chosen(), frame.confidence.confidence(), frame.commit_bar.rationale.text()
            )
        except StoreError as error:
            self._messages.trouble(error, topic="exam")

    def _choice_changed(self) -> None:
        options = self.frame.options
        self.frame.commit_bar.show_choice(len(options.chosen()), options.missing())
        self._draft.start()

    # -- keys, sight and room --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.starting or self._sitting is None:
            super().keyPressEvent(event)
            return
        what, with_ = keys.asked(event, deciding=self.frame.mode == DECIDING)
        if what == keys.NUMBER:
            self.frame.options.toggle_number(int(with_))
        elif what == keys.TYPE:
            self.frame.options.start_filter(with_)
        elif what == keys.GO:
            self._go()
        elif what != keys.HELD:
            super().keyPressEvent(event)

    def _go(self) -> None:
        focused = self.focusWidget()
        frame = self.frame
        own = (frame.pause_button, frame.review_button, frame.time_button, frame.side_button)
        pressed = isinstance(focused, QPushButton) and (focused in own or focused.property("role") == "link")
        if pressed and isinstance(focused, QPushButton):
            focused.click()
        elif frame.mode == DECIDING:
            self._commit_by_key()
        else:
            self.go_on()

    def _commit_by_key(self) -> None:
        """Elsewhere Enter goes on after a decision; here the next one is up at once, and there is no way back."""
        frame = self.frame
        bar, options = frame.commit_bar, frame.options
        if options.chosen() or options.missing() or bar.button.hasFocus():
            self.commit()
            return
        bar.insist(_NOTHING_CHOSEN)
        bar.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._messages.announce(_NOTHING_CHOSEN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter in the one-line reason commits, once however long it is held.
        enter = isinstance(event, QKeyEvent) and event.key() in keys.ENTER
        if enter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(watched, QLineEdit) and not event.isAutoRepeat():
                self._commit_by_key()
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looking = False
        if event.spontaneous():
            return
        if not self._assignment:
            QTimer.singleShot(0, self, self._leave_empty)
        elif self._sitting is not None and not self.starting:
            if self._sitting.over:
                QTimer.singleShot(0, self, self._ask_review)
            else:
                self._open()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (
            not event.spontaneous() and not self._looking
        ):  # a window put away by the system's own means goes on
            self.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self._focus_task()

    def _focus_task(self) -> None:
        if self.starting:
            self.start.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.frame.mode == DECIDING:
            self.frame.still = True  # the story is read first; the keyboard waits at the first step
            self.frame.options.focus_first()
            self.frame.still = False
        else:
            self.frame.onward.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the parts share what room there is."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.frame.arrange(self.width(), self.height())
        self.start.arrange(self.width())

    def _here(self) -> ExamSitting:
        if self._sitting is None:
            raise RuntimeError("no exam is on the page")
        return self._sitting

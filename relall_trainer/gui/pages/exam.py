"""Sitting an exam: what to know first, then one decision after the other, each saved before the next; no way back.

Nothing on this page tells how a decision was. The time runs while the page is in sight and stands still otherwise;
deciding is left to ``exam_deciding``, handing in to another page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.exam_clock import ExamClock
from relall_trainer.gui.exam_deciding import ExamDeciding
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets import play_keys as keys
from relall_trainer.gui.widgets.exam_frame import DECIDING, ExamFrame
from relall_trainer.gui.widgets.exam_start import ExamStart

if TYPE_CHECKING:
    from relall_trainer.cohort.course_lines import CourseLine
    from relall_trainer.cohort.exam_sitting import ExamSitting


class ExamPage(QWidget):
    """``begun`` asks for the exam to begin, ``review_asked`` for looking it over, ``paused`` to leave the page.

    ``closed`` when the time of an exam that is not over was stopped.
    """

    begun = Signal(str)
    review_asked = Signal()
    paused = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, messages: Messages, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme = theme
        self._messages = messages
        self._assignment = ""
        self._looking = False  # what was chosen is looked over on another page; the time runs on
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
        self.time = ExamClock(messages)
        self.time.told.connect(self.frame.show_time)
        self.time.ran_out.connect(self._check_over)
        self.deciding = ExamDeciding(self.frame, messages, clock)
        self.deciding.review_asked.connect(self.review_asked)
        self.deciding.all_decided.connect(self.time.stop)
        self.deciding.refused.connect(self._check_over)
        self.start.begun.connect(lambda: self.begun.emit(self._assignment))
        self.start.left.connect(self.paused)
        self.frame.pause_button.clicked.connect(self.pause)
        self.frame.review_button.clicked.connect(self.look_over)
        theme.changed.connect(self._arrange)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def sitting(self) -> ExamSitting | None:
        """The exam on the page."""
        return self.deciding.sitting

    @property
    def starting(self) -> bool:
        """Whether what to know first is shown."""
        return self._stack.currentWidget() is self.start

    def show_start(self, line: CourseLine) -> None:
        """Say what to know before an exam is begun."""
        self.leave()
        self.deciding.clear()
        self._assignment = line.id
        self.start.show_line(line)
        self._stack.setCurrentWidget(self.start)
        self._focus_task()

    def show_sitting(self, sitting: ExamSitting) -> None:
        """Show an exam at the decision it stands at; where nothing can be decided any more, ask for the review."""
        if sitting is not self.sitting:
            self.leave()
            for topic in ("exam", "assigned"):  # what is said above the exam takes its room
                self._messages.settle(topic)
        self.deciding.sitting = sitting
        self._assignment = sitting.exam.assignment
        self._stack.setCurrentWidget(self.frame)
        self.frame.show_saved("")
        if sitting.over:
            self.review_asked.emit()
            return
        self.deciding.show_decision()
        self._arrange()
        self._open()

    def clear(self) -> None:
        """The exam was handed in: there is none on the page any more."""
        self.time.clear()
        self.deciding.clear()
        self._assignment = ""
        self._messages.settle("exam")

    def set_number_keys(self, on: bool) -> None:
        """Whether the keys 1 to 9 choose steps."""
        self.frame.options.set_number_keys(on)

    # -- what is done ----------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Commit the chosen steps and go on; does nothing but say why where one is still wanting."""
        if not self.starting:
            self.deciding.commit()

    def go_on(self) -> None:
        """From the end of a case to the next one, or to looking over what was chosen."""
        self.deciding.go_on()

    def look_over(self) -> None:
        """Look over what was chosen, to hand it in or to go on."""
        if self.sitting is not None and not self.starting:
            self.deciding.keep_draft()
            self._looking = True
            self.review_asked.emit()

    def pause(self) -> None:
        """Close the exam; its time stands still until it is opened again."""
        self.leave()
        self.paused.emit()

    def leave(self) -> None:
        """Keep what stands ticked, and stop the time."""
        self._looking = False
        sitting = self.sitting
        if sitting is not None and sitting.running:
            self.deciding.keep_draft()
            if self.time.stop() and not sitting.over:
                self.closed.emit()

    def _open(self) -> None:
        sitting = self.sitting
        if sitting is not None and not sitting.over and self.isVisible():
            self._messages.settle("kept")  # it is offered again when the exam is closed
            self.time.open(sitting, self._open)

    def _check_over(self) -> None:
        if self.sitting is not None and self.sitting.over:
            self.time.stop()
            self._messages.tell(
                "The time is up. What you committed stands; what was only ticked does not count.",
                topic="exam",
                stay=True,
            )
            self.review_asked.emit()

    def _leave_empty(self) -> None:
        """Where one came back to the page after the exam was handed in, there is nothing to do here."""
        if not self._assignment and self.isVisible():
            self.paused.emit()

    def _ask_review(self) -> None:
        if self.sitting is not None and self.isVisible():
            self.review_asked.emit()

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

    # -- keys, sight and room --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.starting or self.sitting is None:
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
            self.deciding.commit_by_key()
        else:
            self.go_on()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looking = False
        if event.spontaneous():
            return
        if not self._assignment:
            QTimer.singleShot(0, self, self._leave_empty)
        elif self.sitting is not None and not self.starting:
            if self.sitting.over:
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
        else:
            self.deciding.focus()

    def minimumSizeHint(self) -> QSize:
        """Small: the parts share what room there is."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.frame.arrange(self.width(), self.height())
        self.start.arrange(self.width())

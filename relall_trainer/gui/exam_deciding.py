"""The decision of an exam that stands: shown, kept while it is thought about, committed; then the next one.

Nothing here tells how a decision was. Time, and what else is on the page, is left to ``pages.exam``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.assigned_words import left_words
from relall_trainer.gui.messages import Messages
from relall_trainer.gui.widgets import play_keys as keys
from relall_trainer.gui.widgets.exam_frame import DECIDING, ExamFrame

if TYPE_CHECKING:
    from relall_trainer.cohort.exam_sitting import Done, ExamSitting

_DRAFT_MS = 900  # after the last change what stands ticked is kept
_NOTHING_CHOSEN = "Nothing is chosen. Press Enter once more to commit no step."


class ExamDeciding(QObject):
    """Fills a frame. ``review_asked`` where nothing is left to decide; ``all_decided`` with the last one; ``refused``
    when the exam takes no decision any more.
    """

    review_asked = Signal()
    all_decided = Signal()
    refused = Signal()

    def __init__(self, frame: ExamFrame, messages: Messages, clock: Callable[[], datetime]) -> None:
        super().__init__(frame)
        self._frame = frame
        self._messages = messages
        self._clock = clock
        self.sitting: ExamSitting | None = None
        self._draft = QTimer(self)
        self._draft.setSingleShot(True)
        self._draft.setInterval(_DRAFT_MS)
        self._draft.timeout.connect(self.keep_draft)
        frame.options.choice_changed.connect(self._choice_changed)
        frame.confidence.confidence_changed.connect(lambda _word: self._draft.start())
        frame.commit_bar.rationale.textEdited.connect(lambda _text: self._draft.start())
        frame.commit_bar.rationale.installEventFilter(self)
        frame.commit_bar.commit_asked.connect(self.commit)
        frame.gone_on.connect(self.go_on)

    def show_decision(self) -> None:
        """Show the decision that stands, as it was left."""
        sitting = self._here()
        frame, draft = self._frame, sitting.draft
        frame.show_decision(sitting.encounter, self._title())
        if draft.chosen:
            frame.options.choose(draft.chosen)
        frame.confidence.choose(draft.confidence)
        frame.commit_bar.rationale.setText(draft.rationale)
        frame.show_progress(sitting.number, sitting.of)
        left = sitting.remaining_ms
        frame.show_time("" if left is None else left_words(left))
        self._choice_changed()
        self._draft.stop()
        self.focus()
        frame.to_top()

    def focus(self) -> None:
        """Put the keyboard on what is to be done."""
        frame = self._frame
        if frame.mode == DECIDING:
            frame.still = True  # the story is read first; the keyboard waits at the first step
            frame.options.focus_first()
            frame.still = False
        else:
            frame.onward.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """There is no exam any more."""
        self._draft.stop()
        self.sitting = None

    def _title(self) -> str:
        sitting = self._here()
        title = sitting.encounter.case.head.title
        return f"Case {sitting.item + 1} of {sitting.cases}: {title}" if sitting.cases > 1 else title

    def commit(self) -> None:
        """Commit the chosen steps and go on; does nothing but say why where one is still wanting."""
        sitting = self.sitting
        if sitting is None or self._frame.mode != DECIDING:
            return
        frame = self._frame
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
            self.refused.emit()
            return
        self._messages.settle("exam")
        self._draft.stop()
        frame.show_saved(self._clock().astimezone().strftime("%H:%M:%S"))
        self._show_next(done, title)

    def commit_by_key(self) -> None:
        """Elsewhere Enter goes on after a decision; here the next one is up at once, and there is no way back."""
        frame = self._frame
        bar, options = frame.commit_bar, frame.options
        if options.chosen() or options.missing() or bar.button.hasFocus():
            self.commit()
            return
        bar.insist(_NOTHING_CHOSEN)
        bar.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._messages.announce(_NOTHING_CHOSEN)

    def _show_next(self, done: Done, title: str) -> None:
        sitting = self._here()
        if done.case_ended:
            frame = self._frame
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
                self.all_decided.emit()
        else:
            self.show_decision()
            where = f"Decision {sitting.number} of {sitting.of}: {sitting.encounter.current.title}"
            self._messages.announce(f"{self._frame.saved_words}. {where}.")

    def go_on(self) -> None:
        """From the end of a case to the next one, or to looking over what was chosen."""
        sitting = self.sitting
        if sitting is None:
            return
        if sitting.over:
            self.review_asked.emit()
        else:
            sitting.show_now()
            self.show_decision()

    def keep_draft(self) -> None:
        """Keep what stands ticked."""
        self._draft.stop()
        sitting, frame = self.sitting, self._frame
        if sitting is None or sitting.over or frame.mode != DECIDING:
            return
        try:
            sitting.keep_draft(
                frame.options.chosen(), frame.confidence.confidence(), frame.commit_bar.rationale.text()
            )
        except StoreError as error:
            self._messages.trouble(error, topic="exam")

    def _choice_changed(self) -> None:
        options = self._frame.options
        self._frame.commit_bar.show_choice(len(options.chosen()), options.missing())
        self._draft.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter in the one-line reason commits, once however long it is held.
        enter = isinstance(event, QKeyEvent) and event.key() in keys.ENTER
        if enter and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if isinstance(watched, QLineEdit) and not event.isAutoRepeat():
                self.commit_by_key()
            return True
        return super().eventFilter(watched, event)

    def _here(self) -> ExamSitting:
        if self.sitting is None:
            raise RuntimeError("no exam is on the page")
        return self.sitting

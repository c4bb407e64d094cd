"""A sitting of practice: a slim head above one patient after the other, and what stands between them.

The patients are played on a page of their own that comes in as a widget. What follows what is left to
``practicework``. Stopping is always safe, so nothing asks whether one is sure.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.practice_lines import ContrastLines, RuleLines, SummaryLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.evidence_panel import Bookshelf
from relall_trainer.gui.widgets.sitting_parts import ReadingSheet, RevealSheet, SummarySheet
from relall_trainer.gui.widgets.text import label

PLAYING, READING, REVEAL, SUMMARY, WAITING = "playing", "reading", "reveal", "summary", "waiting"
_ROOMY = 520  # px at 100% from which the head says everything


class SittingPage(QWidget):
    """``stopped`` when it is to end; ``gone_on`` from what stands between; ``left`` back to Today."""

    stopped = Signal()
    gone_on = Signal()
    left = Signal()
    more_asked = Signal()
    finishing_asked = Signal()
    rule_asked = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, play: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._play = play
        self._number = self._about = 0
        self._minutes: int | None = None
        self._what = ""
        self.mode = WAITING
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self._where = label("", "muted")
        self.stop_button = Button("Stop", "quiet", name="Stop the sitting", done=self.stop)
        self.stop_button.setToolTip("Esc. What is finished is kept; what is not waits")
        head.addWidget(self._where, 1)
        head.addWidget(self.stop_button)
        outer.addLayout(head)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self.reading = ReadingSheet(theme)
        self.reveal = RevealSheet(theme, icons)
        self.summary = SummarySheet(theme, icons)
        self._waiting = label("The next patient is being made …", "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for view in (self._waiting, play, self.reading, self.reveal, self.summary):
            self._stack.addWidget(view)
        self.reading.gone_on.connect(self.gone_on)
        self.reading.evidence_asked.connect(self.evidence_asked)
        self.reveal.gone_on.connect(self.gone_on)
        self.summary.gone_on.connect(self.left)
        self.summary.more_asked.connect(self.more_asked)
        self.summary.finishing_asked.connect(self.finishing_asked)
        self.summary.rule_asked.connect(self.rule_asked)
        theme.changed.connect(self._show_where)

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_place(self, number: int, about: int, minutes_left: int | None, what: str = "") -> None:
        """Say how far the sitting is: the ``number``-th review of ``about`` so many, and how long is left.

        ``what``: which patient of a pair, for example.
        """
        self._number, self._about, self._minutes, self._what = number, about, minutes_left, what
        self._show_where()

    def show_playing(self) -> None:
        """Show the patient being played."""
        self._show(PLAYING, self._play)
        self._focus_task()

    def show_waiting(self) -> None:
        """Show that the next patient is on the way."""
        self._show(WAITING, self._waiting)

    def show_reading(self, met: str, rule: RuleLines, library: Bookshelf | None) -> None:
        """Show a rule to be read first."""
        self._show(READING, self.reading)
        self.reading.show_reading(met, rule, library)

    def show_contrast(self, lines: ContrastLines) -> None:
        """Show what differed between the two patients of a pair."""
        self._show(REVEAL, self.reveal)
        self.reveal.show_contrast(lines)

    def show_summary(self, lines: SummaryLines) -> None:
        """Show what the sitting came to."""
        self._show(SUMMARY, self.summary)
        self.summary.show_summary(lines)
        self._show_where()

    def _show(self, mode: str, view: QWidget) -> None:
        self.mode = mode
        self.stop_button.setVisible(mode != SUMMARY)
        self._stack.setCurrentWidget(view)

    def _show_where(self) -> None:
        if self.mode == SUMMARY:
            self._where.setText("Practice")
            return
        roomy = self.width() >= self._theme.px(_ROOMY)
        parts = ["Practice"] if roomy else []
        if self._number:
            about = max(self._number, self._about)
            parts.append(f"{self._number} of about {about}" if about > 1 else f"{self._number}")
        if self._what:
            parts.append(self._what)
        if self._minutes is not None:
            left = (
                f"{counted(self._minutes, 'min', 'min')} left"
                if self._minutes > 0
                else "time is up after this one"
            )
            parts.append(left)
        self._where.setText(" · ".join(parts))

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu; with what the patient's page can."""
        own = ((Named("sitting.stop", "Stop the sitting", (), ("end", "leave", "practice")), self.stop),)
        inner: Callable[[], tuple[tuple[Named, Callable[[], object]], ...]] | None = getattr(
            self._play, "named_actions", None
        )
        return (*own, *(inner() if inner is not None else ()))

    def stop(self) -> None:
        """End the sitting; from its end go back to Today."""
        if self.mode == SUMMARY:
            self.left.emit()
        else:
            self.stopped.emit()

    # -- keys and room ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.stop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        """Enter: press the button that has the keyboard, or go on."""
        focused = self.focusWidget()
        if isinstance(focused, Button) and focused.isVisible():
            focused.click()
        elif self.mode in (READING, REVEAL):
            self.gone_on.emit()
        elif self.mode == SUMMARY:
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self._focus_task()

    def _focus_task(self) -> None:
        if self.mode == PLAYING:
            self._play.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        sheets = {READING: self.reading, REVEAL: self.reveal, SUMMARY: self.summary}
        sheet = sheets.get(self.mode)
        (sheet.onward if sheet is not None else self.stop_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the parts scroll rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.reveal.arrange(self.width())
        self._show_where()

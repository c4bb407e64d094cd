"""Every step with its rating: found by typing, narrowed by rating; what the last changed fact did is told."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import RATINGS, Appraisal
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.pane import Pane
from relall_trainer.gui.widgets.step_table import CHANGED, EVERY, StepLine, StepRows, step_lines, tally_words
from relall_trainer.gui.widgets.text import label

_TYPING_MS = 40


class StepsPane(Pane):
    """``step_passed`` names the step come to, ``step_opened`` the one opened."""

    step_passed = Signal(str)
    step_opened = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._actions: Mapping[str, Action] = {}
        self._now: Appraisal | None = None
        self._before: Appraisal | None = None
        rows = self.column
        tools = QHBoxLayout()
        tools.setSpacing(6)
        self.find_field = QLineEdit()
        self.find_field.setPlaceholderText("Type to find a step")
        self.find_field.setAccessibleName("Find a step by typing part of its name")
        self.find_field.setClearButtonEnabled(True)
        self.find_field.installEventFilter(self)
        self.only = Choice("Show", icons)
        ratings = tuple((rating, RATING_WORDS[rating]) for rating in RATINGS)
        self.only.offer(((EVERY, "All ratings"), *ratings, (CHANGED, "Changed just now")))
        self.only.picked.connect(lambda _rating: self.fill())
        tools.addWidget(self.find_field, 1)
        tools.addWidget(self.only)
        rows.addLayout(tools)
        self._tally = label("", "note")
        rows.addWidget(self._tally)
        self.steps: PaintedList[StepLine] = PaintedList(
            theme, "Every step with its rating", StepRows(theme, icons)
        )
        self.steps.passed.connect(self.step_passed)
        self.steps.opened.connect(self.step_opened)
        self.steps.installEventFilter(self)
        rows.addWidget(self.steps, 1)
        self._nothing = label("No step fits. Esc in the field above shows them all.", "muted")
        self._nothing.hide()
        rows.addWidget(self._nothing)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.fill)
        self.find_field.textChanged.connect(lambda _text: self._typing.start())
        self.setFocusProxy(self.steps)

    @property
    def tally(self) -> str:
        """How many steps are rated how, in words."""
        return self._tally.text()

    def show_appraisal(self, actions: Mapping[str, Action], now: Appraisal, before: Appraisal | None) -> None:
        """Show these ratings; steps that ``before`` rated otherwise are marked."""
        self._actions, self._now, self._before = actions, now, before
        self._tally.setText(tally_words(now, before))
        self.fill()

    def fill(self) -> None:
        """Show the steps that fit what is typed and chosen."""
        self._typing.stop()
        if self._now is None:
            return
        typed, only = self.find_field.text(), self.only.value
        lines = step_lines(self._actions, self._now, self._before, typed, only)
        self.steps.show_rows(lines)
        self._nothing.setVisible(not lines)

    def come_to(self, action: str) -> None:
        """Make a step the current one, whatever is typed or chosen."""
        if self.steps.model_here.place(action) is None:
            self.find_field.clear()
            self.only.offer_again(EVERY)
            self.fill()
        self.steps.come_to(action)

    def focus_find(self, text: str | None = None) -> None:
        """Begin to find by typing."""
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text is None:
            self.find_field.selectAll()
        else:
            self.find_field.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.find_field:
                return self._find_key(event)
            if event.text().isalpha() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
                self.focus_find(event.text())
                return True
        return super().eventFilter(watched, event)

    def _find_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fill()
            self.steps.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.steps.current_key:
                self.steps.come_to_first()
            return True
        if event.key() == Qt.Key.Key_Escape and self.find_field.text():
            self.find_field.clear()
            return True
        return False

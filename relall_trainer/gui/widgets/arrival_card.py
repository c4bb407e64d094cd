"""An assignment that has arrived: whose key it was signed with, to be compared once, and as whom one works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.moment_words import moment_words
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.picker import Picker
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.toggle import Radio

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.received import Arrived

_FEW = 9
_WHY = (
    "It was signed with a key this program has not met. Compare the letters once with what your teacher tells you, by "
    "phone or in person. If they differ, do not take it."
)
_WHO_CHOICE, _WHO_TYPED = "Who are you?", "Type the code your teacher gave you"
_NAME = "Your name, if you wish; it goes with what you hand in"


class ArrivalCard(QFrame):
    """``taken`` sends the code chosen or typed and the name; ``put_by`` when not now."""

    taken = Signal(str, str)
    put_by = Signal()

    def __init__(self, theme: Theme, icons: Icons, arrived: Arrived) -> None:
        super().__init__()
        self._theme = theme
        self._radios: dict[str, Radio] = {}
        self._picker: Picker | None = None
        self._typed: QLineEdit | None = None
        self._learner = arrived.learner
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        column.setSpacing(theme.px(8))
        column.addWidget(label("An assignment has arrived", "caption"))
        column.addWidget(label(arrived.assignment.title, "section"))
        about = _about(arrived.assignment)
        if about:
            column.addWidget(label(about, "muted"))
        if not arrived.confirmed:
            self._make_key(column, arrived)
        if not arrived.learner:
            self._make_who(column, theme, icons, arrived.learners)
        self._name = QLineEdit(arrived.name)
        self._name.setMaxLength(100)
        self._name.setPlaceholderText(_NAME)
        self._name.setAccessibleName(_NAME)
        self._name.setMaximumWidth(theme.px(520))
        self._name.setVisible(not arrived.learner)
        self._name.returnPressed.connect(self._take)
        column.addWidget(self._name)
        self._wanting = label("", "warning")
        self._wanting.hide()
        column.addWidget(self._wanting)
        column.addWidget(self._make_buttons(confirmed=arrived.confirmed))

    def _make_key(self, column: QVBoxLayout, arrived: Arrived) -> None:
        column.addWidget(label(_WHY))
        self.fingerprint = label(arrived.fingerprint, "title")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fingerprint.setAccessibleName(f"Fingerprint of the key: {' '.join(arrived.fingerprint)}")
        column.addWidget(self.fingerprint)

    def _make_who(self, column: QVBoxLayout, theme: Theme, icons: Icons, learners: tuple[str, ...]) -> None:
        column.addWidget(label(_WHO_CHOICE if learners else _WHO_TYPED, "strong"))
        row = QWidget()
        row.setProperty("role", "plain")
        flow = Flow(row, theme.px(10))
        if not learners:
            self._typed = QLineEdit()
            self._typed.setMaxLength(40)
            self._typed.setAccessibleName(_WHO_TYPED)
            self._typed.setMinimumWidth(theme.px(240))
            self._typed.returnPressed.connect(self._take)
            flow.addWidget(self._typed)
        elif len(learners) <= _FEW:
            self._group = QButtonGroup(self)
            for code in learners:
                radio = Radio(code, theme)
                self._group.addButton(radio)
                self._radios[code] = radio
                flow.addWidget(radio)
        else:
            self._picker = Picker(_WHO_CHOICE, theme, icons)
            self._picker.offer([("", "Choose your code"), *((code, code) for code in learners)])
            flow.addWidget(self._picker)
        column.addWidget(row)

    def _make_buttons(self, *, confirmed: bool) -> QWidget:
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, self._theme.px(8))
        words = "Take it" if confirmed else "The letters are the same: take it"
        self.take = Button(words, "primary", done=self._take)
        self.not_now = Button("Not now", done=self.put_by.emit)
        for part in (self.take, self.not_now):
            flow.addWidget(part)
        return acts

    @property
    def learner(self) -> str:
        """The code chosen or typed so far."""
        if self._typed is not None:
            return self._typed.text().strip()
        if self._picker is not None:
            return self._picker.value
        return next((code for code, radio in self._radios.items() if radio.isChecked()), self._learner)

    def choose(self, learner: str) -> None:
        """Choose or type a code."""
        if self._typed is not None:
            self._typed.setText(learner)
        elif self._picker is not None:
            self._picker.pick(learner)
        elif learner in self._radios:
            self._radios[learner].setChecked(True)

    def insist(self, wanting: str) -> None:
        """Say why it cannot be taken so."""
        self._wanting.setText(wanting)
        self._wanting.setVisible(bool(wanting))
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """What is to be said first."""
        if self._typed is not None:
            return self._typed
        if self._picker is not None:
            return self._picker
        return next(iter(self._radios.values()), self.take) if not self.learner else self.take

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the code chosen goes on, as it does in the fields."""
        chosen = self._picker or next((one for one in self._radios.values() if one.isChecked()), None)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if enter and chosen is not None and self.focusWidget() is chosen and self.learner:
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if not self.learner:
            self.insist("Say who you are first.")
        else:
            self.taken.emit(self.learner, self._name.text().strip())


def _about(assignment: Assignment) -> str:
    due = f"due {moment_words(assignment.due_at)}" if assignment.due_at else ""
    words = " · ".join(
        part for part in (f"for {assignment.cohort}" if assignment.cohort else "", due) if part
    )
    return f"{words[:1].upper()}{words[1:]}"

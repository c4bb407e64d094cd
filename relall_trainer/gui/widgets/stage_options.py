"""The steps on offer before a room: numbered through, with votes; once revealed, each with rating, reason and its bar.

The order stays the same before and after, so that everybody finds the step they voted for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from relall_trainer.clinical.action import Action
from relall_trainer.encounter.case import PICK_ONE, Group
from relall_trainer.gui.discussion import MOST_VOTES
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import DecisionVerdict, StepVerdict, step_detail, step_label
from relall_trainer.gui.widgets.count_field import CountField
from relall_trainer.gui.widgets.decision_footer import key_hint
from relall_trainer.gui.widgets.feedback_row import FeedbackRow
from relall_trainer.gui.widgets.option_card import Card, CheckCard, RadioCard
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.vote_bar import VoteBar


@dataclass(slots=True)
class _Step:
    """One step: its card and its votes before, its verdict and its bar after."""

    action: str
    group: Group
    card: Card
    votes: CountField
    number: QLabel
    verdict: FeedbackRow
    bar: VoteBar
    part: QWidget


class StageOptions(QWidget):
    """``choice_changed`` after a step was chosen or a vote entered, ``step_selected`` sends the StepVerdict come to.

    ``onward_asked`` for Space on a step, which is the room's; Enter is the step's. ``votes_left`` when no more votes
    are to be entered.
    """

    onward_asked = Signal()
    votes_left = Signal()
    choice_changed = Signal()
    step_selected = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._steps: list[_Step] = []
        self._voting = False
        self._revealed = False
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._parts: list[QWidget] = []

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_groups(
        self,
        groups: Sequence[Group],
        actions: Mapping[str, Action],
        chosen: Sequence[str],
        votes: Mapping[str, int],
    ) -> None:
        """The question, with what was chosen and voted so far."""
        self._take_down()
        for group in groups:
            self._add(label(group.prompt, "strong"))
            for option in group.options:
                step = self._step(group, option.action)
                step.card.face.key = len(self._steps) + 1 if len(self._steps) < 9 else 0
                step.number.setText(str(step.card.face.key))
                step.card.face.show(step_label(option, actions), step_detail(option, actions))
                step.card.setChecked(option.action in chosen)
                step.votes.call(f"Votes for {step_label(option, actions)}")
                with QSignalBlocker(step.votes):
                    step.votes.setValue(votes.get(option.action, 0))
                self._steps.append(step)
                self._add(step.part)
        self._revealed = False
        self.show_voting(on=self._voting)

    def show_verdict(self, verdict: DecisionVerdict, votes: Mapping[str, int]) -> None:
        """The same steps with what each is rated."""
        told: dict[str, StepVerdict] = {step.action: step for step in verdict.steps}
        self._revealed = True
        for step in self._steps:
            in_group = [votes.get(option.action, 0) for option in step.group.options]
            step.card.hide()
            step.votes.hide()
            step.verdict.show_verdict(told[step.action], opened=False)
            step.verdict.show()
            step.number.setVisible(bool(step.card.face.key))
            step.bar.show_votes(votes.get(step.action, 0), max(in_group), sum(in_group))
            step.bar.setVisible(any(in_group))

    def show_voting(self, *, on: bool) -> None:
        """Whether votes can be entered; those entered are kept either way."""
        self._voting = on
        for step in self._steps:
            step.votes.setVisible(on and not self._revealed)

    # -- what is chosen --------------------------------------------------------------------------------------

    @property
    def voting(self) -> bool:
        return self._voting

    def chosen(self) -> tuple[str, ...]:
        """The steps chosen, in the order they are offered."""
        return tuple(step.action for step in self._steps if step.card.isChecked())

    def votes(self) -> dict[str, int]:
        """How many voted for each step."""
        return {step.action: step.votes.value() for step in self._steps if step.votes.value()}

    def stops(self) -> list[QWidget]:
        """Where Tab stops here, in order."""
        return [part for step in self._steps for part in (step.card, step.verdict, step.votes)]

    def toggle_number(self, number: int) -> bool:
        """Choose or take back the step of this number, or come to it once revealed; False where there is none."""
        if not 1 <= number <= min(9, len(self._steps)):
            return False
        step = self._steps[number - 1]
        if self._revealed:
            step.verdict.setFocus()
            self.step_selected.emit(step.verdict.verdict)
        else:
            step.card.setFocus()
            step.card.click()
        return True

    def enter_votes(self) -> None:
        """Go to the first number of votes."""
        if self._steps:
            self._steps[0].votes.setFocus()
            self._steps[0].votes.selectAll()

    def next_votes(self) -> None:
        """From one number of votes to the next; after the last one back to the steps."""
        here = next((place for place, step in enumerate(self._steps) if step.votes.hasFocus()), None)
        if here is None:
            return
        if here + 1 < len(self._steps):
            self._steps[here + 1].votes.setFocus()
            self._steps[here + 1].votes.selectAll()
        else:
            self.votes_left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if isinstance(watched, CountField):
                if enter:
                    self.next_votes()
                elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
                    self.votes_left.emit()
                else:
                    return super().eventFilter(watched, event)
                return True
            if event.key() == Qt.Key.Key_Space:
                self.onward_asked.emit()
                return True
            if enter and isinstance(watched, QAbstractButton):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    # -- parts -----------------------------------------------------------------------------------------------

    def _step(self, group: Group, action: str) -> _Step:
        theme = self._theme
        part = QWidget()
        part.setProperty("role", "plain")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        card: Card = RadioCard(theme, part) if group.pick == PICK_ONE else CheckCard(theme, part)
        votes = CountField(theme, "Votes", 0, MOST_VOTES, none="no votes")
        verdict = FeedbackRow(theme, self._icons, part)
        bar = VoteBar(theme)
        number = key_hint("")
        number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        number.setMinimumWidth(theme.px(28))
        for hidden in (votes, number, verdict, bar):
            hidden.hide()
        row.addWidget(number)
        row.addWidget(card, 1)
        row.addWidget(verdict, 1)
        row.addWidget(votes)
        column.addLayout(row)
        column.addWidget(bar)
        step = _Step(action, group, card, votes, number, verdict, bar, part)
        for keyed in (card, verdict, votes):
            keyed.installEventFilter(self)
        card.clicked.connect(lambda _on=False: self._clicked(step))
        card.move_asked.connect(lambda by: self._move(step, by))
        verdict.move_asked.connect(lambda by: self._move(step, by))
        verdict.selected.connect(lambda row: self.step_selected.emit(row.verdict))
        votes.valueChanged.connect(lambda _value: self.choice_changed.emit())
        return step

    def _clicked(self, step: _Step) -> None:
        if step.group.pick == PICK_ONE and step.card.isChecked():
            for other in self._steps:
                if other.group is step.group and other is not step:
                    other.card.setChecked(False)
        self.choice_changed.emit()

    def _move(self, step: _Step, by: int) -> None:
        place = self._steps.index(step) + by
        if 0 <= place < len(self._steps):
            other = self._steps[place]
            (other.verdict if self._revealed else other.card).setFocus()

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _take_down(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()
        self._steps.clear()

"""What a list of decisions is narrowed by: words, rule, rating, result in sight; the rarer filters one button away.

A rarer filter that is on stands as a word of its own that takes it away again, so that nothing narrows unseen.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.decision_wishes import FILTER_NAMES, FIXED_WORDS, DecisionWish
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chips import Chips
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.more_filters import MoreFilters
from relall_trainer.gui.widgets.picker import Picker

_TYPING_MS = 150
_IN_SIGHT = ("rule", "rating", "result")
_ANY = {
    "rule": "All rules",
    "rating": "All ratings",
    "result": "All results",
    "case": "All cases",
    "action": "All steps",
    "dimension": "All dimensions",
    "confidence": "However sure",
    "notes": "Noted or not",
    "source": "From anywhere",
    "days": "Any time",
}


class DecisionFilters(QWidget):
    """``wish_changed`` when the list is to be made anew."""

    wish_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.text = QLineEdit()
        self.text.setPlaceholderText("Find in decisions, reasons, notes")
        self.text.setAccessibleName("Find in decisions, reasons and notes")
        self.text.setMinimumWidth(theme.px(250))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.wish_changed)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self._choices: dict[str, Choice | Picker] = {}
        self._values: dict[str, str] = {}
        self.more = Button("More filters…", done=self.show_more)
        in_sight = QWidget()
        near = Flow(in_sight, theme.px(8))
        near.addWidget(self.text)
        self.rarer = MoreFilters(theme, self)
        for name in FILTER_NAMES:
            choice = self._make(name, theme, icons)
            (near if name in _IN_SIGHT else self.rarer.column).addWidget(choice)
        near.addWidget(self.more)
        self.chips = Chips(theme, icons)
        self.chips.chip_removed.connect(lambda name: self._take(name, ""))
        self.chips.all_removed.connect(self.show_all)
        for part in (in_sight, self.chips):
            part.setProperty("role", "plain")
            column.addWidget(part)

    def wish(self) -> DecisionWish:
        """What is asked for now."""
        return DecisionWish(text=self.text.text().strip(), **self._values)

    def show_wish(self, wish: DecisionWish) -> None:
        """Take these filters over without telling others."""
        self.text.blockSignals(True)
        self.text.setText(wish.text)
        self.text.blockSignals(False)
        self._typing.stop()
        active = wish.active()
        for name, choice in self._choices.items():
            self._values[name] = active.get(name, "")
            choice.offer_again(self._values[name])
        self._show_chips()

    def show_all(self) -> None:
        """Take all filters away."""
        self.show_wish(DecisionWish())
        self.wish_changed.emit()

    def offer(
        self,
        rules: Sequence[tuple[str, str]],
        actions: Sequence[tuple[str, str]],
        cases: Sequence[tuple[str, str]],
    ) -> None:
        """The rules, steps and cases (id, words) one can choose from."""
        for name, choices in (("rule", rules), ("action", actions), ("case", cases)):
            self._choices[name].offer((("", _ANY[name]), *choices))
        self._show_chips()

    def choice(self, name: str) -> Choice | Picker:
        """The button of one filter."""
        return self._choices[name]

    def _make(self, name: str, theme: Theme, icons: Icons) -> Choice | Picker:
        what = FILTER_NAMES[name]
        fixed = FIXED_WORDS.get(name)
        choice = Picker(what, theme, icons) if fixed is None else Choice(what, icons)
        choice.offer((("", _ANY[name]), *(fixed or {}).items()))
        choice.picked.connect(lambda value, name=name: self._take(name, value))
        self._choices[name] = choice
        self._values[name] = ""
        return choice

    def _take(self, name: str, value: str) -> None:
        self._values[name] = value
        self._choices[name].offer_again(value)
        self._show_chips()
        self.wish_changed.emit()

    def show_more(self) -> None:
        """Open the rarer filters; each acts at once."""
        self.rarer.come_up(self.window())

    def _show_chips(self) -> None:
        active = self.wish().active()
        self.chips.show_chips(
            [
                (name, f"{FILTER_NAMES[name]}: {self._words(name, active[name])}")
                for name in FILTER_NAMES
                if name in active and name not in _IN_SIGHT
            ]
        )

    def _words(self, name: str, value: str) -> str:
        choice = self._choices[name]
        if isinstance(choice, Picker):
            return choice.words(value)
        return FIXED_WORDS[name].get(value, value)

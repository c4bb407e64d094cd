"""The steps on offer, in groups: chosen by mouse, arrows and Space, number keys, or by typing part of a name.

Keeps one choice in a pick-one group. Cards are kept and used again from decision to decision. What a choice leads to
is left to the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.action import Action
from relall_trainer.encounter.case import DIMENSION_NAMES, PICK_ONE, Group
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import step_detail, step_label
from relall_trainer.gui.widgets.card_pool import CardPool
from relall_trainer.gui.widgets.option_card import Card, CheckCard, RadioCard

_FILTER_FROM = 10  # steps on offer from which typing to find them is worth a field


@dataclass(slots=True)
class _ShownGroup:
    """A group on the screen: its heading and cards, in order."""

    group: Group
    caption: QLabel
    prompt: QLabel
    cards: list[Card] = field(default_factory=list)
    current: int = 0  # the card Tab comes to

    @property
    def one(self) -> bool:
        return self.group.pick == PICK_ONE

    def seen(self) -> list[Card]:
        return [card for card in self.cards if not card.isHidden()]


class OptionList(QWidget):
    """Groups of steps to choose from. ``choice_changed`` after any step was chosen or taken back."""

    choice_changed = Signal()
    card_focused = Signal(QWidget)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._groups: list[_ShownGroup] = []
        self._actions: dict[Card, str] = {}
        self._words: dict[Card, str] = {}
        self._pool = CardPool(self, theme, self._adopt)
        self._focused = 0
        self._number_keys = True
        self.setProperty("role", "plain")
        self._filter = QLineEdit(self)
        self._filter.setPlaceholderText("Type to find a step")
        self._filter.setAccessibleName("Find a step by typing part of its name")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._filter_changed)
        self._filter.installEventFilter(self)
        self._nothing = QLabel("No step on offer matches. Press Esc to see them all.", self)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(8))
        self._rows.addWidget(self._filter)
        self._rows.addWidget(self._nothing)
        theme.changed.connect(self._dress)

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_groups(
        self, groups: Sequence[Group], actions: Mapping[str, Action], chosen: Sequence[str] = ()
    ) -> None:
        """Show these groups, with these steps already chosen."""
        self._clear()
        for group in groups:
            shown = _ShownGroup(group, *self._pool.heading())
            shown.caption.setText(DIMENSION_NAMES.get(group.dimension, group.dimension).upper())
            self._rows.addWidget(shown.caption)
            self._rows.addWidget(shown.prompt)
            for option in group.options:
                card = self._pool.card(one=shown.one)
                label, detail = step_label(option, actions), step_detail(option, actions)
                action = actions.get(option.action)
                synonyms = " ".join(action.synonyms) if action else ""
                card.setChecked(option.action in chosen)
                card.face.show(label, detail)
                self._actions[card] = option.action
                self._words[card] = f"{label} {detail} {synonyms}".casefold()
                shown.cards.append(card)
                self._rows.addWidget(card)
                card.show()
            shown.caption.show()
            shown.prompt.show()
            self._groups.append(shown)
            self._tell(shown)
        self._filter.setVisible(len(self._actions) >= _FILTER_FROM)
        self._focused = 0
        self._order_tabs()
        self._number()

    def chosen(self) -> tuple[str, ...]:
        """The steps chosen, in the order they are offered."""
        return tuple(
            self._actions[card] for shown in self._groups for card in shown.cards if card.isChecked()
        )

    def choose(self, actions: Sequence[str]) -> None:
        """Choose exactly these steps."""
        for shown in self._groups:
            for card in shown.cards:
                card.setChecked(self._actions[card] in actions)
            self._tell(shown)
        self.choice_changed.emit()

    def missing(self) -> str:
        """Why the choice cannot be committed yet, as a sentence; empty when it can."""
        wanting = [
            shown.group.prompt
            for shown in self._groups
            if shown.one and not any(card.isChecked() for card in shown.cards)
        ]
        if not wanting:
            return ""
        more = f" (and {len(wanting) - 1} more)" if len(wanting) > 1 else ""
        return f"Choose one: {wanting[0].rstrip(':')}{more}"

    def focus_first(self) -> None:
        """Put the keyboard on the first step."""
        for shown in self._groups:
            if shown.seen():
                shown.seen()[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def focus_missing(self) -> None:
        """Put the keyboard on the first question still to be answered."""
        self._filter.clear()
        for shown in self._groups:
            if shown.one and not any(card.isChecked() for card in shown.cards):
                shown.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def set_number_keys(self, on: bool) -> None:
        """Whether the keys 1 to 9 choose steps."""
        self._number_keys = on
        self._number()

    def toggle_number(self, number: int) -> bool:
        """Choose or take back the step with this number in the focused group; False where there is none."""
        if not self._number_keys or not self._groups:
            return False
        seen = self._groups[self._focused].seen()
        if not 1 <= number <= min(9, len(seen)):
            return False
        seen[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
        seen[number - 1].click()
        return True

    def start_filter(self, text: str) -> bool:
        """Begin to find by typing; False where the list is too short to need it."""
        if self._filter.isHidden():
            return False
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self._filter.setText(self._filter.text() + text)
        return True

    # -- building --------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        for shown in self._groups:
            for widget in (shown.caption, shown.prompt, *shown.cards):
                self._rows.removeWidget(widget)
                widget.hide()
        self._pool.start_anew()
        self._groups.clear()
        self._actions.clear()
        self._words.clear()
        self._filter.blockSignals(True)
        self._filter.clear()
        self._filter.blockSignals(False)
        self._nothing.hide()

    def _adopt(self, card: Card) -> None:
        card.clicked.connect(lambda: self._clicked(card))
        card.move_asked.connect(lambda step: self._move(card, step))
        card.installEventFilter(self)

    def _dress(self) -> None:
        self._rows.setSpacing(self._theme.px(8))
        for card in self._actions:
            card.face.refresh()
            card.updateGeometry()
            card.update()

    # -- choosing and moving ---------------------------------------------------------------------------------

    def _clicked(self, card: Card) -> None:
        shown = self._group_of(card)
        if shown.one and card.isChecked():
            for other in shown.cards:
                if other is not card:
                    other.setChecked(False)
        self._tell(shown)
        for each in shown.cards:
            each.update()
        self.choice_changed.emit()

    def _tell(self, shown: _ShownGroup) -> None:
        count = sum(card.isChecked() for card in shown.cards)
        how = "choose one" if shown.one else "choose any number"
        state = f"{count} chosen" if count else how
        shown.prompt.setText(f"{shown.group.prompt}  ({state})")

    def _move(self, card: Card, step: int) -> None:
        seen = [each for shown in self._groups for each in shown.seen()]
        place = seen.index(card) + step
        if 0 <= place < len(seen):
            seen[place].setFocus(Qt.FocusReason.OtherFocusReason)
        elif place < 0 and not self._filter.isHidden():
            self._filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _group_of(self, card: Card) -> _ShownGroup:
        return next(shown for shown in self._groups if card in shown.cards)

    def _order_tabs(self) -> None:
        """Tab goes from group to group; arrows move within them."""
        last: QWidget = self._filter
        for shown in self._groups:
            seen = shown.seen()
            for place, card in enumerate(seen):
                current = place == min(shown.current, len(seen) - 1)
                card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if current else Qt.FocusPolicy.ClickFocus)
                QWidget.setTabOrder(last, card)
                last = card

    def _number(self) -> None:
        for place, shown in enumerate(self._groups):
            for number, card in enumerate(shown.seen(), 1):
                key = number if self._number_keys and place == self._focused and number <= 9 else 0
                if card.face.key != key:
                    card.face.key = key
                    card.update()

    def _card_focused(self, card: Card, reason: Qt.FocusReason) -> None:
        if card not in self._actions:
            return
        shown = self._group_of(card)
        for each in shown.cards:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is card else Qt.FocusPolicy.ClickFocus)
        seen = shown.seen()
        shown.current = seen.index(card) if card in seen else 0
        place = self._groups.index(shown)
        if place != self._focused:
            self._focused = place
            self._number()
        # A window that comes to the front brings its focus along; nothing is to scroll for that.
        if reason != Qt.FocusReason.ActiveWindowFocusReason:
            self.card_focused.emit(card)

    # -- finding by typing -----------------------------------------------------------------------------------

    def _filter_changed(self, text: str) -> None:
        words = text.casefold().split()
        left = 0
        for shown in self._groups:
            for card in shown.cards:
                fits = card.isChecked() or all(word in self._words[card] for word in words)
                card.setVisible(fits)
                left += fits and not (card.isChecked() and words)
            has_any = bool(shown.seen())
            shown.caption.setVisible(has_any)
            shown.prompt.setVisible(has_any)
            shown.current = 0
        self._nothing.setVisible(bool(words) and left == 0)
        self._order_tabs()
        self._number()

    def _first_match(self) -> None:
        words = self._filter.text().casefold().split()
        for shown in self._groups:
            for card in shown.seen():
                if all(word in self._words[card] for word in words):
                    card.setFocus(Qt.FocusReason.OtherFocusReason)
                    return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and isinstance(watched, CheckCard | RadioCard):
            self._card_focused(watched, event.reason())
        if watched is self._filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not event.isAutoRepeat():
                    self._first_match()
                return True
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
        return super().eventFilter(watched, event)

"""How sure one is: four buttons in a row, none chosen at first; choosing the chosen one again takes it back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from relall_trainer.encounter.play import CONFIDENCE
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.option_card import MOVES

CONFIDENCE_WORDS: Mapping[str, str] = {
    "guessing": "Guessing",
    "leaning": "Leaning",
    "fairly_sure": "Fairly sure",
    "certain": "Certain",
}


class _Degree(QPushButton):
    """One of the four; arrows ask to move along the row."""

    move_asked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = MOVES.get(event.key())
        if step is not None:
            self.move_asked.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # Enter commits; the page does that
        elif not event.isAutoRepeat():
            super().keyPressEvent(event)


class ConfidenceRow(QWidget):
    """Guessing, leaning, fairly sure, certain, or nothing said.

    ``confidence_changed`` sends the word or None.
    """

    confidence_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        row = Flow(self, theme.px(6))  # goes on in a second line where text is large
        self._question = QLabel("How sure are you?", self)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setProperty("role", "muted")
        row.addWidget(self._question)
        self._degrees: dict[str, _Degree] = {}
        for word in CONFIDENCE:
            button = _Degree(CONFIDENCE_WORDS[word], self)
            button.setCheckable(True)
            button.setAccessibleName(f"How sure are you? {CONFIDENCE_WORDS[word]}")
            button.setAccessibleDescription("Optional; never changes the score")
            button.clicked.connect(lambda _=False, word=word: self._clicked(word))
            button.move_asked.connect(lambda step, word=word: self._move(word, step))
            self._degrees[word] = button
            row.addWidget(button)

    def confidence(self) -> str | None:
        """The word chosen, or None."""
        return next((word for word, button in self._degrees.items() if button.isChecked()), None)

    def choose(self, confidence: str | None) -> None:
        """Show this word as chosen; sends nothing."""
        for word, button in self._degrees.items():
            button.setChecked(word == confidence)

    def show_question(self, shown: bool) -> None:
        """Leave the question's words out where the row is short of room; its buttons still carry them."""
        self._question.setVisible(shown)
        self._question.setMinimumHeight(next(iter(self._degrees.values())).sizeHint().height())

    def _clicked(self, word: str) -> None:
        self.choose(word if self._degrees[word].isChecked() else None)
        self.confidence_changed.emit(self.confidence())

    def _move(self, word: str, step: int) -> None:
        words = list(self._degrees)
        place = max(0, min(len(words) - 1, words.index(word) + step))
        self._degrees[words[place]].setFocus(Qt.FocusReason.OtherFocusReason)

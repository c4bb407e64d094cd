"""A cited count as so many patients, and the same number drawn again by chance, with the seed to see and to type.

Nothing here is scored, and it says so. Which counts are certain is left to the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.outcome import Outcome, cited, drawn
from relall_trainer.evidence.reference import Figure
from relall_trainer.evidence.shares import interval_words, share_of
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.icon_array import IconArray
from relall_trainer.gui.widgets.text import label

NEVER_SCORES = "A draw shows what chance alone does to so many patients; it never changes a score."
_MOST_SEED = 999_999_999
_FIELD = 110


class OutcomeView(QWidget):
    """``drawn_again`` sends the seed of each draw. Hides itself where no count is certain."""

    drawn_again = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._outcome: Outcome | None = None
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        self._which = ""
        self._offered: list[Button] = []
        self._top = QWidget()
        self._top.setProperty("role", "plain")
        self._flow = Flow(self._top)
        self.array = IconArray(theme)
        self._words = label("", "strong")
        self._beside = label("", "small")
        controls = QWidget()
        controls.setProperty("role", "plain")
        line = Flow(controls)
        self._again = Button("Draw again", done=self.draw_again)
        self._again.setToolTip("R")
        self._cited = Button("As reported", name="Show the count as it was reported", done=self.show_cited)
        self._cited.setCheckable(True)
        self._seed_words = label("Seed", "note", wrap=False)
        self.seed = QLineEdit()
        self.seed.setValidator(QIntValidator(0, _MOST_SEED, self.seed))
        self.seed.setAccessibleName("Seed of the draw")
        self.seed.setToolTip("The same number draws the same patients. Type one and press Enter.")
        self.seed.returnPressed.connect(self._draw_typed)
        for control in (self._cited, self._again, self._seed_words, self.seed):
            line.addWidget(control)
        for part in (self._top, self._words, self._beside, self.array, controls, label(NEVER_SCORES, "note")):
            rows.addWidget(part)
        theme.changed.connect(self._fit)
        self._fit()
        self.setVisible(False)

    def take_focus(self) -> None:
        """Have the keyboard where one draws."""
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def outcome(self) -> Outcome | None:
        """What is shown."""
        return self._outcome

    @property
    def told(self) -> str:
        """What is said of it."""
        return f"{self._words.text()} {self._beside.text()}"

    def show_figures(self, figures: Sequence[Figure]) -> bool:
        """Show what of these has a certain count, the first one first; False where none has."""
        self._figures = tuple(figure for figure in figures if figure.drawable)
        self.setVisible(bool(self._figures))
        for old in self._offered:
            self._flow.removeWidget(old)
            old.deleteLater()
        self._offered = [self._offer(figure) for figure in self._figures]
        if self._figures:
            self._top.setVisible(len(self._figures) > 1)
            self.seed.clear()
            self.choose(self._figures[0].name)
        return bool(self._figures)

    def choose(self, name: str) -> None:
        """Show the figure of this name, as reported."""
        self._which = name
        for button, figure in zip(self._offered, self._figures, strict=True):
            button.setChecked(figure.name == name)
        self.show_cited()

    def show_cited(self) -> None:
        """Show exactly as many as were reported."""
        figure = self._figure
        if figure is not None:
            self._show(cited(figure.numerator or 0, figure.denominator or 1))

    def draw_again(self) -> None:
        """Draw with the next seed."""
        typed = self.seed.text()
        self.draw(min(_MOST_SEED, int(typed) + 1) if typed else 1)

    def draw(self, seed: int) -> None:
        """Draw as many patients again with this seed."""
        figure = self._figure
        if figure is None:
            return
        self.seed.setText(str(seed))
        self._show(drawn(figure.numerator or 0, figure.denominator or 1, seed))
        self.drawn_again.emit(seed)

    @property
    def _figure(self) -> Figure | None:
        return next((one for one in self._figures if one.name == self._which), None)

    def _offer(self, figure: Figure) -> Button:
        button = Button(_capital(figure.label), done=partial(self.choose, figure.name))
        button.setCheckable(True)
        self._flow.addWidget(button)
        return button

    def _draw_typed(self) -> None:
        if self.seed.hasAcceptableInput():
            self.draw(int(self.seed.text()))

    def _show(self, outcome: Outcome) -> None:
        figure = self._figure
        if figure is None:
            return
        self._outcome = outcome
        share = share_of(figure)
        interval = "" if share.low is None or share.high is None else interval_words(share.low, share.high)
        reported = f"{figure.numerator} of {figure.denominator}"
        self._words.setText(f"{outcome.count} of {outcome.of}: {figure.label}")
        if outcome.seed is None:
            self._beside.setText(f"As reported. 95% interval of the share {interval} (Wilson).")
        else:
            self._beside.setText(
                f"Drawn with seed {outcome.seed}. Reported were {reported}, 95% interval {interval} (Wilson)."
            )
        self._cited.setChecked(outcome.seed is None)
        chance = 0 < (figure.numerator or 0) < (figure.denominator or 0)
        self._again.setEnabled(chance)
        self._again.setToolTip("R" if chance else "None or all: there is nothing left to chance")
        self.array.show_count(outcome.count, outcome.of, figure.label)

    def _fit(self) -> None:
        self.seed.setFixedWidth(self._theme.px(_FIELD))
        self._seed_words.setMinimumHeight(self.seed.sizeHint().height())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

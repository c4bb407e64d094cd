"""The lists of the page Practice in one card: how rules or dimensions stand, or which rows have been met.

Shows what it is given in the order and narrowed to what is asked; where that leaves nothing, says so with one button.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.mastery_order import ordered
from relall_trainer.gui.practice_lines import CoverageLine, MasteryLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.mastery_head import MasteryHead
from relall_trainer.gui.widgets.mastery_table import MasteryTable
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

_ESTIMATE = (
    "Right: answers that followed the rule, first answers only. Recall is an estimate (FSRS) from when and how you "
    "answered, not a test."
)
_FULL = "Right: decisions that earned all their points, first answers only."
_COVERED = "Counted are the different patients met, in cases and practice, for whom a row held."


class StandingLists(QFrame):
    """``row_asked`` names a row of the coverage; ``all_asked`` wants nothing left out; ``begun`` a sitting."""

    row_asked = Signal(str)
    all_asked = Signal()
    begun = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.table = MasteryTable(theme, "How each rule stands")
        self.head = MasteryHead(theme, self.table, "Rule")
        self._standing = QWidget()
        self._standing.setProperty("role", "plain")
        column = QVBoxLayout(self._standing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        self.rows = RowList(theme, "Rows of the rules and how many patients they held for")
        self.rows.row_opened.connect(self.row_asked)
        self.none_fit = Empty(
            "No rule fits", "What was typed stands in no rule.", "Show all", self.all_asked.emit
        )
        self.nothing = Empty(
            "Nothing met yet",
            "After ten minutes of practice, or a case, each rule stands here with its answers.",
            "Begin ten minutes",
            self.begun.emit,
        )
        self._stack = QStackedWidget()
        unknown = QWidget()  # until the record is known, nothing is said that may be untrue
        unknown.setProperty("role", "plain")
        for view in (unknown, self._standing, self.rows, self.none_fit, self.nothing):
            self._stack.addWidget(view)
        self._note = label("", "note")
        self._note.setContentsMargins(theme.px(10), theme.px(4), theme.px(10), 0)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(theme.px(6), theme.px(4), theme.px(4), theme.px(6))
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._note)

    @property
    def standing_shown(self) -> bool:
        """Whether rules or dimensions are listed now."""
        return self._stack.currentWidget() is self._standing

    def show_standing(self, what: str, lines: Sequence[MasteryLine], order: str, wanted: str = "") -> None:
        """Show how these stand; ``what`` they are: rule or dimension."""
        found = [line for line in lines if wanted in line.heading.casefold()]
        self.head.name_first(what.capitalize())
        self.table.setAccessibleName(f"How each {what} stands")
        self.table.show_lines(ordered(found, order))
        note = _ESTIMATE if what == "rule" else _FULL
        self._note.setText(note if any(line.n for line in lines) else "")
        self._stack.setCurrentWidget(self._standing if found else self.none_fit if wanted else self.nothing)

    def show_coverage(self, lines: Sequence[CoverageLine], wanted: str = "") -> None:
        """Show which rows have been met by how many patients, those not met first."""
        found = [one for one in lines if wanted in f"{one.heading} {one.words}".casefold()]
        found.sort(key=lambda one: one.fired)
        self.rows.rows.show_rows([(one.row, _row(one)) for one in found])
        met = sum(one.fired > 0 for one in lines)
        self._note.setText(f"{met:,} of {counted(len(lines), 'row')} met. {_COVERED}" if lines else "")
        self._stack.setCurrentWidget(self.none_fit if wanted and not found else self.rows)

    def show_note(self, shown: bool) -> None:
        """Whether there is room for the note beneath."""
        self._note.setVisible(shown and bool(self._note.text()))

    def take_keyboard(self) -> None:
        """Put the keyboard on the list shown."""
        (self.table if self.standing_shown else self.rows).setFocus(Qt.FocusReason.OtherFocusReason)


def _row(line: CoverageLine) -> Row:
    return Row(((line.heading, False),), ((line.words, False),), line.counts())

"""Where each rule and dimension stands, what has been met of the rules, and the ways to begin a sitting.

Sorted and found as one types. Numbers come in ready; reckoning them is left to ``study``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.mastery_order import ORDERS
from relall_trainer.gui.practice_lines import CoverageLine, MasteryLine, RuleLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.rule_panel import RuleCard
from relall_trainer.gui.widgets.standing_lists import StandingLists
from relall_trainer.gui.widgets.text import label

RULES, DIMENSIONS, COVERAGE = "rules", "dimensions", "coverage"
_VIEWS = ((RULES, "Rules"), (DIMENSIONS, "Dimensions"), (COVERAGE, "Coverage"))
ANY = ""
_BESIDE = 900  # px at 100% from which the rule stands beside the list
_PANEL = 340
_ROOMY, _FIND, _SHORT_FIND = 700, 220, 104
_LOW = 440


class PracticePage(QWidget):
    """``begun`` asks for a sitting with (contrast pairs only?, dimension or empty)."""

    begun = Signal(bool, str)
    sitting_asked = Signal()
    drill_asked = Signal(str)
    decisions_asked = Signal(str)
    rule_asked = Signal(str)
    evidence_asked = Signal(str)
    coverage_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._lines: dict[str, tuple[MasteryLine, ...]] = {RULES: (), DIMENSIONS: ()}
        self._coverage: tuple[CoverageLine, ...] = ()
        self._about: Callable[[str], RuleLines] | None = None
        self._opened = False
        self._sitting = False
        self.view = RULES
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self._make_head(theme, icons))
        self._progress = label("", "muted")
        self._progress.hide()
        outer.addWidget(self._progress)
        self._bar = self._make_bar(theme, icons)
        outer.addWidget(self._bar)
        outer.addWidget(self._make_body(theme, icons), 1)
        theme.changed.connect(self._arrange)
        self._views[self.view].setChecked(True)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_head(self, theme: Theme, icons: Icons) -> QWidget:
        title = PageTitle("Practice")
        self.begin = Button("Begin ten minutes", "primary", done=self._begin)
        self.pairs = Button(
            "Contrast pairs", name="Begin ten minutes of contrast pairs only", done=self._begin_pairs
        )
        self.pairs.setToolTip("Two patients alike but for one fact")
        self._dimension = Choice("Practice of", icons)
        self._dimension.offer(((ANY, "All dimensions"),))
        for one in (self._dimension, self.pairs, self.begin):
            title.row.addWidget(one)
        return title

    def _make_bar(self, theme: Theme, icons: Icons) -> QWidget:
        part = QWidget()
        part.setProperty("role", "plain")
        flow = Flow(part, theme.px(8))
        self._views: dict[str, Button] = {}
        for view, words in _VIEWS:
            button = Button(words, name=f"Show {words.lower()}", done=self._turn_to(view))
            button.setCheckable(True)
            self._views[view] = button
            flow.addWidget(button)
        self.finder = QLineEdit()
        self.finder.setPlaceholderText("Find a rule")
        self.finder.setAccessibleName("Find a rule")
        self.finder.textChanged.connect(lambda _text: self._show_lines())
        self._sort = Choice("Order", icons)
        self._sort.offer(ORDERS)
        self._sort.picked.connect(lambda _value: self._show_lines())
        flow.addWidget(self.finder)
        flow.addWidget(self._sort)
        return part

    def _make_body(self, theme: Theme, icons: Icons) -> QWidget:
        self.lists = StandingLists(theme)
        self.table = self.lists.table
        self.table.line_passed.connect(self._pass)
        self.table.line_opened.connect(self._open)
        self.table.typed.connect(self._type)
        self.lists.row_asked.connect(lambda row: self.rule_asked.emit(row.partition(".")[0]))
        self.lists.all_asked.connect(self.finder.clear)
        self.lists.begun.connect(self._begin)
        body = QWidget()
        body.setProperty("role", "plain")
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self.lists, 1)
        self._rule_card = RuleCard(theme, icons)
        self._rule_card.back.clicked.connect(self._close)
        self._rule_card.hide()
        self.panel = self._rule_card.panel
        self.panel.drill_asked.connect(self.drill_asked)
        self.panel.decisions_asked.connect(self.decisions_asked)
        self.panel.rule_asked.connect(self.rule_asked)
        self.panel.evidence_asked.connect(self.evidence_asked)
        row.addWidget(self._rule_card)
        return body

    # -- what is shown ---------------------------------------------------------------------------------------

    def explain_with(self, about: Callable[[str], RuleLines]) -> None:
        """From now on ask this for a rule by its id."""
        self._about = about

    def show_mastery(
        self, rules: Sequence[MasteryLine], dimensions: Sequence[MasteryLine], *, sitting: str = ""
    ) -> None:
        """Show where each stands; ``sitting`` says that one is under way."""
        self.show_progress(0, 0)
        self._lines = {RULES: tuple(rules), DIMENSIONS: tuple(dimensions)}
        self._dimension.offer(((ANY, "All dimensions"), *((line.key, line.heading) for line in dimensions)))
        self._sitting = bool(sitting)
        for other in (self.pairs, self._dimension):
            other.setVisible(not sitting)
        self._show_view()

    def show_coverage(self, lines: Sequence[CoverageLine]) -> None:
        """Show which rows have spoken to how many patients."""
        self._coverage = tuple(lines)
        self._show_view()

    def show_progress(self, done: int, of: int) -> None:
        """Say how far the reading of earlier attempts is; nothing once it is done."""
        self._progress.setText(f"Reading earlier attempts: {done:,} of {of:,}" if of else "")
        self._progress.setVisible(bool(of))

    def show_view(self, view: str) -> None:
        """Turn to the rules, the dimensions or the coverage."""
        self.view = view
        self._opened = False
        if view == COVERAGE:
            self.coverage_asked.emit()
        self._show_view()

    def _turn_to(self, view: str) -> Callable[[], None]:
        return lambda: self.show_view(view)

    def _show_view(self) -> None:
        for name, button in self._views.items():
            button.setChecked(name == self.view)
        self._sort.setVisible(self.view != COVERAGE)
        self.finder.setVisible(self.view != DIMENSIONS)
        self._show_lines()

    def _show_lines(self) -> None:
        wanted = self.finder.text().strip().casefold()
        if self.view == COVERAGE:
            self.lists.show_coverage(self._coverage, wanted)
        elif self.view == RULES:
            self.lists.show_standing("rule", self._lines[RULES], self._sort.value, wanted)
        else:
            self.lists.show_standing("dimension", self._lines[DIMENSIONS], self._sort.value)
        self._arrange()

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("practice.begin", "Begin ten minutes of practice", (), ("review", "sitting")),
                self._begin,
            ),
            (
                Named("practice.pairs", "Begin ten minutes of contrast pairs", (), ("differ", "compare")),
                self._begin_pairs,
            ),
            (Named("practice.find", "Find a rule", ("Ctrl+F",), ("search",)), self._find),
            (
                Named("practice.rules", "Show how each rule stands", (), ("mastery",)),
                lambda: self.show_view(RULES),
            ),
            (
                Named("practice.dimensions", "Show how each dimension stands", (), ("mastery",)),
                lambda: self.show_view(DIMENSIONS),
            ),
            (
                Named("practice.coverage", "Show which rows of the rules have been met", (), ("coverage",)),
                lambda: self.show_view(COVERAGE),
            ),
        )

    def _begin(self) -> None:
        if self._sitting:
            self.sitting_asked.emit()
        else:
            self.begun.emit(False, self._dimension.value)

    def _begin_pairs(self) -> None:
        if self._sitting:
            self.sitting_asked.emit()
        else:
            self.begun.emit(True, self._dimension.value)

    def _find(self) -> None:
        if self.view == DIMENSIONS:
            self.show_view(RULES)
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def _type(self, letter: str) -> None:
        if self.view == RULES:
            self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.finder.setText(self.finder.text() + letter)

    def _pass(self, key: str) -> None:
        if self.view == RULES and self._about is not None:
            self.panel.show_rule(self._about(key))
            self._arrange()

    def refresh_rule(self) -> None:
        """Ask anew for the rule shown: more is known of it."""
        if self.panel.rule:
            self._pass(self.panel.rule)

    def _open(self, key: str) -> None:
        if self.view == DIMENSIONS:
            self._dimension.offer_again(key)
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._pass(key)
        self._opened = True
        self._arrange()
        self.panel.drill.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._opened = False
        self._arrange()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- keys and room ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            if focused is self.finder and self.finder.text():
                self.finder.clear()
            self._close()
        elif event.key() == Qt.Key.Key_Down and focused is self.finder:
            self.lists.take_keyboard()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, Button):
            if not event.isAutoRepeat():
                focused.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the lists scroll rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        there = self.view == RULES and bool(self.panel.rule) and self.lists.standing_shown
        self._rule_card.setVisible(there and (beside or self._opened))
        self._rule_card.setMinimumWidth(px(_PANEL) if beside else 0)
        self._rule_card.setMaximumWidth(px(_PANEL) if beside else 16_777_215)
        self.lists.setVisible(beside or not (there and self._opened))
        self._rule_card.back.setVisible(not beside)
        self._bar.setVisible(self.lists.isVisibleTo(self))
        roomy = self.width() >= px(_ROOMY)
        words = ("Go on", "Go on with the sitting") if self._sitting else ("Begin", "Begin ten minutes")
        self.begin.show_text(words[roomy], words[1])
        # Large text on a low window: the list comes before what stands around it.
        self.finder.setFixedWidth(px(_FIND if roomy else _SHORT_FIND))
        self.lists.show_note(self.height() >= px(_LOW))

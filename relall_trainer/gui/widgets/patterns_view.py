"""What keeps going wrong: by rule, over time, by confidence, and what was certain and harmful.

Versions of rules and scoring are never mixed: one is looked at at a time, and where time runs over several they stand
apart. Filling each view is left to whoever answers ``section_asked`` and ``trend_asked``.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.encounter.case import DIMENSION_NAMES
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.pattern_lines import RuleLine, Stretch
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.pattern_parts import ChartAndList, Harmful, MissedRules
from relall_trainer.gui.widgets.picker import Picker
from relall_trainer.gui.widgets.tabs import Tabs

RULES, TREND, SURE, HARMFUL = "rules", "trend", "sure", "harmful"
_SECTIONS = (
    (RULES, "Rules missed"),
    (TREND, "Over time"),
    (SURE, "How sure"),
    (HARMFUL, "Certain and harmful"),
)
_EVERYTHING = ("", "All decisions")
_DIMENSION, _RULE = "d:", "r:"
_TREND_NOTE = "95% intervals; n is how many decisions stand behind a point. First answers only."
_SURE_NOTE = "Fully right: all points earned. 95% intervals. First answers with a stated confidence only."


class PatternsView(QWidget):
    """``section_asked``: fill the section shown. ``trend_asked``: fill the trend (see ``trend_of``)."""

    section_asked = Signal()
    drill_asked = Signal(str)
    rule_decisions_asked = Signal(str)
    decision_chosen = Signal(str, int)
    all_decisions_asked = Signal()
    cases_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.sections = Tabs(theme, "Patterns", _SECTIONS)
        self.sections.chosen.connect(lambda _key: self._come_to())
        self._bar = QWidget()
        self._bar.setProperty("role", "plain")
        bar = Flow(self._bar, theme.px(8))
        self.what = Picker("What is followed over time", theme, icons)
        self.version = Choice("Version of rules and scoring", icons)
        for choice in (self.what, self.version):
            choice.picked.connect(lambda _value: self.section_asked.emit())
            bar.addWidget(choice)
        self.rules = MissedRules(theme, self.cases_asked.emit)
        self.trend = ChartAndList(theme, "Shares over time", self._empty("Nothing to follow yet"))
        self.sure = ChartAndList(theme, "Confidence against result", self._empty("No confidence stated yet"))
        self.harmful = Harmful(theme, icons, self.all_decisions_asked.emit)
        self.rules.drill_asked.connect(self.drill_asked)
        self.rules.decisions_asked.connect(self.rule_decisions_asked)
        self.harmful.decision_chosen.connect(self.decision_chosen)
        self._stack = QStackedWidget()
        self._views = {RULES: self.rules, TREND: self.trend, SURE: self.sure, HARMFUL: self.harmful}
        for view in self._views.values():
            self._stack.addWidget(view)
        for part in (self.sections, self._bar):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        self.offer_rules(())
        self._versions: Sequence[str] = ()
        self._show_bar()

    @property
    def section(self) -> str:
        """The section shown: rules, trend, sure, harmful."""
        return self.sections.here

    def trend_of(self) -> tuple[str | None, str | None]:
        """The rule, or the dimension, or neither (everything) that is followed over time."""
        value = self.what.value
        rule = value.removeprefix(_RULE) if value.startswith(_RULE) else None
        dimension = value.removeprefix(_DIMENSION) if value.startswith(_DIMENSION) else None
        return rule, dimension

    def offer_rules(self, rules: Sequence[tuple[str, str]]) -> None:
        """The rules (id, words) that can be followed, beside the dimensions."""
        dimensions = [(f"{_DIMENSION}{key}", words) for key, words in DIMENSION_NAMES.items()]
        self.what.offer((_EVERYTHING, *dimensions, *((f"{_RULE}{rule}", words) for rule, words in rules)))

    def offer_versions(self, versions: Sequence[str]) -> None:
        """The versions one can look at, the one used last first."""
        self._versions = versions
        if versions:
            self.version.offer([(one, one) for one in versions])
        self._show_bar()

    def show_rules(self, lines: Sequence[RuleLine]) -> None:
        self.rules.show_rules(lines)

    def show_trend(self, stretches: Sequence[Stretch]) -> None:
        self.trend.show_stretches(stretches, _TREND_NOTE, newest_first=True)

    def show_certainty(self, lines: Sequence[Stretch], sentence: str) -> None:
        self.sure.show_stretches(lines, _SURE_NOTE, sentence)

    def choose(self, section: str) -> None:
        """Come to a section and have it filled."""
        self.sections.show_chosen(section)
        self._come_to()

    def focus_view(self) -> None:
        """Put the keyboard on the list shown."""
        self._views[self.section].setFocus()

    def _come_to(self) -> None:
        self._stack.setCurrentWidget(self._views[self.section])
        self._show_bar()
        self.section_asked.emit()

    def _show_bar(self) -> None:
        self.what.setVisible(self.section == TREND)
        self.version.setVisible(self.section in (RULES, SURE) and len(self._versions) > 1)
        self._bar.setVisible(not self.what.isHidden() or not self.version.isHidden())

    def _empty(self, heading: str) -> Empty:
        return Empty(heading, "It fills with what you decide.", "Choose a case", self.cases_asked.emit)

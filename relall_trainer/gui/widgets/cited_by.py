"""What rests on an entry: the rules, with how often they were met; the decisions of the shipped cases; other entries.

Counting and finding are done by whoever is asked; here it is shown, with a way on to each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import Citing, Touched
from relall_trainer.gui.citing_decisions import CitingDecision
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

_MOST_DECISIONS = 12


@dataclass(frozen=True, slots=True)
class Met:
    """How often the learner's own first answers met a rule, and how often they went against it."""

    times: int
    wrong: int

    def words(self) -> str:
        """``you met it 4 times, wrong once``."""
        if not self.times:
            return "you have not met it yet"
        wrong = {0: "never wrong"}.get(self.wrong, f"wrong {_times(self.wrong)}")
        return f"you met it {_times(self.times)}, {wrong}"


HowMet = Callable[[str], Met | None]


class CitedBy(QWidget):
    """``rule_asked`` and ``decisions_asked`` name a rule, ``item_asked`` another entry."""

    rule_asked = Signal(str)
    decisions_asked = Signal(str)
    item_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(4))

    def show_rules(self, rules: Sequence[Citing], heading: str, how_met: HowMet | None) -> None:
        """The rules, each to be opened, with the learner's own decisions behind it."""
        if not rules:
            return
        self._head(heading)
        for rule in rules:
            met = how_met(rule.id) if how_met is not None else None
            text = f"{rule.title} · {met.words()}" if met is not None else rule.title
            row = self._link(rule.id, text, f"Open the rule {rule.id}: {rule.title}", self.rule_asked)
            if met is not None and met.times:
                row.addWidget(
                    Button(
                        "Your decisions",
                        "link",
                        name=f"Your decisions that met {rule.id}",
                        done=partial(self.decisions_asked.emit, rule.id),
                    )
                )

    def show_steps(self, steps: Sequence[Citing]) -> None:
        """The steps of the catalogue that rest on it."""
        if steps:
            self._head("Steps that rest on it")
            self._rows.addWidget(label("; ".join(step.title for step in steps)))

    def show_touched(self, touched: Touched) -> None:
        """What a later development stands beside."""
        if touched.items:
            self._head("Stands beside these entries")
            for item in touched.items:
                self._link(item.id, item.title, f"Open {item.id}: {item.title}", self.item_asked)
        if touched.steps:
            self._head("Stands beside these steps")
            self._rows.addWidget(label("; ".join(step.title for step in touched.steps)))

    def show_decisions(self, decisions: Sequence[CitingDecision]) -> None:
        """The moments of the shipped cases that name the entry, case by case."""
        if not decisions:
            return
        self._head("Named in these cases")
        by_case: dict[str, list[str]] = {}
        for one in decisions[:_MOST_DECISIONS]:
            drawn = ": what follows may be drawn from this count" if one.draws else ""
            by_case.setdefault(one.case_title, []).append(f"• {one.title}{drawn}")
        for case, titles in by_case.items():
            self._rows.addWidget(label(case, "note"))
            self._rows.addWidget(label("\n".join(titles)))
        more = len(decisions) - _MOST_DECISIONS
        if more > 0:
            self._rows.addWidget(label(f"and {more} more", "note"))

    def _head(self, heading: str) -> None:
        if self._rows.count():
            self._rows.addSpacing(self._theme.px(4))
        self._rows.addWidget(label(heading, "strong"))

    def _link(self, name: str, text: str, told: str, asked: SignalInstance) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Button(name, "link", name=told, done=partial(asked.emit, name)))
        row.addWidget(label(text), 1)
        self._rows.addLayout(row)
        return row


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")

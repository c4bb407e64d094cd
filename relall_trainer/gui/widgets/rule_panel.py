"""One rule to read and to act on: what it says and why, how it stands, its evidence, its rows, its decisions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.practice_lines import RuleLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import label


class RulePanel(QWidget):
    """Names the rule, or the item, of whatever is asked for."""

    drill_asked = Signal(str)
    decisions_asked = Signal(str)
    rule_asked = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rule = ""
        self.setProperty("role", "plain")
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._heading = label("", "section")
        self._why = label("")
        self._source = label("", "note")
        self._result = label("", "strong")
        self._recall = label("")
        self._due = label("", "muted")
        self._older = label("", "note")
        self._not_drilled = label("", "muted")
        self.drill = Button("Drill this rule", done=lambda: self.drill_asked.emit(self._rule))
        self.decisions = Button("See the decisions", done=lambda: self.decisions_asked.emit(self._rule))
        self.rows = Button("Read the rule", done=lambda: self.rule_asked.emit(self._rule))
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, px(8))
        for button in (self.drill, self.decisions, self.rows):
            flow.addWidget(button)
        self._rests_on = label("RESTS ON", "caption")
        self._items = QVBoxLayout()
        self._items.setSpacing(px(2))
        for part in (
            self._heading,
            self._why,
            self._source,
            self._result,
            self._recall,
            self._due,
            self._older,
        ):
            column.addWidget(part)
        column.addSpacing(px(4))
        column.addWidget(acts)
        column.addWidget(self._not_drilled)
        column.addSpacing(px(4))
        column.addWidget(self._rests_on)
        column.addLayout(self._items)
        column.addStretch(1)

    @property
    def rule(self) -> str:
        """The rule shown."""
        return self._rule

    def show_rule(self, lines: RuleLines) -> None:
        """Show this rule."""
        self._rule = lines.id
        self._heading.setText(lines.heading)
        self._why.setText(lines.why)
        self._source.setText(lines.source)
        standing = lines.standing
        met = standing is not None and standing.n > 0
        self._result.setText(standing.result() if standing else "Not met yet")
        self._recall.setText(standing.recalled() if standing else "")
        self._recall.setVisible(bool(self._recall.text()))
        self._due.setText(f"Due {standing.due}" if standing and standing.due else "")
        self._due.setVisible(bool(self._due.text()))
        self._older.setText("\n".join(lines.older))
        self._older.setVisible(bool(lines.older))
        self.drill.setEnabled(not lines.not_drilled)
        self._not_drilled.setText(lines.not_drilled)
        self._not_drilled.setVisible(bool(lines.not_drilled))
        self.decisions.setVisible(met)
        while (item := self._items.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        known = [one for one in lines.evidence if one.title]
        self._rests_on.setVisible(bool(known))
        for one in known:
            self._items.addWidget(self._evidence_row(one.id, one.title))

    def _evidence_row(self, item: str, title: str) -> QWidget:
        """The title wraps, which a button cannot; so the button stands before it."""
        row = QWidget()
        row.setProperty("role", "plain")
        rows = QVBoxLayout(row)
        rows.setContentsMargins(0, 0, 0, 4)
        rows.setSpacing(0)
        rows.addWidget(label(title))
        rows.addWidget(
            Button(
                "Open in Evidence",
                "link",
                name=f"Open in Evidence: {title}",
                done=lambda: self.evidence_asked.emit(item),
            )
        )
        return row


class RuleCard(QFrame):
    """The panel in a card that scrolls; ``back`` is for where it takes the place of the list."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.panel = RulePanel(theme)
        self.back = Button("All rules", "quiet", icon=icons.icon("arrow-left"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(10), theme.px(6), theme.px(12))
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        area = Scrolled()
        area.column.addWidget(self.panel)
        column.addWidget(area, 1)

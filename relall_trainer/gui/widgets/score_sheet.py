"""The score sheet, line by line: every point followed to its rule, the facts that fired it, and the evidence.

Scores and ratings are the encounter's own; nothing is reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from relall_trainer.clinical.wording import RATING_WORDS, fact_words
from relall_trainer.encounter.case import DIMENSION_NAMES
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.encounter.scoring import BASES, GroupScore, ScoreLine
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook, out_of, signed, step_label

_HEADINGS = ("Step", "Rating", "Points", "Rule", "Because", "Evidence")
_EVIDENCE = Qt.ItemDataRole.UserRole


class ScoreSheet(QTreeWidget):
    """Decisions, their questions, and each step's line. ``evidence_asked`` names the first item of a line."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self.setHeaderLabels(list(_HEADINGS))
        self.setAccessibleName("Score sheet: every point, its rule, facts and evidence")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(False)
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.itemActivated.connect(self._ask)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def show_sheet(self, encounter: Encounter, visits: Iterable[Visit], rulebook: Rulebook) -> None:
        """Show the lines of these visits (each decision's first answer)."""
        self.clear()
        for number, visit in enumerate(visits, 1):
            node = encounter.case.nodes[visit.node]
            top = self._row(
                (f"{number}. {node.title}", "", out_of(visit.score.points, visit.score.possible), "", "", "")
            )
            self.addTopLevelItem(top)
            labels = {
                option.action: step_label(option, rulebook.actions)
                for group in node.groups
                for option in group.options
            }
            prompts = {group.id: group.prompt for group in node.groups}
            appraisal = encounter.appraised(visit)
            for group in visit.score.groups:
                mid = self._group(group, prompts.get(group.group, group.group))
                top.addChild(mid)
                mid.setExpanded(True)
                for line in group.lines:
                    step = appraisal.steps[line.action]
                    facts = "; ".join(fact_words(fact.field, fact.value) for fact in step.because)
                    row = self._line(line, labels[line.action], rulebook, facts, step.evidence)
                    mid.addChild(row)
                if group.adjustment:
                    words = (
                        "Never below 0" if group.adjustment > 0 and group.basis == "order_set" else "Question"
                    )
                    mid.addChild(self._row((words, "", signed(group.adjustment), "", BASES[group.basis], "")))
        for column, width in enumerate((330, 140, 110, 70, 260)):
            self.setColumnWidth(column, self._theme.px(width))

    def _group(self, group: GroupScore, prompt: str) -> QTreeWidgetItem:
        name = DIMENSION_NAMES.get(group.dimension, group.dimension)
        return self._row(
            (f"{prompt} ({name})", "", out_of(group.points, group.possible), "", BASES[group.basis], "")
        )

    def _line(
        self, line: ScoreLine, label: str, rulebook: Rulebook, facts: str, evidence: tuple[str, ...]
    ) -> QTreeWidgetItem:
        taken = "taken" if line.chosen else "left out"
        rule = rulebook.rules.get(line.rule or "")
        row = self._row(
            (
                f"{label} ({taken})",
                RATING_WORDS[line.rating],
                signed(line.points),
                line.rule or "–",
                facts,
                ", ".join(evidence),
            )
        )
        row.setIcon(1, QIcon(self._icons.rating(line.rating, 16)))
        if rule is not None:
            row.setToolTip(3, rule.title)
        if line.chosen:
            font = row.font(0)
            font.setWeight(font.Weight.DemiBold)
            row.setFont(0, font)
        if evidence:
            row.setData(0, _EVIDENCE, evidence[0])
        return row

    def _row(self, texts: tuple[str, ...]) -> QTreeWidgetItem:
        row = QTreeWidgetItem(list(texts))
        for column in range(len(texts)):
            row.setTextAlignment(column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return row

    def _ask(self, item: QTreeWidgetItem, _column: int) -> None:
        evidence = item.data(0, _EVIDENCE)
        if isinstance(evidence, str) and evidence:
            self.evidence_asked.emit(evidence)

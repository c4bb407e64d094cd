"""The score sheet, line by line: every point followed to its rule, the facts that fired it, and the evidence.

Scores and ratings are the encounter's own; nothing is reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from relall_trainer.clinical.wording import RATING_WORDS, fact_words
from relall_trainer.encounter.case import DIMENSION_NAMES
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.encounter.scoring import BASES, GroupScore, ScoreLine
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import Rulebook, out_of, signed, step_label

_HEADINGS = ("Step", "Rating", "Points", "Rule and facts", "Evidence")
_STEP, _RATING, _POINTS, _WHY, _EVIDENCE = range(5)
_ITEM = Qt.ItemDataRole.UserRole
_FIXED = {_RATING: 150, _POINTS: 116}  # px at 100 %; the other columns share the rest
_SHARES = {_STEP: 0.38, _WHY: 0.38, _EVIDENCE: 0.24}
_LEAST = 560
FLOOR = "A question never costs more than it earned"
QUESTION = "The question as a whole"
SILENT_LINE = "The source is silent: never scored."


class _Wrapping(QStyledItemDelegate):
    """Makes a row as high as its longest text, wrapped at the width of its column."""

    def __init__(self, tree: QTreeWidget, theme: Theme) -> None:
        super().__init__(tree)
        self._tree = tree
        self._theme = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        column = index.column()
        room = self._tree.columnWidth(column) - self._theme.px(20)
        if column == _STEP:
            depth, above = 1, index.parent()
            while above.isValid():
                depth, above = depth + 1, above.parent()
            room -= depth * self._tree.indentation()
        font = index.data(Qt.ItemDataRole.FontRole) or self._theme.font()
        metrics = QFontMetrics(font)
        text = str(index.data() or "")
        flags = Qt.TextFlag.TextWordWrap
        high = metrics.boundingRect(QRect(0, 0, max(20, room), 10_000), flags, text).height()
        return QSize(room, high + self._theme.px(12))


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
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Wrapping(self, theme))
        self.itemActivated.connect(self._ask)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())

    def show_sheet(self, encounter: Encounter, visits: Iterable[Visit], rulebook: Rulebook) -> None:
        """Show the lines of these visits (each decision's first answer)."""
        self.clear()
        for number, visit in enumerate(visits, 1):
            node = encounter.case.nodes[visit.node]
            points = out_of(visit.score.points, visit.score.possible)
            top = _row(f"{number}. {node.title}", points)
            self.addTopLevelItem(top)
            options = [option for group in node.groups for option in group.options]
            labels = {option.action: step_label(option, rulebook.actions) for option in options}
            prompts = {group.id: group.prompt for group in node.groups}
            appraisal = encounter.appraised(visit)
            for group in visit.score.groups:
                middle = _group_row(group, prompts.get(group.group, group.group))
                top.addChild(middle)
                middle.setExpanded(True)
                for line in group.lines:
                    step = appraisal.steps[line.action]
                    facts = "; ".join(fact_words(fact.field, fact.value) for fact in step.because)
                    middle.addChild(self._line(line, labels[line.action], rulebook, facts, step.evidence))
                if group.adjustment:
                    floor = group.adjustment > 0 and group.basis == "order_set"
                    words = FLOOR if floor else QUESTION
                    middle.addChild(_row(words, signed(group.adjustment), why=BASES[group.basis]))

    def _line(
        self, line: ScoreLine, label: str, rulebook: Rulebook, facts: str, evidence: tuple[str, ...]
    ) -> QTreeWidgetItem:
        rule = rulebook.rules.get(line.rule or "")
        why = f"{rule.id} {rule.title}. {facts}" if rule else SILENT_LINE
        taken = "taken" if line.chosen else "left out"
        row = _row(
            f"{label} ({taken})", signed(line.points), RATING_WORDS[line.rating], why, ", ".join(evidence)
        )
        row.setIcon(_RATING, QIcon(self._icons.rating(line.rating, 16)))
        if line.chosen:
            row.setFont(_STEP, self._theme.font("body", 600))
        if evidence:
            row.setData(_STEP, _ITEM, evidence[0])
        return row

    def _ask(self, item: QTreeWidgetItem, _column: int) -> None:
        evidence = item.data(_STEP, _ITEM)
        if isinstance(evidence, str) and evidence:
            self.evidence_asked.emit(evidence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.px
        fixed = sum(px(width) for width in _FIXED.values())
        rest = max(px(_LEAST), self.viewport().width() - fixed - 4)
        for column in range(len(_HEADINGS)):
            width = px(_FIXED[column]) if column in _FIXED else round(rest * _SHARES[column])
            self.setColumnWidth(column, width)


def _row(step: str, points: str = "", rating: str = "", why: str = "", evidence: str = "") -> QTreeWidgetItem:
    row = QTreeWidgetItem([step, rating, points, why, evidence])
    for column in range(len(_HEADINGS)):
        row.setTextAlignment(column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return row


def _group_row(group: GroupScore, prompt: str) -> QTreeWidgetItem:
    name = DIMENSION_NAMES.get(group.dimension, group.dimension)
    return _row(f"{prompt} ({name})", out_of(group.points, group.possible), why=BASES[group.basis])

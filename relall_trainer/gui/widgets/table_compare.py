"""Two or three rows of Table 1 side by side: the caution first, then who the patients were, then the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import STRENGTH_WORDS
from relall_trainer.evidence.reference import EvidenceItem, Inconsistency, SinceItem, Table1Row
from relall_trainer.evidence.shares import Share, share_of
from relall_trainer.evidence.table_filter import OUTCOMES
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.forest_plot import LEGEND, ForestPlot
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.table_model import patients_of_row
from relall_trainer.gui.widgets.text import card, label

CAUTION = (
    "Different studies, different patients, different years: these rows cannot be ranked against one another. "
    "Read first who was treated. A higher number may only mean healthier patients."
)
Doubts = Callable[[str], Sequence[Inconsistency]]
Later = Callable[[str], Sequence[SinceItem]]


class TableCompare(QWidget):
    """``item_asked`` names an entry to open; ``left`` when one goes back to the table."""

    item_asked = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        self.back = Button("Back to the table", "quiet", icon=icons.icon("arrow-left"), done=self.left.emit)
        self.back.setToolTip("Esc")
        head.addWidget(self.back)
        head.addStretch(1)
        rows.addLayout(head)
        frame = card("discouraged")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        self._icons = icons
        self._picture = QLabel()
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(label(CAUTION), 1)
        rows.addWidget(frame)
        self._scroll = Scrolled()
        self._body = QWidget()
        self._scroll.column.addWidget(self._body)
        self._scroll.column.addStretch(1)
        rows.addWidget(self._scroll, 1)
        theme.changed.connect(self._tint)
        self._tint()

    def show_rows(
        self,
        rows: Sequence[Table1Row],
        item: Callable[[str], EvidenceItem | None],
        doubts: Doubts,
        later: Later,
    ) -> None:
        """Put these rows side by side; the callables are asked for what the table itself does not say."""
        grid = self._start_anew()
        for place, row in enumerate(rows):
            self._fill_column(grid, place, row, item(row.id), doubts(row.id), later(row.id))
            grid.setColumnStretch(place, 1)
        self._scroll.verticalScrollBar().setValue(0)
        names = " and ".join(row.regimen for row in rows)
        self._body.setAccessibleName(f"Compared: {names}")

    def _fill_column(
        self,
        grid: QGridLayout,
        place: int,
        row: Table1Row,
        item: EvidenceItem | None,
        doubts: Sequence[Inconsistency],
        later: Sequence[SinceItem],
    ) -> None:
        shares = [share_of(figure_of(row), patients_of_row(row)) for _, _, figure_of in OUTCOMES.values()]
        study = STRENGTH_WORDS.get(item.study, item.study) if item is not None else ""
        parts: list[tuple[str, QWidget]] = [
            ("", label(row.regimen, "section")),
            ("Who was treated", label(row.population, "strong")),
            ("Kind of study", label(study or "–")),
            ("Doses, as evidence", label("; ".join(row.doses) or "–", "small")),
            ("Outcomes", self._plot(shares)),
            ("", self._figures(row, shares)),
            ("Mind the limits", label(row.caveat or "–")),
            ("Does not quite fit", self._links([(one.id, one.title) for one in doubts])),
            ("Since 2015: context, never scored", self._links([(one.id, one.title) for one in later])),
            ("", Button("Open the row", name=f"Open {row.regimen}", done=partial(self.item_asked.emit, row.id))),
        ]  # fmt: skip
        for line, (heading, part) in enumerate(parts):
            grid.addWidget(_headed(heading, part), line, place, Qt.AlignmentFlag.AlignTop)

    def _plot(self, shares: Sequence[Share]) -> ForestPlot:
        plot = ForestPlot(self._theme)
        plot.show_shares(
            [(short, share) for (short, _, _), share in zip(OUTCOMES.values(), shares, strict=True)]
        )
        plot.setToolTip(LEGEND)
        return plot

    def _figures(self, row: Table1Row, shares: Sequence[Share]) -> QLabel:
        told = [
            f"{words}: {share.words()}"
            for (_, words, _), share in zip(OUTCOMES.values(), shares, strict=True)
        ]
        if row.pr is not None:
            told.append(f"Partial remission: {share_of(row.pr, patients_of_row(row)).words()}")
        return label("\n".join(told), "small")

    def _links(self, links: Sequence[tuple[str, str]]) -> QWidget:
        if not links:
            return label("–")
        made = QWidget()
        made.setProperty("role", "plain")
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for name, title in links:
            button = Button(
                name, "link", name=f"Open {name}: {title}", done=partial(self.item_asked.emit, name)
            )
            line = QHBoxLayout()
            line.addWidget(button)
            line.addWidget(label(title, "small"), 1)
            rows.addLayout(line)
        return made

    def _start_anew(self) -> QGridLayout:
        old = self._body
        self._body = QWidget()
        self._body.setProperty("role", "plain")
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px(24))
        grid.setVerticalSpacing(self._theme.px(10))
        self._scroll.column.replaceWidget(old, self._body)
        old.hide()
        old.deleteLater()
        return grid

    def _tint(self) -> None:
        self._picture.setPixmap(self._icons.pixmap("triangle-alert", "discouraged", 18))


def _headed(heading: str, part: QWidget) -> QWidget:
    made = QWidget()
    made.setProperty("role", "plain")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(2)
    if heading:
        rows.addWidget(label(heading, "note"))
    rows.addWidget(part)
    return made

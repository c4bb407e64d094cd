"""Item analysis for a group as small as it is: each decision's figures with n and interval, who chose what, alpha.

Other assignments can be ticked to be pooled with the one shown. What may be said at which n is left to ``cohort``.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.item_lines import AnalysisLines, ItemLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.toggle import Check

_BESIDE = 820  # px at 100 % from which the decision stands beside the list
_LIST_HIGH = 140
_NO_LIMIT = 16_777_215
HONEST = (
    "Difficulty is the mean share of the possible points: 1 where all earned all, so a high figure is easy. "
    "Below 10 learners no correlation is shown, below 30 it is unstable; alpha is over cases, as decisions of one case "
    "hang together."
)


class ItemAnalysisView(QWidget):
    """``pool_changed`` sends the assignments ticked."""

    pool_changed = Signal(list)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._lines = AnalysisLines()
        self._ticks: dict[str, Check] = {}
        self.setProperty("role", "plain")
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme.px(10))
        self.list = RowList(theme, "Decisions in the order asked", open_on_click=False, icons=icons)
        self.list.row_passed.connect(self._show)
        self._list_card = card()
        inside = QVBoxLayout(self._list_card)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        self._body.addWidget(self._list_card, 2)
        scrolled = Scrolled()
        scrolled.column.setContentsMargins(0, 0, theme.px(8), 0)
        scrolled.column.setSpacing(theme.px(8))
        scrolled.column.addWidget(self._make_whole(theme))
        self._item_card = card()
        self._item = QVBoxLayout(self._item_card)
        self._item.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._item.setSpacing(theme.px(6))
        scrolled.column.addWidget(self._item_card)
        scrolled.column.addStretch(1)
        self._body.addWidget(scrolled, 3)
        self.setFocusProxy(self.list)
        theme.changed.connect(self._arrange)

    def _make_whole(self, theme: Theme) -> QFrame:
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        rows.setSpacing(theme.px(4))
        self._told = label("")
        self._alpha = label("")
        rows.addWidget(self._told)
        rows.addWidget(self._alpha)
        rows.addWidget(label(HONEST, "note"))
        self._pool = QWidget()
        self._pool.setProperty("role", "plain")
        self._pool_flow = Flow(self._pool, theme.px(10))
        self._pool_words = label("Pool with", "muted", wrap=False)
        self._pool_words.setMinimumHeight(theme.px(32))
        self._pool_flow.addWidget(self._pool_words)
        rows.addWidget(self._pool)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def offer_pool(self, others: Sequence[tuple[str, str]]) -> None:
        """The other assignments whose answers can be put with these; what was ticked stays so."""
        for key in [key for key in self._ticks if key not in dict(others)]:
            self._ticks.pop(key).deleteLater()
        for key, words in others:
            if key not in self._ticks:
                tick = Check(words, self._theme)
                tick.setAccessibleName(f"Pool with {words}")
                tick.toggled.connect(lambda _on: self.pool_changed.emit(self.pool))
                self._ticks[key] = tick
                self._pool_flow.addWidget(tick)
        self._pool.setVisible(bool(others))

    @property
    def pool(self) -> list[str]:
        """The assignments ticked."""
        return [key for key, tick in self._ticks.items() if tick.isChecked()]

    def show_busy(self) -> None:
        """It is being reckoned."""
        self._told.setText("Reckoning …")
        self._alpha.clear()

    def show_lines(self, lines: AnalysisLines) -> None:
        """Show an analysis; one stays on the decision one was on."""
        was = self._here()
        self._lines = lines
        self._told.setText(lines.told)
        self._alpha.setText(" ".join(lines.alpha))
        self.list.rows.show_rows([(one.key, _row(one)) for one in lines.items])
        if lines.items:
            self.list.setCurrentIndex(self.list.rows.index(self.list.rows.place(was) or 0))
        self._list_card.setVisible(bool(lines.items))
        self._item_card.setVisible(bool(lines.items))
        self._arrange()

    def _here(self) -> str:
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def _show(self, key: str) -> None:
        line = next((one for one in self._lines.items if one.key == key), None)
        while (item := self._item.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if line is None:
            return
        add = self._item.addWidget
        add(label(line.title, "section"))
        add(label(line.case, "note"))
        if line.review:
            add(label("Worth a look", "warning"))
        for told in line.told:
            add(label(told))
        if line.years:
            add(label("YEAR BY YEAR", "caption"))
            for told in line.years:
                add(label(told))
        add(label("WHO CHOSE WHAT", "caption"))
        for one in line.chosen:
            add(label(one.label, "strong"))
            add(label(one.told[:1].upper() + one.told[1:], "muted"))
        self._item.addStretch(1)

    # -- room ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._list_card.setMaximumHeight(_NO_LIMIT if beside else max(px(_LIST_HIGH), self.height() // 3))


def _row(one: ItemLine) -> Row:
    return Row(
        ((one.title, False),),
        ((one.short, False),),
        one.case,
        "Worth a look" if one.review else "",
        bar=one.bar,
    )

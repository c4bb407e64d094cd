"""Teach this next: the rules a group went against, the page to hand out about one of them, and what to do with it.

In what order, and how far that can be relied on, is left to ``cohort.teach_next``.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QVBoxLayout, QWidget

from relall_trainer.gui.gradebook_lines import TallyLine
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.sheet_preview import SheetPreview
from relall_trainer.gui.widgets.text import card, label

_BESIDE = 820  # px at 100 % from which the page stands beside the list
_LIST_HIGH, _PAGE_HIGH = 140, 220
_NO_LIMIT = 16_777_215
_SETTLING_MS = 180  # while one walks through the rules, none of them is looked for


class TeachNextView(QWidget):
    """``topic_passed`` names the rule whose page is wanted; the others what is to be done with it."""

    topic_passed = Signal(str)
    present_asked = Signal(str)
    handout_asked = Signal(str)
    rule_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLING_MS)
        self._settling.timeout.connect(lambda: self.topic_passed.emit(self.topic))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scrolled = Scrolled()
        column = scrolled.column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        whole.addWidget(scrolled)
        self._caution = label("", "muted")
        column.addWidget(self._caution)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.px(10))
        self.list = RowList(theme, "Rules to teach next", open_on_click=False)
        self.list.row_passed.connect(lambda _rule: self._settling.start())
        self.list.row_opened.connect(self.rule_asked)
        self._list_card = card()
        inside = QVBoxLayout(self._list_card)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        self._body.addWidget(self._list_card, 2)
        self._page = self._make_page(theme)
        self._body.addWidget(self._page, 3)
        column.addLayout(self._body, 1)
        self.setFocusProxy(self.list)

    def _make_page(self, theme: Theme) -> QWidget:
        part = QWidget()
        part.setProperty("role", "plain")
        rows = QVBoxLayout(part)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        self.present = Button(
            "Present in conference", "primary", done=lambda: self.present_asked.emit(self.topic)
        )
        self.handout = Button("Handout as PDF…", done=lambda: self.handout_asked.emit(self.topic))
        self.rule = Button("Read the rule", done=lambda: self.rule_asked.emit(self.topic))
        for button in (self.present, self.handout, self.rule):
            flow.addWidget(button)
        rows.addWidget(bar)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName("Looking for two patients who differ in one fact")
        self._busy.hide()
        rows.addWidget(self._busy)
        self.preview = SheetPreview(theme, "The page to hand out")
        rows.addWidget(self.preview, 1)
        return part

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def topic(self) -> str:
        """The rule one is on; empty for none."""
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def show_topics(self, lines: Sequence[TallyLine], caution: str) -> None:
        """Show these rules, in this order; one stays on the rule one was on."""
        was = self.topic
        self._caution.setText(caution)
        self.list.rows.show_rows(
            [
                (one.key, Row(((one.heading, False),), ((one.words, False),), one.facts, bar=one.bar))
                for one in lines
            ]
        )
        for part in (self._list_card, self._page):
            part.setVisible(bool(lines))
        if lines:
            self.list.setCurrentIndex(self.list.rows.index(self.list.rows.place(was) or 0))
        self._arrange()

    def show_page(self, sheet: Sheet, *, looking: bool, pair: bool) -> None:
        """Show the page; ``looking`` while two patients are being sought, ``pair`` once there are two."""
        self.preview.show_sheet(sheet)
        self._busy.setVisible(looking)
        self.present.setEnabled(pair)
        self.handout.setEnabled(not looking)
        self.present.setToolTip(
            "" if pair or looking else "No two patients who differ in one fact turn on this rule."
        )

    # -- room ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._list_card.setMinimumHeight(px(_LIST_HIGH))
        self._list_card.setMaximumHeight(_NO_LIMIT if beside else max(px(_LIST_HIGH), self.height() // 3))
        self.preview.setMinimumHeight(px(_PAGE_HIGH))

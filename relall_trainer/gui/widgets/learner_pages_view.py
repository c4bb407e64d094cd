"""A page for each learner, as the committee gets it: whom to show, over which assignments, and the page itself.

Evidence, never a level; what stands on the page is left to ``cohort.committee``.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.gradebook_lines import LearnerLine
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.sheet_preview import SheetPreview
from relall_trainer.gui.widgets.text import card
from relall_trainer.gui.widgets.toggle import Check

_BESIDE = 820  # px at 100 % from which the page stands beside the list
_LIST_WIDE, _LIST_HIGH, _PAGE_HIGH = 260, 140, 220
_NO_LIMIT = 16_777_215
_SETTLING_MS = 60  # while one walks through the learners, nobody's page is made


class LearnerPagesView(QWidget):
    """``learner_passed`` names whose page is wanted; ``saved`` and ``all_saved`` ask for PDFs.

    ``table_asked`` wants the table of competencies; ``reach_changed``: over all assignments, or this one only.
    """

    learner_passed = Signal(str)
    saved = Signal(str)
    all_saved = Signal()
    table_asked = Signal()
    reach_changed = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLING_MS)
        self._settling.timeout.connect(lambda: self.learner_passed.emit(self.learner))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        scrolled = Scrolled()
        scrolled.column.setContentsMargins(0, 0, 0, 0)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.px(10))
        scrolled.column.addLayout(self._body, 1)
        whole.addWidget(scrolled)
        self.list = RowList(theme, "Learners", open_on_click=False)
        self.list.row_passed.connect(lambda _learner: self._settling.start())
        self._list_card = card()
        inside = QVBoxLayout(self._list_card)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self.list)
        self._body.addWidget(self._list_card)
        part = QWidget()
        part.setProperty("role", "plain")
        rows = QVBoxLayout(part)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        self.save = Button("Save this page as PDF…", "primary", done=lambda: self.saved.emit(self.learner))
        self.save_all = Button("All pages…", name="Save all learners' pages as PDF", done=self.all_saved.emit)
        self.table = Button(
            "Competencies…", name="Edit the table of competencies", done=self.table_asked.emit
        )
        self.reach = Check("Over all assignments", theme)
        self.reach.setChecked(True)
        self.reach.toggled.connect(self.reach_changed)
        for one in (self.save, self.save_all, self.table, self.reach):
            flow.addWidget(one)
        rows.addWidget(bar)
        self.preview = SheetPreview(theme, "The page for the committee")
        rows.addWidget(self.preview, 1)
        self._body.addWidget(part, 1)
        self.setFocusProxy(self.list)

    @property
    def learner(self) -> str:
        """Whom one is on; empty for nobody."""
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def show_learners(self, lines: Sequence[LearnerLine]) -> None:
        """Show these; one stays on whom one was on."""
        was = self.learner
        self.list.rows.show_rows(
            [
                (one.key, Row(((one.name, False),), ((one.score_words(), False),), one.standing_words()))
                for one in lines
            ]
        )
        if lines:
            self.list.setCurrentIndex(self.list.rows.index(self.list.rows.place(was) or 0))

    def come_to(self, learner: str) -> None:
        """Show this learner's page."""
        self.list.come_to(learner)

    def show_page(self, sheet: Sheet | None) -> None:
        """Show the page."""
        self.preview.show_sheet(sheet)
        self.save.setEnabled(sheet is not None)

    # -- room ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._list_card.setMaximumWidth(px(_LIST_WIDE) if beside else _NO_LIMIT)
        self._list_card.setMinimumHeight(px(_LIST_HIGH))
        self._list_card.setMaximumHeight(_NO_LIMIT if beside else max(px(_LIST_HIGH), self.height() // 3))
        self.preview.setMinimumHeight(px(_PAGE_HIGH))

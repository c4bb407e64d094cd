"""The evidence: searched as one types, each entry in full, and Table 1. Reading it is left to the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.evidence_list import EvidenceList
from relall_trainer.gui.widgets.evidence_view import EvidenceView
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.table_one import TableOne
from relall_trainer.gui.widgets.text import card, label

if TYPE_CHECKING:
    from relall_trainer.evidence.library import Library

_WIDE = 820


class EvidencePage(QWidget):
    """List and entry side by side; in a narrow window one after the other. ``library_shown`` once it is filled."""

    library_shown = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._library: Library | None = None
        self._wanted = ""
        self._been: list[str] = []
        self._narrow = False
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title = PageTitle("Evidence")
        self._search_button = Button("Search", done=self.show_search)
        self._table_button = Button("Table 1", done=self.show_table)
        for button in (self._search_button, self._table_button):
            button.setCheckable(True)
            title.row.addWidget(button)
        column.addWidget(title)
        self._waiting = label("The library is being prepared; this takes a moment the first time.", "muted")
        column.addWidget(self._waiting)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self._both = self._make_both(theme, icons)
        self._table = TableOne(theme)
        self._table.row_opened.connect(self.show_item)
        self._stack.addWidget(self._both)
        framed = card()
        QHBoxLayout(framed).addWidget(self._table)
        self._stack.addWidget(framed)
        self._stack.setVisible(False)
        self.setFocusProxy(self._list.typed)
        self.show_search()

    def show_library(self, library: Library) -> None:
        """Fill the page from the library."""
        self._library = library
        self._view.show_library(library)
        self._list.show_library(library)
        self._table.show_rows(library.table_1())
        self._waiting.setVisible(False)
        self._stack.setVisible(True)
        first = next(iter(library.all_items()), None)
        if self._wanted:
            self.show_item(self._wanted)
        elif first is not None and not self._narrow:
            self._view.show_entry(first.id)
        self.library_shown.emit()

    def show_item(self, name: str) -> None:
        """Show an entry, now or as soon as the library is there."""
        if self._library is None:
            self._wanted = name
            return
        if self._view.shown and self._view.shown != name:
            self._been.append(self._view.shown)
        self._stack.setCurrentWidget(self._both)
        self._mark(table=False)
        self._view.show_entry(name)
        self._list.come_to(name)
        self._entry.setVisible(True)
        self._framed_list.setVisible(not self._narrow)
        self._back.setVisible(self._narrow or bool(self._been))

    def show_search(self) -> None:
        """Show the list and the entry."""
        self._stack.setCurrentIndex(0)
        self._mark(table=False)
        self._framed_list.setVisible(True)
        self._entry.setVisible(not self._narrow)

    def show_table(self) -> None:
        """Show Table 1."""
        self._stack.setCurrentIndex(1)
        self._mark(table=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_WIDE)
        if narrow != self._narrow:
            self._narrow = narrow
            self._framed_list.setVisible(True)
            self._entry.setVisible(not narrow)
            self._back.setVisible(narrow or bool(self._been))

    def _make_both(self, theme: Theme, icons: Icons) -> QWidget:
        both = QWidget()
        both.setProperty("role", "plain")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._list = EvidenceList(theme, icons)
        self._list.item_chosen.connect(self.show_item)
        self._framed_list = card()
        inside = QHBoxLayout(self._framed_list)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self._list)
        self._view = EvidenceView(theme)
        self._view.item_asked.connect(self.show_item)
        self._entry = card()
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(4, 4, 4, 4)
        self._back = Button("Back", "quiet", icon=icons.icon("arrow-left"), done=self._go_back)
        self._back.setVisible(False)
        bar = QHBoxLayout()
        bar.addWidget(self._back)
        bar.addStretch(1)
        entry.addLayout(bar)
        entry.addWidget(self._view, 1)
        row.addWidget(self._framed_list, 4)
        row.addWidget(self._entry, 5)
        return both

    def _go_back(self) -> None:
        if self._been:
            before = self._been.pop()
            self._view.show_entry(before)
            self._list.come_to(before)
            self._back.setVisible(self._narrow or bool(self._been))
        elif self._narrow:
            self.show_search()

    def _mark(self, *, table: bool) -> None:
        self._table_button.setChecked(table)
        self._search_button.setChecked(not table)

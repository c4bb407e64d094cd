"""The evidence: searched as one types, Table 1, what came since 2015, and each entry in full.

Reading it is left to the library; who else is asked (the shipped cases, the learner's record) is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.cited_by import HowMet
from relall_trainer.gui.widgets.evidence_list import EvidenceList
from relall_trainer.gui.widgets.evidence_view import EvidenceView
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.since_list import SinceList
from relall_trainer.gui.widgets.table_one import TableOne
from relall_trainer.gui.widgets.text import card, label

if TYPE_CHECKING:
    from relall_trainer.evidence.library import Library
    from relall_trainer.gui.citing_decisions import LoadCases

ReadNote = Callable[[str], str]
KeepNote = Callable[[str, str], bool]

SEARCH, TABLE, SINCE = "search", "table", "since"
_WIDE = 820


class EvidencePage(QWidget):
    """Lists and entry side by side; in a narrow window one after the other. ``library_shown`` once it is filled.

    ``rule_asked`` names a rule to show, ``decisions_asked`` one whose decisions of the learner are wanted.
    """

    library_shown = Signal()
    rule_asked = Signal(str)
    decisions_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._library: Library | None = None
        self._wanted = ""
        self._been: list[tuple[str, str]] = []  # view and entry
        self._narrow = False
        self._chosen = False  # an entry, by the learner; the first of all is only there to fill the page
        self._read_note: ReadNote | None = None
        self._keep_note: KeepNote | None = None
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        title = PageTitle("Evidence")
        self._view_buttons = {
            SEARCH: Button("Search", done=self.show_search),
            TABLE: Button("Table 1", done=self.show_table),
            SINCE: Button("Since 2015", done=self.show_since),
        }
        for button in self._view_buttons.values():
            button.setCheckable(True)
            title.row.addWidget(button)
        column.addWidget(title)
        self._waiting = label("The library is being prepared; this takes a moment the first time.", "muted")
        column.addWidget(self._waiting)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self._list = EvidenceList(theme, icons)
        self._list.item_chosen.connect(self.show_item)
        self._since = SinceList(theme, icons)
        self._since.item_chosen.connect(self.show_item)
        self._lists = QStackedWidget()
        self._view = EvidenceView(theme, icons)
        self._view.item_asked.connect(self.show_item)
        self._view.rule_asked.connect(self.rule_asked)
        self._view.decisions_asked.connect(self.decisions_asked)
        self._view.foot.note_kept.connect(self._keep)
        self._view.foot.mistake_asked.connect(self._report)
        self._both = self._make_both(icons)
        self._table = TableOne(theme, icons)
        self._table.row_opened.connect(self.show_item)
        self._stack.addWidget(self._both)
        framed = card()
        QHBoxLayout(framed).addWidget(self._table)
        self._stack.addWidget(framed)
        self._stack.setVisible(False)
        self.setFocusProxy(self._list.typed)
        self.show_search()

    # What it is handed

    def show_library(self, library: Library) -> None:
        """Fill the page from the library."""
        self._library = library
        self._view.show_library(library)
        self._list.show_library(library)
        self._since.show_library(library)
        self._table.show_library(library)
        self._waiting.setVisible(False)
        self._stack.setVisible(True)
        first = next(iter(library.all_items()), None)
        if self._wanted:
            self.show_item(self._wanted)
        elif first is not None and not self._narrow:
            self._show_entry(first.id)
        self.library_shown.emit()

    def use_cases(self, load: LoadCases) -> None:
        """Look through these cases for what names an entry, when that is first wanted."""
        from relall_trainer.gui.citing_decisions import CitingDecisions

        self._view.use_decisions(CitingDecisions(load).of)
        self._show_again()

    def use_history(self, how_met: HowMet) -> None:
        """Ask this how often the learner met a rule."""
        self._view.use_how_met(how_met)
        self._show_again()

    def use_notes(self, read: ReadNote, keep: KeepNote) -> None:
        """Read and keep the learner's notes on entries with these; ``keep`` says whether it could be kept."""
        self._read_note, self._keep_note = read, keep
        self._show_again()

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done here, for keys and the palette."""
        return (
            (
                Named("evidence.search", "Search the evidence", ("Ctrl+F",), ("find", "look up")),
                self.show_search,
            ),
            (
                Named("evidence.since", "Show what came since 2015", (), ("news", "later", "new")),
                self.show_since,
            ),
            (Named("evidence.draw", "Draw the outcome again", ("R",), ("seed", "chance")), self.draw_again),
            (Named("evidence.note", "Write a note on this entry", ("N",), ("remember",)), self.write_note),
            (Named("evidence.back", "Back to the entry before", ("Backspace",), ("return",)), self.go_back),
        )

    # What is shown

    @property
    def shown(self) -> str:
        """The entry shown; empty while Table 1 is."""
        return "" if self._place == TABLE else self._view.shown

    def show_item(self, name: str) -> None:
        """Show an entry, now or as soon as the library is there."""
        if self._library is None:
            self._wanted = name
            return
        self._remember(name)
        from_table = self._place == TABLE
        if from_table:
            self._go_to(SEARCH)
        self._chosen = True
        self._show_entry(name)
        self._open_entry()
        if from_table:  # not the search: keys are for the entry now, and Backspace leads back
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_search(self) -> None:
        """Show the list and the entry, the keyboard in the search."""
        self._go_to(SEARCH)
        self._list.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._list.typed.selectAll()

    def show_table(self) -> None:
        """Show Table 1."""
        self._go_to(TABLE)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_since(self) -> None:
        """Show what came since 2015, newest first."""
        first = self._since.newest
        if first and not self._narrow and not self._since.has(self._view.shown):
            self._remember(first)
            self._show_entry(first)
        self._go_to(SINCE)
        self._since.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Return to the entry or the table before this one."""
        if self._been:
            place, name = self._been.pop()
            self._view.foot.keep_if_open()
            self._go_to(place)
            if place == TABLE:
                self._table.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._show_entry(name)
                self._open_entry()
        elif self._narrow and self._place != TABLE:
            self._go_to(self._place)
        self._mark()

    def draw_again(self) -> None:
        """Draw the outcome of the entry shown once more."""
        if self._place != TABLE and self._view.outcome is not None:
            self._view.outcome.draw_again()

    def write_note(self) -> None:
        """Open the note on the entry shown."""
        if self._place != TABLE and self._keep_note is not None:
            self._view.foot.write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_WIDE)
        if narrow != self._narrow:
            self._narrow = narrow
            self._framed_list.setVisible(True)
            self._entry.setVisible(not narrow)
            self._mark()

    # Parts

    def _make_both(self, icons: Icons) -> QWidget:
        both = QWidget()
        both.setProperty("role", "plain")
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._framed_list: QFrame = card()
        inside = QHBoxLayout(self._framed_list)
        inside.setContentsMargins(4, 4, 4, 4)
        self._lists.addWidget(self._list)
        self._lists.addWidget(self._since)
        inside.addWidget(self._lists)
        self._entry: QFrame = card()
        entry = QVBoxLayout(self._entry)
        entry.setContentsMargins(4, 4, 4, 4)
        self._back = Button("Back", "quiet", icon=icons.icon("arrow-left"), done=self.go_back)
        self._back.setToolTip("Backspace")
        self._back.setVisible(False)
        bar = QHBoxLayout()
        bar.addWidget(self._back)
        bar.addStretch(1)
        entry.addLayout(bar)
        entry.addWidget(self._view, 1)
        row.addWidget(self._framed_list, 4)
        row.addWidget(self._entry, 5)
        return both

    @property
    def _place(self) -> str:
        if self._stack.currentWidget() is not self._both:
            return TABLE
        return SINCE if self._lists.currentWidget() is self._since else SEARCH

    def _go_to(self, place: str) -> None:
        self._stack.setCurrentIndex(1 if place == TABLE else 0)
        if place != TABLE:
            self._lists.setCurrentWidget(self._since if place == SINCE else self._list)
            self._framed_list.setVisible(True)
            self._entry.setVisible(not self._narrow)
        self._mark()

    def _remember(self, name: str) -> None:
        """Keep where one was, to come back to; looking at the same again leads nowhere."""
        if self._place == TABLE:
            self._been.append((TABLE, ""))
        elif self._chosen and self._view.shown not in ("", name):
            self._been.append((self._place, self._view.shown))

    def _show_entry(self, name: str) -> None:
        self._view.foot.keep_if_open()
        self._view.show_entry(name)
        text = self._read_note(name) if self._read_note is not None else ""
        self._view.foot.show_note(text, can_write=self._keep_note is not None)
        self._list.come_to(name)
        self._since.come_to(name)

    def _show_again(self) -> None:
        if self._library is not None and self._view.shown:
            self._show_entry(self._view.shown)

    def _open_entry(self) -> None:
        self._entry.setVisible(True)
        self._framed_list.setVisible(not self._narrow)
        self._mark()

    def _mark(self) -> None:
        for place, button in self._view_buttons.items():
            button.setChecked(place == self._place)
        self._back.setVisible(self._narrow or bool(self._been))

    def _keep(self, text: str) -> None:
        if self._keep_note is not None and self._keep_note(self._view.shown, text):
            self._view.foot.show_note(text, can_write=True)

    def _report(self) -> None:
        from relall_trainer.gui.mistake_report import MistakeAbout, report_mistake

        quoted = f"{self._view.title}\n{self._view.statement}".strip()
        report_mistake(self, MistakeAbout(quoted, evidence=self._view.shown))

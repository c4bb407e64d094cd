"""The learners of a cohort, one row each, and what can be done with the one chosen. Three hundred stay quick."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import CohortLines, LearnerLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

_FILTER_FROM = 15


class RosterTable(QWidget):
    """Each signal carries the code of the learner meant."""

    rename_asked = Signal(str)
    remove_asked = Signal(str)
    confirm_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._lines: CohortLines | None = None
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a learner")
        self.search.setAccessibleName("Find a learner by code or name")
        self.search.textChanged.connect(lambda _text: self._fill())
        self._none = label("Nobody fits. Try other letters.", "muted")
        self.list = _Rows(theme, "Learners", icons)
        self.list.setMinimumHeight(theme.px(160))
        self.list.row_opened.connect(self.rename_asked)
        self.list.removed.connect(self._remove)
        self.list.row_passed.connect(lambda _key: self._show_acts())
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.confirm = Button("Confirm key…", done=lambda: self.confirm_asked.emit(self.current))
        self.rename = Button("Rename…", done=lambda: self.rename_asked.emit(self.current))
        self.remove = Button("Remove", done=lambda: self._remove())
        for button in (self.confirm, self.rename, self.remove):
            flow.addWidget(button)
        for part in (self.search, self._none, self.list, acts):
            column.addWidget(part, 1 if part is self.list else 0)

    @property
    def current(self) -> str:
        """The code of the learner one is on; empty for nobody."""
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def show_cohort(self, lines: CohortLines) -> None:
        """Show this cohort's learners; where one was, one stays."""
        if self._lines is None or self._lines.id != lines.id:
            self.search.clear()
        self._lines = lines
        self.search.setVisible(len(lines.learners) >= _FILTER_FROM)
        self._fill()

    def come_to(self, code: str) -> None:
        """Go to this learner."""
        self.list.come_to(code)

    def _fill(self) -> None:
        lines = self._lines
        if lines is None:
            return
        was, place = self.current, self.list.currentIndex().row()
        words = self.search.text().casefold().split()
        found = [one for one in lines.learners if _fits(one, words)]
        self.list.rows.show_rows([(one.code, _row(one, codes_only=lines.codes_only)) for one in found])
        self._none.setVisible(not found and bool(lines.learners))
        if found:
            codes = [one.code for one in found]
            self.list.come_to(was if was in codes else codes[max(0, min(place, len(codes) - 1))])
        self._show_acts()

    def _show_acts(self) -> None:
        one = self._learner()
        name = one.called(codes_only=self._lines.codes_only) if one and self._lines else ""
        self.confirm.setVisible(one is not None and bool(one.to_confirm))
        for button, words in (
            (self.confirm, "Confirm key…"),
            (self.rename, "Rename…"),
            (self.remove, "Remove"),
        ):
            button.show_text(words, f"{words.rstrip('…')} {name}".strip())
            button.setEnabled(one is not None)

    def _learner(self) -> LearnerLine | None:
        lines, code = self._lines, self.current
        return next((one for one in lines.learners if one.code == code), None) if lines else None

    def _remove(self) -> None:
        if self.current:
            self.remove_asked.emit(self.current)


class _Rows(RowList):
    """Delete asks to take the row away; a click only comes to it."""

    removed = Signal()

    def __init__(self, theme: Theme, name: str, icons: Icons) -> None:
        super().__init__(theme, name, open_on_click=False, icons=icons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def _fits(one: LearnerLine, words: list[str]) -> bool:
    text = f"{one.code} {one.name}".casefold()
    return all(word in text for word in words)


def _row(one: LearnerLine, *, codes_only: bool) -> Row:
    called = one.called(codes_only=codes_only)
    waits = bool(one.to_confirm)
    facts = [] if called == one.code else [one.code]
    facts += [] if waits else [one.key_words()]
    return Row(((called, False),), facts=" · ".join(facts), tag=one.key_words() if waits else "")

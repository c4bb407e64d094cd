"""The glossary by key: the abbreviations of the page shown first, then all, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.evidence.glossary import Glossary
from relall_trainer.evidence.reference import Term
from relall_trainer.gui.glossary import terms_on
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

HERE = "On this page"
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
}
_WIDE, _HIGH = 600, 540


def open_glossary(theme: Theme, glossary: Glossary, page: QWidget, parent: QWidget) -> None:
    """Explain the abbreviations of the page, until it is closed."""
    GlossaryDialog(theme, glossary, terms_on(page, glossary), parent).exec()


class GlossaryDialog(QDialog):
    """Type to find, Up and Down to read, Escape or Enter leaves."""

    def __init__(self, theme: Theme, glossary: Glossary, here: Sequence[Term], parent: QWidget) -> None:
        super().__init__(parent)
        self._glossary = glossary
        self._here = tuple(here)
        self.setWindowTitle("Abbreviations")
        self.setModal(True)
        self._typed = QLineEdit()
        self._typed.setAccessibleName("Type an abbreviation, or a word of what it stands for")
        self._typed.setPlaceholderText("Type an abbreviation, or a word of what it stands for")
        self._count = label("", "note")
        self._list = RowList(theme, "Abbreviations", open_on_click=False)
        self._list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(self._typed)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        column.addWidget(label("Up and Down read · Escape leaves", "note"))
        self._typed.textChanged.connect(self._show)
        self._typed.installEventFilter(self)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(_WIDE), room.width() - 60), min(theme.px(_HIGH), room.height() - 80))
        self._show("")

    def found(self) -> list[str]:
        """The terms shown, from the top."""
        return [self._list.rows.key(row) for row in range(self._list.rows.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._typed and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                last = self._list.rows.rowCount() - 1
                row = max(0, min(last, self._list.currentIndex().row() + step))
                self._list.setCurrentIndex(self._list.rows.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def _show(self, typed: str) -> None:
        fitting = self._glossary.like(typed)
        if typed.strip():
            ordered = list(fitting)
        else:
            ordered = [*self._here, *(term for term in fitting if term not in self._here)]
        self._list.rows.show_rows([(term.term, self._row(term)) for term in ordered])
        self._list.setCurrentIndex(self._list.rows.index(0))
        self._list.scrollToTop()
        self._count.setText(self._told(len(ordered), typed.strip()))

    def _told(self, count: int, typed: str) -> str:
        if typed:
            return "Nothing fits. Try another word." if not count else f"{count} found"
        if not self._here:
            return f"{count} abbreviations; none of them stands on the page shown."
        return f"{len(self._here)} on the page shown, then the others"

    def _row(self, term: Term) -> Row:
        heading = ((f"{term.term}: {term.meaning}", False),)
        return Row(heading, ((term.line, False),), tag=HERE if term in self._here else "")

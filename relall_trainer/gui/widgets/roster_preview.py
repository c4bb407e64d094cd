"""A list of learners before it is taken in: pasted, typed or from a CSV file, each line with what becomes of it.

What a row means is found out by whoever is asked (``read``); taking it in is left to the page's coordinator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import REFUSED, RENAMED, ROSTER_WORDS, RosterLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.toggle import Check

_SOON_MS = 150
_HOW = "One learner a line: a code, and a name if you like, with a comma between. “L01, Learner 01”, or only “L01”."


_CODES = "Learner 01, Learner 02 …: what you typed becomes the name, which stays on this computer."


class RosterDialog(QDialog):
    """``learners_taken`` sends the cohort's name (empty where it was not asked for), the text, and if codes are made.

    ``read`` says what becomes of each row of a text; ``open_file`` asks for a file and returns its text, or empty.
    ``name``: proposed for a new cohort; None where learners are added to one.
    """

    learners_taken = Signal(str, str, bool)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        read: Callable[[str, bool], Sequence[RosterLine]],
        open_file: Callable[[], str],
        parent: QWidget,
        name: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._open_file = open_file
        self._lines: Sequence[RosterLine] = ()
        new = name is not None
        self.setWindowTitle("New cohort" if new else "Add learners")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        scrolled = Scrolled()  # large text on a low screen
        outer.addWidget(scrolled, 1)
        column = scrolled.column
        column.setSpacing(theme.px(8))
        self.name = QLineEdit(name or "")
        self.name.setAccessibleName("Name of the cohort")
        self.name.setMaxLength(120)
        if new:
            column.addWidget(label("Name", "strong"))
            column.addWidget(self.name)
            column.addWidget(label("Learners", "strong"))
        column.addWidget(label(_HOW, "muted"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Learners, one a line: code, name")
        self.text.setPlaceholderText("L01, Learner 01\nL02, Learner 02")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(90))
        _take_what_room_there_is(self.text)
        column.addWidget(self.text, 2)
        row = QHBoxLayout()
        self.file = Button("From a CSV file…", done=self._take_file)
        row.addWidget(self.file)
        self.codes = Check("Make up codes", theme)
        self.codes.setToolTip(_CODES)
        self.codes.setAccessibleDescription(_CODES)
        self.codes.clicked.connect(lambda _on=False: self.look())
        row.addWidget(self.codes)
        self._sum = label("", "muted")
        row.addWidget(self._sum, 1)
        column.addLayout(row)
        self.preview = RowList(theme, "What becomes of each row", open_on_click=False, icons=icons)
        self.preview.setMinimumHeight(theme.px(90))
        _take_what_room_there_is(self.preview)
        column.addWidget(self.preview, 3)
        foot = QHBoxLayout()
        foot.addWidget(Button("Leave it", done=self.reject))
        foot.addStretch(1)
        self.take = Button("Add", "primary", done=self._take)
        foot.addWidget(self.take)
        outer.addLayout(foot)
        self._new = new
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.look)
        self.text.textChanged.connect(self._soon.start)
        self.name.textChanged.connect(lambda _text: self._show_take())
        self.resize(min(theme.px(620), parent.width() - 40), min(theme.px(620), parent.height() - 40))
        self.look()
        if new:
            self.name.selectAll()
            self.name.setFocus()
        else:
            self.text.setFocus()

    def look(self) -> None:
        """Say what becomes of each row as it stands now."""
        self._soon.stop()
        text = self.text.toPlainText()
        self._lines = self._read(text, self.codes.isChecked()) if text.strip() else ()
        self.preview.rows.show_rows([(str(one.row), _row(one)) for one in self._lines])
        self.preview.setVisible(bool(self._lines))
        self._sum.setText(_sum(self._lines))
        self._show_take()

    def _show_take(self) -> None:
        many = sum(one.taken for one in self._lines)
        if self._new:
            words = f"Start with {counted(many, 'learner')}" if many else "Start without learners"
            self.take.setEnabled(bool(self.name.text().strip()))
        else:
            words = f"Add {counted(many, 'learner')}" if many else "Nothing to add"
            self.take.setEnabled(bool(many))
        self.take.show_text(words)

    def _take_file(self) -> None:
        text = self._open_file()
        if text:
            self.text.setPlainText(text)
            self.look()

    def _take(self) -> None:
        self.look()
        if self.take.isEnabled():
            self.accept()
            name = self.name.text().strip() if self._new else ""
            self.learners_taken.emit(name, self.text.toPlainText(), self.codes.isChecked())


def _take_what_room_there_is(part: QWidget) -> None:
    """Not the room it would like to have, lest one scroll bar stands inside another."""
    part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)


def _sum(lines: Sequence[RosterLine]) -> str:
    parts = []
    for state in ROSTER_WORDS:
        many = sum(one.state == state for one in lines)
        if many:
            parts.append(f"{many} {ROSTER_WORDS[state]}")
    return " · ".join(parts)


def _row(one: RosterLine) -> Row:
    name = " · ".join(part for part in (one.code, one.name) if part) or "(empty)"
    rating = {REFUSED: "discouraged", RENAMED: "acceptable"}.get(one.state, "")
    why = f"Line {one.row}: {one.why}" if one.why and one.row else one.why or f"Line {one.row}"
    return Row(((name, False),), facts=why, tag=ROSTER_WORDS[one.state].capitalize(), rating=rating)

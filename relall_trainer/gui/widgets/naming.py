"""A small question for a line of text or two: the name of a cohort, the code and name of a learner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

_LONGEST = 120


class NamingDialog(QDialog):
    """``named`` sends the lines as typed. ``wrong`` says why they cannot be taken yet; empty where they can."""

    named = Signal(list)

    def __init__(
        self,
        theme: Theme,
        title: str,
        lines: Sequence[tuple[str, str]],
        wrong: Callable[[Sequence[str]], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._wrong = wrong
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(theme.px(8))
        self.fields: list[QLineEdit] = []
        for words, text in lines:
            column.addWidget(label(words, "strong"))
            field = QLineEdit(text)
            field.setAccessibleName(words)
            field.setMaxLength(_LONGEST)
            field.textChanged.connect(lambda _text: self._look())
            field.returnPressed.connect(self._take)
            column.addWidget(field)
            self.fields.append(field)
        self._why = label("", "discouraged_note")
        column.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(Button("Leave it", done=self.reject))
        row.addStretch(1)
        self.keep = Button("Keep", "primary", done=self._take)
        row.addWidget(self.keep)
        column.addLayout(row)
        self.setMinimumWidth(min(theme.px(460), max(300, parent.width() - 40)))
        self._look()
        self.fields[0].selectAll()
        self.fields[0].setFocus()

    def _typed(self) -> list[str]:
        return [field.text().strip() for field in self.fields]

    def _look(self) -> None:
        why = self._wrong(self._typed())
        self._why.setText(why)
        self.keep.setEnabled(not why)

    def _take(self) -> None:
        if not self._wrong(self._typed()):
            self.accept()
            self.named.emit(self._typed())

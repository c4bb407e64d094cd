"""Deleting the whole record: what goes, what stays, and a word to type, so that nothing is lost by a slip."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

WORD = "delete"


class EraseDialog(QDialog):
    """Accepted only once the word has been typed. Enter in the field does it, Escape keeps everything."""

    def __init__(self, attempts: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Delete my record")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Delete my record", "title"))
        column.addWidget(label(_what_goes(attempts)))
        column.addWidget(
            label(
                "The settings of the window, cases you added, and files you exported stay. "
                "Export your record first if you may want it again.",
                "muted",
            )
        )
        column.addWidget(label(f"This cannot be undone. Type “{WORD}” to go on:", "strong"))
        self._typed = QLineEdit()
        self._typed.setAccessibleName(f"Type {WORD} to delete your record")
        self._typed.textChanged.connect(lambda _text: self._look())
        self._typed.returnPressed.connect(self._go)
        column.addWidget(self._typed)
        row = QHBoxLayout()
        row.addWidget(Button("Keep everything", "primary", done=self.reject))
        row.addStretch(1)
        self.erase_button = Button("Delete everything", done=self._go)
        row.addWidget(self.erase_button)
        column.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self._look()
        self._typed.setFocus()

    def _sure(self) -> bool:
        return self._typed.text().strip().casefold() == WORD

    def _look(self) -> None:
        self.erase_button.setEnabled(self._sure())

    def _go(self) -> None:
        if self._sure():
            self.accept()


def _what_goes(attempts: int) -> str:
    many = "All attempts" if attempts < 0 else counted(attempts, "attempt")
    return (
        f"{many}, all notes, what practice has learned of you, assignments and exams, cohorts with their results, "
        "your key, and every copy of these on this computer are deleted."
    )

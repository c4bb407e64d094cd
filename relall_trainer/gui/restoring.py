"""A damaged record: what is wrong, what would come back, in numbers; and the button that brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.local_time import when
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

if TYPE_CHECKING:
    from relall_trainer.learner.restoring import Damage
    from relall_trainer.learner.verification import Tally


class RestoreDialog(QDialog):
    """``restore_asked`` when the learner wants it put together again."""

    restore_asked = Signal()

    def __init__(self, damage: Damage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Your record is damaged")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Your record is damaged", "title"))
        column.addWidget(
            label("The file on disk does not hold what was saved. It is kept; nothing is thrown away.")
        )
        for what, text in lines_of(damage):
            column.addWidget(label(what, "note"))
            column.addWidget(label(text, "strong"))
        row = QHBoxLayout()
        row.addWidget(Button("Not now", done=self.reject))
        row.addStretch(1)
        restore = Button("Restore", "primary", done=self._restore)
        restore.setDefault(True)
        row.addWidget(restore)
        column.addLayout(row)
        self.setMinimumWidth(460)

    def _restore(self) -> None:
        self.accept()
        self.restore_asked.emit()


def lines_of(damage: Damage) -> list[tuple[str, str]]:
    """What restoring would do, in words and numbers."""
    backup = damage.backup
    lines = []
    if backup is not None:
        made = when(backup.at.isoformat())
        lines.append((f"In the newest good copy, of {made}", words_of(damage.in_backup)))
    else:
        lines.append(("Copies", "No good copy is there."))
    lines += [
        ("Added from the journal of answers", words_of(damage.by_journal)),
        ("Added from what can still be read of the damaged file", words_of(damage.by_file)),
        ("Restored in all", words_of(damage.restored)),
        ("Lost", words_of(damage.lost)),
    ]
    return lines


def words_of(tally: Tally) -> str:
    """A tally in words: ``2 attempts, 14 answers, 3 filed papers``."""
    parts = (
        _count(tally.attempts, "attempt"),
        _count(tally.answers, "answer"),
        _count(tally.papers, "filed paper"),
    )
    return ", ".join(part for part in parts if part) or "nothing"


def _count(number: int, what: str) -> str:
    return "" if not number else counted(number, what)

"""A cited count as so many patients, opened from wherever the figure is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.evidence.reference import Figure
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.outcome_view import OutcomeView
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import label

_WIDE, _HIGH = 560, 400


class OutcomeDialog(QDialog):
    """R draws again, Escape leaves."""

    def __init__(self, theme: Theme, title: str, figures: Sequence[Figure], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("As so many patients")
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        scrolled = Scrolled()
        self.view = OutcomeView(theme)
        scrolled.column.addWidget(label(title, "section"))
        scrolled.column.addWidget(self.view)
        scrolled.column.addStretch(1)
        column.addWidget(scrolled, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("Close", "primary", done=self.accept))
        column.addLayout(row)
        self.view.show_figures(figures)
        self.view.take_focus()
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(_WIDE), room.width() - 40), min(theme.px(_HIGH), room.height() - 60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_R and not event.modifiers():
            if not event.isAutoRepeat():
                self.view.draw_again()
        else:
            super().keyPressEvent(event)

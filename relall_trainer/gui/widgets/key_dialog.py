"""Confirming a key: its fingerprint in large letters, to be read out to the learner once.

What is shown is the key's, not the name's: names can be typed by anybody.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from relall_trainer.gui.teach_lines import KeyLine, LearnerLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import label

_WHY = (
    "Confirm once: read this to the learner, by telephone or across the table. The same letters stand on the learner's "
    "page Assignments, beside “My key”."
)
_TWO = "This learner's results came with more than one key, as from two computers. Confirm each."
_ODD = "That may be a second computer, or somebody else: ask before you confirm it."
_DIFFERS = (
    "If the letters differ, leave it: the results stay in the gradebook, flagged as from an unconfirmed key."
)


class KeyDialog(QDialog):
    """``confirmed`` sends the public key that was confirmed."""

    confirmed = Signal(str)

    def __init__(self, theme: Theme, learner: LearnerLine, key: KeyLine, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = key
        self.setWindowTitle("Confirm a key")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(theme.px(10))
        called = f"{learner.name} ({learner.code})" if learner.name else learner.code
        column.addWidget(label(f"The key of {called}", "section"))
        column.addWidget(label(_WHY))
        self.fingerprint = label(key.fingerprint, "title")
        self.fingerprint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.fingerprint.setAccessibleName(f"Fingerprint: {' '.join(key.fingerprint)}")
        column.addWidget(self.fingerprint)
        if key.odd:
            column.addWidget(label(f"Mind: {key.odd}. {_ODD}", "warning"))
        elif len(learner.keys) > 1:
            column.addWidget(label(_TWO, "muted"))
        column.addWidget(label(_DIFFERS, "muted"))
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.same = Button("The letters are the same", "primary", done=self._confirm)
        flow.addWidget(self.same)
        flow.addWidget(Button("Not now", done=self.reject))
        column.addWidget(acts)
        self.setMinimumWidth(min(theme.px(560), max(320, parent.width() - 40)))
        self.same.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit(self._key.public)

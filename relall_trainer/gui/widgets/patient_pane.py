"""The patient asked about: who it is, whom else one could take, the form, and a quiet note on what cannot be."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.wording import counted
from relall_trainer.gui.fact_lines import changed_fields
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.pane import Pane
from relall_trainer.gui.widgets.patient_form import PatientForm
from relall_trainer.gui.widgets.text import label

_MOST_REASONS = 2


class PatientPane(Pane):
    """``fresh_asked`` and ``reset_asked`` for another patient; a changed fact is announced by ``form``."""

    fresh_asked = Signal()
    reset_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        rows = self.column
        head = QHBoxLayout()
        self._who = label("", "strong")
        self._reset = Button("Reset", "quiet", name="Reset every changed fact", done=self.reset_asked.emit)
        head.addWidget(self._who, 1)
        head.addWidget(self._reset)
        rows.addLayout(head)
        tools = QWidget()
        tools.setProperty("role", "plain")
        flow = Flow(tools, 6)
        self.fresh = Button("Fresh patient", name="Take a fresh patient", done=self.fresh_asked.emit)
        self.offered = Choice("Take a patient", icons)
        self.offered.hide()
        flow.addWidget(self.fresh)
        flow.addWidget(self.offered)
        rows.addWidget(tools)
        self.form = PatientForm(theme, icons)
        rows.addWidget(self.form, 1)
        self._note = label("", "discouraged_note")
        self._note.hide()
        rows.addWidget(self._note)
        self.setFocusProxy(self.form)

    @property
    def note(self) -> str:
        """Why this patient could hardly be; empty where she or he could."""
        return self._note.text() if not self._note.isHidden() else ""

    @property
    def who(self) -> str:
        """Who the patient is, and how many facts have been changed."""
        return self._who.text()

    def show_patient(self, patient: Patient, base: Patient, told: str, cannot: tuple[str, ...]) -> None:
        """Show this patient; ``base`` is as she or he was taken, ``cannot`` says what no patient could be."""
        self.form.show_patient(patient, base)
        changed = len(changed_fields(patient, base))
        facts = f" · {counted(changed, 'fact')} changed" if changed else ""
        self._who.setText(f"{told}{facts}")
        self._reset.setEnabled(bool(changed))
        self._note.setText(_note_words(cannot))
        self._note.setToolTip(" ".join(cannot))
        self._note.setVisible(bool(cannot))


def _note_words(cannot: tuple[str, ...]) -> str:
    more = len(cannot) - _MOST_REASONS
    also = f" And {more} more." if more > 0 else ""
    return (
        f"Hardly possible, and rated all the same: {' '.join(cannot[:_MOST_REASONS])}{also}" if cannot else ""
    )

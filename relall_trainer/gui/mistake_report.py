"""A mistake found in a text of the program: what is wrong, in the finder's words, as a small file to send.

Nothing goes over a network. The file holds the text in question, where it stands, what was typed here, and versions;
nothing of the record: no answers, no scores, no names, no folders.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QSaveFile, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from relall_trainer import __version__
from relall_trainer.gui.saved_text import proposed_path
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

if TYPE_CHECKING:
    from relall_trainer.encounter.play import Encounter
    from relall_trainer.gui.verdicts import StepVerdict

KIND = "relall-trainer mistake report"
FORMAT = 1
LONGEST_QUOTE = 4_000
LONGEST_REPORT = 4_000
_COLUMNS = 62  # characters the dialog is wide
_LINES = 5


@dataclass(frozen=True, slots=True)
class MistakeAbout:
    """The text a report is about, as it was read, and where it stands: what is known of these, the rest empty."""

    quoted: str
    case: str = ""
    case_version: str = ""
    node: str = ""
    step: str = ""
    rule: str = ""
    evidence: str = ""
    algorithm: str = ""
    algorithm_version: str = ""

    def place(self) -> str:
        """Where it stands, in words."""
        parts = (
            f"case {self.case} {self.case_version}".strip() if self.case else "",
            f"decision {self.node}" if self.node else "",
            f"step {self.step}" if self.step else "",
            f"rule {self.rule}" if self.rule else "",
            f"evidence {self.evidence}" if self.evidence else "",
            f"algorithm {self.algorithm} {self.algorithm_version}".strip() if self.algorithm else "",
            f"program {__version__}",
        )
        words = " · ".join(part for part in parts if part)
        return words[0].upper() + words[1:]


def about_step(encounter: Encounter, node: str, step: StepVerdict | None) -> MistakeAbout:
    """What was said about a step of a decision (None: the story of the moment), and where all of it stands."""
    head, pin, here = encounter.case.head, encounter.algorithm.pin, encounter.case.nodes[node]
    if step is None:
        quoted = f"{here.title}. {here.narrative}"
    else:
        said = (f"{step.label}: {step.rating_words}.", step.feedback, step.heading, step.why, *step.cautions)
        quoted = "\n".join(part for part in said if part)
    return MistakeAbout(
        quoted,
        case=head.id,
        case_version=head.version,
        node=node,
        step=step.action if step else "",
        rule=step.rule if step else "",
        algorithm=pin.id,
        algorithm_version=pin.version,
    )


def report_text(about: MistakeAbout, wrong: str) -> str:
    """The file's text: JSON a person can read."""
    where = {name: text for name, text in asdict(about).items() if text and name != "quoted"}
    data = {
        "kind": KIND,
        "format": FORMAT,
        "program": __version__,
        "about": where,
        "text": about.quoted[:LONGEST_QUOTE],
        "wrong": wrong[:LONGEST_REPORT],
    }
    # Half a character (an emoji cut in two by a paste) is no text; it must not keep the rest from being saved.
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode() + "\n"


def report_mistake(parent: QWidget, about: MistakeAbout) -> None:
    """Ask what is wrong with a text and save it as a file where the finder chooses."""
    MistakeDialog(about, parent).exec()


def choose_file(parent: QWidget, name: str) -> str:
    """Where to save; empty where that was called off."""
    return QFileDialog.getSaveFileName(parent, "Save the report", proposed_path(name), "Reports (*.json)")[0]


class MistakeDialog(QDialog):
    """The text, its place, a field for what is wrong; afterwards where the file is and what to do with it."""

    def __init__(
        self, about: MistakeAbout, parent: QWidget, choose: Callable[[QWidget, str], str] = choose_file
    ) -> None:
        super().__init__(parent)
        self._about = about
        self._choose = choose
        self.setWindowTitle("Report a mistake")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("Report a mistake in this text", "title"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._make_form())
        self._pages.addWidget(self._make_end())
        column.addWidget(self._pages)
        metrics = self.fontMetrics()
        room = self.screen().availableGeometry()
        self.resize(
            min(room.width() - 40, metrics.averageCharWidth() * _COLUMNS + 48), self.sizeHint().height()
        )
        self.setMaximumHeight(room.height() - 20)
        self._wrong.setFocus()

    def _make_form(self) -> QWidget:
        form, rows = _column()
        high = self.fontMetrics().lineSpacing() * _LINES
        quoted = QPlainTextEdit(self._about.quoted[:LONGEST_QUOTE])
        quoted.setReadOnly(True)
        quoted.setAccessibleName("The text in question")
        self._wrong = _Field()
        self._wrong.setAccessibleName("What is wrong with it?")
        self._wrong.setPlaceholderText("What is wrong, and what would be right? No patient data, please.")
        for field in (quoted, self._wrong):
            field.setTabChangesFocus(True)
            field.setMinimumHeight(high // 2)
            field.setMaximumHeight(high)
        self._trouble = label("", "contraindicated")
        self._trouble.hide()
        rows.addWidget(label("The text", "strong"))
        rows.addWidget(quoted)
        rows.addWidget(label(self._about.place(), "note"))
        rows.addWidget(label("What is wrong with it?", "strong"))
        rows.addWidget(self._wrong)
        rows.addWidget(
            label(
                "This is saved as a small file where you choose. It holds what stands here and nothing of your record. "
                "Nothing is sent.",
                "note",
            )
        )
        rows.addWidget(self._trouble)
        row = QHBoxLayout()
        row.addWidget(Button("Leave it", done=self.reject))
        row.addStretch(1)
        self.save_button = Button("Save the report…", "primary", done=self.save)
        self.save_button.setToolTip("Ctrl+Enter")
        row.addWidget(self.save_button)
        rows.addLayout(row)
        self._wrong.textChanged.connect(self._typed)
        self._wrong.done.connect(self.save)
        self._typed()
        return form

    def _make_end(self) -> QWidget:
        end, rows = _column()
        self._where = label("")
        self._where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._where.setAccessibleName("Where the report is")
        rows.addWidget(label("The report is saved", "strong"))
        rows.addWidget(self._where)
        rows.addWidget(
            label("Hand the file to whoever gave you the program, or attach it to a report to the project.")
        )
        rows.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._close = Button("Close", "primary", done=self.accept)
        row.addWidget(self._close)
        rows.addLayout(row)
        return end

    def save(self) -> None:
        """Ask where, and write the file there; what was typed stays until that has been done."""
        wrong = self._wrong.toPlainText().strip()
        if not wrong:
            self._wrong.setFocus()
            return
        chosen = self._choose(self, "mistake-report.json")
        if not chosen:
            return
        trouble = _write(chosen, report_text(self._about, wrong))
        self._trouble.setVisible(bool(trouble))
        if trouble:
            self._trouble.setText(f"The file could not be saved: {trouble}. Choose another place.")
            return
        self._where.setText(chosen)
        self._pages.setCurrentIndex(1)
        self._close.setFocus()

    def _typed(self) -> None:
        self.save_button.setEnabled(bool(self._wrong.toPlainText().strip()))


class _Field(QPlainTextEdit):
    """Ctrl+Enter saves."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _write(path: str, text: str) -> str:
    """Write the file whole or not at all; why it could not be done, empty where it was."""
    file = QSaveFile(path)
    if file.open(QIODevice.OpenModeFlag.WriteOnly):
        data = text.encode()
        if file.write(data) == len(data) and file.commit():
            return ""
        file.cancelWriting()
    return file.errorString().rstrip(".")


def _column() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    made.setProperty("role", "plain")
    rows = QVBoxLayout(made)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(8)
    return made, rows

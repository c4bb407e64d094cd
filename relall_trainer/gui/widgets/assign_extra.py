"""When it opens and is due; what single learners get beyond the others; and a message to all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from relall_trainer.cohort.terms import LONGEST_NOTE, MOST_EXTRA_PERCENT
from relall_trainer.gui.assign_draft import AssignDraft, Extra
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.count_field import CountField
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.form_part import FormPart, come_before
from relall_trainer.gui.widgets.moment_edit import MomentEdit, Preset
from relall_trainer.gui.widgets.picker import Picker
from relall_trainer.gui.widgets.text import label

_USUAL_PERCENT = 25


class AssignTimes(FormPart):
    """``changed`` after anything was."""

    changed = Signal()

    def __init__(self, theme: Theme, due: Sequence[Preset], opens: Sequence[Preset], zone: str) -> None:
        super().__init__(theme, "")
        self.due = MomentEdit(theme, "Due", "no due date", due)
        self.opens = MomentEdit(theme, "Opens", "at once", opens)
        self.row("Due", self.due, about="due_at")
        self.row("Opens", self.opens, about="opens_at")
        self.column.addWidget(label(f"Times are yours ({zone}); learners see them in their own.", "note"))
        for part in (self.due, self.opens):
            part.changed.connect(self.changed)

    def show_draft(self, draft: AssignDraft) -> None:
        """Show this draft."""
        self.due.show_moment(draft.due_at)
        self.opens.show_moment(draft.opens_at)

    def put(self, draft: AssignDraft) -> AssignDraft:
        """The draft with what stands here."""
        return replace(draft, due_at=self.due.moment, opens_at=self.opens.moment)


class AssignExtra(FormPart):
    """Extra time or attempts, learner by learner, and the message. ``changed`` after anything was."""

    changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, "Single learners, and a message to all")
        self._names: dict[str, str] = {}
        self._rows: dict[str, _ExtraRow] = {}
        self._exam = False
        self._nothing = label("", "muted")
        self.column.addWidget(self._nothing)
        self._people = QVBoxLayout()
        self._people.setSpacing(theme.px(6))
        self.column.addLayout(self._people)
        self.add = Picker("More time or attempts for…", theme, icons)
        self.add.picked.connect(self._add)
        self.row("", self.add, about="extra")
        self.column.addWidget(label("MESSAGE TO THE LEARNERS", "caption"))
        self.note = QPlainTextEdit()
        self.note.setPlaceholderText("Optional. Stands in the file and in the mail.")
        self.note.setAccessibleName("Message to the learners")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme.px(96))
        self.column.addWidget(self.note)
        self.complaint("note")
        self.note.textChanged.connect(self.changed)

    def show_draft(self, draft: AssignDraft, learners: Sequence[tuple[str, str]]) -> None:
        """Show this draft; ``learners`` are (code, what they are called) of everybody it goes to."""
        self._names = dict(learners)
        for row in self._rows.values():
            self._people.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        self._exam = draft.exam
        for extra in draft.extra:
            if extra.learner in self._names:
                self._row(extra)
        if self.note.toPlainText() != draft.note:
            self.note.blockSignals(True)
            self.note.setPlainText(draft.note)
            self.note.blockSignals(False)
        self._offer()

    def show_mode(self, *, exam: bool) -> None:
        """In an exam it is time, in practice attempts."""
        self._exam = exam
        for row in self._rows.values():
            row.show_mode(exam=exam)

    def put(self, draft: AssignDraft) -> AssignDraft:
        """The draft with what stands here."""
        extra = tuple(row.extra for row in self._rows.values())
        return replace(draft, extra=extra, note=self.note.toPlainText()[:LONGEST_NOTE])

    def _add(self, code: str) -> None:
        if code:
            self._row(Extra(code, _USUAL_PERCENT, 1))
            self._rows[code].percent.setFocus()
            self.changed.emit()
        self._offer()

    def _row(self, extra: Extra) -> None:
        row = _ExtraRow(self.theme, extra, self._names[extra.learner])
        row.show_mode(exam=self._exam)
        row.changed.connect(self.changed)
        row.left.connect(lambda code=extra.learner: self._leave(code))
        self._people.addWidget(row)
        self._rows[extra.learner] = row

    def _leave(self, code: str) -> None:
        row = self._rows.pop(code)
        self._people.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._offer()
        self.add.setFocus()
        self.changed.emit()

    def _offer(self) -> None:
        fields = [part for row in self._rows.values() for part in (row.percent, row.attempts, row.leave)]
        come_before(self.add, fields)
        left = [(code, name) for code, name in self._names.items() if code not in self._rows]
        self.add.setVisible(bool(left))
        self.add.offer([("", "More time or attempts for…"), *left], "")
        self._nothing.setText(
            ""
            if self._names
            else "Add learners to the cohort first; then single ones can be given more time."
        )
        self._nothing.setVisible(not self._names)


class _ExtraRow(QWidget):
    changed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, extra: Extra, name: str) -> None:
        super().__init__()
        self._learner = extra.learner
        self.setProperty("role", "plain")
        flow = Flow(self, theme.px(8))
        self.percent = CountField(
            theme,
            f"Extra time for {name}, in per cent",
            0,
            MOST_EXTRA_PERCENT,
            unit="% more time",
            none="no more time",
            step=5,
        )
        self.attempts = CountField(
            theme, f"Extra attempts for {name}", 0, 20, unit="more attempts", none="no more attempts"
        )
        self.percent.setValue(extra.percent)
        self.attempts.setValue(extra.attempts)
        said = label(name, wrap=False)
        said.setMinimumHeight(self.percent.sizeHint().height())
        self.leave = Button(
            "Take away", "quiet", name=f"Take away what {name} gets more", done=self.left.emit
        )
        for part in (said, self.percent, self.attempts, self.leave):
            flow.addWidget(part)
        for field in (self.percent, self.attempts):
            field.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def extra(self) -> Extra:
        return Extra(self._learner, self.percent.value(), self.attempts.value())

    def show_mode(self, *, exam: bool) -> None:
        self.percent.setVisible(exam)
        self.attempts.setVisible(not exam)

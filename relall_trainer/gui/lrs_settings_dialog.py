"""The page for sending to a learning record store: where to, as whom, what; how it stands; on and off.

It only asks: what is typed is looked at by ``interop.lrs_settings``, and what is asked for is done by ``reporting``.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.errors import TrainerError
from relall_trainer.gui.lrs_words import (
    Standing,
    counts_words,
    entry_words,
    settings_words,
    standing_words,
)
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import card, label, line
from relall_trainer.gui.widgets.toggle import Radio
from relall_trainer.interop.lrs_settings import LrsSettings
from relall_trainer.learner.records import moment

_WIDE, _HIGH = 660, 640
_PURPOSE = (
    "Tells a store that your institution runs, in the words of xAPI, what you finished here. It is off unless you "
    "switch it on, and while it is off this program opens no network connection at all."
)
_KEPT = (
    "Name and password are kept readable in this profile and in the copies of your record. They go to this address "
    "only, by https with its certificate checked; where it points elsewhere, that is not followed, and proxies set in "
    "the environment are not used. A store on this very computer may be spoken to by http."
)


class LrsSettingsDialog(QDialog):
    """``switched_on`` and ``preview_asked`` carry settings that were checked; the others need nothing."""

    switched_on = Signal(object)
    preview_asked = Signal(object)
    switched_off = Signal()
    try_asked = Signal()

    def __init__(self, theme: Theme, standing: Standing, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now = now
        self._standing = standing
        self.setWindowTitle("Learning record store")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        self._scrolled = Scrolled()
        rows = self._scrolled.column
        rows.setSpacing(8)
        rows.addWidget(label("Learning record store", "title"))
        rows.addWidget(label(_PURPOSE))
        self._words = label("", "strong")
        self._counts = label("", "muted")
        rows.addWidget(self._words)
        rows.addWidget(self._counts)
        rows.addWidget(self._make_trouble())
        rows.addWidget(line())
        self._fields = self._make_fields(standing.settings)
        self._set = label("")
        rows.addWidget(self._fields)
        rows.addWidget(self._set)
        rows.addWidget(line())
        self._log_head = label("What was sent, the latest first", "strong")
        self._log = QPlainTextEdit()
        self._log.setReadOnly(True)
        self._log.setTabChangesFocus(True)
        self._log.setAccessibleName("What was sent, the latest first")
        self._log.setMinimumHeight(theme.px(90))
        rows.addWidget(self._log_head)
        rows.addWidget(self._log, 1)
        rows.addStretch(0)
        column.addWidget(self._scrolled, 1)
        column.addWidget(self._make_buttons())
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(_WIDE), room.width() - 40), min(theme.px(_HIGH), room.height() - 60))
        self.show_standing(standing)
        (self._off if standing.settings.on else self._endpoint).setFocus()

    # What is shown

    def show_standing(self, standing: Standing) -> None:
        """How it stands now; what is being typed stays."""
        self._standing = standing
        on = standing.settings.on
        self._words.setText(standing_words(standing))
        counts = counts_words(standing.log)
        self._counts.setText(counts)
        self._counts.setVisible(bool(counts))
        trouble = standing.log.trouble
        if trouble is not None and on:
            self.show_trouble(trouble.error())
        else:
            self._trouble.hide()
        entries = "\n".join(entry_words(entry) for entry in standing.log.entries)
        if entries != self._log.toPlainText():
            self._log.setPlainText(entries)
        self._log.setVisible(bool(entries))
        self._log_head.setVisible(bool(entries))
        self._fields.setVisible(not on)
        self._set.setVisible(on)
        self._set.setText(settings_words(standing.settings))
        for button, wanted in ((self._on, not on), (self._off, on), (self._try, on)):
            button.setVisible(wanted)
        self._try.setEnabled(not standing.busy)

    def show_trouble(self, error: TrainerError) -> None:
        """What cannot be done so, in its three parts."""
        for words, text in zip(self._parts, (error.what, error.safe, error.todo), strict=True):
            words.setText(text)
            words.setVisible(bool(text))
        self._trouble.show()
        self._scrolled.ensureWidgetVisible(self._trouble)

    def typed(self) -> LrsSettings:
        """What is set now, not looked at yet."""
        return LrsSettings(
            endpoint=self._endpoint.text(),
            user=self._user.text(),
            password=self._password.text(),
            account=self._account.text() if self._named.isChecked() else "",
            since="" if self._before.isChecked() else moment(self._now),
        )

    # What is asked for

    def _switch_on(self) -> None:
        self._ask(self.switched_on)

    def _preview(self) -> None:
        self._ask(self.preview_asked)

    def _ask(self, signal: SignalInstance) -> None:
        if self._standing.settings.on:
            signal.emit(self._standing.settings)
            return
        typed = self.typed()
        try:
            if self._named.isChecked() and not typed.account.strip():
                raise TrainerError(
                    "The name you are known by there is missing.",
                    todo="Type it, or choose the name that says nothing.",
                )
            checked = typed.checked()
        except TrainerError as error:
            self.show_trouble(error)
            return
        self._trouble.hide()
        signal.emit(checked)

    # Parts

    def _make_trouble(self) -> QWidget:
        self._trouble = card("trouble")
        rows = QVBoxLayout(self._trouble)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(2)
        self._parts = [label("", role) for role in ("strong", "", "")]
        for words in self._parts:
            rows.addWidget(words)
        self._trouble.hide()
        return self._trouble

    def _make_fields(self, settings: LrsSettings) -> QWidget:
        made = QWidget()
        made.setProperty("role", "plain")
        rows = QVBoxLayout(made)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        self._endpoint = _field("Address of the store", settings.endpoint, rows)
        self._endpoint.setPlaceholderText("https://lrs.example.org/xapi/")
        self._user = _field("User name there", settings.user, rows)
        self._password = _field("Password", settings.password, rows)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        rows.addWidget(label(_KEPT, "note"))
        rows.addWidget(label("You are known there by", "strong"))
        self._named = Radio("a name I choose, such as a code", self._theme)
        opaque = Radio("a name that says nothing of you", self._theme)
        self._choose(rows, settings.account != "", opaque, self._named)
        self._account = QLineEdit(settings.account)
        self._account.setAccessibleName("The name you are known by there")
        self._account.setPlaceholderText("No mail address")
        self._account.setVisible(self._named.isChecked())
        self._named.toggled.connect(self._account.setVisible)
        rows.addWidget(self._account)
        rows.addWidget(label("What is sent", "strong"))
        from_now = Radio("what I finish from now on", self._theme)
        self._before = Radio("also what I finished before", self._theme)
        self._choose(rows, bool(settings.endpoint) and not settings.since, from_now, self._before)
        return made

    def _choose(self, rows: QVBoxLayout, second: bool, *buttons: Radio) -> None:
        group = QButtonGroup(self)
        for button in buttons:
            group.addButton(button)
            rows.addWidget(button)
        buttons[1 if second else 0].setChecked(True)

    def _make_buttons(self) -> QWidget:
        made = QWidget()
        made.setProperty("role", "plain")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        self._try = Button("Try now", done=self.try_asked.emit)
        self._off = Button("Switch off", done=self.switched_off.emit)
        self._on = Button("Switch on…", "primary", done=self._switch_on)
        row.addWidget(Button("What would be sent…", done=self._preview))
        row.addWidget(self._try)
        row.addStretch(1)
        row.addWidget(Button("Close", done=self.accept))
        row.addWidget(self._off)
        row.addWidget(self._on)
        return made


def _field(words: str, text: str, rows: QVBoxLayout) -> QLineEdit:
    above = label(words, "note")
    field = QLineEdit(text)
    field.setAccessibleName(words)
    field.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
    above.setBuddy(field)
    rows.addWidget(above)
    rows.addWidget(field)
    return field

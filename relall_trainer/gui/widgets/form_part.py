"""One part of a form on a card: a heading, rows of fields with their words, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import label

_FIELD = 36  # px at 100 % a field is high


class FormPart(QFrame):
    """Takes rows one below the other; ``complain`` says what is wrong, beside the row it is about."""

    def __init__(self, theme: Theme, heading: str) -> None:
        super().__init__()
        self.theme = theme
        self._complaints: dict[str, QLabel] = {}
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        self.column.setSpacing(theme.px(8))
        if heading:
            self.column.addWidget(label(heading, "section"))

    def row(self, words: str, *fields: QWidget, about: str = "") -> QWidget:
        """A row that wraps: words, then fields. What is wrong ``about`` it is said beneath."""
        part = QWidget()
        part.setProperty("role", "plain")
        across = QHBoxLayout(part)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self.theme.px(8))
        if words:
            said = label(words, wrap=False)
            self._level(said)
            across.addWidget(said, 0, Qt.AlignmentFlag.AlignTop)
        if len(fields) == 1 and fields[0].hasHeightForWidth():
            across.addWidget(fields[0], 1)  # it wraps by itself
        else:
            inner = QWidget()
            inner.setProperty("role", "plain")
            flow = Flow(inner, self.theme.px(8))
            for field in fields:
                flow.addWidget(field)
            across.addWidget(inner, 1)
        self.column.addWidget(part)
        if about:
            self.complaint(about)
        return part

    def _level(self, said: QLabel) -> None:
        """As high as a field beside it, whatever the size of text."""

        def fit() -> None:
            said.setFixedHeight(self.theme.px(_FIELD))

        self.theme.changed.connect(fit)
        fit()

    def complaint(self, about: str) -> None:
        """Keep a place beneath for what is wrong."""
        said = label("", "warning")
        said.hide()
        self._complaints[about] = said
        self.column.addWidget(said)

    def complain(self, problems: Sequence[tuple[str, str]]) -> None:
        """Say what is wrong here of these (about, words); what is not named is right."""
        found = dict(reversed(problems))
        for about, said in self._complaints.items():
            words = found.get(about, "")
            said.setText(words)
            said.setVisible(bool(words))


def come_before(anchor: QWidget, parts: Sequence[QWidget]) -> None:
    """Let Tab come to these, made later, before ``anchor``, which was made with the page."""
    last = anchor
    for part in parts:
        QWidget.setTabOrder(last, part)
        last = part
    if last is not anchor:
        QWidget.setTabOrder(last, anchor)

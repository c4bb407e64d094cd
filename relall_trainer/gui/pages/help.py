"""Short help, offline: how to play, keys, scoring, what is the paper's and what is simulated, what is kept where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import card


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help: its name for links, its title, its Markdown."""

    id: str
    title: str
    text: str


class HelpPage(QWidget):
    """Topics above, the text of one beneath."""

    def __init__(self, theme: Theme, topics: Sequence[Topic]) -> None:
        super().__init__()
        self._topics = {topic.id: topic for topic in topics}
        self._buttons: dict[str, Button] = {}
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(PageTitle("Help"))
        row = QWidget()
        row.setProperty("role", "plain")
        flow = Flow(row)
        for topic in topics:
            button = Button(topic.title, done=partial(self.show_topic, topic.id))
            button.setCheckable(True)
            self._buttons[topic.id] = button
            flow.addWidget(button)
        column.addWidget(row)
        surface = card()
        inside = QHBoxLayout(surface)
        inside.setContentsMargins(20, 16, 20, 16)
        self._scrolled = Scrolled()
        self._text = SafeDocument(theme, "Help")
        self._text.setMaximumWidth(theme.px(760))
        self._scrolled.column.addWidget(self._text)
        self._scrolled.column.addStretch(1)
        inside.addWidget(self._scrolled)
        column.addWidget(surface, 1)
        theme.changed.connect(lambda: self._text.setMaximumWidth(theme.px(760)))
        if topics:
            self.setFocusProxy(self._buttons[topics[0].id])
            self.show_topic(topics[0].id)

    def show_topic(self, topic: str) -> None:
        """Show one topic; an unknown one shows the first."""
        chosen = self._topics.get(topic) or next(iter(self._topics.values()))
        for name, button in self._buttons.items():
            button.setChecked(name == chosen.id)
        self._text.show_markdown(chosen.text)
        self._scrolled.verticalScrollBar().setValue(0)

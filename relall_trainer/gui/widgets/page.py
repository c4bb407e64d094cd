"""What every page stands in: a title line and a body that scrolls up and down, never sideways."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from relall_trainer.gui.qt_numbers import NO_FOCUS, SCROLL_BAR_NEVER
from relall_trainer.gui.widgets.text import label


class PageTitle(QWidget):
    """The page's name, and room for what belongs beside it (``row``)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.words: QLabel = label(text, "title", wrap=True)
        self.row.addWidget(self.words, 1)


class ComingPage(QWidget):
    """A page's name where the page will stand, until it has been made."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(PageTitle(text))
        column.addStretch(1)


class Scrolled(QScrollArea):
    """A column that scrolls. Not a stop for Tab itself: what it holds is, and is brought into view."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("horizontalScrollBarPolicy", SCROLL_BAR_NEVER)
        self.setProperty("focusPolicy", NO_FOCUS)
        inner = QWidget()
        inner.setProperty("role", "plain")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 10, 0)  # clear of the scroll bar
        self.column.setSpacing(12)
        self.setWidget(inner)

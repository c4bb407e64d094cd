"""The history: every attempt, every decision, and the patterns in them. Three views of one record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.attempts_view import AttemptsView
from relall_trainer.gui.widgets.attempts_view import Wanted as Wanted
from relall_trainer.gui.widgets.decisions_view import DecisionsView
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.patterns_view import PatternsView
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import label

ATTEMPTS, DECISIONS, PATTERNS = "attempts", "decisions", "patterns"
_VIEWS = ((ATTEMPTS, "Attempts"), (DECISIONS, "Decisions"), (PATTERNS, "Patterns"))
_TITLE_ROOM = 280
_COUNT_ROOM = 140
_LOW = 400  # px at 100 % of height below which the title goes


class HistoryPage(QWidget):
    """``view_asked`` names the view to fill; what is done in a view is announced by the view itself."""

    view_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(8))
        self._title = PageTitle("History")
        self._count = label("", "muted", wrap=False)
        self._title.row.addWidget(self._count)
        self.tabs = Tabs(theme, "History", _VIEWS)
        self.tabs.chosen.connect(self._come_to)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self.tabs)
        column.addLayout(self._head)
        self._progress_words = label("", "note")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Reading the record")
        for part in (self._progress_words, self._progress):
            part.hide()
            column.addWidget(part)
        self.attempts = AttemptsView(theme, icons)
        self.decisions = DecisionsView(theme, icons)
        self.patterns = PatternsView(theme, icons)
        self._views = {ATTEMPTS: self.attempts, DECISIONS: self.decisions, PATTERNS: self.patterns}
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
        column.addWidget(self._stack, 1)

    @property
    def view(self) -> str:
        """The view shown: attempts, decisions, patterns."""
        return self.tabs.here

    def choose(self, view: str) -> None:
        """Come to a view and have it filled."""
        self.tabs.show_chosen(view)
        self._come_to(view)

    def show_count(self, words: str) -> None:
        """How many there are, beside the title."""
        self._count.setText(words)

    def show_progress(self, done: int, of: int) -> None:
        """The decisions are still being read, so many of so many attempts."""
        self._progress_words.setText(
            f"Reading your record: {done:,} of {of:,} attempts. What is read shows already."
        )
        self._progress.setRange(0, of)
        self._progress.setValue(done)
        for part in (self._progress_words, self._progress):
            part.show()

    def end_progress(self) -> None:
        """All of it is read."""
        for part in (self._progress_words, self._progress):
            part.hide()

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("history.attempts", "History: attempts", (), ("past",)), lambda: self.choose(ATTEMPTS)),
            (
                Named("history.decisions", "History: find a decision", (), ("search", "filter", "choices")),
                self._find,
            ),
            (
                Named("history.patterns", "History: what do I keep getting wrong", (), ("patterns", "weak")),
                lambda: self._section("rules"),
            ),
            (
                Named("history.trend", "History: how it went over time", (), ("trend", "progress")),
                lambda: self._section("trend"),
            ),
            (
                Named("history.sure", "History: confidence against result", (), ("calibration", "sure")),
                lambda: self._section("sure"),
            ),
            (
                Named("history.harmful", "History: certain and harmful", (), ("critical", "dangerous")),
                lambda: self._section("harmful"),
            ),
        )

    def _find(self) -> None:
        self.choose(DECISIONS)
        self.decisions.filters.text.setFocus()

    def _section(self, section: str) -> None:
        self.tabs.show_chosen(PATTERNS)
        self._come_to(PATTERNS)
        self.patterns.choose(section)
        self.patterns.focus_view()

    def _come_to(self, view: str) -> None:
        self._stack.setCurrentWidget(self._views[view])
        self._count.clear()
        self.view_asked.emit(view)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to the list."""
        super().focusInEvent(event)
        if self.view == PATTERNS:
            self.patterns.focus_view()
        else:
            self._views[self.view].setFocus()

    def minimumSizeHint(self) -> QSize:
        """Small: the lists share what room there is."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        natural = self.tabs.natural_width()
        low = self.height() < self._theme.px(_LOW)
        self._title.words.setVisible(not low)  # the tabs say where one is; the lists need the room more
        room = _COUNT_ROOM if low else _TITLE_ROOM
        across = natural + self._theme.px(room) <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(direction)
        self.tabs.setMinimumWidth(natural if across else 0)

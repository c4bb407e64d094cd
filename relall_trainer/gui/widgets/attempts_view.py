"""Every attempt ever made, newest first, narrowed by case, state, time, critical errors and text; two to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.decision_wishes import SOURCE_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.local_time import when
from relall_trainer.gui.standing import FINISHED, OPEN, STATUS_WORDS, AttemptLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chips import Chips
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.more_filters import MoreFilters
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label

ANY = ""
_TIMES = ((ANY, "Any time"), ("7", "Last 7 days"), ("30", "Last 30 days"), ("365", "Last year"))
_CRITICAL = ((ANY, "All results"), ("with", "With critical errors"), ("without", "Without critical errors"))
_TYPING_MS = 150
_HINT_FROM = 360  # px at 100 % of height


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; None and empty mean no matter. ``days``: begun within so many days."""

    case: str | None = None
    status: str | None = None
    days: int | None = None
    critical: bool | None = None
    text: str = ""
    source: str | None = None

    @property
    def narrowed(self) -> bool:
        return self != Wanted()


class AttemptsView(QWidget):
    """``attempt_chosen`` opens one, ``filter_changed`` asks for the list anew, ``more_asked`` for the next page.

    ``compare_asked`` sends two attempts at one case.
    """

    attempt_chosen = Signal(str)
    filter_changed = Signal()
    more_asked = Signal()
    cases_asked = Signal()
    compare_asked = Signal(str, str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._theme = theme
        self._lines: dict[str, AttemptLine] = {}
        self._marked: AttemptLine | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.filters = QWidget()
        self.filters.setProperty("role", "plain")
        column.addWidget(self.filters)
        self._make_filters(theme, icons)
        self.list = RowList(theme, "Attempts")
        self.list.row_opened.connect(self.attempt_chosen)
        self.list.row_passed.connect(lambda _key: self._show_compare())
        self.list.rows.more_wanted.connect(self.more_asked)
        self.list.installEventFilter(self)
        self.nothing = Empty(
            "No attempts yet",
            "Every attempt stands here with its choices, its feedback and its result, as it was.",
            "Choose a case",
            self.cases_asked.emit,
        )
        self.none_fit = Empty(
            "No attempt fits",
            "The list is narrowed to what none of your attempts is.",
            "Show all",
            self.show_all,
        )
        surface = card()
        inside = QHBoxLayout(surface)
        inside.setContentsMargins(4, 4, 4, 4)
        self._stack = QStackedWidget()
        for view in (self.list, self.nothing, self.none_fit):
            self._stack.addWidget(view)
        self._stack.setMinimumHeight(theme.px(60))  # the list gives way before the filters do
        inside.addWidget(self._stack)
        column.addWidget(surface, 1)
        self._foot = QWidget()
        self._foot.setProperty("role", "plain")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        self.compare = Button("Compare…", done=self.mark)
        self.compare.setToolTip("C: on two attempts at one case, one after the other")
        self._hint = label("", "note")
        row.addWidget(self.compare)
        row.addWidget(self._hint, 1)
        row.addStretch(0)
        column.addWidget(self._foot)
        self.setFocusProxy(self.list)
        self._show_compare()

    def wanted(self) -> Wanted:
        """What the filters say."""
        critical = {"with": True, "without": False}.get(self.critical.value)
        days = self.time.value
        return Wanted(
            case=self.case.value or None,
            status=self.status.value or None,
            days=int(days) if days else None,
            critical=critical,
            text=self.text.text().strip(),
            source=self.source.value or None,
        )

    def told(self) -> str:
        """What the list is narrowed to, in words; empty where it is not."""
        words = [
            choice.text()
            for choice in (self.source, self.case, self.status, self.time, self.critical)
            if choice.value
        ]
        typed = self.text.text().strip()
        return ", ".join([*words, f"with “{typed}”"] if typed else words)

    def show_lines(
        self, lines: Sequence[AttemptLine], *, more: bool, cases: Sequence[tuple[str, str]]
    ) -> None:
        """Show a first page of attempts; ``cases`` (id, title) are the ones to filter by."""
        self.case.offer(((ANY, "All cases"), *cases))
        narrowed = self.wanted().narrowed
        self.filters.setVisible(bool(lines) or narrowed)
        self._lines = {line.id: line for line in lines}
        self.list.rows.show_rows([(line.id, row_of(line)) for line in lines], more=more)
        self._stack.setCurrentWidget(self.list if lines else self.none_fit if narrowed else self.nothing)
        self._foot.setVisible(bool(lines))
        self._show_compare()

    def add_lines(self, lines: Sequence[AttemptLine], *, more: bool) -> None:
        """Add the next page."""
        self._lines.update((line.id, line) for line in lines)
        self.list.rows.add_rows([(line.id, row_of(line)) for line in lines], more=more)

    def show_all(self) -> None:
        """Take all filters away."""
        self.text.clear()
        for choice in (self.source, self.case, self.status, self.time, self.critical):
            choice.offer_again(ANY)
        self._typing.stop()
        self._show_chips()
        self.filter_changed.emit()

    def mark(self) -> None:
        """Mark the attempt one is on; the second one at the same case is compared with it, the same lets it be."""
        here = self._here()
        if here is None:
            return
        before = self._marked
        if before is None or before.case != here.case:
            self._marked = here
        else:
            self._marked = None
            if before.id != here.id:
                # The earlier one stands on the left, in whichever order they were taken.
                first, second = sorted((before, here), key=lambda line: line.started_at)
                self.compare_asked.emit(first.id, second.id)
        self._show_compare()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_C
            and not event.modifiers()
        ):
            if not event.isAutoRepeat():
                self.mark()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.height() >= self._theme.px(_HINT_FROM))  # the list needs the room more

    def _here(self) -> AttemptLine | None:
        index = self.list.currentIndex()
        return self._lines.get(self.list.rows.key(index.row())) if index.isValid() else None

    def _show_compare(self) -> None:
        here, before = self._here(), self._marked
        if before is None:
            words, hint = (
                "Compare…",
                "Two attempts at one case, side by side: press C on one, then on the other.",
            )
        else:
            told = f"“{before.case_title}”, begun {when(before.started_at)}"
            same = here is not None and here.id == before.id
            other = here is not None and here.case != before.case
            words = "Let it be" if same else "Compare this one instead" if other else "Compare with this one"
            hint = f"To compare: {told}. Choose another attempt at this case and press C."
        self.compare.show_text(words)
        self.compare.setEnabled(here is not None)
        self._hint.setText(hint)

    def _make_filters(self, theme: Theme, icons: Icons) -> None:
        column = QVBoxLayout(self.filters)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        in_sight = QWidget()
        in_sight.setProperty("role", "plain")
        flow = Flow(in_sight, spacing=theme.px(8))
        self.text = QLineEdit()
        self.text.setPlaceholderText("Find in cases, reasons and notes")
        self.text.setAccessibleName("Find in cases, reasons and notes")
        self.text.setMinimumWidth(theme.px(260))
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.filter_changed)
        self.text.textChanged.connect(lambda _text: self._typing.start())
        self.source = Choice("From", icons)
        self.critical = Choice("Critical errors", icons)
        self.case = Choice("Case", icons)
        self.status = Choice("State", icons)
        self.time = Choice("Time", icons)
        self.source.offer(((ANY, "From anywhere"), *SOURCE_WORDS.items()))
        self.critical.offer(_CRITICAL)
        self.case.offer(((ANY, "All cases"),))
        self.status.offer(((ANY, "All states"), *((one, STATUS_WORDS[one]) for one in (OPEN, FINISHED))))
        self.time.offer(_TIMES)
        self.rarer = MoreFilters(theme, self)
        self.more = Button("More filters…", done=lambda: self.rarer.come_up(self.window()))
        flow.addWidget(self.text)
        for choice in (self.source, self.critical):
            flow.addWidget(choice)
        flow.addWidget(self.more)
        self._rare = {"Case": self.case, "State": self.status, "Time": self.time}
        for choice in self._rare.values():
            self.rarer.column.addWidget(choice)
        for choice in (self.source, self.critical, *self._rare.values()):
            choice.picked.connect(lambda _value: self._changed())
        self.chips = Chips(theme, icons)
        self.chips.chip_removed.connect(lambda name: self._rare[name].pick(ANY))
        self.chips.all_removed.connect(self.show_all)
        column.addWidget(in_sight)
        column.addWidget(self.chips)

    def _changed(self) -> None:
        self._show_chips()
        self.filter_changed.emit()

    def _show_chips(self) -> None:
        on = [(name, choice.shown) for name, choice in self._rare.items() if choice.value != ANY]
        self.chips.show_chips([(name, f"{name}: {words}") for name, words in on])


def row_of(line: AttemptLine) -> Row:
    """An attempt as a row: what, when, how far, with what result."""
    decisions = counted(line.answers, "decision")
    apart = f" · {line.apart}" if line.apart else ""
    facts = f"{when(line.started_at)} · {line.status_words} · {decisions} · case {line.case_version}{apart}"
    return Row(((line.case_title, False),), ((line.result(), False),), facts)

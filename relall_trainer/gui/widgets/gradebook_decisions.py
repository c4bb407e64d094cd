"""The view of decisions: what it came to in a line, the matrix, the cell one stands on in words, where the group errs.

Narrowed and sorted here; where a cell leads is announced.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.gradebook_lines import (
    BY_NAME,
    COLUMNS,
    EVERY_DECISION,
    EVERYBODY,
    FILTERS,
    HIGHEST,
    LOWEST,
    ON_COURSE,
    ORDERS,
    LearnerLine,
    MatrixLines,
    narrowed,
)
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import RATINGS, Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.gradebook_matrix import GradebookMatrix
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.rating_badge import RatingBadge
from relall_trainer.gui.widgets.text import card, label

_TYPING_MS = 120
_ERRS_FROM = 330  # px at 100 % of height from which it is said below where the group errs
_ALL_ERRS_FROM = 640  # and from which all of it is said
_LEGEND_FROM = 400
_FIND = 190
_BY_MOUSE = Qt.FocusReason.MouseFocusReason
_HEADING_FROM = 860


class DecisionsView(QWidget):
    """``cell_opened`` (learner, decision), ``learner_opened`` and ``errs_asked`` for what to teach next."""

    cell_opened = Signal(str, str)
    learner_opened = Signal(str)
    errs_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._all = self._course = self._lines = MatrixLines()
        self._shown: dict[str, LearnerLine] = {}
        self.setProperty("role", "plain")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._scrolled = Scrolled()
        column = self._scrolled.column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._make_table(theme, icons), 1)
        self._errs_card = self._make_errs(theme)
        column.addWidget(self._errs_card)
        self.versions = label("", "note")
        self.versions.hide()
        column.addWidget(self.versions)
        whole.addWidget(self._scrolled)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._show)
        self.setFocusProxy(self.matrix)
        self.matrix.table.installEventFilter(self)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_table(self, theme: Theme, icons: Icons) -> QFrame:
        px = theme.px
        frame = card()
        self._rows = rows = QVBoxLayout(frame)
        rows.setContentsMargins(px(12), px(10), px(8), px(8))
        rows.setSpacing(px(8))
        self._summary = label("", "muted")
        rows.addWidget(self._summary)
        self._bar = self._make_bar(theme, icons)
        rows.addWidget(self._bar)
        self.matrix = GradebookMatrix(theme, icons)
        self.matrix.cell_opened.connect(self.cell_opened)
        self.matrix.learner_opened.connect(self.learner_opened)
        self.matrix.cell_passed.connect(self._tell)
        self.matrix.typed.connect(self._type)
        self.matrix.score_clicked.connect(self._turn_order)
        self._nobody = Empty(
            "Nobody fits", "No learner is left by what the list is narrowed to.", "Show everybody", self.clear
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.matrix)
        self._stack.addWidget(self._nobody)
        rows.addWidget(self._stack, 1)
        self._foot = QWidget()
        self._foot.setProperty("role", "plain")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        self._here = label("", "small")
        self.open = Button("Open this decision", "link", done=self._open_here)
        self.open.setToolTip("Enter")
        foot.addWidget(self._here, 1)
        foot.addWidget(self.open)
        rows.addWidget(self._foot)
        return frame

    def _make_bar(self, theme: Theme, icons: Icons) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText("Find a learner")
        self.finder.setAccessibleName("Find a learner")
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(lambda _text: self._typing.start())
        self.finder.returnPressed.connect(self._to_matrix)
        self.finder.setFixedWidth(theme.px(_FIND))
        self.only = Choice("Learners", icons)
        self.only.offer(FILTERS)
        self.order = Choice("Order", icons)
        self.order.offer(ORDERS)
        self.columns = Choice("Decisions", icons)
        self.columns.offer(COLUMNS)
        for choice in (self.only, self.order, self.columns):
            choice.picked.connect(lambda _value: self._show())
        for one in (self.finder, self.only, self.order, self.columns):
            flow.addWidget(one)
        self._legend: list[RatingBadge] = []
        for rating in RATINGS[:-1]:
            badge = RatingBadge(theme, icons, rating)
            badge.setMinimumHeight(theme.px(36))
            self._legend.append(badge)
            flow.addWidget(badge)
        self._unmarked = label("", "muted", wrap=False)
        self._unmarked.setMinimumHeight(theme.px(36))
        flow.addWidget(self._unmarked)
        return bar

    def _make_errs(self, theme: Theme) -> QFrame:
        px = theme.px
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(px(14), px(8), px(14), px(10))
        rows.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        self._errs_heading = label("Where this cohort errs", "section", wrap=False)
        head.addWidget(self._errs_heading)
        self._first_err = label("")
        head.addWidget(self._first_err, 1000)
        head.addStretch(1)
        head.addWidget(Button("Teach this next", "link", done=self.errs_asked.emit))
        rows.addLayout(head)
        self._errs = label("")
        rows.addWidget(self._errs)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_lines(self, lines: MatrixLines) -> None:
        """Show a gradebook."""
        self._all = lines
        self._course = lines.on_course()
        self._summary.setText(lines.summary)
        self._unmarked.setText(lines.unmarked_words())
        off_course = len(self._course.columns) < len(lines.columns)
        self.columns.setVisible(off_course)
        if not off_course:
            self.columns.offer_again(EVERY_DECISION)
        self._show()

    def show_errs(self, errs: Sequence[str]) -> None:
        """Say where the group errs, in sentences, each with its n."""
        self._errs.setText(" ".join(errs))
        self._first_err.setText(errs[0] if errs else "")
        self._arrange()

    def come_to(self, learner: str, decision: str) -> None:
        """Stand on this cell, letting go of what the list is narrowed to where that hides it."""
        if learner not in self._shown or decision not in [one.key for one in self._lines.columns]:
            self.clear()
        self.matrix.come_to(learner, decision)

    def clear(self) -> None:
        """Show everybody."""
        self.finder.clear()
        self.only.offer_again(EVERYBODY)
        self.columns.offer_again(EVERY_DECISION)
        self._show()

    @property
    def rows(self) -> tuple[LearnerLine, ...]:
        """The learners as they stand there now."""
        return tuple(self._shown.values())

    def _show(self) -> None:
        self._typing.stop()
        self._lines = self._course if self.columns.value == ON_COURSE else self._all
        rows = narrowed(self._lines.rows, self.only.value, self.finder.text(), self.order.value)
        self._shown = {row.key: row for row in rows}
        self.matrix.show_rows(self._lines, rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._foot.setVisible(bool(rows))

    def _tell(self, learner: str, decision: str) -> None:
        row = self._shown.get(learner)
        if row is None:
            return
        keys = [column.key for column in self._lines.columns]
        self.open.show_text("Open this decision" if decision else "Open this learner's page")
        if not decision:
            self.open.setEnabled(True)
            told = f"{row.name}: {row.score_words()}. {row.standing_words()}. {' '.join((*row.earlier, *row.flags))}"
            self._here.setText(told.strip())
            return
        place = keys.index(decision)
        self.open.setEnabled(row.cells[place].marked)
        chosen = "; ".join(row.cells[place].chosen)
        told = self._lines.spoken(row, place)
        if not row.cells[place].marked:
            told = f"{told}. There is no answer to open."
        self._here.setText(f"{told}. Chosen: {chosen}" if chosen else told)

    # -- what is done ----------------------------------------------------------------------------------------

    def _open_here(self) -> None:
        if self.open.shown == "Open this decision":
            self.matrix.open_here()
        else:
            self.learner_opened.emit(self.matrix.here[0])

    def _turn_order(self) -> None:
        self.order.pick({BY_NAME: LOWEST, LOWEST: HIGHEST, HIGHEST: BY_NAME}[self.order.value])

    def _type(self, letter: str) -> None:
        self.finder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finder.setText(self.finder.text() + letter if letter else "")

    def _to_matrix(self) -> None:
        self._show()
        self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        narrow = self.finder.text() or self.only.value
        if event.key() == Qt.Key.Key_Escape and narrow:
            self.clear()
            self.matrix.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Down and self.finder.hasFocus():
            self._to_matrix()
        else:
            super().keyPressEvent(event)

    # -- room ------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        come = isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() != _BY_MOUSE
        if come:  # a click is not to miss its cell
            QTimer.singleShot(0, self, self._bring_into_sight)
        return super().eventFilter(watched, event)

    def _bring_into_sight(self) -> None:
        """Where there is no room for all of it, the learners rather than what stands above them."""
        if self.matrix.table.hasFocus() and self.height() < self._theme.px(_LEGEND_FROM):
            self._scrolled.ensureWidgetVisible(self.matrix, 0, self._theme.px(2))

    def _arrange(self) -> None:
        px = self._theme.px
        low = self.height() < px(_LEGEND_FROM)
        self._rows.removeWidget(self._summary)
        self._rows.insertWidget(self._rows.count() if low else 0, self._summary)
        QTimer.singleShot(0, self, self._bring_into_sight)
        whole = self.height() >= px(_ALL_ERRS_FROM)
        self._errs_card.setVisible(bool(self._errs.text()) and self.height() >= px(_ERRS_FROM))
        self._errs.setVisible(whole)
        self._first_err.setVisible(not whole)
        self._errs_heading.setVisible(whole or self.width() >= px(_HEADING_FROM))
        for badge in self._legend:
            badge.setVisible(not low)
        self._unmarked.setVisible(not low and bool(self._unmarked.text()))

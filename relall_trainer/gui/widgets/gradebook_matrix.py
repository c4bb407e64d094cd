"""Learners by decisions: painted marks under headings that stay in sight, the result of each learner beside them.

Walked with the arrow keys, opened with Enter or a click. Which rows there are, and in what order, is the page's.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.gui.gradebook_lines import LearnerLine, MatrixLines
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.gradebook_cells import (
    DecisionHeader,
    LearnerHeader,
    MarkDelegate,
    ResultDelegate,
)
from relall_trainer.gui.widgets.gradebook_model import SCORE, STANDING, DecisionModel, ResultModel

_ROW = 31
_WIDE, _WIDEST = 64, 118  # px at 100 % from which titles are written across, and at most
_NARROW, _NARROWEST = 56, 34
_NAMES = (70, 160)  # px at 100 %, at least and at most
_SCORE, _STANDING = 100, 122
_LEAST_ROWS = 4  # that have to be in sight, with headings no higher than need be
_LEAST_TITLE, _LOW = 50, 320  # px at 100 %: how high titles stand below that height
_ROOMY = 760  # px at 100 % from which the state has a column of its own
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Table(QTableView):
    """``opened`` for Enter; ``typed`` carries what is meant for the field that finds; ``left`` at an edge."""

    opened = Signal()
    typed = Signal(str)
    left = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(key), 0)
        here, last = self.currentIndex().column(), (self.model().columnCount() - 1 if self.model() else -1)
        if key in _ENTER and not event.isAutoRepeat():
            self.opened.emit()
        elif step and ((step > 0 and here == last) or (step < 0 and here <= 0)):
            self.left.emit(step)
        elif plain and text and text.isprintable() and not text.isspace():
            self.typed.emit("" if text == "/" else text)
        else:
            super().keyPressEvent(event)


class GradebookMatrix(QWidget):
    """``cell_opened`` (learner, decision) when a decision is to be seen, ``learner_opened`` for her page.

    ``cell_passed`` tells on which cell one stands (the decision is empty on the result); ``typed`` carries a letter
    meant for the field that finds; ``score_clicked`` wants the rows sorted by score.
    """

    cell_opened = Signal(str, str)
    learner_opened = Signal(str)
    cell_passed = Signal(str, str)
    typed = Signal(str)
    score_clicked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self.decisions, self.results = DecisionModel(), ResultModel()
        self.table, self.result = _Table("Learners by decisions"), _Table("What each learner's row came to")
        self._marks, self._sums = MarkDelegate(theme, icons), ResultDelegate(theme, icons)
        self._dress()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        self._below = QWidget()
        self._below.setProperty("role", "plain")
        beside.addWidget(self.result, 1)
        beside.addWidget(self._below)
        row.addLayout(beside)
        row.addStretch(1)
        row.setStretch(0, 1000)
        self.setFocusProxy(self.table)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.fit)
        theme.changed.connect(lambda: self._again.start(0))

    def _dress(self) -> None:
        table, result = self.table, self.result
        table.setModel(self.decisions)
        table.setItemDelegate(self._marks)
        self.header = DecisionHeader(self._theme, table, self.decisions)
        self.names = LearnerHeader(self._theme, table)
        table.setHorizontalHeader(self.header)
        table.setVerticalHeader(self.names)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.header.viewport().update())
        self.names.sectionClicked.connect(lambda place: self.learner_opened.emit(self._row(place).key))
        result.setModel(self.results)
        result.setItemDelegate(self._sums)
        result.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        result.verticalHeader().hide()
        result.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        result.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        result.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        result.horizontalHeader().setHighlightSections(False)
        result.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        )
        result.horizontalHeader().sectionClicked.connect(self._result_heading)
        result.setCornerWidget(QWidget())
        for one, other in ((table, result), (result, table)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.typed.connect(self.typed)
        result.verticalScrollBar().rangeChanged.connect(lambda *_range: self._even())
        table.clicked.connect(lambda _index: self.open_here())
        table.opened.connect(self.open_here)
        result.clicked.connect(lambda _index: self._open_learner())
        result.opened.connect(self._open_learner)
        table.left.connect(self._cross)
        result.left.connect(self._cross_back)
        table.selectionModel().currentChanged.connect(self._pass)
        result.selectionModel().currentChanged.connect(self._pass_result)
        table.viewport().installEventFilter(self)

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_rows(self, lines: MatrixLines, rows: tuple[LearnerLine, ...]) -> None:
        """Show these rows; one stays on the cell one stood on, where it is still there."""
        learner, decision = self.here
        self.decisions.show_rows(lines, rows)
        self.results.show_rows(lines, rows)
        self.fit()
        if rows and lines.columns and not self.come_to(learner, decision):
            self.table.setCurrentIndex(self.decisions.index(0, 0))

    @property
    def here(self) -> tuple[str, str]:
        """The learner and the decision one stands on; empty for none."""
        index = self.table.currentIndex()
        if not index.isValid():
            return "", ""
        return self._row(index.row()).key, self.decisions.lines.columns[index.column()].key

    def come_to(self, learner: str, decision: str = "") -> bool:
        """Stand on this cell; False where it is not shown."""
        place = self.decisions.place(learner)
        if place is None:
            return False
        keys = [column.key for column in self.decisions.lines.columns]
        column = keys.index(decision) if decision in keys else 0
        self.table.setCurrentIndex(self.decisions.index(place, column))
        return True

    def _row(self, place: int) -> LearnerLine:
        return self.decisions.rows[place]

    # -- what is done ----------------------------------------------------------------------------------------

    def open_here(self) -> None:
        """Ask for the decision one stands on."""
        learner, decision = self.here
        if learner:
            self.cell_opened.emit(learner, decision)

    def _open_learner(self) -> None:
        index = self.result.currentIndex()
        if index.isValid():
            self.learner_opened.emit(self._row(index.row()).key)

    def _result_heading(self, section: int) -> None:
        if section == SCORE:
            self.score_clicked.emit()

    def _cross(self, step: int) -> None:
        if step > 0 and self.table.currentIndex().isValid():
            self.result.setCurrentIndex(self.results.index(self.table.currentIndex().row(), SCORE))
            self.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cross_back(self, step: int) -> None:
        if step < 0:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pass(self, index: QModelIndex, before: QModelIndex) -> None:
        if not index.isValid():
            return
        for heading, same in (
            (self.header, index.column() == before.column()),
            (self.names, index.row() == before.row()),
        ):
            if not same:
                heading.viewport().update()
        if self.result.currentIndex().row() != index.row():
            blocked = self.result.selectionModel().blockSignals(True)
            self.result.setCurrentIndex(self.results.index(index.row(), SCORE))
            self.result.selectionModel().blockSignals(blocked)
            self.result.viewport().update()
        self.cell_passed.emit(*self.here)

    def _pass_result(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not index.isValid():
            return
        here = self.table.currentIndex()
        if here.row() != index.row() and self.decisions.columnCount():
            self.table.setCurrentIndex(self.decisions.index(index.row(), max(0, here.column())))
        self.cell_passed.emit(self._row(index.row()).key, "")

    # -- room ------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table.viewport() and event.type() == QEvent.Type.Resize:
            self._level()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Share the room: titles across where columns are wide enough for them, else upward."""
        px, count = self._theme.px, max(1, self.decisions.columnCount())
        roomy = self.width() >= px(_ROOMY)
        result = px(_SCORE) + (px(_STANDING) if roomy else 0) + 14
        name = max(px(_NAMES[0]), min(px(_NAMES[1]), self.names.longest() + px(16), self.width() // 3))
        room = self.width() - result - name - 4
        across = room // count >= px(_WIDE)
        wide = (
            min(px(_WIDEST), room // count)
            if across
            else max(px(_NARROWEST), min(px(_NARROW), room // count))
        )
        self.header.upright = across
        self.header.tallest = px(_LEAST_TITLE)
        rows = min(_LEAST_ROWS, max(1, self.decisions.rowCount())) * px(_ROW)
        bar = self.table.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(self.header.sizeHint().height() + rows + bar + 4)
        if self.height() >= px(_LOW):
            self.header.tallest = max(px(62), min(px(150), self.height() * 3 // 10))
        self.names.setFixedWidth(name)
        self.header.setDefaultSectionSize(wide)
        for part in (self.names, self.result.verticalHeader()):
            part.setDefaultSectionSize(px(_ROW))
        self.result.setColumnHidden(STANDING, not roomy)
        self.result.setColumnWidth(SCORE, px(_SCORE))
        self.result.setColumnWidth(STANDING, px(_STANDING))
        self.result.setFixedWidth(result)
        self.table.setMaximumWidth(name + wide * self.decisions.columnCount() + 4)
        high = self.header.sizeHint().height()
        self.header.setFixedHeight(high)
        self.result.horizontalHeader().setFixedHeight(high)
        for table in (self.table, self.result):
            table.updateGeometries()  # a heading of another height moves what stands below it only when asked to
        self._level()
        if self.table.currentIndex().row() <= 0:  # what a smaller window had scrolled away
            self.table.scrollToTop()

    def _even(self) -> None:
        """Both tables stand at the same row."""
        self.result.verticalScrollBar().setValue(self.table.verticalScrollBar().value())

    def _level(self) -> None:
        """The two tables end at the same height, whichever of them has a scroll bar below."""
        bar = self.table.horizontalScrollBar()
        self._below.setFixedHeight(bar.sizeHint().height() if bar.maximum() > 0 else 0)

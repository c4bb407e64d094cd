"""The decision after the commit: the point in one sentence, then every step taken and every one left out.

Rows are kept and used again, so that the answer is on the screen within a frame. What is said comes from
``verdicts``; the evidence beside it is ``evidence_panel``.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import DecisionVerdict, StepVerdict
from relall_trainer.gui.widgets.feedback_row import FeedbackRow
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.text_block import TextBlock

_ICON = 24
_AT_ONCE = 4  # rows that fill the window; the rest follows once they are painted
_AFTER_PAINT_MS = 10
# Of a decision that was answered, and of one that was not: then the steps taken are the authors'.
_CAPTIONS = {
    True: {"taken": "STEPS TAKEN", "missed": "MISSED", "left_out": "STEPS LEFT OUT"},
    False: {"taken": "WHAT THE AUTHORS CHOSE", "missed": "", "left_out": "THE OTHER STEPS"},
}
_NONE_TAKEN = {
    True: "No step was started at this decision.",
    False: "The authors started no step at this decision.",
}


class PointHeading(QWidget):
    """The point of the decision with its icon, the reason below, painted on the ground as it is."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._tone = "unrated"
        self._texts = ("", "", "")
        self._blocks = (TextBlock(), TextBlock(), TextBlock())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_verdict(self, verdict: DecisionVerdict) -> None:
        """Show the point, its reason and the points."""
        critical = f"{verdict.critical} critical error{'s' if verdict.critical > 1 else ''} · "
        points = (critical if verdict.critical else "") + verdict.points
        parts = [points, *(f"{group.prompt} {group.points}" for group in verdict.groups)]
        shown = points if len(verdict.groups) < 2 or not verdict.answered else "  ·  ".join(parts)
        self._tone = verdict.tone
        self._texts = (verdict.point, shown, verdict.reason)
        rated = f"{RATING_WORDS[verdict.tone]}. " if verdict.answered else ""
        self.setAccessibleName(f"{rated}{verdict.point}. {shown}. {verdict.reason}")
        self.refresh()

    def refresh(self) -> None:
        """Take over the theme."""
        roles = (("section", 600), ("small", 400), ("body", 400))
        for block, text, (role, weight) in zip(self._blocks, self._texts, roles, strict=True):
            block.set(text, self._theme.font(role, weight))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(None, width)

    def sizeHint(self) -> QSize:
        # The layout asks for the height at a width; this is asked for too often to be measured.
        return QSize(self._theme.px(440), self._theme.px(80))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(_ICON))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._lay_out(painter, self.width())

    def _lay_out(self, painter: QPainter | None, width: int) -> int:
        px = self._theme.px
        left = px(_ICON + 10)
        room = max(1, width - left)
        if painter is not None:
            painter.drawPixmap(0, 0, self._icons.rating(self._tone, _ICON))
        top = 0
        for block, color in zip(self._blocks, ("ink", "muted", "ink"), strict=True):
            if painter is None:
                top += block.height(room)
            else:
                top += block.draw(painter, left, top, room, self._theme.color(color))
            top += px(4) if block.text else 0
        return max(px(_ICON), top)


class FeedbackView(QWidget):
    """A whole verdict. ``step_selected`` sends the StepVerdict whose evidence is wanted, and its row."""

    step_selected = Signal(object)
    row_focused = Signal(QWidget)

    SECTIONS = ("taken", "missed", "left_out")

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._rows: list[FeedbackRow] = []
        self._shown: list[FeedbackRow] = []
        self._verdict: DecisionVerdict | None = None
        self._marked: FeedbackRow | None = None
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self.heading = PointHeading(theme, icons)
        self._column.addWidget(self.heading)
        self._captions: dict[str, QLabel] = {
            name: label(_CAPTIONS[True][name], "caption", parent=self) for name in self.SECTIONS
        }
        self._none_taken = label("", "muted", parent=self)
        self._waiting: list[tuple[str, StepVerdict]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_waiting)
        self._take_down()
        theme.changed.connect(self._refresh)

    def show_verdict(self, verdict: DecisionVerdict) -> None:
        """Show this verdict; the rows taken and missed are open, the others can be opened.

        What is below the fold follows as soon as the top is on the screen.
        """
        self.heading.show_verdict(verdict)
        self._take_down()
        self._verdict = verdict
        taken = [step for step in verdict.steps if step.chosen]
        missed = [step for step in verdict.steps if step.missed]
        left = [step for step in verdict.steps if not step.chosen and not step.missed]
        for name, steps in zip(self.SECTIONS, (taken, missed, left), strict=True):
            self._waiting += [(name, step) for step in steps]
        for name, caption in self._captions.items():
            caption.setText(_CAPTIONS[verdict.answered][name])
        self._show_caption("taken")
        if not taken:
            self._none_taken.setText(_NONE_TAKEN[verdict.answered])
            self._column.addWidget(self._none_taken)
            self._none_taken.show()
        self._show_next(_AT_ONCE)
        if self._waiting:
            self._soon.start(_AFTER_PAINT_MS)

    def finish(self) -> None:
        """Show what is still waiting, now."""
        if self._waiting:
            self._soon.stop()
            self._show_waiting()

    def _show_waiting(self) -> None:
        self._show_next(len(self._waiting))

    def _show_next(self, count: int) -> None:
        now, self._waiting = self._waiting[:count], self._waiting[count:]
        for name, step in now:
            self._show_caption(name)
            row = self._row(len(self._shown))
            row.show_verdict(step, opened=name != "left_out")
            self._column.addWidget(row)
            row.show()
            self._shown.append(row)
        self._order_tabs()
        if self._verdict is not None and self._marked is None:
            key = next((row for row in self._shown if row.verdict is self._verdict.key), None)
            if key is not None or not self._waiting:
                self._mark(key or self._shown[0])

    def _show_caption(self, name: str) -> None:
        caption = self._captions[name]
        if caption.isHidden():
            self._column.addWidget(caption)
            caption.show()

    def prepare(self, rows: int) -> None:
        """Make the rows and pictures a decision will need while the learner reads the question."""
        for rating in RATING_WORDS:
            self._icons.rating(rating, 16)
            self._icons.rating(rating, _ICON)
        for place in range(rows):
            self._row(place)

    def first_step(self) -> StepVerdict | None:
        """The step whose evidence is shown first: the one the decision turns on."""
        if self._verdict is None:
            return None
        return self._verdict.key or next(iter(self._verdict.steps), None)

    def open_all(self, opened: bool) -> None:
        """Open or close the finer reasons of every step."""
        self.finish()
        for row in self._shown:
            row.set_open(opened)

    def all_open(self) -> bool:
        return all(row.is_open for row in self._shown)

    def _take_down(self) -> None:
        for row in self._shown:
            self._column.removeWidget(row)
            row.hide()
        self._shown.clear()
        self._waiting.clear()
        self._soon.stop()
        self._marked = None
        for caption in self._captions.values():
            self._column.removeWidget(caption)
            caption.hide()
        self._column.removeWidget(self._none_taken)
        self._none_taken.hide()

    def _row(self, place: int) -> FeedbackRow:
        while len(self._rows) <= place:
            row = FeedbackRow(self._theme, self._icons, self)
            row.hide()
            row.selected.connect(self._selected)
            row.move_asked.connect(lambda step, row=row: self._move(row, step))
            self._rows.append(row)
        return self._rows[place]

    def _selected(self, row: FeedbackRow) -> None:
        self._mark(row)
        self.row_focused.emit(row)
        self.step_selected.emit(row.verdict)

    def _mark(self, row: FeedbackRow) -> None:
        self._marked = row
        for each in self._shown:
            each.mark(each is row)
            # Tab passes the list in one step; arrows move within it.
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is row else Qt.FocusPolicy.ClickFocus)

    def _move(self, row: FeedbackRow, step: int) -> None:
        place = self._shown.index(row) + step
        if 0 <= place < len(self._shown):
            self._shown[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _order_tabs(self) -> None:
        for one, other in zip(self._shown, self._shown[1:], strict=False):
            QWidget.setTabOrder(one, other)

    def _refresh(self) -> None:
        self.heading.refresh()
        for row in self._shown:
            row.refresh()

"""The course painted as four lanes; the same can be read as text.

What stands on the lanes is made by ``course``. In order, not to scale, and it says so.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.course import LANE_NAMES, LANES, Bar, Course, Mark

_LANE = 34
_BAR = 18
_DOT = 5


class Timeline(QWidget):
    """Painted lanes: systemic, CNS, marrow, transplant."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._course: Course | None = None
        self._hot: list[tuple[QRectF, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_course(self, course: Course) -> None:
        """Show this course."""
        self._course = course
        self.setAccessibleName("Course so far")
        self.setAccessibleDescription("; ".join(course.lines) or "Nothing has been given yet.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(260), self._theme.px(_LANE) * len(LANES) + self._axis_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            words = [text for box, text in self._hot if box.contains(QPointF(event.pos()))]
            if words:
                QToolTip.showText(event.globalPos(), words[-1], self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._course is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._hot = []
        for number, lane in enumerate(LANES):
            self._paint_lane(painter, self._course, lane, number * self._theme.px(_LANE))
        self._paint_axis(painter, self._course)

    # -- places ----------------------------------------------------------------------------------------------

    def _names_width(self) -> int:
        metrics = QFontMetrics(self._theme.font("small"))
        return max(metrics.horizontalAdvance(name) for name in LANE_NAMES.values()) + self._theme.px(8)

    def _axis_height(self) -> int:
        return 2 * QFontMetrics(self._theme.font("small")).height() + self._theme.px(4)

    def _x(self, course: Course, place: float) -> float:
        left = self._names_width()
        return left + (self.width() - left - 2) * place / max(1.0, course.places)

    # -- painting --------------------------------------------------------------------------------------------

    def _paint_lane(self, painter: QPainter, course: Course, lane: str, top: int) -> None:
        theme = self._theme
        high = theme.px(_LANE)
        middle = top + high / 2
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        box = QRectF(0, top, self._names_width(), high)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, LANE_NAMES[lane])
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(self._names_width(), middle), QPointF(self.width(), middle))
        for bar in course.bars:
            if bar.lane == lane:
                self._paint_bar(painter, course, bar, middle)
        marks = sorted((mark for mark in course.marks if mark.lane == lane), key=lambda mark: mark.at)
        written = 0.0  # how far the words of the marks before reach
        for place, mark in enumerate(marks):
            following = marks[place + 1].at if place + 1 < len(marks) else course.places
            earlier = [one.at + 0.9 for one in marks[:place]] + [
                bar.end for bar in course.bars if bar.lane == lane and bar.end <= mark.at
            ]
            free = max(self._x(course, max(earlier, default=0.0)), written)
            between = (free, self._x(course, following))
            written = max(written, self._paint_mark(painter, course, mark, middle, between))

    def _paint_bar(self, painter: QPainter, course: Course, bar: Bar, middle: float) -> None:
        theme = self._theme
        high = theme.px(_BAR)
        left, right = self._x(course, bar.start), self._x(course, bar.end)
        box = QRectF(left, middle - high / 2, max(4.0, right - left - 2), high)
        color = theme.color(f"lane_{bar.lane}")
        painter.setPen(QPen(color, 1.4))
        painter.setBrush(theme.color("surface") if bar.before else color)
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("ink" if bar.before else "lane_text"))
        marked = any(mark.lane == bar.lane and mark.at == bar.start for mark in course.marks)
        inner = box.adjusted(2 * theme.px(_DOT) + 6 if marked else 4, 0, -3, 0)
        words = painter.fontMetrics().elidedText(
            bar.label, Qt.TextElideMode.ElideRight, max(0, int(inner.width()))
        )
        if len(words) > 2:
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        self._hot.append((box, bar.label))

    def _paint_mark(
        self, painter: QPainter, course: Course, mark: Mark, middle: float, between: tuple[float, float]
    ) -> float:
        """Leukemia is a filled dot, no leukemia a ring: told apart without color.

        Its words stand on the side with more room ``between`` its neighbours and theirs; how far they reach.
        """
        theme = self._theme
        dot = theme.px(_DOT)
        at = QPointF(self._x(course, mark.at) + dot + 1, middle)
        color = theme.color("contraindicated" if mark.disease else "muted")
        painter.setPen(QPen(color, 1.8))
        painter.setBrush(color if mark.disease else theme.color("surface"))
        painter.drawEllipse(at, dot, dot)
        self._hot.append((QRectF(at.x() - dot - 2, middle - dot - 2, 2 * dot + 4, 2 * dot + 4), mark.label))
        if any(bar.lane == mark.lane and bar.start <= mark.at < bar.end for bar in course.bars):
            return 0.0  # the dot stands on the bar; its words are in the tip and the text
        right = between[1] - (at.x() + dot + 6)
        left = at.x() - dot - 6 - between[0]
        painter.setFont(theme.font("small"))
        metrics = painter.fontMetrics()
        full = metrics.horizontalAdvance(mark.label) + 2
        before = right < full and left > right
        words = metrics.elidedText(
            mark.label, Qt.TextElideMode.ElideRight, int(max(0.0, left if before else right))
        )
        if len(words) < 4 and words != mark.label:
            return 0.0
        wide = metrics.horizontalAdvance(words) + 2
        x = at.x() - dot - 4 - wide if before else at.x() + dot + 4
        box = QRectF(x, middle - metrics.height() / 2, wide, metrics.height())
        painter.fillRect(box, theme.color("surface"))  # the line does not run through the words
        painter.setPen(theme.color("ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        self._hot.append((box, mark.label))  # where they are cut, the tip has all of them
        return box.right() + 4

    def _paint_axis(self, painter: QPainter, course: Course) -> None:
        theme = self._theme
        top = theme.px(_LANE) * len(LANES)
        painter.setFont(theme.font("small"))
        metrics = painter.fontMetrics()
        if course.begins:
            x = self._x(course, course.begins)
            painter.setPen(QPen(theme.color("edge"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, 0), QPointF(x, top))
        painter.setPen(theme.color("muted"))
        free = 0.0
        last = course.ticks[-1] if course.ticks else None
        reserved = self._x(course, last.at) if last else self.width()
        for tick in course.ticks:
            x = self._x(course, tick.at)
            width = metrics.horizontalAdvance(tick.label)
            x = min(x, self.width() - width)
            # The last one is the day she is at, so it is always told.
            if x < free or (tick is not last and x + width + 6 > reserved):
                continue
            painter.drawText(QPointF(x, top + metrics.ascent()), tick.label)
            free = x + width + 8
        painter.drawText(QPointF(0, top + metrics.height() + metrics.ascent()), "In order, not to scale")

"""Paints the gradebook: marks, results, and headings that stay readable however many decisions there are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from relall_trainer.cohort.gradebook import COMPLETE, NOT_MET, STANDING_WORDS
from relall_trainer.cohort.marks import MISSING
from relall_trainer.gui.gradebook_lines import CellLine, LearnerLine
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.gradebook_model import CELL_ROLE, SCORE, DecisionModel

_ICON = 16
_GAP = 2
_PAD = 8
_MOST_LINES = 3
_MEASURED = 12
_Index = QModelIndex | QPersistentModelIndex


class MarkDelegate(QStyledItemDelegate):
    """Paints the mark of a decision: the rating's picture on its ground. A picture a look is kept."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._looks: dict[tuple[str, bool, int, int, float], QPixmap] = {}
        theme.changed.connect(self._looks.clear)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell: CellLine = index.data(CELL_ROLE)
        ratio = painter.device().devicePixelRatioF()
        key = (cell.verdict, cell.critical, option.rect.width(), option.rect.height(), ratio)
        look = self._looks.get(key)
        if look is None:
            if len(self._looks) > 400:
                self._looks.clear()
            look = self._looks[key] = self._drawn(cell, option.rect.size(), ratio)
        painter.drawPixmap(option.rect.topLeft(), look)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            paint_ring(painter, self._theme, QRectF(option.rect), focused=focused)

    def _drawn(self, cell: CellLine, size: QSize, ratio: float) -> QPixmap:
        theme = self._theme
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, size.width(), size.height()).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        if not cell.marked:
            self._unmarked(painter, cell.verdict, box)
            painter.end()
            return picture
        role = cell.verdict
        strong = cell.critical
        painter.setPen(QPen(theme.color(role if strong else "line"), 2 if strong else 1))
        painter.setBrush(theme.color(f"{role}_soft"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        side = theme.px(_ICON)
        middle = box.center()
        at = QPointF(middle.x() - side / 2, middle.y() - side / 2)
        painter.drawPixmap(at, self._icons.rating(role, _ICON))
        painter.end()
        return picture

    def _unmarked(self, painter: QPainter, why: str, box: QRectF) -> None:
        """A dash for an answer not given, a dot for a road that did not come by, an empty box for nothing yet."""
        theme = self._theme
        if why != NOT_MET:
            painter.setPen(QPen(theme.color("line"), 1))
            painter.setBrush(theme.color("raised" if why == MISSING else "surface"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(theme.color("muted"))
        painter.setFont(theme.font("small", 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, {MISSING: "–", NOT_MET: "·"}.get(why, ""))


class ResultDelegate(QStyledItemDelegate):
    """Paints score with critical errors, and how the learner stands with the flags."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: LearnerLine = index.data(CELL_ROLE)
        box = QRectF(option.rect).adjusted(self._theme.px(_PAD), 0, -self._theme.px(4), 0)
        if index.column() == SCORE:
            self._score(painter, row, box)
        else:
            self._standing(painter, row, box)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, self._theme, QRectF(option.rect), focused=True)

    def _score(self, painter: QPainter, row: LearnerLine, box: QRectF) -> None:
        theme = self._theme
        painter.setFont(theme.font("body", 600))
        painter.setPen(theme.color("ink" if row.share is not None else "muted"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, left, row.score)
        if row.critical:
            at = box.left() + painter.fontMetrics().horizontalAdvance("100.0%") + theme.px(8)
            self._counted(painter, "circle-x", "contraindicated", row.critical, at, box)

    def _standing(self, painter: QPainter, row: LearnerLine, box: QRectF) -> None:
        theme = self._theme
        at = box.left()
        if row.flags:
            at = self._counted(painter, "info", "accent", len(row.flags), at, box) + theme.px(8)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted" if row.standing == COMPLETE else "ink"))
        room = QRectF(at, box.top(), box.right() - at, box.height())
        words = STANDING_WORDS[row.standing]
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _counted(
        self, painter: QPainter, picture: str, role: str, count: int, left: float, box: QRectF
    ) -> float:
        """A picture with its number; returns where it ends."""
        theme, side = self._theme, self._theme.px(_ICON)
        painter.drawPixmap(
            QPointF(left, box.center().y() - side / 2), self._icons.pixmap(picture, role, _ICON)
        )
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color(role))
        number = str(count)
        at = left + side + theme.px(3)
        wide = painter.fontMetrics().horizontalAdvance(number) + 2
        painter.drawText(QRectF(at, box.top(), wide, box.height()), Qt.AlignmentFlag.AlignVCenter, number)
        return at + wide


def paint_ring(painter: QPainter, theme: Theme, box: QRectF, *, focused: bool) -> None:
    """The ring around the cell one stands on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("focus" if focused else "edge"), theme.sizes.focus if focused else 1))
    painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
    painter.restore()


class DecisionHeader(QHeaderView):
    """Cases above, their decisions beneath: written across where columns are wide, upward where they are not."""

    def __init__(self, theme: Theme, table: QTableView, model: DecisionModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._decisions = model
        self.upright = True
        self.tallest = 150
        """How high in px a title may stand."""
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._case_high() + self._title_high())

    def longest(self) -> int:
        """How wide the longest title is."""
        metrics = QFontMetrics(self._font())
        return max((metrics.horizontalAdvance(one.title) for one in self._decisions.lines.columns), default=0)

    def _font(self) -> QFont:
        return self._theme.font("small", 500)

    def _case_high(self) -> int:
        return QFontMetrics(self._theme.font("small", 600)).height() + self._theme.px(6)

    def _title_high(self) -> int:
        px = self._theme.px
        if self.upright:
            return _MOST_LINES * QFontMetrics(self._font()).height() + px(8)
        return min(self.tallest, self.longest() + px(4)) + px(8)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        self._paint_case(painter, rect, section)
        box = QRectF(rect).adjusted(0, self._case_high(), 0, 0)
        painter.setFont(self._font())
        here = self._stands_here(section)
        painter.setPen(theme.color("ink" if here else "muted"))
        title = self._decisions.lines.columns[section].title
        if self.upright:
            room = box.adjusted(theme.px(3), theme.px(2), -theme.px(3), -theme.px(4))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(room, flags, self._fitting(title, int(room.width())))
        else:
            self._paint_upward(painter, box, title)
        painter.restore()

    def _paint_upward(self, painter: QPainter, box: QRectF, title: str) -> None:
        px = self._theme.px
        long = int(box.height()) - px(6)
        words = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, long)
        painter.translate(box.center().x(), box.bottom() - px(4))
        painter.rotate(-90)
        high = painter.fontMetrics().height()
        painter.drawText(QRectF(0, -high / 2, long, high), Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_case(self, painter: QPainter, rect: QRect, section: int) -> None:
        """This section's part of its case's title; the title stays in sight as long as the case does."""
        theme, columns = self._theme, self._decisions.lines.columns
        first = last = section
        while first and columns[first - 1].case == columns[section].case:
            first -= 1
        while last + 1 < len(columns) and columns[last + 1].case == columns[section].case:
            last += 1
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        band = QRectF(left, rect.top(), right - left, self._case_high())
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(QPen(theme.color("edge"), 1))
        under = band.bottom() - 1
        painter.drawLine(QPointF(band.left() + _GAP, under), QPointF(band.right() - _GAP, under))
        seen = band.adjusted(max(0.0, -band.left()) + theme.px(3), 0, -theme.px(3), 0)
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color("ink"))
        words = painter.fontMetrics().elidedText(
            columns[section].case_title, Qt.TextElideMode.ElideRight, int(seen.width())
        )
        painter.drawText(seen, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _stands_here(self, section: int) -> bool:
        table = self.parent()
        return isinstance(table, QTableView) and table.currentIndex().column() == section

    def _fitting(self, title: str, width: int) -> str:
        """The title in as many lines as there are, each cut where it is too long for the column."""
        metrics = QFontMetrics(self._font())
        lines: list[str] = []
        for word in title.split():
            wider = f"{lines[-1]} {word}" if lines else word
            if lines and (len(lines) == _MOST_LINES or metrics.horizontalAdvance(wider) <= width):
                lines[-1] = wider
            else:
                lines.append(word)
        return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines)


class LearnerHeader(QHeaderView):
    """The learners, who stay where they are while the decisions are scrolled."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(16)

    def longest(self) -> int:
        """How wide the longest name is; of very many the longest in letters."""
        metrics = QFontMetrics(self._theme.font("body", 600))
        names = (
            str(self.model().headerData(place, Qt.Orientation.Vertical)) for place in range(self.count())
        )
        return max(map(metrics.horizontalAdvance, sorted(names, key=len)[-_MEASURED:]), default=0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        table = self.parent()
        here = isinstance(table, QTableView) and table.currentIndex().row() == section
        painter.setFont(theme.font("body", 600 if here else 400))
        painter.setPen(theme.color("ink"))
        name = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        box = QRectF(rect).adjusted(theme.px(4), 0, -theme.px(6), 0)
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

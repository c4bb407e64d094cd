"""Two patients side by side: the one fact in which they differ, and what it changed, by word, icon and color."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.practice_lines import ChangedStep, ContrastLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.rating_badge import RatingBadge
from relall_trainer.gui.widgets.text import card, label

_SIDE_BY_SIDE = 620  # px at 100%
FIRST, SECOND = "First patient", "Second patient"


class ContrastView(QWidget):
    """Left and right where there is room; below one another where there is not."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._pairs: list[QBoxLayout] = []
        self._wide = True
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))

    def show_contrast(self, lines: ContrastLines) -> None:
        """Show this pair."""
        self._clear()
        self._column.addWidget(label(f"One fact differed: {lines.fact}", "section"))
        self._add_pair(self._fact(FIRST, lines.left), self._fact(SECOND, lines.right))
        if lines.changed:
            self._column.addWidget(label("WHAT IT CHANGED", "caption"))
        for step in lines.changed:
            self._column.addWidget(self._step(step))
        if lines.more:
            more = f"{counted(lines.more, 'more step')} rated differently, not offered in these decisions."
            self._column.addWidget(label(more, "note"))

    def arrange(self, width: int) -> None:
        """Share this width among the two sides."""
        self._wide = width >= self._theme.px(_SIDE_BY_SIDE)
        for pair in self._pairs:
            pair.setDirection(self._direction())

    def _direction(self) -> QBoxLayout.Direction:
        return QBoxLayout.Direction.LeftToRight if self._wide else QBoxLayout.Direction.TopToBottom

    def _add_pair(self, left: QWidget, right: QWidget, into: QVBoxLayout | None = None) -> None:
        pair = QBoxLayout(self._direction())
        pair.setSpacing(self._theme.px(12))
        pair.addWidget(left, 1)
        pair.addWidget(right, 1)
        self._pairs.append(pair)
        (into or self._column).addLayout(pair)

    def _fact(self, who: str, words: str) -> QFrame:
        frame = card("banner")
        column = QVBoxLayout(frame)
        column.addWidget(label(who, "note"))
        column.addWidget(label(words, "strong"))
        frame.setAccessibleName(f"{who}: {words}")
        return frame

    def _step(self, step: ChangedStep) -> QFrame:
        px = self._theme.px
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(14), px(10), px(14), px(10))
        column.addWidget(label(step.label, "strong"))
        self._add_pair(
            self._side(FIRST, step.left, step.left_done, (step.left_rule, step.left_why)),
            self._side(SECOND, step.right, step.right_done, (step.right_rule, step.right_why)),
            column,
        )
        return frame

    def _side(self, who: str, rating: str, done: str, because: tuple[str, str]) -> QWidget:
        side = QWidget()
        side.setProperty("role", "plain")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(3))
        head = QHBoxLayout()
        head.addWidget(label(who, "note", wrap=False))
        head.addWidget(RatingBadge(self._theme, self._icons, rating))
        head.addWidget(label(done, "note", wrap=False))
        head.addStretch(1)
        column.addLayout(head)
        for words, role in zip(because, ("note", ""), strict=True):
            if words:
                column.addWidget(label(words, role))
        column.addStretch(1)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        return side

    def _clear(self) -> None:
        self._pairs = []
        _empty(self._column)


def _empty(layout: QBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            _empty(inner)

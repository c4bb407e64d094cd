"""Two attempts at one case side by side: what they share once, then where the roads part, and what came of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.encounter.comparing import Comparison
from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.road_parts import (
    Pair,
    RoadHead,
    common_line,
    facts,
    framed,
    outcome,
    parted_row,
)
from relall_trainer.gui.widgets.text import label

_SIDE_BY_SIDE = 760
LEFT, RIGHT = "left", "right"


class ComparePage(QWidget):
    """``road_asked`` names the side (left, right) to look back on; ``history_asked`` leads back to the list."""

    road_asked = Signal(str)
    history_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._shown: tuple[str, Comparison, RoadHead, RoadHead, Mapping[str, str]] | None = None
        self._pairs: list[Pair] = []
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._title = PageTitle("Two roads")
        self.back = Button("History", "primary", done=self.history_asked.emit)
        self._title.row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        rows.addWidget(self._title)
        self._scroll = Scrolled()
        self._scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
        rows.addWidget(self._scroll, 1)
        theme.changed.connect(self._fill)

    def show_roads(
        self, title: str, told: Comparison, left: RoadHead, right: RoadHead, labels: Mapping[str, str]
    ) -> None:
        """Show two roads through the case called ``title``; ``labels`` names the steps."""
        self._shown = (title, told, left, right, labels)
        self._title.words.setText(f"Two roads: {title}")
        self._fill()
        self._scroll.verticalScrollBar().setValue(0)

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("compare.left", "Look back on the left road", ()), lambda: self.road_asked.emit(LEFT)),
            (Named("compare.right", "Look back on the right road", ()), lambda: self.road_asked.emit(RIGHT)),
        )

    def _fill(self) -> None:
        if self._shown is None:
            return
        _title, told, left, right, labels = self._shown
        column = self._scroll.column
        while (item := column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._pairs = [
            Pair(
                self._theme,
                outcome(self._theme, left, told.left, lambda: self.road_asked.emit(LEFT)),
                outcome(self._theme, right, told.right, lambda: self.road_asked.emit(RIGHT)),
            )
        ]
        column.addWidget(self._pairs[0])
        for caution in cautions(told):
            column.addWidget(label(caution, "discouraged"))
        if told.common:
            column.addWidget(self._common(told, labels))
        for row in told.parted:
            roads = ((left, told.left), (right, told.right))
            made, pair = parted_row(self._theme, self._icons, row, roads, labels)
            self._pairs.append(pair)
            column.addWidget(made)
        if told.differences:
            made, rows = framed(self._theme)
            rows.addWidget(label("Where the roads stand now", "section"))
            rows.addWidget(facts(self._theme, told.differences))
            column.addWidget(made)
        column.addStretch(1)
        self._arrange()

    def _common(self, told: Comparison, labels: Mapping[str, str]) -> QWidget:
        made, rows = framed(self._theme)
        count = len(told.common)
        same = "The roads are the same" if told.one_road else "In common"
        rows.addWidget(label(f"{same}: {counted(count, 'decision')}", "section"))
        for number, visit in enumerate(told.common, 1):
            rows.addWidget(common_line(number, visit, told.left, labels))
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to the way back."""
        super().focusInEvent(event)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the page scrolls rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = self.width() >= self._theme.px(_SIDE_BY_SIDE)
        for pair in self._pairs:
            pair.arrange(across=across)


def cautions(told: Comparison) -> list[str]:
    """What keeps points from being compared."""
    found = []
    if not told.same_text:
        found.append("The case was changed between the two: not all that differs here is yours.")
    if not told.same_algorithm:
        found.append("The rules were changed between the two: points do not compare.")
    if not told.same_luck:
        found.append("Another draw of luck: what happened differs, what it scores does not.")
    return found

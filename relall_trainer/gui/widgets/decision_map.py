"""The decision map in its frame: the learner's road, the authors', and those not taken.

Can be scrolled and made larger and smaller; the same stands beside it as a list. Drawing is left to ``map_canvas``.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from relall_trainer.encounter.decision_map import DecisionMap
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.map_canvas import MapCanvas

_READABLE = 0.85  # the smallest it is shown at unasked


class DecisionMapView(QScrollArea):
    """The map in its frame: scrolls when it is larger than the room, fits the width when it can."""

    node_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.canvas = MapCanvas(theme, icons)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.canvas)
        self.canvas.setAutoFillBackground(False)  # the card's own ground shows through
        self.canvas.node_chosen.connect(self.node_chosen)
        self.canvas.selected.connect(self._see)
        theme.changed.connect(self.fit)

    def show_map(self, roads: DecisionMap) -> None:
        """Show these roads, as large as the width allows."""
        self.canvas.show_map(roads)
        self.fit()

    def fit(self) -> None:
        """As large as the width allows, but never too small to read."""
        fitting = (self.viewport().width() - 4) / max(1.0, self.canvas.natural_width())
        self.canvas.set_zoom(min(1.0, max(_READABLE, fitting)))
        self._take_height()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller."""
        self.canvas.set_zoom(self.canvas.zoom * factor)
        self._take_height()

    def _take_height(self) -> None:
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.canvas.height() + bar + 2)

    def _see(self, box: QRectF) -> None:
        middle = box.center().toPoint()
        self.ensureVisible(middle.x(), middle.y(), round(box.width()), round(box.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.1 if event.angleDelta().y() > 0 else 1 / 1.1)
        else:
            event.ignore()  # up and down scrolls the page

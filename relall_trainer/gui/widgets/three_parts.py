"""Chart, decision and evidence: side by side where there is room for all, else two of them, else one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.chart import Chart

_SIDE = 300
_EVIDENCE = 330
_TWO_COLUMNS = 800  # px at 100 % from which something stands beside the decision
_THREE_COLUMNS = 1240
_PINNED = 560  # px at 100 % of height from which the course stays in sight below the chart
_NO_LIMIT = 16_777_215  # Qt's own word for no greatest width
_ALONE = ("decision", "chart", "evidence")


class ThreeParts(QWidget):
    """The three parts; ``arrange`` again whenever the page changes its size."""

    def __init__(self, theme: Theme, chart: Chart, decision: QWidget, evidence: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._theme = theme
        self._chart = chart
        self._decision = decision
        self._evidence = evidence
        self._beside = "chart"  # what stands beside the decision, or alone where there is no room for two
        self._two = True
        self.all_seen = False
        """Whether all three stand side by side."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(14))
        row.addWidget(chart)
        row.addWidget(decision, 1)
        row.addWidget(evidence)

    @property
    def following(self) -> str:
        """What ``switch`` would bring, as its button says it."""
        return {"chart": "Evidence", "evidence": "Chart" if self._two else "Decision", "decision": "Chart"}[
            self._beside
        ]

    def switch(self) -> None:
        """Bring what there is no room for now: the evidence, the chart; or the decision where only one has room."""
        parts = ("chart", "evidence") if self._two else _ALONE
        place = parts.index(self._beside) if self._beside in parts else -1
        self._beside = parts[(place + 1) % len(parts)]

    def arrange(self, width: int, height: int) -> None:
        """Share a page of this size."""
        px = self._theme.px
        three, two = width >= px(_THREE_COLUMNS), width >= px(_TWO_COLUMNS)
        if two and self._beside == "decision":
            self._beside = "chart"
        if self._two and not two:
            self._beside = "decision"
        self._two = two
        self.all_seen = three
        for part, own in ((self._chart, _SIDE), (self._evidence, _EVIDENCE)):
            part.setMinimumWidth(px(own) if two else 0)
            part.setMaximumWidth(px(own) if two else _NO_LIMIT)
        self._chart.setVisible(three or self._beside == "chart")
        self._evidence.setVisible(three or self._beside == "evidence")
        self._decision.setVisible(two or self._beside == "decision")
        self._chart.pin_course(pinned=height >= px(_PINNED))

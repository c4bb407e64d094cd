"""Before results are marked again: whose score would change, by how much, and why. Nothing changes unless accepted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from relall_trainer.gui.rescoring_lines import ChangeLine
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label

_WHY = (
    "Held against the cases on the shelf and the rules in force now. Nothing changes unless you accept it; the scores "
    "found before stay in the record."
)


class RescoringDialog(QDialog):
    """Accepted where the new scores are to stand from now on."""

    def __init__(self, theme: Theme, told: str, lines: Sequence[ChangeLine], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Score again")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(theme.px(10))
        column.addWidget(label("Score again", "section"))
        column.addWidget(label(told, "strong"))
        column.addWidget(label(_WHY, "muted"))
        self.list = RowList(theme, "Scores that would change", open_on_click=False)
        self.list.rows.show_rows([(one.key, _row(one)) for one in lines])
        self.list.setVisible(bool(lines))
        column.addWidget(self.list, 1)
        bar = QWidget()
        bar.setProperty("role", "plain")
        flow = Flow(bar, theme.px(8))
        self.leave = Button("Leave as it is" if lines else "Close", done=self.reject)
        self.take = Button("Accept the new scores", "primary", done=self.accept)
        self.take.setVisible(bool(lines))
        flow.addWidget(self.take)
        flow.addWidget(self.leave)
        column.addWidget(bar)
        wide, high = min(theme.px(760), parent.width() - 40), min(theme.px(560), parent.height() - 40)
        self.resize(max(320, wide), max(240, high if lines else theme.px(200)))
        (self.list if lines else self.leave).setFocus()


def _row(one: ChangeLine) -> Row:
    return Row(((one.heading, False),), ((" ".join(one.why), False),), "", one.points)

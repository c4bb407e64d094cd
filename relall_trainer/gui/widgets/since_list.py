"""What has become known since the paper, newest first, each with its date and what it stands beside. Never scored."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.evidence.reference import SinceItem, Touched
from relall_trainer.evidence.since_dates import latest_date, newest_first
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.markdown import without_citations
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label

STANDING = (
    "Cases are scored against the paper of 2015. What stands here came later: it is context beside a decision and "
    "changes no rating."
)
_MOST_TOUCHED = 3


class Later(Protocol):
    """What is asked of the library."""

    def all_since(self) -> tuple[SinceItem, ...]: ...
    def touched_by(self, id: str) -> Touched: ...


class SinceList(QWidget):
    """``item_chosen`` names the one opened."""

    item_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        frame = card("banner")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(label(STANDING))
        column.addWidget(frame)
        self.list = RowList(theme, "Since 2015, newest first")
        self.list.row_opened.connect(self.item_chosen)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def show_library(self, library: Later) -> None:
        """List what this library has."""
        rows = [(one.id, _row(one, library.touched_by(one.id))) for one in newest_first(library.all_since())]
        self.list.rows.show_rows(rows)

    @property
    def newest(self) -> str:
        """The first of the list; empty while there is none."""
        return self.list.rows.key(0) if self.list.rows.rowCount() else ""

    def has(self, name: str) -> bool:
        """Whether it is one of these."""
        return self.list.rows.place(name) is not None

    def come_to(self, name: str) -> None:
        """Make this one the current row, if it is there."""
        self.list.come_to(name)


def _row(one: SinceItem, touched: Touched) -> Row:
    text = without_citations(one.statement)
    short = text if len(text) <= 220 else f"{text[:220].rsplit(' ', 1)[0]} …"
    year = latest_date(one.date)[0]
    facts = " · ".join(part for part in (one.date, touched_words(touched)) if part)
    return Row(((one.title, False),), ((short, False),), facts, str(year) if year else one.id)


def touched_words(touched: Touched) -> str:
    """``beside R33, R34; Liposomal vincristine; 3 entries``."""
    rules = ", ".join(rule.id for rule in touched.rules)
    steps = [step.title for step in touched.steps[:_MOST_TOUCHED]]
    if len(touched.steps) > _MOST_TOUCHED:
        steps.append(f"{len(touched.steps) - _MOST_TOUCHED} more steps")
    count = len(touched.items)
    entries = counted(count, "entry", "entries") if count else ""
    told = "; ".join(part for part in (rules, ", ".join(steps), entries) if part)
    return f"beside {told}" if told else "beside the whole approach"

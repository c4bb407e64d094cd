"""Items of the library in full, one below the other, to be read before a decision rather than looked up after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, ItemView


class EvidenceCards(QWidget):
    """``evidence_asked`` names the item to open on the evidence page."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))

    def show_items(self, ids: Sequence[str], library: Bookshelf) -> None:
        """Show these items, as far as the library has them."""
        self.clear()
        for name in ids:
            item = library.item(name)
            if item is None:
                continue
            view = ItemView(self._theme)
            misfits = (library.inconsistency(one) for one in item.inconsistencies)
            view.show_item(item, [one for one in misfits if one is not None])
            name_of = f"Open in Evidence: {item.title}"
            view.add_below(Button("Open in Evidence", "link", name=name_of, done=self._ask(item.id)))
            self._column.addWidget(view)

    def clear(self) -> None:
        """Show nothing."""
        while (part := self._column.takeAt(0)) is not None:
            if (widget := part.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _ask(self, item: str) -> Callable[[], None]:
        return lambda: self.evidence_asked.emit(item)

"""Exactly what would go to a record store, before it goes: how many statements, of whom, and each of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.waiting import Waiting
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import label
from relall_trainer.learner.history import HistoryFilter
from relall_trainer.learner.records import FINISHED

if TYPE_CHECKING:
    from relall_trainer.interop.lrs_outbox import Outbox
    from relall_trainer.interop.lrs_settings import LrsSettings
    from relall_trainer.learner.store import LearnerStore

MOST_SHOWN = 100
_WIDE, _HIGH = 760, 560


@dataclass(frozen=True, slots=True)
class Preview:
    """``texts``: each statement as it would be sent; ``example``: that these would not go now, but others like them."""

    address: str
    texts: Sequence[str]
    attempts: int
    example: bool = False
    left_out: int = 0


def preview_of(store: LearnerStore, outbox: Outbox, settings: LrsSettings, home: QWidget) -> Preview:
    """What would go now; where nothing would, what the newest finished attempt would have said.

    ``outbox`` is one nobody has looked through yet. Raises StoreError, or Cancelled where it was called off.
    """
    texts: list[str] = []
    attempts: set[str] = set()
    with Waiting("Putting together what would be sent", home) as waiting:
        for done, of in outbox.look_through():
            waiting.step(f"{counted(done, 'attempt')} looked at", done, of)
        for one in outbox.waiting():
            texts.append(one.text)
            attempts.add(one.attempt)
            waiting.step(counted(len(texts), "statement"), len(attempts), outbox.attempts)
    address, left_out = str(settings.address), len(outbox.left_out)
    if texts:
        return Preview(address, texts, len(attempts), left_out=left_out)
    newest = store.summaries(HistoryFilter(status=FINISHED), limit=1)
    texts = [one.text for record in newest for one in outbox.told_of(record.id)]
    return Preview(address, texts, len(newest), example=bool(texts), left_out=left_out)


class PreviewDialog(QDialog):
    """Accepted where it is to be switched on, which is only asked with ``asks``. ``save`` writes all of it down."""

    def __init__(
        self, theme: Theme, preview: Preview, parent: QWidget, save: Callable[[], object], *, asks: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What would be sent")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        scrolled = Scrolled()
        scrolled.column.setSpacing(8)
        scrolled.column.addWidget(label("What would be sent", "title"))
        scrolled.column.addWidget(label(what_goes(preview), "strong"))
        scrolled.column.addWidget(label(whose_it_is(preview)))
        text = QPlainTextEdit(shown(preview))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setAccessibleName("The statements, as JSON")
        text.setMinimumHeight(theme.px(220))
        scrolled.column.addWidget(text, 1)
        more = len(preview.texts) - MOST_SHOWN
        if more > 0:
            scrolled.column.addWidget(
                label(
                    f"And {counted(more, 'statement')} more. Save all of it as a file to read the rest.",
                    "note",
                )
            )
        column.addWidget(scrolled, 1)
        row = QHBoxLayout()
        if preview.texts:
            row.addWidget(Button("Save all of it…", done=save))
        row.addStretch(1)
        if asks:
            row.addWidget(Button("Not now", done=self.reject))
            self.primary = Button("Switch on", "primary", done=self.accept)
        else:
            self.primary = Button("Close", "primary", done=self.reject)
        row.addWidget(self.primary)
        column.addLayout(row)
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(_WIDE), room.width() - 40), min(theme.px(_HIGH), room.height() - 60))
        text.setFocus()


def what_goes(preview: Preview) -> str:
    """How much goes where."""
    if preview.example:
        return "Nothing goes now. This is what your newest finished attempt would have said; later ones say the like."
    if not preview.texts:
        return f"Nothing is finished that would go to {preview.address}."
    many = f"{counted(len(preview.texts), 'statement')} on {counted(preview.attempts, 'attempt')}"
    words = f"{many}, to {preview.address}."
    if preview.left_out:
        words += (
            f" {counted(preview.left_out, 'attempt')} cannot be played again here and so cannot be told of."
        )
    return words


def whose_it_is(preview: Preview) -> str:
    """Under which names, and what they hold of the learner."""
    names = {json.loads(text)["actor"]["account"]["name"] for text in preview.texts}
    who = f" You are called {', '.join(sorted(names))} in them." if names else ""
    return (
        "Statements hold what you chose, how it was rated, how sure you were, your reasons as you wrote them, and when."
        f"{who} No mail address, nothing of this computer, none of your notes."
    )


def shown(preview: Preview) -> str:
    """The statements for reading; only blanks and new lines are added."""
    return "\n".join(
        json.dumps(json.loads(text), ensure_ascii=False, indent=2) for text in preview.texts[:MOST_SHOWN]
    )

"""The story of a moment: what happened since the last decision, then where things stand.

Each part says whether it is the paper's or simulated. Formatted text goes through the guarded document only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import ORIGIN_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import card, label

ORIGIN_ICONS = {"paper": "book-open", "simulated": "git-branch", "implied": "lightbulb"}
ORIGIN_HELP = {
    "paper": "This is told in the paper.",
    "simulated": "This is not in the paper: a plausible course, made up for teaching.",
    "implied": "The paper does not report this step, but its text calls for it.",
}


class OriginTag(QWidget):
    """Says where a text comes from: the paper, or simulated; icon and word."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._origin = "paper"
        theme.changed.connect(self._tint)
        self.setProperty("role", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._picture = QLabel()
        self._words = label("", "note", wrap=False)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        row.addStretch(1)

    def show_origin(self, origin: str, extra: str = "") -> None:
        """Show this origin; ``extra`` stands before it."""
        words = origin_words(origin)
        self._origin = origin
        self._tint()
        self._words.setText(f"{extra} · {words}" if extra else words)
        self.setToolTip(ORIGIN_HELP.get(origin, ""))
        self.setAccessibleName(f"{extra} {words}. {ORIGIN_HELP.get(origin, '')}".strip())

    def _tint(self) -> None:
        icon = ORIGIN_ICONS.get(self._origin, "info")
        self._picture.setPixmap(self._icons.pixmap(icon, "muted", 14))


def origin_words(origin: str) -> str:
    """Where a text comes from, in words."""
    return ORIGIN_WORDS.get(origin, origin)


class Story(QWidget):
    """What happened, and what is asked now. ``evidence_asked`` names the item of a citation that was followed."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self._since: QFrame = card("banner")
        inner = QVBoxLayout(self._since)
        inner.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        inner.setSpacing(theme.px(4))
        self._since_tag = OriginTag(theme, icons)
        self._since_text = SafeDocument(theme, "What happened next")
        self._cites = Button("What makes this plausible", "link", done=self._ask)
        self._item = ""
        head = QHBoxLayout()
        head.addWidget(self._since_tag, 1)
        head.addWidget(self._cites)
        inner.addLayout(head)
        inner.addWidget(self._since_text)
        self._title = label("", "section")
        self._tag = OriginTag(theme, icons)
        self._text = SafeDocument(theme, "The story")
        for part in (self._since, self._title, self._tag, self._text):
            rows.addWidget(part)
        for document in (self._since_text, self._text):
            document.evidence_asked.connect(self.evidence_asked)

    def show_moment(
        self,
        title: str,
        day: int,
        narrative: str,
        origin: str,
        since: str = "",
        since_origin: str = "",
        since_evidence: Sequence[str] = (),
    ) -> None:
        """Show a moment; ``since`` tells what the last decision led to, on what evidence."""
        self._since.setVisible(bool(since))
        if since:
            self._since_tag.show_origin(since_origin, "What happened next")
            self._since_text.show_markdown(since)
            self._item = since_evidence[0] if since_evidence else ""
            self._cites.setVisible(bool(self._item))
            self._cites.show_text("Source" if since_origin == "paper" else "What makes this plausible")
        self._title.setText(title)
        self._tag.show_origin(origin, f"Day {day}")
        self._text.show_markdown(narrative)

    def _ask(self) -> None:
        self.evidence_asked.emit(self._item)

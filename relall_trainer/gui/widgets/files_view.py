"""What came in for an assignment: keys to confirm, files set aside with the reason, files taken in with their flags.

What is done about one is announced, never done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label

KEY, ASIDE, TAKEN = "key", "aside", "taken"
ALL, FLAGGED = "", "flagged"
_ONLY = (
    (ALL, "Everything"),
    (KEY, "Keys to confirm"),
    (ASIDE, "Set aside"),
    (TAKEN, "Taken in"),
    (FLAGGED, "With flags"),
)
_TAGS = {KEY: "Key to confirm", ASIDE: "Set aside", TAKEN: "Taken in"}
_ACTS = {KEY: "Confirm this key…", ASIDE: "Forget this file", TAKEN: ""}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One key or file. ``words`` is what it is, or why it was set aside; ``flags`` whole sentences."""

    kind: str
    key: str
    heading: str
    words: str
    facts: str = ""
    flags: tuple[str, ...] = ()


class FilesView(QWidget):
    """``confirm_asked`` and ``forget_asked`` name the key or file; ``import_asked`` wants more of them."""

    confirm_asked = Signal(str)
    forget_asked = Signal(str)
    import_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._lines: dict[str, FileLine] = {}
        self._all: Sequence[FileLine] = ()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        head = QWidget()
        head.setProperty("role", "plain")
        flow = Flow(head, theme.px(10))
        self.only = Choice("Files", icons)
        self.only.offer(_ONLY)
        self.only.picked.connect(lambda _value: self._show())
        self._count = label("", "muted", wrap=False)
        self._count.setMinimumHeight(theme.px(36))
        flow.addWidget(self.only)
        flow.addWidget(self._count)
        column.addWidget(head)
        self.list = RowList(theme, "Keys and files", open_on_click=False)
        self.list.row_opened.connect(lambda _key: self._act())
        self.list.row_passed.connect(lambda _key: self._offer())
        self._none = Empty(
            "Nothing here",
            "Nothing came in that fits. Files that are damaged or belong to something else are set aside here, with "
            "the reason; the rest go on.",
            "Import results…",
            self.import_asked.emit,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._none)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.addWidget(self._stack)
        column.addWidget(frame, 1)
        foot = QHBoxLayout()
        self.act = Button("", done=self._act)
        self.act.setToolTip("Enter")
        foot.addWidget(self.act)
        foot.addStretch(1)
        column.addLayout(foot)
        self.setFocusProxy(self._stack)

    def show_lines(self, lines: Sequence[FileLine]) -> None:
        """Show these, keys first, in the order given."""
        self._all = tuple(lines)
        self._show()

    def _show(self) -> None:
        was = self._here()
        wanted = self.only.value
        shown = [one for one in self._all if wanted in (ALL, one.kind) or (wanted == FLAGGED and one.flags)]
        self._lines = {f"{one.kind} {one.key}": one for one in shown}
        self.list.rows.show_rows([(key, _row(one)) for key, one in self._lines.items()])
        self._stack.setCurrentIndex(0 if shown else 1)
        counts = {kind: sum(one.kind == kind for one in self._all) for kind in (TAKEN, ASIDE, KEY)}
        keys = counted(counts[KEY], "key")
        self._count.setText(f"{counts[TAKEN]} imported · {counts[ASIDE]} set aside · {keys} to confirm")
        if shown:
            self.list.setCurrentIndex(self.list.rows.index(self.list.rows.place(was) or 0))
        self._offer()

    def _here(self) -> str:
        index = self.list.currentIndex()
        return self.list.rows.key(index.row()) if index.isValid() else ""

    def _line(self) -> FileLine | None:
        return self._lines.get(self._here())

    def _offer(self) -> None:
        line = self._line()
        words = _ACTS[line.kind] if line is not None else ""
        self.act.setVisible(bool(words))
        if words:
            self.act.show_text(words)

    def _act(self) -> None:
        line = self._line()
        if line is None:
            return
        if line.kind == KEY:
            self.confirm_asked.emit(line.key)
        elif line.kind == ASIDE:
            self.forget_asked.emit(line.key)


def _row(one: FileLine) -> Row:
    facts = " · ".join(part for part in (one.facts, *one.flags) if part)
    return Row(((one.heading, False),), ((one.words, False),), facts, _TAGS[one.kind])

"""What was assigned: each one on a card with the one thing to do next; and how new ones come in.

Files are dropped on the window, opened, pasted as a path, or lie in the folder shared with the teacher. What is done
with them is left to ``assigned``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.cohort import course_lines as lines
from relall_trainer.cohort.course_lines import CourseLine
from relall_trainer.gui.actions import Named
from relall_trainer.gui.file_drop import path_of
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.arrival_card import ArrivalCard
from relall_trainer.gui.widgets.assignment_card import AssignmentCard
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import label, tip

if TYPE_CHECKING:
    from relall_trainer.cohort.received import Arrived

_READABLE = 860  # px at 100%
_MOST_WAITING, _MOST_DONE = 24, 8


class AssignmentsPage(QWidget):
    """``acted`` sends an ``Act``; ``file_brought`` a path that was pasted; ``open_asked`` for a file.

    ``arrival_taken`` sends the code and the name, ``arrival_put_by`` that it is not taken now. ``folder_asked`` to
    share a folder, ``folder_left`` to share none; ``copied`` what was put on the clipboard.
    """

    acted = Signal(object)
    file_brought = Signal(str)
    open_asked = Signal()
    arrival_taken = Signal(str, str)
    arrival_put_by = Signal()
    folder_asked = Signal()
    folder_left = Signal()
    copied = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._cards: list[AssignmentCard] = []
        self.arrival: ArrivalCard | None = None
        self._key = ""
        self._most = _MOST_WAITING
        self._all = False
        self._shown: tuple[Sequence[CourseLine], datetime, Mapping[str, Sequence[str]]] | None = None
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(12))
        title = PageTitle("Assignments")
        self.open_button = Button(
            "Open a file…", name="Open an assignment or feedback file", done=self.open_asked.emit
        )
        title.row.addWidget(self.open_button)
        outer.addWidget(title)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self._nothing = Empty(
            "Nothing assigned yet",
            "Your teacher sends you a file whose name ends in .relall-assignment. Drop it here, paste its path, or "
            "open it; or share a folder, and new assignments appear by themselves.",
            "Open a file…",
            self.open_asked.emit,
        )
        self._nothing.setMinimumHeight(theme.px(260))
        self._scrolled = Scrolled()
        self._arrivals = QVBoxLayout()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(12))
        column = self._scrolled.column
        column.addLayout(self._make_readable())
        column.addWidget(self._nothing, 1)
        column.addStretch(1)
        column.addWidget(self._make_foot())
        unknown = QWidget()  # nothing is said before the record is known
        unknown.setProperty("role", "plain")
        for view in (unknown, self._scrolled):
            self._stack.addWidget(view)
        theme.changed.connect(self._fit)

    def _make_readable(self) -> QHBoxLayout:
        """The cards in lines short enough to read. Beside them a stretch: or they would be as high as wider ones."""
        self._readable = QWidget()
        self._readable.setProperty("role", "plain")
        rows = QVBoxLayout(self._readable)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.px(12))
        rows.addLayout(self._arrivals)
        rows.addLayout(self._lines)
        across = QHBoxLayout()
        across.addWidget(self._readable, 1000)
        across.addStretch(1)
        return across

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("role", "plain")
        flow = Flow(foot, self._theme.px(8))
        self._folder = label("", "note", wrap=False)
        self.share = Button("Share a folder…", "link", done=self.folder_asked.emit)
        self.unshare = Button("Stop sharing", "link", done=self.folder_left.emit)
        self._my_key = label("", "note", wrap=False)
        self.copy_key = Button("Copy", "link", name="Copy the fingerprint of my key", done=self._copy_key)
        for part in (self._folder, self.share, self.unshare, self._my_key, self.copy_key):
            part.setMinimumHeight(self.share.sizeHint().height())
            flow.addWidget(part)
        return foot

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_lines(
        self, shown: Sequence[CourseLine], now: datetime, remarks: Mapping[str, Sequence[str]]
    ) -> None:
        """Show these assignments, the first of them first; ``remarks`` by assignment."""
        here = self.focusWidget() is not None and self.focusWidget() is not self
        self._shown = (shown, now, remarks)
        _empty(self._lines)
        self._cards = []
        waiting = [line for line in shown if line.state in (*lines.WAITING, lines.NOT_OPEN, lines.HANDED_IN)]
        done = [line for line in shown if line.state == lines.DONE]
        # Out of sight while it is filled, or it would all be laid out anew for every card.
        self._readable.hide()
        for line in waiting[: self._most]:
            self._add_card(line, now, remarks.get(line.id, ()))
        if more := len(waiting[self._most :][:_MOST_WAITING]):
            self._lines.addWidget(Button(f"Show {more} more", "link", done=self._show_more))
        if done:
            self._lines.addWidget(label("DONE", "caption"))
        for line in done if self._all else done[:_MOST_DONE]:
            self._add_card(line, now, ())
        if len(done) > _MOST_DONE and not self._all:
            others = Button(f"Show {len(done) - _MOST_DONE} more", "link", done=self._show_all)
            self._lines.addWidget(others)
        self._readable.show()
        self._stack.setCurrentWidget(self._scrolled)
        self._nothing.setVisible(not shown and self.arrival is None)
        self._fit()
        if here or self.hasFocus():
            self._focus_task()

    def _add_card(self, line: CourseLine, now: datetime, remarks: Sequence[str]) -> None:
        foremost = not any(one.primary for one in self._cards)  # one thing to do on the screen
        one = AssignmentCard(self._theme, line, now, remarks, foremost=foremost)
        one.asked.connect(self.acted)
        self._cards.append(one)
        self._lines.addWidget(one)

    def _show_more(self) -> None:
        """Show more of what waits, and come to the first of them."""
        before, self._most = self._most, self._most + _MOST_WAITING
        if self._shown is not None:
            self.show_lines(*self._shown)
            if (button := self._cards[before].findChild(Button)) is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_all(self) -> None:
        self._all = True
        if self._shown is not None:
            self.show_lines(*self._shown)

    def show_arrival(self, arrived: Arrived | None) -> None:
        """Show an assignment that has arrived and asks something; None when it is settled."""
        _empty(self._arrivals)
        self.arrival = None
        if arrived is not None:
            made = ArrivalCard(self._theme, self._icons, arrived)
            made.taken.connect(self.arrival_taken)
            made.put_by.connect(self.arrival_put_by)
            self._arrivals.addWidget(made)
            self.arrival = made
            self._stack.setCurrentWidget(self._scrolled)
            self._scrolled.verticalScrollBar().setValue(0)
        self._nothing.setVisible(not self._cards and arrived is None)
        self._fit()
        self._focus_task()

    def show_folder(self, folder: str) -> None:
        """Say which folder is shared; empty: none."""
        self._folder.setText(f"Shared folder: {_cut(folder)}" if folder else "No shared folder.")
        self._folder.setToolTip(tip(folder))
        self.share.show_text("Another folder…" if folder else "Share a folder…")
        self.unshare.setVisible(bool(folder))

    def show_key(self, fingerprint: str) -> None:
        """Say the fingerprint of the learner's own key, for the teacher to compare; empty: nothing was signed yet."""
        self._key = fingerprint
        self._my_key.setText(f"My key: {fingerprint}")
        self._my_key.setVisible(bool(fingerprint))
        self.copy_key.setVisible(bool(fingerprint))

    @property
    def cards(self) -> tuple[AssignmentCard, ...]:
        """The cards shown, in order."""
        return tuple(self._cards)

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("assignments.next", "Do what is assigned next", (), ("begin", "continue", "hand in")),
                self.do_next,
            ),
            (
                Named("assignments.folder", "Share a folder with my teacher…", (), ("watch", "hand in")),
                self.folder_asked.emit,
            ),
            (Named("assignments.key", "Copy the fingerprint of my key", (), ("signature",)), self._copy_key),
        )

    def do_next(self) -> None:
        """Do the one thing that comes next."""
        for one in self._cards:
            if one.primary is not None:
                one.primary.click()
                return

    def paste(self) -> None:
        """Open the file whose path is on the clipboard."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        urls = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()] if mime is not None else []
        path = urls[0] if urls else path_of(clipboard.text())
        if path:
            self.file_brought.emit(path)

    def _copy_key(self) -> None:
        if self._key:
            QGuiApplication.clipboard().setText(self._key)
            self.copied.emit("the fingerprint of your key")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Paste) and not isinstance(focused, QLineEdit):
            self.paste()
        elif enter and not event.isAutoRepeat() and not isinstance(focused, QLineEdit):
            focused.click() if isinstance(focused, Button) else self.do_next()
        elif event.key() == Qt.Key.Key_Escape and self.arrival is not None:
            self.arrival_put_by.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self._focus_task()

    def _focus_task(self) -> None:
        if self.arrival is not None:
            target: QWidget = self.arrival.first()
        elif not self._cards:
            target = (
                self._nothing.button if self._stack.currentWidget() is self._nothing else self.open_button
            )
        else:
            target = next((one.primary for one in self._cards if one.primary is not None), self.open_button)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the page scrolls rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._readable.setMaximumWidth(self._theme.px(_READABLE))


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _cut(folder: str) -> str:
    """A path that is not too long for one line; its end says most."""
    return folder if len(folder) <= 48 else f"…{folder[-47:]}"

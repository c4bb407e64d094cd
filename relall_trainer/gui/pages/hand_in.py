"""Handing in: everything that was chosen, what is missing first; one confirmation; and the receipt.

Shows what it is given and says what is wanted; making the file is left to ``assigned``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.hand_in_lines import CheckLine, HandInLines, ReceiptLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.receipt_view import ReceiptView
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import card, label

_READABLE = 920


class HandInPage(QWidget):
    """``handed_in`` when it is to be handed in, ``gone_on`` to go on with what is missing, ``left`` to the assignments.

    ``folder_asked`` to choose where the file goes, ``saved_again`` to put it elsewhere too; ``copied`` what was put on
    the clipboard; ``feedback_asked`` to read it; ``hidden`` when the page goes out of sight.
    """

    handed_in = Signal()
    gone_on = Signal()
    left = Signal()
    folder_asked = Signal()
    saved_again = Signal()
    copied = Signal(str)
    feedback_asked = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: HandInLines | None = None
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        rows.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._title = PageTitle("Hand in")
        rows.addWidget(self._title)
        self._stack = QStackedWidget()
        rows.addWidget(self._stack, 1)
        self._check = self._make_check(theme)
        self.receipt = ReceiptView(theme)
        self.receipt.left.connect(self.left)
        self.receipt.saved_again.connect(self.saved_again)
        self.receipt.feedback_asked.connect(self.feedback_asked)
        self.receipt.copy_asked.connect(self._copy)
        for view in (self._check, self.receipt):
            self._stack.addWidget(view)

    def _make_check(self, theme: Theme) -> Scrolled:
        whole = Scrolled()  # where text is large, all of it scrolls
        rows = whole.column
        rows.setSpacing(theme.px(10))
        self._heading = label("", "section")
        self._late = label("", "warning")
        self.list = RowList(theme, "What you chose", open_on_click=False)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(theme.px(8), theme.px(8), theme.px(4), theme.px(8))
        inner.addWidget(self.list)
        self.list.setMinimumHeight(theme.px(150))
        for part in (self._heading, self._late):
            rows.addWidget(part)
        rows.addWidget(frame, 1)
        rows.addWidget(self._make_foot(theme))
        return whole

    def _make_foot(self, theme: Theme) -> QFrame:
        self._foot = card()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        column.setSpacing(theme.px(8))
        self._where = label("", "muted")
        self._sure = label("", "strong")
        self._sure.hide()
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, theme.px(8))
        self.hand_in_button = Button("Hand in", "primary", done=self._hand_in)
        self.yes = Button("Hand in for good", "primary", done=self.handed_in.emit)
        self.no = Button("Not yet", done=self._not_yet)
        self.go_on = Button("Go on", done=self.gone_on.emit)
        self.folder = Button("Choose a folder", done=self.folder_asked.emit)
        self.back = Button("Back to the assignments", "quiet", done=self.left.emit)
        for button in (self.hand_in_button, self.yes, self.no, self.go_on, self.folder, self.back):
            flow.addWidget(button)
        for part in (self._where, self._sure, acts):
            column.addWidget(part)
        return self._foot

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def asking(self) -> bool:
        """Whether it is asked once more if it is to be handed in."""
        return not self._sure.isHidden()

    def show_check(self, lines: HandInLines) -> None:
        """Show what is to be looked over."""
        self._lines = lines
        self._title.words.setText(f"Hand in: {lines.title}")
        self._heading.setText(lines.heading)
        self._late.setText("The due date has passed. You can hand in; it will be marked late.")
        self._late.setVisible(lines.late)
        self.list.rows.show_rows([*_rows(lines.missing, "Missing"), *_rows(lines.done, "")])
        self.show_where(lines.where)
        self.go_on.show_text(lines.go_on or "Go on")
        self._sure.setText(lines.sure)
        self._ask(asking=False)
        self._stack.setCurrentWidget(self._check)
        self._focus_task()

    def show_where(self, folder: str) -> None:
        """Say where the file goes."""
        self._where.setText(f"The file goes to {folder}" if folder else "You are asked where the file goes.")
        self.folder.show_text("Another folder" if folder else "Choose a folder")

    def show_receipt(self, lines: ReceiptLines, *, feedback: bool = False) -> None:
        """Show what was handed in; ``feedback``: it can be read now."""
        self._lines = None
        self._title.words.setText(lines.title)
        self.receipt.show_receipt(lines, feedback=feedback)
        self._stack.setCurrentWidget(self.receipt)
        self._focus_task()

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (Named("hand_in.back", "Back to the assignments", (), ("leave",)), self.left.emit),
            (
                Named("hand_in.copy", "Copy the fingerprint of the file", (), ("receipt",)),
                self.receipt.copy_fingerprint,
            ),
        )

    def _hand_in(self) -> None:
        if self._lines is not None and self._lines.sure:
            self._ask(asking=True)
            QTimer.singleShot(0, self, self._see_question)
            self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.handed_in.emit()

    def _see_question(self) -> None:
        self._check.ensureWidgetVisible(self._sure, 0, 0)
        self._check.ensureWidgetVisible(self.no, 0, 24)

    def _not_yet(self) -> None:
        self._ask(asking=False)
        self.hand_in_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, *, asking: bool) -> None:
        self._sure.setVisible(asking)
        for part in (self.yes, self.no):
            part.setVisible(asking)
        for part in (self.hand_in_button, self.folder, self.back):
            part.setVisible(not asking)
        self.go_on.setVisible(not asking and self._lines is not None and bool(self._lines.go_on))

    def _copy(self, what: str, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(what)

    # -- keys and room ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, Button) and not event.isAutoRepeat():
            focused.click()
        elif event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            (self._not_yet if self.asking else self.left.emit)()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.hidden.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        self._focus_task()

    def _focus_task(self) -> None:
        if self._stack.currentWidget() is self.receipt:
            target = self.receipt.first_button()
        elif self.asking:
            target = self.no
        else:
            missing = self._lines is not None and self._lines.missing and self._lines.go_on
            target = self.go_on if missing else self.hand_in_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Small: the list scrolls rather than ask for room."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack.setMaximumWidth(self._theme.px(_READABLE))


def _rows(lines: Sequence[CheckLine], tag: str) -> list[tuple[str, Row]]:
    return [
        (f"{tag}{at}", Row(((line.heading, False),), ((line.text, False),), line.facts, tag))
        for at, line in enumerate(lines)
    ]

"""A teacher's cohorts: who is in them, whose key is to be confirmed, what was assigned and how much of it is back.

Shows what it is given and announces what was asked; doing it is left to ``teachwork``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.teach_lines import CohortLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.given_list import GivenList
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.picker import Picker
from relall_trainer.gui.widgets.roster_table import RosterTable
from relall_trainer.gui.widgets.text import card, label, tip
from relall_trainer.gui.widgets.toggle import Check

_SIDE = 360  # px at 100 % the learners take where they stand beside
_BESIDE = 860  # px at 100 % from which they do
_NO_LIMIT = 16_777_215


class CohortPage(QWidget):
    """``cohort_chosen`` names the cohort to show. The others ask for what they are called, on the cohort shown."""

    cohort_chosen = Signal(str)
    new_cohort_asked = Signal()
    rename_cohort_asked = Signal()
    remove_cohort_asked = Signal()
    add_learners_asked = Signal()
    rename_asked = Signal(str)
    remove_asked = Signal(str)
    confirm_asked = Signal(str)
    codes_only_chosen = Signal(bool)
    folder_asked = Signal()
    folder_left = Signal()
    assign_asked = Signal()
    import_asked = Signal()
    undo_asked = Signal()
    conference_asked = Signal()
    gradebook_asked = Signal(str)
    version_asked = Signal(str)
    files_asked = Signal(str)
    release_asked = Signal(str)
    present_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._lines: CohortLines | None = None
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(12))
        self._title = PageTitle("Cohort")
        self.assign = Button("New assignment", "primary", done=self.assign_asked.emit)
        self._title.row.addWidget(self.assign)
        outer.addWidget(self._title)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self.empty = Empty(
            "No cohort yet",
            "A cohort is the learners you assign cases to. They need no account: you send them a file, "
            "they send you one back.",
            "Start a cohort",
            self.new_cohort_asked.emit,
        )
        self._scrolled = Scrolled()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._scrolled)
        self._confirm = self._make_confirm()
        self._scrolled.column.addWidget(self._make_acts())
        self._scrolled.column.addWidget(self._confirm)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.px(16))
        self._body.addWidget(self._make_given(), 1)
        self._side = self._make_side()
        self._body.addWidget(self._side)
        self._scrolled.column.addLayout(self._body, 1)
        theme.changed.connect(self._fit)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_acts(self) -> QWidget:
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, self._theme.px(8))
        self.which = Picker("Cohort", self._theme, self._icons)
        self.which.picked.connect(self.cohort_chosen)
        flow.addWidget(self.which)
        for words, name, signal in (
            ("New cohort…", "New cohort", self.new_cohort_asked),
            ("Rename…", "Rename this cohort", self.rename_cohort_asked),
            ("Remove", "Remove this cohort", self.remove_cohort_asked),
            ("Import results…", "Import results", self.import_asked),
            ("Conference…", "Discuss a case as a group", self.conference_asked),
        ):
            flow.addWidget(Button(words, "quiet", name=name, done=signal.emit))
        return acts

    def _make_confirm(self) -> QFrame:
        frame = card("banner")
        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 10, 16, 10)
        self._confirm_words = label("")
        row.addWidget(self._confirm_words, 1)
        self.confirm = Button("Confirm…", "primary", name="Confirm a key", done=self._confirm_first)
        row.addWidget(self.confirm)
        return frame

    def _make_given(self) -> QWidget:
        part = QWidget()
        part.setProperty("role", "plain")
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(8))
        column.addWidget(label("ASSIGNMENTS", "caption"))
        self.none_given = Empty(
            "Nothing assigned yet",
            "Choose a case, say by when, and send the file it makes. Everything else has a sensible setting.",
            "New assignment",
            self.assign_asked.emit,
        )
        self.given = GivenList(self._theme)
        self.given.gradebook_asked.connect(self.gradebook_asked)
        self.given.version_asked.connect(self.version_asked)
        self.given.files_asked.connect(self.files_asked)
        self.given.release_asked.connect(self.release_asked)
        self.given.present_asked.connect(self.present_asked)
        column.addWidget(self.none_given)
        column.addWidget(self.given)
        column.addStretch(1)
        return part

    def _make_side(self) -> QFrame:
        px = self._theme.px
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        self._count: QLabel = label("LEARNERS", "caption")
        head.addWidget(self._count, 1)
        self.add = Button("Add…", name="Add learners", done=self.add_learners_asked.emit)
        head.addWidget(self.add)
        column.addLayout(head)
        self._nobody = label("Nobody yet. Paste a list, open a CSV file, or type them in.", "muted")
        column.addWidget(self._nobody)
        self.roster = RosterTable(self._theme, self._icons)
        self.roster.rename_asked.connect(self.rename_asked)
        self.roster.remove_asked.connect(self.remove_asked)
        self.roster.confirm_asked.connect(self.confirm_asked)
        column.addWidget(self.roster, 1)
        self.codes = Check("Show codes instead of names", self._theme)
        self.codes.clicked.connect(lambda: self.codes_only_chosen.emit(self.codes.isChecked()))
        column.addWidget(self.codes)
        column.addSpacing(px(4))
        column.addWidget(label("SHARED FOLDER", "caption"))
        self._folder = label("", "muted")
        column.addWidget(self._folder)
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, px(8))
        self.choose_folder = Button("Choose a folder…", done=self.folder_asked.emit)
        self.leave_folder = Button("Stop sharing", name="Stop sharing the folder", done=self.folder_left.emit)
        flow.addWidget(self.choose_folder)
        flow.addWidget(self.leave_folder)
        column.addWidget(acts)
        column.addStretch(0)
        return frame

    @property
    def lines(self) -> CohortLines | None:
        """What is shown; None where there is no cohort."""
        return self._lines

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_cohorts(self, names: Sequence[tuple[str, str]], lines: CohortLines | None) -> None:
        """Show one cohort of these (id, name); None where there is none yet."""
        self._lines = lines
        self._stack.setCurrentWidget(self.empty if lines is None else self._scrolled)
        self.assign.setVisible(lines is not None and bool(lines.given))
        if lines is None:
            return
        self.which.offer(names, lines.id)
        self._count.setText(f"LEARNERS · {len(lines.learners)}" if lines.learners else "LEARNERS")
        self._nobody.setVisible(not lines.learners)
        self.roster.setVisible(bool(lines.learners))
        self.roster.show_cohort(lines)
        self.codes.setChecked(lines.codes_only)
        self.codes.setVisible(any(one.name for one in lines.learners))
        self.none_given.setVisible(not lines.given)
        self.given.setVisible(bool(lines.given))
        self.given.show_given(lines.given)
        self._show_confirm(lines)
        self._show_folder(lines.folder)
        self._fit()

    def _show_confirm(self, lines: CohortLines) -> None:
        waiting = lines.to_confirm
        self._confirm.setVisible(bool(waiting))
        if waiting:
            names = [one.called(codes_only=lines.codes_only) for one in waiting[:3]]
            more = f" and {len(waiting) - 3} more" if len(waiting) > 3 else ""
            keys = counted(sum(len(one.to_confirm) for one in waiting), "key")
            self._confirm_words.setText(
                f"{keys} to confirm, once: {', '.join(names)}{more}. Until then the results are flagged."
            )

    def _show_folder(self, folder: str) -> None:
        self._folder.setText(
            folder
            or "None. A folder you and the learners both see spares you the mails: files are written to it and "
            "results are read from it."
        )
        self._folder.setToolTip(tip(folder))
        self.choose_folder.show_text("Choose another…" if folder else "Choose a folder…")
        self.leave_folder.setVisible(bool(folder))

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("cohort.assign", "New assignment", ("Ctrl+N",), ("assign", "send", "exam", "homework")),
                self.assign_asked.emit,
            ),
            (
                Named("cohort.new", "New cohort", (), ("group", "class", "fellows")),
                self.new_cohort_asked.emit,
            ),
            (
                Named("cohort.add", "Add learners", (), ("roster", "csv", "names", "paste")),
                self.add_learners_asked.emit,
            ),
            (
                Named("cohort.import", "Import results", (), ("open", "hand in", "files")),
                self.import_asked.emit,
            ),
            (Named("cohort.undo", "Undo the last change here", ("Ctrl+Z",), ("back",)), self.undo_asked.emit),
            (
                Named(
                    "cohort.conference", "Discuss a case as a group", (), ("conference", "present", "vote")
                ),
                self.conference_asked.emit,
            ),
        )

    def _confirm_first(self) -> None:
        if self._lines is not None and self._lines.to_confirm:
            self.confirm_asked.emit(self._lines.to_confirm[0].code)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        target = self.assign
        if self._lines is None:
            target = self.empty.button
        elif self._lines.to_confirm:
            target = self.confirm
        elif not self._lines.given:
            target = self.none_given.button if self._lines.learners else self.add
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        beside = self.width() >= px(_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() != direction:
            self._body.setDirection(direction)
        for limit in (self._side.setMinimumWidth, self._side.setMaximumWidth):
            limit(px(_SIDE) if beside else 0 if limit == self._side.setMinimumWidth else _NO_LIMIT)
        many = len(self._lines.learners) if self._lines else 0
        self.roster.list.setMinimumHeight(px(min(420, max(120, 56 * min(many, 6)))))

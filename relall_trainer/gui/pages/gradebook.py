"""The gradebook: one assignment at a time, in views that each answer one question about the group.

Shows what it is given and announces what is wanted; asking for it is left to ``gradework``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui.actions import Named
from relall_trainer.gui.file_drop import files_in
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.act_menu import ActMenu
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.gradebook_decisions import DecisionsView
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import card, label

DECISIONS, CASES, RULES, DIMENSIONS = "decisions", "cases", "rules", "dimensions"
ITEMS, TEACH, LEARNERS, FILES = "items", "teach", "learners", "files"
VIEWS = (
    (DECISIONS, "Decisions"),
    (CASES, "By case"),
    (RULES, "By rule"),
    (DIMENSIONS, "By dimension"),
    (ITEMS, "Item analysis"),
    (TEACH, "Teach this next"),
    (LEARNERS, "Learner pages"),
    (FILES, "Files"),
)
CSV, DECISIONS_CSV, JSON, PDF = "csv", "decisions", "json", "pdf"
_SHEET = "Spreadsheet, a row a {} (CSV)".format
_EXPORTS = ((CSV, _SHEET("learner")), (DECISIONS_CSV, _SHEET("decision")), (JSON, "JSON"), (PDF, "PDF"))
_TITLE_ROOM = 260
_LOW = 430


class GradebookPage(QWidget):
    """``assignment_chosen`` names one; ``view_asked`` a view to be filled; ``files_dropped`` paths to take in.

    ``import_asked``, ``folder_import_asked``, ``export_asked`` (a form), ``release_asked`` and ``rescore_asked`` are
    the buttons; ``cohort_asked`` leads to where assignments are made.
    """

    assignment_chosen = Signal(str)
    view_asked = Signal(str)
    files_dropped = Signal(list)
    import_asked = Signal()
    folder_import_asked = Signal()
    export_asked = Signal(str)
    release_asked = Signal()
    rescore_asked = Signal()
    cohort_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        self.setAcceptDrops(True)
        self._some = False
        self._beside = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(8))
        self._title = PageTitle("Gradebook")
        self._title.words.setWordWrap(False)
        self.which = Choice("Assignment", icons)
        self.which.picked.connect(self.assignment_chosen)
        self._title.row.setStretch(0, 0)
        self._title.row.addWidget(self.which)
        self._title.row.addStretch(1)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._make_buttons(theme, icons))
        column.addLayout(self._head)
        self.tabs = Tabs(theme, "Gradebook", VIEWS)
        self.tabs.chosen.connect(self.choose)
        column.addWidget(self.tabs)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Reading the results")
        self._progress.hide()
        column.addWidget(self._progress)
        self.decisions, self._versions = DecisionsView(theme, icons), label("", "note")
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(40)
        self._shown: dict[str, QWidget] = {}
        self.add_view(DECISIONS, self.decisions)
        self._none = self._make_empty(
            "No assignment yet",
            "The gradebook begins with an assignment. It is made where the learners are.",
            "Make an assignment",
            self.cohort_asked.emit,
        )
        self._nothing = self._make_empty(
            "Nothing handed in yet",
            "Learners hand in a file. Import such files here, or drop them on this page; what comes into the shared "
            "folder is imported by itself.",
            "Import results…",
            self.import_asked.emit,
        )
        column.addWidget(self._stack, 1)
        column.addWidget(self._versions)
        theme.changed.connect(self._arrange)

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_buttons(self, theme: Theme, icons: Icons) -> QWidget:
        part = QWidget()
        part.setProperty("role", "plain")
        self._flow = Flow(part, theme.px(8))
        self.view_choice = Choice("View", icons)
        self.view_choice.offer(VIEWS)
        self.view_choice.picked.connect(self.choose)
        self.more = ActMenu(
            "More",
            icons,
            (
                ("Release feedback…", self.release_asked.emit),
                ("Score again…", self.rescore_asked.emit),
                ("Import a folder of results…", self.folder_import_asked.emit),
            ),
        )
        self.export = ActMenu("Export…", icons, [(words, self._exporting(form)) for form, words in _EXPORTS])
        self.bring = Button("Import results…", "primary", done=self.import_asked.emit)
        for one in (self.view_choice, self.more, self.export, self.bring):
            self._flow.addWidget(one)
        self._buttons = part
        return part

    def _make_empty(self, heading: str, why: str, button: str, do: Callable[[], object]) -> QWidget:
        frame = card()
        inside = QVBoxLayout(frame)
        inside.addWidget(Empty(heading, why, button, do))
        self._stack.addWidget(frame)
        return frame

    def _exporting(self, form: str) -> Callable[[], None]:
        return lambda: self.export_asked.emit(form)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def view(self) -> str:
        """The view chosen."""
        return self.tabs.here

    def add_view(self, view: str, widget: QWidget) -> None:
        """Show this widget where the view of that name is chosen."""
        self._shown[view] = widget
        self._stack.addWidget(widget)

    def offer(self, assignments: Sequence[tuple[str, str]], chosen: str) -> None:
        """The assignments there are, newest first, and which one is shown."""
        self._some = some = bool(assignments)
        if some:
            self.which.offer(assignments, chosen)
        for part in (self.which, self.export, self.more):
            part.setVisible(some)
        if not some:
            self.bring.hide()
            self._stack.setCurrentWidget(self._none)
        self._arrange()

    def show_view(self, *, anything: bool = True) -> None:
        """Show the view chosen; where nothing was handed in, say so instead, except among the files."""
        self._beside = False
        empty = not anything and self.view != FILES
        self.bring.setVisible(not empty)  # the empty view has that button
        if empty:
            self._stack.setCurrentWidget(self._nothing)
        elif self.view in self._shown:
            self._stack.setCurrentWidget(self._shown[self.view])
        self._arrange()

    def show_beside(self, widget: QWidget) -> None:
        """Show something that is no view of its own in place of the views."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._beside = True
        self._arrange()

    @property
    def beside(self) -> bool:
        """Whether something is shown in place of the views."""
        return self._beside

    def show_versions(self, versions: str) -> None:
        """Say below the views by which cases, rules and scoring the scores were found."""
        self._versions.setText(versions)
        self.decisions.versions.setText(versions)
        self._arrange()

    def choose(self, view: str) -> None:
        """Come to a view and have it filled."""
        self.tabs.show_chosen(view)
        self.view_choice.offer_again(view)
        self.view_asked.emit(view)

    def show_progress(self, done: int, of: int) -> None:
        """Results are still being read; nothing once they are."""
        self._progress.setRange(0, of)
        self._progress.setValue(done)
        self._progress.setVisible(bool(of))

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        views = tuple(
            (Named(f"gradebook.{view}", f"Gradebook: {words.lower()}", (), ()), self._choosing(view))
            for view, words in VIEWS
        )
        return (
            (
                Named("gradebook.import", "Import results", ("Ctrl+I",), ("submission", "files", "take in")),
                self.import_asked.emit,
            ),
            (
                Named("gradebook.folder", "Import a folder of results", (), ("submission",)),
                self.folder_import_asked.emit,
            ),
            *views,
            (
                Named("gradebook.release", "Release feedback", (), ("exam", "publish")),
                self.release_asked.emit,
            ),
            (Named("gradebook.rescore", "Score again", (), ("re-score", "correct")), self.rescore_asked.emit),
            *(
                (
                    Named(f"gradebook.save.{form}", f"Export the gradebook: {words}", (), ("save",)),
                    self._exporting(form),
                )
                for form, words in _EXPORTS
            ),
        )

    def _choosing(self, view: str) -> Callable[[], None]:
        return lambda: self.choose(view)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = files_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    # -- room ------------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is shown."""
        super().focusInEvent(event)
        shown = self._stack.currentWidget()
        if shown is self._none or shown is self._nothing:
            button = shown.findChild(Button)
            if button is not None:
                button.setFocus()
        elif shown is not None:
            shown.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Small: the views share what room there is."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        low, some = self.height() < px(_LOW), self._some and not self._beside and bool(self._versions.text())
        within = (
            low and self._stack.currentWidget() is self.decisions
        )  # it scrolls, so that the rows have the room
        self._versions.setVisible(some and not within)
        self.decisions.versions.setVisible(some and within)
        for part in (self._title, self._buttons):
            part.setVisible(not self._beside)  # what is shown beside the views has a way back of its own
        fits = self.tabs.natural_width() <= self.width()
        self.tabs.setVisible(fits and self._some and not self._beside)
        self.view_choice.setVisible(not fits and self._some)
        self._title.words.setVisible(not low)
        buttons = [
            one for one in (self.view_choice, self.more, self.export, self.bring) if not one.isHidden()
        ]
        natural = sum(one.sizeHint().width() + px(8) for one in buttons)
        across = natural + self.which.sizeHint().width() + px(_TITLE_ROOM) <= self.width()
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        )
        self._buttons.setMinimumWidth(natural if across else 0)

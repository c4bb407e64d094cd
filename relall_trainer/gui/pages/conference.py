"""Conference: one case on the screen, the group decides, every step is revealed, on to the next. Nothing is recorded.

The case comes in through ``present``; on full screen the stage stands by itself, also on another screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.case import Case
from relall_trainer.gui.actions import Named
from relall_trainer.gui.discussion import Discussion
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.stage_look import StageTheme
from relall_trainer.gui.teach_lines import CaseOffer
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.empty import Empty
from relall_trainer.gui.widgets.evidence_panel import Bookshelf
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.stage import Stage
from relall_trainer.gui.widgets.text import label

_FILTER_FROM = 10
_HOW = (
    "The group decides, you reveal. Everybody meets the same course, whatever is decided, and nothing of it goes into "
    "anybody's history."
)


class ConferencePage(QWidget):
    """``case_chosen`` names the case wanted from the list, ``left`` when the list is to be filled again."""

    case_chosen = Signal(str)
    left = Signal()
    said = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, library: Bookshelf | None = None) -> None:
        super().__init__()
        self._offers: Sequence[CaseOffer] = ()
        self._waiting: list[Discussion] = []
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._chooser = QWidget()
        self._chooser.setProperty("role", "plain")
        column = QVBoxLayout(self._chooser)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(PageTitle("Conference"))
        column.addWidget(label(_HOW, "muted"))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a case")
        self.search.setAccessibleName("Find a case")
        self.search.textChanged.connect(lambda _text: self._fill())
        self.list = RowList(theme, "Cases to discuss")
        self.list.row_opened.connect(self.case_chosen)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.look = StageTheme(theme)
        self.stage = Stage(self.look, icons.tinted(self.look), library)
        self.stage.left.connect(self.put_by)
        self.stage.case_ended.connect(self._next_case)
        self.stage.screen_switched.connect(self.switch_screen)
        self.stage.screen_left.connect(self.leave_screen)
        self.stage.said.connect(self.said)
        self.stage.evidence_asked.connect(self._ask_evidence)
        self._holder = QWidget()
        self._holder.setProperty("role", "plain")
        self._room = QVBoxLayout(self._holder)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.addWidget(self.stage)
        self.away = Empty(
            "The case is on the full screen", "Esc brings it back here.", "Bring it back", self.leave_screen
        )
        self.away.hide()
        self._room.addWidget(self.away)
        self._stack.addWidget(self._chooser)
        self._stack.addWidget(self._holder)

    # -- what is shown ---------------------------------------------------------------------------------------

    def offer_cases(self, offers: Sequence[CaseOffer]) -> None:
        """The cases there are to choose from."""
        self._offers = offers
        self.search.setVisible(len(offers) >= _FILTER_FROM)
        self._fill()

    def present(self, cases: Sequence[Case], algorithm: Algorithm) -> None:
        """Put these before the group one after the other, each from its beginning. Raises CaseFault."""
        discussions = [Discussion(case, algorithm) for case in cases]
        if discussions:
            self._waiting = discussions[1:]
            self._show_discussion(discussions[0])

    def _show_discussion(self, discussion: Discussion) -> None:
        self.stage.show_discussion(discussion, more=len(self._waiting))
        self._stack.setCurrentWidget(self._holder)

    def _next_case(self) -> None:
        if self._waiting:
            self._show_discussion(self._waiting.pop(0))
        else:
            self.put_by()

    @property
    def presenting(self) -> bool:
        """Whether a case is before the group."""
        return self._stack.currentWidget() is self._holder

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self.stage.use_library(library)

    def _fill(self) -> None:
        typed = self.search.text().casefold().split()
        rows = [
            (offer.id, Row(((offer.title, False),), facts=offer.facts()))
            for offer in self._offers
            if all(word in offer.title.casefold() for word in typed)
        ]
        self.list.rows.show_rows(rows)
        if rows:
            self.list.setCurrentIndex(self.list.rows.index(0))

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("conference.screen", "Full screen", ("F11",), ("projector", "beamer", "large")),
                self.switch_screen,
            ),
            (
                Named("conference.votes", "Count votes", (), ("poll", "hands", "show of hands")),
                self.stage.switch_voting,
            ),
            (Named("conference.by", "Put the case by", (), ("leave", "end", "other case")), self.put_by),
        )

    def put_by(self) -> None:
        """Back to the list of cases."""
        self.leave_screen()
        self._stack.setCurrentWidget(self._chooser)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit()

    def switch_screen(self) -> None:
        """To the full screen, or back from it."""
        if self.stage.isWindow():
            self.leave_screen()
        elif self.presenting:
            self.away.show()
            self._room.removeWidget(self.stage)
            screen = self.screen()
            self.stage.setParent(None)
            self.stage.setWindowTitle("RelALL Trainer · Conference")
            self.stage.setScreen(screen)
            self.stage.show_screen(full=True)
            self.stage.showFullScreen()
            self.stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_screen(self) -> None:
        """Back from the full screen."""
        if not self.stage.isWindow():
            return
        self.stage.hide()
        self._room.insertWidget(0, self.stage)
        self.away.hide()
        self.stage.show_screen(full=False)
        self.stage.showNormal()
        self.stage.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_evidence(self, item: str) -> None:
        self.leave_screen()
        self.evidence_asked.emit(item)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be done."""
        super().focusInEvent(event)
        (self.stage if self.presenting else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """The window goes, or another page is opened: nothing stays on the full screen."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.leave_screen()

"""The parts of the play page and how they share the room: chart, question or feedback, evidence.

Three columns on a wide window, two on an ordinary one, one at a time where text is large. What the parts do is
left to the page.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from relall_trainer.encounter.case import CaseHead
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.confidence import ConfidenceRow
from relall_trainer.gui.widgets.decision_footer import CommitBar
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, EvidencePanel
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.feedback_foot import FeedbackFoot
from relall_trainer.gui.widgets.note_editor import NoteEditor
from relall_trainer.gui.widgets.option_list import OptionList
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.score_bar import ScoreBar
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import badge, card, label

_MODELED = "Modeled on "
DECIDING = "deciding"
FEEDBACK = "feedback"
_SIDE = 300
_EVIDENCE = 330
_TWO_COLUMNS = 800  # px at 100 % from which the chart stands beside the question
_THREE_COLUMNS = 1240
_NO_LIMIT = 16_777_215  # Qt's own word for no greatest width
_READABLE = 920  # px at 100 %: longer lines are hard to read
_LOW = 560  # px at 100 % below which the confidence scrolls with the steps


class PlayFrame(QWidget):
    """The page's parts, by name. ``evidence_asked`` from whichever part it comes."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, library: Bookshelf | None) -> None:
        super().__init__()
        self._theme = theme
        self.mode = DECIDING
        self.saved_words = ""
        self._wide = True
        self.still = False  # while True, moving the keyboard scrolls nothing
        self._side_wanted = False
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(10))
        self._make_head(rows, theme)
        self.story = Story(theme, icons)
        self.options = OptionList(theme)
        self.confidence = ConfidenceRow(theme)
        self.commit_bar = CommitBar(theme)
        self.feedback = FeedbackView(theme, icons)
        self.note = NoteEditor(theme)
        self.note.hide()
        self.chart = Chart(theme, icons)
        self.evidence = EvidencePanel(theme, library)
        self._evidence_card, self._evidence_scroll = _column(theme, self.evidence)
        self._main = self._make_main(theme)
        body = QHBoxLayout()
        body.setSpacing(theme.px(14))
        body.addWidget(self.chart)
        body.addWidget(self._main, 1)
        body.addWidget(self._evidence_card)
        rows.addLayout(body, 1)
        self.options.card_focused.connect(self._see_option)
        self.feedback.row_focused.connect(self._see_row)
        for part in (self.story, self.chart, self.evidence):
            part.evidence_asked.connect(self.evidence_asked)

    def _make_head(self, rows: QVBoxLayout, theme: Theme) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(6))
        self._title = PageTitle("")
        status = QHBoxLayout()
        status.setSpacing(theme.px(8))
        self._model = badge("")
        self._where = label("", "muted", wrap=False)
        self._saved = label("", "note", wrap=False)
        self.side_button = Button("Chart", done=self.switch_chart)
        self.side_button.setToolTip("Show or hide what stands beside")
        for part in (self._model, self._where, self._saved, self.side_button):
            status.addWidget(part)
        self._progress = ScoreBar(theme)
        self._head.addWidget(self._title, 1)
        self._head.addLayout(status)
        self._assigned = label("", "note")
        rows.addLayout(self._head)
        rows.addWidget(self._assigned)
        rows.addWidget(self._progress)
        self._assigned.hide()

    def _make_main(self, theme: Theme) -> QFrame:
        frame = card()
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        outer.setSpacing(theme.px(10))
        self._stack = QStackedWidget()
        self._question = Scrolled()
        self._question.column.addWidget(self.story)
        self._question.column.addWidget(self.options)
        self._question.column.addStretch(1)
        self._answer = Scrolled()
        self._answer.column.addWidget(self.feedback)
        self._answer.column.addStretch(1)
        self._stack.addWidget(self._question)
        self._stack.addWidget(self._answer)
        outer.addWidget(self._stack, 1)
        outer.addWidget(self.note)
        self._deciding_foot = QWidget()
        self._deciding_foot.setProperty("role", "plain")
        self._deciding_rows = QVBoxLayout(self._deciding_foot)
        self._deciding_rows.setContentsMargins(0, 0, 0, 0)
        self._deciding_rows.addWidget(self.confidence)
        self._deciding_rows.addWidget(self.commit_bar)
        self.foot = FeedbackFoot(theme)
        outer.addWidget(self._deciding_foot)
        outer.addWidget(self.foot)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_case(self, head: CaseHead) -> None:
        """Show whose case this is."""
        self._title.words.setText(head.title)
        source = (head.modeled_on or "").replace("-", " ")
        self._model.setText(_MODELED + source)
        self._model.setVisible(bool(source) and self._wide)

    def show_assignment(self, title: str) -> None:
        """Say for which assignment it is played; empty for none."""
        self._assigned.setText(f"For the assignment “{title}”" if title else "")
        self._assigned.setVisible(bool(title) and not self._title.isHidden())

    def show_progress(self, where: str, share: float) -> None:
        """``share``: how far along the case's longest road."""
        self._where.setText(where)
        self._progress.show_share(share, f"{where}; about {round(share * 100)}% of the way")

    def show_saved(self, clock: str) -> None:
        """What was done is on disk since ``clock``."""
        self.saved_words = f"Saved {clock}"
        self._dress_saved("note")

    def show_unsaved(self) -> None:
        """What stands on the screen is not on disk."""
        self.saved_words = "Not saved yet"
        self._dress_saved("contraindicated")

    def _dress_saved(self, role: str) -> None:
        self._saved.setText(self.saved_words)
        # A figure can reach past the width the label asks for, by a point, depending on the time it tells.
        wide = self._saved.fontMetrics().boundingRect(self.saved_words).width()
        self._saved.setMinimumWidth(wide + 2)
        if self._saved.property("role") != role:
            self._saved.setProperty("role", role)
            self._saved.style().unpolish(self._saved)
            self._saved.style().polish(self._saved)

    def show_mode(self, mode: str) -> None:
        """Turn to the decision or to the feedback on it."""
        self.mode = mode
        self._side_wanted = False
        if mode == DECIDING:
            self.evidence.clear()  # so that nothing old is laid out when the feedback is shown
        self.note.hide()
        if mode == FEEDBACK:
            self.foot.show_reasons(all_open=False)
        # Out of sight first, then the widths: every text is laid out once, at the width it will have.
        wanted = self._question if mode == DECIDING else self._answer
        left = self._stack.currentWidget()
        if left is not None and left is not wanted:
            left.hide()
        self._deciding_foot.setVisible(mode == DECIDING)
        self.foot.setVisible(mode == FEEDBACK)
        self._share_room()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self._stack.setCurrentWidget(wanted)

    def to_top(self) -> None:
        """Scroll everything to its beginning."""
        self.chart.to_top()
        for scroll in (self._question, self._answer, self._evidence_scroll):
            scroll.verticalScrollBar().setValue(0)

    def switch_chart(self) -> None:
        """Show what there is no room for now: the chart, or in feedback the evidence."""
        self._side_wanted = not self._side_wanted
        self._share_room()

    def acts_on_enter(self, button: QPushButton) -> bool:
        """Whether Enter on this button presses it, rather than committing or going on."""
        own = (*self.foot.lesser, self.side_button)
        return button in own or button.property("role") == "link" or self.note.isAncestorOf(button)

    # -- room ------------------------------------------------------------------------------------------------

    def arrange(self, width: int, height: int) -> None:
        """Share this room among the parts."""
        px = self._theme.px
        beside = width >= px(_TWO_COLUMNS)
        grown = max(0, min(px(70), (width - px(_THREE_COLUMNS)) // 4))
        for part, own in ((self.chart, px(_SIDE) + grown), (self._evidence_card, px(_EVIDENCE) + grown)):
            part.setMinimumWidth(own if beside else 0)
            part.setMaximumWidth(own if beside else _NO_LIMIT)
        self._share_room()
        main = width - px(36) - (px(_SIDE + 14) if beside else 0)
        across = main >= px(560)
        self.confidence.show_question(across)
        self.foot.arrange(across=across)
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )
        low = height < px(_LOW)
        self._title.setVisible(beside or not low)  # large text on a low window: the story comes first
        self._assigned.setVisible(bool(self._assigned.text()) and not self._title.isHidden())
        self._wide = beside
        self._model.setVisible(beside and len(self._model.text()) > len(_MODELED))
        for text in (self.story, self.options, self.feedback):
            text.setMaximumWidth(px(_READABLE))
        self._place_confidence(low=low)
        self.chart.pin_course(pinned=not low)

    def _place_confidence(self, *, low: bool) -> None:
        inside = self._question.column.indexOf(self.confidence) >= 0
        if low and not inside:
            self._question.column.insertWidget(2, self.confidence)
        elif not low and inside:
            self._deciding_rows.insertWidget(0, self.confidence)

    def _share_room(self) -> None:
        width, px = self.width(), self._theme.px
        chart_now = self.mode == DECIDING
        side, swapped = self._side_wanted, "Evidence"
        if width >= px(_THREE_COLUMNS):
            shown = (True, True, not chart_now)
            self.side_button.hide()
        elif width >= px(_TWO_COLUMNS):
            shown = (chart_now != side, True, not chart_now and not side)
            swapped = "Evidence" if side else "Chart"
            self.side_button.setVisible(not chart_now)
        else:
            shown = (side and chart_now, not side, side and not chart_now)
            swapped = "Back" if side else "Chart" if chart_now else "Evidence"
            self.side_button.show()
        for part, seen in zip((self.chart, self._main, self._evidence_card), shown, strict=True):
            part.setVisible(seen)
        self.side_button.show_text(swapped)

    def _see_option(self, option: QWidget) -> None:
        if not self.still:
            self._question.ensureWidgetVisible(option, 0, 24)

    def _see_row(self, row: QWidget) -> None:
        self._answer.ensureWidgetVisible(row, 0, 24)


def _column(theme: Theme, part: QWidget) -> tuple[QFrame, Scrolled]:
    frame = card()
    rows = QVBoxLayout(frame)
    rows.setContentsMargins(theme.px(14), theme.px(12), theme.px(6), theme.px(12))
    scroll = Scrolled()
    scroll.column.setContentsMargins(0, 0, theme.px(8), 0)
    scroll.column.addWidget(part)
    rows.addWidget(scroll)
    return frame, scroll

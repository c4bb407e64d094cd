"""The parts of the exam page and how they share the room: chart, story and steps, and above them place and time.

There is no part here that could show a rating: nothing of the kind is known before the feedback is given out. What the
parts do is left to the page.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.markdown import uncited
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.confidence import ConfidenceRow
from relall_trainer.gui.widgets.decision_footer import CommitBar, key_hint
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.option_list import OptionList
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.scene import show_scene
from relall_trainer.gui.widgets.score_bar import ScoreBar
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import card, label

if TYPE_CHECKING:
    from relall_trainer.encounter.case import Case, Node
    from relall_trainer.encounter.play import Encounter

_SIDE = 300
_TWO_COLUMNS = 800  # px at 100 % from which the chart stands beside the question
_NO_LIMIT = 16_777_215  # Qt's own word for no greatest width
_READABLE = 920  # px at 100 %: longer lines are hard to read
_LOW = 560  # px at 100 % below which the confidence scrolls with the steps
DECIDING, BETWEEN = "deciding", "between"


class ExamFrame(QWidget):
    """The page's parts, by name. ``gone_on`` from the end of a case."""

    gone_on = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.mode = DECIDING
        self.still = False  # while True, moving the keyboard scrolls nothing
        self.saved_words = ""
        self._side_wanted = False
        self._time_words = ""
        self._low = False
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        self._make_head(rows, theme)
        self.story = Story(theme, icons)
        self.options = OptionList(theme)
        self.confidence = ConfidenceRow(theme)
        self.commit_bar = CommitBar(theme)
        self.chart = Chart(theme, icons)
        self._main = self._make_main(theme)
        body = QHBoxLayout()
        body.setSpacing(theme.px(14))
        body.addWidget(self.chart)
        body.addWidget(self._main, 1)
        rows.addLayout(body, 1)
        self.options.card_focused.connect(self._see_option)

    def _make_head(self, rows: QVBoxLayout, theme: Theme) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(theme.px(8))
        self._title = PageTitle("")
        status = QWidget()
        status.setProperty("role", "plain")
        flow = Flow(status, theme.px(8))
        self._where = label("", "muted", wrap=False)
        self._time = label("", "strong", wrap=False)
        self._saved = label("", "note", wrap=False)
        self.time_button = Button("Hide the time", "quiet", done=self.switch_time)
        self.side_button = Button("Chart", done=self.switch_chart)
        self.review_button = Button("Look over", name="Look over what you chose, and hand in")
        self.pause_button = Button("Pause", name="Pause: close the exam; the time stands still")
        parts = (self._where, self._time, self.time_button, self._saved, self.side_button)
        for part in (*parts, self.review_button, self.pause_button):
            flow.addWidget(part)
        for words in (self._where, self._time, self._saved):
            words.setMinimumHeight(self.pause_button.sizeHint().height())
        self._status = status
        self._progress = ScoreBar(theme)
        self._head.addWidget(self._title, 1)
        self._head.addWidget(status)
        rows.addLayout(self._head)
        rows.addWidget(self._progress)

    def _make_main(self, theme: Theme) -> QFrame:
        frame = card()
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        outer.setSpacing(theme.px(10))
        self._question = Scrolled()
        for part in (self.story, self.options):
            self._question.column.addWidget(part)
        self._question.column.addStretch(1)
        outer.addWidget(self._question, 1)
        self._foot = QWidget()
        self._foot.setProperty("role", "plain")
        self._foot_rows = QVBoxLayout(self._foot)
        self._foot_rows.setContentsMargins(0, 0, 0, 0)
        self._foot_rows.addWidget(self.confidence)
        self._foot_rows.addWidget(self.commit_bar)
        outer.addWidget(self._foot)
        self._onward_row = QWidget()
        self._onward_row.setProperty("role", "plain")
        across = QHBoxLayout(self._onward_row)
        across.setContentsMargins(0, 0, 0, 0)
        self.onward = Button("Next case", "primary", done=self.gone_on.emit)
        across.addStretch(1)
        across.addWidget(key_hint("Enter"))
        across.addWidget(self.onward)
        self._onward_row.hide()
        outer.addWidget(self._onward_row)
        return frame

    # -- what is shown ---------------------------------------------------------------------------------------

    def show_decision(self, encounter: Encounter, title: str) -> None:
        """Show the decision an exam stands at; ``title`` says which case this is."""
        self._title.words.setText(title)
        self._show_scene(encounter)
        self.options.show_groups(encounter.current.groups, encounter.algorithm.actions)
        self._show_mode(DECIDING)

    def show_end(self, encounter: Encounter, title: str, told: str, onward: str) -> None:
        """Show the end of a case, before the next one; ``told`` and ``onward`` say what comes then."""
        self._title.words.setText(title)
        self._show_scene(encounter, told)
        self.onward.show_text(onward)
        self._show_mode(BETWEEN)

    def _show_scene(self, encounter: Encounter, told: str = "") -> None:
        # What the learner chose is not what was done, so it must not stand in the course; and the evidence a text
        # rests on is for afterwards.
        plain = replace(encounter, case=_uncited(encounter.case))
        if told:
            end = replace(plain.current, narrative=told)
            plain = replace(plain, case=replace(plain.case, nodes={**plain.case.nodes, end.id: end}))
        road = tuple(replace(visit, chosen=(), evidence=(), text=uncited(visit.text)) for visit in plain.path)
        show_scene(self.story, self.chart, plain, plain.node, plain.patient, road)

    def _show_mode(self, mode: str) -> None:
        self.mode = mode
        self._side_wanted = False
        self.options.setVisible(mode == DECIDING)
        self._foot.setVisible(mode == DECIDING)
        self.confidence.setVisible(mode == DECIDING)
        self._onward_row.setVisible(mode == BETWEEN)
        self._share_room()
        self.to_top()

    def show_progress(self, number: int, of: int) -> None:
        """Say the how-manieth decision this is."""
        where = f"Decision {number} of {of}"
        self._where.setText(where)
        self._progress.show_share((number - 1) / max(1, of), where)

    def show_done(self, done: int, of: int) -> None:
        """Say how many decisions have been made, between two cases."""
        where = f"{done} of {of} decisions made"
        self._where.setText(where)
        self._progress.show_share(done / max(1, of), where)

    def show_time(self, words: str) -> None:
        """Say how much time is left; empty where it is not limited."""
        if words == self._time_words:
            return
        self._time_words = words
        self._show_time()

    def switch_time(self) -> None:
        """Hide the time, or show it again. It is told at the end all the same."""
        self.time_button.setProperty("hidden_time", not self.time_hidden)
        self._show_time()

    @property
    def time_hidden(self) -> bool:
        """Whether the time is hidden."""
        return bool(self.time_button.property("hidden_time"))

    def _show_time(self) -> None:
        hidden = self.time_hidden
        self.time_button.setVisible(bool(self._time_words) and not self._low)
        self.time_button.show_text("Show the time" if hidden else "Hide the time")
        self._time.setText("" if hidden else self._time_words)
        self._time.setVisible(bool(self._time_words) and not hidden)
        self._status.updateGeometry()

    def show_saved(self, clock: str) -> None:
        """What was done is on disk since ``clock``; nothing was done yet where that is empty."""
        self.saved_words = f"Saved {clock}" if clock else ""
        self._dress_saved("note")

    def show_unsaved(self) -> None:
        """What stands on the screen is not on disk."""
        self.saved_words = "Not saved yet"
        self._dress_saved("contraindicated")

    def _dress_saved(self, role: str) -> None:
        self._saved.setText(self.saved_words)
        self._saved.setVisible(bool(self.saved_words))
        if self._saved.property("role") != role:
            self._saved.setProperty("role", role)
            self._saved.style().unpolish(self._saved)
            self._saved.style().polish(self._saved)

    def to_top(self) -> None:
        """Scroll everything to its beginning."""
        self.chart.to_top()
        self._question.verticalScrollBar().setValue(0)

    def switch_chart(self) -> None:
        """Show the chart where there is no room for it beside the question, or the question again."""
        self._side_wanted = not self._side_wanted
        self._share_room()

    # -- room ------------------------------------------------------------------------------------------------

    def arrange(self, width: int, height: int) -> None:
        """Share this room among the parts."""
        px = self._theme.px
        beside = width >= px(_TWO_COLUMNS)
        own = px(_SIDE) + max(0, min(px(90), (width - px(1100)) // 4))
        self.chart.setMinimumWidth(own if beside else 0)
        self.chart.setMaximumWidth(own if beside else _NO_LIMIT)
        self._low = low = height < px(_LOW) and not beside
        self._title.setVisible(not low)
        self._show_time()
        across = width >= px(1120)
        self._head.setDirection(
            QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        )
        self._status.setMinimumWidth(self._natural() if across else 0)
        main = width - px(36) - (own + px(14) if beside else 0)
        self.confidence.show_question(main >= px(560))
        for text in (self.story, self.options):
            text.setMaximumWidth(px(_READABLE))
        self._place_confidence(low=low)
        self.chart.pin_course(pinned=not low)
        self._share_room()

    def _natural(self) -> int:
        flow = self._status.layout()
        widgets = [flow.itemAt(at) for at in range(flow.count())] if flow is not None else []
        shown = [one.widget() for one in widgets if one is not None]
        hints = [one.sizeHint().width() + self._theme.px(8) for one in shown if one and not one.isHidden()]
        return min(sum(hints), self._theme.px(820))

    def _place_confidence(self, *, low: bool) -> None:
        inside = self._question.column.indexOf(self.confidence) >= 0
        if low and not inside:
            self._question.column.insertWidget(2, self.confidence)
        elif not low and inside:
            self._foot_rows.insertWidget(0, self.confidence)

    def _share_room(self) -> None:
        beside = self.width() >= self._theme.px(_TWO_COLUMNS)
        self.chart.setVisible(beside or self._side_wanted)
        self._main.setVisible(beside or not self._side_wanted)
        self.side_button.setVisible(not beside)
        self.side_button.show_text("Back" if self._side_wanted else "Chart")

    def _see_option(self, option: QWidget) -> None:
        if not self.still:
            self._question.ensureWidgetVisible(option, 0, 24)


def _uncited(case: Case) -> Case:
    return replace(case, nodes={name: _plain_node(node) for name, node in case.nodes.items()})


def _plain_node(node: Node) -> Node:
    chart = tuple(replace(entry, evidence=(), text=uncited(entry.text)) for entry in node.chart)
    return replace(node, narrative=uncited(node.narrative), chart=chart)

"""A case before a room: story and patient, the steps with the votes, then every rating with its reason and evidence.

Space reveals and goes on, Backspace goes back, 1 to 9 choose. Made of the same parts as the play page, in letters of
its own size. What is decided here is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.gui.discussion import Discussion
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.stage_look import StageTheme
from relall_trainer.gui.style import style_sheet
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import StepVerdict
from relall_trainer.gui.widgets import stage_keys as keys
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.evidence_panel import Bookshelf, EvidencePanel
from relall_trainer.gui.widgets.feedback import PointHeading
from relall_trainer.gui.widgets.form_part import come_before
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.scene import show_scene
from relall_trainer.gui.widgets.stage_clock import StageClock
from relall_trainer.gui.widgets.stage_done import WhatWasDone
from relall_trainer.gui.widgets.stage_foot import StageFoot
from relall_trainer.gui.widgets.stage_options import StageOptions
from relall_trainer.gui.widgets.story import Story
from relall_trainer.gui.widgets.text import card, label

_SIDE = 320  # px at 100 % what stands beside takes
_BESIDE = 840  # px at 100 % from which anything stands beside
_NO_LIMIT = 16_777_215


class Stage(QWidget):
    """``left`` when the case is put by, ``case_ended`` when the group goes on from its end.

    ``screen_switched`` asks for the full screen or back from it, ``screen_left`` back from it. ``said`` is for those
    who listen to the screen.
    """

    left = Signal()
    case_ended = Signal()
    screen_switched = Signal()
    screen_left = Signal()
    said = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, look: StageTheme, icons: Icons, library: Bookshelf | None = None) -> None:
        super().__init__()
        self._look = look
        self._discussion: Discussion | None = None
        self._more = 0
        self._side_wanted: bool | None = None
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("The case before the group")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(look.px(8))
        self._make_head(outer)
        self.story = Story(look, icons)
        self.heading = PointHeading(look, icons)
        self.options = StageOptions(look, icons)
        self.chart = Chart(look, icons)
        self.evidence = EvidencePanel(look, library)
        self._scrolled = Scrolled()
        column = self._scrolled.column
        self._done = WhatWasDone(look, icons)
        self._end = label("")
        for part in (self.story, self.heading, self._done, self.options, self._end):
            column.addWidget(part)
        column.addStretch(1)
        self._evidence_frame, self._evidence_scroll = self._make_evidence()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(look.px(14))
        self._body.addWidget(self.chart)
        self._body.addWidget(self._scrolled, 1)
        self._body.addWidget(self._evidence_frame)
        outer.addLayout(self._body, 1)
        self.foot = StageFoot(look.base)
        outer.addWidget(self.foot)
        for button, do in (
            (self.foot.onward, self.go_on),
            (self.foot.back, self.go_back),
            (self.foot.count, self.switch_voting),
            (self.foot.side, self.switch_side),
            (self.foot.time, self.clock.switch),
            (self.foot.smaller, lambda: look.step(-1)),
            (self.foot.larger, lambda: look.step(1)),
            (self.foot.full, self.screen_switched.emit),
            (self.foot.leave, self.left.emit),
        ):
            button.clicked.connect(lambda _checked=False, do=do: do())
        self.options.choice_changed.connect(self._noted)
        self.options.step_selected.connect(self._show_step)
        self.options.onward_asked.connect(self.go_on)
        self.options.votes_left.connect(self._to_room)
        for asked in (self.story, self.chart, self.evidence):
            asked.evidence_asked.connect(self.evidence_asked)
        look.changed.connect(self._dress)
        self._does: dict[str, Callable[[], object]] = {
            keys.ON: self.go_on,
            keys.BACK: self.go_back,
            keys.DOWN: lambda: self._scroll(1),
            keys.UP: lambda: self._scroll(-1),
            keys.VOTES: self.switch_voting,
            keys.SIDE: self.switch_side,
            keys.TIME: self.clock.switch,
            keys.LARGER: lambda: look.step(1),
            keys.SMALLER: lambda: look.step(-1),
            keys.SCREEN: self.screen_switched.emit,
            keys.LEAVE: self.screen_left.emit,
        }
        self._dress()

    # -- parts -----------------------------------------------------------------------------------------------

    def _make_head(self, outer: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.setSpacing(self._look.px(8))
        self._title: QLabel = label("", "strong")
        self._where = label("", "muted", wrap=False)
        self.clock = StageClock()
        head.addWidget(self._title, 1)
        head.addWidget(self.clock)
        head.addWidget(self._where)
        outer.addLayout(head)

    def _make_evidence(self) -> tuple[QFrame, Scrolled]:
        px = self._look.px
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(px(14), px(12), px(6), px(12))
        scroll = Scrolled()
        scroll.column.addWidget(self.evidence)
        scroll.column.addStretch(1)
        rows.addWidget(scroll)
        return frame, scroll

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def discussion(self) -> Discussion | None:
        return self._discussion

    def show_discussion(self, discussion: Discussion, more: int = 0) -> None:
        """Show this discussion where it stands; ``more``: so many cases are to follow."""
        self._discussion = discussion
        self._more = more
        self._title.setText(discussion.case.head.title)
        self._show()

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this evidence library from now on."""
        self.evidence.use_library(library)

    def show_screen(self, *, full: bool) -> None:
        """Say what the button for the full screen does now."""
        self.foot.full.show_text("Leave full screen" if full else "Full screen")

    def _show(self) -> None:
        discussion = self._discussion
        if discussion is None:
            return
        turn = discussion.turn
        encounter = turn.encounter
        node = encounter.current
        show_scene(self.story, self.chart, encounter, node.id, encounter.patient, discussion.road())
        self._side_wanted = None
        ended = discussion.ended
        self.options.setVisible(not ended)
        self._end.setVisible(ended)
        self._where.setText("The end" if ended else f"Decision {discussion.number} of {discussion.of}")
        if ended and node.ending is not None:
            self._end.setText(
                "\n".join([node.ending.title, *(f"•  {words}" for words in node.ending.take_away)])
            )
        else:
            self.options.show_groups(node.groups, encounter.algorithm.actions, turn.chosen, turn.votes)
            come_before(self.foot.onward, self.options.stops())
        self._show_revealed()
        self.clock.start_anew()
        self._scrolled.verticalScrollBar().setValue(0)
        self._to_room()

    def _show_revealed(self) -> None:
        discussion = self._discussion
        if discussion is None:
            return
        turn = discussion.turn
        told = turn.verdict
        self.story.setVisible(told is None)
        self.heading.setVisible(told is not None and turn.decided)
        self._done.setVisible(told is not None)
        self.foot.count.setVisible(told is None and not discussion.ended)
        if told is not None:
            if turn.decided:
                self.heading.show_verdict(told)
            self.options.show_verdict(told, turn.votes)
            self._done.show_steps(*discussion.done())
            self.evidence.show_step(told.key or next(iter(told.steps), None))
        else:
            self.evidence.clear()
        ended = discussion.ended
        onward = "Next patient" if self._more else "Another case"
        words = onward if ended else "Next" if told is not None else "Reveal"
        self.foot.onward.show_text(words)
        self.foot.back.setEnabled(discussion.number > 1 or told is not None)
        self._fit()

    def _show_step(self, step: StepVerdict | None) -> None:
        if self._discussion is not None and self._discussion.turn.revealed:
            self.evidence.show_step(step)

    # -- what is done ----------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Reveal; once revealed, on to the next decision; at the end, to another case."""
        discussion = self._discussion
        if discussion is None:
            return
        if discussion.ended:
            self.case_ended.emit()
        elif discussion.turn.revealed:
            discussion.go_on()
            self._show()
        else:
            self._noted()
            told = discussion.reveal()
            self._side_wanted = None
            self._show_revealed()
            self._scrolled.verticalScrollBar().setValue(0)
            self._to_room()
            self.said.emit(f"Revealed. {told.point}".strip())

    def go_back(self) -> None:
        """Back to the question, or to the decision before."""
        if self._discussion is not None and self._discussion.go_back():
            self._show()

    def switch_voting(self) -> None:
        """Begin to enter votes, or leave off; what was entered stays."""
        self.options.show_voting(on=not self.options.voting)
        self.foot.count.show_text("Hide the votes" if self.options.voting else "Count votes")
        if self.options.voting:
            self.options.enter_votes()
        else:
            self._to_room()

    def switch_side(self) -> None:
        """Show or hide what stands beside: the patient, or after the reveal the evidence."""
        shown = not self.chart.isHidden() or not self._evidence_frame.isHidden()
        self._side_wanted = not shown
        self._fit()

    def _to_room(self) -> None:
        """Give the keyboard to the room's keys."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noted(self) -> None:
        discussion = self._discussion
        if discussion is not None and not discussion.ended and not discussion.turn.revealed:
            discussion.note(self.options.chosen(), self.options.votes())

    # -- keys and room ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and keys.asked(event)[0] != keys.NOTHING:
            event.accept()  # ours before the window's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        what, number = keys.asked(event)
        if what == keys.NOTHING or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif what == keys.NUMBER:
            self.options.toggle_number(number)
        else:
            self._does[what]()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed while on a screen of its own: it goes back to where it came from."""
        event.ignore()
        self.screen_left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _dress(self) -> None:
        self.setStyleSheet(_sheet(self._look))
        self.foot.setStyleSheet(_sheet(self._look.base))  # only the presenter need read it
        self._fit()

    def _scroll(self, by: int) -> None:
        bar = self._scrolled.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() // 3)

    def _fit(self) -> None:
        look = self._look
        beside = self.width() >= look.px(_BESIDE)
        revealed = self._discussion is not None and self._discussion.turn.revealed
        shown = beside if self._side_wanted is None else self._side_wanted
        self.chart.setVisible(shown and not revealed)
        self._evidence_frame.setVisible(shown and revealed)
        self._scrolled.setVisible(beside or not shown)
        for part in (self.chart, self._evidence_frame):
            part.setMinimumWidth(look.px(_SIDE) if beside else 0)
            part.setMaximumWidth(look.px(_SIDE) if beside else _NO_LIMIT)
        self.foot.side.show_text("Evidence" if revealed else "Patient")
        self.foot.show_keys(shown=self.height() >= look.base.px(560))


def _sheet(look: Theme) -> str:
    """The style sheet of a part that has letters of its own size."""
    return f"QWidget {{ font-size: {look.px(look.sizes.body)}px; }}\n{style_sheet(look)}"

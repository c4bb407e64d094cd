"""One assignment on a card: what is asked, by when, how far it is, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.cohort import course_lines as lines
from relall_trainer.cohort.course_lines import CourseLine, ItemLine
from relall_trainer.gui.assigned_words import (
    asked_words,
    due_words,
    item_words,
    score_words,
    state_words,
    version_words,
)
from relall_trainer.gui.moment_words import moment_words
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.text import badge, label

_SHORT = 6  # cases listed before one asks for the rest


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do with an assignment: what (begin, play, hand-in, read, …) and, for a case, its place."""

    what: str
    assignment: str
    item: int = -1


BEGIN, PLAY, CONTINUE, HAND_IN, READ, REST, RECEIPT, AGAIN, WHO = (
    *("begin", "play", "continue", "hand-in", "read", "rest", "receipt", "again", "who"),
)


class AssignmentCard(QFrame):
    """``asked`` sends the ``Act`` wanted. ``foremost``: of all that wait, this is the one to do."""

    asked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        line: CourseLine,
        now: datetime,
        remarks: Sequence[str],
        *,
        foremost: bool = False,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._line = line
        self._foremost = foremost
        self.primary: Button | None = None
        self.setProperty("role", "card")
        self.setAccessibleName(f"Assignment: {line.title}")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(label(line.title, "section"), 1)
        head.addWidget(badge("Exam" if line.is_exam else "Practice"))
        column.addLayout(head)
        if line.state in lines.WAITING or line.state == lines.NOT_OPEN:
            if line.state != lines.FEEDBACK:
                column.addWidget(label(due_words(line, now, zone), "warning" if line.late else "strong"))
            column.addWidget(label(asked_words(line, zone), "muted"))
            if line.note:
                column.addWidget(label(line.note))
        if line.state not in (lines.TO_DO, lines.NOT_OPEN):
            column.addWidget(label(state_words(line, zone)))
        if line.feedback is not None and line.feedback.score is not None:
            column.addWidget(label(score_words(line.feedback.score), "strong"))
            column.addWidget(label(version_words(line.feedback.score), "note"))
        for remark in remarks:
            column.addWidget(label(remark, "discouraged_note"))
        self._add_items(column)
        column.addWidget(self._make_buttons(zone))

    def _add_items(self, column: QVBoxLayout) -> None:
        line = self._line
        if line.is_exam or line.state in (lines.NOT_OPEN,):
            return
        rows = [_ItemRow(self._theme, line, item) for item in line.items]
        for place, row in enumerate(rows):
            row.asked.connect(self.asked)
            column.addWidget(row)
            if place >= _SHORT:
                row.hide()
        if len(rows) > _SHORT:
            more = Button(f"Show all {len(rows)} cases", "link")
            more.clicked.connect(lambda: self._show_all(rows, more))
            column.addWidget(more)

    def _show_all(self, rows: Sequence[QWidget], more: Button) -> None:
        for row in rows:
            row.show()
        rows[_SHORT].setFocus()
        more.hide()

    def _make_buttons(self, zone: tzinfo | None) -> QWidget:
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, self._theme.px(8))
        line = self._line
        first = _first(line)
        if first is not None:
            words, act = first
            role = "primary" if self._foremost else ""
            self.primary = Button(
                words, role, name=f"{words}: {line.title}", done=lambda: self.asked.emit(act)
            )
            flow.addWidget(self.primary)
        for words, what in _besides(line):
            button = Button(words, name=f"{words}: {line.title}")
            button.clicked.connect(lambda _=False, what=what: self.asked.emit(Act(what, line.id)))
            flow.addWidget(button)
        who = f"You work as {line.learner}."
        if line.last is not None and line.state not in (lines.HANDED_IN, lines.DONE):
            who += f" Last handed in {moment_words(line.last.made_at, zone)}."
        words_row = label(who, "note", wrap=False)
        words_row.setMinimumHeight(self._theme.px(self._theme.sizes.target))
        flow.addWidget(words_row)
        if not line.used and not line.receipts:
            other = Button("Somebody else?", "link", name=f"Work as somebody else on {line.title}")
            other.clicked.connect(lambda: self.asked.emit(Act(WHO, line.id)))
            flow.addWidget(other)
        return acts


class _ItemRow(QWidget):
    """One case of a practice assignment: how far it is, and the button that plays it."""

    asked = Signal(object)

    def __init__(self, theme: Theme, line: CourseLine, item: ItemLine) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, 0, 0)
        row.setSpacing(theme.px(8))
        words = (
            f"{item.place + 1}. {item.title} · {item_words(item)}"
            if len(line.items) > 1
            else item_words(item)
        )
        row.addWidget(label(words, "small"), 1)
        if item.open or (item.may_begin and item.used):
            text = "Continue" if item.open else "Play again"
            act = Act(PLAY, line.id, item.place)
            self.button = Button(
                text, "link", name=f"{text}: {item.title}", done=lambda: self.asked.emit(act)
            )
            row.addWidget(self.button)
            self.setFocusProxy(self.button)


def _first(line: CourseLine) -> tuple[str, Act] | None:
    """The one thing to do next: its words, and what it does."""
    if line.next == lines.READ:
        return "Read the feedback", Act(READ, line.id)
    if line.next == lines.HAND_IN:
        return "Hand in", Act(HAND_IN, line.id)
    if line.is_exam:
        words = {lines.BEGIN: "Begin the exam", lines.CONTINUE: "Go on with the exam"}.get(line.next)
        return None if words is None else (words, Act(CONTINUE if line.exam else BEGIN, line.id))
    if line.next in (lines.BEGIN, lines.CONTINUE):
        item = next_item(line)
        if item is not None:
            verb = "Continue" if item.open else "Begin"
            words = f"{verb} “{_short(item.title)}”" if len(line.items) > 1 else verb
            return words, Act(PLAY, line.id, item.place)
        return "Hand in", Act(HAND_IN, line.id)
    return None


def next_item(line: CourseLine) -> ItemLine | None:
    """The case to play next: one under way, else the first not finished yet that may be begun."""
    under_way = next((item for item in line.items if item.open), None)
    return under_way or next((item for item in line.items if not item.finished and item.may_begin), None)


def _besides(line: CourseLine) -> list[tuple[str, str]]:
    """What else can be done, as words and what it is."""
    found = []
    if not line.is_exam and line.state == lines.UNDER_WAY and line.unsent:
        found.append(("Hand in what is done", HAND_IN))
    if line.again:
        found.append(("Begin another attempt", AGAIN))
    if line.feedback is not None and line.state == lines.DONE:
        found.append(("Read the feedback again", READ))
    if line.feedback is not None and line.feedback.unanswered:
        found.append(("Decisions not answered", REST))
    if line.receipts:
        found.append(("Receipt", RECEIPT))
    return found


def _short(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39].rstrip()}…"

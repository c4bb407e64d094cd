"""What stands between the patients of a sitting: a rule to read first, what a pair showed, what it all came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.practice_lines import (
    GRADE_LOOKS,
    GRADE_WORDS,
    ContrastLines,
    ReviewedLine,
    RuleLines,
    SummaryLines,
)
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.contrast_view import ContrastView
from relall_trainer.gui.widgets.decision_footer import key_hint
from relall_trainer.gui.widgets.evidence_cards import EvidenceCards
from relall_trainer.gui.widgets.evidence_panel import Bookshelf
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.text import card, label

_READABLE = 820  # px at 100%


class _Onward(Button):
    """The button that goes on. It keeps the keyboard while the arrows and the page keys scroll what is read."""

    def __init__(self, text: str, done: Callable[[], object], bar: QScrollBar) -> None:
        super().__init__(text, "primary", done=done)
        self._bar = bar

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._bar
        steps = {
            int(Qt.Key.Key_Down): 3 * bar.singleStep(),
            int(Qt.Key.Key_Up): -3 * bar.singleStep(),
            int(Qt.Key.Key_PageDown): bar.pageStep(),
            int(Qt.Key.Key_PageUp): -bar.pageStep(),
        }
        step = steps.get(int(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)


class _Sheet(QWidget):
    """A card that scrolls, with the button that goes on below it. ``gone_on`` when it is pressed."""

    gone_on = Signal()

    def __init__(self, theme: Theme, onward: str) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "plain")
        px = theme.px
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = card()
        rows = QVBoxLayout(frame)
        rows.setContentsMargins(px(20), px(16), px(10), px(14))
        rows.setSpacing(px(10))
        self.area = Scrolled()
        self.column = self.area.column
        rows.addWidget(self.area, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(px(8))
        self.foot.setContentsMargins(0, 0, px(10), 0)
        self.onward = _Onward(onward, self.gone_on.emit, self.area.verticalScrollBar())
        self.foot.addStretch(1)
        self.foot.addWidget(key_hint("Enter"))
        self.foot.addWidget(self.onward)
        rows.addLayout(self.foot)
        outer.addWidget(frame)

    def to_top(self) -> None:
        """Scroll to the beginning, and put the keyboard on what goes on."""
        self.area.verticalScrollBar().setValue(0)
        self.onward.setFocus(Qt.FocusReason.OtherFocusReason)


class ReadingSheet(_Sheet):
    """A rule with its reason and its evidence, before it is asked for again."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "On to the patients")
        self._met = label("", "muted")
        self._heading = label("", "title")
        self._why = label("")
        self._source = label("", "note")
        self._caption = label("WHAT IT RESTS ON", "caption")
        self._cards = EvidenceCards(theme)
        self._cards.evidence_asked.connect(self.evidence_asked)
        for part in (self._met, self._heading, self._why, self._source, self._caption, self._cards):
            part.setMaximumWidth(theme.px(_READABLE))
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_reading(self, met: str, rule: RuleLines, library: Bookshelf | None) -> None:
        """``met``: how often this rule has been met and missed, in words."""
        self._met.setText(met)
        self._heading.setText(rule.heading)
        self._why.setText(rule.why)
        self._source.setText(rule.source)
        self._cards.clear()
        self._caption.setVisible(bool(rule.evidence) and library is not None)
        if library is not None:
            self._cards.show_items([one.id for one in rule.evidence], library)
        self.to_top()


class RevealSheet(_Sheet):
    """What differed between the two patients of a pair."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, "Next")
        self._view = ContrastView(theme, icons)
        self.column.addWidget(self._view)
        self.column.addStretch(1)

    def show_contrast(self, lines: ContrastLines) -> None:
        """Show this pair."""
        self._view.arrange(self.width())
        self._view.show_contrast(lines)
        self.to_top()

    def arrange(self, width: int) -> None:
        """Share this width among the two sides."""
        self._view.arrange(width)


class SummarySheet(_Sheet):
    """What a sitting came to; ``gone_on`` is back to Today."""

    more_asked = Signal()
    finishing_asked = Signal()
    rule_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, "Back to Today")
        self._icons = icons
        self._heading = label("", "title")
        self._beneath = label("", "muted")
        self._left = label("", "muted")
        self._open = card("banner")
        row = QHBoxLayout(self._open)
        row.addWidget(
            label("One patient is not finished. It is kept as it is and counts once it is finished."), 1
        )
        self.finish = Button("Finish it", name="Finish the patient left open", done=self.finishing_asked.emit)
        row.addWidget(self.finish)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(2))
        self.more = Button("Ten more minutes", done=self.more_asked.emit)
        self.foot.insertWidget(0, self.more)
        for part in (self._heading, self._beneath, self._open):
            self.column.addWidget(part)
        self.column.addLayout(self._lines)
        self.column.addWidget(self._left)
        self.column.addStretch(1)

    def show_summary(self, lines: SummaryLines) -> None:
        """Show what it came to."""
        self._heading.setText(lines.heading())
        self._beneath.setText(lines.beneath())
        self._open.setVisible(bool(lines.unfinished))
        self._left.setText("Nothing else is due now." if lines.nothing_left else "")
        self._left.setVisible(lines.nothing_left)
        self._show_lines(lines.reviewed)
        self.to_top()

    def _show_lines(self, reviewed: Sequence[ReviewedLine]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in reviewed:
            self._lines.addWidget(self._line(one))

    def _line(self, one: ReviewedLine) -> QWidget:
        px = self._theme.px
        picture, role = GRADE_LOOKS[one.grade]
        row = QWidget()
        row.setProperty("role", "plain")
        row.setMaximumWidth(px(_READABLE))
        rows = QHBoxLayout(row)
        rows.setContentsMargins(0, px(4), 0, px(4))
        rows.setSpacing(px(10))
        icon = label("", wrap=False)
        icon.setPixmap(self._icons.pixmap(picture, role))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(one.heading, "strong"))
        head = QHBoxLayout()
        head.setSpacing(px(6))
        head.addWidget(label(GRADE_WORDS[one.grade] + " ·", wrap=False))
        head.addWidget(label(one.back, "muted"), 1)
        words.addLayout(head)
        rows.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(words, 1)
        rows.addWidget(
            Button(
                "Read the rule",
                "link",
                name=f"Read the rule {one.heading}",
                done=lambda: self.rule_asked.emit(one.rule),
            )
        )
        return row

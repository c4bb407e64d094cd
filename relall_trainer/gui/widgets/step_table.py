"""Every step at once, grouped by kind: its rating by icon, word and color, and what it was before the last change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import RATINGS, Appraisal
from relall_trainer.clinical.rule_words import KIND_WORDS
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedRows
from relall_trainer.gui.widgets.rating_badge import paint_rating, rating_width

EVERY, CHANGED = "", "changed"
_PAD = 10
_GAP = 12
_BESIDE = 300  # px at 100 % from which the rating stands beside the step instead of below it


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step. ``was`` is its rating before the last changed fact, empty where that is the same."""

    key: str
    label: str
    rating: str = ""
    was: str = ""
    rule: str = ""
    caption: bool = False

    def spoken(self) -> str:
        """The line as one text, for a screen reader; begins with the step, so that typing finds it."""
        if self.caption:
            return self.label
        was = f", was {RATING_WORDS[self.was]}" if self.was else ""
        by = f", by {self.rule}" if self.rule else ""
        return f"{self.label}: {RATING_WORDS[self.rating]}{was}{by}"


def step_lines(
    actions: Mapping[str, Action],
    now: Appraisal,
    before: Appraisal | None,
    typed: str = "",
    only: str = EVERY,
) -> tuple[StepLine, ...]:
    """The lines to show: those that fit what is typed, and the rating (or ``CHANGED``) asked for."""
    words = typed.casefold().split()
    lines: list[StepLine] = []
    for kind, title in KIND_WORDS.items():
        found = []
        for action in actions.values():
            if action.kind != kind or not _fits(action, words):
                continue
            step = now.steps[action.id]
            was = before.rating(action.id) if before is not None else step.rating
            was = "" if was == step.rating else was
            if only in (EVERY, step.rating) or (only == CHANGED and was):
                found.append(StepLine(action.id, action.label, step.rating, was, step.decided_by or ""))
        if found:
            lines += [StepLine(f"kind {kind}", title, caption=True), *found]
    return tuple(lines)


def tally_words(now: Appraisal, before: Appraisal | None) -> str:
    """How many steps are rated how, and how many the last changed fact has rated otherwise."""
    counts = dict.fromkeys(RATINGS, 0)
    for step in now.steps.values():
        counts[step.rating] += 1
    told = ", ".join(f"{count} {RATING_WORDS[rating].lower()}" for rating, count in counts.items() if count)
    if before is None:
        return told
    changed = sum(before.rating(action) != step.rating for action, step in now.steps.items())
    return f"{changed or 'No rating'} changed · {told}"


def _fits(action: Action, words: list[str]) -> bool:
    if not words:
        return True
    text = " ".join((action.label, action.detail, *action.synonyms, *action.components)).casefold()
    return all(word in text for word in words)


class StepRows(PaintedRows[StepLine]):
    """Paints ``StepLine`` rows. A row is as high changed as unchanged, so that nothing jumps."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons

    def ground(self, row: StepLine) -> str:
        return f"{row.rating}_soft" if row.was else ""

    def measure(self, row: StepLine, width: int) -> int:
        px = self.theme.px
        if row.caption:
            return self.block(row.label.upper(), "small", 600).height(width) + px(18)
        label = self.block(row.label).height(self._label_width(width))
        two = self.line() + self.line("small")
        if self._beside(width):
            return max(label, two) + px(8)
        return label + two + px(10)

    def draw(self, painter: QPainter, row: StepLine, box: QRect, *, current: bool) -> None:
        theme, px = self.theme, self.theme.px
        left = box.left() + px(_PAD)
        if row.caption:
            block = self.block(row.label.upper(), "small", 600)
            block.draw(
                painter,
                left,
                box.bottom() - block.height(box.width()) - px(3),
                box.width(),
                theme.color("muted"),
            )
            return
        width = self._label_width(box.width())
        label = self.block(row.label)
        line, small = self.line(), self.line("small")
        if self._beside(box.width()):
            high = label.height(width)
            top = box.top() + (box.height() - high) // 2
            label.draw(painter, left, top, width, theme.color("ink"))
            left = box.right() - px(_PAD) - self._rating_width()
            top = box.top() + (box.height() - (line + small if row.was else line)) // 2
        else:
            top = box.top() + px(4)
            top += label.draw(painter, left, top, width, theme.color("ink")) + 2
        paint_rating(
            painter,
            theme,
            self._icons,
            row.rating,
            left,
            top + line // 2,
            bold=bool(row.was) or row.rating != "unrated",
        )
        if row.was:
            was = self.block(f"was {RATING_WORDS[row.was].lower()}", "small")
            was.draw(painter, left, top + line, self._rating_width() + px(_PAD), theme.color("ink"))

    def _rating_width(self) -> int:
        return self.length("rating", self._measure_rating)

    def _measure_rating(self) -> int:
        metrics = QFontMetrics(self.theme.font("small"))
        was = max(metrics.horizontalAdvance(f"was {words.lower()}") for words in RATING_WORDS.values())
        return max(was, *(rating_width(self.theme, rating) for rating in RATINGS))

    def _label_width(self, width: int) -> int:
        taken = self._rating_width() + self.theme.px(_GAP) if self._beside(width) else 0
        return max(40, width - 2 * self.theme.px(_PAD) - taken)

    def _beside(self, width: int) -> bool:
        return width >= self.theme.px(_BESIDE)

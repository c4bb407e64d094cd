"""The patient chart beside a decision: who she is, what is known, what has changed, and the course as lanes.

Words come from ``clinical.vignette``; nothing is shown that the patient's fields or the case's entries do not say.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from relall_trainer.clinical.vignette import ChartLine, Vignette, in_words
from relall_trainer.encounter.case import ChartEntry
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.course import Course
from relall_trainer.gui.widgets.feedback_row import citations, plain_words
from relall_trainer.gui.widgets.page import Scrolled
from relall_trainer.gui.widgets.story import OriginTag
from relall_trainer.gui.widgets.text import label, line
from relall_trainer.gui.widgets.timeline import Timeline


class _Changed(QWidget):
    """The mark beside what has changed since the last decision: an icon and the word."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        self._icons = icons
        self._picture = QLabel()
        self._words = label("changed", "acceptable", wrap=False)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        row.addStretch(1)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._picture.setPixmap(self._icons.pixmap("arrow-right", "acceptable", 13))


class _Line(QWidget):
    """One line of the chart: what it is about above, the words below."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(1))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        self._about = label("", "note", wrap=False)
        self._changed = _Changed(theme, icons)
        head.addWidget(self._about)
        head.addWidget(self._changed)
        head.addStretch(1)
        self._text = label("")
        rows.addLayout(head)
        rows.addWidget(self._text)

    def show_line(self, one: ChartLine) -> None:
        self._about.setText(one.label)
        self._text.setText(one.text)
        self._changed.setVisible(one.changed)
        self._text.setAccessibleName(f"{one.label}{', changed' if one.changed else ''}: {one.text}")


class _Entry(QWidget):
    """A finding of this moment, with where it comes from and the evidence it rests on."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(1))
        self._item = ""
        self._about = label("", "note")
        self._text = label("")
        self._tag = OriginTag(theme, icons)
        self._cites = Button("Source", "link", done=lambda: self.evidence_asked.emit(self._item))
        foot = QHBoxLayout()
        foot.addWidget(self._tag)
        foot.addWidget(self._cites)
        rows.addWidget(self._about)
        rows.addWidget(self._text)
        rows.addLayout(foot)

    def show_entry(self, entry: ChartEntry) -> None:
        items = (*entry.evidence, *citations(entry.text))
        self._item = items[0] if items else ""
        self._about.setText(entry.label)
        self._text.setText(plain_words(entry.text))
        self._tag.show_origin(entry.origin)
        self._cites.setVisible(bool(items))
        self._cites.setAccessibleName(f"Source of: {entry.label}")


class CoursePart(QWidget):
    """The course, as a drawing or as text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(4))
        head = QHBoxLayout()
        self._switch = Button("Read as text", "link", done=self._switch_text)
        head.addWidget(label("COURSE", "caption", wrap=False))
        head.addStretch(1)
        head.addWidget(self._switch)
        self._timeline = Timeline(theme)
        self._as_text = label("", "small")
        self._as_text.hide()
        rows.addWidget(line())
        rows.addLayout(head)
        rows.addWidget(self._timeline)
        rows.addWidget(self._as_text)

    def show_course(self, course: Course) -> None:
        """Show this course; hides itself while there is nothing to show."""
        self.setVisible(bool(course.lines))
        self._timeline.show_course(course)
        self._as_text.setText("\n".join(course.lines) or "Nothing has been given yet.")

    def _switch_text(self) -> None:
        as_text = self._as_text.isHidden()
        self._as_text.setVisible(as_text)
        self._timeline.setVisible(not as_text)
        words = "Show as a drawing" if as_text else "Read as text"
        self._switch.show_text(words, f"{words}: the course so far")


class Chart(QFrame):
    """The chart as a card. ``evidence_asked`` names the item behind an entry."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._lines: list[_Line] = []
        self._entries: list[_Entry] = []
        self.setProperty("role", "card")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(theme.px(14), theme.px(12), theme.px(6), theme.px(10))
        self._scroll = Scrolled()
        self._outer.addWidget(self._scroll, 1)
        rows = self._scroll.column
        rows.setContentsMargins(0, 0, theme.px(8), 0)
        rows.setSpacing(theme.px(8))
        self._headline = label("", "section")
        self._diagnosis = label("", "muted")
        self._state_changed = _Changed(theme, icons)
        self._line_rows = QVBoxLayout()
        self._line_rows.setSpacing(theme.px(7))
        self._entry_rows = QVBoxLayout()
        self._entry_rows.setSpacing(theme.px(8))
        self._findings_caption = label("FINDINGS NOW", "caption")
        rows.addWidget(label("PATIENT CHART", "caption"))
        rows.addWidget(self._headline)
        rows.addWidget(self._diagnosis)
        rows.addWidget(self._state_changed)
        rows.addLayout(self._line_rows)
        rows.addWidget(self._findings_caption)
        rows.addLayout(self._entry_rows)
        self._course = CoursePart(theme)
        self._outer.addWidget(self._course)
        rows.addStretch(1)

    def show_patient(self, told: Vignette, entries: Sequence[ChartEntry], course: Course) -> None:
        """Show the chart of this moment."""
        self._headline.setText(told.headline)
        self._diagnosis.setText(told.diagnosis)
        self._state_changed.setVisible(told.diagnosis_changed)
        while len(self._lines) < len(told.lines):
            self._lines.append(_Line(self._theme, self._icons))
            self._line_rows.addWidget(self._lines[-1])
        for place, view in enumerate(self._lines):
            view.setVisible(place < len(told.lines))
            if place < len(told.lines):
                view.show_line(told.lines[place])
        while len(self._entries) < len(entries):
            entry = _Entry(self._theme, self._icons)
            entry.evidence_asked.connect(self.evidence_asked)
            self._entries.append(entry)
            self._entry_rows.addWidget(entry)
        for place, each in enumerate(self._entries):
            each.setVisible(place < len(entries))
            if place < len(entries):
                each.show_entry(entries[place])
        self._findings_caption.setVisible(bool(entries))
        self._course.show_course(course)
        self.setAccessibleName("Patient chart")
        self.setAccessibleDescription(in_words(told))

    def to_top(self) -> None:
        """Scroll to the beginning."""
        self._scroll.verticalScrollBar().setValue(0)

    def pin_course(self, *, pinned: bool) -> None:
        """Keep the course in sight below the chart, or let it scroll with the rest where room is short."""
        column = self._scroll.column
        inside = column.indexOf(self._course) >= 0
        if pinned and inside:
            self._outer.addWidget(self._course)
        elif not pinned and not inside:
            column.insertWidget(column.count() - 1, self._course)

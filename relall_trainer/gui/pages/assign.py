"""Writing an assignment: what, how, by when; what will be sent stands below in one sentence while one writes.

The form is kept as it stands at every change, so leaving the page loses nothing. Making files is ``teachwork``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.gui import assign_words as words
from relall_trainer.gui.actions import Named
from relall_trainer.gui.assign_draft import AssignDraft, Ready
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.moment_words import offset_words
from relall_trainer.gui.teach_lines import CaseOffer, WrittenLines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.assign_cases import AssignCases
from relall_trainer.gui.widgets.assign_extra import AssignExtra, AssignTimes
from relall_trainer.gui.widgets.assign_terms import AssignMode, AssignScore
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.page import PageTitle, Scrolled
from relall_trainer.gui.widgets.text import card, label
from relall_trainer.gui.widgets.written_view import WrittenView

_READABLE = 860  # px at 100 %
_LOW = 460  # px at 100 % below which the foot is kept small


class AssignPage(QWidget):
    """``draft_changed`` sends the draft after each change, ``create_asked`` the one to make files of.

    ``ready`` tells what the draft is about (learners, minutes), ``wrong`` what is wrong with it: (part, words).
    """

    draft_changed = Signal(object)
    create_asked = Signal(object)
    left = Signal()
    copied = Signal(str)
    cleared = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        now: Callable[[], datetime],
        zone: tzinfo | None = None,
        wrong: Callable[[AssignDraft], Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._now = now
        self._zone = zone
        self._wrong = wrong
        self._draft = AssignDraft()
        self._ready = Ready()
        self._insisted = False
        self.setProperty("role", "plain")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(10))
        self._title = PageTitle("New assignment")
        outer.addWidget(self._title)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack, 1)
        self.written = WrittenView(theme, icons)
        self.written.copied.connect(self.copied)
        self.written.done.connect(self.left)
        presets = (
            ("in a week", lambda: words.in_a_week(self._now(), self._zone)),
            ("end of the month", lambda: words.end_of_month(self._now(), self._zone)),
        )
        self.cases = AssignCases(theme, icons)
        self.mode = AssignMode(theme, presets)
        self.times = AssignTimes(
            theme,
            presets,
            (("tomorrow at eight", lambda: words.tomorrow_morning(self._now(), self._zone)),),
            offset_words(now(), zone),
        )
        self.score = AssignScore(theme)
        self.extra = AssignExtra(theme, icons)
        self._stack.addWidget(self._make_form())
        self._stack.addWidget(self.written)
        for part in self._parts():
            part.changed.connect(self._changed)
            part.setMaximumWidth(theme.px(_READABLE))
        theme.changed.connect(self._fit)

    def _parts(self) -> tuple[AssignCases, AssignMode, AssignTimes, AssignScore, AssignExtra]:
        return self.cases, self.mode, self.times, self.score, self.extra

    def _make_form(self) -> QWidget:
        px = self._theme.px
        form = QWidget()
        form.setProperty("role", "plain")
        outer = QVBoxLayout(form)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(px(10))
        self._scrolled = Scrolled()
        self.more = Button("More: attempts, mastery, extra time, a message", "link", done=self.show_more)
        for part in (self.cases, self.mode, self.times):
            self._scrolled.column.addWidget(part)
        self._scrolled.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for lesser in (self.score, self.extra):
            lesser.hide()
            self._scrolled.column.addWidget(lesser)
        self._scrolled.column.addStretch(1)
        outer.addWidget(self._scrolled, 1)
        outer.addWidget(self._make_foot())
        return form

    def _make_foot(self) -> QFrame:
        px = self._theme.px
        self._foot = card()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(px(16), px(8), px(16), px(8))
        column.setSpacing(px(4))
        self._summary = label("", "strong")
        self._wanting = label("", "muted")
        column.addWidget(self._summary)
        column.addWidget(self._wanting)
        acts = QWidget()
        acts.setProperty("role", "plain")
        flow = Flow(acts, px(8))
        self.create_button = Button("Create the file…", "primary", done=self.ask_create)
        self.later = Button("Later", name="Go back to the cohort; the form is kept", done=self.left.emit)
        self.clear = Button("Clear the form", "quiet", done=self.cleared.emit)
        for button in (self.create_button, self.later, self.clear):
            flow.addWidget(button)
        column.addWidget(acts)
        return self._foot

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def draft(self) -> AssignDraft:
        """The form as it stands."""
        return self._draft

    def show_draft(
        self,
        draft: AssignDraft,
        offers: Sequence[CaseOffer],
        rules: Sequence[tuple[str, str]],
        learners: Sequence[tuple[str, str]],
        *,
        shared: bool = False,
    ) -> None:
        """Show a draft; ``offers``: the cases; ``rules`` (id, words); ``learners`` (code, name).

        ``shared``: the file goes into the shared folder, nobody need be asked where to.
        """
        self._draft = draft
        self._insisted = False
        self._title.words.setText("New version" if draft.replaces else "New assignment")
        self.create_button.show_text("Create in the shared folder" if shared else "Create the file…")
        self.cases.show_draft(draft, offers, rules)
        self.mode.show_draft(draft)
        self.times.show_draft(draft)
        self.score.show_draft(draft)
        self.extra.show_draft(draft, learners)
        if draft.extra or draft.note or draft.mastery or draft.attempts:
            self.show_more()
        else:
            self._fold(folded=True)
        self._stack.setCurrentIndex(0)
        self._scrolled.verticalScrollBar().setValue(0)
        self._tell()

    def show_ready(self, ready: Ready, preview: str) -> None:
        """What the draft is about as it stands now, and who the made patients are."""
        self._ready = ready
        self.cases.show_preview(preview)
        self._tell()

    def show_written(self, lines: WrittenLines) -> None:
        """Show what it came to."""
        self._title.words.setText(lines.title)
        self.written.show_written(lines)
        self._stack.setCurrentWidget(self.written)
        self.written.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_more(self) -> None:
        """Show what is mostly left as it is."""
        self._fold(folded=False)

    def _fold(self, *, folded: bool) -> None:
        self.more.setVisible(folded)
        for part in (self.score, self.extra):
            part.setVisible(not folded)

    def problems(self) -> Sequence[tuple[str, str]]:
        """What is wrong with the form as it stands: (part, words)."""
        asked = self._wrong(self._draft) if self._wrong is not None else ()
        own = words.problems(self._draft, self._now())
        named = {part for part, _ in own}
        return [*own, *(one for one in asked if one[0] not in named)]

    def _tell(self) -> None:
        draft, ready = self._draft, self._ready
        self._summary.setText(words.summary(draft, ready, self._zone, self._now()))
        problems = self.problems()
        # What was never filled in is said below only; what was filled in wrongly beside it, too.
        said = [one for one in problems if self._insisted or one[0] not in ("title", "items")]
        for part in self._parts():
            part.complain(said)
        self._wanting.setText(problems[0][1] if problems else words.before_creating(draft))
        self._wanting.setVisible(bool(self._wanting.text()))
        self.mode.tell(words.worth_knowing(draft, ready))
        self.clear.setVisible(draft.begun)

    # -- what is done ----------------------------------------------------------------------------------------

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("assign.create", "Create the assignment", ("Ctrl+Return",), ("send", "write", "file")),
                self.ask_create,
            ),
            (
                Named(
                    "assign.more", "More terms of the assignment", (), ("attempts", "mastery", "extra time")
                ),
                self.show_more,
            ),
        )

    def ask_create(self) -> None:
        """Ask for the files, or go to what is still wanting."""
        if self._stack.currentWidget() is self.written:
            return
        problems = self.problems()
        if not problems:
            self.create_asked.emit(self._draft)
            return
        self._insisted = True
        self._tell()
        self._go_to(problems[0][0])

    def _go_to(self, part: str) -> None:
        fields: dict[str, QWidget] = {
            "title": self.cases.title,
            "due_at": self.times.due.field,
            "opens_at": self.times.opens.field,
            "release_at": self.mode.release_at.field,
            "minutes": self.mode.minutes,
            "attempts": self.score.attempts,
            "mastery_percent": self.score.mastery,
            "extra": self.extra.add,
            "note": self.extra.note,
        }
        if part in ("attempts", "mastery_percent", "extra", "note"):
            self.show_more()
        if part == "items":
            self.cases.cases.focus_first()
        elif part in fields:
            fields[part].setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        draft = self._draft
        for part in self._parts():
            draft = part.put(draft)
        if draft.exam != self._draft.exam:
            self.score.show_mode(exam=draft.exam)
            self.extra.show_mode(exam=draft.exam)
        self._draft = draft
        self._tell()
        self.draft_changed.emit(draft)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The window puts the keyboard on the page; the page hands it to what is to be filled in."""
        super().focusInEvent(event)
        if self._stack.currentWidget() is self.written:
            self.written.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.cases.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self.height() < self._theme.px(_LOW)
        self._title.setVisible(not low)  # large text on a low window: the form comes first
        role = "small" if low else "strong"
        if self._summary.property("role") != role:
            self._summary.setProperty("role", role)
            self._summary.style().unpolish(self._summary)
            self._summary.style().polish(self._summary)
        for part in self._parts():
            part.setMaximumWidth(self._theme.px(_READABLE))

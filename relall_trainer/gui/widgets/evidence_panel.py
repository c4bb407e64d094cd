"""What stands behind a step: the items its rule rests on, with figures, kind of study and place.

What is known since 2015 stands apart, labelled as context that never scores. Reading is left to the library.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from relall_trainer.clinical.wording import STRENGTH_WORDS
from relall_trainer.evidence.reference import EvidenceItem, Figure, Inconsistency, SinceItem
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.verdicts import StepVerdict
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.feedback_row import citations, plain_words
from relall_trainer.gui.widgets.figure_bars import FigureBars
from relall_trainer.gui.widgets.text import card, label, line

SINCE_HEADING = "Since 2015 · context, never scored"
# After the feedback itself is on the screen: reading the library must not hold up the answer.
_AFTER_PAINT_MS = 20
_MOST_ITEMS = 6


class Bookshelf(Protocol):
    """What is asked of the evidence library."""

    def item(self, id: str) -> EvidenceItem | None: ...
    def since_item(self, id: str) -> SinceItem | None: ...
    def inconsistency(self, id: str) -> Inconsistency | None: ...


class ItemView(QWidget):
    """One item: title, statement, figures, place, limits. Kept and used again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(5))
        self._title = label("", "strong")
        self._statement = label("")
        self._bars = FigureBars(theme)
        self._place = label("", "note")
        self._caveat = label("", "note")
        self._line = line()
        self._theme = theme
        self._figures: tuple[Figure, ...] = ()
        self._patients = Button("Show as so many patients", "link", done=self.show_patients)
        parts = (
            self._title,
            self._statement,
            self._bars,
            self._patients,
            self._place,
            self._caveat,
            self._line,
        )
        for part in parts:
            rows.addWidget(part)

    def show_patients(self) -> None:
        """Show what the cited counts mean in so many patients, beside the page."""
        from relall_trainer.gui.outcome_dialog import OutcomeDialog

        OutcomeDialog(self._theme, self._title.text(), self._figures, self.window()).exec()

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the item, above the line that ends it."""
        rows = self.layout()
        if isinstance(rows, QVBoxLayout):
            rows.insertWidget(rows.count() - 1, widget)

    def show_item(self, item: EvidenceItem, misfits: Sequence[Inconsistency]) -> None:
        place = [STRENGTH_WORDS.get(item.study, item.study), item.place]
        if item.references:
            place.append("ref " + ", ".join(str(number) for number in item.references))
        if item.status == "beyond":
            place.insert(0, "beyond the paper")
        notes = [item.caveat] if item.caveat else []
        notes += [f"The paper does not quite fit itself here ({one.id}): {one.title}" for one in misfits]
        self._fill(item.title, item.statement, item.figures, _sentence(place), notes)

    def show_since(self, item: SinceItem) -> None:
        self._fill(item.title, item.statement, item.figures, _sentence([item.citation, item.date]), [])

    def _fill(
        self, title: str, statement: str, figures: Sequence[Figure], place: str, notes: Sequence[str]
    ) -> None:
        self._title.setText(title)
        self._statement.setText(plain_words(statement))
        self._bars.show_figures(figures)
        self._figures = tuple(figure for figure in figures if figure.drawable)
        self._patients.setVisible(bool(self._figures))
        self._patients.setAccessibleName(f"Show as so many patients: {title}")
        self._place.setText(place)
        self._place.setVisible(bool(place))
        self._caveat.setText("\n".join(plain_words(note) for note in notes))
        self._caveat.setVisible(bool(notes))


class EvidencePanel(QWidget):
    """The evidence behind one step. ``evidence_asked`` names the item to open on the evidence page."""

    evidence_asked = Signal(str)

    def __init__(self, theme: Theme, library: Bookshelf | None) -> None:
        super().__init__()
        self._theme = theme
        self._library = library
        self._verdict: StepVerdict | None = None
        self._first = ""
        self._views: list[ItemView] = []
        self.setProperty("role", "plain")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(10))
        self._caption = label("EVIDENCE", "caption")
        self._step = label("", "muted")
        self._nothing = label("", "muted")
        self._open = Button("Open in Evidence", "link", done=self.ask)
        self._open.setToolTip("E")
        self._ask_changes: Callable[[str], Sequence[str]] | None = None
        self._changes = Button("What would change this", "link", done=self.show_changes)
        self._changes.setToolTip("W")
        self._change_words = label("")
        self._more = label("", "note")
        self._since_frame = card()
        self._since_frame.setProperty("role", "banner")
        self._since_rows = QVBoxLayout(self._since_frame)
        self._since_rows.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        self._since_rows.addWidget(label(SINCE_HEADING, "strong"))
        for words in (self._caption, self._step, self._nothing):
            self._rows.addWidget(words)
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.px(12))
        self._rows.addLayout(self._items)
        for part in (self._more, self._open, self._changes, self._change_words, self._since_frame):
            self._rows.addWidget(part)
        self._rows.addStretch(1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fill)
        self.show_step(None)

    def use_library(self, library: Bookshelf | None) -> None:
        """Ask this library from now on."""
        self._library = library
        if self._verdict is not None:
            self.show_step(self._verdict)

    def show_step(self, verdict: StepVerdict | None, *, at_once: bool = False) -> None:
        """Show what stands behind this step, as soon as what is being painted now is on the screen."""
        self._verdict = verdict
        if at_once:
            self._fill()
        else:
            self._soon.start(_AFTER_PAINT_MS)

    def clear(self) -> None:
        """Show nothing until a step is shown."""
        self._soon.stop()
        self._verdict = None
        self._fill()

    def ask(self) -> None:
        """Ask for the first item on the evidence page."""
        if self._soon.isActive():  # asked for before it was shown
            self._soon.stop()
            self._fill()
        if self._first:
            self.evidence_asked.emit(self._first)

    def explain_changes_with(self, ask: Callable[[str], Sequence[str]]) -> None:
        """From now on ask this, with a step's id, which single facts would change its rating."""
        self._ask_changes = ask

    @property
    def shown_step(self) -> str:
        """The name of the step whose evidence is on the screen; empty while there is none."""
        return self._step.text()

    @property
    def change_text(self) -> str:
        """What was said on what would change the rating."""
        return self._change_words.text()

    def show_changes(self) -> None:
        """Say which single facts of this patient, were they otherwise, would change the step's rating."""
        if self._verdict is None or self._ask_changes is None:
            return
        found = self._ask_changes(self._verdict.action)
        nothing = "No single fact of this patient would change it."
        lines = ["If one fact were otherwise:", *(f"• {words}" for words in found)]
        self._change_words.setText("\n".join(lines) if found else nothing)
        self._change_words.show()
        self._changes.hide()

    def _fill(self) -> None:
        verdict, library = self._verdict, self._library
        items: list[EvidenceItem] = []
        since: list[SinceItem] = []
        wanted: tuple[str, ...] = ()
        if verdict is not None and library is not None:
            cited = citations(verdict.feedback)
            wanted = tuple(dict.fromkeys((*verdict.evidence, *cited)))
            items = [item for one in wanted if (item := library.item(one)) is not None]
            later = (*verdict.since, *(one for one in wanted if one.startswith("S")))
            later = (*later, *(one for item in items[:_MOST_ITEMS] for one in item.since))
            since = [one for name in dict.fromkeys(later) if (one := library.since_item(name)) is not None]
        self._first = items[0].id if items else ""
        shown = items[:_MOST_ITEMS]
        for place, item in enumerate(shown):
            view = self._view(place, self._items)
            view.show_item(item, self._misfits(item))
            view.show()
        for place, one in enumerate(since, len(shown)):
            view = self._view(place, self._since_rows)
            view.show_since(one)
            view.show()
        for view in self._views[len(shown) + len(since) :]:
            view.hide()
        self._step.setText("" if verdict is None else verdict.label)
        self._step.setVisible(verdict is not None)
        self._nothing.setText(_why_nothing(verdict))
        self._nothing.setVisible(not items)
        self._more.setText(f"{len(items) - len(shown)} more items stand on the evidence page.")
        self._more.setVisible(len(items) > len(shown))
        self._open.setVisible(bool(items))
        self._changes.setVisible(verdict is not None and self._ask_changes is not None)
        self._change_words.hide()
        self._since_frame.setVisible(bool(since))

    def _view(self, place: int, column: QVBoxLayout) -> ItemView:
        if place == len(self._views):
            self._views.append(ItemView(self._theme))
        view = self._views[place]
        if column.indexOf(view) < 0:
            column.addWidget(view)
        return view

    def _misfits(self, item: EvidenceItem) -> list[Inconsistency]:
        if self._library is None:
            return []
        found = [self._library.inconsistency(one) for one in item.inconsistencies]
        return [one for one in found if one is not None]


def _sentence(parts: Sequence[str]) -> str:
    text = " · ".join(dict.fromkeys(part for part in parts if part))
    return text[:1].upper() + text[1:]


def _why_nothing(verdict: StepVerdict | None) -> str:
    if verdict is None:
        return "Come to a step to see what stands behind its rating."
    return "The paper says nothing on this step for this patient, so there is no evidence to show."

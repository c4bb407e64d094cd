"""The places of the program down the side, with words and icons, and the line that says what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.qt_numbers import TEXT_BESIDE_ICON, TEXT_ONLY, TEXT_UNDER_ICON
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.text import label, no_mnemonic

DISCLAIMER = "For teaching only. Scored against the 2015 approach of Frey & Luger; not for patient care."
_WIDE, _NARROW = 200, 96
_BESIDE, _UNDER, _ALONE = 36, 52, 24  # how high a place is, with its words beside, under, without an icon
_TEACHING = "cohort"  # from this place on they are for those who teach


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to."""

    id: str
    words: str
    icon: str
    keys: str


PLACES = (
    Place("today", "Today", "sun", "Ctrl+1"),
    Place("cases", "Cases", "folder-open", "Ctrl+2"),
    Place("practice", "Practice", "repeat", "Ctrl+3"),
    Place("history", "History", "history", "Ctrl+4"),
    Place("evidence", "Evidence", "book-open", "Ctrl+5"),
    Place("algorithm", "Algorithm", "workflow", "Ctrl+6"),
    Place("assignments", "Assignments", "inbox", "Ctrl+7"),
    Place("cohort", "Cohort", "users", "Ctrl+8"),
    Place("gradebook", "Gradebook", "table-2", "Ctrl+9"),
)
LAST_PLACES = (
    Place("help", "Help", "circle-question-mark", "F1"),
    Place("preferences", "Settings", "settings", "Ctrl+,"),
)


class SideBar(QFrame):
    """``place_chosen`` names the place. Narrow windows get the words under the icons, low ones the words alone."""

    place_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, places: Sequence[Place], last: Sequence[Place]) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._places = (*places, *last)
        self._buttons: dict[str, QToolButton] = {}
        self._counts: dict[str, int] = {}
        self._chosen = ""
        self._narrow = False
        self._low = False
        self.setProperty("role", "side")
        self.setAccessibleName("Places")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 16)
        column.setSpacing(4)
        column.addWidget(self._make_brand())
        column.addSpacing(8)
        self._column = column
        self._teaching = label("TEACHING", "caption", wrap=False)
        self._teaching.setParent(self)
        for place in places:
            if place.id == _TEACHING:
                column.addWidget(self._teaching)
            column.addWidget(self._make_button(place))
        column.addStretch(1)
        for place in last:
            column.addWidget(self._make_button(place))
        self._disclaimer = label(DISCLAIMER, "note")
        column.addSpacing(8)
        column.addWidget(self._disclaimer)
        theme.changed.connect(self._dress)
        self._dress()

    def choose(self, place: str) -> None:
        """Show where one is."""
        self._chosen = place
        for name, button in self._buttons.items():
            button.setChecked(name == place)
        self._tint()

    def count(self, place: str, number: int) -> None:
        """Show beside a place how many things wait there; 0: nothing is shown."""
        if number:
            self._counts[place] = number
        else:
            self._counts.pop(place, None)
        self._dress()

    def fit(self, window_width: int, window_height: int) -> None:
        """Take the room a window of this size leaves."""
        px, many = self._theme.px, len(self._places)
        # Beside them stand the name of the program and what it is for; where these would be cut, the foot says it.
        narrow = window_width < px(960) or window_height < many * (px(_BESIDE) + 4) + px(250)
        low = narrow and window_height < many * (px(_UNDER) + 4) + px(90)
        if (narrow, low) != (self._narrow, self._low):
            self._narrow, self._low = narrow, low
            self._dress()

    @property
    def narrow(self) -> bool:
        return self._narrow

    def _make_brand(self) -> QWidget:
        brand = QWidget()
        brand.setProperty("role", "plain")
        row = QHBoxLayout(brand)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(10)
        self._mark = label(wrap=False)
        self._brand = label("RelALL Trainer", "strong", wrap=False)
        row.addWidget(self._mark)
        row.addWidget(self._brand, 1)
        return brand

    def _make_button(self, place: Place) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "place")
        button.setAccessibleName(place.words)
        button.setToolTip(f"{place.words} ({place.keys})")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._go(place.id))
        self._buttons[place.id] = button
        return button

    def _go(self, place: str) -> None:
        self.choose(self._chosen)  # the window says where one is
        self.place_chosen.emit(place)

    def _dress(self) -> None:
        style = TEXT_ONLY if self._low else TEXT_UNDER_ICON if self._narrow else TEXT_BESIDE_ICON
        px = self._theme.px
        self._column.setSpacing(1 if self._low else 4)
        edge = 4 if self._low else 16
        self._column.setContentsMargins(12, edge, 12, edge)
        self._teaching.setVisible(not self._low)
        self._teaching.setContentsMargins(px(7), 0 if self._narrow else px(10), 0, 2)
        self.setFixedWidth(self._width())
        self._disclaimer.setVisible(not self._narrow)
        self._brand.setVisible(not self._narrow)
        for place, button in zip(self._places, self._buttons.values(), strict=True):
            button.setProperty("toolButtonStyle", style)
            count, words = self._counts.get(place.id, 0), self._words(place)
            button.setText(no_mnemonic(words if self._narrow else f"  {words}"))
            button.setAccessibleName(f"{place.words}, {count} to do" if count else place.words)
            button.setFixedWidth(self.width() - 25)
            button.setMinimumHeight(px(_ALONE if self._low else _UNDER if self._narrow else _BESIDE))
        self._tint()

    def _width(self) -> int:
        """As wide as the places want, and never so narrow that a word of theirs is cut."""
        px = self._theme.px
        if not self._narrow:
            return px(_WIDE) + 12
        metrics = QFontMetrics(self._theme.font("body", 600))
        longest = max(metrics.horizontalAdvance(self._words(place)) for place in self._places)
        return max(px(_NARROW) + 12, longest + 25 + px(12))

    def _words(self, place: Place) -> str:
        count = self._counts.get(place.id, 0)
        return f"{place.words} ({count})" if count else place.words

    def _tint(self) -> None:
        self._mark.setVisible(not self._low)
        self._mark.setPixmap(self._icons.pixmap("git-branch", "accent", 20))
        for place in self._places:
            role = "accent" if place.id == self._chosen else "ink"
            self._buttons[place.id].setIcon(self._icons.icon(place.icon, role))

"""The look in force: colors, sizes, fonts, text scale; switched while the window is open.

Reads ``assets/theme.toml`` once. The style sheet built from it is left to ``style``, pictures to ``icons``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

SYSTEM = "system"
LIGHT = "light"
DARK = "dark"
CONTRAST = "contrast"
MODES = (SYSTEM, LIGHT, DARK, CONTRAST)
MODE_NAMES = {SYSTEM: "As the system", LIGHT: "Light", DARK: "Dark", CONTRAST: "High contrast"}
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


@dataclass(frozen=True, slots=True)
class Colors:
    """One set of colors, as ``#RRGGBB``; the names are those of the theme file."""

    background: str
    surface: str
    raised: str
    line: str
    edge: str
    ink: str
    muted: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    link: str
    focus: str
    selection: str
    mark: str
    recommended: str
    recommended_soft: str
    acceptable: str
    acceptable_soft: str
    discouraged: str
    discouraged_soft: str
    contraindicated: str
    contraindicated_soft: str
    unrated: str
    unrated_soft: str
    lane_systemic: str
    lane_cns: str
    lane_marrow: str
    lane_transplant: str
    lane_text: str
    bar: str
    bar_soft: str


RATINGS = ("recommended", "acceptable", "discouraged", "contraindicated", "unrated")

# What is read on what: at least 4.5:1.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, under) for text in ("ink", "muted", "link") for under in ("background", "surface", "raised")),
    *(("ink", under) for under in ("accent_soft", "selection", "mark")),
    *(("muted", under) for under in ("accent_soft",)),
    ("accent", "surface"),
    ("accent", "background"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *((rating, f"{rating}_soft") for rating in RATINGS),
    *((rating, under) for rating in RATINGS for under in ("surface", "background")),
    *((text, f"{rating}_soft") for text in ("ink", "muted") for rating in RATINGS),
    *(("lane_text", f"lane_{lane}") for lane in ("systemic", "cns", "marrow", "transplant")),
)
# What must be seen to be used, on what it stands: at least 3:1.
GRAPHIC_PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (mark, under)
        for mark in ("edge", "focus")
        for under in ("background", "surface", "raised", "accent_soft")
    ),
    *((mark, "surface") for mark in ("bar", "lane_systemic", "lane_cns", "lane_marrow", "lane_transplant")),
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in px at 100 %."""

    body: float
    small: float
    section: float
    title: float
    radius_control: int
    radius_card: int
    space: tuple[int, ...]
    target: int
    focus: int
    family: str


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """What the theme file holds."""

    sizes: Sizes
    light: Colors
    dark: Colors
    contrast: Colors

    def colors(self, name: str) -> Colors:
        return {LIGHT: self.light, DARK: self.dark, CONTRAST: self.contrast}[name]


def read_theme(path: Path) -> ThemeFile:
    """Read the shipped theme file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sizes = dict(data["sizes"])
    sizes["space"] = tuple(sizes["space"])
    return ThemeFile(Sizes(**sizes), *(Colors(**data[name]) for name in (LIGHT, DARK, CONTRAST)))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Theme(QObject):
    """The colors, sizes and fonts in force. ``changed`` is sent after any of them changed."""

    changed = Signal()

    def __init__(self, file: ThemeFile, mode: str = SYSTEM, scale: int = 100) -> None:
        super().__init__()
        self._file = file
        self._mode = mode
        self._scale = scale
        # Asked of the palette the system gave, before ours takes its place.
        self._system_dark = QGuiApplication.palette().window().color().lightness() < 128
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.follow_system)

    @property
    def mode(self) -> str:
        """What the learner chose: system, light, dark or contrast."""
        return self._mode

    @property
    def scale(self) -> int:
        """Text size in per cent, 80 to 200."""
        return self._scale

    @property
    def file(self) -> ThemeFile:
        """What the theme file holds."""
        return self._file

    @property
    def colors(self) -> Colors:
        if self._mode == SYSTEM:
            return self._file.dark if self._system_dark else self._file.light
        return self._file.colors(self._mode)

    @property
    def paper(self) -> Colors:
        """The colors of what is printed: paper is light whatever the screen is."""
        return self._file.light

    @property
    def sizes(self) -> Sizes:
        return self._file.sizes

    def choose(self, mode: str | None = None, scale: int | None = None) -> None:
        """Switch the set of colors, the text size, or both."""
        mode = self._mode if mode is None else mode
        scale = self._scale if scale is None else max(80, min(200, scale))
        if (mode, scale) != (self._mode, self._scale):
            self._mode, self._scale = mode, scale
            self.changed.emit()

    def follow_system(self, scheme: Qt.ColorScheme) -> None:
        """Take over the system's choice of light or dark; seen at once where the mode is ``system``."""
        dark = scheme.name == "Dark"
        if dark != self._system_dark:
            self._system_dark = dark
            if self._mode == SYSTEM:
                self.changed.emit()

    def color(self, role: str) -> QColor:
        """A color by its name in the theme file."""
        return QColor(getattr(self.colors, role))

    def px(self, length: float) -> int:
        """A length that grows with the text."""
        return round(length * self._scale / 100)

    def font(self, role: str = "body", weight: int = 400) -> QFont:
        """A font for painted text; ``role`` is body, small, section or title."""
        font = QFont(self.sizes.family)
        font.setPixelSize(max(1, self.px(getattr(self.sizes, role))))
        font.setWeight(QFont.Weight(weight))
        return font

    def qt_palette(self) -> QPalette:
        """The palette for what no style rule paints."""
        return palette_of(self.colors)


def palette_of(colors: Colors) -> QPalette:
    """Qt's roles filled from one set of colors."""
    role = QPalette.ColorRole
    wanted = {
        role.Window: colors.background,
        role.WindowText: colors.ink,
        role.Base: colors.surface,
        role.AlternateBase: colors.raised,
        role.Text: colors.ink,
        role.Button: colors.surface,
        role.ButtonText: colors.ink,
        role.BrightText: colors.on_accent,
        role.PlaceholderText: colors.muted,
        role.ToolTipBase: colors.surface,
        role.ToolTipText: colors.ink,
        role.Highlight: colors.selection,
        role.HighlightedText: colors.ink,
        role.Link: colors.link,
        role.LinkVisited: colors.link,
        role.Accent: colors.accent,
        role.Light: colors.surface,
        role.Midlight: colors.line,
        role.Mid: colors.edge,
        role.Dark: colors.edge,
        role.Shadow: colors.edge,
    }
    palette = QPalette()
    for key, value in wanted.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colors.muted))
    return palette


COLOR_NAMES = tuple(field.name for field in fields(Colors))

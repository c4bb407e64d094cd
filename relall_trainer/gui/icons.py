"""Pictures: Lucide's outlines, tinted with the theme's colors and kept until the theme changes.

Only files shipped with the program are drawn; a name is a bare word, never a path.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QImageReader, QPixmap

from relall_trainer.gui.theme import Theme

RATING_ICONS = {
    "recommended": "circle-check",
    "acceptable": "circle",
    "discouraged": "triangle-alert",
    "contraindicated": "circle-x",
    "unrated": "circle-dashed",
}
_ICON_SIDE = 18


class Icons:
    """Icons by name and by the theme role they are tinted with."""

    def __init__(self, folder: Path, theme: Theme) -> None:
        self._folder = folder
        self._theme = theme
        self._outlines: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        theme.changed.connect(self._pixmaps.clear)

    def tinted(self, theme: Theme) -> Icons:
        """The same pictures in the colors and sizes of another theme."""
        return Icons(self._folder, theme)

    def follow(self, draw: Callable[[], object]) -> None:
        """Draw now, and again whenever colors or sizes change; a method, so that it goes with what it belongs to."""
        draw()
        self._theme.changed.connect(draw)

    def pixmap(self, name: str, role: str = "ink", side: int = _ICON_SIDE) -> QPixmap:
        """One picture, ``side`` px at 100 % text, sharp on the screens in use.

        KeyError for an unknown name.
        """
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
        key = (name, role, self._theme.px(side), ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, role, key[2], ratio)
        return self._pixmaps[key]

    def icon(self, name: str, role: str = "ink", side: int = _ICON_SIDE) -> QIcon:
        """The same as an icon, alike whether enabled or not."""
        picture = self.pixmap(name, role, side)
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Disabled)
        return icon

    def rating(self, rating: str, side: int = _ICON_SIDE) -> QPixmap:
        """The picture of a rating in the rating's own color."""
        return self.pixmap(RATING_ICONS[rating], rating, side)

    def _draw(self, name: str, role: str, side: int, ratio: float) -> QPixmap:
        color = getattr(self._theme.colors, role)
        svg = self._outline(name).replace(b"currentColor", color.encode("ascii"))
        buffer = QBuffer()
        buffer.setData(QByteArray(svg))
        reader = QImageReader(buffer, QByteArray(b"svg"))
        reader.setScaledSize(QSize(round(side * ratio), round(side * ratio)))
        image: QImage = reader.read()
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _outline(self, name: str) -> bytes:
        if name not in self._outlines:
            if not name.replace("-", "").isalnum():
                raise KeyError(name)
            path = self._folder / f"{name}.svg"
            if not path.is_file():
                raise KeyError(name)
            self._outlines[name] = path.read_bytes()
        return self._outlines[name]

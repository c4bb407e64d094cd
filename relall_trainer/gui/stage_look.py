"""The look of what is shown to a room: the window's own colors, its letters larger, up to four times the usual."""

from __future__ import annotations

from relall_trainer.gui.theme import Theme

LEAST, MOST, STEP = 80, 400, 20
_AT_FIRST = 150  # per cent to begin with, where the window's own letters are no larger


class StageTheme(Theme):
    """Follows the window's theme in everything but the size."""

    def __init__(self, base: Theme) -> None:
        super().__init__(base.file, base.mode, base.scale)
        self._base = base
        self._percent = max(_AT_FIRST, base.scale)
        self._scale = self._percent
        base.changed.connect(self._follow)

    @property
    def base(self) -> Theme:
        """The window's own theme, for what only the presenter need read."""
        return self._base

    @property
    def percent(self) -> int:
        """The size of the letters."""
        return self._percent

    def resize(self, percent: int) -> None:
        """Another size, within what makes sense."""
        percent = max(LEAST, min(MOST, percent))
        if percent != self._percent:
            self._percent = self._scale = percent
            self.changed.emit()

    def step(self, by: int) -> None:
        """Larger or smaller by so many steps."""
        self.resize((self._percent + by * STEP) // STEP * STEP)

    def _follow(self) -> None:
        self.choose(mode=self._base.mode, scale=min(200, self._percent))
        self._scale = self._percent
        self.changed.emit()

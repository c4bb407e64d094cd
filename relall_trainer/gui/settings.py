"""What the learner chose about the window itself; kept in one small ini file of the profile.

Nothing of the record stands here: losing this file loses the look, never an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from relall_trainer.gui.theme import MODES, SYSTEM


@dataclass(frozen=True, slots=True)
class Settings:
    """The window's own settings; the defaults are those of a first start."""

    theme: str = SYSTEM
    text_scale: int = 100
    number_keys: bool = True
    notice_seen: bool = False
    begun: bool = False  # whether a case was ever opened
    page: str = "cases"
    geometry: bytes = b""


class SettingsFile:
    """Settings held in memory, written to the ini file when one changes.

    A file that cannot be written is let be.
    """

    def __init__(self, path: Path) -> None:
        self._ini = QSettings(str(path), QSettings.Format.IniFormat)
        self._settings = _read(self._ini)

    @property
    def now(self) -> Settings:
        return self._settings

    def change(self, **changes: object) -> Settings:
        """Take over the named settings and write those that differ."""
        after = replace(self._settings, **changes)  # type: ignore[arg-type]  # names are checked by replace
        for name in changes:
            value = getattr(after, name)
            if value != getattr(self._settings, name):
                self._ini.setValue(f"window/{name}", QByteArray(value) if isinstance(value, bytes) else value)
        self._settings = after
        return after

    def write(self) -> bool:
        """Put it on disk now; False where that was not possible (read-only home, full disk)."""
        self._ini.sync()
        return self._ini.status() == QSettings.Status.NoError


def _read(ini: QSettings) -> Settings:
    default = Settings()
    theme = str(ini.value("window/theme", default.theme))
    geometry = ini.value("window/geometry", QByteArray())
    return Settings(
        theme=theme if theme in MODES else default.theme,
        text_scale=_scale(ini.value("window/text_scale", default.text_scale)),
        number_keys=_yes(ini.value("window/number_keys", default.number_keys)),
        notice_seen=_yes(ini.value("window/notice_seen", default.notice_seen)),
        begun=_yes(ini.value("window/begun", default.begun)),
        page=str(ini.value("window/page", default.page)),
        geometry=bytes(geometry.data()) if isinstance(geometry, QByteArray) else b"",
    )


def _yes(value: object) -> bool:
    return value is True or str(value).lower() == "true"


def _scale(value: object) -> int:
    text = str(value)
    return max(80, min(200, int(text))) if text.isdecimal() else 100

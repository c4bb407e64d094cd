"""Makes the shipped Inter known to Qt, so that text looks the same on every machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")


def load_fonts(folder: Path) -> bool:
    """Register the weights the window uses; False where one is missing (Qt then takes its own)."""
    return all(
        QFontDatabase.addApplicationFont(str(folder / f"Inter-{weight}.otf")) >= 0 for weight in WEIGHTS
    )

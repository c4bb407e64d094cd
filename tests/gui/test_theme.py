from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from relall_trainer.gui.style import apply_theme, style_sheet
from relall_trainer.gui.theme import (
    CONTRAST,
    DARK,
    GRAPHIC_PAIRS,
    LIGHT,
    SYSTEM,
    TEXT_PAIRS,
    Theme,
    contrast,
    read_theme,
)
from relall_trainer.paths import assets_folder

FILE = read_theme(assets_folder() / "theme.toml")
GUI = Path(__file__).parents[2] / "relall_trainer" / "gui"


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", [LIGHT, DARK, CONTRAST])
@pytest.mark.parametrize(("text", "under"), TEXT_PAIRS)
def test_text_is_read_on_what_it_stands(name: str, text: str, under: str) -> None:
    colors = FILE.colors(name)
    assert contrast(getattr(colors, text), getattr(colors, under)) >= 4.5


@pytest.mark.parametrize("name", [LIGHT, DARK, CONTRAST])
@pytest.mark.parametrize(("mark", "under"), GRAPHIC_PAIRS)
def test_borders_and_marks_are_seen(name: str, mark: str, under: str) -> None:
    colors = FILE.colors(name)
    assert contrast(getattr(colors, mark), getattr(colors, under)) >= 3


def test_no_color_stands_outside_the_theme_file() -> None:
    written = re.compile(r"#[0-9A-Fa-f]{3,8}\b|QColor\(\s*[\"'\d]|Qt\.GlobalColor(?!\.transparent\b)|rgba?\(")
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(GUI.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if written.search(line) and "``" not in line
    ]
    assert not found


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_the_style_sheet_uses_the_colors_in_force(qapp: QApplication, scale: int) -> None:
    for mode in (LIGHT, DARK, CONTRAST):
        theme = Theme(FILE, mode, scale)
        sheet = style_sheet(theme)
        own = {getattr(theme.colors, name) for name in theme.colors.__slots__}
        assert set(re.findall(r"#[0-9A-F]{6}", sheet)) <= own
        assert sheet.count("{") == sheet.count("}")
        assert f"font-size: {round(24 * scale / 100)}px" in sheet


def test_the_system_is_followed_live(qtbot: QtBot) -> None:
    theme = Theme(FILE, SYSTEM)
    theme.follow_system(Qt.ColorScheme.Light)
    with qtbot.waitSignal(theme.changed):
        theme.follow_system(Qt.ColorScheme.Dark)
    assert theme.colors == FILE.dark
    theme.follow_system(Qt.ColorScheme.Unknown)
    assert theme.colors == FILE.light


def test_a_chosen_set_stays_whatever_the_system_does(qtbot: QtBot) -> None:
    theme = Theme(FILE, LIGHT)
    with qtbot.assertNotEmitted(theme.changed):
        theme.follow_system(Qt.ColorScheme.Dark)
    assert theme.colors == FILE.light


def test_the_palette_changes_with_the_theme(qapp: QApplication) -> None:
    theme = Theme(FILE, DARK)
    apply_theme(qapp, theme)
    assert qapp.palette().window().color().name().upper() == FILE.dark.background
    assert qapp.palette().highlight().color().name().upper() == FILE.dark.selection


def test_the_text_size_keeps_its_bounds(qtbot: QtBot) -> None:
    theme = Theme(FILE, LIGHT, 100)
    theme.choose(scale=500)
    assert theme.scale == 200
    theme.choose(scale=1)
    assert theme.scale == 80
    assert theme.font().pixelSize() == round(14 * 0.8)
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(scale=80)


def test_the_numbers_are_those_of_qt() -> None:
    from relall_trainer.gui import qt_numbers as numbers

    assert Qt.TextFormat.PlainText.value == numbers.PLAIN_TEXT
    assert Qt.FocusPolicy.NoFocus.value == numbers.NO_FOCUS
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == numbers.SCROLL_BAR_NEVER
    assert Qt.ToolButtonStyle.ToolButtonTextBesideIcon.value == numbers.TEXT_BESIDE_ICON
    assert Qt.ToolButtonStyle.ToolButtonTextUnderIcon.value == numbers.TEXT_UNDER_ICON

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from relall_trainer.gui.icons import RATING_ICONS
from relall_trainer.gui.theme import DARK, LIGHT
from relall_trainer.paths import assets_folder
from tests.gui.stage import look

FOLDER = assets_folder() / "icons"
GUI = Path(__file__).parents[2] / "relall_trainer" / "gui"


def test_only_icons_in_use_are_shipped() -> None:
    words = set(re.findall(r'"([a-z0-9-]+)"', "\n".join(p.read_text("utf-8") for p in GUI.rglob("*.py"))))
    unused = {path.stem for path in FOLDER.glob("*.svg")} - words
    assert not unused


def test_the_license_of_the_icons_stands_beside_them() -> None:
    assert "ISC License" in (FOLDER / "LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize("mode", [LIGHT, DARK])
def test_an_icon_has_the_color_of_its_role(qtbot: object, mode: str) -> None:
    theme, icons = look(mode)
    image = icons.pixmap("check", "recommended", 64).toImage()
    wanted = theme.color("recommended")
    solid = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert wanted.name() in solid
    assert QColor("black").name() not in solid


@pytest.mark.parametrize("rating", RATING_ICONS)
def test_every_rating_has_a_picture_of_its_own(qtbot: object, rating: str) -> None:
    _, icons = look()
    assert not icons.rating(rating).isNull()
    assert len(set(RATING_ICONS.values())) == len(RATING_ICONS)


@pytest.mark.parametrize("name", ["no-such-icon", "../theme", "/etc/passwd", "check.svg"])
def test_only_names_of_shipped_icons_are_drawn(qtbot: object, name: str) -> None:
    _, icons = look()
    with pytest.raises(KeyError):
        icons.pixmap(name)


def test_icons_grow_with_the_text(qtbot: object) -> None:
    _, icons = look(LIGHT, 200)
    picture = icons.pixmap("check", side=20)
    assert picture.width() / picture.devicePixelRatio() == 40

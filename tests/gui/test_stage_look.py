"""The letters of the stage: larger than the window's, in the window's colours."""

from __future__ import annotations

from relall_trainer.gui.stage_look import LEAST, MOST, StageTheme
from relall_trainer.gui.theme import DARK, LIGHT, Theme, read_theme
from relall_trainer.paths import assets_folder


def window(scale: int = 100) -> Theme:
    return Theme(read_theme(assets_folder() / "theme.toml"), LIGHT, scale)


def test_it_begins_larger_than_the_window(qapp: object) -> None:
    assert StageTheme(window()).px(10) == 15
    assert StageTheme(window(200)).px(10) == 20


def test_it_grows_to_four_times_and_no_further(qapp: object) -> None:
    look = StageTheme(window())
    for _ in range(40):
        look.step(1)
    assert look.percent == MOST
    assert look.px(14) == 56
    for _ in range(40):
        look.step(-1)
    assert look.percent == LEAST


def test_it_follows_the_colors_and_keeps_its_size(qapp: object) -> None:
    base = window()
    look = StageTheme(base)
    look.resize(320)
    told: list[str] = []
    look.changed.connect(lambda: told.append(look.color("background").name()))
    base.choose(mode=DARK, scale=125)
    assert told[-1] == base.color("background").name()
    assert look.percent == 320
    assert look.px(10) == 32

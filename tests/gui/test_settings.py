from __future__ import annotations

from pathlib import Path

import pytest

from relall_trainer.gui.settings import Settings, SettingsFile
from relall_trainer.gui.theme import DARK


def test_settings_come_back_as_they_were_left(tmp_path: Path, qapp: object) -> None:
    file = SettingsFile(tmp_path / "settings.ini")
    assert file.now == Settings()
    changes = {"theme": DARK, "text_scale": 150, "number_keys": False, "notice_seen": True, "page": "history"}
    file.change(**changes, geometry=b"\x01\x00\xffbytes")
    assert file.write()
    assert SettingsFile(tmp_path / "settings.ini").now == Settings(**changes, geometry=b"\x01\x00\xffbytes")


@pytest.mark.parametrize(
    "text",
    ["", "not an ini file", "[window]\ntheme=purple\ntext_scale=huge\ngeometry=@Invalid()\n", "\0\0\0"],
)
def test_nonsense_gives_the_defaults(tmp_path: Path, qapp: object, text: str) -> None:
    path = tmp_path / "settings.ini"
    path.write_text(text)
    assert SettingsFile(path).now == Settings()


def test_a_size_out_of_bounds_is_brought_back(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[window]\ntext_scale=900\n")
    assert SettingsFile(path).now.text_scale == 200


def test_a_file_that_cannot_be_written_is_said_and_let_be(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "file").write_text("")
    file = SettingsFile(tmp_path / "file" / "settings.ini")
    assert file.change(theme=DARK).theme == DARK
    assert not file.write()


def test_an_unknown_setting_is_an_error(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(TypeError):
        SettingsFile(tmp_path / "settings.ini").change(volume=11)

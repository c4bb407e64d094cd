from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from relall_trainer.gui.widgets.text import tip


@pytest.mark.parametrize("text", ["", "Enter", "A word, and\nanother", '"quoted"'])
def test_an_ordinary_tip_is_left_as_it_is(text: str) -> None:
    assert tip(text) == text


@pytest.mark.parametrize(
    "text", ['a <img src="//host/share/x.png">', "&lt;img src=x&gt;", "<b>x</b> & y", "5 < 6\nand 7"]
)
def test_a_tip_says_letter_for_letter_what_it_was_given(qtbot: QtBot, text: str) -> None:
    made = tip(text)
    assert "<img" not in made
    shown = QTextDocument()
    shown.setHtml(made)
    assert shown.toPlainText().replace("\N{LINE SEPARATOR}", "\n") == text

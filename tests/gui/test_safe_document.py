from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from pytestqt.qtbot import QtBot

from relall_trainer.gui.safe_document import GuardedDocument, SafeDocument
from tests.gui.stage import look


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "wide.png"
    image = QImage(900, 700, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(path))
    return path


def test_qt_itself_would_open_the_picture(qtbot: QtBot, picture: Path) -> None:
    document = QTextDocument()
    document.setHtml(f'<img src="{picture}">')
    assert document.size().height() > 600, "the test below proves nothing if this is not so"


@pytest.mark.parametrize("form", ['<img src="{}">', '<img src="file://{}">', '<p style="x"><img src={}></p>'])
def test_no_picture_is_opened(qtbot: QtBot, picture: Path, form: str) -> None:
    guarded = GuardedDocument()
    guarded.setHtml(form.format(picture))
    assert guarded.size().height() < 100
    document = SafeDocument(look()[0], "Text")
    qtbot.addWidget(document)
    document.show_safe_html(form.format(picture))
    assert document.document().size().height() < 100


@pytest.mark.parametrize("kind", [1, 2, 3, 4, 100])
def test_every_request_is_answered_with_one_empty_pixel(qtbot: QtBot, kind: int) -> None:
    document = SafeDocument(look()[0], "Text")
    qtbot.addWidget(document)
    for answer in (
        document.loadResource(kind, QUrl("/etc/passwd")),
        GuardedDocument().loadResource(kind, "//h/s"),
    ):
        assert not answer.isNull()
        assert (answer.width(), answer.height()) == (1, 1)


def test_links_are_told_and_never_followed(qtbot: QtBot) -> None:
    document = SafeDocument(look()[0], "Text")
    qtbot.addWidget(document)
    with qtbot.waitSignal(document.evidence_asked) as asked:
        document.anchorClicked.emit(QUrl("evidence:ev-gmall-547"))
    assert asked.args == ["ev-gmall-547"]
    with qtbot.waitSignal(document.address_asked):
        document.anchorClicked.emit(QUrl("https://example.org"))
    for bad in ("file:///etc/passwd", "http://example.org", "javascript:1"):
        with qtbot.assertNotEmitted(document.address_asked), qtbot.assertNotEmitted(document.evidence_asked):
            document.anchorClicked.emit(QUrl(bad))


def test_it_is_as_high_as_its_text(qtbot: QtBot) -> None:
    document = SafeDocument(look()[0], "Text")
    qtbot.addWidget(document)
    document.resize(300, 10)
    document.show_markdown("word " * 20)
    low = document.height()
    document.show_markdown("word " * 200)
    assert document.height() > 3 * low


def test_it_is_shown_anew_in_other_colors(qtbot: QtBot) -> None:
    theme, _ = look("dark")
    document = SafeDocument(theme, "Text")
    qtbot.addWidget(document)
    document.show_markdown("a [ev-a] b")
    assert theme.colors.link.lower() in document.toHtml().lower()

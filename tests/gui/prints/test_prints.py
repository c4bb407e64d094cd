"""What is printed says what the screen says, with version and date below, and opens nothing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer import app, paths
from relall_trainer.errors import TrainerError
from relall_trainer.evidence.library import Library
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.fonts import load_fonts
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.pages.debrief import DebriefPage
from relall_trainer.gui.prints.debrief import debrief_sheet
from relall_trainer.gui.prints.evidence import evidence_sheet
from relall_trainer.gui.prints.history import history_sheet
from relall_trainer.gui.prints.paper import A4, LETTER, Footer, Sheet, write_pdf
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.standing import FORK, AttemptLine
from relall_trainer.gui.theme import DARK, Theme, read_theme
from relall_trainer.gui.widgets.evidence_view import EvidenceView
from relall_trainer.gui.widgets.score_sheet import ScoreSheet
from relall_trainer.paths import Profile

FOOTER = Footer("RelALL Trainer 9.9.9", "frey-luger-2015 1.0.0", "2026-11-22")
# Said on the screen only: how to use what is on it.
_OF_THE_SCREEN = re.compile(r"Enter opens|Enter or a click|^Score sheet$|^Decision map$")


def text_of(path: Path) -> str:
    """All of a PDF's text, without what is only layout."""
    return squeezed(" ".join(page.extract_text() for page in PdfReader(path).pages))


def squeezed(text: str) -> str:
    """Without any space: lines break elsewhere on paper."""
    return re.sub(r"\s+", "", text)


def printed(sheet: Sheet, theme: Theme, folder: Path) -> str:
    path = folder / "it.pdf"
    write_pdf(sheet, path, FOOTER, theme)
    return text_of(path)


def said_on(page: QWidget) -> list[str]:
    """Every text on a page that is not a control's."""
    said = [one.text() for one in page.findChildren(QLabel) if not one.isHidden()]
    said += [line for one in page.findChildren(SafeDocument) for line in one.toPlainText().splitlines()]
    return [text for text in said if text.strip() and not _OF_THE_SCREEN.search(text)]


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    load_fonts(paths.assets_folder() / "fonts")
    return Theme(read_theme(paths.assets_folder() / "theme.toml"), DARK, 200)


@pytest.fixture
def icons(theme: Theme) -> Icons:
    return Icons(paths.assets_folder() / "icons", theme)


@pytest.fixture
def session(desk: Desk) -> AttemptSession:
    plans = paths.cases_folder().parent / "tests" / "playthroughs" / "headaches-on-maintenance"
    plan = json.loads(sorted(plans.glob("*.json"))[0].read_text(encoding="utf-8"))
    session = desk.start("headaches-on-maintenance")
    for place, choice in enumerate(plan["choices"]):
        session.commit(choice["chosen"], "certain" if place % 2 else None, "because <b>5 < 6</b> & more")
    session.finish()
    session.note(plan["choices"][0]["node"], "look this up")
    return session


def test_the_debrief_says_on_paper_what_it_says_on_the_screen(
    qtbot: QtBot, theme: Theme, icons: Icons, session: AttemptSession, tmp_path: Path
) -> None:
    page = DebriefPage(theme, icons)
    qtbot.addWidget(page)
    page.show_session(session)
    page._switch_list()
    paper = printed(debrief_sheet(session, "today"), theme, tmp_path)
    shown = [text for text in said_on(page) if text not in ("Critical errors", "Debrief")]
    assert len(shown) > 30
    missing = [text for text in shown if squeezed(text) not in paper]
    assert missing == []
    sheet = page.findChild(ScoreSheet)
    lines = [
        sheet.topLevelItem(top).child(middle).child(line)
        for top in range(sheet.topLevelItemCount())
        for middle in range(sheet.topLevelItem(top).childCount())
        for line in range(sheet.topLevelItem(top).child(middle).childCount())
    ]
    assert len(lines) > 30
    for item in lines:
        for column in range(5):
            assert squeezed(item.text(column)) in paper
    assert squeezed("because <b>5 < 6</b> & more") in paper
    assert squeezed("look this up") in paper


def test_every_kind_of_entry_says_on_paper_what_it_says_on_the_screen(
    qapp: QApplication,
    qtbot: QtBot,
    theme: Theme,
    icons: Icons,
    desk: Desk,
    profile: Profile,
    tmp_path: Path,
) -> None:
    library: Library = app.open_library(profile, desk)
    view = EvidenceView(theme, icons)
    qtbot.addWidget(view)
    view.show_library(library)
    chosen = [item.id for item in library.all_items()][::23]
    for name in (*chosen, "ev-t1-nel-126", "S01", "S16", "I-01", "I-13"):
        assert view.show_entry(name)
        sheet = evidence_sheet(library, name)
        assert sheet is not None
        paper = printed(sheet, theme, tmp_path)
        item = library.item(name)
        for figure in item.figures if item else ():
            assert squeezed(figure.label) in paper
            assert squeezed(figure.shown()) in paper
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what the entry before left behind
        body = [one.toPlainText() for one in view.findChildren(SafeDocument)]
        assert body
        assert [text for text in body if squeezed(text) not in paper] == []
    assert evidence_sheet(library, "ev-nothing") is None
    library.close()


def test_the_history_on_paper_has_every_attempt_listed(
    theme: Theme, desk: Desk, session: AttemptSession, tmp_path: Path
) -> None:
    desk.start("headaches-on-maintenance")
    lines: list[AttemptLine] = desk.attempts()
    paper = printed(history_sheet(lines, 3, "case: all"), theme, tmp_path)
    for line in lines:
        assert squeezed(line.case_title) in paper
        assert squeezed(line.result()) in paper
    assert squeezed("The newest 2 of 3 attempts") in paper


def test_the_history_on_paper_tells_another_road_from_an_attempt(
    theme: Theme, session: AttemptSession, desk: Desk, tmp_path: Path
) -> None:
    (line,) = desk.attempts()
    counts_nowhere = squeezed("another road, counts nowhere")
    assert counts_nowhere not in printed(history_sheet([line], 1), theme, tmp_path)
    other = replace(line, mode=FORK)
    assert counts_nowhere in printed(history_sheet([other], 1), theme, tmp_path)
    text = PdfReader(tmp_path / "it.pdf").pages[0].extract_text()
    assert all(heading in text for heading in ("Begun", "State", "Decisions", "Result")), "none is broken"


@pytest.mark.parametrize(("paper", "width"), [(A4, 595), (LETTER, 612)])
def test_every_page_tells_version_date_purpose_and_its_number(
    theme: Theme, tmp_path: Path, paper: str, width: int
) -> None:
    sheet = Sheet("Long")
    for number in range(300):
        sheet.line(f"Line {number}")
    pages = write_pdf(sheet, tmp_path / "long.pdf", FOOTER, theme, paper)
    read = PdfReader(tmp_path / "long.pdf").pages
    assert len(read) == pages > 3
    for number, page in enumerate(read, 1):
        text = squeezed(page.extract_text())
        for part in ("9.9.9", "frey-luger-20151.0.0", "2026-11-22", "notforthecareofapatient"):
            assert part in text
        assert f"page{number}of{pages}" in text
        assert round(float(page.mediabox.width)) == width
    everything = text_of(tmp_path / "long.pdf")
    assert all(f"Line{number}" in everything for number in range(300))


def test_signs_can_be_copied_out_again(theme: Theme, tmp_path: Path) -> None:
    signs = "≥ 10⁻⁴ ✓ CD22⁺ Žižková µg α/β ½ 2026-11-22 FLAG-IDA (n = 5) 3–6 × 2 [7] a->b"
    sheet = Sheet("Signs")
    sheet.line(signs)
    assert squeezed(signs) in printed(sheet, theme, tmp_path)


def test_hostile_text_stays_text_and_opens_nothing(theme: Theme, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    sheet = Sheet("<h1>t</h1>")
    sheet.line(f'<img src="{secret}"><script>x</script>')
    sheet.markdown(f'![p]({secret}) <img src="file://{secret}"> **bold**')
    sheet.table(("<b>h</b>",), [("<a href='file:///etc/passwd'>c</a>",)])
    paper = printed(sheet, theme, tmp_path)
    assert "<script>" in paper
    assert "<b>h</b>" in paper
    assert "/Subtype /Image" not in (tmp_path / "it.pdf").read_bytes().decode("latin-1")


def test_what_cannot_be_written_leaves_what_was_there(theme: Theme, tmp_path: Path) -> None:
    taken = tmp_path / "folder.pdf"
    taken.mkdir()
    with pytest.raises(TrainerError, match="could not be written"):
        write_pdf(Sheet("x"), taken, FOOTER, theme)
    with pytest.raises(TrainerError, match="could not be written"):
        write_pdf(Sheet("x"), tmp_path / "none" / "x.pdf", FOOTER, theme)

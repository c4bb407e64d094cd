"""Gradebook, committee page and handout on paper: what they hold, on how many pages, with versions below each."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from relall_trainer import paths
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.cohort.committee import FORMATIVE, CommitteePage, committee_page
from relall_trainer.cohort.competency_book import load_competencies
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.teach_next import handout, teach_next
from relall_trainer.encounter.play import EXAM
from relall_trainer.evidence.reference import EvidenceItem
from relall_trainer.gui.fonts import load_fonts
from relall_trainer.gui.prints.committee import committee_sheet
from relall_trainer.gui.prints.gradebook import footer_content, gradebook_sheet, legend
from relall_trainer.gui.prints.handout import handout_sheet
from relall_trainer.gui.prints.paper import A4, DISCLAIMER, LETTER, Footer, Sheet, write_pdf
from relall_trainer.gui.theme import LIGHT, Theme, read_theme
from tests.cohort.marked import assignment, attempt, book_of, file_of, group_of, rules, submission, with_id
from tests.gui.prints.test_prints import squeezed, text_of


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    load_fonts(paths.assets_folder() / "fonts")
    return Theme(read_theme(paths.assets_folder() / "theme.toml"), LIGHT, 100)


def pages(sheet: Sheet, versions: tuple[str, ...], theme: Theme, folder: Path, paper: str = A4) -> int:
    path = folder / "it.pdf"
    count = write_pdf(
        sheet, path, Footer("RelALL Trainer 9.9.9", footer_content(versions), "2026-11-22"), theme, paper
    )
    for page in PdfReader(path).pages:
        text = squeezed(page.extract_text())
        assert squeezed(DISCLAIMER) in text
        assert "frey-luger-2015" in text
        assert "scoring1" in text
        assert "printed2026-11-22" in text
    return count


@pytest.mark.parametrize("mode", ["practice", EXAM])
def test_the_gradebook(theme: Theme, tmp_path: Path, mode: str) -> None:
    files = group_of(9, mode)
    stranger = file_of(submission("<b>Learner</b> & Co", [attempt("z", 0, 1, mode=mode)]), assignment(mode))
    people = [Learner(f"Learner {number:02}") for number in range(1, 11)]
    book = book_of([*files, stranger], assignment(mode), people)
    assert pages(gradebook_sheet(book), book.versions, theme, tmp_path) >= 1
    text = text_of(tmp_path / "it.pdf")
    for row in book.rows:
        assert squeezed(row.learner.code) in text
        assert all(squeezed(flag.words) in text for flag in row.flags)
    for column in book.columns:
        assert squeezed(column.title) in text
    assert all(squeezed(version) in text for version in book.versions)
    assert squeezed(legend()) in text


def test_nobody_and_nothing_in_it(theme: Theme, tmp_path: Path) -> None:
    book = book_of([], assignment(), [])
    assert pages(gradebook_sheet(book), book.versions, theme, tmp_path) == 1


def heavy(**changes: object) -> CommitteePage:
    """As much as there can be: many assignments, long reasons, every kind of trouble."""
    books = []
    for number in range(8):
        asked = with_id(
            assignment(EXAM if number % 2 else "practice"), f"a{number}", f"2026-0{number + 1}-01T08:00:00Z"
        )
        asked = dataclasses.replace(asked, title="A long title of an assignment that goes on and on " * 3)
        books.append(book_of(group_of(1, asked.mode, number, asked), asked))
    table = load_competencies(paths.assets_folder() / "competencies.yaml")
    page = committee_page(books, "Learner 01", table)
    reasons = tuple(dataclasses.replace(one, text="a long <b>reason</b> " * 100) for one in page.rationales)
    return dataclasses.replace(page, rationales=reasons)


@pytest.mark.parametrize("paper", [A4, LETTER])
def test_a_committee_page_is_one_page_whatever_there_is(theme: Theme, tmp_path: Path, paper: str) -> None:
    page = heavy()
    assert len(page.critical) > 5
    assert pages(committee_sheet(page), page.versions, theme, tmp_path, paper) == 1
    text = text_of(tmp_path / "it.pdf")
    assert squeezed(FORMATIVE) in text
    assert squeezed("[…]") in text
    assert squeezed("<b>reason</b>") in text
    assert squeezed(f"and {len(page.critical) - 4} earlier") in text
    assert squeezed("These titles are not yet checked against the framework in force.") in text
    assert all(squeezed(line.told) in text for line in page.competencies)


def test_a_committee_page_with_nothing(theme: Theme, tmp_path: Path) -> None:
    book = book_of([], assignment(), [Learner("Learner 01", "A Name")])
    table = load_competencies(paths.assets_folder() / "competencies.yaml")
    page = committee_page([book], "Learner 01", table)
    assert pages(committee_sheet(page), page.versions, theme, tmp_path) == 1
    assert squeezed("Nothing handed in yet.") in text_of(tmp_path / "it.pdf")


def _item(name: str) -> EvidenceItem:
    said = "What the item says. " * 8
    return EvidenceItem(name, "t", "Topic", "Title", said, "A heading", "4", True, (12, 14), "trial", "paper")


@pytest.mark.parametrize("paper", [A4, LETTER])
def test_a_handout_is_one_page(theme: Theme, tmp_path: Path, paper: str) -> None:
    book = book_of(group_of(9, EXAM), assignment(EXAM))
    questions = load_questions(paths.assets_folder() / "fresh")
    for topic in teach_next(book, rules()).topics[:12]:
        page = handout(topic, book, rules(), questions)
        evidence = {name: _item(name) for name in topic.evidence}
        assert pages(handout_sheet(page, evidence), page.versions, theme, tmp_path, paper) == 1
        text = text_of(tmp_path / "it.pdf")
        assert squeezed(topic.title) in text
        assert squeezed(topic.told) in text
        if topic.evidence:
            assert squeezed("(A heading, p. 4; references 12, 14)") in text
            assert squeezed(f"In the library: {topic.evidence[0]}") in text
            assert f"[{topic.evidence[0]}]" not in text
        for side in page.sides:
            assert squeezed(side.fact) in text
            assert all(squeezed(why) in text for _, _, why in side.steps)
        if not page.sides:
            assert squeezed("No two patients who differ in one fact alone turn on this rule.") in text

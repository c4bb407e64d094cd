from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import SINCE_STATUSES, STATUSES, STUDIES
from relall_trainer.gui.pages.evidence import EvidencePage
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.evidence_view import MISFIT, SINCE, SOURCE_WORDS, STATUS_WORDS, STUDY_WORDS
from relall_trainer.gui.widgets.table_one import NOT_PRINTED, number_of
from tests.gui.stage import look


@pytest.fixture(scope="module")
def library(prepared: Path) -> Iterator[Library]:
    with Library.open(prepared / "evidence.db") as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, library: Library) -> EvidencePage:
    made = EvidencePage(*look())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_library(library)
    return made


def texts(page: EvidencePage) -> str:
    view = page._view
    documents = [one.toPlainText() for one in view.findChildren(SafeDocument)]
    buttons = [one.shown for one in view.findChildren(Button)]
    return "\n".join([*(one.text() for one in view.findChildren(QLabel)), *documents, *buttons])


def test_it_waits_for_the_library_and_then_shows_what_was_asked(qtbot: QtBot, library: Library) -> None:
    page = EvidencePage(*look())
    qtbot.addWidget(page)
    page.show()
    assert page._waiting.isVisible()
    page.show_item("ev-t1-nel-126")
    page.show_library(library)
    assert not page._waiting.isVisible()
    assert page._view.shown == "ev-t1-nel-126"


def test_everything_stands_there_before_anything_is_typed(page: EvidencePage, library: Library) -> None:
    everything = (
        len(library.all_items())
        + len(library.all_since())
        + len(library.all_inconsistencies())
        + len(library.glossary())
    )
    assert page._list._list.rows.rowCount() == everything


def test_searching_marks_what_was_found(page: EvidencePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page._list.typed, "nelarabine")
    qtbot.waitUntil(lambda: "found" in page._list._count.text())
    rows = page._list._list.rows
    assert rows.rowCount() > 1
    marked = [
        words.casefold()
        for _, row in rows._rows
        for part in (row.heading, row.text)
        for words, found in part
        if found
    ]
    assert any("nelarabine" in words for words in marked)


def test_what_is_not_there_is_said(page: EvidencePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page._list.typed, "zzzzzz")
    qtbot.waitUntil(lambda: "Nothing" in page._list._count.text())


@pytest.mark.parametrize("typed", ['"', "* AND (", "a:b", "NEAR(", "--", "'; DROP TABLE evidence"])
def test_nothing_typed_is_syntax(page: EvidencePage, qtbot: QtBot, typed: str) -> None:
    page._list.typed.setText(typed)
    page._list.search()


def test_kinds_narrow_the_list(page: EvidencePage, library: Library) -> None:
    page._list._kind.pick("since")
    assert page._list._list.rows.rowCount() == len(library.all_since())
    page._list._kind.pick("inconsistency")
    assert page._list._list.rows.rowCount() == len(library.all_inconsistencies())


def test_an_item_is_shown_with_all_that_belongs_to_it(page: EvidencePage, library: Library) -> None:
    item = next(
        one for one in library.all_items() if one.inconsistencies and one.caveat and library.since(one.id)
    )
    page.show_item(item.id)
    shown = texts(page)
    for part in (item.title, item.place, STUDY_WORDS[item.study], item.caveat, SINCE, *item.inconsistencies):
        assert part in shown
    for rule in library.cited_by(item.id):
        assert f"{rule.id} · {rule.title}" in shown


def test_links_lead_on_and_back_leads_back(page: EvidencePage, library: Library, qtbot: QtBot) -> None:
    misfit = library.all_inconsistencies()[0]
    page.show_item(misfit.items[0])
    link = next(one for one in page._view.findChildren(Button) if one.shown == misfit.id)
    link.click()
    assert page._view.shown == misfit.id
    assert MISFIT in texts(page)
    assert misfit.resolution in texts(page)
    page._back.click()
    assert page._view.shown == misfit.items[0]


def test_every_kind_has_words() -> None:
    assert set(STUDY_WORDS) == set(STUDIES)
    assert set(STATUS_WORDS) == set(STATUSES)
    assert set(SOURCE_WORDS) == set(SINCE_STATUSES)


def test_later_work_is_set_apart(page: EvidencePage, library: Library) -> None:
    since = library.all_since()[0]
    page.show_item(since.id)
    assert SINCE in texts(page)
    assert since.citation in texts(page)


def test_a_name_nobody_knows_is_said(page: EvidencePage) -> None:
    page.show_item("ev-no-such-item")
    assert "holds nothing under this name" in texts(page)


def test_a_term_of_the_glossary(page: EvidencePage, library: Library) -> None:
    term = library.glossary()[0]
    page.show_item(f"term:{term.term}")
    assert term.meaning in texts(page)


@pytest.mark.parametrize("column", [3, 4, 5, 6, 7])
@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_table_1_sorts_by_number_with_what_is_not_printed_last(
    page: EvidencePage, library: Library, column: int, order: Qt.SortOrder
) -> None:
    page.show_table()
    table = page._table
    assert table.model.rowCount() == 20
    table.view.sortByColumn(column, order)
    figures = [(row.n, row.cr, row.pr, row.to_sct, row.trm)[column - 3] for row in table.model._rows]
    numbers = [number_of(figure) for figure in figures]
    known = [number for number in numbers if number is not None]
    assert known == sorted(known, reverse=order == Qt.SortOrder.DescendingOrder)
    assert None not in numbers[: len(known)]
    if None in numbers:
        assert table.model.data(table.model.index(19, column)) == NOT_PRINTED
    assert {row.id for row in table.model._rows} == {row.id for row in library.table_1()}


def test_table_1_stands_in_the_papers_order_and_warns(page: EvidencePage, library: Library) -> None:
    page.show_table()
    assert [row.row for row in page._table.model._rows] == [row.row for row in library.table_1()]
    assert any("cannot be ranked" in one.text() for one in page._table.findChildren(QLabel))


def test_a_row_of_the_table_opens_its_item(page: EvidencePage, qtbot: QtBot) -> None:
    page.show_table()
    page._table.view.setCurrentIndex(page._table.model.index(2, 0))
    with qtbot.waitSignal(page._table.row_opened) as opened:
        page._table._open(page._table.view.currentIndex())
    assert page._view.shown == opened.args[0] == page._table.model.row(2).id


def test_a_narrow_page_shows_one_thing_at_a_time(page: EvidencePage) -> None:
    page.resize(600, 600)
    assert page._framed_list.isVisible()
    assert not page._entry.isVisible()
    page.show_item("ev-t1-nel-126")
    assert page._entry.isVisible()
    assert not page._framed_list.isVisible()
    while page._back.isVisible() and not page._framed_list.isVisible():
        page._back.click()
    assert page._framed_list.isVisible()

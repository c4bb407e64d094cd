from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.encounter.case import Case
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import SINCE_STATUSES, STATUSES, STUDIES
from relall_trainer.evidence.since_dates import newest_first
from relall_trainer.gui import mistake_report
from relall_trainer.gui.mistake_report import MistakeAbout
from relall_trainer.gui.pages.evidence import EvidencePage
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.cited_by import Met
from relall_trainer.gui.widgets.evidence_view import MISFIT, SINCE, SOURCE_WORDS, STATUS_WORDS, STUDY_WORDS
from tests.gui.stage import formatted_labels, look, nameless, small_case


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
    qtbot.waitExposed(made)
    made.show_library(library)
    return made


def texts(page: EvidencePage) -> str:
    view = page._view
    seen = view._body.findChildren(QWidget)  # what the entry before left behind goes a moment later
    seen += [one for one in view.foot.findChildren(QWidget) if not one.isHidden()]
    documents = [one.toPlainText() for one in seen if isinstance(one, SafeDocument)]
    buttons = [one.shown for one in seen if isinstance(one, Button)]
    return "\n".join([*(one.text() for one in seen if isinstance(one, QLabel)), *documents, *buttons])


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
    for rule in (*library.cited_by(item.id), *library.steps_on(item.id)):
        assert rule.title in shown
    for later in library.since(item.id):
        assert f"{later.title} ({later.date})" in shown


def test_links_lead_on_and_back_leads_back(page: EvidencePage, library: Library, qtbot: QtBot) -> None:
    misfit = library.all_inconsistencies()[0]
    page.show_item(misfit.items[0])
    link = next(one for one in page._view.findChildren(Button) if one.shown.startswith(misfit.id))
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


def test_each_view_is_reached_by_key_and_back_leads_back(
    page: EvidencePage, library: Library, qtbot: QtBot
) -> None:
    acts = {named.id: act for named, act in page.named_actions()}
    newest, next_one = (one.id for one in newest_first(library.all_since())[:2])
    page.show_item("ev-t1-nel-126")
    assert not page._back.isVisible()
    acts["evidence.since"]()
    assert page.shown == newest
    qtbot.keyClick(page._since.list, Qt.Key.Key_Down)
    qtbot.keyClick(page._since.list, Qt.Key.Key_Return)
    assert page.shown == next_one
    page.show_table()
    assert page.shown == ""
    qtbot.keyClick(page._table.view, Qt.Key.Key_Return)
    assert page.shown == "ev-t1-hdac-ida-29"
    acts["evidence.back"]()
    assert page._table.isVisible()
    page.show_search()
    for expected in (newest, "ev-t1-nel-126", "ev-t1-nel-126"):
        acts["evidence.back"]()
        assert page.shown == expected
    acts["evidence.search"]()
    assert page.focusWidget() is page._list.typed


def test_a_row_opened_from_the_table_has_the_keys_and_back_leads_to_the_table(
    page: EvidencePage, qtbot: QtBot
) -> None:
    page.show_table()
    page._table.row_opened.emit("ev-t1-nel-126")
    focused = page.focusWidget()
    assert focused is page._back, "letters typed here are keys of the entry, not a search"
    page.go_back()
    focused = page.focusWidget()
    assert page.shown == ""
    assert focused is not None
    assert page._table.isAncestorOf(focused)


def test_later_developments_stand_newest_first_with_what_they_touch(
    page: EvidencePage, library: Library
) -> None:
    rows = page._since.list.rows
    assert [rows.key(place) for place in range(rows.rowCount())] == [
        one.id for one in newest_first(library.all_since())
    ]
    for place in range(rows.rowCount()):
        one = library.since_item(rows.key(place))
        assert one is not None
        told = rows.index(place).data()
        assert one.date in told
        for rule in library.touched_by(one.id).rules:
            assert rule.id in told
    page.show_item("S13")
    shown = texts(page)
    for touched in (*library.touched_by("S13").items, *library.touched_by("S13").steps):
        assert touched.title in shown


def test_what_the_learner_met_stands_beside_the_rules(
    page: EvidencePage, library: Library, qtbot: QtBot
) -> None:
    item = next(one for one in library.all_items() if len(library.cited_by(one.id)) > 1)
    first, second = (rule.id for rule in library.cited_by(item.id)[:2])
    page.show_item(item.id)
    page.use_history(lambda rule: {first: Met(4, 1), second: Met(0, 0)}.get(rule))
    assert "you met it 4 times, wrong once" in texts(page)
    assert "you have not met it yet" in texts(page)
    asked = [one for one in page._view.findChildren(Button) if one.shown == "Your decisions"]
    assert len(asked) == 1
    with qtbot.waitSignal(page.decisions_asked) as signal:
        asked[0].click()
    assert signal.args == [first]
    rule = next(one for one in page._view.findChildren(Button) if one.shown == second)
    with qtbot.waitSignal(page.rule_asked) as signal:
        rule.click()
    assert signal.args == [second]


@pytest.mark.parametrize(
    ("met", "words"),
    [
        (Met(1, 0), "you met it once, never wrong"),
        (Met(2, 2), "you met it twice, wrong twice"),
        (Met(12, 3), "you met it 12 times, wrong 3 times"),
    ],
)
def test_how_often_in_words(met: Met, words: str) -> None:
    assert met.words() == words


def test_the_cases_that_name_an_entry_are_looked_through_once(page: EvidencePage, qtbot: QtBot) -> None:
    asked = []

    def load() -> list[Case]:
        asked.append(1)
        return [small_case()]

    page.use_cases(load)
    page.show_item("ev-p1-relapse")
    qtbot.waitUntil(lambda: "Counts stay low" in texts(page))
    assert "A small case" in texts(page)
    page.show_item("ev-early-referral")
    page.show_item("ev-p1-death")
    qtbot.wait(60)
    assert "Counts stay low" not in texts(page)
    assert len(asked) == 1


def test_a_note_is_written_by_key_and_kept(page: EvidencePage, qtbot: QtBot) -> None:
    kept: dict[str, str] = {}
    works = [False]

    def keep(name: str, text: str) -> bool:
        if works[0]:
            kept[name] = text
        return works[0]

    page.use_notes(lambda name: kept.get(name, ""), keep)
    page.show_item("ev-t1-nel-126")
    page.write_note()
    field = page._view.foot._editor._field
    qtbot.keyClicks(field, "Ask about nerves.")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.isVisible()  # it could not be kept, so it stays to be kept again
    works[0] = True
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert kept == {"ev-t1-nel-126": "Ask about nerves."}
    assert not field.isVisible()
    assert "Ask about nerves." in texts(page)
    page.write_note()
    qtbot.keyClicks(field, " And more.")
    page.show_item("ev-t1-flag-12")  # going on keeps what was typed, where it was typed
    assert kept == {"ev-t1-nel-126": "Ask about nerves. And more."}
    assert "Ask about nerves" not in texts(page)


def test_without_a_record_no_note_is_offered(page: EvidencePage) -> None:
    page.show_item("ev-t1-nel-126")
    page.write_note()
    assert page._view.foot._write.isHidden()
    assert page._view.foot._editor.isHidden()


def test_a_mistake_is_reported_with_the_text_it_is_about(
    page: EvidencePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[MistakeAbout] = []
    monkeypatch.setattr(mistake_report, "report_mistake", lambda _parent, about: told.append(about))
    page.show_item("ev-t1-nel-126")
    page._view.foot._report.click()
    assert told[0].evidence == "ev-t1-nel-126"
    assert "126 patients" in told[0].quoted


def test_the_outcome_of_an_entry_is_drawn_again_by_key(page: EvidencePage) -> None:
    page.show_item("ev-t1-nel-126")
    outcome = page._view.outcome
    assert outcome is not None
    assert outcome.array.shown == (45, 126)
    page.draw_again()
    assert outcome.outcome is not None
    assert outcome.outcome.seed == 1
    page.show_item("ev-t1-flagida-22")  # no certain count, nothing to draw
    assert page._view.outcome is None
    page.draw_again()


def test_the_list_comes_to_the_entry_however_far_down_it_stands(
    page: EvidencePage, library: Library, qtbot: QtBot
) -> None:
    page.show_item(library.all_items()[-2].id)
    rows = page._list._list
    qtbot.waitUntil(lambda: rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()).center()))
    assert rows.rows.key(rows.currentIndex().row()) == library.all_items()[-2].id


def test_nothing_on_the_page_is_nameless_or_formatted(page: EvidencePage) -> None:
    for name in ("ev-t1-hdac-ida-135", "S13", "I-11", "term:CR"):
        page.show_item(name)
        assert nameless(page) == []
        assert formatted_labels(page) == []
    page.show_table()
    assert nameless(page) == []
    page.show_since()
    assert nameless(page) == []

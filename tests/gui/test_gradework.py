"""The gradebook in the window over a real teacher's record: taking in, looking, drilling, saving."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from relall_trainer.cohort.competency_book import competency_table, keep_table
from relall_trainer.gui.import_words import report_words
from relall_trainer.gui.pages.gradebook import (
    CASES,
    DECISIONS,
    DIMENSIONS,
    FILES,
    ITEMS,
    LEARNERS,
    RULES,
    TEACH,
    GradebookPage,
)
from relall_trainer.gui.rescoring_lines import ChangeLine
from relall_trainer.gui.tasks import Cancelled
from relall_trainer.paths import assets_folder
from tests.cohort.teaching_desk import assigned
from tests.gui.grading_desk import Class, a_class
from tests.gui.stage import formatted_labels, nameless


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Class]:
    """Three learners; the third handed nothing in. Shown, nothing taken in yet."""
    with a_class(tmp_path, missing=(3,), late=(2,)) as made:
        show(made, qtbot)
        yield made


def show(room: Class, qtbot: QtBot) -> None:
    page = room.work.gradebook
    qtbot.addWidget(page)
    page.resize(1040, 680)
    page.show()
    qtbot.waitExposed(page)
    room.work.show_gradebook()
    qtbot.waitUntil(lambda: not room.work.reading.busy)


def take_in(room: Class, qtbot: QtBot) -> GradebookPage:
    """Take everything in that lies in the folder, and wait for the matrix."""
    room.work.files.take_in([room.folder])
    page = room.work.gradebook
    qtbot.waitUntil(lambda: len(page.decisions.rows) == 3 and page.decisions.rows[0].share is not None)
    return page


def see(room: Class, qtbot: QtBot, learner: str, place: int) -> str:
    """Open a learner's decision from the matrix; its key."""
    page = room.work.gradebook
    key = page.decisions.matrix.decisions.lines.columns[place].key
    page.decisions.matrix.cell_opened.emit(learner, key)
    return key


# -- what there is -------------------------------------------------------------------------------------------


def test_without_an_assignment_one_button_leads_to_where_one_is_made(tmp_path: Path, qtbot: QtBot) -> None:
    with a_class(tmp_path) as room:
        room.desk.teaching._store.drop_papers("assignment", [f"{room.assignment}/0001"])
        show(room, qtbot)
        page = room.work.gradebook
        assert page._stack.currentWidget() is page._none
        assert not page.bring.isVisible()
        with qtbot.waitSignal(room.work.page_asked) as asked:
            page._none.findChild(type(page.bring)).click()
        assert asked.args == ["cohort"]


def test_while_nothing_is_handed_in_the_page_says_so_with_one_button(room: Class) -> None:
    page = room.work.gradebook
    assert page._stack.currentWidget() is page._nothing
    assert not page.bring.isVisible()
    room.work.files.ask_files = lambda: [str(room.folder / "Learner 01.relall-results")]
    page._nothing.findChild(type(page.bring)).click()
    assert room.told.told == ["Results: 1 new."]


def test_results_become_the_matrix(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    first, second, third = page.decisions.rows
    assert (first.standing, second.standing, third.standing) == ("complete", "late", "missing")
    assert third.share is None
    book = room.work.book
    assert book is not None
    assert first.critical == book.rows[0].critical
    assert "2 of 3 complete" in page.decisions._summary.text()
    assert "recomputed from the learner's choices" in page.decisions._summary.text()
    marks = [cell.mark for cell in book.rows[0].cells]
    assert [cell.verdict for cell in first.cells] == [mark.verdict for mark in marks if mark is not None]


def test_importing_twice_changes_nothing_and_says_so(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    before = page.decisions.rows
    room.work.files.take_in([room.folder])
    assert room.told.told[-1] == "Results: 2 known already."
    assert page.decisions.rows == before


def test_a_bad_file_is_set_aside_with_its_reason_and_the_rest_go_on(room: Class, qtbot: QtBot) -> None:
    (room.folder / "letter.relall-results").write_text("Dear colleague", encoding="utf-8")
    page = take_in(room, qtbot)
    assert "2 new, 1 set aside. letter.relall-results" in room.told.told[-1]
    page.choose(FILES)
    view = room.work.filling._files
    aside = [line for line in view._all if line.kind == "aside"]
    assert len(aside) == 1
    assert aside[0].words
    view.only.pick("aside")
    view.act.click()
    qtbot.waitUntil(lambda: not [line for line in view._all if line.kind == "aside"])


def test_stopping_an_import_leaves_everything_as_it_was(room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    from relall_trainer.gui import waiting

    def stopped(*_told: object) -> None:
        raise Cancelled

    monkeypatch.setattr(waiting.Waiting, "step", stopped)
    room.work.files.take_in([room.folder])
    assert room.told.told == ["Stopped. Nothing was imported."]
    assert room.desk.teaching.handed_in(room.assignment) == 0


def test_files_dropped_on_the_page_are_taken_in(room: Class, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(room.folder))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    room.work.gradebook.dropEvent(event)
    qtbot.waitUntil(lambda: room.desk.teaching.handed_in(room.assignment) == 2)


def test_what_lies_in_the_shared_folder_is_taken_in_by_itself_and_said_quietly(
    room: Class, qtbot: QtBot
) -> None:
    room.desk.teaching.shared.choose(room.folder)
    room.work.show_gradebook()
    room.work._scan()  # only what lies still from one look to the next is taken
    qtbot.waitUntil(lambda: room.desk.teaching.handed_in(room.assignment) == 2)
    qtbot.waitUntil(lambda: room.told.told == ["From the shared folder: Results: 2 new."])
    room.work.show_gradebook()
    qtbot.waitUntil(lambda: not room.work.reading.busy)
    assert len(room.told.told) == 1


# -- one decision --------------------------------------------------------------------------------------------


def test_a_cell_leads_to_the_decision_as_it_was_met_and_on_to_others(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    key = see(room, qtbot, "Learner 01", 2)
    view = room.work.seeing.view
    assert page.beside
    book = room.work.book
    assert book is not None
    assert view._title.text() == f"Learner 01 · {book.columns[2].case_title} · {book.columns[2].title}"
    mark = book.rows[0].cells[2].mark
    assert mark is not None
    taken = [step for step in view._feedback._verdict.steps if step.chosen]
    assert tuple(step.action for step in taken) == mark.chosen
    assert "Confidence: leaning" in view._said.text()
    assert not view.moves["up"].isEnabled()
    qtbot.keyClick(view.back, Qt.Key.Key_PageDown)
    assert view._title.text().startswith("Learner 02")
    assert not view.moves["down"].isEnabled()  # the third learner answered nothing
    view.moves["right"].click()
    assert view._title.text().endswith(book.columns[3].title)
    assert room.work.seeing._seen != ("Learner 01", key)
    qtbot.keyClick(view.back, Qt.Key.Key_Escape)
    assert not page.beside
    assert page.decisions.matrix.here == ("Learner 02", f"0/{book.columns[3].node}")


def test_where_nothing_was_answered_it_is_said(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    see(room, qtbot, "Learner 03", 0)
    assert not page.beside
    assert room.told.told[-1] == "There is no answer of this learner at this decision."


# -- the views -----------------------------------------------------------------------------------------------


def test_every_view_fills_and_names_its_parts(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    for view in (CASES, RULES, DIMENSIONS, ITEMS, TEACH, LEARNERS, FILES, DECISIONS):
        page.choose(view)
        shown = page._shown[view]
        qtbot.waitUntil(lambda shown=shown: page._stack.currentWidget() is shown)
        assert not nameless(page)
        assert not formatted_labels(page)


def test_shares_are_told_with_n_and_interval(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    page.choose(CASES)
    row = room.work.filling._cases.list.rows._rows[0][1].spoken()
    assert "n = 2" in row
    assert "95% interval" in row
    page.choose(RULES)
    assert "of 2 learners (95% interval" in room.work.filling._rules.list.rows._rows[0][1].spoken()


def test_item_analysis_hides_what_two_learners_cannot_say_and_pools_what_is_ticked(
    room: Class, qtbot: QtBot
) -> None:
    page = take_in(room, qtbot)
    other = assigned(room.desk, title="The year before", mode="practice", items=room.sent.sources)
    page.choose(ITEMS)
    view = room.work.filling._items
    qtbot.waitUntil(lambda: bool(view._lines.items))
    told = " ".join(view._lines.items[0].told)
    assert "Item–rest correlation not shown (n = 2)" in told
    assert "not shown" in view._alpha.text()
    assert list(view._ticks) == [other.assignment.id]
    view._ticks[other.assignment.id].setChecked(True)
    assert view.pool == [other.assignment.id]
    qtbot.waitUntil(lambda: view._told.text().startswith("2 learners"))


def test_teaching_next_shows_a_page_and_saves_it(room: Class, qtbot: QtBot, tmp_path: Path) -> None:
    page = take_in(room, qtbot)
    page.choose(TEACH)
    view = room.work.filling._further.next_view
    qtbot.waitUntil(lambda: bool(view.topic) and "What happened" in view.preview._text.toPlainText())
    qtbot.waitUntil(view.handout.isEnabled, timeout=30_000)
    target = tmp_path / "handout.pdf"
    room.work.saving.ask_path = lambda *_asked: str(target)
    view.handout.click()
    assert target.read_bytes().startswith(b"%PDF")
    with qtbot.waitSignal(room.work.rule_asked) as asked:
        view.rule.click()
    assert asked.args == [view.topic]


def test_a_pair_that_was_found_is_presented(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    page.choose(TEACH)
    further = room.work.filling._further
    qtbot.waitUntil(lambda: bool(further.next_view.topic))
    pair = object()
    further._pairs[further.next_view.topic] = pair  # type: ignore[assignment]
    with qtbot.waitSignal(room.work.pair_asked) as asked:
        further._present(further.next_view.topic)
    assert asked.args == [pair]


def test_a_learners_page_says_what_it_is_and_is_saved(room: Class, qtbot: QtBot, tmp_path: Path) -> None:
    page = take_in(room, qtbot)
    page.decisions.learner_opened.emit("Learner 02")
    view = room.work.filling._further.learners_view
    assert view.learner == "Learner 02"
    qtbot.waitUntil(lambda: "not a milestone level" in view.preview._text.toPlainText())
    assert view.preview._text.toPlainText().startswith("Learner 02")
    room.work.saving.ask_folder = lambda _title: str(tmp_path)
    view.save_all.click()
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == ["Learner 01 for the committee.pdf", "Learner 02 for the committee.pdf"]


def test_a_key_is_confirmed_once_it_was_compared(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    assert "2 keys to confirm" in page.decisions._summary.text()
    page.choose(FILES)
    view = room.work.filling._files
    asked = []
    room.work.files.ask_key = lambda key: asked.append(key.fingerprint) is None
    view.act.click()
    assert len(asked) == 1
    qtbot.waitUntil(lambda: len([one for one in view._all if one.kind == "key"]) == 1)
    room.work.files.ask_key = lambda _key: False
    view.act.click()
    assert len(room.desk.teaching.keys_to_confirm(room.assignment)) == 1


# -- files given out -----------------------------------------------------------------------------------------


def test_the_gradebook_is_exported_in_each_form(room: Class, qtbot: QtBot, tmp_path: Path) -> None:
    take_in(room, qtbot)
    saving = room.work.saving
    for form, name in (("csv", "a.csv"), ("decisions", "b.csv"), ("json", "c.json"), ("pdf", "d.pdf")):
        saving.ask_path = lambda *_asked, name=name: str(tmp_path / name)
        saving.export(form)
    rows = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8")))
    assert [row["learner"] for row in rows] == ["Learner 01", "Learner 02", "Learner 03"]
    decisions = csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8")))
    assert {row["learner"] for row in decisions} == {"Learner 01", "Learner 02"}
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")


def test_feedback_is_released_as_a_file(room: Class, qtbot: QtBot, tmp_path: Path) -> None:
    take_in(room, qtbot)
    out = tmp_path / "out"
    out.mkdir()
    room.work.saving.ask_folder = lambda _title: str(out)
    room.work.release(room.assignment)
    assert [path.suffix for path in out.iterdir()] == [".relall-feedback"]
    assert room.desk.teaching.released_at(room.assignment)
    assert "Feedback released" in room.told.told[-1]


def test_practice_has_no_feedback_to_release(tmp_path: Path, qtbot: QtBot) -> None:
    with a_class(tmp_path, mode="practice") as room:
        show(room, qtbot)
        room.work.release(room.assignment)
        assert "practice" in room.told.told[-1]


def test_scoring_again_says_first_what_would_change(room: Class, qtbot: QtBot) -> None:
    take_in(room, qtbot)
    asked: list[tuple[str, tuple[ChangeLine, ...]]] = []

    def ask(told: str, lines: object) -> bool:
        asked.append((told, tuple(lines)))  # type: ignore[arg-type]
        return False

    room.work.filling.ask_rescoring = ask
    room.work.gradebook.rescore_asked.emit()
    assert asked == [("Nothing was corrected: cases and rules are those the results were scored by.", ())]


# -- small things --------------------------------------------------------------------------------------------


def test_the_table_of_competencies_is_kept(room: Class) -> None:
    from dataclasses import replace

    shipped = assets_folder() / "competencies.yaml"
    store = room.desk.store
    table = competency_table(store, shipped)
    mine = replace(table, competencies=table.competencies[:1])
    keep_table(store, mine)
    assert competency_table(store, shipped) == mine


def test_an_empty_import_says_so() -> None:
    assert report_words(()) == "No results were found there."


def test_the_name_is_shown_unless_codes_are_wished(room: Class, qtbot: QtBot) -> None:
    from relall_trainer.gui.teaching_notes import TeachingNotes

    take_in(room, qtbot)
    assert room.work.gradebook.decisions.rows[0].name == "Learner 01"
    TeachingNotes(lambda: room.desk.store).show_codes(True)
    room.work.refresh()
    assert room.work._codes_only


def test_dates_are_told_in_words_as_on_the_other_pages(room: Class, qtbot: QtBot) -> None:
    page = take_in(room, qtbot)
    assert "due 4 Dec" in page.which.shown
    note = page.decisions.rows[0].standing_note
    assert re.search(r"handed in (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z]", note)

"""Looking back: every decision as it was, those stepped back over too; notes can still be written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.attempt import started
from relall_trainer.gui.pages.review import ReviewPage
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.feedback_row import FeedbackRow
from tests.gui.stage import (
    Listener,
    MemoryRecord,
    formatted_labels,
    look,
    nameless,
    session,
    small_case,
)


def open_page(
    qtbot: QtBot, algorithm: Algorithm, record: MemoryRecord | None = None, node: str = ""
) -> tuple[ReviewPage, Listener]:
    attempt = session(algorithm, record=record)
    attempt.commit(["wu-watch"], "leaning", "counts come back", 42_000)
    attempt.step_back()
    attempt.commit(["wu-marrow", "wu-mrd"])
    attempt.commit(["sx-flag-ida"], "certain")
    theme, icons = look()
    listener = Listener()
    page = ReviewPage(theme, icons, listener)
    qtbot.addWidget(page)
    page.resize(1068, 720)
    page.show()
    page.show_session(attempt, node)
    return page, listener


def words(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def taken(page: QWidget) -> set[str]:
    rows = [row for row in page.findChildren(FeedbackRow) if row.isVisibleTo(page)]
    return {row.verdict.action for row in rows if row.verdict and row.verdict.chosen}


def test_every_answer_is_there_in_order(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    assert taken(page) == {"wu-watch"}
    assert "Confidence: leaning. Reason given: counts come back" in words(page)
    assert page.head.decision.shown == "1 of 3: Counts stay low"
    page.head.later.click()
    assert taken(page) == {"wu-marrow", "wu-mrd"}
    assert "the score keeps the first one" in words(page)
    page.head.later.click()
    assert taken(page) == {"sx-flag-ida"}
    assert not page.head.later.isEnabled()


def test_the_patient_is_shown_as_she_was(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    assert "Not yet examined: marrow and CSF" in words(page)
    page.show_place(2)
    assert "Marrow: overt leukemia, 60% blasts" in words(page)


def test_it_opens_at_the_decision_asked_for(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm, node="second")
    assert page.head.decision.shown.startswith("3 of 3")


def test_nothing_can_be_decided_here(qtbot: QtBot, algorithm: Algorithm) -> None:
    record = MemoryRecord()
    page, _ = open_page(qtbot, algorithm, record)
    before = len(record.events)
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_PageDown):
        QTest.keyClick(page, key)
    assert len(record.events) == before


def test_a_note_can_still_be_written(qtbot: QtBot, algorithm: Algorithm) -> None:
    record = MemoryRecord()
    page, _ = open_page(qtbot, algorithm, record)
    page.head.note.click()
    QTest.keyClicks(page.focusWidget(), "look again")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert record.notes == {"first": "look again"}
    assert "Your note: look again" in words(page)


def test_a_note_on_the_whole_attempt_is_another(qtbot: QtBot, algorithm: Algorithm) -> None:
    record = MemoryRecord()
    page, _ = open_page(qtbot, algorithm, record)
    page._notes.write_on_attempt()
    assert page.focusWidget().accessibleName() == "Your note on the whole attempt"
    QTest.keyClicks(page.focusWidget(), "a bad day")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert record.notes == {"": "a bad day"}
    assert "Your note on the whole attempt: a bad day" in words(page)
    page.head.note.click()
    assert page.focusWidget().accessibleName() == "Your note on this decision"


def test_times_and_steps_back_are_told(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    assert "after 42 s" in words(page)
    assert "Gone back over later." in words(page)
    page.show_place(1)
    assert "Gone back over later." not in words(page)


def test_the_other_road_is_asked_for_from_the_decision_shown(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    page.show_place(2)
    with qtbot.waitSignal(page.fork_asked) as asked:
        QTest.keyClick(page, Qt.Key.Key_F)
    assert asked.args == [2]
    assert not page.head.compare.isVisible()
    with qtbot.assertNotEmitted(page.compare_asked):
        QTest.keyClick(page, Qt.Key.Key_V)


def test_a_fork_offers_to_be_compared_and_says_it_counts_nowhere(qtbot: QtBot, algorithm: Algorithm) -> None:
    began = started(small_case(), algorithm, at="2026-11-22T12:00:00Z", fork_of="a0", fork_at=1)
    attempt = session(algorithm, events=(began,))
    attempt.commit(["wu-marrow"])
    attempt.commit(["sx-blina"])
    page = ReviewPage(*look(), Listener())
    qtbot.addWidget(page)
    page.show()
    page.show_session(attempt, place=1)
    assert page.head.decision.shown.startswith("2 of 2")
    assert "it counts nowhere" in words(page)
    assert page.head.back.shown == "Go on with it"
    page.show_place(0)
    assert "Taken over from the attempt this road leaves." in words(page)
    with qtbot.waitSignal(page.compare_asked):
        QTest.keyClick(page, Qt.Key.Key_V)


def test_the_patient_of_a_decision_can_be_taken_to_the_algorithm(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    page.show_place(2)
    with qtbot.waitSignal(page.patient_asked) as asked:
        page.ask_algorithm()
    assert asked.args[0].marrow == "overt"
    assert asked.args[1] == "A small case · First salvage"


def test_a_note_left_leaves_the_page_where_it_was(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    page.resize(1068, 420)
    page.head.note.click()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Escape)
    assert page.focusWidget() is page.head.note
    assert not page._notes.editor.isVisible()
    assert page._scroll.verticalScrollBar().value() == 0


def test_a_note_that_cannot_be_kept_is_not_lost(qtbot: QtBot, algorithm: Algorithm) -> None:
    record = MemoryRecord()
    page, listener = open_page(qtbot, algorithm, record)
    page.head.note.click()
    record.full = True
    QTest.keyClicks(page.focusWidget(), "x")
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "note" in listener.troubles


def test_names_and_plain_text(qtbot: QtBot, algorithm: Algorithm) -> None:
    page, _ = open_page(qtbot, algorithm)
    assert nameless(page) == []
    assert formatted_labels(page) == []


def test_chart_decision_and_evidence_can_be_reached_where_there_is_room_for_one(
    qtbot: QtBot, algorithm: Algorithm
) -> None:
    page, _ = open_page(qtbot, algorithm)
    page.resize(700, 600)
    seen = []
    for _ in range(3):
        parts = [
            part
            for part in (page.findChild(Chart), page.findChild(FeedbackView))
            if part and part.isVisible()
        ]
        seen.append([type(part).__name__ for part in parts])
        page.switch_side()
    assert seen == [["FeedbackView"], ["Chart"], []]
    assert page.head.side.isVisible()

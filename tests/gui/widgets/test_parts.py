"""Small parts: confidence, rating badge, score bar, figures, timeline, note editor, plain words."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RATINGS
from relall_trainer.encounter import play
from relall_trainer.evidence.reference import Figure
from relall_trainer.gui.verdicts import verdict
from relall_trainer.gui.widgets.confidence import ConfidenceRow
from relall_trainer.gui.widgets.course import Course, Mark, course
from relall_trainer.gui.widgets.feedback import FeedbackView
from relall_trainer.gui.widgets.feedback_row import FeedbackRow, citations, plain_words
from relall_trainer.gui.widgets.figure_bars import FigureBars, bar_rows
from relall_trainer.gui.widgets.note_editor import NoteEditor
from relall_trainer.gui.widgets.rating_badge import RatingBadge
from relall_trainer.gui.widgets.score_bar import ScoreCard
from relall_trainer.gui.widgets.text_block import TextBlock
from relall_trainer.gui.widgets.timeline import Timeline
from tests.gui.stage import forty_options, look, nameless, small_case


def test_confidence_is_optional_and_can_be_taken_back(qtbot: QtBot) -> None:
    row = ConfidenceRow(look()[0])
    qtbot.addWidget(row)
    assert row.confidence() is None
    row.choose("leaning")
    assert row.confidence() == "leaning"
    button = row.findChildren(type(row.children()[-1]))[1]
    with qtbot.waitSignal(row.confidence_changed) as sent:
        button.click()
    assert sent.args == [None]
    assert row.confidence() is None
    assert nameless(row) == []


@pytest.mark.parametrize("rating", RATINGS)
def test_a_rating_is_word_icon_and_colour(qtbot: QtBot, rating: str) -> None:
    theme, icons = look()
    badge = RatingBadge(theme, icons, rating)
    qtbot.addWidget(badge)
    badge.resize(badge.sizeHint())
    picture = badge.grab().toImage()
    colors = {
        picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())
    }
    assert theme.color(rating).name() in colors
    assert badge.accessibleName().startswith("Rating: ")


def test_a_score_card_says_what_it_shows(qtbot: QtBot) -> None:
    one = ScoreCard(look()[0])
    qtbot.addWidget(one)
    one.show_figure("Overall", "83.4 %", 0.834, "10 of 12 points")
    assert one.accessibleName() == "Overall: 83.4 %. 10 of 12 points"


def test_figures_become_bars_only_where_they_are_shares() -> None:
    """Drawn against one another, patients, months and hazard ratios would be compared that cannot be."""
    rows = bar_rows(
        (
            Figure("n", "adults", value=467),
            Figure("hr", "hazard ratio", value=0.71),
            Figure("cr", "CR", percent=36, numerator=45, denominator=126),
            Figure("range", "CNS", low=2, high=15, as_printed="2-15%"),
            Figure("os", "median survival", value=4.6, unit="months"),
        )
    )
    spans = [(row.low, row.high) for row in rows]
    assert spans[0] == spans[1] == (None, None)
    assert spans[2] == (0.0, 0.36)
    assert spans[3] == (0.02, 0.15)
    assert spans[4] == (None, None)


def test_figures_can_be_read_without_the_drawing(qtbot: QtBot) -> None:
    bars = FigureBars(look()[0])
    qtbot.addWidget(bars)
    bars.show_figures((Figure("cr", "CR", percent=36, numerator=45, denominator=126),))
    assert bars.accessibleName() == "Figures: CR: 36% (45/126)"
    bars.show_figures(())
    assert bars.isHidden()


def test_the_course_can_be_read_without_the_drawing(qtbot: QtBot, algorithm: Algorithm) -> None:
    timeline = Timeline(look()[0])
    qtbot.addWidget(timeline)
    encounter, _ = play.commit(play.start(small_case(), algorithm), ["wu-marrow"])
    told = course(encounter.case, encounter.path, encounter.node, encounter.patient, algorithm.actions)
    timeline.show_course(told)
    timeline.resize(300, 200)
    timeline.grab()
    assert "Day 7: overt leukemia" in timeline.accessibleDescription()


@pytest.mark.parametrize("width", [180, 240, 300, 420])
@pytest.mark.parametrize("scale", [100, 200])
def test_the_words_of_two_marks_never_stand_on_one_another(qtbot: QtBot, width: int, scale: int) -> None:
    timeline = Timeline(look(scale=scale)[0])
    qtbot.addWidget(timeline)
    marks = (Mark("transplant", 1, "allograft"), Mark("transplant", 3, "donor search complete"))
    timeline.show_course(Course(4, 3, (), marks, (), ()))
    timeline.resize(width * scale // 100, timeline.sizeHint().height())
    timeline.grab()
    boxes = [box for box, _words in timeline._hot]
    assert len(boxes) > len(marks), "words were written"
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


def test_a_note_is_kept_with_the_keyboard(qtbot: QtBot) -> None:
    editor = NoteEditor(look()[0])
    qtbot.addWidget(editor)
    editor.edit("before")
    field = editor.focusProxy() or editor.findChildren(type(editor.children()[2]))[0]
    QTest.keyClicks(field, " and 1")
    with qtbot.waitSignal(editor.note_kept) as sent:
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == ["before and 1"]
    with qtbot.waitSignal(editor.note_left):
        QTest.keyClick(field, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Time is *lost* [ev-early-referral].", "Time is lost."),
        ("**CR** in 36 % [ev-t1-nel-126], not `more`", "CR in 36 %, not more"),
        ("2 * 3 and a_b stay", "2 * 3 and a_b stay"),
        ("a [since](evidence:S13)", "a [since](evidence:S13)"),
        ("see [S13](evidence:S13) now", "see now"),
    ],
)
def test_plain_words(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words


def test_citations() -> None:
    assert citations("a [ev-x] b [S13] c [ev-x] [I-05]") == ("ev-x", "S13", "I-05")


def test_text_wraps_and_is_never_cut(qtbot: QtBot) -> None:
    block = TextBlock()
    block.set("unbreakable" * 30, look()[0].font())
    assert block.used_width(120) <= 120
    assert block.height(120) > block.height(4000)
    block.set("", look()[0].font())
    assert block.height(120) == 0


def test_all_rows_come_also_those_below_the_fold(qtbot: QtBot, algorithm: Algorithm) -> None:
    theme, icons = look()
    case = forty_options(algorithm)
    encounter = play.start(case, algorithm)
    after, visit = play.commit(encounter, [encounter.current.groups[1].options[0].action])
    view = FeedbackView(theme, icons)
    qtbot.addWidget(view)
    view.resize(700, 900)
    view.show()
    told = verdict(encounter.current, visit, after.appraised(visit), algorithm)
    view.show_verdict(told)
    assert view.first_step() is told.key
    qtbot.waitUntil(lambda: len(view.findChildren(FeedbackRow)) >= 40)
    rows = [row for row in view.findChildren(FeedbackRow) if row.isVisible()]
    assert {row.verdict.action for row in rows if row.verdict} == {step.action for step in told.steps}
    view.show_verdict(told)
    view.open_all(True)
    assert view.all_open()
    assert sum(row.isVisible() for row in view.findChildren(FeedbackRow)) == 40

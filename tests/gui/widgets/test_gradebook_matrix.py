from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from relall_trainer.gui.widgets.gradebook_decisions import DecisionsView
from relall_trainer.gui.widgets.gradebook_matrix import GradebookMatrix
from relall_trainer.gui.widgets.gradebook_model import SCORE, STANDING
from tests.gui.gradebooks import matrix
from tests.gui.stage import look, nameless


@pytest.fixture
def shown(qtbot: QtBot) -> GradebookMatrix:
    made = GradebookMatrix(*look())
    qtbot.addWidget(made)
    made.resize(1000, 500)
    lines = matrix(30, 10)
    made.show_rows(lines, lines.rows)
    made.show()
    qtbot.waitExposed(made)
    made.table.setFocus()
    return made


def press(qtbot: QtBot, shown: GradebookMatrix, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(shown.result if shown.result.hasFocus() else shown.table, key)


def test_arrows_home_and_end_walk_the_cells(qtbot: QtBot, shown: GradebookMatrix) -> None:
    press(qtbot, shown, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert shown.here == ("learner-2", "case-0/node-2")
    press(qtbot, shown, Qt.Key.Key_End)
    assert shown.here == ("learner-2", "case-1/node-9")
    press(qtbot, shown, Qt.Key.Key_Home)
    assert shown.here == ("learner-2", "case-0/node-0")


def test_enter_opens_the_decision_one_stands_on(qtbot: QtBot, shown: GradebookMatrix) -> None:
    press(qtbot, shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.cell_opened) as opened:
        press(qtbot, shown, Qt.Key.Key_Return)
    assert opened.args == ["learner-2", "case-0/node-0"]


def test_right_of_the_last_decision_stands_the_result_and_enter_there_opens_the_learner(
    qtbot: QtBot, shown: GradebookMatrix
) -> None:
    press(qtbot, shown, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert shown.result.hasFocus()
    with qtbot.waitSignal(shown.learner_opened) as opened:
        press(qtbot, shown, Qt.Key.Key_Return)
    assert opened.args == ["learner-1"]
    press(qtbot, shown, Qt.Key.Key_Down, Qt.Key.Key_Left)
    assert shown.table.hasFocus()
    assert shown.here == ("learner-2", "case-1/node-9")


def test_both_tables_scroll_together_and_end_level(shown: GradebookMatrix, qtbot: QtBot) -> None:
    lines = matrix(300, 40)
    shown.show_rows(lines, lines.rows)
    qtbot.wait(1)
    shown.table.verticalScrollBar().setValue(700)
    assert shown.result.verticalScrollBar().value() == 700
    shown.result.verticalScrollBar().setValue(90)
    assert shown.table.verticalScrollBar().value() == 90
    assert shown.table.viewport().height() == pytest.approx(shown.result.viewport().height(), abs=1)


def test_titles_are_written_upward_only_where_they_do_not_fit_across(shown: GradebookMatrix) -> None:
    assert shown.header.upright
    lines = matrix(5, 40)
    shown.show_rows(lines, lines.rows)
    assert not shown.header.upright


def test_one_stays_on_the_cell_where_the_rows_are_sorted_otherwise(shown: GradebookMatrix) -> None:
    assert shown.come_to("learner-7", "case-0/node-3")
    rows = tuple(reversed(shown.decisions.rows))
    shown.show_rows(shown.decisions.lines, rows)
    assert shown.here == ("learner-7", "case-0/node-3")


def test_every_cell_and_heading_says_what_it_is(shown: GradebookMatrix) -> None:
    assert not nameless(shown)
    row = shown.decisions.rows[0]
    assert spoken(shown.table, 1, 1) == shown.decisions.lines.spoken(row, 0)
    assert spoken(shown.table, 0, 1) == "Restage (A case of 1)"
    assert spoken(shown.table, 1, 0).startswith(f"{row.name}: {row.score}")
    assert "score:" in shown.results.data(shown.results.index(0, SCORE))
    assert "Complete" in shown.results.data(shown.results.index(0, STANDING))


def spoken(table: QTableView, row: int, column: int) -> str:
    """What a screen reader is told in this cell; row and column 0 are the headings."""
    interface = QAccessible.queryAccessibleInterface(table)
    child = interface.child(row * (table.model().columnCount() + 1) + column)
    assert child is not None
    return child.text(QAccessible.Text.Name)


@pytest.mark.parametrize("scale", [100, 200])
def test_it_paints_at_any_size(qtbot: QtBot, scale: int) -> None:
    made = GradebookMatrix(*look(scale=scale))
    qtbot.addWidget(made)
    lines = matrix(12, 10)
    made.show_rows(lines, lines.rows)
    for width in (320, 1000, 1900):
        made.resize(width, 300)
        assert not made.grab().isNull()
    look()


# -- with what stands around it ------------------------------------------------------------------------------


@pytest.fixture
def view(qtbot: QtBot) -> DecisionsView:
    made = DecisionsView(*look())
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show_lines(matrix(30, 10))
    made.show_errs(("R01: 4 of 9 learners went against it.", "With 9 learners the intervals are wide."))
    made.show()
    qtbot.waitExposed(made)
    made.matrix.table.setFocus()
    return made


def test_typing_finds_a_learner_and_escape_shows_everybody_again(qtbot: QtBot, view: DecisionsView) -> None:
    qtbot.keyClicks(view.matrix.table, "1")
    qtbot.keyClicks(view.finder, "2")
    qtbot.waitUntil(lambda: [row.name for row in view.rows] == ["Learner 12"])
    qtbot.keyClick(view.finder, Qt.Key.Key_Escape)
    assert len(view.rows) == 30
    assert view.matrix.table.hasFocus()


def test_where_nobody_fits_one_button_shows_everybody(qtbot: QtBot, view: DecisionsView) -> None:
    view.finder.setText("nobody")
    qtbot.waitUntil(lambda: not view.rows)
    assert view._stack.currentWidget() is view._nobody
    view._nobody.button.click()
    assert len(view.rows) == 30


def test_the_cell_one_stands_on_is_told_beneath(qtbot: QtBot, view: DecisionsView) -> None:
    view.matrix.come_to("learner-2", "case-0/node-1")
    assert view._here.text().startswith("Learner 02, Fever, vomiting, a stiff neck: ")
    with qtbot.waitSignal(view.cell_opened) as opened:
        view.open.click()
    assert opened.args == ["learner-2", "case-0/node-1"]


def test_coming_to_a_hidden_learner_lets_go_of_the_filter(view: DecisionsView) -> None:
    view.only.pick("late")
    assert "learner-1" not in [row.key for row in view.rows]
    view.come_to("learner-1", "case-0/node-2")
    assert view.matrix.here == ("learner-1", "case-0/node-2")


def test_the_heading_of_the_score_turns_the_order(view: DecisionsView) -> None:
    view.matrix.score_clicked.emit()
    shares = [row.share for row in view.rows if row.share is not None]
    assert shares == sorted(shares)
    view.matrix.score_clicked.emit()
    shares = [row.share for row in view.rows if row.share is not None]
    assert shares == sorted(shares, reverse=True)


def test_where_the_group_errs_is_said_whole_where_there_is_room(qtbot: QtBot, view: DecisionsView) -> None:
    assert view._first_err.isVisible()
    assert not view._errs.isVisible()
    view.resize(1000, 800)
    qtbot.waitUntil(view._errs.isVisible)
    assert view._errs.text().endswith("With 9 learners the intervals are wide.")
    assert not view._first_err.isVisible()


def test_what_others_wrote_is_no_picture_under_the_mouse(qtbot: QtBot) -> None:
    """Qt takes a tooltip that looks like HTML for HTML, and opens the files it names, on other computers too."""
    picture = '<img src="//host/share/x.png">'
    lines = matrix(6, 2)
    column = replace(lines.columns[0], title=picture)
    rows = tuple(replace(row, name=picture, flags=(f"Played under {picture}.",)) for row in lines.rows)
    made = GradebookMatrix(*look())
    qtbot.addWidget(made)
    made.show_rows(replace(lines, columns=(column, *lines.columns[1:])), rows)
    tip = Qt.ItemDataRole.ToolTipRole
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    for table in (made.table, made.result):
        model = table.model()
        said = [model.headerData(0, across, tip), model.headerData(0, down, tip)]
        said += [model.index(0, place).data(tip) for place in range(model.columnCount())]
        assert all("<img" not in words for words in said), said
        assert sum("&lt;img" in words for words in said) >= 2
    assert picture in made.result.model().index(0, STANDING).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("scale", [100, 200])
def test_at_least_four_learners_are_in_sight_however_low_the_window(qtbot: QtBot, scale: int) -> None:
    theme, icons = look(scale=scale)
    made = DecisionsView(theme, icons)
    qtbot.addWidget(made)
    made.show_lines(matrix(30, 24))
    made.resize(1000, theme.px(230))
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    table, row = made.matrix.table, made.matrix.table.rowHeight(0)

    def seen() -> int:
        viewport = table.viewport()
        return viewport.visibleRegion().boundingRect().height()

    qtbot.waitUntil(lambda: seen() >= 4 * row - 2, timeout=2000)


def test_what_was_not_answered_is_not_offered_to_be_opened(qtbot: QtBot) -> None:
    made = DecisionsView(*look())
    qtbot.addWidget(made)
    lines = matrix(12, 6)
    made.show_lines(lines)
    absent = lines.rows[9]  # every tenth handed nothing in
    place = next(at for at, cell in enumerate(absent.cells) if not cell.marked)
    made.come_to(absent.key, lines.columns[place].key)
    assert not made.open.isEnabled()
    assert made._here.text().endswith("There is no answer to open.")
    marked = next(at for at, cell in enumerate(lines.rows[0].cells) if cell.marked)
    made.come_to(lines.rows[0].key, lines.columns[marked].key)
    assert made.open.isEnabled()

"""Table 1: sorted, filtered, drawn, compared, by keyboard; the caution where one compares."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Figure
from relall_trainer.evidence.shares import COUNTED, NOT_GIVEN, PRINTED, Share, share_of
from relall_trainer.evidence.table_filter import OUTCOMES
from relall_trainer.gui.widgets.forest_plot import ForestPlot, paint_share, place_of, square_side
from relall_trainer.gui.widgets.table_cells import plot_box
from relall_trainer.gui.widgets.table_model import (
    CELL_ROLE,
    CR,
    NOT_PRINTED,
    PATIENTS,
    PLOT,
    PR,
    REFERENCES,
    REGIMEN,
    SHARE_ROLE,
    TO_SCT,
    TRM,
    number_of,
    patients_of_row,
)
from relall_trainer.gui.widgets.table_one import CAUTION, SORTED, TableOne
from tests.gui.stage import formatted_labels, look, nameless

FIGURES = {PATIENTS: "n", CR: "cr", TO_SCT: "to_sct", TRM: "trm", PR: "pr"}
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture(scope="module")
def library(prepared: Path) -> Iterator[Library]:
    with Library.open(prepared / "evidence.db") as made:
        yield made


@pytest.fixture
def table(qtbot: QtBot, library: Library) -> TableOne:
    made = TableOne(*look())
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show_library(library)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    return made


def press(table: TableOne, qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(table.view, key)


# Order and filter


@pytest.mark.parametrize("column", FIGURES)
@pytest.mark.parametrize("order", [UP, DOWN])
def test_it_sorts_by_number_with_what_is_not_printed_last(
    table: TableOne, library: Library, column: int, order: Qt.SortOrder
) -> None:
    table.view.sortByColumn(column, order)
    numbers = [number_of(getattr(row, FIGURES[column])) for row in table.model.rows]
    known = [number for number in numbers if number is not None]
    assert known == sorted(known, reverse=order == DOWN)
    assert None not in numbers[: len(known)]
    if None in numbers:
        assert table.model.index(19, column).data() == NOT_PRINTED
    assert {row.id for row in table.model.rows} == {row.id for row in library.table_1()}


@pytest.mark.parametrize("column", [REGIMEN, REGIMEN + 1, REFERENCES])
def test_words_and_references_sort_too(table: TableOne, column: int) -> None:
    table.view.sortByColumn(column, UP)
    shown = [table.model.index(place, column).data() for place in range(20)]
    keys = (
        [int(one.split(",")[0]) for one in shown]
        if column == REFERENCES
        else [one.casefold() for one in shown]
    )
    assert keys == sorted(keys)


def test_it_stands_in_the_papers_order_and_warns(table: TableOne, library: Library) -> None:
    assert [row.row for row in table.model.rows] == [row.row for row in library.table_1()]
    assert table._caution.words == CAUTION
    assert not table._caution.loud


def test_the_caution_is_loud_where_one_compares(table: TableOne, qtbot: QtBot) -> None:
    table.view.sortByColumn(CR, DOWN)
    assert table._caution.loud
    assert table._caution.words == SORTED
    table.view.sortByColumn(-1, UP)
    table.view.horizontalHeader().setSortIndicator(-1, UP)
    assert not table._caution.loud
    press(table, qtbot, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert table._caution.loud


def test_typing_and_choosing_narrow_it_and_clear_brings_all_back(table: TableOne, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.controls.typed, "t-cell")
    qtbot.waitUntil(lambda: table.model.rowCount() == 2)
    assert "2 of 20 rows" in table._caution.words
    assert table.controls.clear_button.isEnabled()
    table.controls.clear_button.click()
    assert table.model.rowCount() == 20
    assert not table.controls.clear_button.isEnabled()
    table.controls._given.pick("both")
    table.controls._patients.pick("mixed")
    rows = table.model.rows
    assert rows
    assert all(row.to_sct is not None and row.cr is not None and row.cr.certain for row in rows)


def test_where_nothing_fits_one_button_helps(table: TableOne, qtbot: QtBot) -> None:
    table.controls.typed.setText("no such drug")
    qtbot.waitUntil(lambda: table.model.rowCount() == 0)
    assert table._none.isVisible()
    assert not table.view.isVisible()
    assert not table._strip.isVisible()
    table._none.button.click()
    assert table.model.rowCount() == 20
    assert table.view.isVisible()


def test_one_stays_on_the_row_one_stood_on(table: TableOne, qtbot: QtBot) -> None:
    place = next(place for place, row in enumerate(table.model.rows) if row.row == "T1-07")
    table.view.setCurrentIndex(table.model.index(place, 0))
    table.controls._group.pick(table.model.rows[place].group)
    assert table.current is not None
    assert table.current.row == "T1-07"


# The drawing


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_cell_of_the_plot_says_the_share_of_its_item(
    table: TableOne, library: Library, outcome: str
) -> None:
    """The drawing is of the item's own figure; a wrong one would teach a wrong number."""
    table.controls.choose_outcome(outcome)
    for place, row in enumerate(table.model.rows):
        index = table.model.index(place, PLOT)
        item = library.item(row.id)
        assert item is not None
        expected = share_of(item.figure(outcome), patients_of_row(row))
        assert index.data(SHARE_ROLE) == expected
        assert index.data() == expected.words()
        assert expected.words() in index.data(Qt.ItemDataRole.AccessibleTextRole)
        table.view.setCurrentIndex(index)
        assert expected.words() in table.row_words
    heading = table.model.headerData(PLOT, Qt.Orientation.Horizontal)
    assert heading.startswith(OUTCOMES[outcome][0])


def test_the_outcome_is_switched_by_key(table: TableOne, qtbot: QtBot) -> None:
    button = table.controls._outcomes["trm"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert table.model.outcome == "trm"
    assert button.isChecked()
    assert not table.controls._outcomes["cr"].isChecked()


def painted(share: Share, width: int = 400) -> tuple[QImage, QRectF]:
    theme, _ = look()
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    box = plot_box(theme, QRectF(0, 0, width, 40))
    paint_share(painter, theme, box, share)
    painter.end()
    return image, box


def columns(image: QImage, color: str) -> list[int]:
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).name() == color for y in range(image.height()))
    ]


@pytest.mark.parametrize(("successes", "of"), [(11, 29), (1, 126), (10, 12), (45, 126), (2, 4)])
def test_mark_and_interval_are_painted_where_the_numbers_are(successes: int, of: int) -> None:
    theme, _ = look()
    share = share_of(Figure("cr", "CR", numerator=successes, denominator=of))
    assert share.percent is not None
    assert share.low is not None
    assert share.high is not None
    image, box = painted(share)
    mark = columns(image, theme.color("accent").name())
    middle = (mark[0] + mark[-1] + 1) / 2
    assert abs(middle - place_of(box, share.percent)) <= 1
    line = columns(image, theme.color("ink").name())
    assert abs(line[0] - place_of(box, share.low)) <= 2
    assert abs(line[-1] - place_of(box, share.high)) <= 2


def test_a_printed_percentage_has_a_mark_and_no_interval() -> None:
    theme, _ = look()
    image, box = painted(share_of(Figure("cr", "CR", percent=42), 22))
    assert columns(image, theme.color("accent").name()) == []
    assert columns(image, theme.color("ink").name()) == []
    mark = columns(image, theme.color("discouraged").name())
    assert abs((mark[0] + mark[-1]) / 2 - place_of(box, 42)) <= 2


def test_a_range_is_painted_from_end_to_end() -> None:
    theme, _ = look()
    image, box = painted(share_of(Figure("r", "range", low=20, high=83, unit="%")))
    line = columns(image, theme.color("ink").name())
    assert abs(line[0] - place_of(box, 20)) <= 2
    assert abs(line[-1] - place_of(box, 83)) <= 2
    assert columns(image, theme.color("accent").name()) == []


def test_the_axis_runs_from_0_to_100_and_the_area_grows_with_the_patients() -> None:
    box = QRectF(18, 0, 200, 30)
    assert [place_of(box, tick) for tick in (0, 50, 100)] == [18, 118, 218]
    assert math.isclose(square_side(120) ** 2 / square_side(30) ** 2, 4)
    assert square_side(1) == square_side(4)  # never too small to be seen


def test_a_plot_of_its_own_says_its_words(qtbot: QtBot) -> None:
    plot = ForestPlot(look()[0])
    qtbot.addWidget(plot)
    given = share_of(Figure("cr", "CR", percent=39, numerator=9, denominator=23))
    plot.show_shares([("CR", given), ("TRM", share_of(None))])
    plot.show()
    assert "CR: 39% (9/23), 95% interval 22–59%; TRM: not given" in plot.accessibleName()
    assert not plot.grab().isNull()


# What does not fit


def test_what_does_not_fit_is_marked_and_opens_by_key(
    table: TableOne, library: Library, qtbot: QtBot
) -> None:
    place = next(place for place, row in enumerate(table.model.rows) if row.row == "T1-08")
    marks = [line for line in table.model.index(place, REGIMEN).data(CELL_ROLE) if line.mark]
    assert [line.text for line in marks] == ["Does not fit: I-11, I-24"]
    figure = table.model.index(place, CR).data(CELL_ROLE)
    assert [(line.text, bool(line.mark)) for line in figure] == [("42%", True), ("no count fits", False)]
    assert "I-11" in table.model.index(place, REGIMEN).data(Qt.ItemDataRole.AccessibleTextRole)
    table.view.setCurrentIndex(table.model.index(place, 0))
    with qtbot.waitSignal(table.row_opened) as opened:
        press(table, qtbot, Qt.Key.Key_I)
    assert opened.args == ["I-11"]
    second = table._strip._doubts[1]
    assert library.inconsistency("I-24").title in second.accessibleName()  # type: ignore[union-attr]
    with qtbot.waitSignal(table.row_opened) as opened:
        second.click()
    assert opened.args == ["I-24"]


def test_every_row_with_an_inconsistency_shows_it(table: TableOne, library: Library) -> None:
    for place, row in enumerate(table.model.rows):
        told = "\n".join(line.text for line in table.model.index(place, REGIMEN).data(CELL_ROLE))
        for one in library.inconsistencies(row.id):
            assert one.id in told


def test_a_count_that_is_not_certain_is_said_without_alarm(table: TableOne) -> None:
    place = next(place for place, row in enumerate(table.model.rows) if row.row == "T1-02")
    lines = table.model.index(place, CR).data(CELL_ROLE)
    assert [(line.text, line.mark) for line in lines] == [("55%", ""), ("count not certain", "")]


# Comparing


def test_rows_are_picked_and_compared_by_keyboard_with_the_caution_first(
    table: TableOne, library: Library, qtbot: QtBot
) -> None:
    assert table._strip.compare.isHidden()
    press(table, qtbot, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert table._strip.compare.shown == "Compare 2 rows"
    qtbot.keyClick(table._strip.compare, Qt.Key.Key_Space)
    assert table.compare.isVisible()
    told = [one.text() for one in table.compare.findChildren(QLabel) if one.text()]
    assert "cannot be ranked" in told[0]
    for row in (library.table_1()[0], library.table_1()[2]):
        assert row.population in told
        column = told[told.index(row.regimen) :] if row.row == "T1-03" else told
        numbers = next(place for place, one in enumerate(column) if "Complete remission:" in one)
        assert column.index(row.population) < numbers
        for outcome, (_, words, _) in OUTCOMES.items():
            share = share_of(getattr(row, outcome), patients_of_row(row))
            assert any(f"{words}: {share.words()}" in one for one in told)
    assert formatted_labels(table) == []
    assert nameless(table) == []
    qtbot.keyClick(table.compare, Qt.Key.Key_Escape)
    assert table.view.isVisible()


def test_a_fourth_row_takes_the_place_of_the_first(table: TableOne, qtbot: QtBot) -> None:
    for _ in range(4):
        press(table, qtbot, Qt.Key.Key_Space, Qt.Key.Key_Down)
    assert table._picked == [row.id for row in table.model.rows[1:4]]
    press(table, qtbot, Qt.Key.Key_Up, Qt.Key.Key_Space)
    assert len(table._picked) == 2
    told = table.model.index(1, REGIMEN).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "picked to compare" in told


def test_one_row_alone_is_not_compared(table: TableOne, qtbot: QtBot) -> None:
    press(table, qtbot, Qt.Key.Key_Space)
    table.show_comparison()
    assert not table.compare.isVisible()


def test_picks_outlive_the_filter(table: TableOne, qtbot: QtBot) -> None:
    press(table, qtbot, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    table.controls._lineage.pick("T")
    table.show_comparison()
    assert table.compare.isVisible()


def test_enter_opens_the_row(table: TableOne, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.row_opened) as opened:
        press(table, qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert opened.args == [table.model.rows[1].id]


def test_no_word_is_wider_than_its_column(table: TableOne, qtbot: QtBot) -> None:
    qtbot.wait(10)
    for scale in (100, 200):
        look(scale=scale)
        for section in range(table.model.columnCount()):
            for place in range(table.model.rowCount()):
                lines = table.model.index(place, section).data(CELL_ROLE)
                assert table._delegate.wide(lines) <= table.view.columnWidth(section) or section == PLOT
        break
    assert {share.kind for share in (table.model.share(row) for row in table.model.rows)} == {
        COUNTED,
        PRINTED,
    }
    table.controls.choose_outcome("trm")
    assert NOT_GIVEN in {table.model.share(row).kind for row in table.model.rows}

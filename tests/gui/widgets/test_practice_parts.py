"""The small parts of Today and Practice: the interval bar, the row of days, the table of standing, its headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from relall_trainer.gui import practice_lines, reviews
from relall_trainer.gui.practice_lines import DayLine, MasteryLine
from relall_trainer.gui.widgets.day_dots import DayDots
from relall_trainer.gui.widgets.interval_bar import paint_interval
from relall_trainer.gui.widgets.mastery_table import MasteryTable
from tests.gui.stage import look


def test_the_words_of_grades_are_those_reckoned_with() -> None:
    assert set(practice_lines.GRADE_WORDS) == set(practice_lines.GRADE_LOOKS) == set(reviews.GRADES)


def painted(low: float, share: float, high: float, *, known: bool = True) -> list[str]:
    """The colors along the middle of a bar of a hundred pixels."""
    theme, _ = look()
    image = QImage(100, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_interval(painter, theme, QRectF(0, 0, 100, 20), low, share, high, known=known)
    painter.end()
    return [image.pixelColor(x, 10).name().upper() for x in range(100)]


def test_the_band_lies_where_the_interval_lies() -> None:
    theme, _ = look()
    row = painted(0.3, 0.5, 0.8)
    assert row[20] == theme.colors.line
    assert row[35] == row[75] == theme.colors.bar_soft
    assert row[50] == theme.colors.accent
    assert row[90] == theme.colors.line


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_none_and_all_right_are_still_seen(share: float) -> None:
    theme, _ = look()
    assert theme.colors.accent in painted(share, share, share)


def test_too_few_answers_paint_no_share() -> None:
    theme, _ = look()
    row = painted(0.3, 0.5, 0.8, known=False)
    assert theme.colors.accent not in row
    assert theme.colors.bar_soft not in row


def test_days_are_told_in_words(qtbot: QtBot) -> None:
    dots = DayDots(look()[0])
    qtbot.addWidget(dots)
    dots.show_days([DayLine("Monday 2 November", 4), DayLine("Tuesday 3 November", 0)])
    assert dots.accessibleName() == "4 decisions in the last 2 days"
    assert dots.accessibleDescription() == "Monday 2 November: 4"
    dots.grab()


def table(qtbot: QtBot, width: int, lines: list[MasteryLine]) -> MasteryTable:
    made = MasteryTable(look()[0], "Rules")
    qtbot.addWidget(made)
    made.resize(width, 500)
    made.show_lines(lines)
    made.show()
    qtbot.waitExposed(made)
    return made


LONG = MasteryLine(
    "R01", "A rule of very many words " * 8, 12, 9, 0.4, 0.9, (0.9, 0.8, 0.5), "now", "2026", 1
)
SHORT = MasteryLine("R02", "Short", number=2)


@pytest.mark.parametrize("width", [300, 500, 1000])
def test_rows_are_as_high_as_their_words(qtbot: QtBot, width: int) -> None:
    made = table(qtbot, width, [LONG, SHORT])
    high = [made.visualRect(made.lines.index(row)).height() for row in range(2)]
    assert high[0] > high[1] > 20
    made.grab()


def test_the_row_stood_on_is_kept_when_the_order_changes(qtbot: QtBot) -> None:
    made = table(qtbot, 500, [LONG, SHORT])
    made.come_to("R02")
    made.show_lines([SHORT, LONG])
    assert made.key == "R02"
    assert made.currentIndex().row() == 0
    made.show_lines([])
    assert made.key == ""


def test_letters_are_handed_on_and_arrows_kept(qtbot: QtBot) -> None:
    made = table(qtbot, 500, [LONG, SHORT])
    with qtbot.waitSignal(made.typed) as typed:
        QTest.keyClick(made, Qt.Key.Key_B)
    assert typed.args == ["b"]
    with qtbot.waitSignal(made.line_passed) as passed:
        QTest.keyClick(made, Qt.Key.Key_Down)
    assert passed.args == ["R02"]

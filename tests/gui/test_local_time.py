from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale

from relall_trainer.gui.local_time import day_of, day_words, when

NOON = "2026-11-02T12:00:00.000+00:00"


@pytest.fixture(autouse=True)
def usual_locale() -> Iterator[None]:
    usual = QLocale()
    yield
    QLocale.setDefault(usual)


def test_in_the_reader_s_language() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert when(NOON).startswith("02.11.26 ")
    assert day_of(NOON) == day_words(date(2026, 11, 2)) == "02.11.26"


def test_where_no_language_is_set() -> None:
    QLocale.setDefault(QLocale.c())
    assert when(NOON).startswith("2026-11-02 ")
    assert day_of(NOON) == day_words(date(2026, 11, 2)) == "2026-11-02"


def test_what_is_no_moment_is_told_as_it_is() -> None:
    assert when("some day") == day_of("some day") == "some day"

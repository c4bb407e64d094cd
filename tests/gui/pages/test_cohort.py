"""The page of the cohorts: one button where there is nothing, the next step first, three hundred learners quick."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from relall_trainer.gui.pages.cohort import CohortPage
from relall_trainer.gui.teach_lines import CohortLines, GivenLine, KeyLine, LearnerLine
from tests.gui.stage import formatted_labels, look, nameless

NAMES = [("c1", "Fellows 2026"), ("c2", "Fellows <2025>")]
GIVEN = GivenLine("a1", "CNS relapse & more", 2, True, "due Fri 4 Dec, 17:00", 3, 9, "feedback", True)


def cohort(learners: int = 9, given: int = 1, *, waiting: bool = False) -> CohortLines:
    key = KeyLine("ab" * 32, "K7QD-2M4X")
    return CohortLines(
        "c1",
        "Fellows 2026",
        tuple(
            LearnerLine(f"L{place:03}", f"Learner {place:03}", (key,) if waiting and place == 2 else ())
            for place in range(1, learners + 1)
        ),
        given=tuple(
            GivenLine(f"a{place}", f"Title {place}", 1, False, "due", 0, learners) for place in range(given)
        ),
    )


def shown(
    qtbot: QtBot, lines: CohortLines | None, scale: int = 100, size: tuple[int, int] = (1020, 690)
) -> CohortPage:
    page = CohortPage(*look(scale=scale))
    qtbot.addWidget(page)
    page.resize(*size)
    page.show_cohorts(NAMES if lines else [], lines)
    page.show()
    qtbot.waitExposed(page)
    page.setFocus()
    qtbot.waitUntil(lambda: page.focusWidget() not in (None, page))
    return page


def visible(page: CohortPage, words: str) -> QPushButton:
    return next(
        one for one in page.findChildren(QPushButton) if one.isVisibleTo(page) and one.text() == words
    )


def primary(page: CohortPage) -> list[str]:
    buttons = page.findChildren(QPushButton)
    return [one.text() for one in buttons if one.isVisibleTo(page) and one.property("role") == "primary"]


def test_without_a_cohort_there_is_one_button(qtbot: QtBot) -> None:
    page = shown(qtbot, None)
    assert [one.text() for one in page.findChildren(QPushButton) if one.isVisibleTo(page)] == [
        "Start a cohort"
    ]
    with qtbot.waitSignal(page.new_cohort_asked):
        visible(page, "Start a cohort").click()


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (None, "Start a cohort"),
        (cohort(0, 0), "Add…"),
        (cohort(9, 0), "New assignment"),
        (cohort(9, 1), "New assignment"),
        (cohort(9, 1, waiting=True), "Confirm…"),
    ],
)
def test_the_keyboard_is_on_the_next_step(qtbot: QtBot, lines: CohortLines | None, first: str) -> None:
    page = shown(qtbot, lines)
    focused = page.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == first
    assert len(primary(page)) == (2 if lines is not None and lines.to_confirm else 1)


def test_a_key_to_confirm_is_said_once_and_led_to(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort(9, 1, waiting=True))
    said = [one.text() for one in page.findChildren(QLabel) if "to confirm, once" in one.text()]
    assert said == [
        "1 key to confirm, once: Learner 002. Until then the results are flagged.",
    ]
    with qtbot.waitSignal(page.confirm_asked) as asked:
        page.confirm.click()
    assert asked.args == ["L002"]


def test_an_assignment_leads_to_what_can_be_done_with_it(qtbot: QtBot) -> None:
    lines = CohortLines("c1", "Fellows 2026", cohort().learners, given=(GIVEN,))
    page = shown(qtbot, lines)
    for words, signal in (
        ("Open gradebook", page.gradebook_asked),
        ("New version", page.version_asked),
        ("Write files again…", page.files_asked),
        ("Release feedback…", page.release_asked),
        ("Discuss", page.present_asked),
    ):
        with qtbot.waitSignal(signal) as asked:
            visible(page, words).click()
        assert asked.args == ["a1"]
        assert GIVEN.title in visible(page, words).accessibleName()
    texts = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    assert "3 of 9 handed in" in texts
    assert "Exam · version 2 · due Fri 4 Dec, 17:00 · feedback" in texts


def test_feedback_is_released_only_where_it_waits(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort())
    assert not any(one.text().startswith("Release") for one in page.findChildren(QPushButton))


def test_older_assignments_come_when_they_are_asked_for(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort(9, 30))
    assert len(page.given.frames) == 10
    visible(page, "Show 20 older").click()
    assert len(page.given.frames) == 30


def test_what_is_shown_again_unchanged_is_not_built_again(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort(9, 3))
    before = list(page.given.frames)
    page.show_cohorts(NAMES, cohort(9, 3))
    assert page.given.frames == before


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("lines", [None, cohort(0, 0), cohort(300, 12, waiting=True)])
def test_everything_has_a_name_and_stays_on_the_page(
    qtbot: QtBot, lines: CohortLines | None, scale: int
) -> None:
    page = shown(qtbot, lines, scale, (1040, 688))
    assert nameless(page) == []
    assert formatted_labels(page) == []
    for button in page.findChildren(QPushButton):
        if button.isVisibleTo(page):
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            left = button.mapTo(page, button.rect().topLeft()).x()
            assert left >= 0, button.text()
            assert left + button.width() <= page.width(), button.text()


def test_the_folder_can_be_chosen_and_left(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort())
    assert not page.leave_folder.isVisible()
    with qtbot.waitSignal(page.folder_asked):
        page.choose_folder.click()
    page.show_cohorts(NAMES, CohortLines("c1", "Fellows 2026", folder="/a/shared/folder"))
    with qtbot.waitSignal(page.folder_left):
        page.leave_folder.click()


def test_each_action_has_a_name_of_its_own(qtbot: QtBot) -> None:
    page = shown(qtbot, cohort())
    names = [named.id for named, _ in page.named_actions()]
    assert len(names) == len(set(names))
    assert all(name.startswith("cohort.") for name in names)

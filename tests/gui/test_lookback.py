"""From the history into an attempt, down the other road, and both roads side by side; all of it through the desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.errors import StoreError
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.casework import Casework
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.pages.compare import ComparePage
from relall_trainer.gui.pages.history import HistoryPage
from relall_trainer.gui.pages.review import ReviewPage
from relall_trainer.gui.settings import SettingsFile
from relall_trainer.paths import Profile
from tests.gui.stage import Listener, look
from tests.gui.test_desk import CASE, authors_choice, other_choice, play_through


class Door:
    """Stands for the way to the library, which never opens."""

    def give(self, take: object) -> None: ...


class Stage:
    """Casework with its pages on a stack, as the window holds them."""

    def __init__(self, qtbot: QtBot, desk: Desk, profile: Profile) -> None:
        theme, icons = look()
        self.desk = desk
        self.listener = Listener()
        self.casework = Casework(desk, Door(), self.listener, theme, icons, SettingsFile(profile.settings))  # type: ignore[arg-type]
        self.casework.page_asked.connect(self.go)
        self.drilled: list[str] = []
        self.casework.drill_asked.connect(self.drilled.append)
        self.stack = QStackedWidget()
        qtbot.addWidget(self.stack)
        self.stack.resize(1068, 680)
        self.stack.show()
        self.here = ""

    def go(self, place: str) -> None:
        casework = self.casework
        page: QWidget = {
            "cases": lambda: casework.cases,
            "history": lambda: casework.history,
            "play": lambda: casework.play,
            "debrief": lambda: casework.debrief,
            "review": lambda: casework.review,
            "compare": lambda: casework.comparison,
        }[place]()
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        if place == "history":
            casework.show_history()
        self.stack.setCurrentWidget(page)
        self.here = place

    @property
    def history(self) -> HistoryPage:
        return self.casework.lookback.history

    @property
    def review(self) -> ReviewPage:
        return self.casework.lookback.review

    @property
    def comparison(self) -> ComparePage:
        return self.casework.lookback.comparison

    def words(self) -> str:
        page = self.stack.currentWidget()
        assert page is not None
        return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


@pytest.fixture
def stage(qtbot: QtBot, desk: Desk, profile: Profile) -> Iterator[Stage]:
    made = Stage(qtbot, desk, profile)
    yield made
    desk.close()


def keys(page: HistoryPage) -> list[str]:
    rows = page.decisions.list.rows
    return [rows.key(row) for row in range(rows.rowCount())]


def test_every_decision_of_every_attempt_is_found_and_opened_as_it_was(stage: Stage, qtbot: QtBot) -> None:
    attempt = play_through(stage.desk)
    stage.go("history")
    stage.history.choose("decisions")
    road = stage.desk.open(attempt).encounter
    qtbot.waitUntil(lambda: len(keys(stage.history)) == len(road.path))
    qtbot.waitUntil(lambda: f"{len(road.path)} decisions" in stage.words())
    view = stage.history.decisions.list
    view.setCurrentIndex(view.rows.index(len(road.path) - 2))  # newest first: this is the second decision
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert stage.here == "review"
    assert stage.review.head.decision.shown.startswith(f"2 of {len(road.path)}")
    assert stage.review.session is not None
    assert stage.review.session.attempt == attempt


def test_filters_and_words_narrow_what_is_found(stage: Stage, qtbot: QtBot) -> None:
    attempt = stage.desk.start(CASE)
    attempt.commit(authors_choice(attempt), "certain", "because of the pleocytosis")
    attempt.commit(other_choice(attempt), "guessing", "no idea")
    attempt.note(attempt.encounter.path[0].node, "ask about headaches")
    stage.casework.lookback.show_decisions(text="pleocyt")
    assert stage.here == "history"
    qtbot.waitUntil(lambda: len(keys(stage.history)) == 1)
    filters = stage.history.decisions.filters
    filters.show_all()
    assert len(keys(stage.history)) == 2
    filters.choice("notes").pick("with")
    assert len(keys(stage.history)) == 1
    filters.choice("confidence").pick("guessing")
    assert keys(stage.history) == []
    assert "No decision fits" in stage.words()


def test_down_the_other_road_and_both_side_by_side(stage: Stage, qtbot: QtBot) -> None:
    attempt = play_through(stage.desk)
    stage.casework.open_attempt(attempt)
    assert stage.here == "debrief"
    stage.casework.debrief.review_asked.emit("")
    assert stage.here == "review"
    stage.review.show_place(2)
    node = stage.review.session.encounter.path[2].node  # type: ignore[union-attr]
    qtbot.keyClick(stage.review, Qt.Key.Key_F)
    assert stage.here == "play"
    session = stage.casework.play.session
    assert session is not None
    assert session.encounter.node == node
    assert session.fork_of == attempt
    assert "It counts nowhere" in stage.listener.told[-1]
    session.commit(other_choice(session))
    stage.casework.lookback.look_back(session)
    assert stage.review.head.compare.isVisible()
    qtbot.keyClick(stage.review, Qt.Key.Key_V)
    assert stage.here == "compare"
    qtbot.waitUntil(lambda: "In common: 2 decisions" in stage.words())
    assert "The other road" in stage.words()
    stage.comparison.road_asked.emit("left")
    assert stage.here == "review"
    assert stage.review.session is not None
    assert stage.review.session.attempt == attempt
    assert not stage.review.head.compare.isVisible()


def test_a_finished_fork_offers_to_be_compared(stage: Stage) -> None:
    attempt = play_through(stage.desk)
    fork = stage.desk.fork(attempt, 1)
    while not fork.encounter.ended:
        fork.commit(authors_choice(fork))
    stage.casework.go_on_with(fork)
    stage.casework.play.show_session(fork)
    assert stage.here == "debrief"
    assert "it counts nowhere" in stage.listener.told[-1]
    stage.casework.lookback.compare(attempt, fork.attempt)
    assert "The roads are the same" in stage.words()


def test_forks_are_listed_but_never_counted(stage: Stage, qtbot: QtBot) -> None:
    attempt = play_through(stage.desk)
    stage.go("history")
    qtbot.waitUntil(lambda: stage.desk.index.behind(stage.desk.store) == 0)  # type: ignore[union-attr]
    index = stage.desk.index
    assert index is not None
    before = (
        index.rule_tallies(),
        index.dimension_tallies(),
        index.calibration(),
        index.trend(),
        list(index.grades()),
    )
    fork = stage.desk.fork(attempt, 1)
    while not fork.encounter.ended:
        fork.commit(other_choice(fork) if len(fork.encounter.path) == 1 else any_choice(fork), "certain")
    fork.finish()
    stage.history.choose("decisions")
    stage.history.decisions.filters.choice("source").pick("fork")
    qtbot.waitUntil(lambda: len(keys(stage.history)) == len(fork.encounter.record) - 1)  # but for the copy
    after = (
        index.rule_tallies(),
        index.dimension_tallies(),
        index.calibration(),
        index.trend(),
        list(index.grades()),
    )
    assert after == before


def any_choice(session: AttemptSession) -> tuple[str, ...]:
    """What the authors chose, or anything legal where they never came."""
    encounter = session.encounter
    theirs = [step.chosen for step in encounter.case.authors_path if step.node == encounter.node]
    last = tuple(group.options[-1].action for group in encounter.current.groups if group.pick == "one")
    return theirs[0] if theirs else last


def test_patterns_lead_to_a_drill_and_to_the_decisions(stage: Stage, qtbot: QtBot) -> None:
    session = stage.desk.start(CASE)
    session.commit(other_choice(session), "certain")
    session.commit(any_choice(session), "certain")
    stage.go("history")
    stage.history.choose("patterns")
    view = stage.history.patterns.rules.list
    qtbot.waitUntil(lambda: view.rows.rowCount() > 0)
    rule = view.rows.key(0)
    qtbot.keyClick(view, Qt.Key.Key_D)
    assert stage.drilled == [rule]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert stage.history.view == "decisions"
    assert stage.history.decisions.wish().rule == rule
    assert keys(stage.history)
    behind = len(keys(stage.history))
    other_road = stage.desk.fork(session.attempt, 0)
    other_road.commit(other_choice(other_road), "certain")
    stage.go("history")
    stage.history.choose("patterns")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(keys(stage.history)) == behind, "what counts nowhere is not behind a number"
    for section in ("trend", "sure", "harmful"):
        stage.history.choose("patterns")
        stage.history.patterns.choose(section)
    assert stage.history.patterns.sure.list.rows.rowCount() == 1


def test_attempts_are_found_by_what_was_said_in_them(stage: Stage, qtbot: QtBot) -> None:
    said = stage.desk.start(CASE)
    said.commit(authors_choice(said), None, "because of the pleocytosis")
    other = stage.desk.start(CASE)
    other.commit(authors_choice(other), None, "so it stands")
    stage.go("history")
    rows = stage.history.attempts.list.rows
    qtbot.waitUntil(lambda: rows.rowCount() == 2)
    stage.history.attempts.text.setText("pleocytosis")
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    assert rows.key(0) == said.attempt
    stage.history.attempts.status.pick("finished")
    assert rows.rowCount() == 0


def test_an_attempt_that_is_gone_is_said(stage: Stage) -> None:
    stage.casework.lookback.look_at("no-such", 0)
    assert "no longer in your record" in stage.listener.troubles["trouble"][0].what


def test_a_fork_that_cannot_be_written_is_said_and_can_be_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = play_through(stage.desk)
    stage.casework.lookback.look_at(attempt, 1)

    def full(*_given: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(stage.desk, "fork", full)
    stage.review.take_other_road()
    assert stage.here == "review"
    error, acts = stage.listener.troubles["store"]
    assert error.what == "The disk is full."
    monkeypatch.undo()
    acts[0][1]()  # type: ignore[index]
    assert stage.here == "play"


def test_the_record_is_read_in_slices_with_the_page_in_use(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relall_trainer.gui import catching_up

    monkeypatch.setattr(catching_up, "_SLICE_MS", 0)
    monkeypatch.setattr(catching_up, "_TELL_AFTER_MS", 0)
    for _ in range(6):
        play_through(stage.desk)
    stage.go("history")
    stage.history.choose("decisions")
    assert "Reading your record:" in stage.words()
    some = len(keys(stage.history))
    qtbot.waitUntil(lambda: "Reading your record:" not in stage.words())
    assert len(keys(stage.history)) > some
    play_through(stage.desk)
    stage.go("history")
    stage.desk.close()  # in the middle of it
    assert stage.desk.index is not None
    assert stage.desk.index.behind(stage.desk.store) >= 0

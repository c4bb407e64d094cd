"""PDFs and decks: of what is shown, where it was asked for, over nothing that was not asked about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from relall_trainer.gui.desk import Desk
from relall_trainer.gui.prints import history as history_print
from relall_trainer.gui.taking_along import NOT_FOR_PAPER, TakingAlong
from relall_trainer.interop import anki_deck
from relall_trainer.paths import Profile
from tests.gui.stage import look
from tests.gui.test_desk import CASE, other_choice, play_through
from tests.gui.test_lookback import Stage

OTHER_CASE = "early-t-cell-relapse"


class Shelf:
    """Stands for the way to the library: one without an entry."""

    def give(self, take: Any) -> None:
        take(SimpleNamespace(all_items=lambda: ()))


class Desktop:
    """The window's work with what is saved from it, and where it goes next."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self.stage = stage
        self.path = str(folder / "saved.pdf")
        places: Any = SimpleNamespace(casework=stage.casework)
        shelf, messages = Shelf(), stage.listener
        self.taking = TakingAlong(
            stage.stack, stage.desk, places, shelf, messages, look()[0], lambda *_asked: self.path  # type: ignore[arg-type]
        )  # fmt: skip

    def words(self) -> str:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(self.path).pages).split())


@pytest.fixture
def desktop(qtbot: QtBot, desk: Desk, profile: Profile, tmp_path: Path) -> Iterator[Desktop]:
    stage = Stage(qtbot, desk, profile)
    yield Desktop(stage, tmp_path)
    stage.stack.hide()


def test_of_the_attempt_looked_back_on_not_of_the_one_played_last(desktop: Desktop) -> None:
    stage = desktop.stage
    earlier = play_through(stage.desk, OTHER_CASE)
    stage.casework.start_case(CASE)
    stage.casework.lookback.look_at(earlier, 1)
    desktop.taking.save_page("review")
    title = stage.desk.open(earlier).encounter.case.head.title
    assert f"Debrief: {title}" in desktop.words()


def test_of_an_attempt_under_way_there_is_no_debrief(desktop: Desktop) -> None:
    stage = desktop.stage
    session = stage.desk.start(CASE)
    session.commit(other_choice(session))
    stage.casework.lookback.look_at(session.attempt, 0)
    desktop.taking.save_page("review")
    assert "not come to its end" in stage.listener.told[-1]
    desktop.taking.save_page("debrief")
    assert stage.listener.told[-1] == NOT_FOR_PAPER
    assert not Path(desktop.path).exists()


def test_the_history_on_paper_is_the_one_shown(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = desktop.stage
    attempt = play_through(stage.desk)
    fork = stage.desk.fork(attempt, 1)
    stage.go("history")
    stage.history.attempts.source.pick("fork")
    printed: list[list[str]] = []
    sheet = history_print.history_sheet

    def spy(lines: Any, count: int, told: str) -> Any:
        printed.append([line.id for line in lines])
        assert count == len(lines)
        return sheet(lines, count, told)

    monkeypatch.setattr(history_print, "history_sheet", spy)
    desktop.taking.save_page("history")
    assert printed == [[fork.attempt]]


@pytest.mark.parametrize("what", ["pdf", "deck"])
def test_a_file_nobody_was_asked_about_is_not_written_over(
    desktop: Desktop, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        anki_deck, "evidence_cards", lambda _items: (anki_deck.DeckCard("a", "b", "c", "d", "e"),)
    )
    ending = ".pdf" if what == "pdf" else ".apkg"
    whole = Path(desktop.path).with_suffix(ending)
    whole.write_text("mine")
    desktop.path = str(whole.with_suffix(""))

    def save() -> None:
        desktop.taking.save_page("history") if what == "pdf" else desktop.taking.save_deck()

    desktop.stage.go("history")
    save()
    assert whole.read_text() == "mine"
    assert "there already" in desktop.stage.listener.told[-1]
    desktop.path = str(whole)
    save()
    assert whole.read_bytes()[:2] in (b"%P", b"PK")


def test_a_rule_of_another_version_makes_no_card(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> None:
    index = desktop.stage.desk.index
    assert index is not None
    tally = SimpleNamespace(rule="R01", version="frey-luger-2015 0.9.0 · scoring 1", n=3, right=0)
    monkeypatch.setattr(index, "rule_tallies", lambda: (tally,))
    assert desktop.taking._missed() == []

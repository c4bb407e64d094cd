from __future__ import annotations

import pytest

from relall_trainer.encounter import play
from relall_trainer.encounter.choice import ChoiceFault
from relall_trainer.encounter.events import Committed, Finished, SteppedBack
from relall_trainer.errors import StoreError
from relall_trainer.gui.attempt_session import AttemptSession
from tests.gui.stage import NOON, MemoryRecord, small_case


@pytest.fixture
def record() -> MemoryRecord:
    return MemoryRecord()


@pytest.fixture
def session(record: MemoryRecord, algorithm: object) -> AttemptSession:
    encounter = play.start(small_case(), algorithm)  # type: ignore[arg-type]
    return AttemptSession("a1", encounter, record, lambda: NOON, saved_at=NOON)


def test_a_commit_is_written_before_it_counts(session: AttemptSession, record: MemoryRecord) -> None:
    visit = session.commit(["wu-marrow"], "certain", "sure", 900)
    event = record.events[0]
    assert isinstance(event, Committed)
    assert (event.node, event.chosen, event.confidence) == ("first", ("wu-marrow",), "certain")
    assert (event.rationale, event.elapsed_ms) == ("sure", 900)
    assert session.last_visit is visit
    assert session.saved_at == NOON


def test_what_cannot_be_written_has_not_happened(session: AttemptSession, record: MemoryRecord) -> None:
    record.full = True
    before = session.encounter
    with pytest.raises(StoreError):
        session.commit(["wu-marrow"])
    assert session.encounter is before
    with pytest.raises(StoreError):
        session.note("first", "x")
    assert not session.notes
    record.full = False
    session.commit(["wu-marrow"])
    assert session.encounter.node == "second"
    record.full = True
    with pytest.raises(StoreError):
        session.step_back()
    assert session.encounter.node == "second"


def test_a_choice_that_is_not_allowed_writes_nothing(session: AttemptSession, record: MemoryRecord) -> None:
    with pytest.raises(ChoiceFault):
        session.commit(["no-such-step"])
    assert record.events == []


def test_going_back_and_finishing(session: AttemptSession, record: MemoryRecord) -> None:
    session.commit(["wu-marrow"])
    session.step_back()
    assert isinstance(record.events[-1], SteppedBack)
    session.finish()
    assert not session.finished, "it does not stand at an ending"
    session.commit(["wu-watch"])
    assert session.encounter.ended
    assert session.can_step_back
    session.finish()
    session.finish()
    assert [type(event) for event in record.events].count(Finished) == 1
    assert not session.can_step_back


def test_notes_replace_one_another(session: AttemptSession) -> None:
    session.note("first", "one")
    session.note("first", "two")
    assert session.notes == {"first": "two"}
    session.note("first", "")
    assert session.notes == {}

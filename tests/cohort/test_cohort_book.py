"""Cohorts in the record: every change can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from relall_trainer.cohort.cohort_book import CohortBook
from relall_trainer.cohort.roster import Learner, RosterFault
from tests.cohort.teaching_desk import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "teacher")
    yield made
    made.store.close()


@pytest.fixture
def cohorts(desk: Desk) -> CohortBook:
    return desk.teaching.cohorts


def test_made_renamed_removed_and_put_back(cohorts: CohortBook) -> None:
    made = cohorts.create("Fellows", [Learner("L1"), Learner("L2", "Two")])
    assert cohorts.all() == (made,)
    before = cohorts.rename(made.id, "Fellows 2026")
    assert cohorts.get(made.id).name == "Fellows 2026"
    removed = cohorts.remove(made.id)
    assert cohorts.all() == ()
    assert cohorts.find(made.id) is None
    cohorts.put_back(removed)
    cohorts.put_back(before)
    assert cohorts.all() == (made,)


def test_learners_come_change_and_go(cohorts: CohortBook) -> None:
    made = cohorts.create("Fellows")
    cohorts.add(made.id, [Learner("L1"), Learner("L2")])
    cohorts.change(made.id, "L1", Learner("L9", "Nine"))
    before = cohorts.take_out(made.id, "L2")
    assert cohorts.get(made.id).learners == (Learner("L9", "Nine"),)
    cohorts.put_back(before)
    assert cohorts.get(made.id).codes == ("L9", "L2")


def test_what_cannot_be(cohorts: CohortBook) -> None:
    made = cohorts.create("Fellows")
    for name in ("fellows", "", "=x", "a\u202eb"):
        with pytest.raises(RosterFault):
            cohorts.create(name)
    cohorts.rename(made.id, "FELLOWS")
    with pytest.raises(RosterFault):
        cohorts.get("gone")
    with pytest.raises(RosterFault):
        cohorts.add(made.id, [Learner("@x")])
    assert cohorts.get(made.id).learners == ()

"""Taking results in: any order, often, on two computers; a bad file by itself, and nothing before the end."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.cohort.gradebook_plain import plain_gradebook
from relall_trainer.cohort.importing import ACCEPTED, KNOWN, SET_ASIDE
from relall_trainer.cohort.paper_kinds import ASIDE, SUBMISSION
from relall_trainer.cohort.sent import Sent
from tests.cohort.teaching_desk import Desk, assigned, hand_in, handed, key_of, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "teacher")
    yield made
    made.store.close()


@pytest.fixture
def sent(desk: Desk) -> Sent:
    return assigned(desk)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def filled(inbox: Path, sent: Sent) -> list[Path]:
    """Six good files, two of them of one learner with two keys, and six bad ones."""
    one = sent.assignment
    texts = {
        "one": handed(one, "Learner 01"),
        "one-again": handed(one, "Learner 01", number=2),
        "two": handed(one, "Learner 02", lots=random.Random(2)),
        "two-other-key": handed(one, "Learner 02", lots=random.Random(5), key=key_of("another")),
        "three": handed(one, "Learner 03", lots=random.Random(3)),
    }
    paths = [hand_in(inbox, text, name) for name, text in texts.items()]
    paths.append(hand_in(inbox, texts["one"] + "\n \n", "one-from-mail"))
    paths.append(hand_in(inbox, texts["three"].replace("leaning", "certain"), "altered"))
    paths.append(hand_in(inbox, texts["three"][:-90], "cut"))
    paths.append(hand_in(inbox, "{}", "foreign"))
    paths.append(hand_in(inbox, "%PDF-1.7 \x00", "paper"))
    paths.append(hand_in(inbox, "", "empty"))
    paths.append(hand_in(inbox, handed(one, "Stranger"), "stranger"))
    return paths


def book_of(desk: Desk, sent: Sent) -> dict[str, Any]:
    return plain_gradebook(desk.teaching.gradebook(sent.assignment.id))


def aside_of(desk: Desk) -> list[tuple[str, str]]:
    return sorted((one.sha256, one.code) for one in desk.teaching.aside())


def test_each_file_by_itself(desk: Desk, sent: Sent, inbox: Path) -> None:
    filled(inbox, sent)
    importing = desk.teaching.import_files([inbox]).run()
    by_name = {one.name.removesuffix(".relall-results"): one for one in importing.outcomes}
    assert importing.count(ACCEPTED) == 5
    assert importing.count(KNOWN) == 1
    assert {name: one.code for name, one in by_name.items() if one.status == SET_ASIDE} == {
        "altered": "altered",
        "cut": "not-json",
        "foreign": "not-ours",
        "paper": by_name["paper"].code,
        "empty": "empty",
        "stranger": "unknown-learner",
    }
    assert all(one.reason for one in importing.outcomes if one.status == SET_ASIDE)
    assert by_name["one"].learner == "Learner 01"
    assert by_name["one-again"].number == 2
    again = desk.teaching.import_files([inbox]).run()
    assert again.count(ACCEPTED) == 0
    assert again.count(KNOWN) == 6


@pytest.mark.parametrize("seed", range(6))
def test_any_order_in_any_portions_on_two_computers_is_one_gradebook(
    desk: Desk, sent: Sent, inbox: Path, tmp_path: Path, seed: int
) -> None:
    paths = filled(inbox, sent)
    desk.store.back_up()
    desk.store.close()
    results = []
    for computer in ("here", "there"):
        shutil.copytree(desk.profile.folder, tmp_path / computer)
        lots = random.Random(f"{seed} {computer}")
        other = open_desk(tmp_path / computer)
        todo = [*paths, *lots.sample(paths, 5)]
        lots.shuffle(todo)
        while todo:
            portion = [todo.pop() for _ in range(min(len(todo), lots.randint(1, 6)))]
            other.teaching.import_files(portion).run()
        results.append((book_of(other, sent), aside_of(other)))
        other.store.close()
        other = open_desk(tmp_path / computer)
        results.append((book_of(other, sent), aside_of(other)))
        other.store.close()
    assert results[0] == results[1] == results[2] == results[3]
    assert len(results[0][0]["learners"]) == 3
    open_desk(desk.profile.folder).store.close()


def test_nothing_is_kept_before_the_end_and_stopping_leaves_nothing(
    desk: Desk, sent: Sent, inbox: Path
) -> None:
    filled(inbox, sent)
    for after in range(13):
        importing = desk.teaching.import_files([inbox])
        for _ in range(after):
            next(importing)
        importing.stop()
        assert list(importing) == []
        assert not importing.done
    assert desk.store.paper_ids(SUBMISSION) == desk.store.paper_ids(ASIDE) == ()
    told = list(desk.teaching.import_files([inbox]))
    assert told[0] == (0, 12)
    assert told[-1] == (12, 12)
    assert len(desk.store.paper_ids(SUBMISSION)) == 5


def test_what_is_no_file_at_all(desk: Desk, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.relall-results"
    os.mkfifo(fifo)
    paths = [fifo, tmp_path / "missing.relall-results", Path("/dev/zero")]
    importing = desk.teaching.import_files(paths).run()
    assert [one.code for one in importing.outcomes] == ["not-a-file"] * 3
    assert desk.teaching.aside() == ()


def test_a_file_whose_assignment_comes_later_is_tried_again(desk: Desk, inbox: Path, tmp_path: Path) -> None:
    desk.store.close()
    shutil.copytree(desk.profile.folder, tmp_path / "older")
    newer = open_desk(desk.profile.folder)
    sent = assigned(newer)
    paths = newer.store.papers("assignment"), newer.store.papers("text")
    path = hand_in(inbox, handed(sent.assignment, "Learner 01"), "one")
    older = open_desk(tmp_path / "older")
    outcome = older.teaching.import_files([path]).run().outcomes[0]
    assert outcome.code == "unknown-assignment"
    older.store.put_papers([(one.kind, one.id, one.body) for papers in paths for one in papers])
    newer.store.close()
    again = older.teaching.import_files([]).run()
    assert [one.status for one in again.outcomes] == [ACCEPTED]
    assert older.teaching.aside() == ()
    assert older.teaching.handed_in(sent.assignment.id) == 1
    older.store.close()


def test_a_learner_put_on_the_list_later_is_taken_then(desk: Desk, sent: Sent, inbox: Path) -> None:
    hand_in(inbox, handed(sent.assignment, "Late Comer"), "late")
    assert desk.teaching.import_files([inbox]).run().outcomes[0].code == "unknown-learner"
    draft = sent.draft()
    more = type(draft)(
        **{
            **{name: getattr(draft, name) for name in draft.__slots__},
            "learners": (*draft.learners, "Late Comer"),
        }
    )
    desk.teaching.revise(sent.assignment.id, more)
    assert desk.teaching.import_files([]).run().count(ACCEPTED) == 1


def test_a_file_that_lies_aside_can_be_forgotten(desk: Desk, inbox: Path) -> None:
    hand_in(inbox, "{}", "foreign")
    desk.teaching.import_files([inbox]).run()
    (aside,) = desk.teaching.aside()
    assert aside.code == "not-ours"
    desk.teaching.clear_aside([aside.sha256])
    assert desk.teaching.aside() == ()

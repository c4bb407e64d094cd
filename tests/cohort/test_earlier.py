"""Scores found before a correction stay to be read: in the gradebook, decision by decision, and in each export."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.earlier import EarlierScore, earlier_marks, earlier_scores
from relall_trainer.cohort.gradebook import Gradebook
from relall_trainer.cohort.gradebook_csv import write_matrix
from relall_trainer.cohort.gradebook_plain import plain_gradebook
from relall_trainer.cohort.sent import Sent
from relall_trainer.errors import BadFile
from relall_trainer.gui.gradebook_words import earlier_words, matrix_lines
from relall_trainer.gui.prints.gradebook import gradebook_sheet
from tests.cohort.teaching_desk import Desk, assigned, hand_in, handed, open_desk

EXAM = {"mode": "exam", "release": "by_teacher"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "teacher")
    yield made
    made.store.close()


def take_in(desk: Desk, folder: Path, sent: Sent, *learners: str) -> None:
    folder.mkdir(exist_ok=True)
    for learner in learners:
        hand_in(folder, handed(sent.assignment, learner, lots=random.Random(len(learner))), learner)
    assert desk.teaching.import_files([folder]).run().count("set-aside") == 0


def correct(desk: Desk, monkeypatch: pytest.MonkeyPatch, action: str, version: str) -> None:
    """Other rules, in force from now on: whoever recommended this step discourages it."""
    data = json.loads(desk.teaching._algorithm_text())
    for rule in data["rules"]:
        for row in rule["rows"]:
            if row.get("rating") == "recommended" and action in row.get("steps", ()):
                row["rating"] = "discouraged"
    data["algorithm"]["version"] = version
    data["sha256"] = version[-1] * 64
    text = json.dumps(data)
    monkeypatch.setattr(desk.teaching, "_algorithm_text", lambda: text)
    monkeypatch.setattr(desk.teaching, "_algorithm", lambda: algorithm_from_text(text))


def score_again(desk: Desk, assignment: str) -> None:
    desk.clock.now += timedelta(days=1)
    correction = desk.teaching.correction(assignment)
    assert correction.changes
    desk.teaching.accept(correction)


def earlier(book: Gradebook, learner: str) -> tuple[EarlierScore, ...]:
    row = book.row(learner)
    assert row is not None
    return earlier_scores(row, book.earlier)


def right_steps(book: Gradebook) -> list[str]:
    """Two steps that were recommended and chosen."""
    marks = [mark for one in book.rows[0].results for mark in one.marks if mark.verdict == "recommended"]
    return [marks[0].chosen[0], marks[-1].chosen[0]]


@pytest.mark.parametrize("terms", [{}, EXAM], ids=["practice", "exam"])
def test_a_score_found_before_is_read_in_every_place(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terms: dict[str, object]
) -> None:
    sent = assigned(desk, **terms)
    name = sent.assignment.id
    take_in(desk, tmp_path / "in", sent, "Learner 01", "Learner 02")
    before = desk.teaching.gradebook(name)
    assert before.earlier == ()
    correct(desk, monkeypatch, right_steps(before)[0], "1.1.0")
    score_again(desk, name)
    take_in(desk, tmp_path / "later", sent, "Learner 03")
    book = desk.teaching.gradebook(name)
    (stood,) = book.earlier
    assert [row.results for row in stood.book.rows[:2]] == [row.results for row in before.rows[:2]]
    assert stood.book.median == before.median
    (told,) = earlier(book, "Learner 01")
    assert told.row.percent == before.rows[0].percent != book.rows[0].percent
    assert earlier(book, "Learner 03") == ()  # handed in afterwards
    codes = {flag.code for row in book.rows for flag in row.flags}
    assert not codes & {"other-rules", "claim-differs"}  # it was not the learners who changed the rules
    sentence = told.told("3 Dec 2026")
    assert sentence.startswith(f"Was {(before.rows[0].percent or '').removesuffix('.0')}%, ")
    assert "1.0.0; scored again on 3 Dec 2026: the rules " in sentence
    assert sentence.endswith("1.0.0 became 1.1.0.")
    # On the screen, in the spreadsheet, in JSON and on paper.
    assert matrix_lines(book, str, lambda _at: "3 Dec 2026").rows[0].earlier == (sentence,)
    stream = io.StringIO(newline="")
    write_matrix(book, stream)
    first, *_ = csv.DictReader(io.StringIO(stream.getvalue()))
    assert f"Was {(before.rows[0].percent or '').removesuffix('.0')}%" in first["earlier_scores"]
    plain = json.loads(json.dumps(plain_gradebook(book)))["learners"][0]["earlier_scores"]
    assert [one["percent"] for one in plain] == [before.rows[0].percent]
    assert plain[0]["attempts"][0]["pins"][5] == "1.0.0"
    assert "Scored again" in gradebook_sheet(book).html()
    assert "Scored again" not in gradebook_sheet(before).html()
    # The decision itself.
    row, old = book.rows[0], before.rows[0]
    changed = [
        (cell.attempt, cell.mark, then.mark)
        for cell, then in zip(row.cells, old.cells, strict=True)
        if cell.mark and then.mark and cell.mark.points != then.mark.points
    ]
    assert changed
    for attempt, mark, then in changed:
        (was,) = earlier_marks(row, attempt, mark.node, book.earlier)
        assert was.mark == then
        (words,) = earlier_words(book, row, attempt, mark.node, lambda _at: "3 Dec 2026")
        assert words.startswith(f"Was {then.verdict}, ")
    same = next(
        cell for cell, then in zip(row.cells, old.cells, strict=True) if cell.mark and cell.mark == then.mark
    )
    assert same.mark is not None
    assert earlier_words(book, row, same.attempt, same.mark.node, str) == ()


def test_scored_again_twice(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = assigned(desk)
    name = sent.assignment.id
    take_in(desk, tmp_path / "in", sent, "Learner 01")
    books = [desk.teaching.gradebook(name)]
    for step, version in zip(right_steps(books[0]), ("1.1.0", "1.1.1"), strict=True):
        correct(desk, monkeypatch, step, version)
        score_again(desk, name)
        books.append(desk.teaching.gradebook(name))
    told = earlier(books[-1], "Learner 01")
    assert [one.row.percent for one in told] == [book.rows[0].percent for book in books[:-1]]
    assert [one.why.split()[-3:] for one in told] == [
        ["1.0.0", "became", "1.1.0"],
        ["1.1.0", "became", "1.1.1"],
    ]
    desk.store.close()
    again = open_desk(desk.profile.folder)
    assert earlier(again.teaching.gradebook(name), "Learner 01") == told
    again.store.close()


def test_scores_under_other_versions_are_in_no_average(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = assigned(desk)
    name = sent.assignment.id
    take_in(desk, tmp_path / "in", sent, "Learner 01", "Learner 02")
    alone = desk.teaching.gradebook(name)
    correct(desk, monkeypatch, right_steps(alone)[0], "1.1.0")
    newer = desk.teaching.revise(name, desk.teaching.draft_of(name))
    take_in(desk, tmp_path / "new", newer, "Learner 03")
    book = desk.teaching.gradebook(name)
    assert [row.apart for row in book.rows] == [False, False, True]
    assert (book.median, book.by_case, book.by_rule) == (alone.median, alone.by_case, alone.by_rule)
    assert "Learner 03" not in book.first_answers
    (flag,) = (flag for flag in book.rows[2].flags if flag.code == "other-series")
    assert "1.1.0" in flag.words
    assert [one["in_averages"] for one in plain_gradebook(book)["learners"]] == [True, True, False]
    assert {"frey-luger-2015 1.0.0", "frey-luger-2015 1.1.0"} <= set(book.versions)


def shorter(text: str, node: str, step: str) -> str:
    """The case without this step, and what it asks there worth more."""
    told = json.loads(text)
    for group in next(one for one in told["nodes"] if one["id"] == node)["groups"]:
        group["options"] = [option for option in group["options"] if option["action"] != step]
        group["weight"] = 9
    told.update(version="7.0.1", sha256="e" * 64)
    return json.dumps(told)


def test_an_attempt_that_does_not_fit_the_corrected_case_keeps_its_score(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = assigned(desk)
    name = sent.assignment.id
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(1, 4):
        learner = f"Learner {number:02}"
        hand_in(folder, handed(sent.assignment, learner, lots=random.Random(number)), learner)
    desk.teaching.import_files([folder]).run()
    before = desk.teaching.gradebook(name)
    shelf, case = desk.teaching._shelf, sent.assignment.items[0].case
    text = _without_a_step(before, shelf.case_text(case))
    other = shelf.case_text(sent.assignment.items[1].case)
    monkeypatch.setattr(type(shelf), "case_text", lambda _shelf, asked: text if asked == case else other)
    correction = desk.teaching.correction(name)
    gone = {one.learner for one in correction.changes if one.after is None}
    assert gone
    assert gone != {"Learner 01", "Learner 02", "Learner 03"}
    desk.clock.now += timedelta(days=1)
    desk.teaching.accept(correction)
    after = desk.teaching.gradebook(name)
    wanted = {one.attempt: one.after or one.before for one in correction.changes}
    for row, was in zip(after.rows, before.rows, strict=True):
        # What was announced came true, also for the other cases of whoever keeps a score.
        assert row.results == tuple(wanted.get(one.attempt, one) for one in was.results)
        assert row.apart == ((row.learner.code in gone) == (len(gone) == 1))  # whoever is not like most
        for cell, column in zip(row.cells, after.columns, strict=True):
            if cell.mark is not None:
                met = desk.teaching.as_met(name, row.files[-1], cell.attempt)
                place = met.place(column.node)
                assert place is not None
                assert met.encounter.record[place].score.points == cell.mark.points


def _without_a_step(book: Gradebook, text: str) -> str:
    """The first case without a step that some learners took and some did not."""
    for column in (one for one in book.columns if one.item == 0):
        cells = [row.cells[book.columns.index(column)].mark for row in book.rows]
        chosen = [set(mark.chosen) for mark in cells if mark is not None]
        for step in sorted(set().union(*chosen)):
            if sum(step in one for one in chosen) < len(book.rows):
                with suppress(BadFile):  # some steps decide where the case goes on
                    case_from_text(shorter(text, column.node, step))
                    return shorter(text, column.node, step)
    raise AssertionError("they all chose alike")

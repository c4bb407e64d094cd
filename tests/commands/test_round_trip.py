"""The whole round trip by commands with two profiles: practice, an exam, by folder; and every wrong file."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.commands.classroom import CASES, LEARNERS, Classroom, path_of
from tests.commands.conftest import Run


@pytest.fixture
def room(run: Run, tmp_path: Path) -> Classroom:
    return Classroom(run, tmp_path)


def test_practice_from_the_assignment_to_the_gradebook(room: Classroom) -> None:
    created = room.assigned("--due", "2099-01-01", "--mastery", 80, "--no-critical")
    file = path_of(created)
    opened = room.learner("assignment", "open", file, "--json")
    assert opened.status == 1  # who she is has to be said once
    assert opened.json["learners"] == list(LEARNERS)
    assert opened.json["key"] == created["key"]
    opened = room.learner("assignment", "open", file, "--as", LEARNERS[0])
    assert opened.status == 0
    assert "Due 2099-01-01" in opened.out
    results = room.handed_in(file)
    checked = room.teacher("submission", "check", results, "--json")
    assert checked.status == 0
    (told,) = checked.json
    assert [one["percent"] for one in told["results"]] == [100.0, 100.0]
    assert not told["confirmed"]
    done = room.teacher("gradebook", "import", results, "--json")
    assert (done.status, done.json["taken_in"]) == (0, 1)
    assert room.teacher("gradebook", "import", results.parent, "--json").json["known"] == 1
    (listed,) = room.teacher("gradebook", "show", "--json").json
    assert listed["handed_in"] == 1
    book = room.teacher("gradebook", "show", created["assignment"], "--json").json
    assert [row["percent"] for row in book["learners"]] == ["100.0", None]
    assert book["learners"][0]["mastery"] is True
    text = room.teacher("gradebook", "show", created["assignment"][:8]).out
    assert "Learner 01: 100%" in text
    assert "has not been confirmed" in text


def test_an_exam_to_the_feedback_on_the_learners_side(room: Classroom) -> None:
    created = room.assigned("--mode", "exam", "--minutes", 60, "--seed", 7, "--extra", "Learner 02=50")
    assert [one["learner"] for one in created["files"]] == [None, "Learner 02"]
    file = path_of(created)
    results = room.handed_in(file, wrong=1)
    before = room.learner("export", "history", "--format", "csv").out
    assert len(before.splitlines()) == 1  # nothing of an exam is in the record before the feedback
    assert room.teacher("gradebook", "import", results).status == 0
    name = created["assignment"]
    book = room.teacher("gradebook", "show", name, "--json").json
    states = [cell["state"] for cell in book["learners"][0]["cells"]]
    assert "missing" in states
    assert states.count("recommended") + states.count("acceptable") > 5
    given = room.teacher("gradebook", "release", name, "--to", room.folder / "out", "--json")
    (feedback,) = given.json["files"]
    assert room.learner("assignment", "open", feedback["path"]).status == 0
    rows = list(csv.DictReader(io.StringIO(room.learner("export", "history", "--format", "csv").out)))
    assert {row["mode"] for row in rows} == {"exam"}
    assert {row["case"] for row in rows} >= set(CASES)
    assert room.learner("submission", "create", file, "--to", room.folder / "back").status == 2


def test_by_folder_with_two_learners(room: Classroom) -> None:
    shared = room.folder / "shared"
    file = path_of(room.assigned(to="shared"))
    for code in LEARNERS:
        plans = room.plans(file)
        words = ("submission", "create", file, *plans, "--as", code, "--to", shared)
        assert room.learner(*words, who=code.replace(" ", "-")).status == 0
    assert len(list(shared.iterdir())) == 3
    done = room.teacher("gradebook", "import", shared, "--json")
    assert (done.status, done.json["taken_in"], done.json["set_aside"]) == (0, 2, 0)


def test_practising_on_and_handing_in_again(room: Classroom) -> None:
    created = room.assigned("--counts", "last")
    file = path_of(created)
    first = room.handed_in(file, wrong=1)
    plans = room.plans(file)
    assert room.learner("submission", "create", file, *plans, "--to", room.folder / "back").status == 2
    done = room.teacher("gradebook", "import", first, "--json")
    assert done.json["files"][0]["number"] == 1


def test_a_new_version_and_the_older_one_refused(room: Classroom) -> None:
    created = room.assigned()
    newer = room.assigned("--replaces", created["assignment"], title="Block 1, again")
    assert newer["version"] == 2
    assert room.learner("assignment", "open", path_of(newer), "--as", LEARNERS[0]).status == 0
    older = room.learner("assignment", "open", path_of(created))
    assert older.status == 2
    assert "version" in older.err


def test_keys_are_listed_and_confirmed_once(room: Classroom) -> None:
    results = room.handed_in(path_of(room.assigned()))
    assert room.teacher("gradebook", "confirm").out == "Every key is confirmed.\n"
    room.teacher("gradebook", "import", results)
    waiting = room.teacher("gradebook", "confirm", "--json")
    assert waiting.status == 1
    (key,) = waiting.json
    assert room.teacher("gradebook", "confirm", LEARNERS[0], key["key"][:9]).status == 2
    assert room.teacher("gradebook", "confirm", LEARNERS[1], key["key"]).status == 2
    assert room.teacher("gradebook", "confirm", LEARNERS[0], key["key"].lower().replace("-", "")).status == 0
    assert room.teacher("gradebook", "confirm").status == 0


def test_each_wrong_file_is_named_for_what_it_is(room: Classroom) -> None:
    created = room.assigned("--mode", "exam")
    file = path_of(created)
    results = room.handed_in(file)
    room.teacher("gradebook", "release", created["assignment"], "--to", room.folder / "out")
    feedback = next((room.folder / "out").glob("*.relall-feedback"))
    foreign = room.folder / "foreign.json"
    foreign.write_text('{"a": 1}', encoding="utf-8")
    paper = room.folder / "paper.pdf"
    paper.write_bytes(b"%PDF-1.7\n\xff\xfe\x00")
    pipe = room.folder / "pipe"
    os.mkfifo(pipe)
    altered = room.folder / "altered.relall-results"
    altered.write_text(results.read_text("utf-8").replace('"number":1', '"number":2'), encoding="utf-8")
    stranger = Classroom(room.run, room.folder / "other")
    stranger.folder.mkdir()
    other = stranger.handed_in(path_of(stranger.assigned()))
    given = {
        file: ("wrong-kind", "is an assignment, not a results file"),
        feedback: ("wrong-kind", "is a feedback file, not a results file"),
        foreign: ("not-ours", "is not a file for handing work"),
        paper: ("not-text", "not a text file"),
        pipe: ("not-a-file", "not an ordinary file"),
        room.folder / "gone": ("not-a-file", "no such file"),
        altered: ("altered", "changed after it was signed"),
        other: ("unknown-assignment", "not kept here"),
    }
    done = room.teacher("gradebook", "import", *given, results, "--json")
    assert done.status == 1
    assert done.json["taken_in"] == 1
    for (path, (code, words)), told in zip(given.items(), done.json["files"], strict=False):
        assert told["code"] == code, path
        assert words in told["reason"], path
        checked = room.teacher("submission", "check", path)
        assert checked.status == (0 if code == "unknown-assignment" else 1)
        assert words in checked.out
    for path, words in {
        results: "is a results file, not an assignment",
        foreign: "is not a file for handing work",
        paper: "not a text file",
        pipe: "not an ordinary file",
        room.folder: "folder",
    }.items():
        opened = room.learner("assignment", "open", path)
        assert opened.status == 2
        assert words in opened.err
        assert len(opened.err.splitlines()) == 1


def test_a_gradebook_is_exported_in_every_form(room: Classroom) -> None:
    created = room.assigned()
    name = created["assignment"]
    room.teacher("gradebook", "import", room.handed_in(path_of(created)))
    rows = list(csv.DictReader(io.StringIO(room.teacher("gradebook", "export", name).out)))
    assert [row["learner"] for row in rows] == list(LEARNERS)
    decisions = list(
        csv.DictReader(io.StringIO(room.teacher("gradebook", "export", name, "--format", "decisions").out))
    )
    assert len(decisions) > 10
    assert room.teacher("gradebook", "export", name, "--format", "json").json["learners"]
    said = room.teacher("gradebook", "export", name, "--format", "xapi").json
    assert {one["actor"]["account"]["name"] for one in said} == {LEARNERS[0]}
    target = room.folder / "book.csv"
    assert room.teacher("gradebook", "export", name, "--to", target).status == 0
    assert target.read_text("utf-8").startswith('"learner"')
    assert room.teacher("gradebook", "export", name, "--to", target).status == 2
    assert room.teacher("gradebook", "export", name, "--format", "pdf").status == 2
    paper = room.folder / "book.pdf"
    assert room.teacher("gradebook", "export", name, "--format", "pdf", "--to", paper).status == 0
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        ("assignment", "create", "--title", "T", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", "none", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--due", "soon", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--extra", "L1", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--minutes", 5, "--to", "x"),
        ("assignment", "create", "--title", "T", "--seed", 1, "--focus", "R99", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--cohort", "none.csv", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--replaces", "none", "--to", "x"),
        ("assignment", "create", "--title", "T", "--case", CASES[0], "--to", ""),
        ("assignment", "open"),
        ("assignment",),
        ("submission", "create", "none", "--to", "x"),
        ("gradebook", "show", "none"),
        ("gradebook", "release", "none", "--to", "x"),
        ("gradebook", "export", "none", "--format", "html"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(run: Run, words: tuple[object, ...]) -> None:
    done = run(*words)
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert not done.out


def test_a_list_of_learners_becomes_a_cohort(room: Classroom) -> None:
    roster = room.folder / "Fellows.csv"
    roster.write_text("code;name\nLearner 07;Example\nLearner 08;\n", encoding="utf-8")
    words = (
        "assignment",
        "create",
        "--title",
        "T",
        "--case",
        CASES[0],
        "--cohort",
        roster,
        "--to",
        room.folder,
    )
    done = room.teacher(*words, "--json")
    assert done.json["learners"] == ["Learner 07", "Learner 08"]
    roster.write_text("code;name\nLearner 08;\n=x;\n", encoding="utf-8")
    refused = room.teacher(*words)
    assert refused.status == 2
    assert "line 3" in refused.err
    roster.write_text("code\nLearner 09\n", encoding="utf-8")
    assert room.teacher(*words, "--json").json["learners"] == ["Learner 09"]
    assert json.loads(room.teacher("gradebook", "show", "--json").out)[0]["cohort"] == "Fellows"

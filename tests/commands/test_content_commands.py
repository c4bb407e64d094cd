"""``check``, ``evidence``, ``export``, ``backup``, ``restore``, ``doctor``: what they print and end with."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

from relall_trainer.paths import cases_folder
from tests.commands.conftest import Run


def test_the_shipped_cases_have_no_errors(run: Run) -> None:
    done = run("check", cases_folder())
    assert done.status == 0
    assert " error " not in done.out
    assert "not yet reviewed by a physician" in done.out


def test_faults_are_told_with_their_place_and_end_with_1(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "case.yaml").write_text("format: 1\nid: broken\ncolour: red\n")
    done = run("check", folder, "--json")
    assert done.status == 1
    assert {"path", "line", "column", "code", "severity", "message"} == set(done.json[0])
    assert any("colour" in fault["message"] and fault["line"] == 3 for fault in done.json)


def test_what_cannot_be_read_ends_with_2(run: Run, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: b\n" * 4_000_000)
    for path in (fifo, big, tmp_path / "none", tmp_path):
        done = run("check", path)
        assert done.status == 2
        assert done.out.count("\n") == 1
        assert done.err.count("\n") == 1
        assert str(path) in done.err


def test_search_and_show(run: Run) -> None:
    found = run("evidence", "search", "ommaya", "--json")
    assert found.status == 0
    assert "ev-cns-ommaya" in [hit["id"] for hit in found.json["hits"]]
    shown = run("evidence", "show", "ev-gmall-547")
    assert "547" in shown.out
    assert run("evidence", "search", "zzzzz").status == 1
    assert run("evidence", "show", "ev-none").status == 2


def test_a_search_is_never_a_query_language(run: Run) -> None:
    for words in ('"', "AND", "NOT *", "col:x", "a NEAR b", "(", "-", "\udcff"):
        assert run("evidence", "search", words).status in (0, 1)


def test_an_empty_history_exports_its_columns(run: Run) -> None:
    done = run("export", "history")
    assert done.status == 0
    assert "confidence" in next(csv.reader(io.StringIO(done.out)))
    assert run("export", "history", "--format", "json").json["attempts"] == []


def test_backup_doctor_and_restore(run: Run) -> None:
    made = run("backup", "--json")
    assert made.status == 0
    assert Path(made.json["backup"]).is_file()
    assert run("doctor").status == 0
    assert run("restore", Path(made.json["backup"]).name).status == 0
    assert run("restore", "elsewhere.db").status == 2


def test_self_test(run: Run) -> None:
    done = run("self-test", "--json")
    assert (done.status, done.json["faults"]) == (0, 0)

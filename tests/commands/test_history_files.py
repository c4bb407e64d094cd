"""``export history`` and ``import``: out as JSON, CSV or HTML, and back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.commands.conftest import Run
from tests.learner.played import fill, opened


def _fill(folder: Path) -> int:
    with opened(folder, seed=11) as played:
        fill(played, 4)
        return len(played.roads)


def test_the_record_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    attempts = _fill(tmp_path / "profile")
    out = run("export", "history", "--format", "json")
    assert (out.status, out.err) == (0, "")
    assert len(out.json["attempts"]) == attempts
    path = tmp_path / "record.json"
    path.write_text(out.out, "utf-8")
    shutil.rmtree(tmp_path / "profile")
    done = run("import", path, "--json")
    assert (done.status, done.json["taken"], done.json["set_aside"]) == (0, attempts, [])
    again = run("import", path)
    assert again.status == 0
    assert again.out.startswith(
        f"Taken in: 0 attempts, 0 more continued, 0 notes; {attempts} were here already."
    )
    data, before = run("export", "history", "--format", "json").json, out.json
    assert {**data, "exported_at": ""} == {**before, "exported_at": ""}


def test_what_is_set_aside_is_told(run: Run, tmp_path: Path) -> None:
    _fill(tmp_path / "profile")
    data = run("export", "history", "--format", "json").json
    data["attempts"][0]["hash"] = "0" * 64
    path = tmp_path / "record.json"
    path.write_text(json.dumps(data), "utf-8")
    shutil.rmtree(tmp_path / "profile")
    done = run("import", path)
    assert done.status == 1
    assert f"Set aside: {data['attempts'][0]['id']}: Its log is not as it was exported" in done.out


def test_a_file_that_is_no_export_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text("[1, 2]", "utf-8")
    done = run("import", path)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert run("import", tmp_path / "missing.json").status == 2


def test_the_page_to_read(run: Run, tmp_path: Path) -> None:
    attempts = _fill(tmp_path / "profile")
    done = run("export", "history", "--format", "html")
    assert done.status == 0
    assert done.out.startswith("<!DOCTYPE html>")
    assert done.out.count("<section>") == attempts
    assert "cannot be played again" not in done.out


def test_the_table_is_still_the_default(run: Run, tmp_path: Path) -> None:
    _fill(tmp_path / "profile")
    assert run("export", "history").out.startswith("attempt,learner,case")

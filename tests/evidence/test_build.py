from __future__ import annotations

import hashlib
import multiprocessing
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.errors import BadFile
from relall_trainer.evidence import build, opening, tables
from relall_trainer.evidence.build import build_library, replace_whole
from relall_trainer.evidence.library import Library

from .conftest import RULES, small_algorithm, write_texts


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def built(tmp_path: Path, texts: Path, small: Algorithm) -> Path:
    target = tmp_path / "made" / "evidence.db"
    build_library(target, texts, small)
    return target


def test_a_statistician_can_read_the_tables(built: Path) -> None:
    assert rows(built, "SELECT row, n, cr, pr FROM table_1") == [("T1-07", "23", "39% (9/23)", None)]
    assert rows(built, "SELECT rule, evidence FROM rules_with_evidence") == [
        ("R01", "ev-cns-rate"),
        ("R58", None),
    ]
    assert rows(built, "SELECT action, rating, rule, conditions FROM ratings_explained") == [
        ("wu-lp", "recommended", "R01", "csf is not_done")
    ]
    assert rows(built, "SELECT evidence, shown FROM figures_in_place WHERE numerator = 4") == [
        ("ev-cns-rate", "20% (4/20)")
    ]
    assert rows(built, "SELECT row_id, action_id FROM cautions") == [("R01.2", "sx-flag")]
    assert rows(built, "SELECT * FROM proof") == []


def test_rules_and_links_are_whole(built: Path) -> None:
    assert rows(built, "SELECT id, conduct FROM rules ORDER BY id") == [("R01", 0), ("R58", 1)]
    assert rows(built, "SELECT rule_id, evidence_id FROM rule_evidence") == [("R01", "ev-cns-rate")]
    assert rows(built, "SELECT rule_id, since_id FROM rule_since") == [("R01", "S01")]
    assert rows(built, "SELECT action_id, evidence_id FROM action_evidence") == [("wu-lp", "ev-cns-rate")]
    assert rows(built, "SELECT * FROM inconsistency_items ORDER BY 2") == [
        ("I-01", "ev-cns-rate"),  # written on the item
        ("I-01", "ev-t1-some-23"),  # written on the inconsistency
    ]
    assert rows(built, "PRAGMA foreign_key_check") == []
    assert rows(built, "PRAGMA integrity_check") == [("ok",)]


def test_every_column_has_its_type(built: Path) -> None:
    tables_found = rows(
        built, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    )
    assert {name for name, strict in tables_found if not str(name).startswith(("sqlite_", "search"))} == {
        table.name for table in tables.TABLES
    }
    assert all(strict for name, strict in tables_found if not str(name).startswith(("sqlite_", "search")))


def test_what_is_not_verified_is_nowhere_in_the_file(built: Path) -> None:
    assert rows(built, "SELECT * FROM reference_list") == [(9, "A series, Blood 2012", 1), (46, None, 0)]
    assert b"never checked" not in built.read_bytes()


def test_it_says_what_it_was_made_from(built: Path, small: Algorithm) -> None:
    meta = {str(key): value for key, value in rows(built, "SELECT key, value FROM meta")}
    assert meta["algorithm_sha256"] == small.pin.sha256
    assert meta["library_format"] == str(opening.LIBRARY_FORMAT)
    assert {"fingerprint", "built_by", "algorithm_version", "stamp"} <= set(meta)


def test_faulty_texts_leave_the_old_library_alone(built: Path, texts: Path, small: Algorithm) -> None:
    before = built.read_bytes()
    write_texts(texts.parent, cns="topic: cns\n")
    with pytest.raises(BadFile):
        build_library(built, texts, small)
    assert built.read_bytes() == before
    assert [path.name for path in built.parent.iterdir()] == ["evidence.db"]


def test_every_citation_that_leads_nowhere_is_named(tmp_path: Path, texts: Path) -> None:
    rule = {**RULES["rules"][0], "evidence": ["ev-gone"], "since": ["S98"]}  # type: ignore[index]
    with pytest.raises(BadFile, match="R01 cites ev-gone; R01 cites S98"):
        build_library(tmp_path / "evidence.db", texts, small_algorithm(rules=[rule]))


def test_a_failed_writing_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(OSError, match="disk is full"):
        replace_whole(tmp_path / "evidence.db", fail)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_swept_once_it_is_old(tmp_path: Path) -> None:
    old, young = tmp_path / "evidence-1.building", tmp_path / "evidence-2.building"
    for left in (old, young):
        left.write_bytes(b"")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    replace_whole(tmp_path / "evidence.db", _write_whole)
    assert {path.name for path in tmp_path.iterdir()} == {"evidence.db", "evidence-2.building"}


def _write_whole(path: Path) -> None:
    path.write_bytes(b"whole")


@pytest.mark.skipif(
    os.name == "nt", reason="an open file cannot be replaced there; see upkeep for what happens"
)
def test_many_builds_at_once_do_no_harm(tmp_path: Path, texts: Path) -> None:
    """Whoever opens it meanwhile sees a whole library, and a whole one is left."""
    target = tmp_path / "cache" / "evidence.db"
    context = multiprocessing.get_context("spawn")
    builders = [context.Process(target=_build_some, args=(target, texts)) for _ in range(2)]
    for builder in builders:
        builder.start()
    while any(builder.is_alive() for builder in builders):
        if target.exists():
            with Library.open(target) as library:
                assert library.item("ev-cns-rate")
    for builder in builders:
        builder.join()
        assert builder.exitcode == 0
    assert rows(target, "PRAGMA integrity_check") == [("ok",)]
    assert [path.name for path in target.parent.iterdir()] == ["evidence.db"]


def _build_some(target: Path, texts: Path) -> None:
    for _ in range(8):
        build_library(target, texts, small_algorithm())


def test_the_format_grows_with_the_tables() -> None:
    """Who changes a table raises LIBRARY_FORMAT in ``opening`` and notes the new digest here."""
    shape = [(table.name, dict(table.columns), table.key, dict(table.points_to)) for table in tables.TABLES]
    digest = hashlib.sha256(repr((shape, build.SEARCH, build.VIEWS)).encode()).hexdigest()[:12]
    assert (opening.LIBRARY_FORMAT, digest) == (2, "896648d57cc3")


def test_reading_needs_neither_sqlite_utils_nor_yaml(built: Path) -> None:
    program = (
        "import sys; sys.modules['sqlite_utils'] = sys.modules['yaml'] = None\n"
        "from pathlib import Path\n"
        "from relall_trainer.evidence.library import Library\n"
        f"library = Library.open(Path({str(built)!r}))\n"
        "assert library.search('ommaya') and library.item('ev-cns-rate')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(build.__file__).parents[2])

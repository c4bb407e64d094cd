from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.evidence.build import build_library
from relall_trainer.evidence.proof import PROOF, offences

# What is planted, and the offence that must come out: (kind, id, detail).
PLANTED = {
    "DELETE FROM rule_evidence": ("a rule that rates steps cites no evidence", "R01", "Look at the CNS"),
    "UPDATE rules SET conduct = 1": ("a rule of conduct rates steps", "R01", "Look at the CNS"),
    "INSERT INTO rule_evidence VALUES ('R01', 'ev-made-up', 2)": (
        "a rule cites what the library does not hold",
        "R01",
        "ev-made-up",
    ),
    "INSERT INTO ratings VALUES ('R99.1', 'wu-lp', 'recommended')": (
        "a step is rated by no rule",
        "R99.1",
        "wu-lp",
    ),
    "INSERT INTO figures (id, evidence_id, position, name, label, shown, percent) "
    "VALUES (99, 'ev-made-up', 1, 'cr', 'CR', '99%', 99)": (
        "a figure belongs to no evidence",
        "ev-made-up",
        "CR",
    ),
    "INSERT INTO since_figures (id, since_id, position, name, label, shown, percent) "
    "VALUES (99, 'S99', 1, 'cr', 'CR', '99%', 99)": ("a figure belongs to no item since 2015", "S99", "CR"),
    "UPDATE figures SET shown = ' ' WHERE name = 'rate'": (
        "a figure shows nothing",
        "ev-cns-rate",
        "CNS involvement",
    ),
    "DELETE FROM figures WHERE name = 'reservoirs'": ("a number in a text has no figure", "ev-cns-rate", "3"),
    "DELETE FROM since_figures": ("a number in a text has no figure", "S01", "81"),
}


@pytest.fixture
def connection(tmp_path: Path, texts: Path, small: Algorithm) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "evidence.db"
    build_library(path, texts, small)
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def test_a_sound_library_has_no_offence(connection: sqlite3.Connection) -> None:
    assert offences(connection) == ()


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_offence_is_found(connection: sqlite3.Connection, planted: str) -> None:
    connection.execute(planted)
    expected = PLANTED[planted]
    assert expected in [(found.offence, found.id, found.detail) for found in offences(connection)]


def test_each_part_of_the_proof_has_its_planted_offence() -> None:
    parts = {line.split("'")[1] for line in PROOF.splitlines() if line.startswith("SELECT '")}
    assert parts == {kind for kind, _, _ in PLANTED.values()}


def test_the_proof_is_a_view_anyone_can_ask(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM rule_evidence")
    assert connection.execute("SELECT id FROM proof").fetchall() == [("R01",)]


def test_a_number_written_without_a_figure_is_an_offence(
    tmp_path: Path, texts: Path, small: Algorithm
) -> None:
    file = texts / "table.yaml"
    file.write_text(
        file.read_text("utf-8").replace("39% reached CR", "39% reached CR, 57% in first relapse"), "utf-8"
    )
    build_library(tmp_path / "evidence.db", texts, small)
    with closing(sqlite3.connect(tmp_path / "evidence.db")) as opened:
        (found,) = offences(opened)
    assert (found.id, found.detail) == ("ev-t1-some-23", "57")

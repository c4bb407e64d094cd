"""Whatever has become of the file of the index, the answers are those of the record."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.learner.index import DecisionFilter, HistoryIndex
from tests.learner.played import Played, fill, opened


@dataclass(frozen=True)
class Filled:
    """A record, all that its index says of it, and the files of a sound index."""

    played: Played
    says: tuple[Any, ...]
    files: dict[str, bytes]

    def lay_down(self, path: Path) -> None:
        """The sound index, as the program leaves it."""
        for ending, data in self.files.items():
            Path(f"{path}{ending}").write_bytes(data)

    def answers(self, path: Path) -> tuple[Any, ...]:
        """What the index says after it was opened and brought up to date."""
        index = HistoryIndex.open(path)
        try:
            list(index.catch_up(self.played.store, self.played.replayed))
            return _everything(index)
        finally:
            index.close()


def _everything(index: HistoryIndex) -> tuple[Any, ...]:
    return (
        index.page(limit=1000),
        index.page(DecisionFilter(text="donor", wrong=True), limit=1000),
        index.rule_tallies(),
        index.dimension_tallies(),
        index.calibration(),
        index.trend(),
        tuple(index.grades()),
        index.seen_patients(),
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("filled")
    with opened(folder / "profile", seed=5) as played:
        fill(played, 6)
        path = folder / "history.db"
        index = HistoryIndex.open(path)
        list(index.catch_up(played.store, played.replayed))
        says = _everything(index)
        index.close()
        files = {ending: Path(f"{path}{ending}").read_bytes() for ending in ("", "-seal")}
        assert says[0]
        yield Filled(played, says, files)


SLY = (
    "UPDATE decisions SET points = points + 10000",
    "UPDATE decisions SET chosen = 'x y z'",
    "UPDATE decisions SET graded = '1 2'",
    "UPDATE decisions SET at = 'never'",
    "UPDATE rule_days SET right = right + 5",
    "DELETE FROM decisions",
    "DELETE FROM words",
    "DELETE FROM steps",
    "CREATE TRIGGER extra AFTER INSERT ON decisions BEGIN UPDATE decisions SET points = 1; END",
    "CREATE VIEW extra AS SELECT 1",
    "CREATE VIRTUAL TABLE extra USING fts5(a)",
    "PRAGMA user_version = 99",
)
"""Changes that leave the file sound in the eyes of SQLite."""


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize("change", SLY)
def test_a_file_changed_by_somebody_is_not_believed(
    filled: Filled, tmp_path: Path, change: str, sealed: bool
) -> None:
    path = tmp_path / "history.db"
    filled.lay_down(path)
    connection = sqlite3.connect(path)
    connection.execute(change)
    connection.commit()
    connection.close()
    if not sealed:
        Path(f"{path}-seal").unlink()
    assert filled.answers(path) == filled.says
    assert filled.answers(path) == filled.says


def _damage_at_random(filled: Filled, path: Path, times: int) -> None:
    lots = random.Random(20261122)
    for turn in range(times):
        for ending in ("-wal", "-shm", "-journal"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        filled.lay_down(path)
        data = bytearray(filled.files[""])
        for _ in range(lots.choice((1, 3, 200))):
            data[lots.randrange(len(data))] = lots.randrange(256)
        page = 4096 * lots.randrange(len(data) // 4096)
        match lots.choice(("bytes", "page", "cut", "beside")):
            case "page":
                data[page : page + 4096] = lots.randbytes(4096)
            case "cut":
                del data[page:]
            case "beside":
                data = bytearray(filled.files[""])
                Path(f"{path}{lots.choice(('-wal', '-journal'))}").write_bytes(lots.randbytes(5000))
        path.write_bytes(data)
        if lots.random() < 0.5:
            Path(f"{path}-seal").unlink()
        assert filled.answers(path) == filled.says, turn


def test_damaged_at_random_it_says_the_same(filled: Filled, tmp_path: Path) -> None:
    _damage_at_random(filled, tmp_path / "history.db", 15)


@pytest.mark.long
def test_damaged_at_random_many_times(filled: Filled, tmp_path: Path) -> None:
    _damage_at_random(filled, tmp_path / "history.db", 400)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal", "-seal"])
@pytest.mark.parametrize("what", ["folder", "noise", "link"])
def test_whatever_has_taken_its_names_it_is_made_anew(
    filled: Filled, tmp_path: Path, ending: str, what: str
) -> None:
    path, elsewhere = tmp_path / "history.db", tmp_path / "elsewhere"
    elsewhere.write_text("somebody's own")
    filled.lay_down(path)
    taken = Path(f"{path}{ending}")
    taken.unlink(missing_ok=True)
    if what == "folder":
        (taken / "inner").mkdir(parents=True)
    elif what == "link":
        taken.symlink_to(elsewhere)
    else:
        taken.write_bytes(random.Random(2).randbytes(9000))
    assert filled.answers(path) == filled.says
    assert filled.answers(path) == filled.says
    assert path.is_file()
    assert elsewhere.read_text() == "somebody's own"


_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print(flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_held_by_another_program_it_lives_in_memory(filled: Filled, tmp_path: Path, journal: str) -> None:
    path = tmp_path / "history.db"
    filled.lay_down(path)
    hold = _HOLD.replace("BEGIN", f"PRAGMA journal_mode = {journal}; BEGIN").replace(
        "execute", "executescript"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as held:
        assert held.stdout is not None
        held.stdout.readline()
        assert filled.answers(path) == filled.says
        held.communicate()
    assert filled.answers(path) == filled.says


def test_deleted_while_it_is_open_nothing_is_lost(filled: Filled, tmp_path: Path) -> None:
    path = tmp_path / "cache" / "history.db"
    path.parent.mkdir()
    filled.lay_down(path)
    index = HistoryIndex.open(path)
    shutil.rmtree(path.parent)
    list(index.catch_up(filled.played.store, filled.played.replayed))
    assert _everything(index) == filled.says
    index.close()
    assert filled.answers(path) == filled.says

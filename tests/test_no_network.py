"""Unless sending to a record store is switched on, the program opens no network connection at all.

A whole session of the real program is looked at in three ways at once. Python tells of each socket before it makes it
(and none is let through); strace, where there is one, tells of those made behind Python's back, by Qt or the system's
libraries; and where namespaces can be had, it all happens where there is no network to begin with. Local sockets (of a
second start, of the desktop) are no network. The module ``socket`` itself is loaded by others for its names
(``email``, for reading the version of a package); it is not used.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.gui.widgets.side_bar import PLACES

ROOT = Path(__file__).resolve().parent.parent
SESSION = Path(__file__).with_name("session_without_network.py")
APART = ("unshare", "--map-root-user", "--net")
TRACE = ("strace", "-f", "-qq", "-e", "trace=socket,connect", "-o")
OVER_A_NETWORK = re.compile(r"\b(AF_INET6?|AF_PACKET|PF_INET6?)\b")
SENDS = (
    "ssl", "_ssl", "http.client", "http.server", "urllib.request", "ftplib", "smtplib", "asyncio", "requests",
    "relall_trainer.interop.lrs_client", "relall_trainer.interop.lrs_outbox", "relall_trainer.gui.lrs_posting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Session:
    """What was seen of a session. ``trace`` is None without strace, ``apart`` whether there was no network."""

    told: dict[str, Any]
    trace: str | None
    apart: bool


def works(*command: str) -> bool:
    """Whether such a command can be run here."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def run(folder: Path, *arguments: str, apart: bool, traced: bool) -> subprocess.CompletedProcess[str]:
    """Run Python so; the trace goes to ``trace`` in the folder."""
    before: Sequence[str] = (*(APART if apart else ()), *((*TRACE, str(folder / "trace")) if traced else ()))
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    return subprocess.run(
        [*before, sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
        env={**environment, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("session")
    apart, traced = works(*APART), works(*TRACE, os.devnull)
    done = run(folder, str(SESSION), str(folder / "profile"), apart=apart, traced=traced)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return Session(told, (folder / "trace").read_text("utf-8", "replace") if traced else None, apart)


def test_a_whole_session_was_looked_at(session: Session) -> None:
    assert {place.id for place in PLACES} | {"debrief", "help"} == set(session.told["visited"])
    assert session.told["done"][:3] == ["played", "copied", "settled"]
    assert "history --format xapi" in session.told["done"]


def test_python_makes_no_socket_and_looks_up_no_name(session: Session) -> None:
    assert session.told["seen"] == []


def test_what_could_send_is_not_even_loaded(session: Session) -> None:
    assert set(SENDS) & set(session.told["modules"]) == set()


def test_nothing_makes_one_behind_pythons_back(session: Session) -> None:
    if session.trace is None:
        pytest.skip("strace cannot be used here")
    assert [line for line in session.trace.splitlines() if OVER_A_NETWORK.search(line)] == []


def test_it_all_works_where_there_is_no_network(session: Session) -> None:
    if not session.apart:
        pytest.skip("a network namespace cannot be made here (unshare --net)")
    assert session.told["done"]


# That each of these would see a connection


def test_a_socket_of_pythons_is_seen(tmp_path: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); import session_without_network as watched, socket\n"
        "for do in (socket.socket, lambda: socket.getaddrinfo('localhost', 1)):\n"
        "    try: do()\n"
        "    except PermissionError: continue\n"
        "    raise SystemExit('it was let through')\n"
        "assert len(watched.SEEN) == 2, watched.SEEN\n"
    )
    done = run(tmp_path, "-c", program, apart=False, traced=False)
    assert done.returncode == 0, done.stderr


def test_a_socket_of_qts_is_seen(tmp_path: Path) -> None:
    if not works(*TRACE, os.devnull):
        pytest.skip("strace cannot be used here")
    program = (
        "from PySide6.QtNetwork import QTcpServer, QHostAddress\n"
        "print(QTcpServer().listen(QHostAddress.SpecialAddress.LocalHost))\n"
    )
    done = run(tmp_path, "-c", program, apart=False, traced=True)
    assert done.stdout == "True\n"
    assert OVER_A_NETWORK.search((tmp_path / "trace").read_text("utf-8", "replace"))

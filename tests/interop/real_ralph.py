"""The real Ralph on loopback, in an environment of its own; ``RELALL_RALPH_PYTHON`` names its Python."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from relall_trainer.interop.lrs_settings import LrsSettings

PYTHON = os.environ.get("RELALL_RALPH_PYTHON", "")
USER, PASSWORD = "relall", "a password of a test"
_HASH = "import sys, bcrypt; print(bcrypt.hashpw(sys.argv[1].encode(), bcrypt.gensalt(4)).decode())"
_PATIENCE = 60.0


def why_not() -> str:
    """Why there is no Ralph here that can be started; empty where there is."""
    if not PYTHON:
        return "RELALL_RALPH_PYTHON names no Python that has the ralph package"
    tried = subprocess.run(
        [PYTHON, "-c", "import uvicorn, requests, fastapi, ralph.backends.lrs.fs"],
        capture_output=True,
        check=False,
    )
    return (
        "" if tried.returncode == 0 else "the ralph package there has no server (ralph-malph[lrs], requests)"
    )


@dataclass
class Ralph:
    """A store that runs, and the file it writes to."""

    port: int
    file: Path

    def settings(self, **more: Any) -> LrsSettings:
        wanted = {
            "endpoint": f"http://127.0.0.1:{self.port}/xAPI",
            "user": USER,
            "password": PASSWORD,
            "on": True,
        }
        return LrsSettings(**{**wanted, **more})

    def lines(self) -> list[dict[str, Any]]:
        """Everything it ever stored, in order."""
        return [json.loads(line) for line in self.file.read_text("utf-8").splitlines() if line]


@contextmanager
def running(folder: Path) -> Iterator[Ralph]:
    """Start it with an empty file and one user; end it after."""
    data = folder / "data"
    data.mkdir(parents=True)
    hashed = subprocess.run(
        [PYTHON, "-c", _HASH, PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    agent = {"account": {"homePage": "https://one.example.org", "name": USER}}
    user = {"username": USER, "hash": hashed, "scopes": ["all"], "agent": agent, "target": None}
    (folder / "auth.json").write_text(json.dumps([user]), "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RALPH_")},
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(data),
    }
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [PYTHON, "-m", "uvicorn", "ralph_app:app", "--app-dir", str(Path(__file__).parent), "--host",
             "127.0.0.1", "--port", str(port), "--log-level", "warning"],
            cwd=folder, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait_for(port, server, folder / "server.log")
        yield Ralph(port, data / "fs_lrs.jsonl")
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/__heartbeat__"), timeout=2):
                return
        except HTTPError as answer:
            answer.close()
            return  # it answers, whatever it says of itself
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"Ralph does not come up: {log.read_text('utf-8', 'replace')[-2000:]}")

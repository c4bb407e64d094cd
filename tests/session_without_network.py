"""A session of the real program, driven from within, in which nothing may open a connection. Run by itself.

Every page is visited, a case played to its debrief, the record copied, exported and taken in again. Tells as JSON what
it saw: which sockets Python made, and which modules were loaded by the end.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

SEEN: list[str] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells of every socket, and every name looked up, before it is done; none is let through."""
    if event.startswith("socket."):
        SEEN.append(f"{event} {arguments[1:] if arguments else ''}")
        raise PermissionError(f"{event} in a session that opens no connection")


sys.addaudithook(_watch)

from PySide6.QtCore import QTimer  # noqa: E402  # watched from the first import on
from PySide6.QtWidgets import QApplication  # noqa: E402

from relall_trainer import app as program  # noqa: E402
from relall_trainer.cli import main  # noqa: E402
from relall_trainer.gui.main_window import MainWindow  # noqa: E402
from relall_trainer.gui.widgets.side_bar import LAST_PLACES, PLACES  # noqa: E402
from relall_trainer.paths import Profile  # noqa: E402

VISITED: list[str] = []
DONE: list[str] = []


def drive(window: MainWindow, desk: Any) -> None:
    """The session, a step at a time; then the window is closed."""
    attempt: list[str] = []

    def play() -> None:
        session = desk.start(desk.cards()[0].head.id)
        while not session.encounter.ended:
            groups = session.encounter.current.groups
            session.commit(tuple(group.options[0].action for group in groups), "certain", "because")
        session.finish()
        attempt.append(session.attempt)
        DONE.append("played")

    def look_back() -> None:
        window.casework.open_attempt(attempt[0])
        VISITED.append(window.here)

    def copy() -> None:
        desk.store.back_up()
        DONE.append("copied")

    def visit(place: str) -> None:
        window.go(place)
        VISITED.append(window.here)

    places = [place.id for place in (*PLACES, *LAST_PLACES) if place.id != "preferences"]
    steps = [play, look_back, *(lambda place=place: visit(place) for place in places), copy]

    def go_on() -> None:
        if steps:
            steps.pop(0)()
            QTimer.singleShot(50, go_on)
        elif window.tasks.wait(20_000):
            DONE.append("settled")
            QTimer.singleShot(2_000, window.close)  # copies of the record, and whatever else comes later

    QTimer.singleShot(1_000, go_on)


def on_the_command_line(folder: Path) -> None:
    record = folder.parent / "record.json"
    for words in (("history", "--format", "json"), ("history", "--format", "xapi"), ("history",)):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            assert main(["--profile", str(folder), "export", *words]) == 0
        if "json" in words:
            record.write_text(out.getvalue(), "utf-8")
        DONE.append(" ".join(words))
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["--profile", str(folder.parent / "other"), "import", str(record)]) == 0


def run(folder: Path) -> None:
    profile = Profile(folder)
    build = program.build_window

    def built(app: QApplication, profile: Profile, desk: Any = None) -> MainWindow:
        window = build(app, profile, desk)
        window.painted.connect(lambda: drive(window, desk))
        return window

    program.build_window = built
    assert program.run(profile) == 0
    on_the_command_line(folder)
    told = {"seen": SEEN, "visited": VISITED, "done": DONE, "modules": sorted(sys.modules)}
    print(json.dumps(told))


if __name__ == "__main__":
    run(Path(sys.argv[1]))

"""The command line: reads the arguments and hands over. With no command the window opens.

Errors go to stderr in one line. Exit 0: done; 1: done, and faults were found; 2: could not do it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn

from relall_trainer.errors import TrainerError

if TYPE_CHECKING:
    import argparse

    from relall_trainer.paths import Profile


_OUR_FILES = (".relall-assignment", ".relall-results", ".relall-feedback")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        plain_start = _plain_start(given)
        if plain_start is not None:
            return _open_window(*plain_start)
        return _run(given)
    except TrainerError as error:
        _tell(error)
        return error.exit_status
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more to say to them.
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        where = error.filename or "The output"
        _tell(TrainerError(f"{where} could not be read or written ({error.strerror or error})."))
        return 2
    except KeyboardInterrupt:
        print("relall-trainer: stopped; nothing half done was kept.", file=sys.stderr)
        return 2


def _plain_start(given: list[str]) -> tuple[str, str] | None:
    """The profile and the file named (or "") when the window is all that is asked for.

    A file of ours as the only other word is what a double click gives. Saves importing a parser at start.
    """
    rest = list(given)
    file = rest.pop() if rest and rest[-1].endswith(_OUR_FILES) and rest[-1][0] != "-" else ""
    if not rest:
        return "", file
    if len(rest) == 2 and rest[0] == "--profile" and rest[1] and rest[1][0] != "-":
        return rest[1], file
    return None


def _open_window(profile: str, file: str = "") -> int:
    status: int = load_app().run(_profile(profile), file)
    return status


def load_app() -> ModuleType:
    """The module that opens the window, imported in the order that starts quickest.

    Once PySide6 is there it looks into the source of every module imported after it; what does not need Qt
    is therefore imported first. Nothing imported is garbage, so nobody looks for any meanwhile.
    """
    import gc

    gc.disable()
    import tomllib  # noqa: F401

    from relall_trainer.casefiles import shelf  # noqa: F401
    from relall_trainer.gui import desk, qt_numbers  # noqa: F401

    from relall_trainer import app  # isort: skip

    gc.freeze()
    gc.enable()
    return app


def _profile(folder: str | None) -> Profile:
    from pathlib import Path

    from relall_trainer.paths import Profile, default_profile

    profile = Profile(Path(folder)) if folder else default_profile()
    try:
        str(profile.folder).encode()
    except UnicodeEncodeError:  # SQLite could not make its copies there
        raise TrainerError(
            f"The name of the folder {profile.folder} is not readable as text.",
            todo="Choose another one with --profile.",
        ) from None
    return profile


def _run(given: list[str]) -> int:
    from relall_trainer import streams

    parser = build_parser()
    try:
        options = parser.parse_args(given)
    except SystemExit as leaving:  # it has shown its help or the version
        print(end="", flush=True)
        return leaving.code if isinstance(leaving.code, int) else 2
    if options.profile == "":
        raise TrainerError("The folder named with --profile is empty.", todo="Name a folder.")
    if options.command is None:
        return _open_window(options.profile or "")
    streams.make_ready(json=options.json or getattr(options, "lines", False))
    from importlib import import_module

    command = import_module(f"relall_trainer.commands.{options.module}")
    status: int = command.run(options, _profile(options.profile))
    sys.stdout.flush()  # what cannot be written is to be told while somebody listens
    return status


def _tell(error: TrainerError) -> None:
    from relall_trainer.streams import one_line

    if sys.stderr is not None:  # print would take stdout instead
        print(f"relall-trainer: {one_line(error.one_line())}", file=sys.stderr)


def _drop_output() -> None:
    from relall_trainer.streams import drop_output

    drop_output()


def build_parser() -> argparse.ArgumentParser:
    """Every command with its arguments; the README's table is checked against it."""
    import argparse

    from relall_trainer import __version__

    class Parser(argparse.ArgumentParser):
        """Says what is wrong in one line, as everything else here does."""

        def error(self, message: str) -> NoReturn:
            raise TrainerError(f"{message[:1].upper()}{message[1:]}.", todo=f"See {self.prog} --help.")

    shared = Parser(add_help=False)
    shared.add_argument(
        "--profile", metavar="DIR", default=argparse.SUPPRESS, help="all data of this run live in this folder"
    )
    shared.add_argument("--json", action="store_true", help="print JSON")
    parser = Parser(
        prog="relall-trainer",
        description="Patient cases on relapsed or refractory Ph-negative ALL, scored against one 2015 paper. "
        "For teaching only. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"relall-trainer {__version__}")
    parser.add_argument(
        "--profile", metavar="DIR", default=None, help="all data of this run live in this folder"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, module: str, summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary, parents=[shared])
        added.set_defaults(module=module)
        return added

    appraise = command(
        "appraise", "appraise", "Rate every step (or those named) for a patient given as JSON."
    )
    appraise.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="a JSON file; - or nothing: stdin"
    )
    appraise.add_argument(
        "--action", action="append", default=[], metavar="ID", help="only this step; repeatable"
    )
    appraise.add_argument("--lines", action="store_true", help="one patient a line, one JSON answer a line")

    play = command("play", "play", "Play a case from a plan, or in the terminal with numbered choices.")
    play.add_argument("case", metavar="CASE", help="a case's id, or the path of a case folder or case.yaml")
    play.add_argument(
        "--plan", metavar="FILE", help="a JSON plan: the choices, in the order the nodes are met"
    )
    play.add_argument(
        "--seed", type=int, metavar="N", help="draw outcomes with this seed; without it, the defaults"
    )

    check = command("check", "check", "Check case files or folders: every fault, with its place and code.")
    check.add_argument("paths", nargs="+", metavar="PATH")

    generate = command(
        "generate", "generate", "Make up fresh patients as cases: one seed, one case, for ever."
    )
    generate.add_argument("--seed", type=int, required=True, metavar="N", help="which patient")
    generate.add_argument(
        "--count", type=int, default=1, metavar="K", help="so many cases, of the seeds from N on (default: 1)"
    )
    generate.add_argument("--focus", metavar="RULE", help="patients on whom this rule decides, such as R25")
    generate.add_argument("--to", metavar="DIR", help="write each as DIR/<case id>/case.yaml")

    evidence = command("evidence", "evidence", "Search the evidence library, or show one item.")
    what = evidence.add_subparsers(dest="what", metavar="search|show", required=True)
    search = what.add_parser("search", help="find items by their words", parents=[shared])
    search.add_argument("query", nargs="+", metavar="WORD")
    show = what.add_parser("show", help="show one item in full", parents=[shared])
    show.add_argument("id", metavar="ID")

    export = command("export", "export", "Write the learner's own record to stdout.")
    export.add_argument("what", choices=["history"], metavar="history")
    export.add_argument("--format", choices=["csv", "json", "html", "xapi"], default="csv")
    taken = command("import", "import_history", "Take back what export history --format json wrote.")
    taken.add_argument("file", metavar="FILE")

    from relall_trainer.commands.teaching_arguments import add_teaching

    add_teaching(command, shared)

    command("backup", "keep", "Make a copy of the learner's store that can be restored.")
    restore = command("restore", "keep", "Put a backup in place of the store; the present one is kept aside.")
    restore.add_argument("backup", nargs="?", metavar="FILE", help="default: the newest good backup")
    command("doctor", "keep", "Check every stored row and say what is wrong.")
    command(
        "self-test", "self_test", "Load all cases, open both stores, build the window; for a fresh install."
    )
    return parser

"""The arguments of the commands that make up the round trip: assign, do and hand in, take in and grade."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

Command = Callable[[str, str, str], "argparse.ArgumentParser"]


def add_teaching(command: Command, shared: argparse.ArgumentParser) -> None:
    """Add ``assignment``, ``submission`` and ``gradebook``; ``command`` adds one (name, module, summary)."""
    _add_assignment(command, shared)
    _add_submission(command, shared)
    _add_gradebook(command, shared)


def _add_assignment(command: Command, shared: argparse.ArgumentParser) -> None:
    assignment = command(
        "assignment", "assignment", "Make an assignment for learners, or open one as a learner."
    )
    what = assignment.add_subparsers(dest="what", metavar="create|open", required=True)
    create = what.add_parser("create", help="write an assignment's files", parents=[shared])
    create.add_argument("--title", required=True, metavar="T")
    create.add_argument("--case", action="append", default=[], metavar="ID", help="a case's id; repeatable")
    create.add_argument(
        "--seed", action="append", type=int, default=[], metavar="N", help="a fresh patient; repeatable"
    )
    create.add_argument("--focus", metavar="RULE", help="fresh patients on whom this rule decides")
    whom = create.add_mutually_exclusive_group()
    whom.add_argument("--learner", action="append", default=[], metavar="CODE", help="for her; repeatable")
    whom.add_argument("--cohort", metavar="FILE", help="for all on this list (CSV: code, name)")
    create.add_argument("--mode", choices=["practice", "exam"], default="practice")
    create.add_argument("--opens", metavar="TIME", help="such as 2026-12-01 or 2026-12-01T09:00")
    create.add_argument("--due", metavar="TIME", help="a day alone is its end")
    create.add_argument(
        "--attempts", type=int, metavar="N", help="at each case; default: any number, in an exam one"
    )
    create.add_argument("--counts", choices=["first", "best", "last"], default="first")
    create.add_argument("--mastery", type=int, metavar="PERCENT")
    create.add_argument("--no-critical", action="store_true", help="mastery asks for no critical error")
    create.add_argument("--release", choices=["at_once", "on_hand_in", "on_date", "by_teacher"])
    create.add_argument("--release-at", metavar="TIME", help="with --release on_date")
    create.add_argument("--minutes", type=int, metavar="N", help="for an exam as a whole")
    create.add_argument(
        "--extra",
        action="append",
        default=[],
        metavar="CODE=PERCENT",
        help="more time for one; +N: more attempts",
    )
    create.add_argument("--note", default="", metavar="TEXT", help="what learners read with it")
    create.add_argument("--replaces", metavar="ID", help="a new version of this assignment")
    create.add_argument("--to", required=True, metavar="DIR")
    opened = what.add_parser("open", help="take an assignment, and see what is asked", parents=[shared])
    opened.add_argument("file", metavar="FILE")
    opened.add_argument("--as", dest="learner", metavar="CODE", help="who you are on its list")


def _add_submission(command: Command, shared: argparse.ArgumentParser) -> None:
    submission = command(
        "submission", "submission", "Do an assignment from plans and hand it in; check results."
    )
    what = submission.add_subparsers(dest="what", metavar="create|check", required=True)
    create = what.add_parser("create", help="play plans, then hand in", parents=[shared])
    create.add_argument("assignment", metavar="ASSIGNMENT", help="its file, or the id of one opened before")
    create.add_argument(
        "--plan", action="append", default=[], metavar="FILE", help="one for each case, in their order"
    )
    create.add_argument("--as", dest="learner", metavar="CODE", help="who you are on its list")
    create.add_argument("--to", required=True, metavar="DIR")
    check = what.add_parser(
        "check", help="say what results files are, and what they come to", parents=[shared]
    )
    check.add_argument("files", nargs="+", metavar="FILE")


def _add_gradebook(command: Command, shared: argparse.ArgumentParser) -> None:
    gradebook = command(
        "gradebook", "gradebook", "Import results; show, export and release what they come to."
    )
    what = gradebook.add_subparsers(dest="what", metavar="import|show|export|release|confirm", required=True)
    taken = what.add_parser("import", help="import results, from files and folders", parents=[shared])
    taken.add_argument("paths", nargs="+", metavar="PATH")
    show = what.add_parser(
        "show", help="an assignment's gradebook; without ID all assignments", parents=[shared]
    )
    show.add_argument("id", nargs="?", metavar="ID")
    export = what.add_parser("export", help="a gradebook as a file", parents=[shared])
    export.add_argument("id", metavar="ID")
    export.add_argument("--format", choices=["csv", "decisions", "json", "xapi", "pdf"], default="csv")
    export.add_argument("--to", metavar="FILE", help="default: stdout, but for pdf")
    release = what.add_parser("release", help="write an exam's feedback file", parents=[shared])
    release.add_argument("id", metavar="ID")
    release.add_argument("--to", required=True, metavar="DIR")
    confirm = what.add_parser(
        "confirm", help="confirm a learner's key; without her, list them", parents=[shared]
    )
    confirm.add_argument("learner", nargs="?", metavar="CODE")
    confirm.add_argument("key", nargs="?", metavar="FINGERPRINT")

"""``self-test``: is this installation whole? Every part is opened for real, the window without a screen."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer import __version__
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.commands.content import open_algorithm, open_library
from relall_trainer.encounter import play
from relall_trainer.encounter.scoring import total
from relall_trainer.errors import TrainerError
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, assets_folder

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, _profile: Profile) -> int:
    """Exit 0 when every part works, else 1. Works in a folder of its own; the profile is not touched."""
    results: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="relall-self-test-") as folder:
        profile = Profile(Path(folder))
        algorithm = open_algorithm()
        results["algorithm"] = f"{len(algorithm.rules)} rules, {len(algorithm.actions)} steps"
        parts: dict[str, Callable[[], str]] = {
            "cases": lambda: _cases(profile, algorithm),
            "evidence": lambda: _evidence(profile, algorithm),
            "practice": lambda: _practice(algorithm),
            "store": lambda: _store(profile),
            "window": lambda: _window(profile),
        }
        faults = 0
        for name, part in parts.items():
            try:
                results[name] = part()
            except TrainerError as error:
                faults += 1
                results[name] = f"FAILED: {error.one_line()}"
    if options.json:
        print(json.dumps({"version": __version__, "faults": faults, **results}, ensure_ascii=False))
    else:
        print(f"RelALL Trainer {__version__}")
        for name, result in results.items():
            print(f"  {name:<10} {result}")
        print("Everything works." if not faults else f"{faults} parts do not work.")
    return 1 if faults else 0


def _cases(profile: Profile, algorithm: Algorithm) -> str:
    shelf = Shelf(profile, algorithm.actions)
    entries = shelf.heads()
    for entry in entries:
        if entry.fault:
            raise TrainerError(f"{entry.id}: {entry.fault}")
        case = shelf.case(entry.id)
        encounter = play.start(case, algorithm)
        for step in case.authors_path:
            encounter, _ = play.commit(encounter, step.chosen)
        if not encounter.ended or total(encounter.first).critical:
            raise TrainerError(f"{entry.id}: the authors' path does not lead to its ending.")
    if not entries:
        raise TrainerError("There are no cases.", todo="Install the program again.")
    return f"{len(entries)} cases, each played along the authors' path"


def _evidence(profile: Profile, algorithm: Algorithm) -> str:
    with open_library(profile, algorithm) as library:
        offences = library.proof()
        if offences:
            raise TrainerError(f"The library does not prove every number: {offences[0]}.")
        return f"{len(library.all_items())} items; every rule and every number has its row"


def _practice(algorithm: Algorithm) -> str:
    from relall_trainer.casefiles.fresh_questions import load_questions
    from relall_trainer.encounter.fresh import fresh_case
    from relall_trainer.encounter.schedule import SURE, Answer, Schedule

    case = fresh_case(algorithm, load_questions(assets_folder() / "fresh"), 1).case
    encounter = play.start(case, algorithm)
    for step in case.authors_path:
        encounter, _ = play.commit(encounter, step.chosen)
    if not encounter.ended or total(encounter.first).percent != "100.0":
        raise TrainerError("The best answers to a fresh patient do not earn all points.")
    rule = next(iter(algorithm.rules))
    if Schedule.of([Answer(rule, "2026-01-01T12:00:00+00:00", SURE)]).state(rule) is None:
        raise TrainerError("A rule that was answered is not scheduled.")
    return "a fresh patient is made and played, a rule scheduled"


def _store(profile: Profile) -> str:
    with LearnerStore.open(profile, lambda: datetime.now(UTC)) as store:
        if store.examine().findings:
            raise TrainerError("A new store does not pass its own check.")
    return "opens, and passes its check"


def _window(profile: Profile) -> str:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from relall_trainer.app import try_window

    width, height = try_window(profile)
    return f"opens and paints ({width} × {height})"

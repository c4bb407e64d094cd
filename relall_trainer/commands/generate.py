"""``generate``: fresh patients as cases, told as text, printed as JSON, or written as case folders."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.casefiles.heads import FILE_NAME
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.commands.play import NOTICE
from relall_trainer.encounter.case import PICK_ONE
from relall_trainer.encounter.case_plain import plain_case
from relall_trainer.encounter.fresh import FreshCase, fresh_case
from relall_trainer.encounter.fresh_story import GENERATOR_VERSION, case_file
from relall_trainer.errors import TrainerError
from relall_trainer.paths import Profile, algorithm_folder, assets_folder
from relall_trainer.streams import one_line

if TYPE_CHECKING:
    import argparse

MOST = 10_000
LARGEST_SEED = 10**15


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0: all cases were made."""
    if not 1 <= options.count <= MOST:
        raise TrainerError(f"--count is 1 to {MOST:,}, not {options.count}.")
    if abs(options.seed) > LARGEST_SEED:
        raise TrainerError(f"--seed is at most {LARGEST_SEED:,}.")
    if options.to == "":
        raise TrainerError("The folder named with --to is empty.", todo="Name a folder.")
    algorithm = load_algorithm(algorithm_folder())
    questions = load_questions(assets_folder() / "fresh")
    cases = (
        fresh_case(algorithm, questions, options.seed + number, options.focus)
        for number in range(options.count)
    )
    if options.to is not None:
        made = list(cases)  # nothing is written unless all of them can be
        written = list(_write(made, Path(options.to)))
    else:
        made, written = [], []
    if options.json:
        _print_json(options, made or list(cases))
    elif options.to is not None:
        print("\n".join(one_line(f"{path} {word}") for path, word in written))
    else:
        for number, fresh in enumerate(cases):
            print("\n".join([*([""] if number else []), *as_text(fresh, algorithm)]))
    return 0


def _print_json(options: argparse.Namespace, made: list[FreshCase]) -> None:
    answer = {
        "generator": GENERATOR_VERSION,
        "seed": options.seed,
        "cases": [plain_case(fresh.case) for fresh in made],
    }
    print(json.dumps(answer, ensure_ascii=False))


def as_text(fresh: FreshCase, algorithm: Algorithm) -> list[str]:
    """The case for people: stories, questions and options; what the algorithm says comes after all of them."""
    case = fresh.case
    lines = [case.head.title, f"{case.head.id} · generator {case.head.version}", NOTICE]
    answers = ["", "Answers"]
    decisions = (node for node in case.nodes.values() if node.ending is None)
    for number, (node, patient) in enumerate(zip(decisions, fresh.patients, strict=True), 1):
        steps = algorithm.appraise(patient).steps
        lines += ["", f"{number}. {node.title} (day {node.day})", node.narrative]
        answers += ["", f"{number}. {node.title}"]
        for group in node.groups:
            how = "one" if group.pick == PICK_ONE else "as many as are right"
            lines += ["", f"{group.prompt} ({how})"]
            for place, option in enumerate(group.options, 1):
                label = algorithm.actions[option.action].label
                step = steps[option.action]
                lines.append(f"  {place}  {label}")
                answers.append(f"  {place}  {RATING_WORDS[step.rating]} · {step.decided_by} · {label}")
                answers.append(f"     {step.why}")
        if node.next[0].text:
            lines += ["", node.next[0].text]
    ending = next(node for node in case.nodes.values() if node.ending)
    points = ending.ending.take_away if ending.ending else ()
    return [*lines, *answers, "", "To take away:", *(f"  - {point}" for point in points)]


def _write(made: list[FreshCase], folder: Path) -> Iterator[tuple[Path, str]]:
    """Writes each case into its folder; a different file that is there is never written over."""
    files = {folder / fresh.case.head.id / FILE_NAME: case_file(fresh.case).encode() for fresh in made}
    there = {path for path, data in files.items() if _is_there(path, data)}
    for path, data in files.items():
        if path in there:
            yield path, "was there already"
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "xb") as handle:  # never over a file that has come meanwhile
            handle.write(data)
        yield path, "written"


def _is_there(path: Path, data: bytes) -> bool:
    """Whether the very file is there; raises TrainerError where another one is, or a link to elsewhere."""
    if os.path.lexists(path.parent) and (path.parent.is_symlink() or not path.parent.is_dir()):
        raise TrainerError(
            f"{path.parent} is there already and is not a folder.",
            safe="Nothing was written.",
            todo="Choose another folder.",
        )
    if not os.path.lexists(path):
        return False
    if path.is_file() and path.read_bytes() == data:
        return True
    raise TrainerError(
        f"{path} is there already and holds something else.",
        safe="Nothing was written.",
        todo="Choose another folder.",
    )

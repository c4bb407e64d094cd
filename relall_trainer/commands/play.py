"""``play``: a case from a plan, or in the terminal with numbered choices; prints path, score sheet, reasons."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import plan, play
from relall_trainer.encounter.case import DIMENSION_NAMES, PICK_ONE, Case, Group, Node
from relall_trainer.encounter.play import Encounter
from relall_trainer.encounter.scoring import percent_words, total
from relall_trainer.errors import BadFile
from relall_trainer.paths import Profile, algorithm_folder
from relall_trainer.textfile import TextFault, parse_json, read_text

if TYPE_CHECKING:
    import argparse

NOTICE = (
    "For teaching only, scored against the 2015 approach of Frey and Luger; not for the care of a patient."
)


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0 when the case came to an ending, 1 when the plan (or the person) stopped before."""
    algorithm = load_algorithm(algorithm_folder())
    case = find_case(options.case, profile, algorithm)
    if options.plan is None:
        encounter = _by_hand(case, algorithm, options.seed, quiet=options.json)
    else:
        encounter = plan.play_plan(case, algorithm, read_plan(Path(options.plan)), options.seed)
    if options.json:
        print(json.dumps(plan.result(encounter), ensure_ascii=False))
    else:
        print("\n".join(score_sheet(encounter)))
    return 0 if encounter.ended else 1


def find_case(named: str, profile: Profile, algorithm: Algorithm) -> Case:
    """A case by id, or by the path of its folder or file; raises BadFile."""
    path = Path(named)
    if os.path.exists(path) or "/" in named or named.endswith((".yaml", ".yml")):
        return load_case(path / "case.yaml" if os.path.isdir(path) else path, frozenset(algorithm.actions))
    return Shelf(profile).case(named)


def read_plan(path: Path) -> object:
    """What stands in a plan's file; raises BadFile."""
    try:
        return parse_json(read_text(path))
    except TextFault as fault:
        raise BadFile(f"{path}: {fault.what}.") from None


def score_sheet(encounter: Encounter) -> list[str]:
    """The path, decision by decision, each option with its rating, rule and evidence, then the totals."""
    case, algorithm = encounter.case, encounter.algorithm
    lines = [f"{case.head.title} · case {case.head.version} · algorithm {algorithm.pin.version}", NOTICE]
    for number, visit in enumerate(encounter.path, 1):
        node = case.nodes[visit.node]
        score = encounter.first[visit.node]
        lines += ["", f"{number}. {node.title} (day {node.day}): {score.points:g} of {score.possible:g}"]
        steps = encounter.appraised(visit).steps
        for group in node.groups:
            lines.append(f"   {group.prompt}")
            for option in group.options:
                step = steps[option.action]
                mark = "x" if option.action in visit.chosen else " "
                rule = f" · {step.decided_by}" if step.decided_by else ""
                cited = f" · {', '.join(step.evidence)}" if step.evidence else ""
                label = option.label or algorithm.actions[option.action].label
                lines.append(f"   [{mark}] {step.rating:<15} {label}{rule}{cited}")
        if visit.text:
            lines.append(f"   → {visit.text.strip()} ({visit.text_origin})")
    sums = total(encounter.first)
    percent = "nothing was possible" if sums.percent is None else percent_words(sums.percent)
    lines += [
        "",
        f"Score: {sums.points:g} of {sums.possible:g} ({percent}); critical errors: {len(sums.critical)}",
    ]
    for name, (points, possible) in sums.dimensions.items():
        lines.append(f"  {DIMENSION_NAMES[name]}: {points:g} of {possible:g}")
    ending = encounter.current.ending
    if ending is None:
        lines.append(f"The case goes on at {encounter.node!r}.")
    else:
        lines += [
            "",
            f"{ending.title} ({ending.origin})",
            encounter.current.narrative.strip(),
            "",
            "To take away:",
        ]
        lines += [f"  - {point}" for point in ending.take_away]
    return lines


def _by_hand(case: Case, algorithm: Algorithm, seed: int | None, *, quiet: bool) -> Encounter:
    """Ask at the terminal until the case ends or the input does. With ``quiet`` the talk goes to stderr."""
    out = sys.stderr if quiet else sys.stdout
    encounter = play.start(case, algorithm, seed)
    print(f"{case.head.title}\n{NOTICE}\nAn empty line where a choice is due stops the case.", file=out)
    while not encounter.ended:
        chosen = _ask(encounter.current, algorithm, out)
        if chosen is None:
            break
        encounter, visit = play.commit(encounter, chosen)
        print(f"\n{visit.score.points:g} of {visit.score.possible:g} points. {visit.text.strip()}", file=out)
    return encounter


def _ask(node: Node, algorithm: Algorithm, out: TextIO) -> list[str] | None:
    print(f"\n{node.title} (day {node.day})\n{node.narrative.strip()}", file=out)
    chosen: list[str] = []
    for group in node.groups:
        answer = _ask_group(group, algorithm, out)
        if answer is None:
            return None
        chosen += answer
    return chosen


def _ask_group(group: Group, algorithm: Algorithm, out: TextIO) -> list[str] | None:
    one = group.pick == PICK_ONE
    print(f"\n{group.prompt}", file=out)
    for number, option in enumerate(group.options, 1):
        label = option.label or algorithm.actions[option.action].label
        print(f"  {number:>2}  {label}", file=out)
    how = "One number" if one else "Numbers, or 0 for none of them"
    while True:
        print(f"{how}: ", end="", flush=True, file=out)
        line = sys.stdin.readline(1000)
        if not line.strip():
            return None
        numbers = list(_numbers(line))
        if numbers == [0] and not one:
            return []
        if numbers and all(1 <= n <= len(group.options) for n in numbers) and (len(numbers) == 1 or not one):
            return [group.options[number - 1].action for number in dict.fromkeys(numbers)]
        print(f"Numbers from 1 to {len(group.options)}, please.", file=out)


def _numbers(line: str) -> Iterator[int]:
    for word in line.replace(",", " ").split():
        yield int(word) if word.isascii() and word.isdigit() and len(word) < 4 else -1

"""Prints every ratio with its goal: ``python -m tests.benchmarks [--quick] [NAME …]``.

Each ratio is against a baseline measured in the same run, so that the machine's own speed cancels out; where a person
is the measure, against what is felt: a frame of a 60 Hz screen, or 200 ms. Compile first, as an installer does
(``python -m compileall relall_trainer tests``), and leave the machine to it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator

from tests.benchmarks import (
    appraising,
    attending,
    committing,
    exploring,
    generating,
    grading,
    history,
    stalling,
    starting,
    teaching,
)
from tests.benchmarks.ratio import Ratio

SECTIONS: dict[str, Callable[[bool], Iterator[Ratio]]] = {
    "start": starting.ratios,
    "stalls": stalling.ratios,
    "commit": committing.ratios,
    "appraise": appraising.ratios,
    "explore": exploring.ratios,
    "generate": generating.ratios,
    "history": history.ratios,
    "teaching": teaching.ratios,
    "gradebook": grading.ratios,
    "classroom": attending.ratios,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("names", nargs="*", choices=[[], *SECTIONS], metavar="NAME", help=", ".join(SECTIONS))
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{'what':<58} {'ratio':>9}  {'goal':<10} detail")
    for name in options.names or SECTIONS:
        for ratio in SECTIONS[name](options.quick):
            print(ratio, flush=True)


if __name__ == "__main__":
    main()

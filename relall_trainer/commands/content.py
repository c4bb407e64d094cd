"""What several commands open: the evidence library of a profile, and what the checker needs to know of it."""

from __future__ import annotations

import sys

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.errors import TrainerError
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.upkeep import ensure_library
from relall_trainer.paths import Profile, algorithm_folder, assets_folder


def open_algorithm() -> Algorithm:
    """The algorithm that ships with the program."""
    return load_algorithm(algorithm_folder())


def open_library(profile: Profile, algorithm: Algorithm) -> Library:
    """The evidence library, built now where it is missing or its texts have changed."""
    return Library.open(ensure_library(profile, assets_folder() / "evidence", algorithm, _tell))


def known_evidence(library: Library) -> KnownEvidence:
    """Every id that may be cited, with its figures and their counts where they are certain."""
    known: dict[str, dict[str, tuple[int, int] | None]] = {}
    for item in library.all_items():
        known[item.id] = {
            figure.name: (figure.numerator, figure.denominator)
            if figure.numerator is not None and figure.denominator is not None
            else None
            for figure in item.figures
        }
    known |= {item.id: {} for item in library.all_since()}
    known |= {one.id: {} for one in library.all_inconsistencies()}
    return known


def _tell(error: TrainerError) -> None:
    print(f"relall-trainer: {error.one_line()}", file=sys.stderr)

"""A results file looked at without taking it in: what it is, whose, whether it is whole, what it would come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.keys import trusted_key
from relall_trainer.cohort.marked_file import MarkedFile
from relall_trainer.cohort.results_file import submission_of
from relall_trainer.cohort.scorer import Scorer
from relall_trainer.cohort.signed_file import RESULTS, Sealed, read_sealed
from relall_trainer.cohort.submission import Submission

if TYPE_CHECKING:
    from relall_trainer.learner.store import LearnerStore


@dataclass(frozen=True, slots=True)
class Looked:
    """A whole results file. ``marked`` where its assignment is at hand and it fits it, else ``fault`` says why not.

    ``confirmed_as`` is as whose its key was confirmed; empty where it was not.
    """

    file: Sealed = field(repr=False)
    submission: Submission = field(repr=False)
    confirmed_as: str
    marked: MarkedFile | None = None
    fault: FileFault | None = None


def look_at(path: Path, store: LearnerStore, scorer: Scorer) -> Looked:
    """The file looked at; nothing is kept. Raises FileFault for one that is no whole results file."""
    file = read_sealed(path, RESULTS)
    submission = submission_of(file)
    trusted = trusted_key(store, file.key)
    who = trusted.who if trusted else ""
    try:
        return Looked(file, submission, who, marked=scorer.handed(file, submission).marked)
    except FileFault as fault:
        return Looked(file, submission, who, fault=fault)

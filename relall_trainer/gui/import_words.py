"""What became of files that were taken in, in one sentence: so many new, so many known, so many set aside and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from relall_trainer.cohort.importing import ACCEPTED, KNOWN, SET_ASIDE

if TYPE_CHECKING:
    from relall_trainer.cohort.importing import Outcome


def report_words(outcomes: Sequence[Outcome]) -> str:
    """``7 new, 2 known already, 1 set aside: …``."""
    if not outcomes:
        return "No results were found there."
    counts = Counter(one.status for one in outcomes)
    parts = [
        f"{counts[status]:,} {words}"
        for status, words in ((ACCEPTED, "new"), (KNOWN, "known already"), (SET_ASIDE, "set aside"))
        if counts[status]
    ]
    told = ", ".join(parts)
    aside = [one for one in outcomes if one.status == SET_ASIDE]
    if not aside:
        return f"Results: {told}."
    if len(aside) == 1:
        return f"Results: {told}. {aside[0].reason}"
    return f"Results: {told}, each with its reason among the files."

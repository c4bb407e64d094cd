"""The words and limits that the terms of an assignment are made of: the same in the form, in files and in marking.

Which of them go together is looked at in ``draft`` and, of a file, in ``assignment``.
"""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.encounter.play import EXAM, MODES, PRACTICE

__all__ = ["EXAM", "MODES", "PRACTICE"]  # the modes are the play's own, and to be had here with the rest

FIRST, BEST, LAST = "first", "best", "last"
COUNTS = (FIRST, BEST, LAST)
"""Which attempt counts."""
AT_ONCE, ON_HAND_IN, ON_DATE, BY_TEACHER = "at_once", "on_hand_in", "on_date", "by_teacher"
RELEASES: Mapping[str, tuple[str, ...]] = {PRACTICE: (AT_ONCE,), EXAM: (ON_HAND_IN, ON_DATE, BY_TEACHER)}
"""When feedback may be read, by the mode it goes with."""

MOST_ITEMS = 50
MOST_LEARNERS = 1_000
MOST_ATTEMPTS = 99
MOST_VERSIONS = 9_999
MOST_EXTRA_PERCENT = 400
LONGEST_TITLE = 200
LONGEST_NOTE = 4_000
LONGEST_MINUTES = 1_440

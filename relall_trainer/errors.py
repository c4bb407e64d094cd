"""The one kind of error that is shown to a person; everything else is a bug.

A message answers three questions: what happened, is my work safe, what can I do next.
"""

from __future__ import annotations


class TrainerError(Exception):
    """Something the person at the screen can understand and act upon.

    ``what`` says what happened, ``safe`` whether work is safe, ``todo`` what to do next; each is one
    plain sentence. ``exit_status`` is what the command line ends with (2: could not do it).
    """

    exit_status = 2

    def __init__(self, what: str, *, safe: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.safe = safe
        self.todo = todo

    def one_line(self) -> str:
        """The three parts on one line, for a terminal or a log."""
        return " ".join(part for part in (self.what, self.safe, self.todo) if part)


class BadFile(TrainerError):
    """A file that cannot be used as it is; nothing was changed."""


class StoreError(TrainerError):
    """The learner's own store cannot do what was asked of it."""

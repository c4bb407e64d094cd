"""The three standard streams as a command needs them: there, able to take any sign, let go of without noise.

What is printed on them is left to the commands.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import IO

from relall_trainer.errors import TrainerError


def make_ready(*, json: bool) -> None:
    """Before a command runs. JSON is UTF-8 everywhere; a terminal that cannot show a sign gets it spelt out.

    Raises TrainerError where there is nowhere to print to. A closed stdin or stderr becomes an empty one, so
    that no file opened later takes its place.
    """
    # Each takes the lowest free number, so they are opened in the order of their numbers.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    closed = sys.stdout is None
    if closed:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if closed:
        raise TrainerError("Standard output is closed: there is nowhere to print the answer.")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8" if json else None, errors="backslashreplace")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Nobody takes our output any more: what is still to be written goes nowhere, also when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class OnScreen:
    """A terminal to write others' words to: signs that would move or color it are spelt out, lines stay lines."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write it, spelt out; how much of it was."""
        lines = text.replace("\r\n", "\n").split("\n")
        self._stream.write("\n".join("\t".join(map(_spelt_out, line.split("\t"))) for line in lines))
        return len(text)


def _spelt_out(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def one_line(text: str) -> str:
    """The text on one line, signs that would move or color a terminal spelt out."""
    return _spelt_out(" ".join(text.split()))

"""The history on paper: the attempts the page is narrowed to, newest first, each with its result."""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.local_time import when
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.standing import AttemptLine

MOST = 1_000
_HEADINGS = ("Case", "Begun", "State", "Decisions", "Result")
_WIDTHS = (35, 18, 13, 14, 20)
_AT_ONCE = 200  # rows of one table: very long ones take long to lay out


def history_sheet(lines: Sequence[AttemptLine], count: int, narrowed: str = "") -> Sheet:
    """The attempts ``lines`` of ``count`` that fit; ``narrowed`` says to what the list is narrowed."""
    sheet = Sheet("History")
    shown = len(lines)
    words = counted(count, "attempt")
    if shown < count:
        words = f"The newest {shown:,} of {words}"
    sheet.line(f"{words}{f' · {narrowed}' if narrowed else ''}", "muted")
    for first in range(0, shown, _AT_ONCE):
        sheet.table(_HEADINGS, (_row(line) for line in lines[first : first + _AT_ONCE]), _WIDTHS)
    sheet.line(
        "Each result is of the case and rules it was played on; results of different versions are not averaged here.",
        "small",
    )
    return sheet


def _row(line: AttemptLine) -> tuple[str, ...]:
    apart = f"; {line.apart}" if line.apart else ""
    return (
        f"{line.case_title} (case {line.case_version}{apart})",
        when(line.started_at),
        line.status_words,
        str(line.answers),
        line.result(),
    )

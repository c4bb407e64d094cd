"""Matrices of any size for tests of what shows them, by lot and always the same."""

from __future__ import annotations

import random

from relall_trainer.gui.gradebook_lines import (
    COMPLETE,
    LATE,
    MISSING,
    NOT_HANDED_IN,
    CellLine,
    ColumnLine,
    LearnerLine,
    MatrixLines,
)

_VERDICTS = ("recommended", "acceptable", "discouraged", "contraindicated", "unrated", MISSING)
_TITLES = ("Restage", "Fever, vomiting, a stiff neck", "Systemic", "She cannot bear the punctures", "Goals")
_DECISIONS_OF_A_CASE = 8


def matrix(learners: int, decisions: int, seed: int = 3) -> MatrixLines:
    """So many learners by so many decisions; every tenth handed nothing in, every seventh was late."""
    lots = random.Random(seed)
    columns = tuple(
        ColumnLine(
            f"case-{place // _DECISIONS_OF_A_CASE}/node-{place}",
            _TITLES[place % len(_TITLES)],
            f"case-{place // _DECISIONS_OF_A_CASE}",
            f"A case of {place // _DECISIONS_OF_A_CASE + 1}",
        )
        for place in range(decisions)
    )
    rows = tuple(_row(lots, number, decisions) for number in range(1, learners + 1))
    return MatrixLines(columns, rows, f"{learners} learners")


def _row(lots: random.Random, number: int, decisions: int) -> LearnerLine:
    absent = number % 10 == 0
    weights = (0, 0, 0, 0, 0, 1) if absent else (60, 20, 10, 5, 2, 3)
    cells = tuple(_cell(lots.choices(_VERDICTS, weights)[0], lots) for _ in range(decisions))
    share = None if absent else lots.uniform(0.4, 1)
    return LearnerLine(
        key=f"learner-{number}",
        name=f"Learner {number:02}",
        cells=cells,
        score="–" if share is None else f"{share * 100:.1f}%",
        share=share,
        critical=sum(cell.critical for cell in cells),
        standing=NOT_HANDED_IN if absent else LATE if number % 7 == 0 else COMPLETE,
        flags=("The clock of the computer went back by 3 h.",) if number % 6 == 0 else (),
    )


def _cell(verdict: str, lots: random.Random) -> CellLine:
    if verdict == MISSING:
        return CellLine(MISSING)
    return CellLine(
        verdict,
        f"{lots.randrange(4)} of 4 points",
        verdict == "contraindicated",
        lots.choice(("Certain", "Fairly sure", "Guessing", "")),
        f"{lots.randrange(10, 90)} s",
        ("A step",),
    )

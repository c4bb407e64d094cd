"""Groups made for tests: shares of one point, learners by number, cases by the first letter of a decision."""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.cohort.answer_sheets import Answer, Group, Item, Sheet

Row = Sequence[float | None]


def item(id_: str, rules: tuple[str, ...] = ("R1",), options: tuple[str, ...] = ("a", "b", "c")) -> Item:
    return Item(id_, case=id_[0], title=id_, rules=rules, options=options)


def sheet(learner: str, items: Sequence[Item], row: Row, year: str = "2026", finished: bool = True) -> Sheet:
    """One learner's sheet; None: never reached."""
    answers = tuple(
        Answer(one.id, share, 1.0, ("a",) if share == 1 else ("b",), year)
        for one, share in zip(items, row, strict=True)
        if share is not None
    )
    return Sheet(learner, answers, finished)


def group(items: Sequence[Item], rows: Sequence[Row], year: str = "2026", first: int = 0) -> Group:
    sheets = (sheet(f"L{first + n:03}", items, row, year) for n, row in enumerate(rows))
    return Group(tuple(items), tuple(sheets))

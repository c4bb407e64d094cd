"""What a gradebook gives to item analysis: each learner's first answers, and what may be counted as the same decision.

Two answers are to the same decision only where case text, patient, rules and scoring are the same; several assignments,
over years, are pooled by that. The analysis itself is left to ``statistics``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from relall_trainer.cohort.answer_sheets import Answer, Group, Item, Sheet, pooled
from relall_trainer.cohort.gradebook import Gradebook, Row
from relall_trainer.cohort.marks import Mark, Result
from relall_trainer.encounter.case import Case

_ID_DIGITS = 10


def item_group(book: Gradebook, cases: Mapping[str, Case]) -> Group:
    """A gradebook's first answers; ``cases`` by the SHA-256 of their files, for what was on offer.

    Decisions of an exam that were not answered are no answers; whoever left one has not finished. In practice a
    decision is met by some in another state of the patient than by others: then it is another item.
    """
    items: dict[str, Item] = {}
    sheets = []
    order = {column.key: place for place, column in enumerate(book.columns)}
    for row in book.rows:
        if row.first:
            sheet = _sheet(book, row, cases, items)
            sheets.append(sheet)
    ranked = sorted(items.values(), key=lambda item: (_place(item, order, book), item.id))
    return Group(tuple(ranked), tuple(sheets))


def pooled_group(books: Iterable[tuple[Gradebook, Mapping[str, Case]]]) -> Group:
    """Several gradebooks as one group, the oldest assignment first; a learner is one by her code."""
    ordered = sorted(books, key=lambda pair: (pair[0].assignment.issued_at, pair[0].assignment.id))
    return pooled(item_group(book, cases) for book, cases in ordered)


def item_id(result: Result, mark: Mark) -> str:
    """The same for the same decision only: case text, node, patient, rules, scoring, and how it goes on."""
    pins = result.pins
    parts = (
        pins.case_sha256, result.mode, mark.node, mark.decision.state, pins.algorithm_sha256, pins.scoring,
    )  # fmt: skip
    digest = sha256("\n".join(parts).encode()).hexdigest()[:_ID_DIGITS]
    return f"{pins.case}/{pins.case_version}/{mark.node}/{digest}"


def _sheet(book: Gradebook, row: Row, cases: Mapping[str, Case], items: dict[str, Item]) -> Sheet:
    answers = []
    left_open = set()
    for result in row.first:
        year = result.started_at[:4] or book.assignment.issued_at[:4]
        for mark in result.marks:
            name = item_id(result, mark)
            if name not in items:
                items[name] = _item(name, result, mark, cases[result.pins.case_sha256])
            if mark.answered:
                answers.append(Answer(name, mark.points, mark.possible, mark.chosen, year))
            else:
                left_open.add(name)
    whole = row.whole and all(one.finished for one in row.first)
    return Sheet(row.learner.code, tuple(answers), whole, left_open=frozenset(left_open))


def _item(name: str, result: Result, mark: Mark, case: Case) -> Item:
    pins = result.pins
    options = dict.fromkeys(
        option.action for group in case.nodes[mark.node].groups for option in group.options
    )
    return Item(
        id=name,
        case=f"{pins.case} {pins.case_version}",
        title=mark.title,
        rules=mark.decision.turns_on,
        options=tuple(options),
    )


def _place(item: Item, order: Mapping[tuple[int, str], int], book: Gradebook) -> tuple[int, int]:
    case, version, node, _ = item.id.rsplit("/", 3)
    for number, asked in enumerate(book.assignment.items):
        if (asked.case, asked.version) == (case, version):
            return 0, order.get((number, node), len(order))
    return 1, 0

"""Reads the rows of the library's tables back into the values of ``reference``.

The library is small (some hundred items), so each kind is read whole, when it is first asked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from relall_trainer.evidence.reference import (
    EvidenceItem,
    Figure,
    Inconsistency,
    Reference,
    SinceItem,
    Table1Row,
    Term,
)

_Grouped = dict[str, list[tuple[Any, ...]]]


def read_items(connection: sqlite3.Connection) -> dict[str, EvidenceItem]:
    """Every item of evidence by its id, in the order of the texts."""
    figures = _figures(connection, "SELECT evidence_id AS owner, * FROM figures ORDER BY id")
    numbers = _grouped(
        connection.execute(
            "SELECT evidence_id, number FROM evidence_references ORDER BY evidence_id, position"
        )
    )
    doubts = _grouped(
        connection.execute(
            "SELECT evidence_id, inconsistency_id FROM inconsistency_items ORDER BY inconsistency_id"
        )
    )
    later = _grouped(
        connection.execute("SELECT evidence_id, since_id FROM evidence_since ORDER BY evidence_id, position")
    )
    return {
        row["id"]: _item(
            row,
            figures=tuple(figures.get(row["id"], ())),
            references=_firsts(numbers, row["id"]),
            inconsistencies=_firsts(doubts, row["id"]),
            since=_firsts(later, row["id"]),
        )
        for row in _named(connection, "SELECT * FROM evidence ORDER BY position")
    }


def read_since(connection: sqlite3.Connection) -> dict[str, SinceItem]:
    """Every later development by its id."""
    figures = _figures(connection, "SELECT since_id AS owner, * FROM since_figures ORDER BY id")
    return {
        row["id"]: SinceItem(
            id=row["id"],
            title=row["title"],
            topic=row["topic"],
            statement=row["statement"],
            figures=tuple(figures.get(row["id"], ())),
            citation=row["citation"],
            date=row["date"],
            status=row["status"],
            caveat=row["caveat"],
        )
        for row in _named(connection, "SELECT * FROM since_2015 ORDER BY position")
    }


def read_inconsistencies(connection: sqlite3.Connection) -> dict[str, Inconsistency]:
    """Every inconsistency by its id, each with the items it touches in the order of the texts."""
    items = _grouped(
        connection.execute(
            "SELECT link.inconsistency_id, link.evidence_id FROM inconsistency_items AS link "
            "JOIN evidence ON evidence.id = link.evidence_id ORDER BY evidence.position"
        )
    )
    return {
        row["id"]: Inconsistency(
            row["id"], row["title"], row["what"], row["resolution"], _firsts(items, row["id"])
        )
        for row in _named(connection, "SELECT * FROM inconsistencies ORDER BY position")
    }


def read_references(connection: sqlite3.Connection) -> dict[int, Reference]:
    """The verified references by number; the others are never read."""
    found = connection.execute("SELECT number, citation FROM reference_list WHERE verified = 1")
    return {number: Reference(number, citation) for number, citation in found}


def read_glossary(connection: sqlite3.Connection) -> tuple[Term, ...]:
    """The glossary, in its order."""
    found = connection.execute("SELECT term, meaning, line FROM glossary ORDER BY position")
    return tuple(Term(*row) for row in found)


def table_1_row(item: EvidenceItem) -> Table1Row:
    """An item that is a row of Table 1, as such a row."""
    return Table1Row(
        row=item.row,
        id=item.id,
        group=item.group,
        regimen=item.regimen,
        doses=item.doses,
        population=item.population,
        n=item.figure("n"),
        cr=item.figure("cr"),
        pr=item.figure("pr"),
        to_sct=item.figure("to_sct"),
        trm=item.figure("trm"),
        references=item.references,
        caveat=item.caveat,
        inconsistencies=item.inconsistencies,
        since=item.since,
    )


def _item(
    row: sqlite3.Row,
    figures: tuple[Figure, ...],
    references: tuple[int, ...],
    inconsistencies: tuple[str, ...],
    since: tuple[str, ...],
) -> EvidenceItem:
    return EvidenceItem(
        id=row["id"],
        topic=row["topic"],
        topic_title=row["topic_title"],
        title=row["title"],
        statement=row["statement"],
        section=row["section"],
        page=row["page"],
        page_certain=bool(row["page_certain"]),
        references=references,
        study=row["study"],
        status=row["status"],
        figures=figures,
        caveat=row["caveat"],
        source_note=row["source_note"],
        inconsistencies=inconsistencies,
        since=since,
        terms=_entries(row["terms"]),
        row=row["table_row"],
        group=row["regimen_group"],
        regimen=row["regimen"],
        doses=_entries(row["doses"]),
        population=row["population"],
        month=row["month"],
        month_inferred=bool(row["month_inferred"]),
    )


def _figures(connection: sqlite3.Connection, sql: str) -> dict[str, list[Figure]]:
    result: dict[str, list[Figure]] = {}
    for row in _named(connection, sql):
        figure = Figure(
            name=row["name"],
            label=row["label"],
            value=row["value_text"] if row["value"] is None else _number(row["value"]),
            percent=_number(row["percent"]),
            low=_number(row["low"]),
            high=_number(row["high"]),
            numerator=row["numerator"],
            denominator=row["denominator"],
            as_printed=row["as_printed"],
            unit=row["unit"],
        )
        result.setdefault(row["owner"], []).append(figure)
    return result


def _number(stored: float | None) -> float | None:
    """Whole numbers as such: the texts say 23, and so does the program."""
    return int(stored) if stored is not None and stored.is_integer() else stored


def _named(connection: sqlite3.Connection, sql: str) -> Iterable[sqlite3.Row]:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql)


def _grouped(rows: Iterable[tuple[Any, ...]]) -> _Grouped:
    result: _Grouped = {}
    for owner, *rest in rows:
        result.setdefault(owner, []).append(tuple(rest))
    return result


def _firsts(grouped: _Grouped, owner: str) -> tuple[Any, ...]:
    return tuple(row[0] for row in grouped.get(owner, ()))


def _entries(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("\n")) if cell else ()

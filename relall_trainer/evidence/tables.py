"""The tables of the library: columns, types, keys, and what points where.

What fills them is left to ``records``; writing them to ``build``. Lists inside a cell stand one entry a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns with their types, its key, and which columns point to another table's key."""

    name: str
    columns: Mapping[str, type]
    key: str | tuple[str, ...]
    points_to: Mapping[str, tuple[str, str]]
    may_be_empty: frozenset[str] = frozenset()


def _table(
    name: str, key: str | tuple[str, ...], columns: str, points_to: Mapping[str, str] | None = None
) -> Table:
    """``columns`` names them; ``:int`` and ``:float`` give a type other than text, ``?`` allows NULL."""
    types: dict[str, type] = {}
    empty = set()
    for word in columns.split():
        column, _, kind = word.rstrip("?").partition(":")
        types[column] = {"": str, "int": int, "float": float}[kind]
        if word.endswith("?"):
            empty.add(column)
    links = {column: (target, "id") for column, target in (points_to or {}).items()}
    return Table(name, types, key, links, frozenset(empty))


_FIGURE_COLUMNS = (
    "id:int {owner} position:int name label shown value:float? value_text? percent:float? low:float? "
    "high:float? numerator:int? denominator:int? as_printed? unit?"
)
_EVIDENCE, _SINCE, _RULE, _ROW, _ACTION, _I = (
    {"evidence_id": "evidence"},
    {"since_id": "since_2015"},
    {"rule_id": "rules"},
    {"row_id": "rows"},
    {"action_id": "actions"},
    {"inconsistency_id": "inconsistencies"},
)
# In an order in which every table is there before another points to it.
TABLES = (
    _table("meta", "key", "key value"),
    _table(
        "evidence",
        "id",
        "id position:int topic topic_title title statement section page page_certain:int study status caveat "
        "source_note terms table_row regimen_group regimen doses population month month_inferred:int",
    ),
    _table("figures", "id", _FIGURE_COLUMNS.format(owner="evidence_id"), _EVIDENCE),
    _table(
        "evidence_references", ("evidence_id", "number"), "evidence_id number:int position:int", _EVIDENCE
    ),
    _table(
        "numbers_in_text",
        "id",
        "id:int evidence_id as_written figure_id:int?",
        {**_EVIDENCE, "figure_id": "figures"},
    ),
    _table("since_2015", "id", "id position:int title topic statement citation date status caveat"),
    _table("since_figures", "id", _FIGURE_COLUMNS.format(owner="since_id"), _SINCE),
    _table(
        "since_numbers_in_text",
        "id",
        "id:int since_id as_written figure_id:int?",
        {**_SINCE, "figure_id": "since_figures"},
    ),
    _table(
        "evidence_since", ("evidence_id", "since_id"), "evidence_id since_id position:int", _EVIDENCE | _SINCE
    ),
    _table("inconsistencies", "id", "id position:int title what resolution"),
    _table(
        "inconsistency_items",
        ("inconsistency_id", "evidence_id"),
        "inconsistency_id evidence_id",
        _I | _EVIDENCE,
    ),
    _table(
        "actions",
        "id",
        "id position:int kind label detail components backbone? intensive:int stands_for_frontline:int "
        "distractor:int synonyms",
    ),
    _table("action_evidence", ("action_id", "evidence_id"), "action_id evidence_id", _ACTION | _EVIDENCE),
    _table("action_since", ("action_id", "since_id"), "action_id since_id", _ACTION | _SINCE),
    _table("rules", "id", "id position:int title why origin strength place note conduct:int"),
    _table(
        "rule_evidence", ("rule_id", "evidence_id"), "rule_id evidence_id position:int", _RULE | _EVIDENCE
    ),
    _table("rule_since", ("rule_id", "since_id"), "rule_id since_id position:int", _RULE | _SINCE),
    _table("rows", "id", "id rule_id position:int conditions rating? tier? caution? why origin", _RULE),
    _table("ratings", ("row_id", "action_id"), "row_id action_id rating", _ROW | _ACTION),
    _table("cautions", ("row_id", "action_id"), "row_id action_id", _ROW | _ACTION),
    _table("reference_list", "number", "number:int citation? verified:int"),
    _table("spellings", "joined", "joined written"),
    _table("glossary", "term", "position:int term meaning line"),
)

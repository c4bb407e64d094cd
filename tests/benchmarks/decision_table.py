"""The same rules in zen-engine (JDM): facts as expressions, for each step a table of its rows, best tier first.

It answers, for each step, every row that fires; the first is the rating. The facts behind a rating and the cautions,
which our answer includes, are not asked of it; the values of the history, and rows that rest on what she has had, are
left to us. That makes the comparison easier for it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.history import HISTORY_VALUES, read_history
from relall_trainer.clinical.patient import Patient, plain_value, shape_of
from relall_trainer.clinical.rule import TIERS

_COMPARE = {"more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<="}


def zen_appraise(algorithm: Algorithm) -> Callable[[Patient], dict[str, list[tuple[str, str]]]]:
    """A function giving, for each step, (rating, row id) of every row that fires, rows resting on relations aside."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(jdm(algorithm)))

    def appraise(patient: Patient) -> dict[str, list[tuple[str, str]]]:
        answer = decision.evaluate(context(patient, algorithm))["result"]
        return {
            action: [(row["rating"], row["row"]) for row in answer.get(action.replace("-", "_"), [])]
            for action in algorithm.actions
        }

    return appraise


def context(patient: Patient, algorithm: Algorithm) -> dict[str, Any]:
    """The patient and her history as plain data."""
    history = read_history(patient, algorithm.actions)
    values: dict[str, Any] = {
        name: plain_value(getattr(patient, name))
        for name in Patient.__dataclass_fields__
        if shape_of(name) != "regimens"
    }
    values |= {name: plain_value(getattr(history, name)) for name in HISTORY_VALUES}
    return values


def jdm(algorithm: Algorithm) -> dict[str, Any]:
    """The decision model: input → facts → table → output."""
    facts = [
        {
            "id": name,
            "key": name,
            "value": " or ".join(
                "(" + " and ".join(_expression(test, algorithm) for test in clause) + ")"
                for clause in fact.clauses
            ),
        }
        for name, fact in algorithm.facts.items()
    ]
    tables = [_table(action, algorithm) for action in algorithm.actions]
    # A fact may rest on the facts before it, so each stands in a node of its own.
    nodes: list[dict[str, Any]] = [{"id": "in", "name": "in", "type": "inputNode"}]
    for fact in facts:
        content = {"expressions": [fact], "passThrough": True}
        nodes.append({"id": fact["id"], "name": fact["id"], "type": "expressionNode", "content": content})
    nodes += [table for table in tables if table["content"]["rules"]]
    nodes.append({"id": "out", "name": "out", "type": "outputNode"})
    edges = [
        {"id": f"e{number}", "sourceId": a["id"], "targetId": b["id"], "type": "edge"}
        for number, (a, b) in enumerate(itertools.pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}


def _table(action: str, algorithm: Algorithm) -> dict[str, Any]:
    """One step's rows, best tier first; the first that fits decides."""
    order = list(TIERS)
    rows = sorted(
        (
            row
            for row in algorithm.rows.values()
            if action in row.steps and row.rating and row.relation is None and not row.yields_to
        ),
        key=lambda row: (order.index(row.tier or ""), algorithm.rules[row.rule].number, row.id),
    )
    columns = sorted({test.name for row in rows for test in row.tests})
    rules = []
    for row in rows:
        cells = dict.fromkeys(columns, "")
        cells |= {test.name: _cell(test) for test in row.tests}
        rules.append({"_id": row.id, **cells, "rating": json.dumps(row.rating), "row": json.dumps(row.id)})
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": name, "name": name, "field": name} for name in columns],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("rating", "row")],
        "rules": rules,
        "passThrough": True,
        "outputPath": action.replace("-", "_"),
        "executionMode": "single",
    }
    return {"id": action, "name": action, "type": "decisionTableNode", "content": content}


def _expression(test: Test, algorithm: Algorithm) -> str:
    name, operand = test.name, test.operand
    if name in algorithm.facts:
        return name if operand else f"not {name}"
    match test.operator:
        case "is":
            return f"{name} == {json.dumps(operand)}"
        case "one_of":
            return f"{name} in {json.dumps(list(operand))}"
        case "not":
            return f"{name} not in {json.dumps(list(operand))}"
        case "has":
            return f"some({name}, # == {json.dumps(operand)})"
        case "lacks":
            return f"none({name}, # == {json.dumps(operand)})"
    return f"{name} {_COMPARE[test.operator]} {json.dumps(operand)}"


def _cell(test: Test) -> str:
    operand = test.operand
    match test.operator:
        case "is":
            return f"$ == {json.dumps(operand)}"
        case "one_of":
            return f"$ in {json.dumps(list(operand))}"
        case "not":
            return f"$ not in {json.dumps(list(operand))}"
        case "has":
            return f"some($, # == {json.dumps(operand)})"
        case "lacks":
            return f"none($, # == {json.dumps(operand)})"
        case "has_any":
            return f"some($, # in {json.dumps(list(operand))})"
        case "lacks_all":
            return f"none($, # in {json.dumps(list(operand))})"
        case "empty":
            return f"len($) {'==' if operand else '>'} 0"
    return f"$ != null and $ {_COMPARE[test.operator]} {json.dumps(operand)}"

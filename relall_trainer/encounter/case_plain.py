"""A case as plain data, in the shape its author writes it: what files, prints and prepared texts are made of.

Reading it back is left to ``casefiles``.
"""

from __future__ import annotations

from typing import Any

from relall_trainer.clinical.patient import plain, plain_value
from relall_trainer.encounter.case import (
    Case,
    ChartEntry,
    Condition,
    Group,
    Node,
    Option,
    Transition,
)
from relall_trainer.encounter.case_head import plain_head

FORMAT = 1


def plain_case(case: Case) -> dict[str, Any]:
    """The whole case but for the hash of its file."""
    draws = [{name: getattr(draw, name) for name in draw.__slots__} for draw in case.draws.values()]
    return {
        "format": FORMAT,
        **plain_head(case.head),
        "patient": plain(case.patient),
        "start": case.start,
        "draws": draws,
        "nodes": [_node(node) for node in case.nodes.values()],
        "authors_path": [
            {"node": step.node, "chosen": list(step.chosen), "origin": step.origin}
            for step in case.authors_path
        ],
    }


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _given(**values: object) -> dict[str, Any]:
    """Only what is there: no empty texts, lists or mappings."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}


def _node(node: Node) -> dict[str, Any]:
    ending = node.ending
    return {
        "id": node.id,
        "title": node.title,
        "day": node.day,
        "origin": node.origin,
        "narrative": node.narrative,
        **_given(
            patient=node.patch,
            chart=[_chart_entry(entry) for entry in node.chart],
            groups=[_group(group) for group in node.groups],
            next=[_transition(transition) for transition in node.next],
            ending=ending and {name: _plain(getattr(ending, name)) for name in ending.__slots__},
        ),
    }


def _chart_entry(entry: ChartEntry) -> dict[str, Any]:
    return {
        "label": entry.label,
        "text": entry.text,
        "origin": entry.origin,
        **_given(evidence=list(entry.evidence)),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "prompt": group.prompt,
        "dimension": group.dimension,
        "pick": group.pick,
        "options": [_option(option) for option in group.options],
        **_given(weight=group.weight),
    }


def _option(option: Option) -> dict[str, Any]:
    return _given(
        action=option.action,
        label=option.label,
        detail=option.detail,
        parameters=dict(option.parameters),
        feedback=option.feedback,
        weight=option.weight,
    )


def _transition(transition: Transition) -> dict[str, Any]:
    return {
        "to": transition.to,
        "origin": transition.origin,
        **_given(
            when=transition.when and _condition(transition.when),
            patch=transition.patch,
            text=transition.text,
            evidence=list(transition.evidence),
        ),
    }


def _condition(condition: Condition) -> dict[str, Any]:
    return _given(
        chosen=list(condition.chosen),
        chosen_any=list(condition.chosen_any),
        not_chosen=list(condition.not_chosen),
        patient={
            name: [plain_value(value) for value in values] for name, values in condition.patient.items()
        },
        draw=dict(condition.draw),
    )

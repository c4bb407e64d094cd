"""A case as one JSON text: what the shelf keeps prepared and what an attempt is pinned to.

The text is canonical: the same case gives the same bytes. It holds what the author wrote, in the same
shape, and the SHA-256 of the file it came from; it is read back by the same strict reader, so that
nothing else can be slipped in.
"""

from __future__ import annotations

import json
import re
from typing import Any

from relall_trainer.casefiles.body import FORMAT
from relall_trainer.casefiles.heads import head_to_data
from relall_trainer.casefiles.loader import read_document
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
from relall_trainer.errors import BadFile
from relall_trainer.textfile import Document, TextFault, parse_json

_SHA256 = "sha256"


def case_to_text(case: Case) -> str:
    """The canonical JSON text of a case."""
    data = {"format": FORMAT, _SHA256: case.sha256, **head_to_data(case.head), **_body(case)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def case_from_text(text: str) -> Case:
    """The case of a text made by ``case_to_text``; raises BadFile."""
    try:
        data = parse_json(text)
    except TextFault as fault:
        raise _bad(fault.what) from None
    sha256 = data.pop(_SHA256, None) if isinstance(data, dict) else None
    if not isinstance(sha256, str) or not re.match(r"[0-9a-f]{64}\Z", sha256):
        raise _bad("the hash of its file is missing")
    reading = read_document(Document(data, {}), "the case", sha256)
    if reading.case is None:
        raise _bad(next(found.message for found in reading.diagnostics if found.is_error))
    return reading.case


def _bad(reason: str) -> BadFile:
    return BadFile(f"The text of a case cannot be used: {reason}.", safe="Nothing was changed.")


def _plain(value: object) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _given(**values: object) -> dict[str, Any]:
    """Only what is there: no empty texts, lists or mappings."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}


def _body(case: Case) -> dict[str, Any]:
    draws = [{name: getattr(draw, name) for name in draw.__slots__} for draw in case.draws.values()]
    return {
        "patient": plain(case.patient),
        "start": case.start,
        "draws": draws,
        "nodes": [_node(node) for node in case.nodes.values()],
        "authors_path": [
            {"node": step.node, "chosen": list(step.chosen), "origin": step.origin}
            for step in case.authors_path
        ],
    }


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

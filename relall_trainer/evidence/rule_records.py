"""The algorithm as rows of the library's tables: steps, rules, their rows, ratings and citations."""

from __future__ import annotations

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.evidence.records import Record, linked


def rule_records(algorithm: Algorithm) -> dict[str, list[Record]]:
    """Every table's rows that the algorithm fills."""
    actions, rules = algorithm.actions.values(), algorithm.rules.values()
    rows = [(position, row) for rule in rules for position, row in enumerate(rule.rows, 1)]
    return {
        "actions": [
            {
                "id": action.id,
                "position": position,
                "kind": action.kind,
                "label": action.label,
                "detail": action.detail,
                "components": "\n".join(sorted(action.components)),
                "backbone": action.backbone,
                "intensive": int(action.intensive),
                "stands_for_frontline": int(action.stands_for_frontline),
                "distractor": int(action.distractor),
                "synonyms": "\n".join(action.synonyms),
            }
            for position, action in enumerate(actions, 1)
        ],
        "action_evidence": [{"action_id": a.id, "evidence_id": e} for a in actions for e in a.evidence],
        "action_since": [{"action_id": a.id, "since_id": s} for a in actions for s in a.since],
        "rules": [
            {
                "id": rule.id,
                "position": position,
                "title": rule.title,
                "why": rule.why,
                "origin": rule.origin,
                "strength": rule.strength,
                "place": rule.place,
                "note": rule.note,
                "conduct": int(not rule.rows),
            }
            for position, rule in enumerate(rules, 1)
        ],
        "rule_evidence": linked(((rule.id, rule.evidence) for rule in rules), "rule_id", "evidence_id"),
        "rule_since": linked(((rule.id, rule.since) for rule in rules), "rule_id", "since_id"),
        "rows": [
            {
                "id": row.id,
                "rule_id": row.rule,
                "position": position,
                "conditions": row.when_text,
                "rating": row.rating,
                "tier": row.tier,
                "caution": row.caution,
                "why": row.why,
                "origin": row.origin,
            }
            for position, row in rows
        ],
        "ratings": [
            {"row_id": row.id, "action_id": step, "rating": row.rating}
            for _, row in rows
            if row.rating is not None
            for step in row.steps
        ],
        "cautions": [
            {"row_id": row.id, "action_id": step}
            for _, row in rows
            if row.rating is None
            for step in row.steps
        ],
    }

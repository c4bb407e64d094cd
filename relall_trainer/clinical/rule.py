"""Rules as data: when these facts hold, these steps are rated so, for this reason, on this evidence.

Reads them from plain data (as YAML or JSON gives it) and refuses what does not fit. Rating a patient with them
is left to ``algorithm``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RATINGS,
    RECOMMENDED,
    UNRATED,
)
from relall_trainer.clinical.condition import ConditionFault, Test, read_tests
from relall_trainer.clinical.history import RELATIONS
from relall_trainer.clinical.patient import EXPOSURES

# For each step the first tier in which a row fires decides. Every tier holds rows of one rating only, so that the
# order of rows within it can never matter.
TIERS: Mapping[str, str] = {
    "does_not_arise": UNRATED,
    "contraindicated": CONTRAINDICATED,
    "withheld": UNRATED,
    "discouraged": DISCOURAGED,
    "names_this_state": ACCEPTABLE,
    "recommended": RECOMMENDED,
    "acceptable": ACCEPTABLE,
}
ORIGINS = ("explicit", "implied", "beyond")
STRENGTHS = ("approval", "trial", "retrospective", "review", "expert", "mechanism", "beyond")
KINDS = ("workup", "systemic", "cns", "transplant", "support")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a rule: all of ``tests`` hold → ``steps`` get ``rating`` at ``tier``, or the ``caution``.

    ``relation`` narrows ``steps`` to those that stand in it for the patient (see ``history.RELATIONS``).
    ``yields_to`` names rules that take this row's place when they rate the same step discouraged or worse.
    """

    id: str
    rule: str
    tests: tuple[Test, ...]
    steps: tuple[str, ...]
    rating: str | None
    tier: str | None
    why: str
    origin: str
    relation: str | None = None
    caution: str | None = None
    yields_to: tuple[str, ...] = ()

    @property
    def when_text(self) -> str:
        """The conditions as one line a physician can read."""
        parts = [test.text() for test in self.tests]
        if self.relation:
            parts.append(f"the step is {RELATIONS[self.relation]}")
        return "; ".join(parts) or "always"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the source with its rows. ``place`` says where in the paper; ``since`` names later context."""

    id: str
    number: int
    title: str
    why: str
    origin: str
    strength: str
    place: str
    evidence: tuple[str, ...]
    rows: tuple[Row, ...]
    since: tuple[str, ...] = ()
    note: str = ""


class RuleFault(ValueError):
    """Rules that cannot be read; the message names the rule."""


def read_action(data: Mapping[str, Any]) -> Action:
    """A step of the catalogue from plain data; raises RuleFault."""
    allowed = {
        "id", "kind", "label", "detail", "components", "backbone", "intensive", "stands_for_frontline",
        "distractor", "synonyms", "evidence", "since",
    }  # fmt: skip
    _known(data, allowed, f"action {data.get('id')}")
    components = _words(data, "components")
    for word in components:
        if word not in EXPOSURES:
            raise RuleFault(
                f"action {data.get('id')}: {word!r} is not a component the patient's exposures know"
            )
    if data.get("kind") not in KINDS:
        raise RuleFault(f"action {data.get('id')}: kind is one of {', '.join(KINDS)}")
    return Action(
        id=_text(data, "id"),
        kind=data["kind"],
        label=_text(data, "label"),
        detail=str(data.get("detail", "")),
        components=frozenset(components),
        backbone=data.get("backbone"),
        intensive=bool(data.get("intensive", False)),
        stands_for_frontline=bool(data.get("stands_for_frontline", False)),
        distractor=bool(data.get("distractor", False)),
        synonyms=_words(data, "synonyms"),
        evidence=_words(data, "evidence"),
        since=_words(data, "since"),
    )


def read_rule(data: Mapping[str, Any], actions: Mapping[str, Action]) -> Rule:
    """A rule with its rows from plain data; raises RuleFault."""
    rule_id = _text(data, "id")
    allowed = {"id", "title", "why", "origin", "strength", "place", "evidence", "rows", "since", "note"}
    _known(data, allowed, rule_id)
    if data.get("origin") not in ORIGINS or data.get("strength") not in STRENGTHS:
        raise RuleFault(f"{rule_id}: origin or strength is not one of the known words")
    rows = tuple(
        _read_row(rule_id, f"{rule_id}.{number}", row, data, actions)
        for number, row in enumerate(data.get("rows") or [], 1)
    )
    return Rule(
        id=rule_id,
        number=int(rule_id[1:]),
        title=_text(data, "title"),
        why=_text(data, "why"),
        origin=data["origin"],
        strength=data["strength"],
        place=_text(data, "place"),
        evidence=_words(data, "evidence"),
        rows=rows,
        since=_words(data, "since"),
        note=str(data.get("note", "")),
    )


def _read_row(
    rule_id: str, row_id: str, data: Mapping[str, Any], rule: Mapping[str, Any], actions: Mapping[str, Action]
) -> Row:
    _known(data, {"when", "steps", "rating", "tier", "why", "origin", "caution", "yields_to"}, row_id)
    try:
        tests = read_tests(data.get("when") or {})
    except ConditionFault as fault:
        raise RuleFault(f"{row_id}: {fault}") from None
    rating, tier, caution = data.get("rating"), data.get("tier"), data.get("caution")
    if (rating is None) == (caution is None):
        raise RuleFault(f"{row_id}: has either a rating or a caution")
    if rating is not None:
        if rating not in RATINGS:
            raise RuleFault(f"{row_id}: {rating!r} is not a rating")
        tier = tier or rating
        if TIERS.get(tier) != rating:
            raise RuleFault(f"{row_id}: the tier {tier!r} does not hold rows rated {rating}")
    origin = data.get("origin", rule["origin"])
    if origin not in ORIGINS:
        raise RuleFault(f"{row_id}: origin {origin!r} is not known")
    steps, relation = _read_steps(row_id, data.get("steps"), actions)
    return Row(
        id=row_id,
        rule=rule_id,
        tests=tests,
        steps=steps,
        rating=rating,
        tier=tier,
        why=str(data.get("why", rule["why"])).strip(),
        origin=origin,
        relation=relation,
        caution=caution,
        yields_to=_words(data, "yields_to"),
    )


def _read_steps(
    row_id: str, data: object, actions: Mapping[str, Action]
) -> tuple[tuple[str, ...], str | None]:
    """Ids as listed, or chosen by ``kind``, ``intensive``, ``containing``, ``history``, less ``except``."""
    if isinstance(data, list):
        unknown = [step for step in data if step not in actions]
        if unknown or not data:
            raise RuleFault(f"{row_id}: unknown steps {unknown}" if unknown else f"{row_id}: rates no step")
        return tuple(data), None
    if not isinstance(data, Mapping):
        raise RuleFault(f"{row_id}: steps are a list of ids or a selection")
    _known(data, {"kind", "intensive", "containing", "history", "except"}, row_id)
    left_out = _words(data, "except")
    for step in left_out:
        if step not in actions:
            raise RuleFault(f"{row_id}: unknown step {step!r}")
    relation = data.get("history")
    if relation is not None and relation not in RELATIONS:
        raise RuleFault(f"{row_id}: unknown relation {relation!r}")
    kinds = data.get("kind", list(KINDS))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    steps = tuple(
        action.id
        for action in actions.values()
        if action.kind in kinds
        and action.id not in left_out
        and (not data.get("intensive") or action.intensive)
        and ("containing" not in data or data["containing"] in action.components)
    )
    if not steps:
        raise RuleFault(f"{row_id}: selects no step")
    return steps, relation


def _known(data: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise RuleFault(f"{where}: unknown part {', '.join(unknown)}")


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RuleFault(f"{data.get('id')}: {key} is missing")
    return value.strip()


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise RuleFault(f"{data.get('id')}: {key} is a list of words")
    return tuple(value)

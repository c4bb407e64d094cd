"""Whether every name a case uses means something: steps, nodes, groups, draws; and whether each stands once.

The names are gathered with their places while the parts are read; evidence ids are left to ``citations``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.shape import Sheet, hint
from relall_trainer.encounter.case import PICK_ONE, Case
from relall_trainer.textfile import Path_

STEP = "step"
GROUP = "group"
DRAW = "draw"
NODE = "node"


@dataclass(frozen=True, slots=True)
class Reference:
    """A name used in ``node`` (empty outside of nodes) that has to mean something."""

    what: str
    id: str
    at: Path_
    node: str = ""


@dataclass(slots=True)
class Names:
    """The names of one case: those used, and those given, each with its node and place."""

    used: list[Reference] = field(default_factory=list)
    given: list[Reference] = field(default_factory=list)
    offers: list[Reference] = field(default_factory=list)


def check_names(case: Case, sheet: Sheet, names: Names, known_actions: Collection[str] | None) -> None:
    """Reports what stands twice, what is unknown, and draws no condition uses."""
    _check_twice(sheet, names)
    unknown = _check_actions(sheet, known_actions)
    for reference in names.used:
        if reference.what == NODE and reference.id not in case.nodes:
            near = hint(reference.id, tuple(case.nodes))
            sheet.report(Finding.UNKNOWN_NODE, reference.at, id=reference.id, hint=near)
        elif reference.what == DRAW and reference.id not in case.draws:
            near = hint(reference.id, tuple(case.draws))
            sheet.report(Finding.UNKNOWN_DRAW, reference.at, id=reference.id[:80], hint=near)
        elif reference.what == GROUP:
            _check_group(case, sheet, reference)
        elif reference.what == STEP and reference.id not in unknown:
            _check_offered(sheet, names, reference)
    used = {reference.id for reference in names.used if reference.what == DRAW}
    for given in names.given:
        if given.what == DRAW and given.id not in used:
            sheet.report(Finding.UNUSED_DRAW, given.at, id=given.id)


def _check_twice(sheet: Sheet, names: Names) -> None:
    seen: set[tuple[str, str, str]] = set()
    for given in names.given:
        key = (given.what, given.node if given.what == GROUP else "", given.id)
        if key in seen:
            where = f" in node {given.node}" if given.what == GROUP else ""
            sheet.report(Finding.TWICE, given.at, what=given.what, id=given.id, where=where)
        seen.add(key)
    offered: set[tuple[str, str]] = set()
    for offer in names.offers:
        if (offer.node, offer.id) in offered:
            sheet.report(Finding.ACTION_TWICE, offer.at, action=offer.id, node=offer.node)
        offered.add((offer.node, offer.id))


def _check_actions(sheet: Sheet, known: Collection[str] | None) -> set[str]:
    if known is None:
        return set()
    choices = tuple(known)
    for action, at in sheet.actions:
        if action not in known:
            sheet.report(Finding.UNKNOWN_ACTION, at, id=action[:80], hint=hint(action, choices))
    return {action for action, _ in sheet.actions if action not in known}


def _check_group(case: Case, sheet: Sheet, reference: Reference) -> None:
    node = case.nodes.get(reference.node)
    groups = [group.id for group in node.groups if group.pick == PICK_ONE] if node else []
    if node is not None and reference.id not in groups:
        near = hint(reference.id, groups)
        sheet.report(Finding.UNKNOWN_GROUP, reference.at, node=node.id, id=reference.id[:80], hint=near)


def _check_offered(sheet: Sheet, names: Names, reference: Reference) -> None:
    offered = [offer.id for offer in names.offers if offer.node == reference.node]
    if reference.id not in offered:
        near = hint(reference.id, offered)
        sheet.report(Finding.NOT_OFFERED, reference.at, action=reference.id, node=reference.node, hint=near)

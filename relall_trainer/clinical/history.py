"""What follows from the treatments she has had. Each value is defined here and nowhere else.

Knows regimens by the data of the catalogue (components, backbone), never by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import EXPOSURES, REGIMEN_WORDS, Patient, PriorRegimen

# Values a rule may test, with what they can be: a set of words, a word, a count, or yes/no.
HISTORY_VALUES: Mapping[str, str] = {
    "salvage_without_response": "flag",  # an entry of intent salvage with response none
    "frontline_response": "word",  # response of the last frontline entry; no_entry where there is none
    "frontline_agents": "set",  # what the last frontline regimen held; the exposures where it is not in the catalogue
    "frontline_known": "flag",  # the last frontline regimen stands in the catalogue
    "exposed": "set",  # exposures, and the components of every prior regimen
    "remission_from_salvage": "flag",  # the present remission was given by a salvage regimen
    "finished_regimens": "count",  # finished regimens other than CNS-directed ones; an allograft is not a regimen
    "running_agents": "set",  # components of the last entry while its response is unknown
    "last_salvage_agents": "set",  # components of the last entry where it is a salvage
}
HISTORY_WORDS = {"frontline_response": (*REGIMEN_WORDS["response"], "no_entry")}
HISTORY_SETS = {name: EXPOSURES for name, kind in HISTORY_VALUES.items() if kind == "set"}
# The stored fields each value is made of.
HISTORY_FIELDS: Mapping[str, tuple[str, ...]] = {
    "salvage_without_response": ("prior_regimens",),
    "frontline_response": ("prior_regimens",),
    "frontline_agents": ("prior_regimens", "exposures"),
    "frontline_known": ("prior_regimens",),
    "exposed": ("exposures", "prior_regimens"),
    "remission_from_salvage": ("status", "remission_number", "prior_regimens"),
    "finished_regimens": ("prior_regimens",),
    "running_agents": ("prior_regimens",),
    "last_salvage_agents": ("prior_regimens",),
}
# Steps picked by what she has had, rather than by name.
RELATIONS: Mapping[str, str] = {
    "failed_before": "a regimen that brought no response before, or one on the same backbone",
    "frontline_backbone": "the last frontline regimen, or one on the same backbone",
    "frontline_itself": "the last frontline regimen",
    "gave_remission": "the regimen that gave the present remission",
}


@dataclass(frozen=True, slots=True)
class History:
    """The history values of one patient, and for each relation the steps that stand in it."""

    salvage_without_response: bool
    frontline_response: str
    frontline_agents: frozenset[str]
    frontline_known: bool
    exposed: frozenset[str]
    remission_from_salvage: bool
    finished_regimens: int
    running_agents: frozenset[str]
    last_salvage_agents: frozenset[str]
    related: Mapping[str, frozenset[str]]


def read_history(patient: Patient, actions: Mapping[str, Action]) -> History:
    """The history of one patient against the catalogue; an action it does not know counts as not given."""
    regimens = patient.prior_regimens
    frontline = next((entry for entry in reversed(regimens) if entry.intent == "frontline"), None)
    known_frontline = actions.get(frontline.action or "") if frontline else None
    exposed = patient.exposures.union(*(_components(entry, actions) for entry in regimens))
    giver = _gave_remission(patient)
    last = regimens[-1] if regimens else None
    return History(
        salvage_without_response=any(
            entry.intent == "salvage" and entry.response == "none" for entry in regimens
        ),
        frontline_response=frontline.response if frontline else "no_entry",
        frontline_agents=known_frontline.components if known_frontline else patient.exposures,
        frontline_known=known_frontline is not None,
        exposed=exposed,
        remission_from_salvage=giver is not None and giver.intent == "salvage",
        finished_regimens=sum(entry.intent != "cns" and entry.response != "unknown" for entry in regimens),
        running_agents=_components(last, actions) if last and last.response == "unknown" else frozenset(),
        last_salvage_agents=_components(last, actions) if last and last.intent == "salvage" else frozenset(),
        related=_related(patient, actions, known_frontline, giver) if regimens else _NONE_RELATED,
    )


_NONE_RELATED: Mapping[str, frozenset[str]] = {name: frozenset() for name in RELATIONS}


def _components(entry: PriorRegimen, actions: Mapping[str, Action]) -> frozenset[str]:
    action = actions.get(entry.action or "")
    return action.components if action else frozenset()


def _gave_remission(patient: Patient) -> PriorRegimen | None:
    """The last regimen with a complete response, while she is in remission.

    From the second remission on, a frontline regimen cannot have given it: then it is not on record.
    """
    if patient.status != "remission":
        return None
    for entry in reversed(patient.prior_regimens):
        if entry.response == "CR" and entry.intent != "cns":
            return None if entry.intent == "frontline" and patient.remission_number >= 2 else entry
    return None


def _related(
    patient: Patient,
    actions: Mapping[str, Action],
    frontline: Action | None,
    giver: PriorRegimen | None,
) -> Mapping[str, frozenset[str]]:
    had_frontline = any(entry.intent == "frontline" for entry in patient.prior_regimens)
    repeats = (
        frozenset(a.id for a in actions.values() if a.stands_for_frontline) if had_frontline else frozenset()
    )
    failed: set[str] = set()
    for entry in patient.prior_regimens:
        if entry.response != "none":
            continue
        action = actions.get(entry.action or "")
        if action and action.stands_for_frontline and frontline:
            action = frontline
        if action:
            failed |= _family(action, actions)
        if action is frontline and (frontline or entry.intent == "frontline"):
            failed |= repeats
    if frontline and frontline.id in failed:
        failed |= repeats
    itself = repeats | {frontline.id} if frontline else repeats
    given = giver.action if giver else None
    return {
        "failed_before": frozenset(failed),
        "frontline_backbone": itself | (_family(frontline, actions) if frontline else frozenset()),
        "frontline_itself": itself,
        "gave_remission": frozenset({given} if given is not None and given in actions else ()),
    }


def _family(action: Action, actions: Mapping[str, Action]) -> frozenset[str]:
    if action.backbone is None:
        return frozenset({action.id})
    return frozenset(other.id for other in actions.values() if other.backbone == action.backbone)

"""What a case changes about the patient: patches of plain data, applied so that illegal values fail.

A patch maps a field to its new value. A set field also takes ``{add: [..], remove: [..]}``;
``prior_regimens`` also ``{last: {..}}`` (amend the last entry) and ``{add: {..}}`` (one entry or a list), in
that order. An added entry may say ``from: <group id>`` for the step chosen in that pick-one group, and takes
the step's label as its name. When a patch is applied is left to the play.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import (
    FIELDS,
    REGIMEN_WORDS,
    SETS,
    Patient,
    PatientFault,
    PriorRegimen,
    plain_value,
    read_field,
)

_all_values = attrgetter(*FIELDS)
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_REGIMENS = "prior_regimens"
_ENTRY = ("action", "name", *REGIMEN_WORDS)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a patch may refer to: the catalogue, and for each pick-one group the step chosen and its label.

    ``chosen`` is empty where no decision has just been made (a node's own patch).
    """

    actions: Mapping[str, Action]
    chosen: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def apply_patches(patient: Patient, patches: Iterable[tuple[Mapping[str, Any], Surroundings]]) -> Patient:
    """The patient after the patches, one upon the other; the same object where nothing changes.

    Raises PatientFault for an unknown field, a wrong type or an illegal value.
    """
    changes: dict[str, object] = {}
    for patch, around in patches:
        for name, value in patch.items():
            if name not in _PLACES:
                read_field(name, value)  # says what is wrong with the name
            now = changes[name] if name in changes else getattr(patient, name)
            changes[name] = _patched(name, value, now, around)
    if all(getattr(patient, name) == value for name, value in changes.items()):
        return patient
    # The constructor by place: half the time of dataclasses.replace, and this runs with every commit.
    values = list(_all_values(patient))
    for name, value in changes.items():
        values[_PLACES[name]] = value
    return Patient(*values)


def apply_patch(patient: Patient, patch: Mapping[str, Any], around: Surroundings) -> Patient:
    """One patch applied; raises PatientFault as ``apply_patches`` does."""
    return apply_patches(patient, ((patch, around),))


def written_out(patch: Mapping[str, Any], around: Surroundings) -> dict[str, Any]:
    """The same patch with what its added regimens take from the choice and the catalogue written into it."""
    written = dict(patch)
    change = written.get(_REGIMENS)
    if isinstance(change, Mapping) and "add" in change:
        added = change["add"]
        entries = added if isinstance(added, list | tuple) else (added,)
        resolved = [_resolved(_entry(f"{_REGIMENS}.add", entry), around) for entry in entries]
        written[_REGIMENS] = {**change, "add": resolved}
    return written


def _patched(name: str, value: object, now: Any, around: Surroundings) -> object:
    if name == _REGIMENS:
        if isinstance(value, Mapping):
            return _changed_regimens(value, now, around)
        return _read_regimens(value, around)
    if name in SETS and isinstance(value, Mapping):
        return _changed_set(name, value, now)
    return read_field(name, value)


def _changed_set(name: str, change: Mapping[str, object], now: frozenset[str]) -> frozenset[str]:
    _only(name, change, ("add", "remove"))
    added = _words(f"{name}.add", name, change.get("add", ()))
    removed = _words(f"{name}.remove", name, change.get("remove", ()))
    return now - removed | added


def _words(place: str, name: str, value: object) -> frozenset[str]:
    try:
        words: Any = read_field(name, value)
    except PatientFault as fault:
        raise PatientFault(place, fault.value, f"{place}: {fault.message}") from fault
    return frozenset(words)


def _changed_regimens(
    change: Mapping[str, object], now: tuple[PriorRegimen, ...], around: Surroundings
) -> tuple[PriorRegimen, ...]:
    _only(_REGIMENS, change, ("add", "last"))
    entries: list[Any] = list(now)
    if "last" in change:
        place = f"{_REGIMENS}.last"
        last = _entry(place, change["last"])
        _only(place, last, _ENTRY)
        if not entries:
            raise PatientFault(place, dict(last), f"{place}: there is no regimen yet to amend")
        entries[-1] = {**plain_value(now[-1:])[0], **last}
    if "add" in change:
        added = change["add"]
        several = added if isinstance(added, list | tuple) else (added,)
        entries.extend(_resolved(_entry(f"{_REGIMENS}.add", entry), around) for entry in several)
    return _read_regimens(entries, around)


def _read_regimens(entries: object, around: Surroundings) -> tuple[PriorRegimen, ...]:
    read: Any = read_field(_REGIMENS, entries)
    if any(entry.action is not None and entry.action not in around.actions for entry in read):
        read_field(_REGIMENS, entries, frozenset(around.actions))  # says which, and the nearest there is
    return tuple(read)


def _resolved(entry: Mapping[str, object], around: Surroundings) -> dict[str, object]:
    place = f"{_REGIMENS}.add"
    _only(place, entry, (*_ENTRY, "from"))
    resolved = {part: value for part, value in entry.items() if part != "from"}
    if "from" in entry:
        group = entry["from"]
        if "action" in entry:
            raise PatientFault(place, group, f"{place} says both action and from; one of them is meant")
        if not isinstance(group, str) or group not in around.chosen:
            known = ", ".join(around.chosen) or "none here"
            raise PatientFault(
                f"{place}.from",
                group,
                f"{place}.from is a pick-one group just decided ({known}), not {group!r}",
            )
        action, label = around.chosen[group]
        resolved = {"name": label, **resolved, "action": action}
    elif (
        "name" not in entry
        and isinstance(action_id := entry.get("action"), str)
        and action_id in around.actions
    ):
        resolved["name"] = around.actions[action_id].label
    return resolved


def _entry(place: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise PatientFault(place, value, f"{place} is an object with {', '.join(_ENTRY)}")
    return value


def _only(place: str, value: Mapping[str, object], allowed: tuple[str, ...]) -> None:
    for part in value:
        if part not in allowed:
            raise PatientFault(
                f"{place}.{part}", value[part], f"{place} takes {', '.join(allowed)}; there is no {part!r}"
            )

"""Reading what a case says of the patient: the state at the start, changes to it, and conditions on it.

Changes stay plain data, in the form ``encounter.patch`` applies; here they are only made sure of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.names import DRAW, GROUP, STEP, Names, Reference
from relall_trainer.casefiles.shape import RATING_KEYS, Part, Sheet, hint, kind_of
from relall_trainer.clinical.patient import FIELDS, REGIMEN_WORDS, SETS, Patient, PatientFault, read_field
from relall_trainer.encounter.case import Condition
from relall_trainer.textfile import Path_

_REGIMEN = ("action", "name", *REGIMEN_WORDS)
CONDITION = ("chosen", "chosen_any", "not_chosen", "patient", "draw")


def read_first_patient(part: Part) -> Patient:
    """The patient at the start of the case."""
    data = part.mapping("patient")
    values = {} if data is None else _fields(part.sheet, data, (*part.at, "patient"))
    return Patient(**values)


def _fields(sheet: Sheet, data: Mapping[str, Any], at: Path_) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in data.items():
        read = _field(sheet, name, value, (*at, name))
        if read is not _BAD:
            values[name] = read
    return values


_BAD = object()


def _field(sheet: Sheet, name: str, value: object, at: Path_) -> object:
    """One field's value, ``_BAD`` (and reported) where no patient can have it."""
    if name in FIELDS or name.lower() not in RATING_KEYS:
        try:
            read = read_field(name, value)
        except PatientFault as fault:
            inner = tuple(
                int(step) if step.isdigit() else step for step in re.findall(r"\w+", fault.field)[1:]
            )
            sheet.report(Finding.BAD_PATIENT, (*at, *inner), reason=fault.message)
            return _BAD
        if name == "prior_regimens":
            _note_actions(sheet, value, at)
        return read
    sheet.report(Finding.STATES_RATING, at, key=name)
    return _BAD


def _note_actions(sheet: Sheet, regimens: Any, at: Path_) -> None:
    for index, regimen in enumerate(regimens):
        if regimen.get("action") is not None:
            sheet.actions.append((regimen["action"], (*at, index, "action")))


def read_patch(part: Part, key: str, node: str, names: Names | None = None) -> dict[str, Any]:
    """A change to the patient. ``names`` takes the groups it uses; None where it may name none."""
    data = part.mapping(key, required=False)
    patch: dict[str, Any] = {}
    for name, value in (data or {}).items():
        at = (*part.at, key, name)
        if isinstance(value, dict) and name in SETS:
            _set_change(part.sheet, name, value, at)
        elif isinstance(value, dict) and name == "prior_regimens":
            _regimen_change(part.sheet, value, at, node, names)
        else:
            _field(part.sheet, name, value, at)
        patch[name] = value
    return patch


def _set_change(sheet: Sheet, name: str, change: Mapping[str, Any], at: Path_) -> None:
    for word, value in change.items():
        if word not in ("add", "remove"):
            sheet.report(
                Finding.BAD_PATCH,
                (*at, word),
                reason=f"{name} takes add and remove; there is no {word!r}{hint(word, ('add', 'remove'))}",
            )
        else:
            _field(sheet, name, value, (*at, word))
    if not change:
        sheet.report(Finding.BAD_PATCH, at, reason=f"the change of {name} is empty; it takes add and remove")


def _regimen_change(
    sheet: Sheet, change: Mapping[str, Any], at: Path_, node: str, names: Names | None
) -> None:
    for word in change:
        if word not in ("add", "last"):
            reason = f"prior_regimens takes add and last; there is no {word!r}{hint(word, ('add', 'last'))}"
            sheet.report(Finding.BAD_PATCH, (*at, word), reason=reason)
    if not change:
        sheet.report(
            Finding.BAD_PATCH, at, reason="the change of prior_regimens is empty; it takes add and last"
        )
    if "last" in change:
        _entry(sheet, change["last"], (*at, "last"), node, None)
    if "add" in change:
        added = change["add"]
        if isinstance(added, list):
            for index, entry in enumerate(added):
                _entry(sheet, entry, (*at, "add", index), node, names, adding=True)
        else:
            _entry(sheet, added, (*at, "add"), node, names, adding=True)


def _entry(
    sheet: Sheet,
    entry: object,
    at: Path_,
    node: str,
    names: Names | None,
    adding: bool = False,
) -> None:
    if not isinstance(entry, dict):
        reason = f"a regimen is a mapping with {', '.join(_REGIMEN)}, not {kind_of(entry)}"
        sheet.report(Finding.BAD_PATCH, at, reason=reason)
        return
    plain = {word: value for word, value in entry.items() if word != "from"}
    read = _field(sheet, "prior_regimens", [plain], at)
    if read is not _BAD and plain.get("action") is not None:
        sheet.actions[-1] = (plain["action"], (*at, "action"))
    if adding and not {"action", "name", "from"} & entry.keys():
        sheet.report(Finding.BAD_PATCH, at, reason="an added regimen needs an action, a name, or from")
    if "from" not in entry:
        return
    if not adding or names is None:
        reason = "from takes the step just chosen: it belongs under add, in the patch of a transition"
        sheet.report(Finding.BAD_PATCH, (*at, "from"), reason=reason)
    elif "action" in entry:
        sheet.report(Finding.BAD_PATCH, (*at, "from"), reason="action and from stand together; one is meant")
    elif not isinstance(entry["from"], str):
        sheet.report(
            Finding.BAD_PATCH, (*at, "from"), reason="from is the id of a pick-one group of this node"
        )
    else:
        names.used.append(Reference(GROUP, entry["from"], (*at, "from"), node))


def read_condition(part: Part, node: str, names: Names) -> Condition | None:
    """The ``when`` of a transition; None where there is none."""
    when = part.part("when", CONDITION, required=False)
    if when is None:
        return None
    if not when.data:
        when.report(Finding.BAD_CONDITION, reason="a condition without parts; leave when out to go on always")
    steps = {}
    for key in ("chosen", "chosen_any", "not_chosen"):
        steps[key] = when.action_ids(key, empty=False)
        names.used.extend(
            Reference(STEP, action, (*when.at, key, index), node)
            for index, action in enumerate(steps[key])
            if action
        )
    return Condition(**steps, patient=_wanted(when), draw=_draws(when, node, names))


def _wanted(when: Part) -> dict[str, tuple[object, ...]]:
    wanted: dict[str, tuple[object, ...]] = {}
    for name, value in (when.mapping("patient", required=False) or {}).items():
        at = (*when.at, "patient", name)
        if name == "prior_regimens":
            reason = "prior_regimens cannot be a condition; ask for a field that tells what matters"
            when.sheet.report(Finding.BAD_CONDITION, at, reason=reason)
            continue
        values = value if isinstance(value, list) else [value]
        if not values:
            when.sheet.report(Finding.BAD_CONDITION, at, reason=f"{name} has no value to compare with")
        if name in SETS:
            read = _field(when.sheet, name, values, at)
            wanted[name] = tuple(sorted(read)) if isinstance(read, frozenset) else ()
        else:
            wanted[name] = tuple(_field(when.sheet, name, each, at) for each in values)
    return wanted


def _draws(when: Part, node: str, names: Names) -> dict[str, str]:
    draws: dict[str, str] = {}
    for draw, outcome in (when.mapping("draw", required=False) or {}).items():
        at = (*when.at, "draw", draw)
        if outcome not in ("yes", "no") or not isinstance(outcome, str):
            reason = f'a draw is "yes" or "no" (in quotes), not {str(outcome)[:40]}'
            when.sheet.report(Finding.BAD_CONDITION, at, reason=reason)
            continue
        names.used.append(Reference(DRAW, draw, at, node))
        draws[draw] = outcome
    return draws

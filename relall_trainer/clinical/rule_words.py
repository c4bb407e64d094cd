"""Conditions, gaps and changes told in words, as a physician says them: for the rules as a table and for questions.

The words of fields and values come from ``wording``, those of derived facts from the algorithm's own data. Nothing
here is a judgment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from relall_trainer.clinical.alternatives import Edit
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import RELATIONS
from relall_trainer.clinical.patient import MEASURED, SETS
from relall_trainer.clinical.rule import Row
from relall_trainer.clinical.wanting import Gap, Standing
from relall_trainer.clinical.wording import (
    FIELD_LABELS,
    RESPONSE_WORDS,
    SET_WORDS,
    fact_words,
    listed,
    value_words,
)

Facts = Mapping[str, DerivedFact]

TIER_WORDS: Mapping[str, str] = {
    "does_not_arise": "has no meaning in this state",
    "contraindicated": "contraindicated",
    "withheld": "left unrated on purpose",
    "discouraged": "discouraged",
    "names_this_state": "names this very state",
    "recommended": "recommended",
    "acceptable": "acceptable",
}
KIND_WORDS: Mapping[str, str] = {
    "workup": "Work-up",
    "systemic": "Systemic treatment",
    "cns": "CNS treatment",
    "transplant": "Transplant",
    "support": "Support",
}
# A word in a set, and a word not in it, for sets of the patient and of her history.
_IN_SET: Mapping[str, tuple[str, str]] = {
    "exposures": ("Has been given {}", "Has never been given {}"),
    "donors": ("Donor found: {}", "No donor found: {}"),
    "trial_open": ("Trial open: {}", "No trial open: {}"),
    "exposed": ("Has been given {}", "Has never been given {}"),
    "frontline_agents": ("The first-line regimen held {}", "The first-line regimen did not hold {}"),
    "running_agents": ("Being given now: {}", "Not being given now: {}"),
    "last_salvage_agents": ("The last salvage held {}", "The last salvage did not hold {}"),
}
_ANY_IN_SET: Mapping[str, tuple[str, str]] = {
    "donors": ("Some donor found", "No donor found"),
    "trial_open": ("Some trial is open", "No trial is open"),
}
# Yes and no, for what follows from her treatments.
_HISTORY_FLAGS: Mapping[str, tuple[str, str]] = {
    "salvage_without_response": ("A salvage brought no response", "No salvage has gone without a response"),
    "frontline_known": ("The first-line regimen is on record", "The first-line regimen is not on record"),
    "remission_from_salvage": ("A salvage gave this remission", "No salvage gave this remission"),
}
_HISTORY_LABELS: Mapping[str, str] = {
    "frontline_response": "Response to the first line",
    "finished_regimens": "Regimens finished",
}
_COMPARED: Mapping[str, str] = {
    "more_than": "more than {}",
    "at_least": "{} or more",
    "less_than": "less than {}",
    "at_most": "{} or less",
}
# Facts whose own sentence leans on the one before it.
_FACT_WORDS: Mapping[str, str] = {
    "clean_later_remission": (
        "a remission beyond the first, or one that only a salvage gave; in the marrow, with no MRD found"
    ),
}
_MANIFOLD = re.compile(r", (or|and) |;| not ")  # turning one verb round would not turn all of it
# How a fact's own sentence is turned round, the first that fits.
_TURNED: tuple[tuple[str, str], ...] = (
    (r"\bhas never been\b", "has been"),
    (r"\bcannot be\b", "can be"),
    (r"\bcan be\b", "cannot be"),
    (r"\b(is|are|was|were|has|have)\b", r"\1 not"),
    (r"^an? ", "no "),
)


def test_words(test: Test, facts: Facts) -> str:
    """A test as one short clause: ``CSF: blasts found``, ``CNS disease is not active``."""
    fact = facts.get(test.name)
    if fact is not None:
        meaning = _FACT_WORDS.get(fact.name, fact.meaning)
        return _capital(meaning if test.operand is True else _turned(meaning))
    if test.name in _HISTORY_FLAGS:
        return _HISTORY_FLAGS[test.name][0 if test.operand else 1]
    if test.operator in ("has", "has_any", "lacks", "lacks_all", "empty"):
        return _set_words(test)
    label = FIELD_LABELS.get(test.name) or _HISTORY_LABELS[test.name]
    return f"{label}: {_compared(test)}"


def relation_words(relation: str) -> str:
    """What a row asks of the step beside the patient's facts."""
    return f"The step is {RELATIONS[relation]}"


def when_words(row: Row, facts: Facts) -> tuple[str, ...]:
    """All a row asks for, a clause each; empty where it always holds."""
    clauses = [test_words(test, facts) for test in row.tests]
    if row.relation:
        clauses.append(relation_words(row.relation))
    return tuple(clauses)


def gap_words(gap: Gap, standing: Standing, facts: Facts) -> tuple[str, ...]:
    """What a row still wants, each with what is so now: ``CSF: clear (now blasts found)``."""
    clauses = []
    for test in gap.tests:
        wanted = test_words(test, facts)
        now = [_now(field, standing, wanted) for field in standing.behind(test)]
        clauses.append(f"{wanted} (now {'; '.join(now)})")
    if gap.relation:
        clauses.append(relation_words(gap.relation))
    return tuple(clauses)


def edit_words(edit: Edit) -> str:
    """A fact made otherwise: ``CSF: clear``, ``Trial open: inotuzumab``."""
    if edit.word:
        return _IN_SET[edit.field][0 if edit.value else 1].format(SET_WORDS[edit.word])
    return fact_words(edit.field, edit.value)


def _set_words(test: Test) -> str:
    if test.operator == "empty":
        some, none = _ANY_IN_SET.get(test.name, ("Something in: {}", "Nothing in: {}"))
        return (none if test.operand else some).format(FIELD_LABELS.get(test.name, test.name))
    wanted = test.operator.startswith("has")
    told = listed([SET_WORDS[word] for word in test.operands], "or")
    return _IN_SET[test.name][0 if wanted else 1].format(told)


def _compared(test: Test) -> str:
    if test.operator in _COMPARED:
        words = _COMPARED[test.operator].format(_value(test.name, test.operand))
        if test.name == "remission_number":
            return words.replace("or more", "or later")
        return words if test.name in MEASURED else words.replace("less than", "fewer than")
    told = [_value(test.name, value) for value in test.operands]
    either = "; or ".join(told) if any("," in words for words in told) else listed(told, "or")
    return f"anything but {either}" if test.operator == "not" else either


def _value(name: str, value: object) -> str:
    if name in FIELD_LABELS:
        return value_words(name, value)
    return RESPONSE_WORDS.get(str(value), "none on record") if isinstance(value, str) else str(value)


def _now(field: str, standing: Standing, wanted: str) -> str:
    """The present value; the field is not named again where the wish has just named it."""
    value = getattr(standing.patient, field)
    named = wanted.startswith(f"{FIELD_LABELS[field]}:") or field in SETS
    return value_words(field, value) if named else fact_words(field, value)


def _turned(meaning: str) -> str:
    for pattern, other in () if _MANIFOLD.search(meaning) else _TURNED:
        turned, count = re.subn(pattern, other, meaning, count=1)
        if count:
            return turned
    return f"not so: {meaning}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

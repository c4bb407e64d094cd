"""Reading an algorithm from plain data, as YAML or JSON gives it; everything that does not fit is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import AlgorithmPin
from relall_trainer.clinical.condition import ConditionFault, Test, read_tests
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import HISTORY_SETS, HISTORY_VALUES, HISTORY_WORDS
from relall_trainer.clinical.patient import FIELDS, SETS, WORDS, shape_of
from relall_trainer.clinical.rule import Rule, RuleFault, read_action, read_rule


def read_algorithm(data: Mapping[str, Any], sha256: str) -> Algorithm:
    """An algorithm from plain data: ``algorithm``, ``actions``, ``facts``, ``rules``; raises RuleFault."""
    head = data["algorithm"]
    actions: dict[str, Action] = {}
    for entry in data["actions"]:
        action = read_action(entry)
        if action.id in actions:
            raise RuleFault(f"action {action.id} stands twice")
        actions[action.id] = action
    facts = _read_facts(data["facts"])
    rules: dict[str, Rule] = {}
    for entry in sorted(data["rules"], key=lambda entry: str(entry.get("id"))):
        rule = read_rule(entry, actions)
        if rule.id in rules:
            raise RuleFault(f"rule {rule.id} stands twice")
        for row in rule.rows:
            _check_tests(row.id, row.tests, facts)
        rules[rule.id] = rule
    pin = AlgorithmPin(str(head["id"]), str(head["version"]), sha256)
    return Algorithm(pin, str(head["title"]), str(head["about"]), actions, facts, rules)


def _read_facts(entries: Any) -> dict[str, DerivedFact]:
    facts: dict[str, DerivedFact] = {}
    for entry in entries:
        name = str(entry["name"])
        try:
            clauses = tuple(read_tests(clause) for clause in entry["any_of"])
        except ConditionFault as fault:
            raise RuleFault(f"fact {name}: {fault}") from None
        for clause in clauses:
            _check_tests(f"fact {name}", clause, facts)  # a fact may use only those defined before it
        facts[name] = DerivedFact(name, str(entry["meaning"]), clauses)
    return facts


def _check_tests(where: str, tests: tuple[Test, ...], facts: Mapping[str, DerivedFact]) -> None:
    for test in tests:
        if test.name in facts:
            if test.operator != "is" or not isinstance(test.operand, bool):
                raise RuleFault(f"{where}: the fact {test.name} is true or false")
        elif test.name in HISTORY_VALUES:
            _check_operand(where, test, HISTORY_VALUES[test.name])
        elif test.name in FIELDS:
            _check_operand(where, test, shape_of(test.name))
        else:
            raise RuleFault(f"{where}: {test.name!r} is no field, history value or fact")


def _check_operand(where: str, test: Test, shape: str) -> None:
    if shape in ("set",):
        allowed = SETS.get(test.name) or HISTORY_SETS[test.name]
        fits = test.operator in ("has", "has_any", "lacks", "lacks_all", "empty")
    elif shape == "word":
        allowed = WORDS.get(test.name) or HISTORY_WORDS[test.name]
        fits = test.operator in ("is", "one_of", "not")
    else:
        allowed = ()
        fits = test.operator not in ("has", "has_any", "lacks", "lacks_all", "empty") and shape != "regimens"
    wrong = [word for word in test.operands if allowed and test.operator != "empty" and word not in allowed]
    if not fits or wrong:
        raise RuleFault(f"{where}: {test.text()!r} cannot be asked of {test.name}")

"""The same rules written out as plain Python, with the same full answer: the yardstick for the interpreter.

The source is written by this module from the rule files (194 rows by hand would drift from them): one ``if`` a
row, each fact one expression, results collected and judged as one would by hand. Used by benchmarks and by a
test that compares it with the interpreter, patient by patient.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import Appraisal, Fact, FiredRule, RatedStep
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.history import HISTORY_FIELDS, HISTORY_VALUES, read_history
from relall_trainer.clinical.patient import Patient, plain_value
from relall_trainer.clinical.rule import TIERS

_OPERATORS = {"more_than": ">", "at_least": ">=", "less_than": "<", "at_most": "<="}


def plain_appraise(algorithm: Algorithm) -> Callable[[Patient], Appraisal]:
    """A function that answers as ``algorithm.appraise`` does, made of plain ifs."""
    names: dict[str, Any] = {
        "ROWS": list(algorithm.rows.values()),
        "ACTIONS": tuple(algorithm.actions),
        "HISTORY": lambda patient: read_history(patient, algorithm.actions),
        "JUDGE": _judge_with(algorithm),
        "PIN": algorithm.pin,
        "Appraisal": Appraisal,
    }
    exec(source(algorithm), names)  # the text is made from the shipped rule files two lines above
    function: Callable[[Patient], Appraisal] = names["appraise"]
    return function


def source(algorithm: Algorithm) -> str:
    """The text of ``appraise``: facts first, then one ``if`` a row."""
    lines = ["def appraise(p):", "    h = HISTORY(p)", "    fired = {action: [] for action in ACTIONS}"]
    for fact in algorithm.facts.values():
        clauses = [" and ".join(_test(test) for test in clause) for clause in fact.clauses]
        lines.append(f"    {fact.name} = {' or '.join(f'({clause})' for clause in clauses)}")
        # Each fact keeps the fields that made it so, for the reasons.
        because = _false_fields(fact.clauses, algorithm)
        for clause, text in reversed(list(zip(fact.clauses, clauses, strict=True))):
            because = f"{_true_fields(clause, algorithm)} if ({text}) else {because}"
        lines.append(f"    {fact.name}_because = {because}")
    for number, row in enumerate(algorithm.rows.values()):
        condition = " and ".join(_test(test) for test in row.tests) or "True"
        fields = _true_fields(row.tests, algorithm)
        if row.relation:
            lines.append(f"    if h.related[{row.relation!r}] and {condition}:")
            lines.append(f"        for step in h.related[{row.relation!r}]:")
            lines.append(f"            if step in {set(row.steps)!r}:")
            lines.append(
                f"                fired[step].append((ROWS[{number}], {fields} + ('prior_regimens',)))"
            )
        else:
            lines.append(f"    if {condition}:")
            lines.append(f"        reason = (ROWS[{number}], {fields})")
            lines += [f"        fired[{step!r}].append(reason)" for step in row.steps]
    lines.append(
        "    return Appraisal(PIN, 'inside', p, {a: JUDGE(a, rows, p) for a, rows in fired.items()})"
    )
    return "\n".join(lines)


def _name(name: str) -> str:
    return f"h.{name}" if name in HISTORY_VALUES else f"p.{name}"


def _test(test: Test) -> str:
    if test.name not in HISTORY_VALUES and not hasattr(Patient, test.name):
        return test.name if test.operand is True else f"not {test.name}"
    name, operand = _name(test.name), test.operand
    match test.operator:
        case "is":
            return f"{name} == {operand!r}"
        case "one_of":
            return f"{name} in {operand!r}"
        case "not":
            return f"{name} not in {operand!r}"
        case "has":
            return f"{operand!r} in {name}"
        case "lacks":
            return f"{operand!r} not in {name}"
        case "has_any":
            return f"not {name}.isdisjoint({operand!r})"
        case "lacks_all":
            return f"{name}.isdisjoint({operand!r})"
        case "empty":
            return f"not {name}" if operand else f"{name}"
    comparison = f"{name} {_OPERATORS[test.operator]} {operand!r}"
    return f"({name} is not None and {comparison})"


def _true_fields(tests: tuple[Test, ...], algorithm: Algorithm) -> str:
    parts = []
    for test in tests:
        if test.name in algorithm.facts:
            parts.append(f"{test.name}_because")
        else:
            parts.append(repr(HISTORY_FIELDS.get(test.name, (test.name,))))
    return "(" + (" + ".join(parts) or "()") + ")"


def _false_fields(clauses: tuple[tuple[Test, ...], ...], algorithm: Algorithm) -> str:
    parts = []
    for clause in clauses:
        text = "()"
        for test in reversed(clause):
            text = f"({_true_fields((test,), algorithm)} if not ({_test(test)}) else {text})"
        parts.append(text)
    return "(" + " + ".join(parts) + ")"


def _judge_with(algorithm: Algorithm) -> Callable[[str, list[Any], Patient], RatedStep]:
    order = {tier: number for number, tier in enumerate(TIERS)}
    rank = {
        row.id: (order.get(row.tier or "", 99), algorithm.rules[row.rule].number, row.id)
        for row in algorithm.rows.values()
    }

    def judge(action: str, fired: list[Any], patient: Patient) -> RatedStep:
        rated = [pair for pair in fired if pair[0].rating]
        cautions = tuple(dict.fromkeys(row.caution for row, _ in fired if row.caution))
        if len(rated) > 1:
            rated.sort(key=lambda pair: rank[pair[0].id])
            against = {row.rule for row, _ in rated if row.rating in ("discouraged", "contraindicated")}
            rated = [pair for pair in rated if against.isdisjoint(pair[0].yields_to)]
        if not rated:
            return RatedStep(action, "unrated", None, None, "", (), (), (), cautions)
        deciding, fields = rated[0]
        if deciding.rating == "unrated":
            return RatedStep(action, "unrated", None, None, "", (), (), (), (deciding.why, *cautions))
        rule = algorithm.rules[deciding.rule]
        listed: dict[tuple[str, str], FiredRule] = {}
        rated.sort(key=lambda pair: (rank[pair[0].id][1], rank[pair[0].id]))
        for row, _ in rated:
            if row.tier != "does_not_arise":
                overruled = row.rating != deciding.rating
                listed.setdefault((row.rule, row.rating), FiredRule(row.rule, row.rating, overruled, row.id))
        because = tuple(Fact(field, plain_value(getattr(patient, field))) for field in dict.fromkeys(fields))
        return RatedStep(
            action, deciding.rating, rule.id, deciding.id, deciding.why, tuple(listed.values()), because,
            rule.evidence, cautions,
        )  # fmt: skip

    return judge

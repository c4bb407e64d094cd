"""One test on one named thing: a field of the patient, a value of her history, or a derived fact.

A rule row is a plain list of such tests, all of which must hold; alternatives are rows of their own. Knows how
to read a test and how to say it; what the names mean is decided by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_COMPARISONS = ("more_than", "at_least", "less_than", "at_most")
_SET_TESTS = ("has", "has_any", "lacks", "lacks_all", "empty")
OPERATORS = ("is", "one_of", "not", *_COMPARISONS, *_SET_TESTS)


class ConditionFault(ValueError):
    """A test that cannot be read, or cannot be asked of the thing it names."""


@dataclass(frozen=True, slots=True)
class Test:
    """``name`` compared by ``operator`` with ``operand``. A missing measurement (None) fulfils no comparison."""

    __test__ = False  # not a pytest class

    name: str
    operator: str
    operand: Any

    @property
    def operands(self) -> tuple[Any, ...]:
        """What it compares with, one or several."""
        return self.operand if isinstance(self.operand, tuple) else (self.operand,)

    def holds(self, actual: Any) -> bool:
        """Whether the test holds for the actual value of what it names."""
        operand = self.operand
        match self.operator:
            case "is":
                return bool(actual == operand)
            case "one_of":
                return actual in operand
            case "not":
                return actual not in operand
            case "more_than":
                return actual is not None and bool(actual > operand)
            case "at_least":
                return actual is not None and bool(actual >= operand)
            case "less_than":
                return actual is not None and bool(actual < operand)
            case "at_most":
                return actual is not None and bool(actual <= operand)
            case "has":
                return operand in actual
            case "has_any":
                return not actual.isdisjoint(operand)
            case "lacks":
                return operand not in actual
            case "lacks_all":
                return bool(actual.isdisjoint(operand))
            case "empty":
                return (not actual) is operand
        raise ConditionFault(f"unknown operator {self.operator!r}")  # pragma: no cover - refused when read

    def text(self) -> str:
        """The test as a physician reads it: ``csf is positive``."""
        operand = ", ".join(map(str, self.operands))
        if self.operand is True or self.operand is False:
            operand = "yes" if self.operand else "no"
        words = {"one_of": "is one of", "not": "is not", "lacks_all": "lacks all of", "empty": "is empty:"}
        return f"{self.name} {words.get(self.operator, self.operator.replace('_', ' '))} {operand}"


def read_tests(data: object) -> tuple[Test, ...]:
    """The tests of ``{name: value}``, in order; raises ConditionFault."""
    if not isinstance(data, Mapping):
        raise ConditionFault("conditions are written as name: value")
    return tuple(_read_test(str(name), value) for name, value in data.items())


def _read_test(name: str, value: object) -> Test:
    if isinstance(value, list):
        return Test(name, "one_of", tuple(value))
    if not isinstance(value, Mapping):
        if value is None:
            raise ConditionFault(f"{name}: says nothing")
        return Test(name, "is", value)
    if len(value) != 1:
        raise ConditionFault(f"{name}: one comparison each, such as more_than: 12")
    operator, operand = next(iter(value.items()))
    if operator not in OPERATORS:
        raise ConditionFault(f"{name}: {operator!r} is not one of {', '.join(OPERATORS)}")
    if operator in ("not", "has_any", "lacks_all", "one_of"):
        operand = tuple(operand) if isinstance(operand, list) else (operand,)
    if operator in _COMPARISONS and (isinstance(operand, bool) or not isinstance(operand, int | float)):
        raise ConditionFault(f"{name}: {operator} takes a number")
    if operator == "empty" and not isinstance(operand, bool):
        raise ConditionFault(f"{name}: empty takes true or false")
    return Test(name, operator, operand)

"""The head of a case as plain data and back, for the prepared list; reads no case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relall_trainer.encounter.case_head import CaseHead
from relall_trainer.encounter.case_head import plain_head as head_to_data

__all__ = ["FILE_NAME", "head_from_data", "head_to_data"]

FILE_NAME = "case.yaml"
"""What the file of a case is called, in its folder."""


def head_from_data(data: Mapping[str, Any]) -> CaseHead:
    """The head of data made by ``head_to_data``; raises KeyError or TypeError on other data."""
    values: dict[str, Any] = {}
    for name in CaseHead.__slots__:
        value = data[name]
        values[name] = tuple(value) if isinstance(value, list) else value
    return CaseHead(**values)

"""The decisions an assignment can ask, as the columns of its gradebook, and what an exam comes to that nobody began.

In an exam these are the decisions of the authors' course and no others. In practice a road may lead to any decision of
the case; of those off the course a gradebook shows what somebody met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.cohort.marks import Result
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.decision_map import columns_of
from relall_trainer.encounter.play import EXAM

if TYPE_CHECKING:
    from relall_trainer.cohort.assignment import Assignment
    from relall_trainer.cohort.marking import Marker


@dataclass(frozen=True, slots=True)
class Column:
    """One decision. ``item`` counts the assignment's items from 0. ``always``: on the authors' course, so shown even
    where nobody came by.
    """

    item: int
    node: str
    title: str
    case_title: str
    always: bool = True

    @property
    def key(self) -> tuple[int, str]:
        return self.item, self.node


@dataclass(frozen=True, slots=True)
class Outline:
    """All columns in order, and for an exam what each item comes to that was never begun."""

    columns: tuple[Column, ...]
    blanks: Mapping[int, Result]


def outline_of(marker: Marker, assignment: Assignment) -> Outline:
    """The outline of an assignment; KeyError where a case of it is not at hand."""
    exam = assignment.mode == EXAM
    columns = tuple(
        column
        for place, item in enumerate(assignment.items)
        for column in _columns(place, marker.cases[item.sha256])
        if column.always or not exam
    )
    blanks = (
        {place: marker.blank(assignment, place) for place in range(len(assignment.items))} if exam else {}
    )
    return Outline(columns, blanks)


def _columns(item: int, case: Case) -> list[Column]:
    """The decisions of a case by how far they are from its start, those of the course first."""
    course = [step.node for step in case.authors_path]
    depth = columns_of(case)
    nodes = sorted(
        (name for name in depth if case.nodes[name].groups),
        key=lambda name: (depth[name], name not in course),
    )
    return [Column(item, name, case.nodes[name].title, case.head.title, name in course) for name in nodes]

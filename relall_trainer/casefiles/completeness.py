"""Whether a sound case is complete and cared for: review, dates, feedback, what happened told, images there.

Today's date comes in as an argument: nothing here looks at a clock.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.graph import Report, node_places
from relall_trainer.casefiles.pictures import picture_fault
from relall_trainer.casefiles.prose import images
from relall_trainer.casefiles.shape import Sheet
from relall_trainer.encounter.case import Case, CaseHead, Node
from relall_trainer.textfile import Path_

_GOALS = (3, 5)


def check_completeness(case: Case, report: Report, on: date | None = None) -> None:
    """Reports what is missing. ``on``: the day a review would be due by; None to leave that out."""
    _check_head(case.head, report, on)
    for node_id, at in node_places(case).items():
        _check_node(case.nodes[node_id], at, report)


def check_images(sheet: Sheet, folder: Path) -> None:
    """Reports images the texts show that are not usable files of the case's folder."""
    for passage in sheet.passages:
        for name in images(passage.text):
            reason = picture_fault(folder / name)
            if reason:
                sheet.report(Finding.BAD_IMAGE, passage.at, name=name, reason=reason)


def _check_head(head: CaseHead, report: Report, on: date | None) -> None:
    if not head.reviewers:
        report(Finding.NOT_REVIEWED, ("reviewers",))
    for earlier, later in (("evidence_as_of", "released"), ("released", "review_by")):
        if getattr(head, later) < getattr(head, earlier):
            blanks = {"later": later, "earlier": earlier, "value": getattr(head, later)}
            report(Finding.DATES_ORDER, (later,), **blanks)
    if on is not None and date.fromisoformat(head.review_by) < on:
        report(Finding.REVIEW_DUE, ("review_by",), date=head.review_by)
    count = len(head.learning_goals)
    if not _GOALS[0] <= count <= _GOALS[1]:
        report(Finding.GOALS_COUNT, ("learning_goals",), count=count)


def _check_node(node: Node, at: Path_, report: Report) -> None:
    for index, group in enumerate(node.groups):
        for number, option in enumerate(group.options):
            if option.feedback is None:
                place = (*at, "groups", index, "options", number)
                report(Finding.NO_FEEDBACK, place, action=option.action)
    for index, transition in enumerate(node.next):
        if not transition.text:
            report(Finding.NO_TEXT, (*at, "next", index))
        elif transition.origin == "simulated" and not transition.evidence:
            report(Finding.NOT_PLAUSIBLE, (*at, "next", index))

"""Whether what a case cites exists, draws have the counts they cite, and numbers that read like evidence are
cited.

The evidence library comes in as plain data; which numbers read like evidence is said in ``numbers``.
"""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.graph import Report
from relall_trainer.casefiles.numbers import uncited_figures
from relall_trainer.casefiles.prose import citations
from relall_trainer.casefiles.shape import Sheet, hint
from relall_trainer.encounter.case import Case, Draw
from relall_trainer.textfile import Path_

# Evidence id → figure name → (numerator, denominator), None where the counts of the figure are not certain.
KnownEvidence = Mapping[str, Mapping[str, tuple[int, int] | None]]


def check_citations(sheet: Sheet, known: KnownEvidence) -> None:
    """Reports unknown evidence ids and uncited numbers; needs no sound case."""
    ids = tuple(known)
    for evidence, at in sheet.evidence:
        if evidence not in known:
            sheet.report(Finding.UNKNOWN_EVIDENCE, at, id=evidence[:80], hint=hint(evidence, ids))
    for passage in sheet.passages:
        for cited in citations(passage.text):
            if cited not in known:
                near = hint(cited, ids)
                sheet.report(Finding.UNKNOWN_EVIDENCE, passage.at, id=cited[:80], hint=near)
        if passage.cited or passage.invented:
            continue
        or_list = " or list it under evidence" if passage.cited is not None else ""
        for shown in uncited_figures(passage.text):
            sheet.report(Finding.UNCITED_NUMBER, passage.at, key=passage.name, shown=shown, or_list=or_list)


def check_draws(case: Case, report: Report, known: KnownEvidence) -> None:
    """Reports draws that do not have the counts of the figure they cite."""
    for index, draw in enumerate(case.draws.values()):
        if draw.evidence in known:
            _check_draw(draw, ("draws", index), report, known[draw.evidence])


def _check_draw(draw: Draw, at: Path_, report: Report, figures: Mapping[str, tuple[int, int] | None]) -> None:
    if draw.figure not in figures:
        near = hint(draw.figure, tuple(figures))
        blanks = {"evidence": draw.evidence, "figure": draw.figure, "hint": near}
        report(Finding.NO_FIGURE, (*at, "figure"), **blanks)
        return
    counts = figures[draw.figure]
    if counts is None:
        report(Finding.UNCERTAIN_FIGURE, (*at, "figure"), evidence=draw.evidence, figure=draw.figure)
    elif counts != (draw.successes, draw.of):
        report(
            Finding.OTHER_COUNTS,
            (*at, "successes"),
            evidence=draw.evidence,
            figure=draw.figure,
            successes=counts[0],
            of=counts[1],
            got_successes=draw.successes,
            got_of=draw.of,
        )

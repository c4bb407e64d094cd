"""The debrief on paper: what the page says, in the same words and the same order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from relall_trainer.clinical.wording import RATING_WORDS, fact_words
from relall_trainer.encounter.case import DIMENSION_NAMES
from relall_trainer.encounter.debrief import Debrief, first_answers
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.encounter.scoring import BASES, GroupScore, percent_words
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.prints.paper import Sheet
from relall_trainer.gui.verdicts import Rulebook, out_of, signed, step_label
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.debrief_parts import (
    AT_A_DEATH,
    FAIR_WARNING,
    calibration_words,
    critical_points,
    listed_steps,
    take_away_points,
)
from relall_trainer.gui.widgets.score_sheet import FLOOR, QUESTION, SILENT_LINE
from relall_trainer.gui.widgets.story import origin_words

_HEADINGS = ("Step", "Rating", "Points", "Rule and facts", "Evidence")
_WIDTHS = (27, 17, 8, 30, 18)
_Lines = Iterator[tuple[str, ...]]


def debrief_sheet(session: AttemptSession, begun: str) -> Sheet:
    """The debrief of a session; ``begun`` is when it was played."""
    encounter = session.encounter
    told = session.debrief()
    sheet = Sheet(f"Debrief: {told.title}")
    sheet.line(
        f"Played {begun} · case version {encounter.case.head.version} · {encounter.algorithm.pin.id} "
        f"{encounter.algorithm.pin.version}",
        "muted",
    )
    _ending(sheet, encounter, session.last_visit)
    _scores(sheet, told)
    if told.critical:
        sheet.heading("Critical errors")
        sheet.points(words for _, _, words in critical_points(told.critical))
    sheet.heading("What to take along")
    sheet.points(words for _, _, words in take_away_points(told))
    if told.ending is not None and told.ending.outcome == "death":
        sheet.line(AT_A_DEATH, "muted")
    _confidence(sheet, told)
    _decisions(sheet, told, session)
    _score_sheet(sheet, encounter)
    sheet.line(FAIR_WARNING, "small")
    return sheet


def _ending(sheet: Sheet, encounter: Encounter, last: Visit | None) -> None:
    node = encounter.current
    ending = node.ending
    sheet.heading(ending.title if ending else node.title)
    sheet.line(f"Day {node.day} · {origin_words(ending.origin if ending else node.origin)}", "muted")
    sheet.markdown(last.text if last else "")
    sheet.markdown(node.narrative)


def _scores(sheet: Sheet, told: Debrief) -> None:
    sheet.heading("Score")
    total = told.total
    rows = [("Overall", percent_words(total.percent), out_of(total.points, total.possible))]
    rows += [
        (one.name, percent_words(one.percent), out_of(one.points, one.possible)) for one in told.dimensions
    ]
    rows.append(("Critical errors", str(len(told.critical) or "None"), "never averaged into the score"))
    sheet.table(("Dimension", "Score", "Points"), rows, (40, 20, 40))


def _confidence(sheet: Sheet, told: Debrief) -> None:
    sheet.heading("Confidence and result")
    lines, note = calibration_words(told.calibration)
    sheet.points(f"{heading}; {words}" for heading, words in lines)
    sheet.line(note, "small")


def _decisions(sheet: Sheet, told: Debrief, session: AttemptSession) -> None:
    sheet.heading("Decisions")
    theirs = {step.node: step for step in told.authors}
    for line in told.decisions:
        sheet.heading(f"{line.number}. {line.title} · {out_of(line.points, line.possible)}", level=3)
        sheet.line(f"Taken: {listed_steps([step.label for step in line.chosen])}")
        step = theirs.get(line.node)
        if step is not None:
            sheet.line(f"The authors: {listed_steps([one.label for one in step.chosen])}", "muted")
        if line.confidence:
            sheet.line(f"Confidence: {CONFIDENCE_WORDS[line.confidence]}", "muted")
        if line.rationale:
            sheet.line(f"Reason given: {line.rationale}")
        if line.changed:
            sheet.line("Answered otherwise later; the first answer counts.", "small")
        if line.node in session.notes:
            sheet.line(f"Note: {session.notes[line.node]}")
    for step in told.authors:
        if not step.met:
            sheet.heading(f"{step.title} (on the authors' path only)", level=3)
            sheet.line(f"The authors: {listed_steps([one.label for one in step.chosen])}", "muted")


def _score_sheet(sheet: Sheet, encounter: Encounter) -> None:
    sheet.heading("Score sheet")
    # The algorithm of every session holds the rules too; the encounter alone does not need them.
    rulebook = cast("Rulebook", encounter.algorithm)
    for number, visit in enumerate(first_answers(encounter), 1):
        node = encounter.case.nodes[visit.node]
        sheet.heading(f"{number}. {node.title} · {out_of(visit.score.points, visit.score.possible)}", level=3)
        prompts = {group.id: group.prompt for group in node.groups}
        for group in visit.score.groups:
            name = DIMENSION_NAMES.get(group.dimension, group.dimension)
            sheet.line(
                f"{prompts.get(group.group, group.group)} ({name}): {out_of(group.points, group.possible)}",
                "strong",
            )
            sheet.line(BASES[group.basis], "small")
            sheet.table(_HEADINGS, _lines(encounter, visit, group, rulebook), _WIDTHS)


def _lines(encounter: Encounter, visit: Visit, group: GroupScore, rulebook: Rulebook) -> _Lines:
    node = encounter.case.nodes[visit.node]
    options = {option.action: option for one in node.groups for option in one.options}
    appraisal = encounter.appraised(visit)
    for line in group.lines:
        step = appraisal.steps[line.action]
        rule = rulebook.rules.get(line.rule or "")
        facts = "; ".join(fact_words(fact.field, fact.value) for fact in step.because)
        taken = "taken" if line.chosen else "left out"
        yield (
            f"{step_label(options[line.action], rulebook.actions)} ({taken})",
            RATING_WORDS[line.rating],
            signed(line.points),
            f"{rule.id} {rule.title}. {facts}" if rule else SILENT_LINE,
            ", ".join(step.evidence),
        )
    if group.adjustment:
        floor = group.adjustment > 0 and group.basis == "order_set"
        yield (FLOOR if floor else QUESTION, "", signed(group.adjustment), BASES[group.basis], "")

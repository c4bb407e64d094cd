"""Why a step is rated as it is for this patient, what overruled what, and what better ratings lack: as rows to read.

Knows no Qt. Ratings, rules and gaps are taken as the algorithm gives them; searching for what would flip a rating is
left to ``flip_finding``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    RATINGS,
    RECOMMENDED,
    Appraisal,
    FiredRule,
    RatedStep,
)
from relall_trainer.clinical.flip import FlipSet
from relall_trainer.clinical.rule import Row, Rule
from relall_trainer.clinical.rule_words import edit_words, gap_words
from relall_trainer.clinical.silence import rows_that_rate
from relall_trainer.clinical.wanting import Gap, Standing
from relall_trainer.clinical.wording import RATING_WORDS, RULE_ORIGIN_WORDS, STRENGTH_WORDS, fact_words

SILENT = "No rule speaks to this step for this patient. The paper is silent, so the step is never scored."
OUTSIDE = "This patient is outside the paper, which is about Ph-negative disease only. Nothing is rated."
LOOKING = "Looking for the smallest change …"
NOTHING_FLIPS = (
    "No change of up to three facts would, that leaves a patient who could be. Age, sex and treatments already given "
    "are taken as they are."
)
_MOST_GAPS = 2  # rows told for each better rating

RULE, EVIDENCE, FLIP = "rule", "evidence", "flip"


@dataclass(frozen=True, slots=True)
class Told:
    """One row to read. ``key`` is what opening it leads to: ``rule R25.1``, ``evidence ev-…``, ``flip 0``, or nothing.

    ``rating`` puts icon and color beside the heading; ``mark`` is the key that opens it at once.
    """

    heading: str
    text: str = ""
    note: str = ""
    rating: str = ""
    key: str = ""
    mark: str = ""
    large: bool = False
    caption: bool = False

    def spoken(self) -> str:
        """The row as one text, for a screen reader."""
        rating = RATING_WORDS[self.rating] if self.rating else ""
        press = f"press {self.mark}" if self.mark else ""
        return ". ".join(
            part.rstrip(".") for part in (self.heading, rating, self.text, self.note, press) if part
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """All there is to say on one step; what would flip it belongs between ``reasons`` and ``rest``."""

    reasons: tuple[Told, ...]
    rest: tuple[Told, ...]

    def with_flips(self, flips: tuple[Told, ...] | None) -> tuple[Told, ...]:
        """All rows; ``flips`` None while they are being looked for."""
        told = (Told(LOOKING),) if flips is None else flips or (Told(NOTHING_FLIPS),)
        return (*self.reasons, Told("WHAT WOULD FLIP IT", caption=True), *told, *self.rest)


def explained(
    algorithm: Algorithm, appraisal: Appraisal, action: str, title_of: Callable[[str], str]
) -> Explained:
    """Why a step is rated so for this patient. ``title_of`` gives an evidence item's title."""
    step = appraisal.steps[action]
    known = algorithm.actions[action]
    rows = [Told(known.label, known.detail, rating=step.rating, large=True)]
    rows += _why(algorithm, appraisal, step)
    rows += _titled("CAUTIONS", [Told(caution) for caution in step.cautions if step.decided_by])
    rows += _titled("OVERRULED", [_fired(algorithm, fired) for fired in step.rules if fired.overruled])
    rest = list(_why_not(algorithm, appraisal, step)) if appraisal.scope == "inside" else []
    items = step.evidence or known.evidence
    rest += _titled("EVIDENCE", [Told(title_of(item), note=item, key=f"{EVIDENCE} {item}") for item in items])
    agreeing = [fired for fired in step.rules if not fired.overruled and fired.row != step.row]
    rest += _titled("ALSO SAYS SO", [_fired(algorithm, fired) for fired in agreeing])
    return Explained(tuple(rows), tuple(rest))


def flips_told(flips: Sequence[FlipSet], algorithm: Algorithm) -> tuple[Told, ...]:
    """What would flip the rating, each with the key that makes it so."""
    rows = []
    for place, flip in enumerate(flips):
        rule = algorithm.rules.get(flip.decided_by or "")
        heading = "\nand ".join(edit_words(edit) for edit in flip.edits)
        by = f"by {rule.id} · {rule.title}" if rule else ""
        along = "; ".join(edit_words(edit) for edit in flip.along)
        note = f"With it, or the patient could not be: {along}" if along else ""
        rows.append(Told(heading, by, note, flip.rating, f"{FLIP} {place}", str(place + 1)))
    return tuple(rows)


def rule_source(rule: Rule, row: Row | None = None) -> str:
    """Whether the paper says so, how well it is founded, and where."""
    origin = RULE_ORIGIN_WORDS[row.origin if row else rule.origin]
    strength = STRENGTH_WORDS[rule.strength]
    return " · ".join(dict.fromkeys((origin, strength, rule.place)))


def _titled(caption: str, rows: list[Told]) -> list[Told]:
    return [Told(caption, caption=True), *rows] if rows else []


def _why(algorithm: Algorithm, appraisal: Appraisal, step: RatedStep) -> Iterator[Told]:
    yield Told("WHY", caption=True)
    if step.decided_by is None:
        yield Told(OUTSIDE if appraisal.scope != "inside" else " ".join(step.cautions) or SILENT)
        return
    rule, row = algorithm.rules[step.decided_by], algorithm.rows[step.row or ""]
    yield Told(step.why, f"{rule.id} · {rule.title}", rule_source(rule, row), key=f"{RULE} {row.id}")
    facts = [fact_words(fact.field, fact.value) for fact in step.because]
    yield Told("FACTS BEHIND IT", caption=True)
    yield Told("\n".join(facts) or "None: this holds for every patient.")


def _fired(algorithm: Algorithm, fired: FiredRule) -> Told:
    row = algorithm.rows[fired.row]
    title = f"{fired.id} · {algorithm.rules[fired.id].title}"
    return Told(title, row.why, rating=fired.rating, key=f"{RULE} {fired.row}")


def _why_not(algorithm: Algorithm, appraisal: Appraisal, step: RatedStep) -> Iterator[Told]:
    """For each better rating the rows that come nearest to giving it, and what they still want."""
    now = step.rating
    better = [rating for rating in (RECOMMENDED, ACCEPTABLE) if RATINGS.index(rating) < RATINGS.index(now)]
    standing = Standing(algorithm, appraisal.patient)
    for rating in better:
        gaps = sorted(
            (standing.gap(row, step.action) for row in rows_that_rate(algorithm, step.action, (rating,))),
            key=lambda gap: gap.size,
        )
        yield Told(f"WHY NOT {RATING_WORDS[rating].upper()}", caption=True)
        if not gaps:
            yield Told("No rule rates this step so for anybody.")
        elif not gaps[0].size:
            yield Told(f"{gaps[0].row.rule} holds, and is overruled: see above.")
        else:
            yield from (_gap(algorithm, standing, gap) for gap in gaps[:_MOST_GAPS])


def _gap(algorithm: Algorithm, standing: Standing, gap: Gap) -> Told:
    row = gap.row
    title = f"{row.rule} · {algorithm.rules[row.rule].title}"
    wants = gap_words(gap, standing, algorithm.facts)
    told = (
        f"Wants: {wants[0]}"
        if len(wants) == 1
        else "\n".join(("Wants all of:", *(f"– {one}" for one in wants)))
    )
    return Told(title, told, key=f"{RULE} {row.id}")

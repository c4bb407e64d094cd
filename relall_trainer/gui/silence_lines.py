"""Where the paper is silent, as rows to read: for this patient, step by step, and in general, state by state.

Knows no Qt. What is silent is found by ``clinical.silence``.
"""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.rule_words import KIND_WORDS, gap_words
from relall_trainer.clinical.silence import OUTSIDE, STATES, Silence, Silent, silent_in, silent_steps
from relall_trainer.clinical.wanting import Gap, Standing
from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.gui import explaining
from relall_trainer.gui.explaining import Told

STEP = "step"


def silence_of(algorithm: Algorithm, patient: Patient) -> tuple[Told, ...]:
    """The steps nothing rates for this patient, each with its reason and what would rate it."""
    found = silent_steps(algorithm, patient)
    if not found:
        return (Told("Every step is rated for this patient."),)
    if found[0].reason == OUTSIDE:
        return (Told(explaining.OUTSIDE),)
    standing = Standing(algorithm, patient)
    rows: list[Told] = []
    for kind, title in KIND_WORDS.items():
        of_kind = [one for one in found if algorithm.actions[one.action].kind == kind]
        if of_kind:
            rows.append(Told(f"{title.upper()} · {len(of_kind)} NOT RATED", caption=True))
            rows += [_step(algorithm, standing, one) for one in of_kind]
    return tuple(rows)


def silence_in_general(algorithm: Algorithm) -> tuple[Told, ...]:
    """For patients alike in a few facts, the steps the rules never rate, or only speak against."""
    rows: list[Told] = []
    for state in STATES:
        rows.append(Told(state.name.upper(), caption=True))
        kinds = [one for one in silent_in(algorithm, state) if one.never or one.only_against]
        rows += [_kind(algorithm, one) for one in kinds] or [Told("Every step can be rated here.")]
    return tuple(rows)


def _step(algorithm: Algorithm, standing: Standing, one: Silence) -> Told:
    said = " ".join(one.said) or "The conditions of no rule hold."
    gaps = [gap for gap in dict.fromkeys((one.speaks_for, one.nearest)) if gap is not None and gap.size]
    nearest = "\n".join(_nearest(algorithm, standing, gap) for gap in gaps)
    return Told(algorithm.actions[one.action].label, said, nearest, key=f"{STEP} {one.action}")


def _nearest(algorithm: Algorithm, standing: Standing, gap: Gap) -> str:
    rating = RATING_WORDS[gap.row.rating or ""].lower()
    return f"{gap.row.rule} would call it {rating}, given: {'; '.join(gap_words(gap, standing, algorithm.facts))}"


def _kind(algorithm: Algorithm, one: Silent) -> Told:
    counts = ((one.never, "never rated"), (one.only_against, "only spoken against"))
    told = [f"{len(steps)} of {one.of} {words}" for steps, words in counts if steps]
    against = _names(algorithm, one.only_against)
    note = f"Spoken for elsewhere, here only against: {against}." if against else ""
    never = f"Never rated: {_names(algorithm, one.never)}." if one.never else ""
    return Told(" · ".join((KIND_WORDS[one.kind], *told)), never, note)


def _names(algorithm: Algorithm, steps: Sequence[str]) -> str:
    return "; ".join(algorithm.actions[step].label for step in steps)

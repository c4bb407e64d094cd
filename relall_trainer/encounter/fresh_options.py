"""Which steps a question offers to one patient, so that it can be decided and only by thinking.

One or two best answers, at least one that is plainly wrong, and wrong ones that tempt: right for a neighbour who
differs in a single fact. Nothing on offer is unrated, and neither everything nor nothing is ever right.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RECOMMENDED,
    UNRATED,
    RatedStep,
)
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.plausible import possible
from relall_trainer.clinical.population import alone
from relall_trainer.encounter.appraisals import Appraiser
from relall_trainer.encounter.case import PICK_ONE
from relall_trainer.encounter.fresh_neighbours import NEVER_OVERLOOKED, neighbours
from relall_trainer.encounter.fresh_questions import Question

HARMFUL = (DISCOURAGED, CONTRAINDICATED)
_ONE_SIZES = (4, 5, 5, 6)
_LEAST_ONE, _LEAST_ANY = 4, 5
_MOST_MIDDLE = 2
# How much likelier a wrong step is offered when a neighbour makes it recommended, or acceptable, or neither, and how
# much when it is of the same kind as the right answer.
_TEMPTING = {2: 9, 1: 6, 0: 2}
_SAME_KIND = 2
# A step nobody with thought would take fills up only where one such stands already.
_FILLER = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """The steps on offer, in the order shown, and the best answer: one step, or all an order set should hold."""

    question: Question
    steps: tuple[str, ...]
    best: tuple[str, ...]


class Ratings:
    """What the algorithm says of one patient, and how tempting the wrong steps are for her or him."""

    def __init__(self, algorithm: Appraiser, patient: Patient) -> None:
        self.patient = patient
        self._algorithm = algorithm
        self.steps: Mapping[str, RatedStep] = algorithm.appraise(patient).steps
        self._temptations: dict[str, int] | None = None

    def rating(self, action: str) -> str:
        return self.steps[action].rating

    def rule(self, action: str) -> str | None:
        return self.steps[action].decided_by

    def temptation(self, action: str) -> int:
        """2 where one fact otherwise would make the step recommended, 1 acceptable, 0 neither.

        A step that only ever serves as a wrong turn counts as 1: it was put into the catalogue because it tempts.
        """
        if self.wrong_turn(action):
            return 1
        if self._temptations is None:
            self._temptations = self._tempted()
        return self._temptations.get(action, 0)

    def wrong_turn(self, action: str) -> bool:
        """Whether a step only ever serves as a wrong turn."""
        return self._algorithm.actions[action].distractor

    def kind(self, action: str) -> str:
        """What kind of step it is: work-up, systemic, CNS, transplant or support."""
        return self._algorithm.actions[action].kind

    def alone(self, action: str) -> bool:
        """Whether the rule that decided is the only one to rate the step so."""
        return alone(self.steps[action])

    def _tempted(self) -> dict[str, int]:
        found: dict[str, int] = {}
        harmful = [step for step in self.steps.values() if step.rating in HARMFUL]
        fields = {fact.field for step in harmful for fact in step.because} - NEVER_OVERLOOKED
        for neighbour in neighbours(self.patient, sorted(fields)):
            if not possible(neighbour, self._algorithm.actions):
                continue
            there = self._algorithm.appraise(neighbour).steps
            for step in harmful:
                rank = {RECOMMENDED: 2, ACCEPTABLE: 1}.get(there[step.action].rating, 0)
                found[step.action] = max(found.get(step.action, 0), rank)
        return found


def offer(
    question: Question,
    rated: Sequence[Ratings],
    lots: Lots,
    focus: str | None = None,
    left_out: Container[str] = (),
) -> Offer | None:
    """The offer that works for all of these patients at once (one, or a contrast pair); None where there is none.

    ``best`` is the answer for the first. With ``focus`` that rule decides a step on which right and wrong hinge, for
    at least one of them. ``left_out``: steps not to be offered.
    """
    everyone = list(rated)
    pool = [
        step
        for step in question.steps
        if step not in left_out and all(one.rating(step) != UNRATED for one in everyone)
    ]
    choose = _pick_one if question.pick == PICK_ONE else _pick_any
    steps = choose(list(lots.shuffled(f"pool {question.id}", pool)), everyone, lots.child(question.id), focus)
    if steps is None:
        return None
    best = best_of(question, steps, everyone[0], focus)
    found = Offer(question, lots.shuffled(f"order {question.id}", steps), best)
    if focus is not None and not any(hinges(found, one, focus) for one in everyone):
        return None
    return found


def best_of(
    question: Question, steps: Sequence[str], rated: Ratings, focus: str | None = None
) -> tuple[str, ...]:
    """The best answer to a question that offers these steps."""
    if question.pick != PICK_ONE:
        return tuple(step for step in steps if rated.rating(step) == RECOMMENDED)
    best = best_steps(steps, rated)
    first = next((step for step in best if rated.rule(step) == focus), best[0])
    return (first,)


def best_steps(steps: Sequence[str], rated: Ratings) -> list[str]:
    """The recommended ones of these steps, or the acceptable ones where none is recommended."""
    for wanted in (RECOMMENDED, ACCEPTABLE):
        best = [step for step in steps if rated.rating(step) == wanted]
        if best:
            return best
    return []


def answers_differ(found: Offer, rated: Sequence[Ratings]) -> bool | None:
    """Of two patients: whether nothing that is right for one is right for the other.

    False where one step is right for both, but another that is right for one harms the other; None where neither.
    """
    left, right = rated
    if found.question.pick != PICK_ONE:
        here, there = (best_of(found.question, found.steps, one) for one in (left, right))
        return True if set(here) != set(there) else None
    here, there = (tuple(best_steps(found.steps, one)) for one in (left, right))
    if set(here).isdisjoint(there):
        return True
    harmed = any(right.rating(step) in HARMFUL for step in here) or any(
        left.rating(step) in HARMFUL for step in there
    )
    return False if harmed else None


def hinges(found: Offer, rated: Ratings, focus: str, *, by_itself: bool = False) -> bool:
    """Whether an answer can agree and another disagree with this rule.

    ``by_itself``: on a step that no other rule rates the same.
    """
    graded: tuple[str, ...] = HARMFUL
    if found.question.pick != PICK_ONE:
        graded = (*HARMFUL, RECOMMENDED)
    best = best_steps(found.steps, rated)
    return any(
        rated.rule(step) == focus
        and (rated.rating(step) in graded or step in best)
        and (rated.alone(step) or not by_itself)
        for step in found.steps
    )


def _pick_one(pool: list[str], rated: list[Ratings], lots: Lots, focus: str | None) -> list[str] | None:
    """One or two best steps (one for each of a pair), at least one wrong, perhaps some that are merely possible."""
    size = lots.one("size", _ONE_SIZES)
    tops = [best_steps(pool, one) for one in rated]
    if not all(tops):
        return None
    number = 1 if len(rated) > 1 or lots.chance("one best", 0.6) else 2
    kept: list[str] = []
    for one, top in zip(rated, tops, strict=True):
        others = {step for other in tops if other is not top for step in other}
        top.sort(key=lambda step: (step in others, _away(step, [one], focus)))
        kept += [step for step in top[:number] if step not in kept]
    left = [step for step in pool if step not in kept and not any(step in top for top in tops)]
    kinds = {rated[0].kind(step) for step in kept}
    wrong = _drawn([step for step in left if _harmful(step, rated)], rated, lots, focus, kinds)
    middle = [step for step in left if step not in wrong]
    surely = wrong[:2]
    steps = [*kept, *surely, *middle[: max(0, min(_MOST_MIDDLE, size - len(kept) - len(surely)))]]
    steps += wrong[2 : 2 + max(0, size - len(steps))]
    sound = len(steps) >= _LEAST_ONE and all(_sound_one(steps, one) for one in rated)
    return steps if sound else None


def _sound_one(steps: list[str], one: Ratings) -> bool:
    return 1 <= len(best_steps(steps, one)) <= 2 and any(one.rating(step) in HARMFUL for step in steps)


def _pick_any(pool: list[str], rated: list[Ratings], lots: Lots, focus: str | None) -> list[str] | None:
    """At least two that belong in the order set and two that do not, so that neither all nor nothing is right."""
    good = [step for step in pool if any(one.rating(step) == RECOMMENDED for one in rated)]
    good.sort(key=lambda step: _away(step, rated, focus))
    wrong = _drawn([step for step in pool if step not in good and _harmful(step, rated)], rated, lots, focus)
    middle = [step for step in pool if step not in good and step not in wrong]
    steps = [*good[: 2 + lots.number("good", 3)], *wrong[: 2 + lots.number("wrong", 2)]]
    steps += middle[: lots.number("middle", 2)]
    spare = [step for step in (*wrong, *good, *middle) if step not in steps]
    steps += spare[: max(0, _LEAST_ANY - len(steps))]
    sound = len(steps) >= _LEAST_ANY and all(_sound_any(steps, one) for one in rated)
    return steps if sound else None


def _sound_any(steps: list[str], one: Ratings) -> bool:
    good = sum(one.rating(step) == RECOMMENDED for step in steps)
    return good >= 2 and sum(one.rating(step) in HARMFUL for step in steps) >= 2


def _harmful(step: str, rated: list[Ratings]) -> bool:
    return any(one.rating(step) in HARMFUL for one in rated)


def _away(step: str, rated: list[Ratings], focus: str | None) -> int:
    """How far a step is from what the rule in focus is about: 0 where it decides alone, 1 where it decides."""
    if focus is None:
        return 0
    deciding = [one for one in rated if one.rule(step) == focus]
    return (0 if any(one.alone(step) for one in deciding) else 1) if deciding else 2


def _drawn(
    steps: list[str], rated: list[Ratings], lots: Lots, focus: str | None, kinds: Container[str] = ()
) -> list[str]:
    """Wrong steps in the order they are offered: those of the rule in focus first, then the tempting ones likelier.

    ``kinds``: those of the right answers, where one has to be told from the others.
    """
    left = {step: _pull(step, rated, kinds) for step in steps}
    drawn: list[str] = []
    filled = False
    while left:
        weights = [
            (step, _FILLER if filled and _fills(step, rated) else weight) for step, weight in left.items()
        ]
        step = lots.weighted(f"wrong {len(drawn)}", weights)
        filled = filled or _fills(step, rated)
        del left[step]
        drawn.append(step)
    return sorted(drawn, key=lambda step: _away(step, rated, focus))


def _pull(step: str, rated: list[Ratings], kinds: Container[str]) -> int:
    weight = _TEMPTING[max(one.temptation(step) for one in rated)]
    return weight * (_SAME_KIND if rated[0].kind(step) in kinds else 1)


def _fills(step: str, rated: list[Ratings]) -> bool:
    """Whether nothing but thoughtlessness speaks for a step."""
    return rated[0].wrong_turn(step) or not any(one.temptation(step) for one in rated)

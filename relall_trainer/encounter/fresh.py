"""Patients nobody has seen yet, as cases of one to three decisions; the same arguments give the same case for ever.

A patient is drawn, questions are found that she makes worth asking, and earlier or later moments of her course are
added. With a rule in focus she is one on whom that rule decides. Contrast pairs are two who differ in one fact.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.contrast import Contrast, pairs
from relall_trainer.clinical.fingerprint import fingerprint
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.population import patient, patient_deciding
from relall_trainer.clinical.sentence import inner_name
from relall_trainer.encounter import fresh_words as words
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fresh_course import before_staging, later_moments
from relall_trainer.encounter.fresh_options import Offer, Ratings, answers_differ, best_of, hinges, offer
from relall_trainer.encounter.fresh_questions import Question, Questions, fits, is_regimen, left_out
from relall_trainer.encounter.fresh_story import Decision, node_id, write_case
from relall_trainer.errors import TrainerError

_TRIES = 200
_LAST_CHANCE = (
    1  # where no patient was found by then, the rule never decides: more tries would only take long
)
_PAIR_TRIES = 80
_OFTEN = "salvage"  # twice as often the first subject as any other
_SELDOM = 0.6  # in so many cases what can be asked of nearly everyone comes after all else
# So many of the most decisive contrasts to a patient are taken in the order of the lots.
_DECISIVE = 6
# Which moments a case has: before the work-up was whole, this one (with a second question), and one later.
_PLANS = (
    ((), 2),
    (("also",), 2),
    (("earlier",), 3),
    (("later",), 3),
    (("earlier", "also"), 1),
    (("earlier", "later"), 3),
    (("also", "later"), 1),
)
_FOCUS_PLANS = (((), 6), (("earlier",), 1), (("later",), 1))


class CannotAsk(TrainerError):
    """There is no patient on whom this could be asked."""


@dataclass(frozen=True, slots=True)
class FreshCase:
    """A fresh patient as a case. ``patients``: she at each decision; ``fingerprint`` is that of the one drawn.

    ``focus_nodes``: the decisions in which the rule in focus is put to the test.
    """

    case: Case
    patients: tuple[Patient, ...]
    focus: str | None
    focus_nodes: tuple[str, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class FreshPair:
    """Two fresh cases that share question, options and wording, but for the one fact of the ``contrast``."""

    first: FreshCase
    second: FreshCase
    contrast: Contrast


def fresh_case(
    algorithm: Algorithm,
    questions: Questions,
    seed: int,
    focus: str | None = None,
    avoid: Container[str] = (),
) -> FreshCase:
    """The fresh case of a seed. ``focus``: a rule it has to test; ``avoid``: fingerprints of patients already met.

    Raises CannotAsk for an unknown rule, one that never decides, or where every patient found is to be avoided.
    """
    _check_focus(algorithm, focus)
    for number, lots in enumerate(_attempts(seed, focus, "case")):
        drawn = _drawn(algorithm, lots, focus)
        if drawn is None:
            if number == _LAST_CHANCE:
                break
            continue
        decisions = _decisions(drawn, algorithm, questions, lots, focus)
        if decisions is None:
            continue
        if any(fingerprint(each.patient) in avoid for each in decisions):
            continue
        mark = fingerprint(drawn)
        case = write_case(_case_id(seed, focus, mark), decisions, algorithm, questions, lots, focus)
        return _fresh(case, decisions, focus, mark)
    raise _nobody(focus)


def _check_focus(algorithm: Algorithm, focus: str | None) -> None:
    rules = tuple(algorithm.rules)
    if focus is not None and focus not in rules:
        raise CannotAsk(f"There is no rule {focus!r}.", todo=f"Rules are named {rules[0]} to {rules[-1]}.")


def _nobody(focus: str | None) -> CannotAsk:
    if focus is None:
        return CannotAsk("No patient was found who has not been met before.")
    return CannotAsk(f"No patient was found on whom rule {focus} decides a step that can be asked.")


def _attempts(seed: int, focus: str | None, what: str, most: int = _TRIES) -> Iterator[Lots]:
    start = Lots(seed).child(f"fresh {what} {focus or 'any'}")
    return (start.child(f"attempt {number}") for number in range(most))


def _drawn(algorithm: Algorithm, lots: Lots, focus: str | None) -> Patient | None:
    if focus is None:
        return patient(algorithm, lots.child("patient"))
    return patient_deciding(algorithm, focus, lots.child("patient"))


def _case_id(seed: int, focus: str | None, mark: str) -> str:
    number = f"m{-seed}" if seed < 0 else str(seed)
    rule = f"-{focus.lower()}" if focus else ""
    return f"fresh-{number}{rule}-{mark[:6]}"


def _fresh(case: Case, decisions: Sequence[Decision], focus: str | None, mark: str) -> FreshCase:
    tested = tuple(
        node_id(place)
        for place, each in enumerate(decisions)
        if focus is not None and any(hinges(one, each.rated, focus) for one in each.offers)
    )
    return FreshCase(case, tuple(each.patient for each in decisions), focus, tested, mark)


def _decisions(
    drawn: Patient, algorithm: Algorithm, questions: Questions, lots: Lots, focus: str | None
) -> list[Decision] | None:
    """The decisions around the patient drawn; None where nothing can be asked of her."""
    plan = lots.weighted("plan", _FOCUS_PLANS if focus else _PLANS)
    rated = Ratings(algorithm, drawn)
    first = _asked(rated, algorithm, questions, lots.child("now"), focus)
    if first is None:
        return None
    offers = [first]
    if "also" in plan:
        second = _asked(rated, algorithm, questions, lots.child("also"), beside=offers)
        offers += [second] if second else []
    decisions = [Decision(rated, tuple(offers))]
    if "earlier" in plan:
        decisions = _earlier(decisions[0], algorithm, questions, lots.child("earlier"))
    if "later" in plan:
        decisions += _later(decisions, algorithm, questions, lots.child("later"))
    return decisions


def _asked(
    rated: Ratings,
    algorithm: Algorithm,
    questions: Questions,
    lots: Lots,
    focus: str | None = None,
    beside: Sequence[Offer] = (),
) -> Offer | None:
    """The first question in the order of the lots that this patient makes worth asking.

    ``beside``: what the case asks already; this question is on something else and offers other steps.
    """
    asked = {one.question.dimension for one in beside}
    steps = {step for one in beside for step in one.steps}
    second_best: Offer | None = None
    for question in _in_order(questions, lots):
        if question.dimension in asked:
            continue
        if fits(question, rated.patient, algorithm):
            without = left_out(questions, question, rated.patient, algorithm)
            found = offer(question, (rated,), lots, focus, without | steps)
            if found is not None and (focus is None or hinges(found, rated, focus, by_itself=True)):
                return found
            second_best = second_best or found
    return second_best


def _in_order(questions: Questions, lots: Lots) -> list[Question]:
    every = questions.questions
    dimensions = lots.shuffled("dimensions", (*sorted({question.dimension for question in every}), _OFTEN))
    last = len(dimensions) * lots.chance("seldom", _SELDOM)
    return sorted(
        lots.shuffled("questions", every), key=lambda one: dimensions.index(one.dimension) + last * one.seldom
    )


def _earlier(now: Decision, algorithm: Algorithm, questions: Questions, lots: Lots) -> list[Decision]:
    """The decision with the one before the work-up was whole in front of it, where there can have been one."""
    before = before_staging(now.patient, algorithm, lots)
    if before is None:
        return [now]
    rated = Ratings(algorithm, before)
    found = _asked(rated, algorithm, questions, lots, beside=now.offers)
    if found is None:
        return [now]
    days = lots.one("days", (2, 3, 4, 5, 6))
    way, opening = words.staged(before, days, lots)
    return [Decision(rated, (found,)), Decision(now.rated, now.offers, days, way, opening)]


def _later(
    decisions: Sequence[Decision], algorithm: Algorithm, questions: Questions, lots: Lots
) -> list[Decision]:
    """The first later moment that is worth a decision of its own; none where there is none."""
    now = decisions[-1]
    beside = [one for each in decisions for one in each.offers]
    chosen = [step for one in now.offers for step in one.best if is_regimen(algorithm.actions[step])]
    choice = next((step for step in chosen if not algorithm.actions[step].stands_for_frontline), None)
    for moment in later_moments(now.patient, algorithm, lots, choice):
        rated = Ratings(algorithm, moment.patient)
        found = _asked(rated, algorithm, questions, lots.child(moment.kind), beside=beside)
        if found is not None:
            given = _in_words(moment.given, algorithm, questions)
            way, opening = words.onward(moment.kind, given, moment.patient, moment.days, lots)
            return [Decision(rated, (found,), now.day + moment.days, way, opening)]
    return []


def _in_words(step: str | None, algorithm: Algorithm, questions: Questions) -> str:
    if step is None:
        return ""
    return questions.given_as.get(step, inner_name(algorithm.actions[step].label))


def fresh_pair(
    algorithm: Algorithm,
    questions: Questions,
    seed: int,
    focus: str | None = None,
    avoid: Container[str] = (),
) -> FreshPair:
    """Two cases that ask the same of two patients who differ in one fact, and the right answer with it.

    With ``focus`` that rule decides a step for one of the two that right and wrong hinge on. Raises CannotAsk.
    """
    _check_focus(algorithm, focus)
    if focus in questions.without_pair:
        raise _nobody(focus)
    second_best: FreshPair | None = None
    for lots in _attempts(seed, focus, "pair", _PAIR_TRIES):
        for contrast in _contrasts(algorithm, lots, focus):
            if any(fingerprint(one) in avoid for one in (contrast.left, contrast.right)):
                continue
            for pair, differ in _pairs(contrast, algorithm, questions, seed, lots, focus):
                if differ:
                    return pair
                second_best = second_best or pair
        if second_best is not None and lots.chance("enough", 0.2):
            break
    if second_best is None:
        raise _nobody(focus)
    return second_best


def _contrasts(algorithm: Algorithm, lots: Lots, focus: str | None) -> Iterator[Contrast]:
    """The contrasts to one patient drawn, the decisive ones likelier first."""
    drawn = _drawn(algorithm, lots, focus)
    found = () if drawn is None else pairs(algorithm, drawn, rule_id=focus)
    near = lots.shuffled("near", found[:_DECISIVE])
    for contrast in (*near, *found[_DECISIVE:]):
        yield contrast.swapped() if lots.chance("swapped", 0.5) else contrast


def _pairs(
    contrast: Contrast, algorithm: Algorithm, questions: Questions, seed: int, lots: Lots, focus: str | None
) -> Iterator[tuple[FreshPair, bool]]:
    """The pairs of cases that show a contrast, and whether nothing is right for both."""
    both = (Ratings(algorithm, contrast.left), Ratings(algorithm, contrast.right))
    changed = {one.action for one in contrast.telling}
    for question in _in_order(questions, lots):
        if changed.isdisjoint(question.steps) or not all(
            fits(question, one.patient, algorithm) for one in both
        ):
            continue
        without = frozenset[str]().union(
            *(left_out(questions, question, one.patient, algorithm) for one in both)
        )
        found = offer(question, both, lots, focus, without)
        differ = None if found is None else answers_differ(found, both)
        if found is None or differ is None:
            continue
        cases = []
        for one in both:
            mark = fingerprint(one.patient)
            best = best_of(question, found.steps, one, focus)
            decision = Decision(one, (replace(found, best=best),), like=both)
            must = frozenset({contrast.field})
            name = _case_id(seed, focus, mark)
            case = write_case(name, (decision,), algorithm, questions, lots, focus, must)
            cases.append(_fresh(case, (decision,), focus, mark))
        yield FreshPair(cases[0], cases[1], contrast), differ

"""What to teach next: the rules a group went against, ranked honestly, and a page to hand out about one of them.

Nine learners do not make a ranking. Rules are put in order by how many missed them, each with its interval, and it is
said how far the order can be relied on. Putting the page on paper is left to the window.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import RatedStep
from relall_trainer.clinical.proportion import percent
from relall_trainer.clinical.vignette import in_words, vignette
from relall_trainer.clinical.wording import FIELD_LABELS, RATING_WORDS, counted, value_words
from relall_trainer.cohort.estimates import STABLE
from relall_trainer.cohort.gradebook import Gradebook
from relall_trainer.cohort.marks import Decision, Mark
from relall_trainer.cohort.tallies import FEW, RuleTally, by_rule

if TYPE_CHECKING:
    from relall_trainer.encounter.case import Node
    from relall_trainer.encounter.fresh import FreshPair
    from relall_trainer.encounter.fresh_questions import Questions

_MOST_STEPS = 4
_TRIES = 6  # pairs looked at before it is said that there is none


@dataclass(frozen=True, slots=True)
class Example:
    """A decision at which the rule was missed: what was left out or chosen wrongly, and by how many."""

    case_title: str
    title: str
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A rule worth teaching. ``told`` says how many missed it, with its interval; ``examples`` where."""

    tally: RuleTally
    title: str
    why: str
    evidence: tuple[str, ...]
    examples: tuple[Example, ...]

    @property
    def rule(self) -> str:
        return self.tally.rule

    @property
    def told(self) -> str:
        one = self.tally
        words = f"{one.missed} of {counted(one.n, 'learner')} went against it"
        if one.n < FEW:
            return f"{words}: too few to speak of a share"
        words += f" (95% interval {percent(one.low)}–{percent(one.high)}%)"
        if one.forbidden:
            words += f"; {one.forbidden} chose what it rules out"
        return words


@dataclass(frozen=True, slots=True)
class TeachNext:
    """The rules missed by anybody, most worth teaching first. ``caution`` says how far the order can be relied on."""

    topics: tuple[Topic, ...]
    learners: int
    caution: str


def teach_next(book: Gradebook, algorithm: Algorithm) -> TeachNext:
    """What a group misses, from first answers only. Rules nobody went against are left out."""
    results = book.first_answers
    tallies = [one for one in by_rule(results) if one.missed and one.rule in algorithm.rules]
    tallies.sort(key=_worth, reverse=True)
    marks = [mark for own in results.values() for one in own for mark in one.marks if mark.answered]
    titles = {
        mark.decision: one.pins.case_title for own in results.values() for one in own for mark in one.marks
    }
    topics = tuple(_topic(tally, algorithm, marks, titles) for tally in tallies)
    learners = sum(bool(own) for own in results.values())
    return TeachNext(topics, learners, caution(topics, learners))


def caution(topics: Sequence[Topic], learners: int) -> str:
    """How far the order can be relied on, in a sentence."""
    if not topics:
        return "No first answer went against a rule." if learners else "Nobody has handed in anything yet."
    if learners >= STABLE and len(topics) == 1:
        return f"From the first answers of {learners} learners."
    if learners >= STABLE and topics[0].tally.low > max(one.tally.high for one in topics[1:]):
        return f"From the first answers of {learners} learners; the first rule stands apart from the others."
    few = f"With {counted(learners, 'learner')} the intervals are wide"
    if learners >= STABLE:
        few = f"From the first answers of {learners} learners; the intervals overlap"
    return f"{few}: the order is a place to begin, not a finding."


def _worth(tally: RuleTally) -> tuple[float, ...]:
    """By the lower limit of the share that missed it, those whose share says something first."""
    return tally.n >= FEW, tally.low, tally.forbidden, tally.missed


def _topic(
    tally: RuleTally, algorithm: Algorithm, marks: Sequence[Mark], titles: Mapping[Decision, str]
) -> Topic:
    rule = algorithm.rules[tally.rule]
    places: dict[tuple[str, str], dict[str, int]] = {}
    for mark in marks:
        for grade in mark.rules:
            if grade.rule == tally.rule and not grade.right:
                steps = places.setdefault((titles[mark.decision], mark.title), {})
                for step in grade.steps:
                    words = f"{_label(step, mark, algorithm)} ({_done(step, mark)})"
                    steps[words] = steps.get(words, 0) + 1
    examples = tuple(
        Example(case, title, tuple(sorted(steps.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_STEPS]))
        for (case, title), steps in sorted(places.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    )
    return Topic(tally, rule.title, rule.why, rule.evidence, examples)


def _label(step: str, mark: Mark, algorithm: Algorithm) -> str:
    if step in mark.chosen:
        return mark.labels[mark.chosen.index(step)]
    action = algorithm.actions.get(step)
    return action.label if action else step


def _done(step: str, mark: Mark) -> str:
    if step in mark.critical:
        return "chosen, contraindicated"
    return "chosen" if step in mark.chosen else "left out"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two patients: what only her chart says, and each step's rating with its reason."""

    chart: tuple[str, ...]
    fact: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A page about one rule. ``question`` is put to both patients of the pair; empty where no pair was found.

    ``chart`` is what both patients have in common, ``fact`` names what differs. ``versions`` are those of rules and
    cases it rests on.
    """

    topic: Topic
    chart: tuple[str, ...]
    fact: str
    question: str
    sides: tuple[Side, ...]
    versions: tuple[str, ...]


def handout(
    topic: Topic, book: Gradebook, algorithm: Algorithm, questions: Questions, seed: int = 1
) -> Handout:
    """The page about a topic, with two patients who differ in one fact, if some pair turns on its rule."""
    return handout_with(topic, book, algorithm, topic_pair(topic.rule, algorithm, questions, seed))


def handout_with(topic: Topic, book: Gradebook, algorithm: Algorithm, pair: FreshPair | None) -> Handout:
    """The page about a topic with this pair of patients, or without one."""
    if pair is None:
        return Handout(topic, (), "", "", (), book.versions)
    contrast = pair.contrast
    names = {action: one.label for action, one in algorithm.actions.items()}
    patients = (contrast.left, contrast.right)
    charts = [in_words(vignette(one, names)).split("\n") for one in patients]
    common = tuple(line for line in charts[0] if line in charts[1])
    values = (contrast.left_value, contrast.right_value)
    steps = _turning(pair, topic.rule, algorithm)[:_MOST_STEPS]
    sides = tuple(
        Side(
            chart=tuple(line for line in chart if line not in common),
            fact=value_words(contrast.field, value),
            steps=tuple(_step(names[step], algorithm.appraise(patient).steps[step]) for step in steps),
        )
        for patient, chart, value in zip(patients, charts, values, strict=True)
    )
    question = " ".join(group.prompt for group in _node(pair).groups)
    fact = FIELD_LABELS.get(contrast.field, contrast.field.replace("_", " "))
    return Handout(topic, common, fact, question, sides, book.versions)


def topic_pair(
    rule: str, algorithm: Algorithm, questions: Questions, seed: int = 1, avoid: Container[str] = ()
) -> FreshPair | None:
    """The first of some pairs in which the rule decides a step on offer that is rated otherwise for the other.

    ``avoid``: fingerprints of patients not to be met.
    """
    from relall_trainer.encounter.fresh import CannotAsk, fresh_pair

    for number in range(_TRIES):
        try:
            pair = fresh_pair(algorithm, questions, seed * _TRIES + number, rule, avoid)
        except CannotAsk:
            continue
        if _turning(pair, rule, algorithm):
            return pair
    return None


def _node(pair: FreshPair) -> Node:
    return pair.first.case.nodes[pair.first.case.start]


def _turning(pair: FreshPair, rule: str, algorithm: Algorithm) -> list[str]:
    """The steps on offer rated otherwise for the other patient, those of the rule first; none where none is of it."""
    left, right = (algorithm.appraise(patient).steps for patient in (pair.contrast.left, pair.contrast.right))
    offered = [option.action for group in _node(pair).groups for option in group.options]
    changed = [step for step in offered if left[step].rating != right[step].rating]
    of_rule = [step for step in changed if rule in (left[step].decided_by, right[step].decided_by)]
    return [*of_rule, *(step for step in changed if step not in of_rule)] if of_rule else []


def _step(name: str, step: RatedStep) -> tuple[str, str, str]:
    why = f"{step.decided_by}: {step.why}" if step.decided_by else "The source is silent on this."
    return name, RATING_WORDS[step.rating], why

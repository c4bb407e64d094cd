"""From the decisions of a fresh patient to a case that can be played, in the words and form of any other case."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from relall_trainer.clinical.appraisal import CONTRAINDICATED, DISCOURAGED
from relall_trainer.clinical.condition import Test
from relall_trainer.clinical.firing import DerivedFact
from relall_trainer.clinical.history import HISTORY_FIELDS
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import FIELDS, Patient, plain_value
from relall_trainer.clinical.sentence import NOTHING
from relall_trainer.clinical.telling import tell, tell_since
from relall_trainer.encounter import fresh_words as words
from relall_trainer.encounter.case import Case, CaseHead, Ending, Group, Node, Option, PathStep, Transition
from relall_trainer.encounter.case_plain import plain_case
from relall_trainer.encounter.fresh_options import Offer, Ratings
from relall_trainer.encounter.fresh_questions import Asked, Questions
from relall_trainer.encounter.plain_yaml import to_yaml

# Raised with every change after which a seed may give another case.
GENERATOR_VERSION = "1.2.0"
_END = "end"
_MINUTES = 2
# How much more what matters for the present question counts than what will matter for a later one.
_NOW = 10
_USUAL = Patient()
# Nobody chooses a salvage without knowing what has been given.
_ALWAYS_FOR = {"salvage": frozenset({"prior_regimens"})}
_IN_FIRST_SENTENCE = {"age_years", "sex", "lineage", "ph", "status", "relapse_number", "remission_number"}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: the patient, what is asked, the day, and how the story gets there from the one before.

    ``way`` is told with the feedback on the decision before, ``opening`` begins this one's story. ``like``: patients
    to be told in the same words, so that what matters for one is told of all.
    """

    rated: Ratings
    offers: tuple[Offer, ...]
    day: int = 0
    way: str = ""
    opening: str = ""
    like: tuple[Ratings, ...] = ()

    @property
    def patient(self) -> Patient:
        return self.rated.patient

    def told_of(self, facts: Mapping[str, DerivedFact]) -> frozenset[str]:
        """The fields the questions rest on: they make sense only because of these, so the story has to tell them."""
        found: set[str] = set()
        for question in (one.question for one in self.offers):
            found |= _ALWAYS_FOR.get(question.dimension, frozenset())
            for one in self.like or (self.rated,):
                found |= {field for test in question.when for field in _resting_on(test, one.patient, facts)}
        return frozenset(found - _IN_FIRST_SENTENCE)

    def matters(self) -> Mapping[str, int]:
        """How many of the steps on offer are rated as they are because of each field."""
        found: dict[str, int] = {}
        for step in (step for one in self.offers for step in one.steps):
            for one in self.like or (self.rated,):
                for fact in one.steps[step].because:
                    found[fact.field] = found.get(fact.field, 0) + 1
        return found


def _resting_on(test: Test, patient: Patient, facts: Mapping[str, DerivedFact]) -> Iterator[str]:
    """The stored fields because of which a test of a question holds; none where it only keeps something out."""
    if test.name in HISTORY_FIELDS:
        yield "prior_regimens"
    elif test.name not in facts:
        usual = getattr(_USUAL, test.name)
        if test.operator != "not" or usual in test.operand:
            yield test.name
    elif test.operand is True:
        for clause in facts[test.name].clauses:
            if all(part.name in FIELDS and part.holds(getattr(patient, part.name)) for part in clause):
                yield from (field for part in clause for field in _resting_on(part, patient, facts))
                return


def write_case(
    case_id: str,
    decisions: Sequence[Decision],
    algorithm: Asked,
    questions: Questions,
    lots: Lots,
    focus: str | None = None,
    must: Container[str] = NOTHING,
) -> Case:
    """The case of these decisions; ``must``: fields its story has to state."""
    first = decisions[0].patient
    nodes = [
        *_decision_nodes(decisions, algorithm, questions, lots, must),
        _end_node(decisions, algorithm, questions, lots, focus),
    ]
    case = Case(
        head=_head(case_id, decisions, questions),
        sha256="",
        patient=first,
        start=nodes[0].id,
        nodes={node.id: node for node in nodes},
        authors_path=tuple(
            PathStep(node_id(place), tuple(step for offer in each.offers for step in offer.best), "implied")
            for place, each in enumerate(decisions)
        ),
    )
    return replace(case, sha256=hashlib.sha256(case_file(case).encode()).hexdigest())


def case_file(case: Case) -> str:
    """The text of the case's file, which its ``sha256`` is over."""
    return to_yaml(plain_case(case))


def node_id(place: int) -> str:
    """The node of a decision, counted from 0."""
    return f"decision-{place + 1}"


def _head(case_id: str, decisions: Sequence[Decision], questions: Questions) -> CaseHead:
    patient, head = decisions[0].patient, questions.head
    asked = [offer.question.goal for each in decisions for offer in each.offers]
    goals = list(dict.fromkeys([*asked, *questions.goals]))[: max(3, len(dict.fromkeys(asked)))]
    return CaseHead(
        id=case_id,
        version=GENERATOR_VERSION,
        title=words.title(patient),
        summary=words.summary(patient, len(decisions)),
        modeled_on=None,
        authors=head.authors,
        reviewers=(),
        evidence_as_of=head.evidence_as_of,
        released=head.released,
        review_by=head.review_by,
        minutes=_MINUTES * len(decisions),
        license=head.license,
        learning_goals=tuple(words.filled(goal, patient) for goal in goals[:5]),
        competencies=(),
    )


def _decision_nodes(
    decisions: Sequence[Decision], algorithm: Asked, questions: Questions, lots: Lots, must: Container[str]
) -> Iterator[Node]:
    told: set[str] = set()
    names = questions.given_as
    for place, each in enumerate(decisions):
        before = decisions[place - 1].patient if place else None
        story = lots.child(f"story {place}")
        matters = {field: _NOW * weight for field, weight in each.matters().items() if field not in told}
        for later in decisions[place + 1 :]:
            for field, weight in later.matters().items():
                if field not in told and getattr(later.patient, field) == getattr(each.patient, field):
                    matters[field] = matters.get(field, 0) + weight
        rests_on = each.told_of(algorithm.facts)
        if before is None:
            wanted = frozenset(field for field in FIELDS if field in must or field in rests_on)
            tale = tell(each.patient, story, algorithm.actions, must=wanted, matters=matters, given=names)
        else:
            untold = rests_on - told
            tale = tell_since(
                before, each.patient, story, algorithm.actions, must=untold, matters=matters, given=names
            )
        told |= tale.states
        last = place + 1 == len(decisions)
        yield Node(
            id=node_id(place),
            title=words.filled(each.offers[0].question.title, each.patient),
            day=each.day,
            narrative=f"{each.opening} {tale.text}".strip(),
            patch={} if before is None else _changes(before, each.patient),
            groups=tuple(_group(offer, each.patient, story) for offer in each.offers),
            next=(
                Transition(
                    to=_END if last else node_id(place + 1), text="" if last else decisions[place + 1].way
                ),
            ),
        )


def _changes(before: Patient, patient: Patient) -> Mapping[str, Any]:
    return {
        field: plain_value(getattr(patient, field))
        for field in FIELDS
        if getattr(before, field) != getattr(patient, field)
    }


def _group(offer: Offer, patient: Patient, lots: Lots) -> Group:
    question = offer.question
    return Group(
        id=question.id,
        prompt=words.filled(lots.one(f"prompt {question.id}", question.prompts), patient),
        dimension=question.dimension,
        pick=question.pick,
        options=tuple(Option(step) for step in offer.steps),
    )


def _end_node(
    decisions: Sequence[Decision], algorithm: Asked, questions: Questions, lots: Lots, focus: str | None
) -> Node:
    points = [(algorithm.rules[rule].title, why) for rule, why in _points(decisions, focus)]
    return Node(
        id=_END,
        title="The end of this case",
        day=decisions[-1].day,
        narrative=words.ending(lots),
        ending=Ending(
            id="open",
            outcome="left open",
            title="To keep from this patient",
            origin="simulated",
            take_away=words.take_away(points, questions.reminders, decisions[-1].patient, lots),
        ),
    )


def _points(decisions: Sequence[Decision], focus: str | None) -> list[tuple[str, str]]:
    """The rules this case turned on with what they said of the patient: from each question in turn, the most
    important first, and the rule in focus before all."""
    asked = [_ranked(each.rated, offer, focus) for each in decisions for offer in each.offers]
    found: dict[str, str] = {}
    for turn in range(max(len(points) for points in asked)):
        for points in asked:
            if turn < len(points):
                found.setdefault(*points[turn])
    return sorted(found.items(), key=lambda point: point[0] != focus)


def _ranked(rated: Ratings, offer: Offer, focus: str | None) -> list[tuple[str, str]]:
    """The rules behind one question's best and wrong steps, each with its reason, the most important first."""
    ranks: dict[str, tuple[int, str]] = {}
    for step in offer.steps:
        said = rated.steps[step]
        rank = {CONTRAINDICATED: 2, DISCOURAGED: 3}.get(said.rating, 1 if step in offer.best else 9)
        if said.decided_by is not None and rank < ranks.get(said.decided_by, (9, ""))[0]:
            ranks[said.decided_by] = (rank, said.why)
    ordered = sorted(ranks, key=lambda rule: (rule != focus, ranks[rule][0]))
    return [(rule, ranks[rule][1]) for rule in ordered]

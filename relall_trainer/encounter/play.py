"""Playing a case: start, commit a decision, step back.

A pure step: (encounter, choice) → (encounter, what happened). Scores come from ``scoring``, ratings from the
algorithm; keeping the record is left to ``attempt`` and the learner's store.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from relall_trainer.clinical.appraisal import Appraisal
from relall_trainer.clinical.patient import Patient, PatientFault
from relall_trainer.encounter import draw
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.case import Case, Node, Transition
from relall_trainer.encounter.choice import CONFIDENCE as CONFIDENCE
from relall_trainer.encounter.choice import ChoiceFault as ChoiceFault
from relall_trainer.encounter.choice import check_remarks, one_of_each, picked_from
from relall_trainer.encounter.condition import holds
from relall_trainer.encounter.patch import Surroundings, apply_patches
from relall_trainer.encounter.scoring import NodeScore, score_node
from relall_trainer.errors import TrainerError

PRACTICE = "practice"
EXAM = "exam"
MODES = (PRACTICE, EXAM)


class CaseFault(TrainerError):
    """A case that cannot be played on: names the node. The case checker finds these before a learner does."""

    def __init__(self, case: Case, node: str, message: str) -> None:
        super().__init__(f"Case {case.head.id}, node {node}: {message}.", todo="Check the case file.")
        self.node = node


@dataclass(frozen=True, slots=True)
class Visit:
    """One decision made: the patient as she was, what was chosen (in the order offered), how it was rated.

    ``next`` is the node it led to; ``text`` tells what happened (``text_origin`` paper or simulated;
    ``evidence`` holds the items that make it plausible).
    """

    node: str
    patient: Patient
    chosen: tuple[str, ...]
    ratings: Mapping[str, str]
    score: NodeScore
    confidence: str | None
    rationale: str
    next: str
    text: str
    text_origin: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Encounter:
    """Where a play stands.

    ``path`` is the road taken to here; ``record`` every decision ever committed, in order, those stepped back
    over too; ``first`` the first answer's score of each node met, which is the one that counts.
    """

    case: Case
    algorithm: Appraiser
    patient: Patient
    node: str
    path: tuple[Visit, ...]
    first: Mapping[str, NodeScore]
    record: tuple[Visit, ...]
    seed: int | None
    mode: str
    memory: Appraisals = field(repr=False, compare=False)

    @property
    def current(self) -> Node:
        """The node she is at."""
        return self.case.nodes[self.node]

    @property
    def ended(self) -> bool:
        """Whether the road has come to an ending."""
        return self.current.ending is not None

    @property
    def appraisal(self) -> Appraisal:
        """Every step rated for the patient as she is now; asked of the algorithm when first needed."""
        return self.memory.of(self.patient)

    def appraised(self, visit: Visit) -> Appraisal:
        """Every step rated for the patient as she was at an earlier decision, with the reasons."""
        return self.memory.of(visit.patient)

    def outcome(self, draw_id: str) -> str:
        """``yes`` or ``no`` of one of the case's draws, with this play's luck; in an exam there is none."""
        seed = None if self.mode == EXAM else self.seed
        return draw.outcome(self.case.draws[draw_id], self.case.head.id, seed)


def start(
    case: Case,
    algorithm: Appraiser,
    seed: int | None = None,
    *,
    mode: str = PRACTICE,
    memory: Appraisals | None = None,
) -> Encounter:
    """A case from its beginning. Without a seed every draw has its default outcome.

    ``memory`` lets several plays share what the algorithm has answered. Raises CaseFault for a start that is
    not there or a patient who cannot be.
    """
    if memory is None or memory.algorithm is not algorithm:
        memory = Appraisals(algorithm)
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    node = _node(case, case.start, case.start)
    patient = _entering(case, case.patient, None, node, algorithm, {})
    return Encounter(
        case=case,
        algorithm=algorithm,
        patient=patient,
        node=node.id,
        path=(),
        first={},
        record=(),
        seed=seed,
        mode=mode,
        memory=memory,
    )


def commit(
    encounter: Encounter, chosen: Iterable[str], confidence: str | None = None, rationale: str = ""
) -> tuple[Encounter, Visit]:
    """Commit a decision; the order in which the steps are named does not matter.

    In an exam the choice is rated like any other, but the case goes on along the authors' course, so that everybody
    meets the same decisions. Raises ChoiceFault where it cannot be chosen here, CaseFault where the case cannot go on.
    """
    node = encounter.current
    picked = picked_from(node, tuple(chosen))
    check_remarks(node, confidence, rationale)
    ratings, rules = _rated(encounter, node)
    score = score_node(node, ratings, picked, rules)
    done = authors_choice(encounter) if encounter.mode == EXAM else picked
    transition = taken(encounter, done)
    target = _node(encounter.case, node.id, transition.to)
    patient = _entering(
        encounter.case,
        encounter.patient,
        transition,
        target,
        encounter.algorithm,
        one_of_each(node, done, encounter.algorithm.actions),
    )
    visit = Visit(
        node=node.id,
        patient=encounter.patient,
        chosen=picked,
        ratings=ratings,
        score=score,
        confidence=confidence,
        rationale=rationale,
        next=target.id,
        text=transition.text,
        text_origin=transition.origin,
        evidence=transition.evidence,
    )
    first = encounter.first if node.id in encounter.first else {**encounter.first, node.id: score}
    after = Encounter(
        case=encounter.case,
        algorithm=encounter.algorithm,
        patient=patient,
        node=target.id,
        path=(*encounter.path, visit),
        first=first,
        record=(*encounter.record, visit),
        seed=encounter.seed,
        mode=encounter.mode,
        memory=encounter.memory,
    )
    return after, visit


def step_back(encounter: Encounter) -> Encounter:
    """Back to the decision before, the patient as she was then; first answers keep their score.

    Raises ChoiceFault in an exam and at the first decision.
    """
    if encounter.mode != PRACTICE:
        raise ChoiceFault("Going back is for practice; in an exam each decision stands.", encounter.node)
    if not encounter.path:
        raise ChoiceFault("This is the first decision; there is none to go back to.", encounter.node)
    last = encounter.path[-1]
    return dataclasses.replace(encounter, patient=last.patient, node=last.node, path=encounter.path[:-1])


def taken(encounter: Encounter, chosen: tuple[str, ...]) -> Transition:
    """The way on that fits these steps here (in the order offered); raises CaseFault where none does."""
    node = encounter.current
    known = partial(_drawn, encounter, node.id)
    for transition in node.next:
        if holds(transition.when, chosen, encounter.patient, known):
            return transition
    raise CaseFault(encounter.case, node.id, "no way on fits this choice")


def authors_choice(encounter: Encounter) -> tuple[str, ...]:
    """What the authors' course does here (in the order offered); raises CaseFault where it does not come by."""
    case, node = encounter.case, encounter.current
    step = next((step for step in case.authors_path if step.node == node.id), None)
    if step is None:
        raise CaseFault(case, node.id, "the authors' course does not come by here, so an exam cannot go on")
    try:
        return picked_from(node, step.chosen)
    except ChoiceFault as fault:
        raise CaseFault(case, node.id, f"the authors' course cannot be played: {fault.what}") from fault


def _rated(encounter: Encounter, node: Node) -> tuple[dict[str, str], dict[str, str | None]]:
    steps = encounter.appraisal.steps
    ratings: dict[str, str] = {}
    rules: dict[str, str | None] = {}
    for group in node.groups:
        for option in group.options:
            step = steps.get(option.action)
            if step is None:
                raise CaseFault(
                    encounter.case, node.id, f"there is no step {option.action!r} in the catalogue"
                )
            ratings[step.action] = step.rating
            rules[step.action] = step.decided_by
    return ratings, rules


def _drawn(encounter: Encounter, node: str, draw_id: str) -> str:
    if draw_id not in encounter.case.draws:
        raise CaseFault(encounter.case, node, f"there is no draw {draw_id!r}")
    return encounter.outcome(draw_id)


def _entering(
    case: Case,
    patient: Patient,
    transition: Transition | None,
    target: Node,
    algorithm: Appraiser,
    chosen: Mapping[str, tuple[str, str]],
) -> Patient:
    patches = []
    if transition is not None and transition.patch:
        patches.append((transition.patch, Surroundings(algorithm.actions, chosen)))
    if target.patch:
        patches.append((target.patch, Surroundings(algorithm.actions)))
    if not patches:
        return patient
    try:
        return apply_patches(patient, patches)
    except PatientFault as fault:
        raise CaseFault(case, target.id, f"its patch makes no patient: {fault.message}") from fault


def _node(case: Case, origin: str, node: str) -> Node:
    if node not in case.nodes:
        raise CaseFault(case, origin, f"there is no node {node!r} to go to")
    return case.nodes[node]

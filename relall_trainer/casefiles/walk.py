"""Every situation a case can lead to: each node with each patient who can come there.

Two choices at a node are the same where no transition's condition and no ``from`` tells them apart, so
only one of each kind is followed; both outcomes of a draw are. A situation is walked on from once,
however it is reached. What is said about the situations is left to ``ratings``.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from relall_trainer.clinical.patient import Patient, PatientFault
from relall_trainer.encounter.appraisals import Appraiser
from relall_trainer.encounter.case import PICK_ANY, Case, Condition, Group, Node, Transition
from relall_trainer.encounter.choice import one_of_each
from relall_trainer.encounter.condition import holds
from relall_trainer.encounter.patch import Surroundings, apply_patches

# More than any of the shipped cases comes to; a case beyond it is told so and checked as far as it was walked.
MAX_SITUATIONS = 50_000
_MAX_SUBSETS = 10  # an order set with more steps that matter is not followed through every subset
_MAX_CHOICES = 20_000  # choices compared at one node

Draws = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Situation:
    """A patient at a node, and one road that led there."""

    node: str
    patient: Patient
    draws: Draws = frozenset()
    before: Situation | None = None
    chosen: tuple[str, ...] = ()

    def trail(self) -> str:
        """The choices that led here, in words."""
        steps: list[str] = []
        here = self
        while here.before is not None:
            steps.append(f"{here.before.node}: {', '.join(here.chosen) or 'nothing'}")
            here = here.before
        return "reached by " + "; ".join(reversed(steps)) if steps else "at the start"


@dataclass(slots=True)
class Walk:
    """What a walk came upon: every situation at a decision, and the first at each ending.

    ``complete`` is False where a bound was met.
    """

    situations: dict[str, list[Situation]] = field(default_factory=dict)
    taken: set[tuple[str, int]] = field(default_factory=set)
    failures: list[tuple[Situation, int, PatientFault]] = field(default_factory=list)
    complete: bool = True


def walk(case: Case, algorithm: Appraiser, limit: int = MAX_SITUATIONS) -> Walk:
    """Walks a sound case breadth first, so that a bound leaves out what lies furthest from the start."""
    return _Walker(case, algorithm, limit).walk()


class _Walker:
    """One walk: the kinds of choices of each node, and the situations met so far."""

    def __init__(self, case: Case, algorithm: Appraiser, limit: int) -> None:
        self.case = case
        self.algorithm = algorithm
        self.limit = limit
        self.result = Walk()
        self.kinds: dict[str, list[tuple[str, ...]]] = {}
        self.asked_from = _asked_from(case)
        self.met: set[tuple[str, Patient, Draws]] = set()
        self.ended: set[str] = set()
        self.waiting: deque[Situation] = deque()

    def walk(self) -> Walk:
        first = self.case.nodes[self.case.start]
        try:
            patient = apply_patches(self.case.patient, [(first.patch, Surroundings(self.algorithm.actions))])
        except PatientFault as fault:
            self.result.failures.append((Situation(first.id, self.case.patient), -1, fault))
            return self.result
        self._meet(Situation(first.id, patient))
        while self.waiting:
            self._go_on(self.waiting.popleft())
        return self.result

    def _meet(self, situation: Situation) -> None:
        if self.case.nodes[situation.node].ending is not None:
            if situation.node not in self.ended:
                self.ended.add(situation.node)
                self.result.situations[situation.node] = [situation]
            return
        key = (situation.node, situation.patient, situation.draws)
        if key in self.met:
            return
        if len(self.met) >= self.limit:
            self.result.complete = False
            return
        self.met.add(key)
        self.result.situations.setdefault(situation.node, []).append(situation)
        self.waiting.append(situation)

    def _go_on(self, here: Situation) -> None:
        node = self.case.nodes[here.node]
        if node.id not in self.kinds:
            self.kinds[node.id], all_compared = kinds_of_choices(node)
            self.result.complete = self.result.complete and all_compared
        for chosen in self.kinds[node.id]:
            for draws in _outcomes(node, here.draws):
                known = dict(draws)
                index = next(
                    number
                    for number, transition in enumerate(node.next)
                    if holds(transition.when, chosen, here.patient, known.__getitem__)
                )
                self._take(here, node, index, chosen, draws)

    def _take(self, here: Situation, node: Node, index: int, chosen: tuple[str, ...], draws: Draws) -> None:
        transition = node.next[index]
        self.result.taken.add((node.id, index))
        target = self.case.nodes[transition.to]
        actions = self.algorithm.actions
        around = Surroundings(actions, one_of_each(node, chosen, actions))
        patches = [(transition.patch, around), (target.patch, Surroundings(actions))]
        try:
            patient = apply_patches(here.patient, patches)
        except PatientFault as fault:
            self.result.failures.append((here, index, fault))
            return
        still_asked = frozenset(draw for draw in draws if draw[0] in self.asked_from[target.id])
        self._meet(Situation(target.id, patient, still_asked, here, chosen))


def _asked_from(case: Case) -> dict[str, set[str]]:
    """The draws asked at each node or anywhere after it: how others fell no longer matters there."""
    asked = {node.id: _asked_at(node) for node in case.nodes.values()}
    grown = True
    while grown:  # at most once for each node of the longest road
        grown = False
        for node in reversed(tuple(case.nodes.values())):
            for transition in node.next:
                if not asked[transition.to] <= asked[node.id]:
                    asked[node.id] |= asked[transition.to]
                    grown = True
    return asked


def _asked_at(node: Node) -> set[str]:
    return {draw for transition in node.next if transition.when for draw in transition.when.draw}


def _outcomes(node: Node, known: Draws) -> Iterator[Draws]:
    """Each way the draws asked for here can fall, beside those that have fallen already."""
    open_draws = sorted(_asked_at(node) - {draw for draw, _ in known})
    for fallen in itertools.product(("yes", "no"), repeat=len(open_draws)):
        yield known | frozenset(zip(open_draws, fallen, strict=True))


def kinds_of_choices(node: Node) -> tuple[list[tuple[str, ...]], bool]:
    """One choice of each kind the transitions can tell apart, and whether all choices were compared."""
    mentioned = {action for transition in node.next for action in _steps(transition.when)}
    named = {group for transition in node.next for group in groups_taken_from(transition)}
    compared = True
    per_group: list[list[tuple[str, ...]]] = []
    for group in node.groups:
        matters = [option.action for option in group.options if option.action in mentioned]
        if group.pick == PICK_ANY:
            compared = compared and len(matters) <= _MAX_SUBSETS
            per_group.append(list(_subsets(matters)))
        else:
            per_group.append([(action,) for action in _picks(group, matters, group.id in named)])
    kinds: dict[object, tuple[str, ...]] = {}
    for number, picks in enumerate(itertools.product(*per_group)):
        if number >= _MAX_CHOICES:
            return list(kinds.values()), False
        chosen = tuple(action for pick in picks for action in pick)
        taken = tuple(pick for group, pick in zip(node.groups, picks, strict=True) if group.id in named)
        key = (taken, tuple(_tells(transition.when, chosen) for transition in node.next))
        kinds.setdefault(key, chosen)
    return list(kinds.values()), compared


def _steps(when: Condition | None) -> tuple[str, ...]:
    return (*when.chosen, *when.chosen_any, *when.not_chosen) if when else ()


def groups_taken_from(transition: Transition) -> tuple[str, ...]:
    """The pick-one groups a transition's patch takes the chosen step from."""
    change = transition.patch.get("prior_regimens")
    added = change.get("add") if isinstance(change, Mapping) else None
    entries = added if isinstance(added, list) else [added]
    return tuple(entry["from"] for entry in entries if isinstance(entry, Mapping) and "from" in entry)


def _tells(when: Condition | None, chosen: tuple[str, ...]) -> bool:
    steps_only = when and Condition(when.chosen, when.chosen_any, when.not_chosen)
    return holds(steps_only or None, chosen, Patient(), str)


def _picks(group: Group, matters: list[str], every: bool) -> list[str]:
    options = [option.action for option in group.options]
    if every:
        return options
    others = [action for action in options if action not in matters]
    return [*matters, *others[:1]]


def _subsets(steps: list[str]) -> Iterator[tuple[str, ...]]:
    """Every subset; where these are too many: none, all, each one, each pair, all but one."""
    sizes = range(len(steps) + 1)
    if len(steps) > _MAX_SUBSETS:
        sizes = sorted({0, 1, 2, len(steps) - 1, len(steps)})  # type: ignore[assignment]
    for size in sizes:
        yield from itertools.combinations(steps, size)

"""A case discussed by a group on one screen: what they decide, how they voted, what each step is rated, what was done.

Plays the fixed form, so that everybody meets the same patient again whatever was decided. Kept nowhere: it ends with
the page. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals
from relall_trainer.encounter.case import PICK_ONE, Case, Group
from relall_trainer.encounter.play import EXAM, Encounter, Visit
from relall_trainer.gui.verdicts import DecisionVerdict, StepVerdict, step_label, verdict

MOST_VOTES = 999


@dataclass(slots=True)
class Turn:
    """One decision: the encounter at it, what the group chose and how it voted, and, once revealed, the verdict.

    ``decided`` is False where the group left a question open: then nothing is said of what they took or missed.
    """

    encounter: Encounter
    chosen: tuple[str, ...] = ()
    votes: dict[str, int] = field(default_factory=dict)
    verdict: DecisionVerdict | None = None
    decided: bool = False
    visit: Visit | None = None
    after: Encounter | None = None

    @property
    def revealed(self) -> bool:
        return self.verdict is not None


class Discussion:
    """Goes forward and back through a case. Raises CaseFault where the authors' course cannot be played."""

    def __init__(self, case: Case, algorithm: Algorithm) -> None:
        self.case = case
        self._algorithm = algorithm
        start = play.start(case, algorithm, mode=EXAM, memory=Appraisals(algorithm))
        self._turns = [Turn(start)]
        self._place = 0

    @property
    def turn(self) -> Turn:
        """The decision on the screen; at the end, the ending."""
        return self._turns[self._place]

    @property
    def number(self) -> int:
        """Which decision this is, from 1."""
        return self._place + 1

    @property
    def of(self) -> int:
        """How many decisions the course has."""
        return len(self.case.authors_path)

    @property
    def ended(self) -> bool:
        return self.turn.encounter.ended

    def note(self, chosen: Sequence[str], votes: Mapping[str, int]) -> None:
        """What the group chose and how it voted so far."""
        self.turn.chosen = tuple(chosen)
        self.turn.votes = {step: count for step, count in votes.items() if count > 0}

    def reveal(self) -> DecisionVerdict:
        """Rate every step here. An open question takes the step with most votes, if there is one."""
        turn = self.turn
        encounter = turn.encounter
        node = encounter.current
        authors = play.authors_choice(encounter)
        chosen = (*turn.chosen, *(step for group in node.groups for step in self._voted(group)))
        turn.decided = _complete(node.groups, chosen)
        turn.after, turn.visit = play.commit(encounter, chosen if turn.decided else authors)
        told = verdict(node, turn.visit, encounter.appraisal, self._algorithm)
        turn.chosen = tuple(chosen)
        turn.verdict = told if turn.decided else _without_choice(told, chosen)
        return turn.verdict

    def go_on(self) -> None:
        """On to the next decision, or the end; does nothing before this one is revealed."""
        if self.turn.after is None:
            return
        self._place += 1
        if self._place == len(self._turns):
            self._turns.append(Turn(self._turns[-1].after or self.turn.encounter))

    def go_back(self) -> bool:
        """From what was revealed to the question, from a question to the decision before; False at the beginning."""
        if self.turn.revealed:
            self.turn.verdict = self.turn.after = self.turn.visit = None
            del self._turns[self._place + 1 :]
            return True
        if self._place == 0:
            return False
        self._place -= 1
        return True

    def done(self) -> tuple[tuple[str, ...], str]:
        """What was done here: the steps of the authors' course by name, and whether the paper tells of it."""
        encounter = self.turn.encounter
        steps = play.authors_choice(encounter)
        options = {option.action: option for group in encounter.current.groups for option in group.options}
        actions = self._algorithm.actions
        origin = next(step.origin for step in self.case.authors_path if step.node == encounter.node)
        return tuple(step_label(options[step], actions) for step in steps), origin

    def road(self) -> tuple[Visit, ...]:
        """What led here, as the case goes."""
        return self.turn.encounter.path

    def _voted(self, group: Group) -> tuple[str, ...]:
        """The step of an open question that got more votes than any other; none where two got as many."""
        steps = [option.action for option in group.options]
        if group.pick != PICK_ONE or any(step in self.turn.chosen for step in steps):
            return ()
        most = max((self.turn.votes.get(step, 0) for step in steps), default=0)
        best = [step for step in steps if most and self.turn.votes.get(step, 0) == most]
        return tuple(best) if len(best) == 1 else ()


def _complete(groups: Sequence[Group], chosen: Sequence[str]) -> bool:
    """Whether anything was decided, and every question that asks for one step has it."""
    one_each = all(
        any(option.action in chosen for option in group.options) for group in groups if group.pick == PICK_ONE
    )
    return bool(chosen) and one_each


def _without_choice(told: DecisionVerdict, chosen: Sequence[str]) -> DecisionVerdict:
    """The ratings alone, nothing said of what was taken or left."""

    def bare(step: StepVerdict) -> StepVerdict:
        return replace(step, chosen=step.action in chosen, missed=False, place="", points="")

    groups = tuple(
        replace(
            group, points="", taken=tuple(map(bare, group.taken)), left_out=tuple(map(bare, group.left_out))
        )
        for group in told.groups
    )
    return replace(told, point="", reason="", key=None, points="", critical=0, groups=groups)

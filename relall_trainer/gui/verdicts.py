"""What a committed decision came to, in words: the point of it, and a reason for every step, taken or not.

Speaks of the decision, never of the person. Knows no Qt; ratings and points are taken from the encounter as they
are, the words from ``clinical.wording``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RECOMMENDED,
    UNRATED,
    Appraisal,
    FiredRule,
    RatedStep,
)
from relall_trainer.clinical.rule import Rule
from relall_trainer.clinical.wording import (
    RATING_WORDS,
    RULE_ORIGIN_WORDS,
    STRENGTH_WORDS,
    fact_words,
    listed,
)
from relall_trainer.encounter.case import PICK_ONE, Group, Node, Option
from relall_trainer.encounter.grading import decision_rating
from relall_trainer.encounter.play import Visit
from relall_trainer.encounter.scoring import ScoreLine

SILENT = "The source is silent on this step for this patient, so it is not rated and never scored."


class Rulebook(Protocol):
    """What is asked of the algorithm: the catalogue and the rules (``clinical.algorithm.Algorithm``)."""

    @property
    def actions(self) -> Mapping[str, Action]: ...
    @property
    def rules(self) -> Mapping[str, Rule]: ...


@dataclass(frozen=True, slots=True)
class StepVerdict:
    """One option of the decision, told in full."""

    action: str
    label: str
    chosen: bool
    missed: bool  # recommended, and its points were not earned
    rating: str
    points: str
    place: str  # what became of it: "Missed", "Rightly left out" …
    rule: str
    rule_title: str
    rule_source: str
    why: str
    because: tuple[str, ...]
    overruled: tuple[str, ...]
    cautions: tuple[str, ...]
    feedback: str
    evidence: tuple[str, ...]
    since: tuple[str, ...]

    @property
    def rating_words(self) -> str:
        return RATING_WORDS[self.rating]

    @property
    def heading(self) -> str:
        """Rule and title on one line, or that there is none."""
        return f"{self.rule} · {self.rule_title}" if self.rule else "No rule speaks to this step"

    def sentence(self) -> str:
        """The verdict as one sentence, for a screen reader."""
        parts = [f"{self.label}: {self.rating_words}", self.points, self.place, self.heading]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class GroupVerdict:
    """The steps of one question, those taken and those left out, each in the order of the case."""

    prompt: str
    points: str
    taken: tuple[StepVerdict, ...]
    left_out: tuple[StepVerdict, ...]


@dataclass(frozen=True, slots=True)
class DecisionVerdict:
    """A whole decision: the point in one sentence, its reason, and the groups.

    ``answered``: whether anything was decided; else the steps taken are the authors' (``not_answered_words``).
    """

    point: str
    reason: str
    key: StepVerdict | None  # the step it turns on
    tone: str  # a rating word: which color and icon the point carries
    points: str
    critical: int
    groups: tuple[GroupVerdict, ...]
    answered: bool = True

    @property
    def steps(self) -> tuple[StepVerdict, ...]:
        return tuple(step for group in self.groups for step in (*group.taken, *group.left_out))


def verdict(node: Node, visit: Visit, appraisal: Appraisal, rulebook: Rulebook) -> DecisionVerdict:
    """The verdict on ``visit`` at ``node``; ``appraisal`` is of the patient as she was then."""
    lines = {line.action: line for group in visit.score.groups for line in group.lines}
    scored = {group.group: group for group in visit.score.groups}
    groups: list[GroupVerdict] = []
    for group in node.groups:
        steps = [
            _step(group, option, visit, appraisal.steps[option.action], rulebook, lines[option.action])
            for option in group.options
        ]
        result = scored.get(group.id)
        groups.append(
            GroupVerdict(
                prompt=group.prompt,
                points=out_of(result.points, result.possible) if result else "",
                taken=tuple(step for step in steps if step.chosen),
                left_out=tuple(step for step in steps if not step.chosen),
            )
        )
    point, key = _point(groups)
    return DecisionVerdict(
        point=point,
        reason=key.why if key else "",
        key=key,
        tone=decision_rating(visit.score),
        points=out_of(visit.score.points, visit.score.possible),
        critical=len(visit.score.critical),
        groups=tuple(groups),
    )


def step_label(option: Option, actions: Mapping[str, Action]) -> str:
    """The option's own label, or the catalogue's."""
    if option.label:
        return option.label
    action = actions.get(option.action)
    return action.label if action else option.action


def step_detail(option: Option, actions: Mapping[str, Action]) -> str:
    """The option's own detail, or the catalogue's where it says more than the label does."""
    if option.detail is not None:
        return option.detail
    action = actions.get(option.action)
    detail = action.detail if action else ""
    return "" if detail.casefold() in step_label(option, actions).casefold() else detail


def number_words(value: float) -> str:
    """Points as people write them: ``4``, ``2.4``, ``−½``."""
    sign = "−" if value < 0 else ""
    size = abs(value)
    whole, rest = divmod(size, 1)
    if abs(rest - 0.5) < 1e-9:
        return f"{sign}{int(whole) or ''}½"
    return f"{sign}{round(size, 2):g}"


def signed(value: float) -> str:
    """Points of one step: ``+4``, ``−½``, ``0``."""
    words = number_words(value)
    return f"+{words}" if value > 0 else words


def out_of(points: float, possible: float) -> str:
    """``3 of 4 points``; where nothing was possible it says so."""
    if not possible:
        return "not scored"
    return f"{number_words(points)} of {number_words(possible)} {'point' if possible == 1 else 'points'}"


def _step(
    group: Group, option: Option, visit: Visit, rated: RatedStep, rulebook: Rulebook, line: ScoreLine
) -> StepVerdict:
    place, missed = _place(group, visit, line)
    rule = rulebook.rules.get(rated.decided_by or "")
    action = rulebook.actions.get(option.action)
    row = next((row for row in rule.rows if row.id == rated.row), None) if rule else None
    since = (*(action.since if action else ()), *(rule.since if rule else ()))
    return StepVerdict(
        action=option.action,
        label=step_label(option, rulebook.actions),
        chosen=line.chosen,
        missed=missed,
        rating=rated.rating,
        points=signed(line.points),
        place=place,
        rule=rated.decided_by or "",
        rule_title=rule.title if rule else "",
        rule_source=_source(rule, row.origin if row else "") if rule else "",
        why=rated.why or SILENT,
        because=tuple(fact_words(fact.field, fact.value) for fact in rated.because),
        overruled=tuple(
            _overruled(fired, rated, rulebook)
            for fired in rated.rules
            if fired.overruled and rated.decided_by
        ),
        cautions=rated.cautions,
        feedback=option.feedback or "",
        evidence=rated.evidence or (action.evidence if action else ()),
        since=tuple(dict.fromkeys(since)),
    )


def _source(rule: Rule, row_origin: str) -> str:
    origin = RULE_ORIGIN_WORDS.get(row_origin or rule.origin, "")
    strength = STRENGTH_WORDS.get(rule.strength, rule.strength)
    words = [origin] if origin == strength else [origin, strength]
    return " · ".join(part for part in (*words, rule.place) if part)


def _overruled(fired: FiredRule, rated: RatedStep, rulebook: Rulebook) -> str:
    rule = rulebook.rules.get(fired.id)
    title = f" ({rule.title})" if rule else ""
    if fired.id == rated.decided_by:
        return (
            f"{fired.id} alone would call it {RATING_WORDS[fired.rating].lower()}; its stricter part decides."
        )
    would = RATING_WORDS[fired.rating].lower()
    return f"{fired.id}{title} would call it {would}; {rated.decided_by} overrules it: {_opening_small(rated.why)}"


def _opening_small(sentence: str) -> str:
    second = sentence[1:2]
    return sentence[:1].lower() + sentence[1:] if second.islower() else sentence


def _place(group: Group, visit: Visit, line: ScoreLine) -> tuple[str, bool]:
    """What became of a step in words, and whether it was missed."""
    if line.chosen:
        return {CONTRAINDICATED: "Critical error", UNRATED: "Neither earns nor costs"}.get(
            line.rating, ""
        ), False
    if line.rating in (CONTRAINDICATED, DISCOURAGED):
        return "Rightly left out", False
    if line.rating != RECOMMENDED:
        return "Left out", False
    taken = [option.action for option in group.options if option.action in visit.chosen]
    if group.pick == PICK_ONE and any(visit.ratings[action] == RECOMMENDED for action in taken):
        return "Also recommended", False
    return f"Missed: worth {signed(line.worth)}", True


def _point(verdicts: list[GroupVerdict]) -> tuple[str, StepVerdict | None]:
    """The point of the decision and the step it turns on."""
    taken = [step for group in verdicts for step in group.taken]
    left = [step for group in verdicts for step in group.left_out]
    missed = [step for step in left if step.missed]
    best = [step for step in taken if step.rating == RECOMMENDED]
    fair = [step for step in taken if step.rating == ACCEPTABLE]
    also = f"; missed: {_names(missed)}" if missed else ""
    for rating, words in ((CONTRAINDICATED, "Contraindicated here"), (DISCOURAGED, "Advised against here")):
        wrong = [step for step in taken if step.rating == rating]
        if wrong:
            return f"{words}: {_names(wrong)}{also}", wrong[0]
    if missed and best:
        return f"Right: {_names(best)}{also}", missed[0]
    if missed and fair:
        return f"Can be defended: {_names(fair)}; recommended: {_names(missed)}", missed[0]
    if missed:
        return f"Missed: {_names(missed)}", missed[0]
    if best:
        whole = len(best) > 2 or (len(best) > 1 and len(verdicts) == 1)
        return "Every recommended step was taken" if whole else f"Right: {_names(best)}", best[0]
    if fair:
        return f"Can be defended, with nothing better on offer: {_names(fair)}", fair[0]
    if not taken:
        return "Nothing was called for, and nothing was started", None
    return "Not rated: the source is silent on what was chosen", taken[0]


_ASIDE = re.compile(r"\s*\([^)]*\)")


def _names(steps: list[StepVerdict]) -> str:
    """At most three steps by name; what a label says in brackets is left to the row."""
    names = [_ASIDE.sub("", step.label) for step in steps]
    if len(names) > 3 or sum(len(name) for name in names) > 150:
        return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]
    return listed(names)

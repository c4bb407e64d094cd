"""What a committed decision came to, in words: the point of it, and a reason for every step, taken or not.

Speaks of the decision, never of the person. Knows no Qt; ratings and points are taken from the encounter as they
are, the words from ``clinical.wording``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from relall_trainer.encounter.play import Visit

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
    """A whole decision: the point in one sentence, its reason, and the groups."""

    point: str
    reason: str
    tone: str  # a rating word: which colour and icon the point carries
    points: str
    critical: int
    groups: tuple[GroupVerdict, ...]

    @property
    def steps(self) -> tuple[StepVerdict, ...]:
        return tuple(step for group in self.groups for step in (*group.taken, *group.left_out))


def verdict(node: Node, visit: Visit, appraisal: Appraisal, rulebook: Rulebook) -> DecisionVerdict:
    """The verdict on ``visit`` at ``node``; ``appraisal`` is of the patient as she was then."""
    earned = {line.action: line.points for group in visit.score.groups for line in group.lines}
    scored = {group.group: group for group in visit.score.groups}
    groups: list[GroupVerdict] = []
    for group in node.groups:
        steps = [
            _step(
                group, option, visit, appraisal.steps[option.action], rulebook, earned.get(option.action, 0)
            )
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
    point, reason, tone = _point(node.groups, groups)
    return DecisionVerdict(
        point=point,
        reason=reason,
        tone=tone,
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


def number_words(value: object) -> str:
    """Points as people write them: ``4``, ``2.4``, ``−½``."""
    number = float(value)  # type: ignore[arg-type]  # points are whole, fractions or decimals; all turn to float
    sign = "−" if number < 0 else ""
    size = abs(number)
    whole, rest = divmod(size, 1)
    if abs(rest - 0.5) < 1e-9:
        return f"{sign}{int(whole) or ''}½"
    return f"{sign}{round(size, 2):g}"


def signed(value: object) -> str:
    """Points of one step: ``+4``, ``−½``, ``0``."""
    words = number_words(value)
    return f"+{words}" if float(value) > 0 else words  # type: ignore[arg-type]  # as in number_words


def out_of(points: object, possible: object) -> str:
    """``3 of 4 points``; where nothing was possible it says so."""
    if not possible:
        return "not scored"
    return f"{number_words(points)} of {number_words(possible)} {'point' if possible == 1 else 'points'}"


def _step(
    group: Group, option: Option, visit: Visit, rated: RatedStep, rulebook: Rulebook, points: object
) -> StepVerdict:
    chosen = option.action in visit.chosen
    rule = rulebook.rules.get(rated.decided_by or "")
    action = rulebook.actions.get(option.action)
    row = next((row for row in rule.rows if row.id == rated.row), None) if rule else None
    since = (*(action.since if action else ()), *(rule.since if rule else ()))
    return StepVerdict(
        action=option.action,
        label=step_label(option, rulebook.actions),
        chosen=chosen,
        rating=rated.rating,
        points=signed(points),
        place=_place(group, rated.rating, chosen=chosen, visit=visit),
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


def _place(group: Group, rating: str, *, chosen: bool, visit: Visit) -> str:
    if chosen:
        return {CONTRAINDICATED: "Critical error", UNRATED: "Neither earns nor costs"}.get(rating, "")
    if rating in (CONTRAINDICATED, DISCOURAGED):
        return "Rightly left out"
    if rating == RECOMMENDED:
        taken = [option.action for option in group.options if option.action in visit.chosen]
        if group.pick == PICK_ONE and any(visit.ratings.get(action) == RECOMMENDED for action in taken):
            return "Also recommended"
        return "Missed"
    return "Left out"


def _point(groups: Iterable[Group], verdicts: list[GroupVerdict]) -> tuple[str, str, str]:
    """The point of the decision, the reason of its key step, and the tone it is told in."""
    taken = [step for group in verdicts for step in group.taken]
    missed = [step for group in verdicts for step in group.left_out if step.place == "Missed"]
    best = [step for step in taken if step.rating == RECOMMENDED]
    wrong = [step for step in taken if step.rating == CONTRAINDICATED]
    if wrong:
        return f"Contraindicated here: {_names(wrong)}", wrong[0].why, CONTRAINDICATED
    wrong = [step for step in taken if step.rating == DISCOURAGED]
    if wrong:
        also = f"; what was missed: {_names(missed)}" if missed else ""
        return f"This approach advises against {_names(wrong)}{also}", wrong[0].why, DISCOURAGED
    fair = [step for step in taken if step.rating == ACCEPTABLE]
    if missed and not best:
        opening = f"{_names(fair)} can be defended; recommended" if fair else "What was missed"
        return f"{opening}: {_names(missed)}", missed[0].why, ACCEPTABLE if fair else DISCOURAGED
    if missed:
        return f"{_names(best)}: right; what was missed: {_names(missed)}", missed[0].why, ACCEPTABLE
    if best:
        every = "Every recommended step was taken" if len(best) > 2 else f"{_names(best)}: recommended here"
        return every, best[0].why, RECOMMENDED
    if fair:
        return (
            f"{_names(fair)}: can be defended here, and nothing better was on offer",
            fair[0].why,
            RECOMMENDED,
        )
    if not taken:
        none_owed = all(step.rating != RECOMMENDED for group in verdicts for step in group.left_out)
        if none_owed:
            return "Nothing was called for, and nothing was started", "", RECOMMENDED
    return "This decision is not rated: the source is silent on what was chosen", SILENT, UNRATED


def _names(steps: list[StepVerdict]) -> str:
    names = [step.label for step in steps]
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return listed(names)

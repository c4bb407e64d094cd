"""The rules as lines to read: a head for each rule, a line for each of its rows, and which of them fire now.

Knows no Qt. The words of conditions come from ``clinical.rule_words``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import EXPOSURES
from relall_trainer.clinical.rule import Row, Rule
from relall_trainer.clinical.rule_words import KIND_WORDS, TIER_WORDS, when_words
from relall_trainer.clinical.wording import RATING_WORDS, RULE_ORIGIN_WORDS, SET_WORDS, listed
from relall_trainer.gui.explaining import rule_source

FIRES = "fires for this patient"
_MOST_LEFT_OUT = 3  # of a kind, for "every … but"
_FEWEST = 4  # steps worth a common name


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule's head (``head``) or one of its rows. ``fires``: the row's conditions hold for the present patient."""

    key: str
    name: str
    title: str = ""
    when: str = ""
    steps: str = ""
    rating: str = ""
    notes: str = ""
    head: bool = False
    fires: bool = False
    caption: bool = False

    def spoken(self) -> str:
        """The line as one text, for a screen reader."""
        rating = RATING_WORDS[self.rating] if self.rating else ""
        when = f"When {self.when}" if self.when else ""
        parts = (self.name, FIRES if self.fires else "", self.title, when, self.steps, rating, self.notes)
        return ". ".join(part.rstrip(".") for part in parts if part)


def rule_lines(algorithm: Algorithm, fired: Container[str], typed: str = "") -> tuple[RuleLine, ...]:
    """All rules with those of their rows that fit what is typed; ``fired`` holds the ids of the rows that fire."""
    words = typed.casefold().split()
    lines: list[RuleLine] = []
    for rule in algorithm.rules.values():
        head = _head(rule)
        rows = [_line(algorithm, rule, row, row.id in fired) for row in rule.rows]
        if words:
            in_head = head.spoken().casefold()
            rows = [row for row in rows if _fits(f"{in_head} {row.spoken().casefold()}", words)]
            if not rows and not _fits(in_head, words):
                continue
        lines += [head, *rows]
    return tuple(lines)


def steps_words(steps: Sequence[str], actions: Mapping[str, Action]) -> str:
    """The steps a row rates: by name, or as every step of some kind but a few."""
    told: list[str] = []
    rest = list(steps)
    for words, known in _families(actions):
        left_out = [actions[step].label for step in known if step not in steps]
        if len(set(rest) & set(known)) >= _FEWEST and len(left_out) <= _MOST_LEFT_OUT:
            told.append(f"{words} but {listed(left_out)}" if left_out else words)
            rest = [step for step in rest if step not in known]
    return "; ".join([*told, *(actions[step].label for step in rest)])


def _families(actions: Mapping[str, Action]) -> Iterator[tuple[str, list[str]]]:
    """Steps that belong together, each family with its words."""
    for kind, title in KIND_WORDS.items():
        name = title if title.startswith("CNS") else title.lower()
        yield f"Every step of {name}", [one.id for one in actions.values() if one.kind == kind]
        yield (
            f"Every intensive step of {name}",
            [one.id for one in actions.values() if one.kind == kind and one.intensive],
        )
    for component in EXPOSURES:
        held = [one.id for one in actions.values() if component in one.components]
        yield f"Every step with {SET_WORDS[component]}", held


def _head(rule: Rule) -> RuleLine:
    notes = " · ".join(part for part in (rule_source(rule), rule.note) if part)
    return RuleLine(rule.id, rule.id, f"{rule.title}", rule.why, notes=notes, head=True)


def _line(algorithm: Algorithm, rule: Rule, row: Row, fires: bool) -> RuleLine:
    when = "\n".join(when_words(row, algorithm.facts)) or "Always"
    notes = [TIER_WORDS[row.tier].capitalize()] if row.tier and row.tier != row.rating else []
    if row.origin != rule.origin:
        notes.append(RULE_ORIGIN_WORDS[row.origin].capitalize())
    notes.append(f"Caution: {row.caution}" if row.caution else row.why)
    steps = steps_words(row.steps, algorithm.actions)
    return RuleLine(row.id, row.id, "", when, steps, row.rating or "", "\n".join(notes), fires=fires)


def _fits(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)

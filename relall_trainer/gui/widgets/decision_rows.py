"""A decision of the index as a row of a list: what was chosen, how it was rated, what was missed, when and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from relall_trainer.clinical.appraisal import (
    ACCEPTABLE,
    CONTRAINDICATED,
    DISCOURAGED,
    RECOMMENDED,
    UNRATED,
)
from relall_trainer.clinical.wording import RATING_WORDS, counted
from relall_trainer.gui.local_time import when
from relall_trainer.gui.verdicts import out_of
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.decision_words import duration
from relall_trainer.gui.widgets.rows import Pieces, Row

if TYPE_CHECKING:
    from relall_trainer.learner.index import ChosenStep, DecisionLine

_WORST_FIRST = (CONTRAINDICATED, DISCOURAGED, RECOMMENDED, ACCEPTABLE, UNRATED)
_MOST_MISSED = 3
_WORD = re.compile(r"[^\W_]+")
_PREFIX_FROM = 3  # letters from which a typed word finds what begins with it


def row_of(line: DecisionLine, typed: str = "") -> Row:
    """The row; words that ``typed`` finds are marked."""
    sought = [word.casefold() for word in _WORD.findall(typed)]
    said = f"{chosen_words(line.chosen)}{missed_words(line.missed)}"
    return Row(
        heading=marked(line.title, sought),
        text=marked(said, sought),
        facts=" · ".join(facts(line)),
        tag=result_words(line),
        rating=picture(line),
    )


def picture(line: DecisionLine) -> str:
    """The rating the row is marked with: the worst of the steps chosen; discouraged where something was only missed."""
    ratings = {step.rating for step in line.chosen}
    worst = next((rating for rating in _WORST_FIRST if rating in ratings), "")
    if worst in (CONTRAINDICATED, DISCOURAGED):
        return worst
    if line.missed and not line.full:
        return DISCOURAGED if not ratings else ACCEPTABLE
    return worst or (RECOMMENDED if line.full and line.possible else UNRATED)


def chosen_words(chosen: Sequence[ChosenStep]) -> str:
    """The steps chosen, those of one rating together."""
    if not chosen:
        return "No step was started."
    parts = []
    for rating in _WORST_FIRST:
        labels = [step.label for step in chosen if step.rating == rating]
        if labels:
            parts.append(f"{RATING_WORDS[rating]}: {', '.join(labels)}.")
    return " ".join(parts)


def missed_words(missed: Sequence[ChosenStep]) -> str:
    """What would have been best and was left out."""
    if not missed:
        return ""
    more = f" and {len(missed) - _MOST_MISSED} more" if len(missed) > _MOST_MISSED else ""
    return f" Missed: {', '.join(step.label for step in missed[:_MOST_MISSED])}{more}."


def result_words(line: DecisionLine) -> str:
    """Points, and critical errors apart from them."""
    points = out_of(line.points, line.possible)
    if not line.critical:
        return points
    errors = counted(line.critical, "critical error")
    return f"{errors} · {points}"


def facts(line: DecisionLine) -> list[str]:
    """When, where, how sure, and what else there is to know of the decision."""
    parts = [when(line.at), line.case_title, f"decision {line.n}"]
    if line.confidence:
        parts.append(CONFIDENCE_WORDS.get(line.confidence, line.confidence).lower())
    if line.elapsed_ms is not None:
        parts.append(duration(line.elapsed_ms))
    if line.wrong_rules:
        parts.append(f"missed {', '.join(line.wrong_rules)}")
    if not line.first:
        parts.append("a later answer")
    if line.source == "fork":
        parts.append("another road")
    if line.noted:
        parts.append("with a note")
    return parts


def marked(text: str, sought: Iterable[str]) -> Pieces:
    """The text in pieces, the words that were sought marked."""
    wanted = list(sought)
    if not wanted:
        return ((text, False),)
    pieces: list[tuple[str, bool]] = []
    done = 0
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        if any(word == one or (len(one) >= _PREFIX_FROM and word.startswith(one)) for one in wanted):
            pieces += [(text[done : match.start()], False), (match.group(), True)]
            done = match.end()
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])

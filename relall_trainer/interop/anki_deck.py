"""An Anki deck of the evidence and of the rules a learner missed, with ids that stay the same.

Importing a newer deck changes the cards there are and leaves their schedule alone. Fields of Anki are HTML, so every
text is escaped. What goes into the deck is decided by the caller.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from relall_trainer.errors import TrainerError

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.evidence.reference import EvidenceItem

# Drawn once; Anki tells decks and kinds of notes apart by them. Never change them.
_MODEL_ID = 1_607_241_903
_EVIDENCE_DECK_ID = 1_890_412_377
_RULES_DECK_ID = 1_890_412_378
_NAME = "RelALL Trainer"
_SOURCE = "Frey & Luger, Blood 2015;126:589–596"
_NOTICE = "For teaching only; as of 2015; not for the care of a patient."
_FRONT = '<div class="kind">{{Kind}}</div><div>{{Front}}</div>'
_BACK = (
    '{{FrontSide}}<hr id="answer"><div>{{Back}}</div>'
    '<div class="source">{{Source}}</div><div class="source">{{Notice}}</div>'
)
_CSS = """.card { font-family: sans-serif; font-size: 18px; text-align: left; line-height: 1.4; }
.kind, .source { font-size: 13px; opacity: 0.75; margin-top: 8px; }
"""


@dataclass(frozen=True, slots=True)
class DeckCard:
    """One card; ``id`` stays the same for ever. All texts are plain, line breaks kept."""

    id: str
    kind: str
    front: str
    back: str
    source: str
    tags: tuple[str, ...] = ()


def evidence_cards(items: Iterable[EvidenceItem]) -> tuple[DeckCard, ...]:
    """A card for each item with a figure: what was seen, and the numbers with their limits on the back."""
    return tuple(_evidence_card(item) for item in items if item.figures and item.status != "beyond")


def rule_cards(algorithm: Algorithm, missed: Iterable[str]) -> tuple[DeckCard, ...]:
    """A card for each rule missed that rates steps; unknown rules (of another version) are left out."""
    cards = []
    for name in dict.fromkeys(missed):
        rule = algorithm.rules.get(name)
        if rule is None:
            continue
        back = [rule.why]
        for row in rule.rows:
            steps = ", ".join(algorithm.actions[step].label for step in row.steps)
            rating = row.rating or f"caution: {row.caution}"
            back.append(f"When {row.when_text}: {steps}: {rating}.")
        cards.append(
            DeckCard(
                id=f"rule:{algorithm.pin.id}:{rule.id}",
                kind="A rule you missed",
                front=f"{rule.title}. When does this hold, and what does it rate how?",
                back="\n".join(back),
                source=f"{rule.id} · {_SOURCE}, {rule.place} · rests on {', '.join(rule.evidence)}",
                tags=("relall::rule", f"relall::{rule.id}"),
            )
        )
    return tuple(cards)


def write_deck(path: Path, evidence: Sequence[DeckCard], rules: Sequence[DeckCard]) -> int:
    """Write an ``.apkg`` with both as sub-decks, whole or not at all; how many cards.

    Raises TrainerError where there is nothing to write or the file cannot be written.
    """
    if not evidence and not rules:
        raise TrainerError("There is no card to write.", safe="Nothing was changed.")
    import genanki  # slow to import, and only needed here

    model = genanki.Model(
        _MODEL_ID,
        _NAME,
        fields=[{"name": name} for name in ("Front", "Back", "Kind", "Source", "Notice")],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )
    decks = []
    for deck_id, part, cards in (
        (_EVIDENCE_DECK_ID, "Evidence", evidence),
        (_RULES_DECK_ID, "Missed rules", rules),
    ):
        deck = genanki.Deck(deck_id, f"{_NAME}::{part}")
        for card in cards:
            texts = (card.front, card.back, card.kind, card.source, _NOTICE)
            deck.add_note(
                genanki.Note(
                    model=model,
                    fields=[_html(text) for text in texts],
                    tags=list(card.tags),
                    guid=genanki.guid_for(_NAME, card.id),
                )
            )
        if cards:
            decks.append(deck)
    try:
        # Made beside its place and moved there, so that a half-written deck is never found.
        with TemporaryDirectory(dir=path.parent, prefix=".deck-") as folder:
            made = Path(folder) / path.name
            genanki.Package(decks).write_to_file(made)
            made.replace(path)
    except (OSError, genanki.package.sqlite3.Error) as error:  # it makes a database on the way, elsewhere
        reason = getattr(error, "strerror", None) or error
        raise TrainerError(
            f"The deck {path.name} could not be written ({reason}).",
            safe="Your record is as it was.",
            todo="Choose another folder, or make room, and try again.",
        ) from error
    return len(evidence) + len(rules)


def _evidence_card(item: EvidenceItem) -> DeckCard:
    labels = "; ".join(figure.label for figure in item.figures)
    figures = [f"{figure.label}: {figure.shown()}" for figure in item.figures]
    limits = [f"Mind the limits: {item.caveat}"] if item.caveat else []
    return DeckCard(
        id=item.id,
        kind="Evidence",
        front=f"{item.title}\nWhat is reported: {labels}?",
        back="\n".join([*figures, _without_marks(item.statement), *limits]),
        source=f"{item.id} · {_SOURCE}" + (f", {item.place}" if item.place else ""),
        tags=("relall::evidence", f"relall::{item.topic}"),
    )


def _without_marks(text: str) -> str:
    """A statement without Markdown's signs; citations stay as they are written."""
    return text.replace("**", "").replace("*", "").strip()


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")

"""What full-text search looks through."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relall_trainer.evidence.query import joined_words
from relall_trainer.evidence.reader import Texts
from relall_trainer.evidence.reference import Figure, Term

Searched = tuple[str, ...]


def searchable(texts: Texts) -> list[Searched]:
    """Per thing: id, kind, topic, title, terms, regimen, statement, section, abbreviations spelled out, rest."""
    spell = Speller(texts.glossary)
    found: list[Searched] = []
    for item in texts.items:
        regimen = f"{item.group} {item.regimen}".strip()
        said = f"{item.title} {item.statement} {regimen}"
        terms = (*item.terms, *joined_words(said))
        rest = (
            item.caveat,
            item.study,
            item.population,
            *item.doses,
            item.topic_title,
            *_labels(item.figures),
        )
        head = (item.id, "evidence", item.topic, item.title, " ".join(terms), regimen, item.statement)
        found.append((*head, item.section, spell.out(said), " ".join(rest)))
    for later in texts.since:
        said = f"{later.title} {later.statement}"
        rest = (later.citation, later.date, later.caveat, *_labels(later.figures))
        head = (
            later.id,
            "since",
            later.topic,
            later.title,
            " ".join(joined_words(said)),
            "",
            later.statement,
        )
        found.append((*head, "since 2015", spell.out(said), " ".join(rest)))
    for one in texts.inconsistencies:
        said = f"{one.title} {one.what}"
        head = (one.id, "inconsistency", "", one.title or one.id, " ".join(joined_words(said)), "", one.what)
        found.append((*head, "inconsistency", spell.out(said), one.resolution))
    for term in texts.glossary:
        said = f"{term.meaning}. {term.line}"
        head = (term.term, "glossary", "", term.term, " ".join(joined_words(term.term)), "", said)
        found.append((*head, "glossary", "", ""))
    return found


class Speller:
    """Knows what the abbreviations stand for, so that who types ``transplant`` finds what says ``SCT``."""

    def __init__(self, glossary: Iterable[Term]) -> None:
        self._meanings = {term.term: term.meaning for term in glossary}
        # Longest first, so that "CAR T" is not read as something shorter.
        names = sorted(self._meanings, key=len, reverse=True)
        choices = "|".join(map(re.escape, names)) or r"(?!)"
        self._names = re.compile(rf"(?<!\w)(?:{choices})(?!\w)")

    def out(self, text: str) -> str:
        """The meanings of the abbreviations in the text, each once."""
        return ". ".join(dict.fromkeys(self._meanings[name] for name in self._names.findall(text)))


def _labels(figures: tuple[Figure, ...]) -> list[str]:
    return [figure.label for figure in figures]

"""What full-text search looks through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from relall_trainer.evidence.query import joined_words
from relall_trainer.evidence.reader import Texts
from relall_trainer.evidence.reference import EvidenceItem, Figure, Inconsistency, SinceItem, Term


class Searched(NamedTuple):
    """One thing to be found, column by column of the search table."""

    id: str
    kind: str
    topic: str
    title: str
    statement: str
    section: str
    terms: str = ""
    regimen: str = ""
    spelled_out: str = ""
    rest: str = ""


def searchable(texts: Texts) -> list[Searched]:
    """Everything there is to be found."""
    spell = Speller(texts.glossary)
    return [
        *(_item(item, spell) for item in texts.items),
        *(_since(later, spell) for later in texts.since),
        *(_inconsistency(one, spell) for one in texts.inconsistencies),
        *(_term(term) for term in texts.glossary),
    ]


def _item(item: EvidenceItem, spell: Speller) -> Searched:
    regimen = f"{item.group} {item.regimen}".strip()
    rest = (item.caveat, item.study, item.population, *item.doses, item.topic_title, *_labels(item.figures))
    return Searched(
        item.id,
        "evidence",
        item.topic,
        item.title,
        item.statement,
        item.section,
        terms=", ".join(item.terms),
        regimen=regimen,
        spelled_out=spell.out(f"{item.title} {item.statement} {regimen}"),
        rest=_sentences(rest),
    )


def _since(later: SinceItem, spell: Speller) -> Searched:
    rest = (later.citation, later.date, later.caveat, *_labels(later.figures))
    spelled_out = spell.out(f"{later.title} {later.statement}")
    head = (later.id, "since", later.topic, later.title, later.statement, "since 2015")
    return Searched(*head, spelled_out=spelled_out, rest=_sentences(rest))


def _inconsistency(one: Inconsistency, spell: Speller) -> Searched:
    head = (one.id, "inconsistency", "", one.title or one.id, one.what, "inconsistency")
    return Searched(*head, spelled_out=spell.out(f"{one.title} {one.what}"), rest=one.resolution)


def _term(term: Term) -> Searched:
    return Searched(term.term, "glossary", "", term.term, f"{term.meaning}. {term.line}", "glossary")


def spellings(searched: Iterable[Searched]) -> dict[str, str]:
    """Hyphenated words, by how they look written as one: ``hypercvad`` is ``hyper-CVAD``."""
    found: dict[str, str] = {}
    for parts in searched:
        for joined, written in joined_words(" ".join(parts[3:])).items():
            found.setdefault(joined, written)
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


def _sentences(parts: Iterable[str]) -> str:
    return ". ".join(part for part in parts if part)


def _labels(figures: tuple[Figure, ...]) -> list[str]:
    return [figure.label for figure in figures]

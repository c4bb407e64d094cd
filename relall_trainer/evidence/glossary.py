"""Finds the abbreviations of the glossary in a text: whole words, as they are written, the longest first.

``FLAG-IDA`` is not ``FLAG`` and ``GRAALL`` not ``ALL``; a plural (``CRs``) is. Showing them is left to the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from relall_trainer.evidence.reference import Term

_LEAST_FLIPPED = 4  # shorter words may mean something else with another first letter


class Glossary:
    """The terms of the library, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms: tuple[Term, ...] = tuple(terms)
        self._by_word: dict[str, Term] = {}
        for term in self.terms:
            for word in _written(term.term):
                self._by_word.setdefault(word, term)
        words = sorted(self._by_word, key=lambda word: (-len(word), word))
        # Neither letter nor digit may stand at either side; a hyphen may: "MRD-negative", "non-CR".
        self._pattern = (
            re.compile(rf"(?<![^\W_])({'|'.join(map(re.escape, words))})(?:s|’s|'s)?(?![^\W_])")
            if words
            else None
        )

    def term(self, word: str) -> Term | None:
        """What this abbreviation stands for."""
        return self._by_word.get(word)

    def in_text(self, text: str) -> tuple[Term, ...]:
        """The terms in a text, each once, in the order they come."""
        if self._pattern is None:
            return ()
        found = (self._by_word[match[1]] for match in self._pattern.finditer(text))
        return tuple(dict.fromkeys(found))

    def at(self, text: str, place: int) -> Term | None:
        """The term the character at ``place`` belongs to."""
        if self._pattern is None:
            return None
        for match in self._pattern.finditer(text):
            if match.start() <= place < match.end():
                return self._by_word[match[1]]
        return None

    def like(self, typed: str) -> tuple[Term, ...]:
        """The terms that fit what is typed: those that begin with it first, then by their meaning."""
        words = typed.casefold().split()
        if not words:
            return self.terms
        fitting = [term for term in self.terms if all(word in _all_of(term) for word in words)]
        return tuple(sorted(fitting, key=lambda term: _rank(term, words)))


def _rank(term: Term, words: Sequence[str]) -> int:
    name = term.term.casefold()
    if name == words[0]:
        return 0
    if name.startswith(words[0]):
        return 1
    return 2 if words[0] in term.meaning.casefold() else 3


def _all_of(term: Term) -> str:
    return f"{term.term} {term.meaning} {term.line}".casefold()


def _written(term: str) -> tuple[str, ...]:
    """The ways a term is written: with a hyphen for its space, with another first letter at the start of a sentence."""
    ways = [term]
    if len(term) >= _LEAST_FLIPPED and re.match(r"[A-Za-z][a-z]", term):
        ways.append(term[0].swapcase() + term[1:])
    if " " in term:
        ways.append(term.replace(" ", "-"))
    return tuple(ways)

"""The words a decision is found by: what was said and shown, folded, and signs that stand for filters.

A folded word is small, without accents, and holds letters and figures only, so nothing typed is ever read as search
syntax. A sign begins with ``=``, which no folded word holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_TYPED = 400
MOST_WORDS = 16
PREFIX_FROM = 3
"""A typed word of so many letters finds what begins with it; a shorter one only itself."""
_LONGEST = 60

_WORD = re.compile(r"[^\W_]+")
_UNSAFE = re.compile(r"[^a-z0-9._-]")


def folded(text: str) -> list[str]:
    """The words of a text, in order; very long ones are cut."""
    if not text.isascii():
        text = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
    return [word[:_LONGEST] for word in _WORD.findall(text.casefold())]


def typed(text: str) -> tuple[str, ...]:
    """The words to look for, each once, of what a person typed."""
    return tuple(dict.fromkeys(folded(text[:MOST_TYPED])))[:MOST_WORDS]


def sign(kind: str, value: str) -> str:
    """The word that stands for one value of a filter; two values never share one."""
    return f"={kind}{_UNSAFE.sub(_spelt, value)}"


def step_sign(action: str, rating: str) -> str:
    """The word for a step chosen, rated so."""
    return f"{sign('a', action)}={rating}"


def document(texts: Iterable[str], signs: Iterable[str]) -> str:
    """What the full-text table holds of one decision."""
    words = dict.fromkeys(word for text in texts for word in folded(text))
    words.update(dict.fromkeys(signs))
    return " ".join(words)


def plain_words(document_text: str) -> list[str]:
    """The words of a document that are no signs."""
    return [word for word in document_text.split() if word[0] != "="]


def _spelt(match: re.Match[str]) -> str:
    letter = match.group()
    return f"^{letter.lower()}" if "A" <= letter <= "Z" else f"%{ord(letter):x};"

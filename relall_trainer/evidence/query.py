"""From what a person types to a full-text expression, and from marked text back to pieces.

Nothing typed is ever read as search syntax: quotes, ``AND``, ``*`` and ``:`` are only separators or words.
Every word finds what begins with it, endings apart (``transplantation`` finds ``transplanted``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from relall_trainer.evidence.reference import Piece

# Control characters, which the texts may not hold (``texts`` refuses them).
MARK_START, MARK_END = "\x02", "\x03"

MAX_TYPED = 400
MAX_WORDS = 16

_WORD = re.compile(r"[^\W_]+")
# Said in passing, they would only hide what is looked for; they count when nothing else was typed.
_PASSING = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "if",
        "in",
    }
    | {"is", "it", "near", "not", "of", "on", "or", "the", "to", "was", "what", "when", "which", "who", "why"}
    | {"with"}
)
_ENDINGS = (
    "ations",
    "ation",
    "ities",
    "ity",
    "ings",
    "ing",
    "ies",
    "ied",
    "ive",
    "ed",
    "es",
    "ic",
    "s",
    "e",
    "y",
)
_LEFT_AT_LEAST = 4


def typed_words(typed: str) -> tuple[str, ...]:
    """The words to look for, in the order typed, each once; at most ``MAX_WORDS``."""
    words = list(dict.fromkeys(_WORD.findall(typed[:MAX_TYPED].casefold())))
    telling = [word for word in words if word not in _PASSING]
    return tuple((telling or words)[:MAX_WORDS])


def stem(word: str) -> str:
    """The word without a common ending, never shorter than four letters; figures stay as they are."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT_AT_LEAST:
            return word[: -len(ending)]
    return word


def expression(words: tuple[str, ...], same: Callable[[str], tuple[str, ...]], *, every: bool) -> str:
    """The FTS5 expression for ``every`` one of these words, or for any; ``same`` gives synonyms."""
    return (" AND " if every else " OR ").join(_one(word, same(word)) for word in words)


def _one(word: str, same: tuple[str, ...]) -> str:
    choices = [_term(stem(word))]
    for other in same:
        phrase = " + ".join(f'"{part}"' for part in _WORD.findall(other.casefold()))
        if phrase and phrase not in choices:
            choices.append(phrase)
    return f"({' OR '.join(choices)})" if len(choices) > 1 else choices[0]


def _term(word: str) -> str:
    # A single letter or a number stands for itself: "T", "5".
    prefix = "" if len(word) == 1 or word.isdigit() else "*"
    return f'"{word}"{prefix}'


def pieces(marked: str) -> tuple[Piece, ...]:
    """(text, found?) in order, from text in which the found words stand between the two marks."""
    result: list[Piece] = []
    for index, part in enumerate(re.split(f"[{MARK_START}{MARK_END}]", marked)):
        if part:
            result.append((part, index % 2 == 1))
    return tuple(result)


def joined_words(text: str) -> dict[str, str]:
    """Hyphenated words of letters, as written, by how they look written as one and small."""
    found = re.findall(r"(?<![\w-])[^\W\d_][^\W_]*(?:-[^\W_]+)+", text)
    return {word.replace("-", "").casefold(): word for word in found}

"""Lists, counts and order in words: what a sentence needs whatever it is about.

Apart from ``wording``, which gives them too, so that the first page can count without loading how steps are rated.
"""

from __future__ import annotations


def listed(words: list[str], last: str = "and") -> str:
    """Words as a list in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, one: str, more: str = "") -> str:
    """``1 rule``, ``6 rules``; ``more`` where the plural is no plain s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def ordinal(number: int) -> str:
    """``first`` to ``sixth``, then ``7th``."""
    names = ("", "first", "second", "third", "fourth", "fifth", "sixth")
    return names[number] if 0 < number < len(names) else f"{number}th"

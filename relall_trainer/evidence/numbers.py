"""Which numbers a text shows, and which of the item's figures stands behind each.

Digits that belong to a name are not numbers here (CD19, CR2, S0910, grade 3, day 7, phase 2, Table 1), nor are the
doses of a regimen, which describe what was given.
"""

from __future__ import annotations

import re

from relall_trainer.evidence.reference import EvidenceItem, Figure, SinceItem

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBERS = re.compile(_NUMBER)
_NAMED = re.compile(
    r"(?i)\b(?:phases?|grades?|days?|tables?|figures?|patients?|references?|arms?|cohorts?|study)\s*$"
)


def numbers_of(item: EvidenceItem | SinceItem) -> list[tuple[str, int | None]]:
    """Each number in the title and statement, with the index of the figure that covers it, or None."""
    doses = item.doses if isinstance(item, EvidenceItem) else ()
    described = {number for dose in doses for number in _plain(dose)}
    result: list[tuple[str, int | None]] = []
    for written in shown_numbers(f"{item.title}\n{item.statement}"):
        number = float(written.replace(",", ""))
        covering = next((index for index, figure in enumerate(item.figures) if number in _said(figure)), None)
        if covering is not None or number not in described:
            result.append((written, covering))
    return result


def shown_numbers(text: str) -> list[str]:
    """The numbers in a text, as written; both ends of a range, both parts of a fraction."""
    found: list[str] = []
    for word in re.finditer(r"[^\s();:]*\d[^\s();:]*", text):
        if not _NAMED.search(text[: word.start()]):
            found += _in_word(word.group())
    return found


def _in_word(word: str) -> list[str]:
    parts = re.split(r"(?<=[\d%])[–/-](?=\d)", word.strip("“”\"'.,?!"))
    bare = [part.lstrip("<>≤≥~=").removesuffix("%") for part in parts]
    return bare if all(_NUMBERS.fullmatch(part) for part in bare) else []


def _said(figure: Figure) -> set[float]:
    """Every number that a figure holds, the condition in its label included (``within 2 cycles``)."""
    parts = (figure.percent, figure.low, figure.high, figure.numerator, figure.denominator)
    said = {float(part) for part in parts if part is not None}
    if isinstance(figure.value, int | float):
        said.add(float(figure.value))
    for words in (figure.as_printed, figure.value, figure.label):
        if isinstance(words, str):
            said |= _plain(words)
    return said


def _plain(text: str) -> set[float]:
    return {float(number.replace(",", "")) for number in _NUMBERS.findall(text)}

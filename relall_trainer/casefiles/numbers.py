"""Which numbers of a text read like evidence, and whether something is cited for them.

A number needs a citation when it states what was found in others or what is given:

* a share: ``36 %``, ``20–83%``, ``forty percent``, ``one in four``, ``half of adults``;
* a count: ``45 of 126``, ``16/40``, ``23 patients``, ``n = 22``;
* a time in figures, in a sentence on survival, a median or how long something lasts: ``4.6 months``;
* a dose: ``1.5 g/m²``, ``28 µg``, ``24 Gy``;
* a statistic: ``p = 0.03``, ``HR 0.7``, ``2-fold``.

No citation is needed for what belongs to this patient or to counting: her age, days, dates, times of the
course ("two weeks later"), cycle, grade and line numbers (``cycle 2 of 8``), ordinals, list numbers,
laboratory values per volume (``8 g/dL``), blood counts (``×10⁹/L``), temperatures, strength (``4/5``) and
HLA matches (``9/10 matched``), and a share of blasts or cells in her sample (``90 % blasts``). A chart
entry marked ``simulated`` is invented for the case and needs none either.

A citation covers the sentence it stands in, or the one it directly follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relall_trainer.casefiles.prose import CITATION

_NUMBER = r"\d+(?:[.,]\d+)?"
_SPAN = rf"{_NUMBER}(?:\s?(?:-|–|to)\s?{_NUMBER})?"
_WORD = "(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_PEOPLE = "(?:patients|adults|people|women|men|participants|children|persons)"
_DOSE_UNIT = r"(?:mg|µg|μg|mcg|g|IU|U|Gy|cGy)(?:\s?/\s?(?:m²|m2|kg|day|d|week))?|units\s?/\s?m[²2]"
_NOT_TIME = r"(?!\s*(?:hours?|days?|weeks?|months?|years?|cycles?)\b)"
_PER_VOLUME = r"\s?/\s?(?:d?L|mL|[µμ]L|mm)"

_TENS = "(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-[a-z]+)?"
_SHARE = re.compile(
    rf"(?:[<>≤≥~]\s?)?{_SPAN}\s?(?:%|per\s?cent\b)|\b(?:{_WORD}|{_TENS})\s+per\s?cent\b", re.IGNORECASE
)
_PLAIN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{_WORD}|\d+)\s+(?:in|out\s+of)\s+(?:every\s+)?(?:{_WORD}|hundred|\d+)\b{_NOT_TIME}",
        rf"\b(?:half|thirds?|quarters?)\s+of\s+(?:[a-z]+\s+){{0,2}}{_PEOPLE}\b",
        r"\bn\s?=\s?\d+",
        rf"\b(?!(?:19|20)\d\d\b){_SPAN}\s+(?:[a-z]+\s+)?{_PEOPLE}\b",
        rf"(?<![\w.,]){_SPAN}\s?(?:{_DOSE_UNIT})(?![\w²]|{_PER_VOLUME})",
        r"\bp\s?[=<]\s?0?\.\d+",
        rf"\b{_NUMBER}[- ]?fold\b",
    )
)
_RATIO = re.compile(r"\b(?:HR|OR|RR|hazard ratio|odds ratio)\s?(?:=|of)?\s?\d{0,2}\.\d+")
_COUNT = re.compile(r"\b\d+\s+of\s+(?:the\s+)?\d+\b")
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,4})/(\d{1,4})(?!\d|/|\.\d)")
_TIME = re.compile(rf"\b{_SPAN}[\s-](?:months?|weeks?|years?)\b", re.IGNORECASE)
_LASTING = re.compile(
    r"\b(?:survival|survive[sd]?|median|disease-free|event-free|relapse-free|last(?:s|ed)|duration|lived)\b",
    re.IGNORECASE,
)
_IN_THE_SAMPLE = re.compile(
    r"\s*(?:of\s+)?(?:[a-z]+\s+)?(?:[a-z]*blasts?|cellularity|cells|donor|marrow)\b", re.IGNORECASE
)
_OF_THE_SAMPLE = re.compile(
    r"(?:blasts?|cellularity|cells|saturation|SpO2|LVEF|ejection fraction|hematocrit|chimerism|infiltration)"
    r"\b[^.;,%\d]{0,20}\Z",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:days?|cycles?|courses?|doses?|weeks?|blocks?|lines?|steps?|pages?|power|strength|ECOG|HLA)\s*(?:of\s*)?\Z",
    re.IGNORECASE,
)
_HLA = re.compile(r"[\s-]*(?:HLA|match|allele)", re.IGNORECASE)
_SENTENCE_END = re.compile(
    rf"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?][)»”\"*_]*(?:\s*{CITATION.pattern})*(?=\s|\Z)"
    r"|\n\s*\n|\n\s*(?=[-*|#] )"
)


def uncited_figures(text: str) -> list[str]:
    """The numbers of a Markdown text that read like evidence, where their sentence cites none."""
    return [
        figure
        for sentence in _sentences(text)
        if not CITATION.search(sentence)
        for figure in _figures(sentence)
    ]


def _sentences(text: str) -> list[str]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _figures(sentence: str) -> list[str]:
    found: dict[int, str] = {}
    for match in _matches(sentence):
        if not any(start <= match.start() < start + len(shown) for start, shown in found.items()):
            found[match.start()] = match.group().strip()
    return [found[start] for start in sorted(found)]


def _matches(sentence: str) -> Iterator[re.Match[str]]:
    for match in _SHARE.finditer(sentence):
        of_a_sample = _IN_THE_SAMPLE.match(sentence, match.end()) or _OF_THE_SAMPLE.search(
            sentence[: match.start()]
        )
        if not of_a_sample:
            yield match
    for pattern in (*_PLAIN, _RATIO):
        yield from pattern.finditer(sentence)
    for match in _COUNT.finditer(sentence):
        if not _COUNTING.search(sentence[: match.start()]):
            yield match
    for match in _FRACTION.finditer(sentence):
        counted = _COUNTING.search(sentence[: match.start()]) or _HLA.match(sentence, match.end())
        if int(match[2]) > 1 and int(match[1]) <= int(match[2]) and not counted:
            yield match
    if _LASTING.search(sentence):
        yield from _TIME.finditer(sentence)

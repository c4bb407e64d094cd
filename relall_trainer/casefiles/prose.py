"""What may stand in a text of a case, and which evidence it cites.

The limits come before any rendering: a few kilobytes of brackets can hang a Markdown renderer, and raw
HTML or a stray address would reach past the page. Code spans are no exception: a case has no need of
them. Which numbers need a citation is left to ``numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relall_trainer.casefiles.catalogue import Finding

MAX_TEXT = 8_000
MAX_BRACKETS = 200

CITATION = re.compile(r"\[(ev-[a-z0-9]+(?:-[a-z0-9]+)*|S[0-9]{2}|I-[0-9]{2})\]")
_CITES_BADLY = re.compile(r"\[(ev-[^\]\n]{0,80})\]")
_HTML = re.compile(r"<(?:[A-Za-z][^>\n]{0,40}>?|/[A-Za-z]|!|\?)")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\(\s*<?([^\s)>]*)[^)\n]{0,300}\)|)")
_LINK = re.compile(r"(?<!!)\[[^\]\n]{0,500}\]\(\s*<?([^\s)>]*)")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,500}\]:\s*<?(\S+)", re.MULTILINE)
_CASE_IMAGE = re.compile(r"case:([a-z0-9][a-z0-9_-]{0,59}\.(?:png|jpg|jpeg))\Z")
# Controls, zero-width characters, marks that turn the direction of reading, and lone surrogates.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def text_faults(text: str) -> Iterator[tuple[Finding, dict[str, object]]]:
    """Every fault of one Markdown text; the blanks lack only ``key``, the name of the field."""
    if len(text) > MAX_TEXT:
        yield Finding.TOO_LONG, {"length": len(text), "limit": MAX_TEXT}
        return  # what is too long is not looked into: the searches below are for texts of normal length
    invisible = _INVISIBLE.search(text)
    if invisible:
        yield Finding.INVISIBLE, {"shown": f"U+{ord(invisible.group()):04X}"}
    brackets = text.count("[")
    if brackets > MAX_BRACKETS:
        yield Finding.TOO_MANY_BRACKETS, {"count": brackets, "limit": MAX_BRACKETS}
        return
    html = _HTML.search(text)
    if html:
        yield Finding.RAW_HTML, {"shown": html.group()}
    for shown in _bad_addresses(text):
        yield Finding.BAD_ADDRESS, {"shown": shown or "nothing"}


def _bad_addresses(text: str) -> Iterator[str]:
    for match in _IMAGE.finditer(text):
        if not _CASE_IMAGE.match(match[1] or ""):
            yield match[1] or match[0]
    for pattern in (_LINK, _DEFINITION):
        for match in pattern.finditer(text):
            if not re.match(r"https://[^/\s]", match[1]):
                yield match[1]


def images(text: str) -> list[str]:
    """The names of the case's own images a text shows."""
    found = (_CASE_IMAGE.match(match[1] or "") for match in _IMAGE.finditer(text))
    return [match[1] for match in found if match]


def citations(text: str) -> list[str]:
    """The evidence ids a text cites in square brackets, in order; misspelt ones as they stand."""
    return [
        match[1] or match[2]
        for match in re.finditer(f"{CITATION.pattern}|{_CITES_BADLY.pattern}", text)
        if match
    ]

"""Markdown from case files and notes to HTML that the guarded document may show.

Limits come first (a few kilobytes of brackets can hang a parser), then ``<`` is escaped so that no raw
HTML is left, then python-markdown, then nh3 as a second belt. Citations such as ``[ev-gmall-547]`` become
numbered links to the evidence.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_LENGTH = 8000
MAX_BRACKETS = 200
MAX_DEPTH = 32  # of quotations and lists within one another
EVIDENCE = "evidence:"

_CITATION = re.compile(r"\[((?:ev-[a-z0-9-]{1,64})|(?:S\d{2})|(?:I-\d{2}))\](?!\()")
_CITED = re.compile(rf"[ \t]*\n?[ \t]*{_CITATION.pattern}")
_PICTURE = re.compile(r"!(?=\[)")
_NESTING = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*)+", re.MULTILINE)
# What turns the reading direction or is not seen at all has no place in a text people read.
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def plain(text: str) -> str:
    """Text without what cannot be seen or turns the reading direction."""
    return _HIDDEN.sub("", text)


def without_citations(text: str) -> str:
    """Text for a single line: without citations, Markdown's signs and line breaks."""
    return " ".join(re.sub(r"[*_`#>]+", "", _CITATION.sub("", plain(text))).split())


def uncited(text: str) -> str:
    """The same Markdown without its citations."""
    return _CITED.sub("", text)


def cited_items(text: str) -> tuple[str, ...]:
    """The items of evidence a text cites by number, in the order of their numbers."""
    return tuple(
        dict.fromkeys(found[1] for found in _CITATION.finditer(plain(text)) if found[1][:3] == "ev-")
    )


def within_limits(text: str) -> bool:
    """True where rendering is known to be quick."""
    if len(text) > MAX_LENGTH or text.count("[") > MAX_BRACKETS:
        return False
    if any(
        len(match.group()) - len(match.group().lstrip()) > 4 * MAX_DEPTH for match in _NESTING.finditer(text)
    ):
        return False
    return all(_markers(match.group()) <= MAX_DEPTH for match in _NESTING.finditer(text))


def _markers(lead: str) -> int:
    return sum(lead.count(sign) for sign in ">-*+.)")


@lru_cache(maxsize=256)
def to_html(text: str) -> str:
    """Safe HTML. Text beyond the limits is shown as it stands, unformatted, cut at the limit."""
    text = plain(text)
    if not within_limits(text):
        return f"<pre>{_escape(text[:MAX_LENGTH])}</pre>"
    import markdown  # both are paid for when the first text is shown
    import nh3

    prepared = _PICTURE.sub("", _escape(text))
    prepared = _numbered(prepared)
    html = markdown.markdown(prepared, extensions=["tables", "sane_lists"], output_format="html")
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_leads_somewhere_safe,
        url_schemes={"https", EVIDENCE.rstrip(":")},
        link_rel=None,
    )


def _leads_somewhere_safe(_tag: str, _attribute: str, value: str) -> str | None:
    """Addresses without a scheme (``//host/share``) would pass for relative ones."""
    return value if value.startswith((EVIDENCE, "https://")) else None


def _numbered(text: str) -> str:
    """Citations as links: items of evidence by number in order of appearance, as in a paper; S and I by name."""
    numbers: dict[str, int] = {}

    def link(found: re.Match[str]) -> str:
        item = found[1]
        mark = f"\\[{numbers.setdefault(item, len(numbers) + 1)}\\]" if item.startswith("ev-") else item
        return f"[{mark}]({EVIDENCE}{item})"

    return _CITATION.sub(link, text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")

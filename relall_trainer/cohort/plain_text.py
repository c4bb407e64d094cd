"""Texts from other people as they may be shown: nothing that turns the direction of reading, hides or breaks a line.

The program writes such signs into no title, name or code and refuses a file that holds one there; what a learner wrote
freely (a rationale, a note) is cleaned only where it is shown.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

LONGEST_CODE = 40
_LONGEST_NAME = 80

# Controls, zero-width signs, soft hyphen, marks that turn the direction of reading, fillers that look like nothing,
# variation selectors and tags, and lone surrogates.
_HIDDEN = (
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff"
)
_NOT_IN_TEXT = re.compile(f"[{_HIDDEN}]")
_NOT_IN_LINE = re.compile(f"[\t\n{_HIDDEN}]")
_SIMPLE_NAME = re.compile(r"(?:[^\0]*/)?([A-Za-z0-9][A-Za-z0-9_.-]{0,79})", re.ASCII)
_LONE = re.compile("[\ud800-\udfff]")


def is_plain_line(text: str) -> bool:
    """One line that hides nothing."""
    return _NOT_IN_LINE.search(text) is None


def is_plain_text(text: str) -> bool:
    """Lines that hide nothing."""
    return _NOT_IN_TEXT.search(text) is None


def plain_line(text: str, longest: int = _LONGEST_NAME) -> str:
    """The text on one line without what hides, NFC, cut where it is too long: to be shown, or written into a file."""
    line = " ".join(_NOT_IN_TEXT.sub("", text.replace("\r", "\n")).split())
    return shortened(unicodedata.normalize("NFC", line), longest)


def plain_name(path: object) -> str:
    """The last part of a path or a name as it can be shown; never empty."""
    if simple := _SIMPLE_NAME.fullmatch(str(path)):
        return simple[1]
    last = PureWindowsPath(PurePosixPath(str(path)).name).name or str(path)
    return plain_line(last) or "(a name that cannot be shown)"


def is_whole(text: str) -> bool:
    """Whether every character is whole, so that a file can hold the text."""
    return text.isascii() or _LONE.search(text) is None


def whole_characters(text: str) -> str:
    """The text with half characters replaced: no file can hold them."""
    return _LONE.sub("\ufffd", text)


def code_fault(code: object) -> str:
    """What is wrong with a learner's code; nothing where it is 1 to 40 visible characters in their usual form."""
    if not isinstance(code, str):
        return "is not a text"
    if not 1 <= len(code) <= LONGEST_CODE:
        return f"is not 1 to {LONGEST_CODE} characters long"
    if not is_plain_line(code) or code != code.strip() or "  " in code:
        return "holds a sign that cannot be seen"
    if any(sign != " " and unicodedata.category(sign) in _UNSEEN for sign in code):
        return "holds a sign that cannot be seen"
    if unicodedata.normalize("NFC", code) != code:
        return "is not in the usual form of its characters (NFC)"
    return ""


# Controls, format, unassigned, private use, halves; and every space.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def shortened(text: str, longest: int) -> str:
    """At most so many characters, the cut marked; the end stays, as it tells the kind of a file."""
    if len(text) <= longest:
        return text
    tail = min(20, longest // 3)
    return text[: longest - tail - 1] + "…" + text[-tail:]

"""Which keys the evidence texts may have, and what each must be."""

from __future__ import annotations

from relall_trainer.evidence.reference import SINCE_STATUSES, STATUSES, STUDIES
from relall_trainer.evidence.shape import (
    Key,
    anything,
    flag,
    number,
    number_or_text,
    one_of,
    pattern,
    patterns,
    text,
    whole,
    wholes,
    words,
)

_EV = pattern(r"ev-[a-z0-9]+(-[a-z0-9]+)*", "ev-gmall-547")
_EVS = patterns(r"ev-[a-z0-9]+(-[a-z0-9]+)*", "ev-gmall-547")
_I = pattern(r"I-\d\d", "I-05")
_IS = patterns(r"I-\d\d", "I-05")
_S = pattern(r"S\d\d", "S13")
_SS = patterns(r"S\d\d", "S13")

TOPIC_FILE = {"topic": Key(text, True), "title": Key(text, True), "items": Key(anything, True)}
LIST_FILE = {"topic": Key(text), "title": Key(text), "items": Key(anything, True)}
GLOSSARY_FILE = {"title": Key(text), "terms": Key(anything, True)}
ITEM = {
    "id": Key(_EV, True),
    "title": Key(text, True),
    "statement": Key(text, True),
    "section": Key(text, True),
    "page": Key(number_or_text),
    "page_certain": Key(flag),
    "reference": Key(wholes),
    "study": Key(one_of(*STUDIES), True),
    "status": Key(one_of(*STATUSES), True),
    "figures": Key(anything),
    "caveat": Key(text),
    "source_note": Key(text),
    "inconsistencies": Key(_IS),
    "since": Key(_SS),
    "terms": Key(words),
    "row": Key(pattern(r"T1-\d\d", "T1-07")),
    "group": Key(text),
    "regimen": Key(text),
    "doses": Key(words),
    "population": Key(text),
    "month": Key(number_or_text),
    "inferred": Key(flag),
}
INCONSISTENCY = {
    "id": Key(_I, True),
    "title": Key(text),
    "what": Key(text, True),
    "resolution": Key(text, True),
    "items": Key(_EVS),
}
SINCE_ITEM = {
    "id": Key(_S, True),
    "title": Key(text, True),
    "topic": Key(text, True),
    "statement": Key(text, True),
    "figures": Key(anything),
    "citation": Key(text, True),
    "date": Key(number_or_text, True),
    "status": Key(one_of(*SINCE_STATUSES), True),
    "caveat": Key(text),
}
REFERENCE = {"number": Key(whole, True), "citation": Key(text), "verified": Key(flag, True)}
TERM = {"term": Key(text, True), "meaning": Key(text, True), "line": Key(text, True)}

FIGURE = {
    "name": Key(pattern(r"[a-z0-9]+(_[a-z0-9]+)*", "to_sct"), True),
    "label": Key(text, True),
    "value": Key(number_or_text),
    "percent": Key(number),
    "low": Key(number),
    "high": Key(number),
    "numerator": Key(whole),
    "denominator": Key(whole),
    "as_printed": Key(text),
    "unit": Key(text),
}

"""A case as one JSON text: what the shelf keeps prepared and what an attempt is pinned to.

The text is canonical: the same case gives the same bytes. It holds what the author wrote, in the same
shape, and the SHA-256 of the file it came from; it is read back by the same strict reader, so that
nothing else can be slipped in.
"""

from __future__ import annotations

import json
import re

from relall_trainer.casefiles.loader import read_document
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.case_plain import plain_case
from relall_trainer.errors import BadFile
from relall_trainer.textfile import Document, TextFault, parse_json

_SHA256 = "sha256"


def case_to_text(case: Case) -> str:
    """The canonical JSON text of a case."""
    data = {_SHA256: case.sha256, **plain_case(case)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def case_from_text(text: str) -> Case:
    """The case of a text made by ``case_to_text``; raises BadFile."""
    try:
        data = parse_json(text)
    except TextFault as fault:
        raise _bad(fault.what) from None
    sha256 = data.pop(_SHA256, None) if isinstance(data, dict) else None
    if not isinstance(sha256, str) or not re.match(r"[0-9a-f]{64}\Z", sha256):
        raise _bad("the hash of its file is missing")
    reading = read_document(Document(data, {}), "the case", sha256)
    if reading.case is None:
        raise _bad(next(found.message for found in reading.diagnostics if found.is_error))
    return reading.case


def _bad(reason: str) -> BadFile:
    return BadFile(f"The text of a case cannot be used: {reason}.", safe="Nothing was changed.")

"""From a text to a case that can be played, or to every reason why it cannot.

A case handed out here has the right shape, names only what exists, and every road through it ends.
Whether it is a good case, and whether the algorithm agrees with it, is left to ``checks``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.casefiles.body import (
    CASE,
    DRAW,
    MAX_NODES,
    NODE,
    STEP,
    NodeReader,
    read_head,
    read_start,
    read_step,
)
from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.diagnostics import Diagnostic, found, in_order
from relall_trainer.casefiles.graph import check_graph
from relall_trainer.casefiles.heads import FILE_NAME as FILE_NAME
from relall_trainer.casefiles.names import Names, check_names
from relall_trainer.casefiles.patches import read_first_patient
from relall_trainer.casefiles.shape import Part, Sheet, kind_of
from relall_trainer.encounter.case import Case
from relall_trainer.errors import BadFile
from relall_trainer.textfile import Document, TextFault, decode, parse_yaml, read_bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one text came to. ``case`` is None after an error; ``sheet`` is None without data."""

    case: Case | None
    diagnostics: tuple[Diagnostic, ...]
    sheet: Sheet | None = None


def load_case(path: Path, known: frozenset[str] | None = None) -> Case:
    """The case in a folder or a ``case.yaml``. ``known``: the actions of the catalogue, None to ask for none.

    Raises BadFile that tells the first fault and how many more there are.
    """
    return _whole(read_file(path, known))


def read_case(
    text: str, known: frozenset[str] | None = None, name: str = FILE_NAME
) -> tuple[Case | None, list[Diagnostic]]:
    """A case from the text of a YAML file, and everything found; None where there was an error."""
    reading = read_yaml(text, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), known)
    return reading.case, list(reading.diagnostics)


def read_file(path: Path, known: frozenset[str] | None = None) -> Reading:
    """Reads the case in a folder or a file of its own."""
    file = path / FILE_NAME if os.path.isdir(path) and path.name != FILE_NAME else path
    name = str(file)
    try:
        data = read_bytes(file)
        text = decode(data, name)
    except BadFile as fault:
        reason = fault.one_line().removeprefix(f"{name}: ")
        return Reading(None, (found(Finding.UNREADABLE, name, reason=reason),))
    return read_yaml(text, name, hashlib.sha256(data).hexdigest(), known, folder=folder_of(file))


def folder_of(file: Path) -> str | None:
    """The name a case's id has to be: that of the folder its ``case.yaml`` lies in."""
    return file.absolute().parent.name if file.name == FILE_NAME else None


def read_yaml(
    text: str, name: str, sha256: str, known: frozenset[str] | None = None, folder: str | None = None
) -> Reading:
    """Reads the text of a YAML file; ``folder``: what the id has to be, where that is known."""
    if not text.strip():
        return Reading(None, (found(Finding.EMPTY, name),))
    try:
        document = parse_yaml(text)
    except TextFault as fault:
        finding = Finding.EMPTY if fault.what == "the file is empty" else Finding.NOT_YAML
        return Reading(None, (found(finding, name, (fault.line, fault.column), reason=fault.what),))
    return read_document(document, name, sha256, known, folder)


def read_document(
    document: Document,
    name: str,
    sha256: str,
    known: frozenset[str] | None = None,
    folder: str | None = None,
) -> Reading:
    """Reads plain data with places. The graph is looked at only where every name in it means something."""
    sheet = Sheet(name, document)
    if not isinstance(document.data, dict):
        sheet.report(Finding.NOT_A_CASE, (), kind=kind_of(document.data))
        return Reading(None, tuple(sheet.diagnostics), sheet)
    case = _case(sheet, document.data, sha256, known)
    if folder is not None and case.head.id and case.head.id != folder:
        sheet.report(Finding.FOLDER_NAME, ("id",), folder=folder[:80], id=case.head.id)
    if not sheet.faulty:
        check_graph(case, sheet.report)
    diagnostics = tuple(in_order(sheet.diagnostics))
    return Reading(None if sheet.faulty else case, diagnostics, sheet)


def _case(sheet: Sheet, data: Mapping[str, Any], sha256: str, known: frozenset[str] | None) -> Case:
    part = Part(sheet, data, (), CASE)
    names = Names()
    reader = NodeReader(names)
    draws = [reader.read_draw(draw) for draw in part.parts("draws", DRAW, required=False)]
    nodes = [reader.read(node) for node in part.parts("nodes", NODE, limit=MAX_NODES, empty=False)]
    steps = part.parts("authors_path", STEP, limit=MAX_NODES, empty=False)
    case = Case(
        head=read_head(part),
        sha256=sha256,
        patient=read_first_patient(part),
        start=read_start(part, names),
        nodes={node.id: node for node in nodes if node.id},
        authors_path=tuple(read_step(step, names) for step in steps),
        draws={draw.id: draw for draw in draws if draw.id},
    )
    check_names(case, sheet, names, known)
    return case


def _whole(reading: Reading) -> Case:
    if reading.case is not None:
        return reading.case
    errors = [diagnostic for diagnostic in reading.diagnostics if diagnostic.is_error]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    first = errors[0]
    where = f"{first.path}, line {first.line}"
    raise BadFile(
        f"{where}: {first.message}{more}.",
        safe="Nothing was changed.",
        todo=f"Run: relall-trainer check {first.path}",
    )

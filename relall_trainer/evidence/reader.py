"""Reads the text files one after the other, and reports every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from relall_trainer.errors import BadFile
from relall_trainer.evidence.figures import figure_fault
from relall_trainer.evidence.files import GLOSSARY
from relall_trainer.evidence.keys import (
    FIGURE,
    GLOSSARY_FILE,
    INCONSISTENCY,
    ITEM,
    LIST_FILE,
    REFERENCE,
    SINCE_ITEM,
    TERM,
    TOPIC_FILE,
)
from relall_trainer.evidence.reference import (
    EvidenceItem,
    Figure,
    Inconsistency,
    Reference,
    SinceItem,
    Term,
)
from relall_trainer.evidence.shape import Fault, Report
from relall_trainer.textfile import Path_, TextFault, parse_yaml, read_text

INCONSISTENCIES, SINCE, REFERENCES = ("inconsistencies.yaml", "since-2015.yaml", "references.yaml")

_NO_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything the folder says; ``numbers`` holds every reference number it knows, verified or not."""

    items: tuple[EvidenceItem, ...] = ()
    inconsistencies: tuple[Inconsistency, ...] = ()
    since: tuple[SinceItem, ...] = ()
    references: tuple[Reference, ...] = ()
    numbers: tuple[int, ...] = ()
    glossary: tuple[Term, ...] = ()


@dataclass(slots=True)
class Reader:
    """Reads file after file, and keeps where each thing came from for faults found later."""

    faults: list[Fault] = field(default_factory=list)
    items: dict[str, EvidenceItem] = field(default_factory=dict)
    inconsistencies: dict[str, Inconsistency] = field(default_factory=dict)
    since: dict[str, SinceItem] = field(default_factory=dict)
    references: dict[int, Reference | None] = field(default_factory=dict)
    glossary: dict[str, Term] = field(default_factory=dict)
    first_page: dict[str, int] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    promised: list[tuple[Report, Path_, str, str]] = field(default_factory=list)

    def file(self, path: Path) -> None:
        try:
            document = parse_yaml(read_text(path))
        except TextFault as fault:
            self.faults.append(Fault(str(path), fault.line, fault.column, fault.what))
            return
        except BadFile as fault:
            self.faults.append(Fault(str(path), 1, 1, fault.what.removeprefix(f"{path}: ")))
            return
        report = Report(path, document)
        special = {
            INCONSISTENCIES: (self._inconsistency, LIST_FILE),
            SINCE: (self._since, LIST_FILE),
            REFERENCES: (self._reference, LIST_FILE),
            GLOSSARY: (self._term, GLOSSARY_FILE),
        }
        read, keys = special.get(path.name, (None, TOPIC_FILE))
        head = report.mapping(document.data, keys, (), "the file")
        part = "terms" if path.name == GLOSSARY else "items"
        entries = report.entries(head[part], (part,), part) if part in head else []
        for index, entry in enumerate(entries):
            if read:
                read(report, entry, (part, index))
            else:
                self._item(report, entry, (part, index), head)
        self.faults.extend(report.faults)
        report.faults = []

    def _item(self, report: Report, entry: object, at: Path_, head: Mapping[str, Any]) -> None:
        before = len(report.faults)
        data = report.mapping(entry, ITEM, at, _called(entry, "an item"))
        figures = self._figures(report, data.get("figures"), at)
        self._promise(report, at, "inconsistencies", data)
        self._promise(report, at, "since", data)
        for position, wanted in enumerate(data.get("reference", ())):
            self.promised.append((report, (*at, "reference", position), "reference", str(wanted)))
        if "row" in data:
            self._once_row(report, data["row"], at, data.get("id", "?"))
        if not self._once(report, data.get("id"), at) or len(report.faults) > before:
            return
        topic = str(head.get("topic", ""))
        page = re.match(r"\d+", str(data.get("page", "")))
        self.first_page.setdefault(topic, int(page.group()) if page else _NO_PAGE)
        self.items[data["id"]] = EvidenceItem(
            id=data["id"],
            topic=topic,
            topic_title=str(head.get("title", "")),
            title=flowing(data["title"]),
            statement=flowing(data["statement"]),
            section=flowing(data["section"]),
            page=str(data.get("page", "")),
            page_certain=data.get("page_certain", True),
            references=tuple(data.get("reference", ())),
            study=flowing(data["study"]),
            status=data["status"],
            figures=figures,
            caveat=flowing(data.get("caveat", "")),
            source_note=flowing(data.get("source_note", "")),
            inconsistencies=tuple(data.get("inconsistencies", ())),
            since=tuple(data.get("since", ())),
            terms=tuple(data.get("terms", ())),
            row=data.get("row", ""),
            group=data.get("group", ""),
            regimen=flowing(data.get("regimen", "")),
            doses=tuple(flowing(dose) for dose in data.get("doses", ())),
            population=flowing(data.get("population", "")),
            month=str(data.get("month", "")),
            month_inferred=data.get("inferred", False),
        )

    def _figures(self, report: Report, data: object, at: Path_) -> tuple[Figure, ...]:
        if data is None:
            return ()
        result: dict[str, Figure] = {}
        for index, entry in enumerate(report.entries(data, (*at, "figures"), "figures")):
            place = (*at, "figures", index)
            before = len(report.faults)
            sound = report.mapping(entry, FIGURE, place, _called(entry, "a figure", "name"))
            if len(report.faults) > before:
                continue
            figure = Figure(**sound)
            wrong = figure_fault(figure)
            if wrong:
                report.fault(place, f"figure {figure.name!r}: {wrong}")
            if figure.name in result:
                report.fault(place, f"figure {figure.name!r} stands here twice")
            result[figure.name] = figure
        return tuple(result.values())

    def _inconsistency(self, report: Report, entry: object, at: Path_) -> None:
        before = len(report.faults)
        data = report.mapping(entry, INCONSISTENCY, at, _called(entry, "an inconsistency"))
        self._promise(report, at, "items", data)
        if not self._once(report, data.get("id"), at) or len(report.faults) > before:
            return
        self.inconsistencies[data["id"]] = Inconsistency(
            id=data["id"],
            title=flowing(data.get("title", "")),
            what=flowing(data["what"]),
            resolution=flowing(data["resolution"]),
            items=tuple(data.get("items", ())),
        )

    def _since(self, report: Report, entry: object, at: Path_) -> None:
        before = len(report.faults)
        data = report.mapping(entry, SINCE_ITEM, at, _called(entry, "an item"))
        figures = self._figures(report, data.get("figures"), at)
        if not self._once(report, data.get("id"), at) or len(report.faults) > before:
            return
        self.since[data["id"]] = SinceItem(
            id=data["id"],
            title=flowing(data["title"]),
            topic=data["topic"],
            statement=flowing(data["statement"]),
            figures=figures,
            citation=flowing(data["citation"]),
            date=str(data["date"]),
            status=data["status"],
            caveat=flowing(data.get("caveat", "")),
        )

    def _reference(self, report: Report, entry: object, at: Path_) -> None:
        data = report.mapping(entry, REFERENCE, at, _called(entry, "a reference", "number"))
        number = data.get("number")
        if number is None or "verified" not in data:
            return
        if number in self.references:
            report.fault(at, f"reference {number} stands here twice")
        citation = data.get("citation")
        if data["verified"] and not citation:
            report.fault(at, f"reference {number} is verified but has no citation")
        # What is not verified is not carried any further.
        self.references[number] = (
            Reference(number, flowing(citation)) if data["verified"] and citation else None
        )

    def _term(self, report: Report, entry: object, at: Path_) -> None:
        data = report.mapping(entry, TERM, at, _called(entry, "a term", "term"))
        if len(data) < len(TERM):
            return
        if data["term"] in self.glossary:
            report.fault(at, f"the term {data['term']!r} stands here twice")
        self.glossary[data["term"]] = Term(data["term"], flowing(data["meaning"]), flowing(data["line"]))

    def _once(self, report: Report, name: str | None, at: Path_) -> bool:
        if name is None:
            return False
        line = report.document.place(at)[0]
        if name in self.seen:
            report.fault((*at, "id"), f"the id {name} is taken already ({self.seen[name]})")
            return False
        self.seen[name] = f"{report.path.name}:{line}"
        return True

    def _once_row(self, report: Report, row: str, at: Path_, name: str) -> None:
        if row in self.rows:
            report.fault((*at, "row"), f"row {row} of the table is taken already ({self.rows[row]})")
        self.rows[row] = name

    def _promise(self, report: Report, at: Path_, key: str, data: Mapping[str, Any]) -> None:
        for position, name in enumerate(data.get(key, ())):
            self.promised.append((report, (*at, key, position), key, name))

    def links(self) -> None:
        """Report every link that leads nowhere; what failed to read counts as there."""
        for report, at, key, name in self.promised:
            there = int(name) in self.references if key == "reference" else name in self.seen
            if not there:
                what = f"reference {name}" if key == "reference" else name
                report.fault(at, f"{what} is not known to the library")
        for report in {id(report): report for report, *_ in self.promised}.values():
            self.faults.extend(report.faults)

    def _topic_order(self, item: EvidenceItem) -> tuple[int, str]:
        """Topics in the order in which the paper comes to them; without a page, at the end."""
        return self.first_page[item.topic], item.topic

    def texts(self) -> Texts:
        known = (reference for reference in self.references.values() if reference)
        return Texts(
            items=tuple(sorted(self.items.values(), key=self._topic_order)),
            inconsistencies=tuple(self.inconsistencies.values()),
            since=tuple(self.since.values()),
            references=tuple(sorted(known, key=lambda reference: reference.number)),
            numbers=tuple(sorted(self.references)),
            glossary=tuple(sorted(self.glossary.values(), key=lambda term: term.term.casefold())),
        )


def flowing(value: str) -> str:
    """Running text: line breaks of the file become spaces, empty lines stay paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in value.strip().split("\n\n"))


def _called(entry: object, otherwise: str, key: str = "id") -> str:
    name = entry.get(key) if isinstance(entry, dict) else None
    return str(name) if isinstance(name, str | int) else otherwise

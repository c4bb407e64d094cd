"""Which rows of Table 1 are wanted: by words, group, patients, lineage, and what the table gives for them.

Who the patients were is read from the row's own words; showing the rows is left to the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.evidence.reference import Figure, Table1Row

# The outcomes of the table: short words, whole words, the figure.
OUTCOMES: Mapping[str, tuple[str, str, Callable[[Table1Row], Figure | None]]] = {
    "cr": ("CR", "Complete remission", lambda row: row.cr),
    "to_sct": ("To SCT", "Went on to a transplant", lambda row: row.to_sct),
    "trm": ("TRM", "Treatment-related mortality", lambda row: row.trm),
}
PATIENTS: Mapping[str, str] = {
    "first": "First relapse only",
    "relapsed": "Relapsed only",
    "mixed": "Relapsed and refractory",
    "pretreated": "Heavily pretreated",
    "unsaid": "Not said",
}
LINEAGES: Mapping[str, str] = {"T": "T-cell ALL only", "any": "Not chosen by lineage"}


@dataclass(frozen=True, slots=True)
class TableFilter:
    """What is wanted; an empty part wants everything. ``counted``: the outcome shown has a certain count."""

    text: str = ""
    group: str = ""
    patients: str = ""
    lineage: str = ""
    counted: bool = False
    to_sct: bool = False
    outcome: str = "cr"

    @property
    def wants_all(self) -> bool:
        """Whether nothing is left out."""
        narrowed = (self.text.strip(), self.group, self.patients, self.lineage, self.counted, self.to_sct)
        return not any(narrowed)

    def fits(self, row: Table1Row) -> bool:
        """Whether the row is one of those wanted."""
        figure = OUTCOMES[self.outcome][2](row)
        return (
            all(word in _words(row) for word in self.text.casefold().split())
            and self.group in ("", row.group)
            and (not self.patients or self.patients in patients_of(row))
            and self.lineage in ("", lineage_of(row))
            and (not self.counted or (figure is not None and figure.certain))
            and (not self.to_sct or row.to_sct is not None)
        )


def groups_of(rows: Sequence[Table1Row]) -> tuple[str, ...]:
    """The groups in the order of the table."""
    return tuple(dict.fromkeys(row.group for row in rows))


def patients_of(row: Table1Row) -> frozenset[str]:
    """Which of ``PATIENTS`` the row's words say."""
    said = row.population.casefold()
    relapsed, refractory = "relapse" in said, "refractory" in said
    found = set()
    if "first relapse" in said:
        found.add("first")
    if relapsed and not refractory:
        found.add("relapsed")
    if relapsed and refractory:
        found.add("mixed")
    if "heavily pretreated" in said:
        found.add("pretreated")
    return frozenset(found or {"unsaid"})


def lineage_of(row: Table1Row) -> str:
    """``T`` where the row is of T-cell disease alone, else ``any``."""
    return "T" if "t-cell" in row.population.casefold() else "any"


def _words(row: Table1Row) -> str:
    numbers = " ".join(f"ref.{number}" for number in row.references)
    parts = (row.regimen, row.group, row.population, *row.doses, *row.inconsistencies, numbers)
    return " ".join(parts).casefold()

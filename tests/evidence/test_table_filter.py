"""Which rows of Table 1 are wanted."""

from __future__ import annotations

import pytest

from relall_trainer.evidence.library import Library
from relall_trainer.evidence.table_filter import TableFilter, groups_of, lineage_of, patients_of

# Read off the table itself.
FIRST = {"T1-06"}
RELAPSED = {"T1-05", "T1-06", "T1-18"}
UNSAID = {"T1-03", "T1-04", "T1-15", "T1-16", "T1-19"}
PRETREATED = {"T1-12", "T1-18"}
T_CELL = {"T1-19", "T1-20"}


def rows(library: Library, wanted: TableFilter) -> set[str]:
    return {row.row for row in library.table_1() if wanted.fits(row)}


def test_who_the_patients_were(shipped: Library) -> None:
    everyone = {row.row: patients_of(row) for row in shipped.table_1()}
    assert {row for row, said in everyone.items() if "first" in said} == FIRST
    assert {row for row, said in everyone.items() if "relapsed" in said} == RELAPSED
    assert {row for row, said in everyone.items() if "pretreated" in said} == PRETREATED
    assert {row for row, said in everyone.items() if "unsaid" in said} == UNSAID
    mixed = {row for row, said in everyone.items() if "mixed" in said}
    assert mixed == everyone.keys() - RELAPSED - UNSAID
    assert {row.row for row in shipped.table_1() if lineage_of(row) == "T"} == T_CELL


def test_nothing_wanted_is_everything(shipped: Library) -> None:
    assert TableFilter().wants_all
    assert not TableFilter(outcome="trm", counted=True).wants_all
    assert len(rows(shipped, TableFilter(outcome="trm"))) == 20


def test_each_part_narrows(shipped: Library) -> None:
    assert rows(shipped, TableFilter(patients="first")) == FIRST
    assert rows(shipped, TableFilter(lineage="T")) == T_CELL
    assert len(rows(shipped, TableFilter(lineage="any"))) == 18
    group = groups_of(shipped.table_1())[1]
    assert rows(shipped, TableFilter(group=group)) == {"T1-06", "T1-07", "T1-08"}
    given = {
        "T1-01",
        "T1-02",
        "T1-03",
        "T1-05",
        "T1-07",
        "T1-10",
        "T1-12",
        "T1-13",
        "T1-17",
        "T1-18",
        "T1-20",
    }
    assert rows(shipped, TableFilter(to_sct=True)) == given
    assert rows(shipped, TableFilter(counted=True, outcome="to_sct")) == given - {"T1-02", "T1-13", "T1-18"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("i-11", {"T1-08", "T1-12", "T1-13", "T1-17"}),
        ("REF.26", {"T1-01"}),
        ("t-cell 126", {"T1-20"}),
        ("nothing like it", set()),
    ],
)
def test_typed_words_must_all_be_there(shipped: Library, typed: str, found: set[str]) -> None:
    assert rows(shipped, TableFilter(text=typed)) == found

"""What the program ships with: every item, the paper's own numbers, and what a resident would type."""

from __future__ import annotations

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Figure
from relall_trainer.paths import assets_folder

# Table 1 as printed: row, item, N, CR, PR, to SCT, TRM, reference; counts only where they are certain.
TABLE_1 = [
    ("T1-01", "ev-t1-hdac-ida-29", 29, "38% (11/29)", None, "14% (4/29)", "3% (1/29)", 26),
    ("T1-02", "ev-t1-hdac-ida-135", 135, "55%", None, "40%", "12% (16/135)", 25),
    ("T1-03", "ev-t1-hdac-mitox80", 31, "23% (7/31)", None, "1 patient (1/31)", "16% (5/31)", 27),
    ("T1-04", "ev-t1-hdac-mitox4060", 11, "53%", None, None, "6%", 29),
    ("T1-05", "ev-t1-idac-amsa-etop", 40, "40% (16/40)", None, "10% (4/40)", None, 28),
    ("T1-06", "ev-t1-flag-12", 12, "83% (10/12)", None, None, "8% (1/12)", 30),
    ("T1-07", "ev-t1-flagida-23", 23, "39% (9/23)", None, "30% (7/23)", "4% (1/23)", 31),
    ("T1-08", "ev-t1-flagida-22", 22, "42%", None, None, None, 32),
    ("T1-09", "ev-t1-hypercvad-66", 66, "44% (29/66)", None, None, None, 34),
    ("T1-10", "ev-t1-aug-hypercvad-88", 88, "47% (41/88)", None, "32% (28/88)", "9% (8/88)", 33),
    ("T1-11", "ev-t1-clo-mono-12", 12, "17% (2/12)", None, None, None, 37),
    ("T1-12", "ev-t1-clo-pethema-31", 31, "31%", None, "19% (6/31)", "23% (7/31)", 40),
    ("T1-13", "ev-t1-clo-arac-37", 37, "17%", None, "21%", "19% (7/37)", 39),
    ("T1-14", "ev-t1-clo-etop-mitox-4", 4, "50% (2/4)", None, None, "9% (AML and ALL)", 38),
    ("T1-15", "ev-t1-bfm-like-50", 50, "58% (29/50)", None, None, None, 35),
    ("T1-16", "ev-t1-mie-11", 11, "73% (8/11)", None, None, None, 41),
    ("T1-17", "ev-t1-fiveday-45", 45, "74%", None, "31% (14/45)", "4% (2/45)", 36),
    ("T1-18", "ev-t1-lipvcr-65", 65, "20% (13/65)", "15% (10/65)", "19%", None, 16),
    ("T1-19", "ev-t1-nel-26", 26, "31%", "10%", None, None, 15),
    ("T1-20", "ev-t1-nel-126", 126, "36% (45/126)", "10% (12/126)", "29% (36/126)", "≤1% (1/126)", 42),
]

# What a resident would type, and what has to be among the first four found.
TYPED = [
    ("nelarabine neurotoxicity", "ev-nel-neurotox"),
    ("ommaya", "ev-cns-ommaya"),
    ("CNS blina", "ev-blina-cns"),
    ("MRD transplant", "ev-mrd-neg-sct"),
    ("haplo", "ev-haplo"),
    ("VOD", "ev-ino-vod"),
    ("car t neurotoxicity", "ev-cart-neuro"),
    ("DLI", "ev-dli"),
    ("donor lymphocyte infusion", "ev-dli"),
    ("second transplant", "ev-second-sct"),
    ("pancreatitis", "ev-beyond-r18"),
    ("hypercvad salvage", "ev-hypercvad-range"),
    ("flag-ida", "ev-flag-range"),
    ("testis", "ev-restage-cns-testis"),
    ("cranial radiation methotrexate", "ev-cns-rt-mtx-gap"),
    ("Ph-like", "ev-phlike"),
    ("isolated cns relapse", "ev-cns-harbinger"),
]
# A brand, group or short name belongs to many items; all of these are found by it.
NAMES = [
    ("blincyto", {"ev-blina-response", "ev-blina-aa", "ev-blina-cns"}),
    ("marqibo", {"ev-lv-label", "ev-lv-response", "ev-t1-lipvcr-65"}),
    ("arranon", {"ev-t1-nel-126", "ev-t1-nel-26"}),
    ("besponsa", {"ev-ino", "ev-ino-vod"}),
    ("gmall", {"ev-gmall-547", "ev-t1-nel-126"}),
    ("hidac", {"ev-t1-hdac-ida-29", "ev-hdac-anthra-range"}),
]


def test_nothing_is_missing(shipped: Library) -> None:
    items = shipped.all_items()
    paper = [item for item in items if item.status == "paper"]
    assert len(paper) == 170
    assert len([item for item in paper if item.study == "case"]) >= 37
    assert all(item.id.startswith("ev-beyond-") for item in items if item.status != "paper")
    assert {f"ev-beyond-r{number}" for number in (18, 34, 43, 47, 52, 54, 56)} <= {item.id for item in items}
    assert [one.id for one in shipped.all_inconsistencies()] == [f"I-{number:02}" for number in range(1, 26)]
    assert [later.id for later in shipped.all_since()] == [f"S{number:02}" for number in range(1, 27)]


def test_the_proof_is_empty_and_the_file_is_whole(shipped: Library) -> None:
    assert shipped.proof() == ()
    assert shipped.faults() == ()


@pytest.mark.parametrize("row", TABLE_1, ids=[row[0] for row in TABLE_1])
def test_table_1_as_printed(shipped: Library, row: tuple[str, str, int, str, str, str, str, int]) -> None:
    number, id, n, *figures, reference = row
    found = {entry.row: entry for entry in shipped.table_1()}[number]
    assert found.id == id
    assert found.n
    assert found.n.value == n
    assert [shown(part) for part in (found.cr, found.pr, found.to_sct, found.trm)] == figures
    assert found.references == (reference,)
    assert found.regimen
    assert found.population
    assert found.group


def shown(figure: Figure | None) -> str | None:
    return figure.shown() if figure else None


def test_table_1_has_these_rows_in_this_order(shipped: Library) -> None:
    assert [row.row for row in shipped.table_1()] == [row[0] for row in TABLE_1]


def test_every_rule_rests_on_evidence_that_is_there(shipped: Library, algorithm: Algorithm) -> None:
    without = [rule.id for rule in algorithm.rules.values() if not rule.evidence]
    assert without == ["R58"]  # how rules are weighed, not what is known
    for rule in algorithm.rules.values():
        assert [item.id for item in shipped.items(rule.evidence)] == list(rule.evidence)
        assert {later.id for later in shipped.since(rule.id)} == set(rule.since)
        for item in rule.evidence:
            assert rule.id in {citing.id for citing in shipped.cited_by(item)}


def test_every_step_cites_evidence_that_is_there(shipped: Library, algorithm: Algorithm) -> None:
    for action in algorithm.actions.values():
        assert [item.id for item in shipped.items(action.evidence)] == list(action.evidence)


def test_only_verified_references_have_a_citation(shipped: Library) -> None:
    verified = {number for number in range(1, 100) if shipped.reference(number)}
    assert verified == {9, 15, 16, 25, 26, 27, 28, 29, 31, 33, 36, 39, 40, 42, 45, 71} & verified
    assert {9, 15, 16, 42, 71} <= verified
    assert not {6, 17, 34, 37, 48, 73, 79} & verified  # known from memory only
    cited = {number for item in shipped.all_items() for number in item.references}
    assert cited <= set(range(1, 88))


@pytest.mark.parametrize(("typed", "wanted"), TYPED, ids=[typed for typed, _ in TYPED])
def test_a_resident_finds_it(shipped: Library, typed: str, wanted: str) -> None:
    assert wanted in [hit.id for hit in shipped.search(typed)][:4]


@pytest.mark.parametrize(("typed", "wanted"), NAMES, ids=[typed for typed, _ in NAMES])
def test_other_names_lead_to_all_of_it(shipped: Library, typed: str, wanted: set[str]) -> None:
    assert wanted <= {hit.id for hit in shipped.search(typed)}


def test_blinatumomab_is_in_micrograms(shipped: Library) -> None:
    """The milligram of a bad copy is a thousandfold overdose."""
    for item in shipped.items_of_topic("blinatumomab"):
        said = f"{item.title} {item.statement} {item.caveat} {' '.join(f.label for f in item.figures)}"
        assert " mg" not in said.replace("mg/m²", "")
    design = shipped.item("ev-blina-design")
    assert design
    assert "9 µg" in design.statement
    assert "28 µg" in design.statement


def test_outcomes_are_drawn_only_from_counts_that_fit_the_paper(shipped: Library) -> None:
    """A printed percentage with counts is that fraction, to the rounding of a printed per cent."""
    for item in shipped.all_items():
        for figure in item.figures:
            if figure.certain and figure.percent is not None:
                assert figure.numerator is not None
                assert figure.denominator
                assert abs(100 * figure.numerator / figure.denominator - figure.percent) < 1


def test_inferred_pages_are_marked(shipped: Library) -> None:
    for item in shipped.all_items():
        if item.page and item.page not in ("589", "590", "591", "592"):
            assert not item.page_certain
            assert "(inferred)" in item.place


def test_the_glossary_explains(shipped: Library) -> None:
    terms = {term.term: term for term in shipped.glossary()}
    assert {"SCT", "MRD", "CR", "CNS", "DLI", "GVHD", "VOD"} <= set(terms)
    assert all(term.meaning and term.line for term in terms.values())


def test_the_texts_are_where_the_program_looks() -> None:
    assert (assets_folder() / "evidence").is_dir()
    assert (assets_folder() / "glossary.yaml").is_file()

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relall_trainer.evidence.library import Library, NotALibrary
from relall_trainer.evidence.reference import Citing, Figure, Reference, Term
from relall_trainer.evidence.texts import read_texts


def test_what_was_written_comes_back(library: Library, texts: Path) -> None:
    written = {item.id: item for item in read_texts(texts).items}
    read = {item.id: item for item in library.all_items()}
    assert set(read) == set(written)
    assert read["ev-cns-rate"] == written["ev-cns-rate"]
    assert library.all_since() == read_texts(texts).since


def test_items_come_in_the_order_asked_and_unknown_ones_are_left_out(library: Library) -> None:
    found = library.items(["ev-gone", "ev-cns-rate", "ev-t1-some-23"])
    assert [item.id for item in found] == ["ev-cns-rate", "ev-t1-some-23"]
    assert library.item("ev-gone") is None


def test_a_link_counts_from_either_side(library: Library) -> None:
    assert [one.id for one in library.inconsistencies("ev-t1-some-23")] == ["I-01"]
    item = library.item("ev-t1-some-23")
    assert item
    assert item.inconsistencies == ("I-01",)
    one = library.inconsistency("I-01")
    assert one
    assert set(one.items) == {"ev-cns-rate", "ev-t1-some-23"}


def test_table_1_has_typed_figures(library: Library) -> None:
    (row,) = library.table_1()
    assert row.row == "T1-07"
    assert row.n == Figure("n", "patients", value=23)
    assert row.cr
    assert row.cr.shown() == "39% (9/23)"
    assert row.pr is None


def test_a_figure_by_name(library: Library) -> None:
    figure = library.figure("ev-t1-some-23", "cr")
    assert figure
    assert (figure.numerator, figure.denominator) == (9, 23)
    assert library.figure("S01", "cr") == Figure("cr", "response", percent=81)
    assert library.figure("ev-t1-some-23", "trm") is None
    assert library.figure("ev-gone", "cr") is None


@pytest.mark.parametrize("id", ["ev-cns-rate", "R01", "wu-lp"])
def test_later_developments_beside_an_item_a_rule_and_a_step(library: Library, id: str) -> None:
    assert [later.id for later in library.since(id)] == ["S01"]


def test_nothing_later_beside_what_has_none(library: Library) -> None:
    assert library.since("ev-t1-some-23") == ()


def test_cited_by(library: Library) -> None:
    assert library.cited_by("ev-cns-rate") == (Citing("R01", "Look at the CNS"),)
    assert library.cited_by("S01") == (Citing("R01", "Look at the CNS"),)
    assert library.cited_by("ev-t1-some-23") == ()


def test_only_verified_references_are_returned(library: Library) -> None:
    assert library.reference(9) == Reference(9, "A series, Blood 2012")
    assert library.reference(46) is None
    assert library.reference(10_000) is None


def test_topics_and_glossary(library: Library) -> None:
    assert [(topic.id, topic.title, topic.items) for topic in library.topics()] == [
        ("table-1", "Table 1", 1),
        ("cns", "CNS disease", 1),
    ]
    assert [item.id for item in library.items_of_topic("cns")] == ["ev-cns-rate"]
    assert library.glossary() == (Term("SCT", "stem cell transplant", "From a donor."),)


def ids(library: Library, query: str, **narrowed: str) -> list[str]:
    return [hit.id for hit in library.search(query, **narrowed)]  # type: ignore[arg-type]


def test_search_finds_beginnings_other_endings_and_spelled_out_words(library: Library) -> None:
    assert ids(library, "omma") == ["ev-cns-rate"]
    assert ids(library, "relapsing involvement") == ["ev-cns-rate"]
    assert "ev-cns-rate" in ids(library, "transplant")  # it says SCT
    assert ids(library, "hypercvad") == ["ev-cns-rate"]  # among its terms as hyper-CVAD
    assert ids(library, "flagida") == ["ev-t1-some-23"]


def test_search_says_where_it_found_it(library: Library) -> None:
    (hit,) = library.search("ommaya", kind="evidence")
    assert ("Ommaya", True) in hit.snippet
    assert hit.title == "One in five at relapse"
    (hit,) = library.search("meningeal")
    assert ("meningeal", True) in hit.snippet  # neither title nor statement holds it


def test_any_word_will_do_where_nothing_holds_all(library: Library) -> None:
    assert ids(library, "ommaya unicorn") == ["ev-cns-rate"]
    assert ids(library, "unicorn") == []


@pytest.mark.parametrize("typed", ["S01", " s01 ", "i-01", "EV-CNS-RATE"])
def test_an_id_finds_just_that(library: Library, typed: str) -> None:
    assert [id.casefold() for id in ids(library, typed)] == [typed.strip().casefold()]


def test_search_is_narrowed_by_kind_and_topic(library: Library) -> None:
    assert ids(library, "responded", kind="since") == ["S01"]
    assert ids(library, "responded", kind="evidence") == []
    assert ids(library, "cns", topic="table-1") == []
    assert ids(library, "S01", kind="evidence") == []


@pytest.mark.parametrize("typed", ["", "   ", '"', "*", "' --", "NEAR(", "a\x00b", "‮", "%", "_"])
def test_odd_queries_find_nothing_quietly(library: Library, typed: str) -> None:
    assert library.search(typed) == ()


@given(typed=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_search_answers(library: Library, typed: str) -> None:
    for hit in library.search(typed):
        assert "".join(text for text, _ in hit.title_pieces) == hit.title


def test_the_limit_is_kept(library: Library) -> None:
    assert len(library.search("cns sct table responded", limit=1)) == 1
    assert len(library.search("cns", limit=-5)) == 1


def test_it_cannot_be_written_to(library: Library) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        library._connection.execute("DELETE FROM evidence")


def test_a_file_damaged_within_is_told_as_such(library: Library) -> None:
    library.close()
    content = bytearray(library.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    library.path.write_bytes(content)
    with pytest.raises(NotALibrary, match="cannot be read"):
        Library.open(library.path).all_items()


def test_a_whole_file_has_no_faults(library: Library) -> None:
    assert library.faults() == ()
    assert library.proof() == ()

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relall_trainer.evidence.query import expression, joined_words, pieces, stem, typed_words


def none(word: str) -> tuple[str, ...]:
    return ()


@pytest.fixture(scope="module")
def table() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(said, tokenize = 'unicode61 remove_diacritics 2')")
    connection.execute(
        "INSERT INTO t VALUES ('patients transplanted after hyper-CVAD AND 28 µg NEAR a relapse')"
    )
    return connection


def found(table: sqlite3.Connection, typed: str) -> bool:
    words = typed_words(typed)
    query = expression(words, none, every=True)
    return bool(words) and bool(table.execute("SELECT 1 FROM t WHERE t MATCH ?", (query,)).fetchall())


@pytest.mark.parametrize(
    "typed",
    [
        "transplantation",
        "TRANSPLANTS",
        "transp",
        "hyper-CVAD",
        "hyper cvad",
        "28",
        "µg",
        "relapses",
        "the relapse",
    ],
)
def test_a_person_finds_by_beginnings_and_other_endings(table: sqlite3.Connection, typed: str) -> None:
    assert found(table, typed)


@pytest.mark.parametrize("typed", ["2", "t", "remission", "transplanted remission"])
def test_what_is_not_there_is_not_found(table: sqlite3.Connection, typed: str) -> None:
    assert not found(table, typed)


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '"relapse',
        "relapse AND",
        "NOT relapse",
        "relapse*",
        "said:relapse",
        "(relapse",
        "NEAR(relapse, 2)",
        "^relapse",
        "-relapse",
        "{said}:relapse",
        "relapse + OR",
        "a\x00b relapse",
        "relapse \x02\x03",
        "';--",
    ],
)
def test_nothing_typed_is_read_as_syntax(table: sqlite3.Connection, typed: str) -> None:
    found(table, typed)


@given(
    st.text(max_size=60) | st.lists(st.sampled_from('"*:^(){}-+ANDORNOTNEAR \t\n'), max_size=30).map("".join)
)
def test_no_text_at_all_raises(typed: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(said)")
    words = typed_words(typed)
    if words:
        for every in (True, False):
            query = expression(words, lambda word: (f'"{word}" AND *',), every=every)
            connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (query,)).fetchall()
    connection.close()


def test_very_much_text_is_cut() -> None:
    assert len(typed_words(" ".join(f"word{number}" for number in range(5000)))) == 16


def test_words_said_in_passing_do_not_count_unless_alone() -> None:
    assert typed_words("what to do in the CNS") == ("cns",)
    assert typed_words("what to do") == ("what", "to", "do")


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("transplantation", "transplant"),
        ("therapies", "therap"),
        ("therapy", "therap"),
        ("cns", "cns"),
        ("t", "t"),
        ("28", "28"),
        ("neurotoxicity", "neurotoxic"),
        ("cr2", "cr2"),
    ],
)
def test_endings(word: str, left: str) -> None:
    assert stem(word) == left


def test_synonyms_are_phrases() -> None:
    query = expression(("sct",), lambda word: ("stem cell transplant",), every=True)
    assert query == '("sct"* OR "stem" + "cell" + "transplant")'


def test_marks_become_pieces() -> None:
    assert pieces("an \x02Ommaya\x03 <b>reservoir</b>") == (
        ("an ", False),
        ("Ommaya", True),
        (" <b>reservoir</b>", False),
    )
    assert pieces("") == ()


def test_hyphenated_words_are_known_as_one() -> None:
    assert joined_words("hyper-CVAD, T-cell; 1-2 and 20-39") == {"hypercvad": "hyper-CVAD", "tcell": "T-cell"}

"""Abbreviations are found as whole words, the longest first."""

from __future__ import annotations

from relall_trainer.evidence.glossary import Glossary
from relall_trainer.evidence.reference import Term

WORDS = (
    "ALL",
    "CR",
    "CR2",
    "CRi",
    "FLAG",
    "FLAG-IDA",
    "IDA",
    "T-ALL",
    "CAR T",
    "R/R",
    "hyper-CVAD",
    "IT",
    "CD19",
    "Ph",
)
GLOSSARY = Glossary(Term(word, f"meaning of {word}", f"about {word}") for word in WORDS)


def found(text: str) -> list[str]:
    return [term.term for term in GLOSSARY.in_text(text)]


def test_whole_words_as_they_are_written() -> None:
    assert found("GRAALL and all of it, fLAG") == []
    assert found("It was CR.") == ["CR"]
    assert found("(CR), CR; CRx") == ["CR"]
    assert found("it went, IT did") == ["IT"]


def test_the_longest_wins() -> None:
    assert found("FLAG-IDA then FLAG, IDA") == ["FLAG-IDA", "FLAG", "IDA"]
    assert found("CR2 and CRi") == ["CR2", "CRi"]
    assert found("T-ALL") == ["T-ALL"]


def test_plurals_and_compounds() -> None:
    assert found("two CRs, CD19-positive, Ph-negative, R/R, non-CR") == ["CR", "CD19", "Ph", "R/R"]
    assert found("CAR T cells") == ["CAR T"]
    assert found("CR’s") == ["CR"]


def test_the_start_of_a_sentence() -> None:
    assert found("Hyper-CVAD") == ["hyper-CVAD"]
    assert found("ph") == []


def test_where_a_term_stands() -> None:
    text = "After CR2 with FLAG-IDA."
    assert [GLOSSARY.at(text, place) and GLOSSARY.at(text, place).term for place in (0, 6, 8, 9, 20)] == [
        None, "CR2", "CR2", None, "FLAG-IDA",
    ]  # fmt: skip


def test_searching_puts_the_exact_first() -> None:
    assert [term.term for term in GLOSSARY.like("cr")][:2] == ["CR", "CR2"]
    assert [term.term for term in GLOSSARY.like("meaning ph")] == ["Ph"]
    assert GLOSSARY.like("  ") == GLOSSARY.terms
    assert GLOSSARY.like("zzz") == ()


def test_an_empty_glossary_finds_nothing() -> None:
    assert Glossary(()).in_text("ALL") == ()
    assert Glossary(()).at("ALL", 0) is None

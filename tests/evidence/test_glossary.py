"""Abbreviations are found as whole words, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from relall_trainer.evidence.glossary import Glossary
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Term
from relall_trainer.paths import assets_folder, cases_folder

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
    assert found("CAR T cells, CAR-T") == ["CAR T"]
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


# Not an abbreviation: the program's own name, the paper's authors' initials, another author, a brand, a key.
NAMES = {"RelALL", "NV", "SM", "DeAngelo", "MabThera", "F1"}
# Two capitals, or a capital and a digit, in one word that is no title-case compound (Patient-Centered).
ABBREVIATION = re.compile(r"(?<![\w-])(?=[\w/-]*[A-Z])[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)*(?![\w-])")
# What is never shown as text: keys, citations of other entries, addresses and accession numbers.
NO_TEXT = {
    "id",
    "citation",
    "evidence",
    "since",
    "inconsistencies",
    "row",
    "study",
    "status",
    "license",
    "items",
}
IDS = re.compile(
    r"\[(?:ev-[a-z0-9-]+|S\d{2}|I-\d{2})\]|\b(?:S\d{2}|I-\d{2}|R\d{2}|T1-\d{2})\b|10\.\d+/\S+|PMC\d+"
)


def looks_short(word: str) -> bool:
    parts = re.split(r"[/-]", word)
    return any(len(re.findall(r"[A-Z]", part)) > 1 or re.search(r"[A-Z]\d", part) for part in parts)


def shown_texts(data: object, key: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in NO_TEXT or (
                name == "items" and isinstance(value, list) and isinstance(value[0], dict)
            ):
                yield from shown_texts(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from shown_texts(value, key)
    elif isinstance(data, str):
        yield data


def shipped_texts() -> Iterator[tuple[str, str]]:
    assets = assets_folder()
    files = sorted(
        {*assets.glob("evidence/*.yaml"), *assets.glob("algorithm/**/*.yaml"), *assets.glob("fresh/*.yaml")}
    )
    for path in (*files, *sorted(cases_folder().glob("*/case.yaml"))):
        for text in shown_texts(yaml.safe_load(path.read_text("utf-8"))):
            yield path.name, text
    for path in sorted(assets.glob("help/*.md")):
        yield path.name, path.read_text("utf-8")


def test_every_abbreviation_of_the_shipped_texts_is_explained(shipped: Library) -> None:
    glossary = Glossary(shipped.glossary())
    unexplained: dict[str, str] = {}
    seen = 0
    for name, whole in shipped_texts():
        text = IDS.sub(" ", whole)
        for found in ABBREVIATION.finditer(text):
            if not looks_short(found[0]) or found[0] in NAMES:
                continue
            seen += 1
            if not any(glossary.at(text, place) for place in range(found.start(), found.end())):
                unexplained[found[0]] = name
    assert seen > 1000
    assert not unexplained, " ".join(sorted(unexplained))


def test_every_term_has_a_meaning_and_one_plain_line(shipped: Library) -> None:
    for term in shipped.glossary():
        assert term.meaning
        assert term.line.endswith(".")
        assert "\n" not in term.line

"""A small library made of four short texts and two rules, and the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.reading import read_algorithm
from relall_trainer.evidence.library import Library, ensure_library
from relall_trainer.paths import Profile, assets_folder

TEXTS = {
    "cns.yaml": """
        topic: cns
        title: CNS disease
        items:
          - id: ev-cns-rate
            title: One in five at relapse
            statement: >-
              The CNS was involved in 20% of relapses, and an Ommaya reservoir
              was placed in 3 patients after SCT.
            section: Patient 2
            page: 592
            page_certain: false
            reference: [9, 46]
            study: retrospective
            figures:
              - {name: rate, label: CNS involvement, percent: 20, numerator: 4, denominator: 20}
              - {name: reservoirs, label: patients with a reservoir, value: 3}
            caveat: One series.
            inconsistencies: [I-01]
            since: [S01]
            status: paper
            terms: [meningeal, hyper-CVAD]
        """,
    "table.yaml": """
        topic: table-1
        title: Table 1
        items:
          - id: ev-t1-some-23
            row: T1-07
            group: FLAG-based
            title: FLAG-IDA, 23 patients
            regimen: FLAG-IDA
            doses: ["fludarabine 30 mg/m²", "G-CSF"]
            population: 23 patients
            statement: Of 23 patients, 39% reached CR.
            section: Table 1
            page: 591
            reference: []
            study: series
            figures:
              - {name: n, label: patients, value: 23}
              - {name: cr, label: complete remission, percent: 39, numerator: 9, denominator: 23}
            status: paper
            terms: []
        """,
    "since-2015.yaml": """
        topic: since-2015
        title: Since 2015
        items:
          - id: S01
            title: A newer drug
            topic: products
            statement: Since then 81% have responded.
            figures:
              - {name: cr, label: response, percent: 81}
            citation: Somebody, 2016
            date: "2016"
            status: verified
        """,
    "inconsistencies.yaml": """
        topic: inconsistencies
        title: What does not fit
        items:
          - id: I-01
            title: Two numbers
            what: The text has one number and the table another.
            resolution: Both are shown.
            items: [ev-t1-some-23]
        """,
    "references.yaml": """
        topic: references
        title: References
        items:
          - {number: 9, verified: true, citation: "A series, Blood 2012"}
          - {number: 46, verified: false, citation: "remembered, never checked"}
        """,
}
GLOSSARY = """
    title: Glossary
    terms:
      - {term: SCT, meaning: stem cell transplant, line: From a donor.}
    """
RULES = {
    "algorithm": {"id": "small", "version": "1.0.0", "title": "A small one", "about": "For tests."},
    "actions": [
        {
            "id": "wu-lp",
            "kind": "workup",
            "label": "Lumbar puncture",
            "evidence": ["ev-cns-rate"],
            "since": ["S01"],
        },
        {"id": "sx-flag", "kind": "systemic", "label": "FLAG"},
    ],
    "facts": [],
    "rules": [
        {
            "id": "R01",
            "title": "Look at the CNS",
            "why": "It shelters disease.",
            "origin": "explicit",
            "strength": "expert",
            "place": "p592",
            "evidence": ["ev-cns-rate"],
            "since": ["S01"],
            "rows": [
                {"when": {"csf": "not_done"}, "steps": ["wu-lp"], "rating": "recommended"},
                {"when": {"csf": "positive"}, "steps": ["sx-flag"], "caution": "Mind the CNS."},
            ],
        },
        {
            "id": "R58",
            "title": "Precedence",
            "why": "In this order.",
            "origin": "implied",
            "strength": "expert",
            "place": "throughout",
            "evidence": [],
            "rows": [],
        },
    ],
}


def write_texts(folder: Path, **changed: str) -> Path:
    """The small texts in ``folder/evidence``, with the glossary beside; ``changed`` replaces files by stem."""
    texts = folder / "evidence"
    texts.mkdir(parents=True, exist_ok=True)
    for name, text in TEXTS.items():
        (texts / name).write_text(dedent(text), "utf-8")
    (folder / "glossary.yaml").write_text(dedent(GLOSSARY), "utf-8")
    for stem, text in changed.items():
        (texts / f"{stem}.yaml").write_text(dedent(text), "utf-8")
    return texts


def small_algorithm(**changed: object) -> Algorithm:
    return read_algorithm({**RULES, **changed}, "a" * 64)


@pytest.fixture(scope="session")
def small() -> Algorithm:
    return small_algorithm()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_texts(tmp_path / "assets")


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


@pytest.fixture
def library(profile: Profile, texts: Path, small: Algorithm) -> Iterator[Library]:
    with Library.open(ensure_library(profile, texts, small)) as opened:
        yield opened


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, algorithm: Algorithm) -> Iterator[Library]:
    """The library of the texts and rules the program ships with."""
    profile = Profile(tmp_path_factory.mktemp("shipped"))
    with Library.open(ensure_library(profile, assets_folder() / "evidence", algorithm)) as opened:
        yield opened

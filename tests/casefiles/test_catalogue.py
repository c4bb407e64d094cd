"""Every code of the catalogue is raised by its one smallest broken file, and that file raises nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relall_trainer.casefiles.catalogue import SEVERITIES, Finding
from relall_trainer.casefiles.checks import check_case
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.clinical.algorithm import Algorithm
from tests.casefiles.conftest import BROKEN, TODAY, Check

FILES = sorted(path for path in BROKEN.iterdir() if not path.name.startswith("."))


def test_codes_stand_once_and_in_order() -> None:
    numbers = [finding.code for finding in Finding]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"C[1-5][0-9]{2}", code) for code in numbers)


@pytest.mark.parametrize("finding", Finding, ids=lambda finding: finding.code)
def test_each_code_is_documented(finding: Finding) -> None:
    assert finding.severity in SEVERITIES
    assert finding.meaning.endswith(".")
    assert finding.meaning.count(". ") == 0, "one sentence"
    assert finding.message


def test_each_code_has_one_broken_file() -> None:
    assert [path.name.split("-")[0] for path in FILES] == [finding.code for finding in Finding]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_broken_file_raises_its_code_alone(
    path: Path, algorithm: Algorithm, known_evidence: KnownEvidence
) -> None:
    found = check_case(path, algorithm, known_evidence, TODAY)
    assert {diagnostic.code for diagnostic in found} == {path.name.split("-")[0]}
    assert {diagnostic.path for diagnostic in found} == {str(path / "case.yaml" if path.is_dir() else path)}


def test_sound_case_raises_nothing(check: Check, sound_text: str) -> None:
    assert check(sound_text) == []

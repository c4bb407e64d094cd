"""What the tests of case files share: a sound case to change, and the evidence the library knows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from relall_trainer.casefiles.checks import check_reading
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.casefiles.diagnostics import Diagnostic
from relall_trainer.casefiles.loader import read_yaml
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.evidence.texts import read_texts
from relall_trainer.paths import assets_folder

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
TODAY = datetime.date(2027, 1, 1)

Check = Callable[[str], list[Diagnostic]]


@pytest.fixture(scope="session")
def known_evidence() -> KnownEvidence:
    """Every id of the shipped library; of its figures, the counts where they are certain."""
    texts = read_texts(assets_folder() / "evidence")
    known: dict[str, dict[str, tuple[int, int] | None]] = {
        item.id: {} for item in (*texts.inconsistencies, *texts.since)
    }
    for item in texts.items:
        known[item.id] = {
            figure.name: (figure.numerator, figure.denominator)
            if figure.numerator is not None and figure.denominator is not None
            else None
            for figure in item.figures
        }
    return known


@pytest.fixture(scope="session")
def sound_text() -> str:
    """The smallest case nothing is found in."""
    return (HERE / "sound.yaml").read_text(encoding="utf-8")


@pytest.fixture
def check(algorithm: Algorithm, known_evidence: KnownEvidence) -> Check:
    """Everything found in a case text."""

    def checked(text: str) -> list[Diagnostic]:
        reading = read_yaml(text, "case", "0" * 64, frozenset(algorithm.actions))
        return check_reading(reading, algorithm, known_evidence, TODAY)

    return checked


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    """The text with each first part, which has to stand in it once, replaced by the second."""
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]

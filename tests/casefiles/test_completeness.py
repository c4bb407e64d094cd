"""Review dates are looked at only with a day given, and images have to be usable files."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from relall_trainer.casefiles.checks import check_case, check_paths
from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.casefiles.pictures import MAX_BYTES, picture_fault
from relall_trainer.clinical.algorithm import Algorithm
from tests.casefiles.conftest import BROKEN, TODAY, codes, replaced

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 30) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08" + struct.pack(">HH", 30, 40) + b"\x01"


def test_a_review_is_due_only_where_a_day_is_given(
    algorithm: Algorithm, known_evidence: KnownEvidence
) -> None:
    path = BROKEN / "C502-review-due.yaml"
    assert codes(check_case(path, algorithm, known_evidence, TODAY)) == ["C502"]
    assert check_case(path, algorithm, known_evidence) == []


@pytest.mark.parametrize("data", [PNG, JPEG], ids=["png", "jpeg"])
def test_an_image_of_the_case(
    tmp_path: Path, sound_text: str, algorithm: Algorithm, known_evidence: KnownEvidence, data: bytes
) -> None:
    narrative = ("narrative: The counts have not recovered.", 'narrative: "![A scan](case:scan.png)"')
    (tmp_path / "a.yaml").write_text(replaced(sound_text, narrative))
    (tmp_path / "scan.png").write_bytes(data)
    assert check_paths([tmp_path / "a.yaml"], algorithm, known_evidence) == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither"),
        (b"<svg/>", "neither"),
        (b"GIF89a", "neither"),
        (PNG[:20], "neither"),
        (JPEG[:8], "neither"),
        (b"\xff\xd8\xff" + b"\xff\0\0" * 1000, "neither"),
        (PNG[:16] + struct.pack(">II", 5000, 10), "5000 × 10 pixels"),
        (PNG[:16] + struct.pack(">II", 0, 0), "0 × 0 pixels"),
        (PNG + bytes(MAX_BYTES), "larger"),
    ],
)
def test_images_that_are_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "scan.png").write_bytes(data)
    assert reason in picture_fault(tmp_path / "scan.png")


def test_a_missing_image(tmp_path: Path) -> None:
    assert "no such file" in picture_fault(tmp_path / "scan.png")

"""Known answers: these seeds give these very cases on this GENERATOR_VERSION, byte for byte.

When a row here changes, raise GENERATOR_VERSION and pin anew: a case is known to learners by its seed and version.
"""

from __future__ import annotations

import pytest

from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter.fresh import fresh_case
from relall_trainer.encounter.fresh_questions import Questions
from relall_trainer.encounter.fresh_story import GENERATOR_VERSION
from relall_trainer.paths import assets_folder

PINNED_FOR = "1.2.0"
KNOWN = (
    (0, None, "fresh-0-7a7a99", "412fa219022e5b21c470847e3ba4dd1b808da43cbbc1cc630b59dc3242d19dc8"),
    (1, None, "fresh-1-d4715d", "8035675b8804ca2e7998e8492d8e257ea6efe61567033276e48088b025f8f5a7"),
    (7, None, "fresh-7-c42c0f", "6b6442467758c92a5bf159972c5f150d5746405ca8914198ef77ded419c32886"),
    (4711, None, "fresh-4711-9d9723", "ff07b6ff015f3c0c6ac923c6598eab9ed867b3f95a45d53c16e0a4ccc67034a2"),
    (-3, None, "fresh-m3-a40402", "627fb1e6d1d17d26371fad4d908d9639208872261727e0acc3343be27970cab8"),
    (
        10**12,
        None,
        "fresh-1000000000000-8091ca",
        "83d18a8f25996a0fab4820f596db7dc6718d472bd6ec0c591a22578ff546a740",
    ),
    (0, "R25", "fresh-0-r25-5f719d", "f4ab82c6daaf059ffbf91dd47921176df905bc4a4693c8c8668cf7ad184632d8"),
    (9, "R25", "fresh-9-r25-30670e", "8abc29a91a7e39f4d843b6377799986af92728e940fc9283af7f8ecb359cbf66"),
    (1, "R18", "fresh-1-r18-254f1e", "4f79cf277b6e61ff277a2893e4c4c96a0a2f11a9bddc749311e6d21b0bef73b7"),
    (2, "R22", "fresh-2-r22-67d76d", "454dfc1d506a3363355660007a9f308fbd74260305950aa92e090d2ff670fce3"),
    (5, "R49", "fresh-5-r49-1ec73c", "db9ede74e672f59e38d4e7ad7f80864569f86803617807782aaa831eebb1a5e7"),
    (11, "R38", "fresh-11-r38-46cae2", "914f3a9a2bddf26733524c5b76a692b1cb497e2a3d18b67261b6477ab2f86152"),
    (3, "R56", "fresh-3-r56-cfe829", "d3bb0aa3bbe6446472f5341f0d804dd776b2fd087e20ba0412a527f2787595ce"),
    (8, "R10", "fresh-8-r10-bd34b3", "2d9998cb087d5eb74ea2805fd500f4a1466b4e6fa195304c4e29a41c29ce3651"),
)


@pytest.fixture(scope="module")
def questions() -> Questions:
    return load_questions(assets_folder() / "fresh")


def test_the_answers_are_those_of_this_generator() -> None:
    assert GENERATOR_VERSION == PINNED_FOR


@pytest.mark.parametrize(("seed", "focus", "case_id", "sha256"), KNOWN)
def test_a_seed_and_a_focus_give_the_case_known(
    seed: int, focus: str | None, case_id: str, sha256: str, algorithm: Algorithm, questions: Questions
) -> None:
    """Raise GENERATOR_VERSION when it changes."""
    case = fresh_case(algorithm, questions, seed, focus).case
    assert (case.head.id, case.sha256) == (case_id, sha256)

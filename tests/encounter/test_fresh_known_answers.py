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

PINNED_FOR = "1.1.0"
KNOWN = (
    (0, None, "fresh-0-7a7a99", "4286e0f7081edd44d2cc7e312210fa33fd7435a7950974d51506a6e40fd2d13a"),
    (1, None, "fresh-1-d4715d", "43bff73d0ac1b924cec7bbb3cc2d25ea1dcd43670390dd2cfe685e3d36e40c34"),
    (7, None, "fresh-7-c42c0f", "bb5a624b8cd26c0bd726ceb8cba3e36e004e8ef7a134ceb663618ee79de5f001"),
    (4711, None, "fresh-4711-9d9723", "a23c0061042a956e3992c91e2c060529eb70f89ea51aa1811802aab8c666723e"),
    (-3, None, "fresh-m3-a40402", "4f52117fcc6f96c06893f696973bc26450dbe301cf83ff6864a9c4803c16a54b"),
    (
        10**12,
        None,
        "fresh-1000000000000-8091ca",
        "5820874416b7c4e12d9d05834b035d24ac0d665f01664fe7b82d5f93e48f5571",
    ),
    (0, "R25", "fresh-0-r25-5f719d", "c9a8b38e5723d18940b8629e0c60baa8920fc29b2f23080da96219fbea0fd148"),
    (9, "R25", "fresh-9-r25-30670e", "4037bc22b51625fa1ee0423b973edf14cafb71e66d9afa9c2f7a43ddb94e596d"),
    (1, "R18", "fresh-1-r18-254f1e", "9f277322a3d3996f4218f2133f6b285a3b3e1bca20670dc6391fd2db23743cdd"),
    (2, "R22", "fresh-2-r22-67d76d", "f30f6db8bbc542878633603af20e55be8b3cad95efec4b4d64b8b2f77fa627b4"),
    (5, "R49", "fresh-5-r49-1ec73c", "c15fc02b300d25de0262f0e45a9e28c49f39540eeb04335da34e85320ca6d095"),
    (11, "R38", "fresh-11-r38-46cae2", "5b69a3e253b5d792ca2dfdc578e20b057bb9bb89ca01e10f6ee9607ac01f1dbc"),
    (3, "R56", "fresh-3-r56-cfe829", "59fe98bd23c4e892daa161c256f18fa2eb55d9e01156938e1e1b04e4b01f82c2"),
    (8, "R10", "fresh-8-r10-bd34b3", "a4151ed2ba2608c377610d73588c46311641726c74b17da954caef977bd3acbe"),
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

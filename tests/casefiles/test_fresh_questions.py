"""The shipped questions name only what exists, cover every step, and are read strictly."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.casefiles.citations import KnownEvidence
from relall_trainer.casefiles.fresh_questions import QuestionsFault, load_questions, read_questions
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.population import patient as draw_patient
from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.encounter.fresh import fresh_case
from relall_trainer.encounter.fresh_questions import Questions, fits, left_out
from relall_trainer.errors import BadFile
from relall_trainer.paths import assets_folder
from tests.encounter.fresh_checks import check_file

FOLDER = assets_folder() / "fresh"
SOUND: dict[str, Any] = {
    "head": {
        "authors": ["Somebody"],
        "license": "CC-BY-4.0",
        "evidence_as_of": "2015-07-30",
        "released": "2026-01-01",
        "review_by": "2029-01-01",
    },
    "without_pair": ["R02"],
    "goals": ["A goal"],
    "reminders": ["A reminder"],
    "left_out": {"wu-lp": {"csf": {"not": "not_done"}}},
    "given_as": {"sx-flag": "the drugs"},
    "questions": [
        {
            "id": "one",
            "title": "A title",
            "prompts": ["What?"],
            "dimension": "workup",
            "pick": "any",
            "when": {"status": "relapsed"},
            "steps": ["wu-lp", "wu-mrd"],
            "goal": "Ask",
        }
    ],
}


@pytest.fixture(scope="module")
def questions() -> Questions:
    return load_questions(FOLDER)


def test_steps_and_tests_name_what_exists(questions: Questions, algorithm: Algorithm) -> None:
    steps = {step for question in questions.questions for step in question.steps}
    assert steps <= set(algorithm.actions)
    assert set(questions.left_out) <= set(algorithm.actions)
    assert set(questions.given_as) <= set(algorithm.actions)
    patient = draw_patient(algorithm, Lots(1))
    for question in questions.questions:
        fits(question, patient, algorithm)
        left_out(questions, question, patient, algorithm)


def test_every_step_of_the_catalogue_can_be_asked(questions: Questions, algorithm: Algorithm) -> None:
    steps = {step for question in questions.questions for step in question.steps}
    assert set(algorithm.actions) - steps == set()


def test_every_question_is_asked_sometimes(questions: Questions, algorithm: Algorithm) -> None:
    left = {question.id for question in questions.questions}
    for seed in range(3000):
        case = fresh_case(algorithm, questions, seed).case
        left -= {group.id for node in case.nodes.values() for group in node.groups}
        if not left:
            return
    assert not left


def test_every_dimension_has_questions(questions: Questions) -> None:
    assert {question.dimension for question in questions.questions} == set(DIMENSIONS)


def test_what_is_done_is_not_offered_unless_it_is_about_repeating(
    questions: Questions, algorithm: Algorithm
) -> None:
    patient = next(
        one
        for one in (draw_patient(algorithm, Lots(seed)) for seed in range(200))
        if one.marrow != "not_assessed" and one.status == "relapsed"
    )
    restage = next(question for question in questions.questions if question.id == "restage")
    again = next(question for question in questions.questions if question.repeats)
    assert left_out(questions, restage, patient, algorithm)
    assert not left_out(questions, again, patient, algorithm)


def test_a_fresh_case_as_a_file_has_no_fault(
    questions: Questions, algorithm: Algorithm, known_evidence: KnownEvidence
) -> None:
    for seed in range(60):
        check_file(fresh_case(algorithm, questions, seed), algorithm, known_evidence)


def test_sound_data_are_read() -> None:
    questions = read_questions(SOUND)
    (question,) = questions.questions
    assert question.steps == ("wu-lp", "wu-mrd")
    assert not question.repeats
    assert questions.given_as == {"sx-flag": "the drugs"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data.pop("goals"), "'goals' is missing"),
        (lambda data: data.update(more=1), "'more' is not a key here"),
        (lambda data: data.update(questions=[]), "questions is a list"),
        (lambda data: data["questions"].append(data["questions"][0]), "one stands twice"),
        (lambda data: data["questions"][0].update(dimension="luck"), "dimension is one of"),
        (lambda data: data["questions"][0].update(pick="two"), "pick is one of"),
        (lambda data: data["questions"][0].update(steps=["wu-lp", "wu-lp"]), "a step stands twice"),
        (lambda data: data["questions"][0].update(when={"csf": {"is_like": 1}}), "question one: csf"),
        (lambda data: data["questions"][0].update(prompts=[""]), "a text is missing"),
        (lambda data: data["questions"].__setitem__(0, "x"), "mapping of keys"),
        (lambda data: data["head"].pop("license"), "'license' is missing"),
        (lambda data: data.update(left_out=[]), "left_out is a mapping"),
    ],
)
def test_what_does_not_fit_is_refused(change: Any, says: str) -> None:
    data = copy.deepcopy(SOUND)
    change(data)
    with pytest.raises(QuestionsFault, match=says):
        read_questions(data)


def test_a_file_that_cannot_be_used_is_told_in_one_line(tmp_path: Path) -> None:
    for text, says in (("a: [", "line"), ("a: 1", "not a key here"), ("- x", "mapping")):
        (tmp_path / "questions.yaml").write_text(text)
        with pytest.raises(BadFile, match=says):
            load_questions(tmp_path)
    with pytest.raises(BadFile, match="no such file"):
        load_questions(tmp_path / "nowhere")

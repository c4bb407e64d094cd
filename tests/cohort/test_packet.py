"""A packet is opened to its last text: cases that can be played, exams that tell nothing, rules that rate."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.casefiles.loader import load_case
from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment, assignment_file
from relall_trainer.cohort.feedback_file import Release, release_file
from relall_trainer.cohort.file_faults import FileFault
from relall_trainer.cohort.packet import (
    cases_of,
    opened_assignment,
    opened_release,
)
from relall_trainer.cohort.signed_file import parse_signed, read_signed
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fixed_form import fixed_form
from relall_trainer.paths import cases_folder
from tests.cohort.signed_samples import (
    TEACHER,
    Body,
    assignment,
    bare_form,
    exam,
    item_of,
    release,
    rules_pin,
    rules_text,
    sound_case,
)

SHIPPED = sorted(cases_folder().iterdir())


def fault_of(made: Assignment) -> FileFault:
    with pytest.raises(FileFault) as caught:
        opened_assignment(parse_signed(assignment_file(made, TEACHER).encode(), "week.relall-assignment"))
    return caught.value


def with_text(text: str) -> Assignment:
    return assignment(items=(replace(item_of(sound_case()), text=text),))


def test_a_practice_packet_holds_the_whole_cases(tmp_path: Path) -> None:
    path = tmp_path / "week.relall-assignment"
    path.write_text(assignment_file(assignment(), TEACHER), encoding="utf-8")
    opened = opened_assignment(read_signed(path))
    assert opened.assignment == assignment()
    assert opened.cases == (sound_case(),)
    assert opened.file.key == TEACHER.public


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_the_fixed_form_of_every_case_is_bare_and_the_case_itself_is_not(
    folder: Path, algorithm: Algorithm
) -> None:
    case = load_case(folder)
    form = fixed_form(case, algorithm)
    assert cases_of(exam(items=(item_of(form),))) == (form,)
    assert cases_of(assignment(items=(item_of(case),))) == (case,)
    assert fault_of(exam(items=(item_of(case),))).code == "not-bare"


def told(**changes: Any) -> Case:
    return replace(bare_form(sound_case()), **changes)


def with_head(**changes: Any) -> Case:
    case = bare_form(sound_case())
    return replace(case, head=replace(case.head, **changes))


def with_node(name: str, **changes: Any) -> Case:
    case = bare_form(sound_case())
    return replace(case, nodes={**case.nodes, name: replace(case.nodes[name], **changes)})


def with_option(**changes: Any) -> Case:
    group = bare_form(sound_case()).nodes["counts"].groups[0]
    options = (replace(group.options[0], **changes), *group.options[1:])
    return with_node("counts", groups=(replace(group, options=options),))


WHOLE = sound_case()
TELLING: dict[str, Case] = {
    "the authors' course": told(authors_path=WHOLE.authors_path),
    "what it is about": with_head(learning_goals=("Look", "Think", "Act")),
    "what it is": with_head(summary="It is the marrow."),
    "what it": with_head(modeled_on="The first patient"),
    "what to take away": with_node("told", ending=WHOLE.nodes["told"].ending),
    "feedback": with_option(feedback="It tells."),
    "weights": with_option(weight=2.0),
    "weight": with_node("counts", groups=(replace(bare_form(WHOLE).nodes["counts"].groups[0], weight=2.0),)),
}


@pytest.mark.parametrize("said", TELLING)
def test_an_exam_that_tells_is_refused(said: str) -> None:
    fault = fault_of(exam(items=(item_of(TELLING[said]),)))
    assert fault.code == "not-bare"
    assert said in fault.what
    assert WHOLE.head.title in fault.what


@pytest.mark.parametrize(
    "change",
    [
        {"when": {"chosen": ["wu-marrow"]}},
        {"when": {"patient": {"lineage": ["T"]}}},
    ],
)
def test_an_exam_that_tells_where_a_choice_leads_is_refused(change: Body) -> None:
    data = json.loads(case_to_text(bare_form(sound_case())))
    ways = data["nodes"][0]["next"]
    ways.insert(0, {**ways[0], **change})
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    made = exam(items=(replace(item_of(sound_case()), text=text),))
    assert "where each choice leads" in fault_of(made).what


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "{}", "[]", "null", "[" * 100_000, '{"sha256":"' + "a" * 64 + '"}', "1" * 10_000, "NaN",
        '{"a":1,"a":2}', '"\\ud800"', json.dumps(json.loads(case_to_text(WHOLE)), indent=1),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_is_refused(text: str) -> None:
    assert fault_of(with_text(text)).code == "bad-case"


@pytest.mark.parametrize("changes", [{"case": "another"}, {"version": "1.0.1"}, {"sha256": "0" * 64}])
def test_an_item_says_of_its_case_what_the_case_says(changes: Body) -> None:
    made = assignment(items=(replace(item_of(sound_case()), **changes),))
    assert fault_of(made).code == "case-differs"


def opened_fault(made: Release, asked: Assignment) -> FileFault:
    file = parse_signed(release_file(made, TEACHER).encode(), "week.relall-feedback")
    with pytest.raises(FileFault) as caught:
        opened_release(file, asked, TEACHER.public)
    return caught.value


def test_feedback_brings_the_whole_cases_and_the_rules(tmp_path: Path, algorithm: Algorithm) -> None:
    path = tmp_path / "week.relall-feedback"
    path.write_text(release_file(release(), TEACHER), encoding="utf-8")
    opened = opened_release(read_signed(path), exam(rules=rules_pin()), TEACHER.public)
    assert opened.cases == (sound_case(),)
    assert opened.algorithm.pin == algorithm.pin


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cases": ("{}",)}, "bad-case"),
        ({"cases": (case_to_text(replace(WHOLE, sha256="0" * 64)),)}, "case-differs"),
        ({"cases": (case_to_text(WHOLE), case_to_text(WHOLE))}, "case-differs"),
        ({"rules_text": "{}"}, "bad-rules"),
        ({"rules_text": "["}, "bad-rules"),
        ({"rules_text": "null"}, "bad-rules"),
        ({"rules_text": '{"sha256":"x","algorithm":[],"actions":1,"facts":{},"rules":"x"}'}, "bad-rules"),
        ({"rules_text": rules_text().replace('"sha256": "', '"sha256": "0', 1)}, "rules-differ"),
    ],
)
def test_feedback_that_does_not_fit_is_refused(changes: Body, code: str) -> None:
    assert opened_fault(release(**changes), exam(rules=rules_pin())).code == code


@pytest.mark.parametrize(
    ("part", "value"), [("rules", ["x"]), ("actions", ["x"]), ("facts", ["x"]), ("algorithm", "x")]
)
def test_rules_of_another_make_are_refused(part: str, value: object) -> None:
    text = json.dumps({**json.loads(rules_text()), part: value})
    assert opened_fault(release(rules_text=text), exam(rules=rules_pin())).code == "bad-rules"


def test_feedback_of_another_key_is_refused() -> None:
    file = parse_signed(release_file(release(), TEACHER).encode(), "week.relall-feedback")
    with pytest.raises(FileFault) as caught:
        opened_release(file, exam(), "0" * 64)
    assert caught.value.code == "other-key"

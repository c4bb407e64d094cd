"""Cohorts and codes: what may stand as one, and that a change never touches what was before."""

from __future__ import annotations

import json

import pytest

from relall_trainer.cohort.roster import (
    Cohort,
    Learner,
    RosterFault,
    alike,
    code_fault,
    cohort_from_plain,
    made_codes,
    name_fault,
    tidy,
    title_fault,
)

NINE = Cohort("c1", "Fellows", (Learner("Learner 01", "Example"), Learner("Learner 02")))


def test_adding_replaces_by_code_however_it_is_spelt() -> None:
    grown = NINE.with_learners([Learner("learner 02", "New"), Learner("Learner 03")])
    assert [one.code for one in grown.learners] == ["Learner 01", "learner 02", "Learner 03"]
    assert NINE.learner("LEARNER 02") == Learner("Learner 02")


def test_removing_and_renaming() -> None:
    assert NINE.without("learner 01").codes == ("Learner 02",)
    assert NINE.renamed("Learner 01", Learner("A1", "B")).learners[0] == Learner("A1", "B")
    assert NINE.renamed("Learner 01", Learner("LEARNER 01")).codes == ("LEARNER 01", "Learner 02")
    with pytest.raises(RosterFault):
        NINE.renamed("Learner 01", Learner("learner 02"))
    with pytest.raises(RosterFault):
        NINE.without("Learner 09")
    assert NINE.replaced([Learner("X")]).codes == ("X",)


def test_plain_and_back() -> None:
    assert cohort_from_plain(json.loads(json.dumps(NINE.plain()))) == NINE


@pytest.mark.parametrize(
    "bad",
    [
        "", "  ", "a" * 41, "=1+1", "@x", "+1", "-1", "a\u202eb", "a\u200bb", "a\nb", "a\tb", "a\x00b", "\u2028x",
        "\ue000", "a\u00adb",
    ],
)  # fmt: skip
def test_codes_that_cannot_be(bad: str) -> None:
    assert code_fault(bad)
    with pytest.raises(RosterFault):
        NINE.with_learners([Learner(bad)])


@pytest.mark.parametrize("good", ["L1", "Learner 01", "Ж-7", "学生 1", "a.b_c", "../x", "CON", "<b>", "7"])
def test_codes_that_can(good: str) -> None:
    assert code_fault(good) == ""


def test_names_may_be_left_out_titles_not() -> None:
    assert name_fault("") == ""
    assert title_fault(" ")
    assert name_fault("=HYPERLINK(1)")
    assert name_fault("x" * 81)
    assert title_fault("x" * 201)
    assert not title_fault("x" * 200)


def test_one_form_of_writing() -> None:
    assert tidy("  e\u0301\u00a0 x ") == "\u00e9 x"
    assert alike("ＡＢ 1") == alike("ab 1")


def test_made_codes_pass_over_what_is_taken() -> None:
    assert made_codes(3, ["learner 02"]) == ("Learner 01", "Learner 03", "Learner 04")
    assert made_codes(120)[0] == "Learner 001"
    assert len(set(made_codes(120))) == 120

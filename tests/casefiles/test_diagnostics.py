"""A finding is one line, at its place."""

from __future__ import annotations

from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.diagnostics import found, in_order
from tests.casefiles.conftest import Check, codes, replaced


def test_prints_as_one_line() -> None:
    diagnostic = found(Finding.MISSING_KEY, "a/case.yaml", (3, 5), key="minutes")
    assert str(diagnostic) == "a/case.yaml:3:5: C111 error 'minutes' is missing"


def test_message_stays_on_one_line_whatever_it_quotes() -> None:
    diagnostic = found(Finding.RAW_HTML, "x", key="text", shown="<b\n{key}>")
    assert "\n" not in str(diagnostic)
    assert "{key}" in diagnostic.message


def test_in_order_of_the_file_and_once() -> None:
    second = found(Finding.EMPTY_TEXT, "x", (9, 1), key="a")
    first = found(Finding.MISSING_KEY, "x", (2, 1), key="b")
    assert in_order([second, first, second]) == [first, second]


def test_only_errors_are_errors() -> None:
    assert found(Finding.EMPTY, "x").is_error
    assert not found(Finding.NOT_REVIEWED, "x").is_error
    assert not found(Finding.UNRATED_OPTION, "x", action="a", count=1, all=1).is_error


def test_every_fault_at_once_in_place(check: Check, sound_text: str) -> None:
    text = replaced(
        sound_text,
        ("minutes: 5", "minutes: long"),
        ("released:", "relased:"),
        ("action: wu-watch", "action: wu-wach"),
        ("to: told,", "to: tolled,"),
    )
    found_here = check(text)
    assert codes(found_here) == ["C111", "C110", "C112", "C210", "C212"]
    lines = text.splitlines()
    assert "wu-wach" in lines[found_here[3].line - 1]
    assert lines[found_here[3].line - 1][found_here[3].column - 1 :].startswith("action:")
    assert "did you mean told?" in found_here[4].message

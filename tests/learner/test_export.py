from __future__ import annotations

import csv
import io
import json

import pytest

from relall_trainer.learner import chain
from relall_trainer.learner.export import safe_cell, write_csv, write_json
from relall_trainer.learner.history import HistoryFilter
from relall_trainer.learner.store import LearnerStore
from tests.learner.samples import CASE, OTHER_CASE, Clock, answer, attempt, fill, summary_after


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "\0x", "\uff1d1"])
def test_text_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


def test_numbers_stay_numbers_and_words_stay_words() -> None:
    assert safe_cell(-1) == -1
    assert safe_cell(-0.5) == -0.5
    assert safe_cell(None) == ""
    assert safe_cell(True) == "yes"
    assert safe_cell(["wu-csf", "wu-marrow"]) == "wu-csf wu-marrow"
    assert safe_cell("a=b") == "a=b"


def test_csv_has_a_row_a_decision(store: LearnerStore, clock: Clock) -> None:
    fill(store, clock)
    attempt_id = attempt(store, 0, learner="=cmd|' /C calc'!A0")
    store.append(attempt_id, answer(1, '=HYPERLINK("//evil")'), summary_after(1))
    stream = io.StringIO(newline="")
    assert write_csv(store, stream) == 7 + 1 + 1
    rows = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    assert len(rows) == 9
    strange = next(row for row in rows if row["attempt"] == attempt_id)
    assert strange["learner"].startswith("'=cmd")
    assert strange["rationale"] == '\'=HYPERLINK("//evil")'
    assert (strange["points"], strange["decision"], strange["chosen"]) == ("1.5", "1", "wu-marrow wu-csf")
    assert float(strange["percent"]) == 75.0
    seeds = {row["seed"] for row in rows if row["status"] == "finished"}
    assert seeds == {"7"}


def test_json_holds_everything(store: LearnerStore, clock: Clock) -> None:
    fill(store, clock)
    stream = io.StringIO()
    assert write_json(store, stream, clock()) == 3
    data = json.loads(stream.getvalue())
    assert data["format"] == 1
    assert [one["case_id"] for one in data["attempts"]] == [CASE.id, OTHER_CASE.id, CASE.id]
    second = data["attempts"][1]
    assert second["events"] == list(store.events(second["id"]))
    assert [note["node"] for note in second["notes"]] == ["node-2"]
    assert [note["evidence"] for note in data["notes"]] == ["ev-t1-nel-126"]
    for one in data["attempts"]:
        for sha256 in (one["case_content"], one["algorithm_content"]):
            assert chain.digest(data["texts"][sha256]) == sha256


def test_an_export_can_be_narrowed_and_can_be_empty(store: LearnerStore, clock: Clock) -> None:
    stream = io.StringIO()
    assert write_json(store, stream, clock()) == 0
    assert json.loads(stream.getvalue())["attempts"] == []
    fill(store, clock)
    stream = io.StringIO(newline="")
    assert write_csv(store, stream, HistoryFilter(case_id=OTHER_CASE.id)) == 3

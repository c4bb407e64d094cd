"""The teacher's side as a whole: what learners get and what never leaves, versions, keys, folder, corrections."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from relall_trainer.algorithm_files import algorithm_from_text
from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.draft import Draft, Extra, MadeCase, NotADraft, ShelfCase
from relall_trainer.cohort.packet import OpenedAssignment, opened_assignment, opened_release
from relall_trainer.cohort.paper_kinds import ASSIGNMENT, RESULT
from relall_trainer.cohort.roster import Learner
from relall_trainer.cohort.sent import Sent
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import read_signed
from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.learner.records import moment
from tests.cohort.teaching_desk import NOW, Desk, assigned, hand_in, handed, key_of, open_desk, rules_text

EXAM = {"mode": "exam", "release": "by_teacher", "minutes": 30}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "teacher")
    yield made
    made.store.close()


def take_in(desk: Desk, folder: Path, sent: Sent, *learners: str, **how: object) -> None:
    folder.mkdir(exist_ok=True)
    for learner in learners:
        hand_in(folder, handed(sent.assignment, learner, **how), f"{learner}-{len(list(folder.iterdir()))}")  # type: ignore[arg-type]
    importing = desk.teaching.import_files([folder]).run()
    assert importing.count("set-aside") == 0, importing.outcomes


def opened_at(path: Path) -> OpenedAssignment:
    return opened_assignment(read_signed(path))


# Assigning


def test_a_packet_of_practice_holds_the_full_cases(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk, note="Alone, please.", due_at="2026-12-01T18:00:00+01:00", attempts=3)
    (written,) = desk.teaching.write_files(sent.assignment.id, tmp_path / "out")
    opened = opened_at(written.path)
    assert opened.assignment == sent.assignment
    assert opened.assignment.due_at == "2026-12-01T17:00:00.000Z"
    assert [len(case.nodes) for case in opened.cases] == [len(case.nodes) for case in opened.cases]
    assert opened.cases[0].nodes
    assert any(
        option.feedback
        for case in opened.cases
        for n in case.nodes.values()
        for g in n.groups
        for option in g.options
    )
    assert desk.teaching.write_files(sent.assignment.id, tmp_path / "out")[0].already


def test_a_packet_of_an_exam_tells_neither_answers_nor_seeds(desk: Desk, tmp_path: Path) -> None:
    items = (ShelfCase("headaches-on-maintenance"), MadeCase(4711, "R25"), MadeCase(815))
    sent = assigned(desk, items=items, **EXAM)
    (written,) = desk.teaching.write_files(sent.assignment.id, tmp_path)
    text = written.path.read_text("utf-8")
    for secret in ('"fresh-', "-r25-", "R25", '\\"feedback\\":', '\\"weight\\":', '\\"draws\\":[{'):
        assert secret not in text
    opened = opened_at(written.path)  # refuses a form that is not bare
    full = [
        case_from_text(desk.store.paper("text", sent.cases[item.sha256]).body)
        for item in sent.assignment.items
    ]  # type: ignore[union-attr]
    assert [case.head.id for case in full] == [case.head.id for case in opened.cases]
    assert full[1].head.id.startswith("patient-")
    assert sent.draft().items == items


def test_extra_time_is_in_a_file_of_her_own_and_nowhere_else(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk, extra={"learner 02": Extra(25, 1)}, **EXAM)
    shared, own = desk.teaching.write_files(sent.assignment.id, tmp_path / "mail")
    assert (shared.learner, own.learner) == ("", "Learner 02")
    assert opened_at(own.path).assignment.seconds_allowed == 30 * 75
    assert opened_at(shared.path).assignment == sent.assignment
    assert json.loads(shared.path.read_text())["body"]["extra_percent"] == 0
    folder = tmp_path / "shared"
    folder.mkdir()
    desk.teaching.shared.choose(folder)
    desk.teaching.share(sent.assignment.id)
    assert [path.name for path in folder.iterdir()] == [shared.path.name]
    take_in(desk, tmp_path / "in", replace(sent, assignment=sent.edition("Learner 02")), "Learner 02")
    assert desk.teaching.handed_in(sent.assignment.id) == 1
    theirs = handed(sent.edition("Learner 02"), "Learner 03")
    looked = desk.teaching.look(hand_in(tmp_path, theirs, "swapped"))
    assert looked.fault is not None
    assert looked.fault.code == "contradicts"


def test_two_assignments_of_one_title_get_files_of_their_own(desk: Desk, tmp_path: Path) -> None:
    first, second = assigned(desk), assigned(desk)
    names = {desk.teaching.write_files(one.assignment.id, tmp_path)[0].path.name for one in (first, second)}
    assert len(names) == 2


def test_a_draft_with_faults_is_not_kept(desk: Desk) -> None:
    with pytest.raises(NotADraft):
        assigned(desk, title="", items=())
    with pytest.raises(BadFile):
        assigned(desk, items=(ShelfCase("no-such-case"),))
    with pytest.raises(TrainerError):
        assigned(desk, items=(MadeCase(1, "R99"),))
    assert desk.store.paper_ids(ASSIGNMENT) == ()


def test_a_cohort_stands_for_its_learners(desk: Desk) -> None:
    cohort = desk.teaching.cohorts.create("Fellows", [Learner("L1", "Qwxyz"), Learner("L2")])
    sent = assigned(desk, learners=(), cohort=cohort.id)
    assert sent.assignment.learners == ("L1", "L2")
    assert sent.assignment.cohort == "Fellows"
    assert "Qwxyz" not in json.dumps(sent.assignment.plain())
    assert desk.teaching.learners_of(sent.assignment.id) == cohort.learners
    desk.teaching.cohorts.remove(cohort.id)
    assert desk.teaching.learners_of(sent.assignment.id) == (Learner("L1"), Learner("L2"))


def test_a_new_version_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk)
    desk.clock.now += timedelta(days=1)
    draft = replace(sent.draft(), title="Second try", items=tuple(reversed(sent.sources)))
    newer = desk.teaching.revise(sent.assignment.id, draft)
    assert (newer.assignment.id, newer.assignment.version) == (sent.assignment.id, 2)
    (head,) = desk.teaching.assignments()
    assert (head.title, head.version, head.items) == ("Second try", 2, 2)
    take_in(desk, tmp_path / "in", sent, "Learner 01")
    take_in(desk, tmp_path / "in", newer, "Learner 02")
    book = desk.teaching.gradebook(sent.assignment.id)
    assert [row.percent for row in book.rows] == ["100.0", "100.0", None]
    assert [flag.code for flag in book.rows[0].flags if flag.code == "other-version"] == ["other-version"]
    assert [one.item for one in book.rows[0].results] == [0, 1]
    assert book.rows[0].results[0].pins.case == newer.assignment.items[0].case


def test_an_assignment_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(BadFile):
        desk.teaching.gradebook("none")


# Results


def test_a_gradebook_from_the_record_is_the_one_just_after_taking_in(desk: Desk, tmp_path: Path) -> None:
    for number, terms in enumerate(({}, EXAM)):
        sent = assigned(desk, **terms)
        take_in(desk, tmp_path / f"in{number}", sent, "Learner 01", "Learner 03", lots=random.Random(1))
        name = sent.assignment.id
        warm = desk.teaching.gradebook(name)
        desk.store.close()
        desk = open_desk(desk.profile.folder)
        steps = list(desk.teaching.reading(name))
        assert steps[-1] == (2, 2)
        assert desk.teaching.gradebook(name) == warm
    desk.store.close()


def test_a_cell_leads_to_the_decision_as_it_was_met(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk, **EXAM)
    take_in(desk, tmp_path / "in", sent, "Learner 01", lots=random.Random(1))
    row = desk.teaching.gradebook(sent.assignment.id).rows[0]
    met = desk.teaching.as_met(sent.assignment.id, row.files[0], row.cells[0].attempt)
    assert met.encounter.record[0].chosen == row.cells[0].mark.chosen  # type: ignore[union-attr]
    submission = desk.teaching.submission(sent.assignment.id, row.files[0])
    assert len(submission.attempts) == 2
    assert sum(len(case.nodes) for case in desk.teaching.marker(sent.assignment.id).cases.values()) > 2


# Keys


def test_keys_are_confirmed_once_and_another_one_is_told(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk)
    take_in(desk, tmp_path / "in", sent, "Learner 01", "Learner 02")
    met = desk.teaching.keys_to_confirm()
    assert [one.learner for one in met] == ["Learner 01", "Learner 02"]
    desk.teaching.confirm(met[0].public, "Learner 01")
    assert [one.learner for one in desk.teaching.keys_to_confirm()] == ["Learner 02"]
    codes = [flag.code for flag in desk.teaching.gradebook(sent.assignment.id).rows[0].flags]
    assert codes == []
    take_in(desk, tmp_path / "in", sent, "Learner 01", key=key_of("other"), lots=random.Random(9))
    (other,) = (one for one in desk.teaching.keys_to_confirm() if one.learner == "Learner 01")
    assert "another key" in other.note
    codes = [flag.code for flag in desk.teaching.gradebook(sent.assignment.id).rows[0].flags]
    assert {"two-keys", "unconfirmed-key"} <= set(codes)
    desk.teaching.unconfirm(met[0].public)
    assert len(desk.teaching.keys_to_confirm(sent.assignment.id)) == 3


def test_a_key_confirmed_for_one_does_not_hold_for_another(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk)
    take_in(desk, tmp_path / "in", sent, "Learner 01")
    take_in(desk, tmp_path / "in", sent, "Learner 02", key=key_of("Learner 01"), lots=random.Random(4))
    desk.teaching.confirm(key_of("Learner 01").public, "Learner 01")
    (borrowed,) = desk.teaching.keys_to_confirm()
    assert borrowed.learner == "Learner 02"
    assert "Learner 01" in borrowed.note
    row = desk.teaching.gradebook(sent.assignment.id).row("Learner 02")
    assert row is not None
    assert "unconfirmed-key" in [flag.code for flag in row.flags]


def test_a_file_looked_at_is_not_taken_in(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk)
    path = hand_in(tmp_path, handed(sent.assignment, "Learner 01"), "one")
    looked = desk.teaching.look(path)
    assert looked.marked is not None
    assert looked.marked.results[0].percent == "100.0"
    assert looked.confirmed_as == ""
    assert desk.teaching.handed_in(sent.assignment.id) == 0


# The shared folder


def test_new_results_in_the_shared_folder_are_taken_in(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk)
    assert desk.teaching.scan() is None
    with pytest.raises(BadFile):
        desk.teaching.share(sent.assignment.id)
    with pytest.raises(BadFile):
        desk.teaching.shared.choose(tmp_path / "nowhere")
    folder = tmp_path / "shared"
    folder.mkdir()
    desk.teaching.shared.choose(folder)
    desk.teaching.share(sent.assignment.id)
    assert desk.teaching.scan() is None
    path = hand_in(folder, handed(sent.assignment, "Learner 01"), "one")
    os.utime(path, (1_000_000_000,) * 2)  # not being copied any more
    importing = desk.teaching.scan()
    assert importing is not None
    assert importing.run().count("accepted") == 1
    assert desk.teaching.scan() is None
    desk.teaching.shared.choose(None)
    assert desk.teaching.shared.path is None


# Feedback


def test_feedback_is_given_out_again_just_as_before(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk, **EXAM)
    name = sent.assignment.id
    assert desk.teaching.released_at(name) is None
    (first,) = desk.teaching.release(name, tmp_path / "a")
    desk.clock.now += timedelta(days=2)
    (second,) = desk.teaching.release(name, tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert desk.teaching.released_at(name) == moment(NOW)
    own = json.loads(first.path.read_text())["key"]
    opened = opened_release(read_signed(first.path), sent.assignment, own)
    assert [case.sha256 for case in opened.cases] == [item.sha256 for item in sent.assignment.items]
    folder = tmp_path / "shared"
    folder.mkdir()
    desk.teaching.shared.choose(folder)
    assert len(desk.teaching.share(name)) == 2


def test_feedback_for_each_version_somebody_may_have_worked_on(desk: Desk, tmp_path: Path) -> None:
    sent = assigned(desk, **EXAM)
    newer = desk.teaching.revise(sent.assignment.id, replace(sent.draft(), title="Longer", minutes=40))
    assert len(desk.teaching.release(sent.assignment.id, tmp_path / "a")) == 1
    take_in(desk, tmp_path / "in", sent, "Learner 01")
    assert len(desk.teaching.release(sent.assignment.id, tmp_path / "b")) == 2
    assert newer.assignment.version == 2


def test_practice_has_nothing_to_release(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="practice"):
        desk.teaching.release(assigned(desk).assignment.id, tmp_path)


# Corrections


def test_a_corrected_rule_changes_nothing_until_it_is_accepted(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = assigned(desk)
    name = sent.assignment.id
    take_in(desk, tmp_path / "in", sent, "Learner 01")
    before = desk.teaching.gradebook(name)
    assert desk.teaching.correction(name).changes == ()
    text = corrected(rules_text(), before.rows[0].results[0].marks[0].decision.chosen[0])
    monkeypatch.setattr(desk.teaching, "_algorithm_text", lambda: text)
    monkeypatch.setattr(desk.teaching, "_algorithm", lambda: algorithm_from_text(text))
    assert desk.teaching.gradebook(name) == before
    correction = desk.teaching.correction(name)
    assert correction.changes
    assert "1 learner" in correction.told
    assert desk.store.paper_ids(RESULT) == ()
    desk.teaching.accept(correction)
    after = desk.teaching.gradebook(name)
    assert after.rows[0].percent != before.rows[0].percent
    assert len(desk.store.paper_ids(RESULT)) == 2  # what was found before, and what is now
    assert desk.teaching.correction(name).changes == ()
    desk.store.close()
    again = open_desk(desk.profile.folder)
    assert again.teaching.gradebook(name).rows[0].percent == after.rows[0].percent
    again.store.close()


def corrected(text: str, action: str) -> str:
    """Other rules: whoever recommended this step discourages it now."""
    data = json.loads(text)
    for rule in data["rules"]:
        for row in rule["rows"]:
            if row.get("rating") == "recommended" and action in row.get("steps", ()):
                row["rating"] = "discouraged"
    data["sha256"] = "f" * 64
    return json.dumps(data)


def test_the_own_key_stays(desk: Desk) -> None:
    first = desk.teaching.own_fingerprint
    assert first == desk.teaching.own_fingerprint
    assert SigningKey.new().public
    assert isinstance(assigned(desk).draft(), Draft)

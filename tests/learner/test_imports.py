"""What was exported comes back whole, twice as well as once; what was changed on the way is set aside."""

from __future__ import annotations

import copy
import io
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relall_trainer.errors import BadFile
from relall_trainer.gui.judging import Judging
from relall_trainer.learner import chain, export_parts
from relall_trainer.learner.export import write_json
from relall_trainer.learner.imports import Imported, take_back
from relall_trainer.learner.records import HEAD_COLUMNS, Summary
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile
from tests.learner.played import Played, algorithm, fill, opened
from tests.learner.samples import Clock, Everything, everything


def exported(store: LearnerStore) -> str:
    stream = io.StringIO()
    write_json(store, stream, Clock()())
    return stream.getvalue()


def brought_back(store: LearnerStore, path: Path, judging: Judging | None = None) -> Imported:
    *_, told = take_back(store, path, judging or JUDGING)
    return told


JUDGING = Judging(lambda: algorithm()[0])  # reads each case and algorithm once for all tests


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Everything]:
    """An export with attempts of every kind, and all that was in the store."""
    with opened(tmp_path_factory.mktemp("whole") / "profile", seed=8) as played:
        fill(played, 9)
        played.decide(played.begin(1), reason="half \ud800 a sign, and = a formula")
        played.begin(2, seed=2**63 - 1)
        played.store.add_note("Small cohort", evidence="ev-t1-nel-126")
        return exported(played.store), everything(played.store)


@pytest.fixture
def file(whole: tuple[str, Everything], tmp_path: Path) -> Path:
    path = tmp_path / "export.json"
    path.write_text(whole[0], "utf-8")
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "empty")


def test_everything_comes_back_and_twice_is_as_good_as_once(
    whole: tuple[str, Everything], file: Path, empty: Profile
) -> None:
    text, before = whole
    with LearnerStore.open(empty, Clock()) as store:
        told = brought_back(store, file)
        assert (told.taken, told.extended, told.known, told.set_aside) == (len(before.attempts), 0, 0, [])
        assert told.notes == len(before.notes)
        assert everything(store) == before
        assert exported(store) == text
        again = brought_back(store, file)
        assert (again.taken, again.known, again.notes) == (0, len(before.attempts), 0)
        assert exported(store) == text
        assert store.examine().findings == ()


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6), attempts=st.integers(0, 5))
def test_any_record_survives_the_round_trip(seed: int, attempts: int) -> None:
    _check_round_trip(seed, attempts)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), attempts=st.integers(0, 12))
def test_any_record_survives_the_round_trip_many_times(seed: int, attempts: int) -> None:
    _check_round_trip(seed, attempts)


def _check_round_trip(seed: int, attempts: int) -> None:
    with tempfile.TemporaryDirectory() as name, opened(Path(name) / "one", seed) as played:
        fill(played, attempts)
        text = exported(played.store)
        path = Path(name) / "export.json"
        path.write_text(text, "utf-8")
        with LearnerStore.open(Profile(Path(name) / "two"), Clock()) as store:
            assert brought_back(store, path).set_aside == []
            assert exported(store) == text
            assert everything(store) == everything(played.store)


def test_it_is_in_the_journal_too(whole: tuple[str, Everything], file: Path, empty: Profile) -> None:
    """The database put back as it was before the import: the journal brings all of it again."""
    with LearnerStore.open(empty, Clock()) as store:
        store.back_up()
    before = shutil.copyfile(empty.store, empty.folder.parent / "before.db")
    with LearnerStore.open(empty, Clock()) as store:
        brought_back(store, file)
    for ending in ("-wal", "-shm"):
        Path(f"{empty.store}{ending}").unlink(missing_ok=True)
    shutil.copyfile(before, empty.store)
    with LearnerStore.open(empty, Clock()) as store:
        assert everything(store) == whole[1]


def test_an_attempt_that_went_on_is_continued_and_never_set_back(tmp_path: Path, empty: Profile) -> None:
    early, late = tmp_path / "early.json", tmp_path / "late.json"
    with opened(tmp_path / "profile") as played:
        road = played.begin(0)
        played.decide(road)
        played.note(road, "first words")
        early.write_text(exported(played.store), "utf-8")
        played.finish(road)
        (note,) = played.store.notes()
        played.clock.pass_by(days=3)
        played.store.add_note("later words", attempt_id=road.attempt, node=note.node, note_id=note.id)
        late.write_text(exported(played.store), "utf-8")
        all_of_it = everything(played.store)
    with LearnerStore.open(empty, Clock()) as store:
        assert brought_back(store, early).taken == 1
        told = brought_back(store, late)
        assert (told.taken, told.extended, told.known, told.notes) == (0, 1, 0, 1)
        assert everything(store) == all_of_it
        told = brought_back(store, early)
        assert (told.extended, told.known, told.notes) == (0, 1, 0)
        assert everything(store) == all_of_it


def test_the_same_attempt_gone_another_way_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "profile", seed=1) as played:
        road = played.begin(0)
        played.decide(road)
        data = json.loads(exported(played.store))
        played.finish(road)
        before = everything(played.store)
        attempt = data["attempts"][0]
        attempt["events"][1]["rationale"] = "I never said so"
        attempt["hash"] = _link(attempt)
        told = _taken(played.store, tmp_path, data)
        assert told.known == told.taken == 0
        assert [one.id for one in told.set_aside] == [road.attempt]
        assert "another way" in told.set_aside[0].reason
        assert everything(played.store) == before


def test_points_in_the_file_are_not_believed(
    whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    data = json.loads(whole[0])
    for attempt in data["attempts"]:
        attempt["summary"] = {
            **attempt["summary"], "points": 1e6, "possible": 1e6, "percent": "100.0", "critical": 0, "ending": "cured",
        }  # fmt: skip
    with LearnerStore.open(empty, Clock()) as store:
        _taken(store, tmp_path, data)
        assert everything(store) == whole[1]


Change = Callable[[dict[str, Any]], object]


def _link(attempt: dict[str, Any]) -> str:
    link = chain.digest(chain.canonical({name: attempt[name] for name in HEAD_COLUMNS}))
    for event in attempt["events"]:
        link = chain.link(link, chain.canonical(event))
    return link


def _relinked(change: Change) -> Change:
    """A forger who knows how the chain is made."""

    def changed(attempt: dict[str, Any]) -> None:
        change(attempt)
        attempt["hash"] = _link(attempt)

    return changed


CHANGES: dict[str, Change] = {
    "an answer changed": lambda a: a["events"][1].update(confidence="certain", rationale="x"),
    "a time changed": lambda a: a["events"][1].update(at="2020-01-01T00:00:00.000Z"),
    "an event dropped": lambda a: a["events"].pop(1),
    "the last event dropped": lambda a: a["events"].pop(),
    "an event twice": lambda a: a["events"].insert(1, a["events"][1]),
    "another learner": lambda a: a.update(learner="Somebody else"),
    "another case": lambda a: a.update(case_sha256="0" * 64),
    "another id": lambda a: a.update(id="another-id"),
    "no hash": lambda a: a.pop("hash"),
    "no events": lambda a: a.update(events=[]),
    "an unknown part": lambda a: a.update(bonus=5),
    "an unknown part of an event": _relinked(lambda a: a["events"][1].update(bonus=5)),
    "an unknown part of the summary": lambda a: a["summary"].update(bonus=5),
    "an unknown status": lambda a: a["summary"].update(status="won"),
    "an unknown part of a note": lambda a: a["notes"].append({"id": "n"}),
    "a note of no length": lambda a: a["notes"].append(
        {"id": "n", "node": None, "evidence": None, "text": "", "at": "2026-01-01T00:00:00.000Z"}
    ),
    "an event under two names": _relinked(lambda a: a["events"][1].update(event="committed")),
    "an impossible time": _relinked(lambda a: a["events"][1].update(at="2026-19-39T00:00:00Z")),
    "a time that no clock can say": _relinked(lambda a: a["events"][1].update(at="9999-12-31T23:59:59.999Z")),
    "a time before clocks": _relinked(lambda a: a["events"][1].update(at="0001-01-01T00:00:00.000Z")),
    "a start that does not sort": _relinked(lambda a: a.update(started_at="2026-01-01T00:00:00+00:00")),
    "an id with a path": _relinked(lambda a: a.update(id="../../etc/passwd")),
    "half a sign in the title": _relinked(lambda a: a.update(case_title="\ud800")),
    "another title": _relinked(lambda a: a.update(case_title="Another title")),
    "a head that says otherwise": _relinked(lambda a: a.update(case_version="9.9.9")),
    "another mode": _relinked(lambda a: a.update(mode="exam")),
    "a step that was not offered": _relinked(lambda a: a["events"][1].update(chosen=["sx-nothing"])),
    "a node that is not there": _relinked(lambda a: a["events"][1].update(node="nowhere")),
    "a text that is missing": _relinked(lambda a: a.update(case_content="1" * 64)),
    "the wrong text": _relinked(lambda a: a.update(case_content=a["algorithm_content"])),
    "the wrong rules": _relinked(lambda a: a.update(algorithm_content=a["case_content"])),
    "a start in the middle": _relinked(lambda a: a["events"].append(a["events"][0])),
    "parts of the wrong kind": lambda a: a.update(events={}, notes=5),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_attempt_is_set_aside_and_the_others_come_in(
    name: str, whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    data = json.loads(whole[0])
    place = next(n for n, attempt in enumerate(data["attempts"]) if len(attempt["events"]) > 3)
    CHANGES[name](data["attempts"][place])
    with LearnerStore.open(empty, Clock()) as store:
        told = _taken(store, tmp_path, data)
        assert len(told.set_aside) == 1
        assert len(told.set_aside[0].reason) > 20
        assert told.taken == len(data["attempts"]) - 1
        expected = [record for n, record in enumerate(whole[1].attempts) if n != place]
        assert list(store.summaries(limit=1000)) == expected
        assert store.examine().findings == ()


def test_a_changed_text_takes_its_attempts_with_it(
    whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    data = json.loads(whole[0])
    case = data["attempts"][0]["case_content"]
    data["texts"][case] = data["texts"][case].replace("relapse", "remission")
    with LearnerStore.open(empty, Clock()) as store:
        told = _taken(store, tmp_path, data)
        assert {one.id for one in told.set_aside} == {
            a["id"] for a in data["attempts"] if a["case_content"] == case
        }
        assert told.taken == len(data["attempts"]) - len(told.set_aside) > 0


def _with_rules(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The export as one who knows how it is made would have it, had all been played on other rules."""
    data = copy.deepcopy(data)
    old = data["attempts"][0]["algorithm_content"]
    text = change(data["texts"].pop(old))
    new = chain.digest(text)
    data["texts"][new] = text
    pin = json.loads(text)
    for attempt in data["attempts"]:
        attempt["algorithm_content"] = new
        for part, name in ((attempt, "algorithm_version"), (attempt["events"][0], "algorithm_version")):
            part[name] = pin["algorithm"]["version"]
        for part, name in ((attempt, "algorithm_sha256"), (attempt["events"][0], "algorithm_sha256")):
            part[name] = pin["sha256"]
        attempt["hash"] = _link(attempt)
    return data


def _swapped(text: str) -> str:
    """Rules that recommend what is discouraged."""
    return (
        text.replace('"recommended"', '"?"')
        .replace('"discouraged"', '"recommended"')
        .replace("?", "discouraged")
    )


def test_other_rules_under_the_name_of_those_in_force_are_refused(
    whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    """Also with another hash: their points would be counted among those of the rules in force."""
    data = json.loads(whole[0])
    sha256 = data["attempts"][0]["algorithm_sha256"]
    with LearnerStore.open(empty, Clock()) as store:
        for change in (_swapped, lambda text: _swapped(text).replace(sha256, "5" * 64)):
            told = _taken(store, tmp_path, _with_rules(data, change))
            assert len(told.set_aside) == len(data["attempts"])
            assert all("are others" in one.reason for one in told.set_aside)
        assert store.count() == 0


def test_an_earlier_version_of_the_rules_comes_in_under_its_own_name(
    whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    """So does the version in force whose files only look different."""
    data = json.loads(whole[0])
    sha256 = data["attempts"][0]["algorithm_sha256"]
    earlier = _with_rules(
        data,
        lambda text: (
            _swapped(text).replace(sha256, "5" * 64).replace('"version": "1.0.0"', '"version": "0.9.0"')
        ),
    )
    with LearnerStore.open(empty, Clock()) as store:
        assert _taken(store, tmp_path, earlier).set_aside == []
    with LearnerStore.open(Profile(tmp_path / "other"), Clock()) as store:
        same = _with_rules(
            data, lambda text: json.dumps(json.loads(text.replace(sha256, "6" * 64)), indent=1)
        )
        assert _taken(store, tmp_path, same).set_aside == []


def _taken(store: LearnerStore, folder: Path, data: dict[str, Any]) -> Imported:
    path = folder / "changed.json"
    path.write_text(json.dumps(data), "utf-8")
    return brought_back(store, path)


@pytest.mark.parametrize("seed", range(25))
def test_one_changed_byte_never_comes_in(
    seed: int, whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    """What is taken is as it was exported; what is not is set aside, or the file is refused."""
    lots = random.Random(seed)
    data = bytearray(whole[0].encode())
    for _ in range(lots.choice((1, 1, 3))):
        data[lots.randrange(len(data))] = lots.choice((*b'"{}[]:,0 a\\', lots.randrange(256)))
    path = tmp_path / "noise.json"
    path.write_bytes(data)
    notes = {(note.id, note.attempt_id): note.text for note in whole[1].notes}
    with LearnerStore.open(empty, Clock()) as store:
        try:
            brought_back(store, path)
        except BadFile:
            assert store.count() == 0
        for record in store.summaries(limit=1000):
            assert record in whole[1].attempts
            assert store.events(record.id) in whole[1].events
        changed = [note for note in store.notes() if notes.get((note.id, note.attempt_id)) != note.text]
        assert len(changed) <= 3  # a note carries no hash: at most what was changed is


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_file_cut_short_changes_nothing(
    share: float, whole: tuple[str, Everything], tmp_path: Path, empty: Profile
) -> None:
    path = tmp_path / "cut.json"
    data = whole[0].encode()
    path.write_bytes(data[: int(len(data) * share)])
    with LearnerStore.open(empty, Clock()) as store:
        with pytest.raises(BadFile) as caught:
            brought_back(store, path)
        assert caught.value.what
        assert (store.count(), store.notes()) == (0, ())


HEAD = '{"format":1,"exported_at":"x","attempts":['
BOMBS = {
    "deep": HEAD + "[" * 100_000,
    "deep objects": HEAD + '{"a":' * 100_000,
    "many digits": HEAD + "9" * 100_000 + '],"notes":[],"texts":{}}',
    "a long string": HEAD + '"' + "a" * 20_000_000,
    "another format": '{"format":2,"exported_at":"x","attempts":[],"notes":[],"texts":{}}',
    "another member": '{"format":1,"exported_at":"x","attempts":[],"notes":[],"texts":{},"more":1}',
    "a member twice": '{"format":1,"exported_at":"x","attempts":[],"attempts":[],"notes":[],"texts":{}}',
    "a member missing": '{"format":1,"exported_at":"x","attempts":[],"texts":{}}',
    "something after": '{"format":1,"exported_at":"x","attempts":[],"notes":[],"texts":{}} {}',
    "a list": "[]",
    "nothing": "",
    "blanks": " " * 3_000_000,
    "nul": "\0" * 100,
    "a comma too many": HEAD + '1,],"notes":[],"texts":{}}',
    "no text": '{"format":1,"exported_at":"x","attempts":5,"notes":[],"texts":{}}',
    "open string": '{"format',
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_no_export_is_refused(name: str, tmp_path: Path, store: LearnerStore) -> None:
    path = tmp_path / "bomb.json"
    path.write_text(BOMBS[name], "utf-8")
    if name == "many digits":
        told = brought_back(store, path)
        assert [one.reason for one in told.set_aside] == ["A number has more than 40 digits."]
        return
    with pytest.raises(BadFile) as caught:
        brought_back(store, path)
    assert len(caught.value.one_line()) < 400
    assert store.count() == 0


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, store: LearnerStore) -> None:
    for data in (b"\xff\xfe{}", HEAD.encode() + b"\xff", HEAD.encode("utf-16")):
        (tmp_path / "bytes.json").write_bytes(data)
        with pytest.raises(BadFile):
            brought_back(store, tmp_path / "bytes.json")


@pytest.mark.parametrize("odd", ["NaN", "Infinity", '{"id":1,"id":2}', "null", '"text"', "[]", "1e999", "{}"])
def test_odd_json_in_the_place_of_an_attempt_or_note_is_set_aside(
    odd: str, tmp_path: Path, store: LearnerStore
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(f'{HEAD}{odd}],"notes":[{odd}],"texts":{{"x":{odd}}}}}', "utf-8")
    if odd in ("NaN", "Infinity", "1e999") or odd.startswith('{"id"'):
        with pytest.raises(BadFile):
            brought_back(store, path)
        path.write_text(f'{HEAD}{odd}],"notes":[{odd}],"texts":{{}}}}', "utf-8")
    told = brought_back(store, path)
    assert len(told.set_aside) == 2
    assert (store.count(), store.notes()) == (0, ())


def test_what_is_not_an_ordinary_file_is_refused(tmp_path: Path, store: LearnerStore) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing", Path("/dev/zero")):
        with pytest.raises(BadFile):
            brought_back(store, path)


def test_limits_are_on_pieces_and_on_their_number(
    monkeypatch: pytest.MonkeyPatch, file: Path, store: LearnerStore
) -> None:
    for name, value in (("MOST_PIECES", 5), ("LARGEST_PIECE", 1000), ("LARGEST_FILE", 10_000)):
        with monkeypatch.context() as patch:
            patch.setattr(export_parts, name, value)
            with pytest.raises(BadFile, match=r"limit|more than"):
                brought_back(store, file)
    assert store.count() == 0


def test_an_attempt_put_aside_stays_put_aside(tmp_path: Path, empty: Profile) -> None:
    with opened(tmp_path / "profile") as played:
        road = played.begin(0)
        played.decide(road)
        record = played.store.summary(road.attempt)
        played.store.set_summary(road.attempt, _abandoned(record.summary))
        data = json.loads(exported(played.store))
        before = everything(played.store)
    lying = copy.deepcopy(data)
    lying["attempts"][0]["summary"]["status"] = "finished"
    with LearnerStore.open(empty, Clock()) as store:
        _taken(store, tmp_path, lying)
        assert store.summary(road.attempt).summary.status == "open"
    with LearnerStore.open(Profile(tmp_path / "other"), Clock()) as store:
        _taken(store, tmp_path, data)
        assert everything(store) == before


def _abandoned(summary: Summary) -> Summary:
    from dataclasses import replace

    return replace(summary, status="abandoned")


def test_a_note_elsewhere_is_left_where_it_is(tmp_path: Path) -> None:
    with opened(tmp_path / "profile") as played:
        _note_on_evidence(played)
        data = json.loads(exported(played.store))
        (note,) = data["notes"]
        note.update(evidence="ev-other", text="moved", at="2099-01-01T00:00:00.000Z")
        before = played.store.notes()
        assert _taken(played.store, tmp_path, data).notes == 0
        assert played.store.notes() == before


def _note_on_evidence(played: Played) -> None:
    played.store.add_note("Small cohort", evidence="ev-t1-nel-126")

"""The fourteen edits of a results file, brought to a teacher's desk: each is set aside, or shown for what it is.

Three times: by somebody without the key, by the learner who signs her edit anew, and by the learner who also makes
the chains of hashes fit again. What she can do undetected is to hand in, once, other answers than she gave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.assignment import Assignment
from relall_trainer.cohort.draft import ShelfCase
from relall_trainer.cohort.importing import SET_ASIDE
from relall_trainer.cohort.signature import SigningKey
from relall_trainer.cohort.signed_file import RESULTS, canonical_bytes, parse_signed, seal
from relall_trainer.encounter import play
from relall_trainer.encounter.unrated import Unrated
from tests.cohort.signed_samples import changed, rechained
from tests.cohort.teaching_desk import NOW, Desk, assigned, handed, key_of, open_desk, rules

CODE, OTHER = "Learner 01", "Learner 02"
Body = dict[str, Any]
Edit = Callable[[Body, "Scene"], None]


class Scene:
    """A desk that knows the keys of two learners, an assignment, another one, and their honest files."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        case, rival = ShelfCase("early-t-cell-relapse"), ShelfCase("headaches-on-maintenance")
        self.asked: Assignment = assigned(desk, items=(case,)).assignment
        self.another: Assignment = assigned(desk, items=(rival,)).assignment
        self.honest = handed(self.asked, CODE)
        self.newer = handed(self.asked, CODE, number=2)
        self.others = handed(self.asked, OTHER)

    def body(self) -> Body:
        return parse_signed(self.honest.encode(), "sample", RESULTS).body

    def said(self, *files: str) -> set[str]:
        """The codes with which files are set aside, and those of all flags in the gradebook."""
        names = [self.folder / f"{number}.{RESULTS}" for number, _ in enumerate(files)]
        for path, text in zip(names, files, strict=True):
            path.write_text(text, encoding="utf-8")
        outcomes = self.desk.teaching.import_files(names).run().outcomes
        aside = {one.code for one in outcomes if one.status == SET_ASIDE}
        book = self.desk.teaching.gradebook(self.asked.id)
        return aside | {flag.code for row in book.rows for flag in row.flags}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(tmp_path_factory.mktemp("desk"))
    for code in (CODE, OTHER):
        desk.teaching.confirm(key_of(code).public, code)
    yield desk
    desk.store.close()


@pytest.fixture
def scene(desk: Desk, tmp_path: Path) -> Scene:
    return Scene(desk, tmp_path)


def log(body: Body) -> list[Body]:
    found: list[Body] = body["attempts"][0]["events"]
    return found


def score(body: Body, scene: Scene) -> None:
    claim = {"attempt": body["attempts"][0]["id"], "points": 0, "possible": 10_000, "critical": 0}
    body["claims"] = [claim]


def answer(body: Body, scene: Scene) -> None:
    """Another step of those on offer, where it leads the same way."""
    encounter = play.start(case_from_text(scene.asked.items[0].text), Unrated(rules()))
    for event in log(body)[1:-1]:
        after, _ = play.commit(encounter, tuple(event["chosen"]))
        for group in encounter.current.groups:
            offered = [option.action for option in group.options]
            for other in offered:
                chosen = [step for step in event["chosen"] if step not in offered] + [other]
                if chosen != event["chosen"] and play.commit(encounter, tuple(chosen))[0].node == after.node:
                    event["chosen"] = chosen
                    return
        encounter = after
    raise AssertionError("every other step leads elsewhere")


def dropped(body: Body, scene: Scene) -> None:
    del log(body)[2]


def reordered(body: Body, scene: Scene) -> None:
    log(body)[1], log(body)[2] = log(body)[2], log(body)[1]


def doubled(body: Body, scene: Scene) -> None:
    log(body).insert(2, dict(log(body)[1]))


def learner(body: Body, scene: Scene) -> None:
    body["learner"] = OTHER


def case(body: Body, scene: Scene) -> None:
    log(body)[0]["case_sha256"] = scene.another.items[0].sha256


def time(body: Body, scene: Scene) -> None:
    log(body)[-1]["at"] = (NOW + timedelta(hours=9)).isoformat().replace("+00:00", "Z")


def assignment(body: Body, scene: Scene) -> None:
    body["assignment"] = scene.another.id
    body["assignment_sha256"] = scene.another.sha256


def merged(body: Body, scene: Scene) -> None:
    body["attempts"] += parse_signed(scene.others.encode(), "sample", RESULTS).body["attempts"]


EDITS: dict[str, Edit] = {
    "score": score, "answer": answer, "dropped": dropped, "reordered": reordered, "doubled": doubled,
    "learner": learner, "case": case, "time": time, "assignment": assignment, "merged": merged,
}  # fmt: skip

# What is said where she signs her edit anew; where she makes the chains fit again; where she had handed in before.
SAID: dict[str, tuple[set[str], set[str], set[str]]] = {
    "score": ({"claim-differs"}, {"claim-differs"}, {"claim-differs"}),
    "answer": ({"broken-chain"}, set(), {"contradicts"}),
    "dropped": ({"broken-chain"}, {"does-not-replay"}, {"does-not-replay"}),
    "reordered": ({"broken-chain"}, {"does-not-replay"}, {"does-not-replay"}),
    "doubled": ({"broken-chain"}, {"does-not-replay"}, {"does-not-replay"}),
    "learner": ({"broken-chain"}, {"unconfirmed-key"}, {"unconfirmed-key", "copied"}),
    "case": ({"broken-chain"}, {"case-differs"}, {"case-differs"}),
    "time": ({"broken-chain"}, {"made-before"}, {"contradicts", "made-before"}),
    "assignment": ({"broken-chain"}, {"case-differs"}, {"case-differs"}),
    "merged": ({"broken-chain"}, set(), set()),
}


def edited(scene: Scene, name: str, *, chains: bool) -> Body:
    body = changed(scene.body(), lambda body: EDITS[name](body, scene))
    if chains:
        rechained(body)
    return body


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_by_somebody_without_the_key_is_set_aside(name: str, scene: Scene) -> None:
    before = canonical_bytes(scene.body()).decode()
    after = canonical_bytes(edited(scene, name, chains=True)).decode()
    assert scene.said(scene.honest.replace(before, after)) == {"altered"}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_she_signs_anew(name: str, scene: Scene) -> None:
    assert scene.said(seal(RESULTS, edited(scene, name, chains=False), key_of(CODE))) == SAID[name][0]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_she_signs_anew_with_chains_that_fit(name: str, scene: Scene) -> None:
    assert scene.said(seal(RESULTS, edited(scene, name, chains=True), key_of(CODE))) == SAID[name][1]


@pytest.mark.parametrize("name", EDITS)
def test_such_an_edit_beside_what_she_handed_in_before(name: str, scene: Scene) -> None:
    body = {**edited(scene, name, chains=True), "number": 2}
    assert SAID[name][2] <= scene.said(scene.honest, seal(RESULTS, body, key_of(CODE)))


def test_an_old_result_again_is_known_or_shown(scene: Scene) -> None:
    assert scene.said(scene.newer, scene.honest, scene.newer) == set()  # only an earlier file, taken in late
    again = {**scene.body(), "number": 3}
    assert "dropped" in scene.said(seal(RESULTS, again, key_of(CODE)))


def test_a_file_without_its_signature_or_of_another_format_is_set_aside(scene: Scene) -> None:
    assert scene.said(scene.honest.rpartition(',"signature"')[0] + "}\n") == {"not-canonical"}
    assert scene.said(scene.honest.replace('"format":1', '"format":0')) == {"not-canonical"}
    assert scene.said(scene.honest.replace('"format":1', '"format":2')) == {"newer-format"}


def test_a_swapped_key_is_set_aside_and_a_second_key_is_shown(scene: Scene) -> None:
    other = SigningKey.from_seed("55" * 32)
    assert scene.said(scene.honest.replace(key_of(CODE).public, other.public)) == {"altered"}
    anew = seal(RESULTS, {**scene.body(), "number": 2}, other)
    assert "two-keys" in scene.said(scene.honest, anew)


def test_two_files_in_one_are_set_aside(scene: Scene) -> None:
    assert scene.said(scene.honest.rstrip() + scene.others) == {"altered"}


def test_attempts_out_of_another_file_are_shown_beside_it(scene: Scene) -> None:
    body = edited(scene, "merged", chains=True)
    assert scene.said(scene.others, seal(RESULTS, body, key_of(CODE))) == {"copied"}

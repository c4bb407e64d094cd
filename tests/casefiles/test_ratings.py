"""What only shows with the algorithm: along every road, and along the authors' path."""

from __future__ import annotations

import pytest

from tests.casefiles.conftest import Check, codes, replaced

NEXT = "      - {to: told, origin: simulated, text: The marrow is looked at., evidence: [ev-p1-relapse]}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("node: counts,", "node: told,", "it has come to node counts, not to told"),
        ("chosen: [wu-marrow], origin", "chosen: [wu-lp], origin", "'wu-lp' is not offered"),
        ("chosen: [wu-marrow], origin", "chosen: [], origin", "needs exactly one step; none was chosen"),
        (
            "origin: paper}",
            "origin: paper}\n  - {node: told, chosen: [], origin: paper}",
            "it has come to node told",
        ),
    ],
)
def test_a_path_that_cannot_be_played(check: Check, sound_text: str, old: str, new: str, said: str) -> None:
    (diagnostic,) = check(replaced(sound_text, (old, new)))
    assert diagnostic.code == "C403"
    assert said in diagnostic.message


def test_a_path_that_stops_on_the_way(check: Check, sound_text: str) -> None:
    before = "  - id: counts\n"
    first = (
        "  - id: first\n    title: First\n    day: 0\n    narrative: She is tired.\n    groups:\n"
        "      - {id: g, prompt: What now?, dimension: workup, pick: one, options: "
        "[{action: wu-marrow, feedback: x}, {action: wu-watch, feedback: x}]}\n"
        "    next:\n      - {to: counts, origin: paper, text: She comes.}\n"
    )
    text = replaced(
        sound_text,
        (before, first + before),
        ("start: counts", "start: first"),
        ("node: counts,", "node: first,"),
    )
    (diagnostic,) = check(text)
    assert diagnostic.message == "the authors' path: it stops at node counts, before an ending"


def test_a_patch_that_fails_on_one_road_only(check: Check, sound_text: str) -> None:
    fails = NEXT.replace(
        "{to:", "{when: {chosen: [wu-watch]}, patch: {prior_regimens: {last: {response: CR}}}, to:"
    )
    (diagnostic,) = check(replaced(sound_text, (NEXT, fails + NEXT)))
    assert diagnostic.code == "C410"
    assert diagnostic.column == fails.index("patch:") + 1


def test_a_patient_outside_the_scope_has_nothing_right_to_choose(check: Check, sound_text: str) -> None:
    found = codes(check(replaced(sound_text, ("lineage: T", "ph: positive"))))
    assert "C401" in found


def test_an_order_set_with_something_wrong_on_offer(check: Check, sound_text: str) -> None:
    assert check(replaced(sound_text, ("pick: one", "pick: any"))) == []


def test_unrated_steps_are_counted_over_the_patients(check: Check, sound_text: str) -> None:
    text = replaced(sound_text, ("action: wu-watch", "action: wu-testes"))
    (diagnostic,) = check(text)
    assert diagnostic.message == "wu-testes is not rated here for 1 of the 1 patients who can get here"

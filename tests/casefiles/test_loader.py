"""From a text to a case, or to every reason why not."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from relall_trainer.casefiles.loader import load_case, read_case
from relall_trainer.clinical.patient import PriorRegimen
from relall_trainer.encounter.case import Condition
from relall_trainer.errors import BadFile
from tests.casefiles.conftest import Check, codes, replaced

NEXT = "      - {to: told, origin: simulated, text: The marrow is looked at., evidence: [ev-p1-relapse]}\n"
CHART = "    chart:\n      - {label: Counts, text: Low, origin: paper, evidence: [ev-a]}\n"


def test_reads_every_part(sound_text: str) -> None:
    case, found = read_case(sound_text)
    assert found == []
    assert case is not None
    assert case.sha256 == hashlib.sha256(sound_text.encode()).hexdigest()
    assert (case.head.id, case.head.minutes, case.head.modeled_on) == ("base", 5, None)
    assert case.patient.status == "suspected_relapse"
    counts, told = case.nodes.values()
    assert [option.action for option in counts.groups[0].options] == ["wu-marrow", "wu-watch"]
    assert counts.next[0].evidence == ("ev-p1-relapse",)
    assert told.ending is not None
    assert told.ending.take_away == ("One.", "Two.", "Three.")
    assert case.authors_path[0].chosen == ("wu-marrow",)


def test_reads_what_is_optional(sound_text: str) -> None:
    text = replaced(
        sound_text,
        (
            "nodes:\n",
            'draws:\n  - {id: luck, evidence: ev-a, figure: cr, successes: 1, of: 4, default: "no"}\nnodes:\n',
        ),
        (
            "{action: wu-watch, feedback: It loses time.}",
            "{action: wu-watch, label: Wait, detail: Two weeks, parameters: {for: two weeks}, weight: 2}",
        ),
        ("pick: one\n", "pick: one\n        weight: 2.5\n"),
        (
            "    groups:",
            "    patient: {donors: {add: [original]}, marrow_blasts_pct: 40}\n" + CHART + "    groups:",
        ),
        (
            NEXT,
            "      - when: {chosen_any: [wu-watch], patient: {ecog: [0, 1], donors: original}, draw: {luck: 'yes'}}\n"
            "        to: told\n        origin: paper\n"
            "        patch: {prior_regimens: {last: {response: none}, add: {from: staging, intent: salvage}}}\n"
            + NEXT,
        ),
    )
    case, found = read_case(text)
    assert case is not None, found
    counts = case.nodes["counts"]
    assert counts.patch == {"donors": {"add": ["original"]}, "marrow_blasts_pct": 40}
    assert counts.chart[0].evidence == ("ev-a",)
    assert counts.groups[0].weight == 2.5
    option = counts.groups[0].options[1]
    assert (option.label, option.detail, option.parameters, option.weight) == (
        "Wait",
        "Two weeks",
        {"for": "two weeks"},
        2,
    )
    assert counts.next[0].when == Condition(
        chosen_any=("wu-watch",), patient={"ecog": (0, 1), "donors": ("original",)}, draw={"luck": "yes"}
    )
    assert case.draws["luck"].default == "no"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("lineage: T", "linage: T", "C130"),
        ("lineage: T", "lineage: [T]", "C130"),
        ("lineage: T", "age_years: 17", "C130"),
        ("lineage: T", "prior_regimens: [{name: x, respons: CR}]", "C130"),
        ("lineage: T", "rating: recommended", "C121"),
        ("start: counts", "start: Counts", "C115"),
        ("start: counts", "start: 7", "C112"),
        ("start: counts", "start: null", "C111"),
        ("license: CC-BY-4.0", "license: [CC-BY-4.0]", "C112"),
        ("authors: [RelALL Trainer project]", "authors: []", "C116"),
        ("authors: [RelALL Trainer project]", "authors: [1]", "C112"),
        ("modeled_on: null\n", "", "C111"),
        ("format: 1", "format: true", "C105"),
        ('released: "2026-11-22"', "released: 2026-1-2", "C120"),
        ("version: 1.0.0", "version: 1.0.0-beta", "C119"),
        ("version: 1.0.0", "version: 01.0.0", "C119"),
        ("title: A base", f"title: {'x' * 301}", "C117"),
        ("[Look, Think, Act]", "Look", "C112"),
        ("[Look, Think, Act]", "[Look, Think, <b>Act</b>]", "C122"),
        ("day: 0", "day: -1", "C114"),
        ("day: 0", "day: 1.5", "C112"),
        ("day: 0", "day: true", "C112"),
        ("pick: one", "pick: two", "C113"),
        ("pick: one", "pick: one\n        weight: 0", "C114"),
        ("pick: one", "pick: one\n        weight: heavy", "C112"),
        ("pick: one", "pick: one\n        correct: wu-marrow", "C121"),
        ("feedback: It tells.", "parameters: {score: high}", "C121"),
        ("feedback: It tells.", "parameters: {day: 3}", "C112"),
        ("chosen: [wu-marrow]", "chosen: wu-marrow", "C112"),
        ("chosen: [wu-marrow], origin: paper", "chosen: [wu-marrow], origin: simulated", "C113"),
        ("evidence: [ev-p1-relapse]", "evidence: [p1]", "C211"),
        ("{to: told,", "{when: {chosn: [wu-watch]}, to: told,", "C110"),
        ("{to: told,", "{when: {chosen: []}, to: told,", "C116"),
        ("{to: told,", "{when: {patient: {prior_regimens: []}}, to: told,", "C132"),
        ("{to: told,", "{when: {patient: {ecog: []}}, to: told,", "C132"),
        ("{to: told,", "{when: {patient: {ecog: 9}}, to: told,", "C130"),
        ("{to: told,", "{when: {draw: {luck: true}}, to: told,", "C132"),
        ("{to: told,", "{patch: {ecog: {add: 1}}, to: told,", "C130"),
        ("{to: told,", "{patch: {donors: {}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {first: {}}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {add: none}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {add: {intent: cns}}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {last: {from: staging}}}, to: told,", "C131"),
        ("{to: told,", "{patch: {prior_regimens: {add: {from: staging, action: wu-lp}}}, to: told,", "C131"),
        ("    groups:", "    patient: {prior_regimens: {add: {from: staging}}}\n    groups:", "C131"),
        ("    groups:", "    chart: [none]\n    groups:", "C112"),
        ("    ending:", "    ending: ended\n    x:", "C112"),
    ],
)
def test_faults_of_shape(check: Check, sound_text: str, old: str, new: str, code: str) -> None:
    assert code in codes(check(replaced(sound_text, (old, new))))


def test_a_regimen_at_the_start_names_a_known_action(check: Check, sound_text: str) -> None:
    text = replaced(sound_text, ("lineage: T", "prior_regimens: [{action: sx-hypercvd, intent: frontline}]"))
    (diagnostic,) = check(text)
    assert diagnostic.code == "C210"
    assert "did you mean sx-hypercvad?" in diagnostic.message


def test_load_raises_with_the_first_fault_and_the_number_of_others(tmp_path: Path, sound_text: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        replaced(sound_text, ("minutes: 5", "minutes: x"), ("pick: one", "pick: x"), ("day: 0", "day: x"))
    )
    with pytest.raises(BadFile, match=r"line 12: minutes is a whole number, not a text \(and 2 more\)"):
        load_case(file)


def test_load_from_a_folder(tmp_path: Path, sound_text: str) -> None:
    folder = tmp_path / "base"
    folder.mkdir()
    (folder / "case.yaml").write_text(sound_text)
    assert load_case(folder) == load_case(folder / "case.yaml")
    assert load_case(folder).patient.prior_regimens == ()
    with pytest.raises(BadFile, match="wu-marrow"):
        load_case(folder, frozenset({"wu-watch"}))


def test_regimens_are_read(sound_text: str) -> None:
    text = replaced(sound_text, ("lineage: T", "prior_regimens: [{name: x, response: CR}]"))
    case, _ = read_case(text)
    assert case is not None
    assert case.patient.prior_regimens == (PriorRegimen(name="x", response="CR"),)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "case.yaml")
    with pytest.raises(BadFile, match="not an ordinary file"):
        load_case(tmp_path)

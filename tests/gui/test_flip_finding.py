"""Flips are found a slice at a time, for each other rating the smallest; asking anew drops what was asked before."""

from __future__ import annotations

import dataclasses

from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.flip import smallest_changes
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.flip_finding import FlipFinding

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")


def test_each_other_rating_has_its_smallest_change(qtbot: QtBot, algorithm: Algorithm) -> None:
    finding = FlipFinding()
    with qtbot.waitSignal(finding.found) as found:
        finding.ask(algorithm, KNOWN, "sx-blina", None)
    action, flips = found.args
    assert action == "sx-blina"
    ratings = [flip.rating for flip in flips]
    assert list(dict.fromkeys(ratings)) == ["acceptable", "discouraged", "contraindicated", "unrated"]
    for rating, most in (("acceptable", 2), ("discouraged", 2), ("contraindicated", 2), ("unrated", 1)):
        expected = smallest_changes(algorithm, KNOWN, "sx-blina", (rating,), most)
        assert tuple(flip for flip in flips if flip.rating == rating) == expected


def test_asking_anew_drops_what_was_asked_before(qtbot: QtBot, algorithm: Algorithm) -> None:
    finding = FlipFinding()
    told: list[str] = []
    finding.found.connect(lambda action, _flips: told.append(action))
    finding.ask(algorithm, KNOWN, "sx-blina", None)
    with qtbot.waitSignal(finding.found):
        finding.ask(algorithm, KNOWN, "tx-allo", None)
    assert told == ["tx-allo"]


def test_finishing_now_gives_the_same_answer(qtbot: QtBot, algorithm: Algorithm) -> None:
    sick = dataclasses.replace(KNOWN, csf="positive")
    finding = FlipFinding()
    finding.ask(algorithm, sick, "sx-blina", None)
    with qtbot.waitSignal(finding.found) as at_once:
        finding.finish()
    finding.finish()  # nothing is under way: nothing is told twice
    finding.ask(algorithm, sick, "sx-blina", None)
    with qtbot.waitSignal(finding.found) as later:
        pass
    assert at_once.args == later.args


def test_stopping_tells_nothing(qtbot: QtBot, algorithm: Algorithm) -> None:
    finding = FlipFinding()
    finding.ask(algorithm, KNOWN, "sx-blina", None)
    finding.stop()
    with qtbot.assertNotEmitted(finding.found, wait=120):
        pass

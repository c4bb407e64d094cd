"""The evidence beside a step: its items and figures, what the paper does not fit, and since 2015 apart."""

from __future__ import annotations

import dataclasses

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.evidence.reference import EvidenceItem, Figure, Inconsistency, SinceItem
from relall_trainer.gui.verdicts import StepVerdict, verdict
from relall_trainer.gui.widgets.evidence_panel import SINCE_HEADING, EvidencePanel
from tests.gui.stage import formatted_labels, look, nameless, small_case

ITEM = EvidenceItem(
    id="ev-x",
    topic="t",
    topic_title="T",
    title="Look & see <b>again</b>",
    statement="Look again.",
    section="Patient 1",
    page="590",
    page_certain=False,
    references=(9,),
    study="expert",
    status="paper",
    figures=(Figure("cr", "CR", percent=36, numerator=45, denominator=126),),
    caveat="Few patients.",
    inconsistencies=("I-05",),
)


class Shelf:
    """A library of one item."""

    def item(self, id: str) -> EvidenceItem | None:
        return ITEM if id == "ev-x" else None

    def since_item(self, id: str) -> SinceItem | None:
        if id != "S13":
            return None
        return SinceItem(
            "S13", "Withdrawn", "t", "No longer sold.", (), "Federal Register", "2022", "verified"
        )

    def inconsistency(self, id: str) -> Inconsistency | None:
        return Inconsistency(id, "When?", "what", "how", ("ev-x",))


def step(algorithm: Algorithm) -> StepVerdict:
    encounter = play.start(small_case(), algorithm)
    after, visit = play.commit(encounter, ["wu-marrow"])
    told = verdict(encounter.current, visit, after.appraised(visit), algorithm)
    return dataclasses.replace(told.steps[0], evidence=("ev-x", "ev-gone"), since=("S13",))


def words(panel: QWidget) -> list[str]:
    return [one.text() for one in panel.findChildren(QLabel) if one.isVisibleTo(panel)]


def panel(qtbot: QtBot) -> EvidencePanel:
    made = EvidencePanel(look()[0], Shelf())
    qtbot.addWidget(made)
    made.show()
    return made


def test_items_with_study_place_limits_and_misfits(qtbot: QtBot, algorithm: Algorithm) -> None:
    one = panel(qtbot)
    one.show_step(step(algorithm), at_once=True)
    told = words(one)
    assert "Look & see <b>again</b>" in told
    assert "The authors' practice · Patient 1, p. 590 (inferred) · ref 9" in told
    assert any("Few patients." in text and "(I-05): When?" in text for text in told)
    assert formatted_labels(one) == []
    assert nameless(one) == []


def test_since_2015_stands_apart_and_says_it_never_scores(qtbot: QtBot, algorithm: Algorithm) -> None:
    one = panel(qtbot)
    one.show_step(step(algorithm), at_once=True)
    assert SINCE_HEADING in words(one)
    assert "No longer sold." in words(one)
    one.show_step(dataclasses.replace(step(algorithm), since=()), at_once=True)
    assert SINCE_HEADING not in words(one)
    assert "No longer sold." not in words(one)


def test_a_step_without_evidence_says_so(qtbot: QtBot, algorithm: Algorithm) -> None:
    one = panel(qtbot)
    one.show_step(dataclasses.replace(step(algorithm), evidence=(), feedback="", since=()), at_once=True)
    assert any("says nothing on this step" in text for text in words(one))


def test_the_evidence_page_is_asked_for_the_first_item(qtbot: QtBot, algorithm: Algorithm) -> None:
    one = panel(qtbot)
    one.show_step(step(algorithm))
    with qtbot.waitSignal(one.evidence_asked) as asked:
        one.ask()
    assert asked.args == ["ev-x"]


def test_without_a_library_nothing_breaks(qtbot: QtBot, algorithm: Algorithm) -> None:
    made = EvidencePanel(look()[0], None)
    qtbot.addWidget(made)
    made.show_step(step(algorithm), at_once=True)
    made.ask()
    made.use_library(Shelf())
    made.show_step(step(algorithm), at_once=True)
    made.show()
    assert "Look again." in words(made)

"""The algorithm questioned by keyboard: facts, steps, reasons, flips, rules, silences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.plausible import impossible
from relall_trainer.evidence.library import Library
from relall_trainer.gui.pages.algorithm import ABOUT, AlgorithmPage
from relall_trainer.gui.widgets.button import Button
from tests.gui.stage import formatted_labels, look, nameless

K = Qt.Key
KNOWN = Patient(
    lineage="B",
    cd19="positive",
    marrow="overt",
    marrow_blasts_pct=60,
    csf="negative",
    neuro_exam="normal",
    months_induction_to_relapse=24,
    prior_regimens=(PriorRegimen("sx-hypercvad", "", "frontline", "CR"),),
    exposures=frozenset({"anthracycline", "hd_cytarabine", "hd_methotrexate", "vincristine"}),
)


@pytest.fixture(scope="module")
def library(prepared: Path) -> Iterator[Library]:
    with Library.open(prepared / "evidence.db") as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, algorithm: Algorithm) -> AlgorithmPage:
    made = AlgorithmPage(*look(), seed=lambda: 7)
    qtbot.addWidget(made)
    made.resize(1080, 660)
    made.show()
    qtbot.waitExposed(made)
    made.show_algorithm(algorithm)
    made.show_patient(KNOWN, "The test's patient")
    return made


def reasons(page: AlgorithmPage) -> str:
    return "\n".join(row.spoken() for row in page.ask.reasons_pane.rows.rows)


def come_to_step(page: AlgorithmPage, words: str) -> None:
    """Find a step by typing, and come to it."""
    steps = page.ask.steps_pane
    steps.steps.setFocus()
    QTest.keyClick(steps.steps, words[0])
    QTest.keyClicks(steps.find_field, words[1:])
    QTest.keyClick(steps.find_field, K.Key_Return)


def test_a_changed_fact_is_answered_at_once_in_words(page: AlgorithmPage) -> None:
    page.show_step("sx-blina")
    form = page.ask.form
    form.setFocus()
    form.come_to("csf")
    QTest.keyClick(form, K.Key_Right)
    line = next(row for row in page.ask.steps_pane.steps.rows if row.key == "sx-blina")
    assert (line.rating, line.was, line.rule) == ("contraindicated", "recommended", "R25")
    assert "CNS disease is active, and the authors hold blinatumomab contraindicated" in reasons(page)
    assert page.ask.patient_pane.who == "The test's patient · 1 fact changed"
    assert " changed · " in page.ask.steps_pane.tally


def test_every_step_is_there_and_told_with_its_rating(page: AlgorithmPage, algorithm: Algorithm) -> None:
    rows = [row for row in page.ask.steps_pane.steps.rows if not row.caption]
    assert {row.key: row.rating for row in rows} == {
        action: step.rating for action, step in algorithm.appraise(KNOWN).steps.items()
    }


def test_typing_finds_a_step_and_escape_shows_them_all(page: AlgorithmPage, qtbot: QtBot) -> None:
    come_to_step(page, "ommaya")
    steps = page.ask.steps_pane
    assert steps.steps.current_key == "cns-ommaya"
    assert page.ask.action == "cns-ommaya"
    assert steps.steps.hasFocus()
    page.begin_finding()
    QTest.keyClick(steps.find_field, K.Key_Escape)
    qtbot.waitUntil(lambda: len(steps.steps.rows) > 81)
    assert steps.steps.current_key == "cns-ommaya"


def test_ratings_narrow_the_steps(page: AlgorithmPage) -> None:
    page.ask.steps_pane.only.pick("contraindicated")
    shown = {row.rating for row in page.ask.steps_pane.steps.rows if not row.caption}
    assert shown == {"contraindicated"}
    page.show_step("sx-flag")  # shown all the same
    assert page.ask.steps_pane.steps.current_key == "sx-flag"


def test_a_flip_is_found_and_made_so_with_one_key(page: AlgorithmPage, qtbot: QtBot) -> None:
    page.ask.form.set_fact("cd19", "negative")
    page.show_step("sx-blina")
    qtbot.waitUntil(lambda: bool(page.ask.reasons_pane.flips))
    told = next(row for row in page.ask.reasons_pane.rows.rows if row.mark == "1")
    assert (told.heading, told.rating) == ("CD19: positive", "recommended")
    page.ask.steps_pane.steps.setFocus()
    with qtbot.waitSignal(page.said) as said:
        QTest.keyClick(page.ask.steps_pane.steps, K.Key_1)
    assert page.patient == KNOWN
    assert "Blinatumomab: Recommended" in said.args[0]
    assert page.ask.form.current_key == "cd19"


def test_a_key_before_the_flips_are_found_waits_for_them(page: AlgorithmPage) -> None:
    page.ask.form.set_fact("cd19", "negative")
    page.show_step("sx-blina")
    page.ask.apply_flip(0)
    assert page.patient == KNOWN
    page.ask.apply_flip(8)  # there are not so many: nothing happens
    assert page.patient == KNOWN


def test_enter_goes_from_step_to_reasons_to_rule_and_evidence(page: AlgorithmPage, qtbot: QtBot) -> None:
    come_to_step(page, "blinat")
    QTest.keyClick(page.ask.steps_pane.steps, K.Key_Return)
    rows = page.ask.reasons_pane.rows
    assert rows.hasFocus()
    rows.come_to("evidence ev-blina-response")
    with qtbot.waitSignal(page.evidence_asked) as asked:
        QTest.keyClick(rows, K.Key_Return)
    assert asked.args == ["ev-blina-response"]
    rows.come_to("rule R24.1")
    QTest.keyClick(rows, K.Key_Return)
    assert page.tabs.here == "rules"
    assert page.rules.lines.current_key == "R24.1"


def test_evidence_is_named_by_its_title(page: AlgorithmPage, library: Library) -> None:
    page.show_step("sx-blina")
    page.use_library(library)
    item = library.item("ev-blina-response")
    assert item is not None
    assert item.title in reasons(page)


def test_rules_that_fire_are_marked_and_lead_to_their_step(
    page: AlgorithmPage, qtbot: QtBot, algorithm: Algorithm
) -> None:
    page.show_rule("R24.1")
    lines = {line.key: line for line in page.rules.lines.rows}
    assert {key for key, line in lines.items() if line.fires} == {
        row.id for row in algorithm.fired_rows(KNOWN)
    }
    assert page.rules.lines.hasFocus()
    QTest.keyClick(page.rules.lines, K.Key_Return)
    assert (page.tabs.here, page.ask.action) == ("ask", "sx-blina")
    page.show_rule("R24")
    with qtbot.waitSignal(page.evidence_asked):
        QTest.keyClick(page.rules.lines, K.Key_Return)


def test_typing_finds_rules(page: AlgorithmPage) -> None:
    page.tabs.choose("rules")
    page.begin_finding()
    field = page.rules.focusWidget()
    QTest.keyClicks(field, "hospice")
    QTest.keyClick(field, K.Key_Return)
    assert [line.key for line in page.rules.lines.rows if line.head] == ["R56"]
    QTest.keyClick(field, K.Key_Escape)


def test_a_rule_asked_for_early_is_shown_as_soon_as_it_can_be(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = AlgorithmPage(*look())
    qtbot.addWidget(page)
    page.show_rule("R30")
    page.show_algorithm(algorithm)
    assert (page.tabs.here, page.rules.lines.current_key) == ("rules", "R30")


def test_silences_lead_to_their_step(page: AlgorithmPage) -> None:
    page.tabs.choose("silent")
    page.silence.lines.come_to("step cns-it-alternating")
    page.silence.lines.setFocus()
    QTest.keyClick(page.silence.lines, K.Key_Return)
    assert (page.tabs.here, page.ask.action) == ("ask", "cns-it-alternating")
    page.tabs.choose("silent")
    page.silence.tabs.choose("general")
    assert any("Never rated" in row.text for row in page.silence.lines.rows)


def test_the_rules_and_silences_follow_the_patient(page: AlgorithmPage) -> None:
    page.ask.form.set_fact("ph", "positive")
    page.tabs.choose("rules")
    assert not any(line.fires for line in page.rules.lines.rows)
    page.tabs.choose("silent")
    assert len(page.silence.lines.rows) == 1
    page.tabs.choose("ask")
    assert all(row.caption or row.rating == "unrated" for row in page.ask.steps_pane.steps.rows)


def test_impossible_patients_are_noted_and_rated(page: AlgorithmPage) -> None:
    assert page.ask.patient_pane.note == ""
    page.ask.form.set_fact("dli_given", True)
    assert "Hardly possible, and rated all the same" in page.ask.patient_pane.note
    assert any(row.rating == "recommended" for row in page.ask.steps_pane.steps.rows)


def test_a_fresh_patient_is_plausible_and_the_same_for_the_same_seed(
    page: AlgorithmPage, algorithm: Algorithm
) -> None:
    page.take_fresh_patient()
    first = page.patient
    assert first != KNOWN
    assert impossible(first, algorithm.actions) == ()
    assert page.ask.patient_pane.who == "A fresh patient"
    page.show_patient(KNOWN, "Again")
    page.take_fresh_patient()
    assert page.patient == first


def test_the_papers_patients_are_offered_and_the_first_is_taken(qtbot: QtBot, algorithm: Algorithm) -> None:
    page = AlgorithmPage(*look())
    qtbot.addWidget(page)
    page.show_algorithm(algorithm)
    other = dataclasses.replace(KNOWN, csf="positive")
    page.offer_patients((("Patient 1", KNOWN), ("Patient 2", other)))
    assert (page.patient, page.ask.patient_pane.who) == (KNOWN, "Patient 1")
    page.ask.patient_pane.offered.pick("2")
    assert (page.patient, page.ask.patient_pane.who) == (other, "Patient 2")
    page.ask.patient_pane.offered.pick("2")
    page.offer_patients((("Patient 1", KNOWN),))
    assert page.patient == other  # she is being asked about


def test_reset_takes_every_changed_fact_back(page: AlgorithmPage) -> None:
    page.ask.form.set_fact("csf", "positive")
    page.ask.form.set_fact("ecog", 4)
    page.ask.reset()
    assert page.patient == KNOWN
    assert page.ask.patient_pane.who == "The test's patient"


def test_no_widget_is_made_for_a_changed_fact(page: AlgorithmPage) -> None:
    before = len(page.findChildren(object))
    for fact, value in (("csf", "positive"), ("lineage", "T"), ("goals", "comfort"), ("status", "remission")):
        page.ask.form.set_fact(fact, value)
    assert len(page.findChildren(object)) == before


@pytest.mark.parametrize(("width", "panes"), [(1080, 3), (800, 3), (500, 1)])
def test_every_width_has_its_shape(page: AlgorithmPage, qtbot: QtBot, width: int, panes: int) -> None:
    page.resize(width, 660)
    qtbot.waitUntil(lambda: page.width() == width)
    ask = page.ask
    shown = [pane for pane in (ask.patient_pane, ask.steps_pane, ask.reasons_pane) if pane.isVisible()]
    assert len(shown) == panes
    for pane in shown:
        assert pane.mapTo(page, pane.rect().bottomRight()).x() <= page.width()
    page.show_step("sx-blina")
    assert ask.reasons_pane.isVisible()


def test_what_it_is_stands_on_it_and_everything_has_a_name(page: AlgorithmPage) -> None:
    assert ABOUT in [one.text() for one in page.findChildren(QLabel)]
    for view in ("ask", "rules", "silent"):
        page.tabs.choose(view)
        assert nameless(page) == []
        assert formatted_labels(page) == []
    assert all(button.accessibleName() for button in page.findChildren(Button))


def test_named_actions_do_what_they_say(page: AlgorithmPage) -> None:
    named = {one.id: do for one, do in page.named_actions()}
    named["algorithm.rules"]()
    assert page.tabs.here == "rules"
    named["algorithm.silent"]()
    assert page.tabs.here == "silent"
    named["algorithm.find"]()
    assert page.tabs.here == "ask"
    page.ask.form.set_fact("cd19", "negative")
    page.show_step("sx-blina")
    named["algorithm.flip"]()
    assert page.patient == KNOWN
    page.ask.form.set_fact("cd19", "negative")
    named["algorithm.reset"]()
    assert page.patient == KNOWN
    named["algorithm.fresh"]()
    assert page.patient != KNOWN


def test_a_mistake_is_reported_with_step_rule_and_version(
    page: AlgorithmPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    import relall_trainer.gui.mistake_report as mistake_report

    reported = []
    monkeypatch.setattr(mistake_report, "report_mistake", lambda _parent, about: reported.append(about))
    page.show_step("sx-blina")
    page.report_mistake()
    (about,) = reported
    assert (about.step, about.rule, about.algorithm) == ("sx-blina", "R24.1", "frey-luger-2015")
    assert "Blinatumomab: Recommended" in about.quoted

"""A small algorithm that counts how often it is asked, and a small case with two roads and a draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.appraisal import AlgorithmPin, Appraisal, RatedStep
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.encounter.case import (
    Case,
    CaseHead,
    Condition,
    Draw,
    Ending,
    Group,
    Node,
    Option,
    PathStep,
    Transition,
)

ACTIONS = ("look", "tap", "wait", "strong", "gentle", "toxic", "silent", "talk", "refer")


class FakeAlgorithm:
    """Rates by a small table; counts how often it was asked."""

    def __init__(self) -> None:
        self.pin = AlgorithmPin("fake", "1.0.0", "a" * 64)
        self.actions: Mapping[str, Action] = {
            name: Action(name, "systemic", f"Label of {name}", "") for name in ACTIONS
        }
        self.asked = 0

    def appraise(self, patient: Patient) -> Appraisal:
        self.asked += 1
        cns = patient.csf == "positive"
        ratings = {
            "look": "recommended",
            "tap": "acceptable" if patient.csf != "not_done" else "recommended",
            "wait": "discouraged",
            "strong": "contraindicated" if patient.neuropathy_grade >= 3 else "recommended",
            "gentle": "acceptable",
            "toxic": "contraindicated",
            "silent": "unrated",
            "talk": "recommended",
            "refer": "contraindicated" if cns else "acceptable",
        }
        steps = {name: rated(name, rating) for name, rating in ratings.items()}
        return Appraisal(self.pin, "inside", patient, steps)


def rated(action: str, rating: str) -> RatedStep:
    rule = None if rating == "unrated" else f"R-{action}"
    return RatedStep(action, rating, rule, rule and f"{rule}.1", "", (), (), (), ())


def options(*actions: str) -> tuple[Option, ...]:
    return tuple(Option(action) for action in actions)


def build_case() -> Case:
    nodes = (
        Node(
            "first",
            "A fever",
            0,
            "She has a fever.",
            patch={"infection_active": True},
            groups=(
                Group("tests", "Which tests?", "workup", "any", options("look", "tap", "wait", "silent")),
                Group("plan", "Which plan?", "salvage", "one", options("strong", "gentle", "toxic")),
            ),
            next=(
                Transition(
                    "worse",
                    Condition(chosen_any=("wait", "toxic")),
                    patch={"neuropathy_grade": 3, "prior_regimens": {"add": {"from": "plan"}}},
                    text="It got worse.",
                ),
                Transition(
                    "lucky",
                    Condition(chosen=("tap",), draw={"luck": "yes"}),
                    patch={"csf": "negative"},
                    origin="paper",
                    text="It went well.",
                    evidence=("ev-one",),
                ),
                Transition(
                    "second",
                    patch={"csf": "positive", "exposures": {"add": ["vincristine"]}},
                    text="Time passes.",
                ),
            ),
        ),
        Node(
            "second",
            "Afterwards",
            14,
            "She is back.",
            groups=(
                Group("how", "How?", "salvage", "one", (Option("gentle", label="Softly"), Option("silent"))),
                Group("words", "What is said?", "goals", "any", options("talk", "refer")),
            ),
            next=(Transition("good", Condition(chosen=("talk",))), Transition("worse")),
        ),
        Node(
            "lucky",
            "Better",
            20,
            "She is well.",
            groups=(Group("more", "More?", "safety", "any", options("toxic", "gentle")),),
            next=(Transition("good"),),
        ),
        Node(
            "worse",
            "Trouble",
            30,
            "She is ill.",
            patch={"ecog": 3},
            groups=(Group("rescue", "And now?", "goals", "one", options("strong", "gentle", "wait")),),
            next=(Transition("bad"),),
        ),
        Node(
            "good",
            "Home",
            60,
            "",
            ending=Ending("home", "alive", "Home", "paper", ("One.", "Two.", "Three.")),
        ),
        Node("bad", "Lost", 60, "", ending=Ending("lost", "death", "Lost", "simulated", ("A.", "B.", "C."))),
    )
    head = CaseHead(
        id="small-case",
        version="1.2.3",
        title="A small case",
        summary="",
        modeled_on=None,
        authors=("RelALL Trainer project",),
        reviewers=(),
        evidence_as_of="2015-07-30",
        released="2026-01-01",
        review_by="2029-01-01",
        minutes=5,
        license="CC-BY-4.0",
        learning_goals=(),
        competencies=(),
    )
    return Case(
        head=head,
        sha256="c" * 64,
        patient=Patient(prior_regimens=(PriorRegimen(None, "induction", "frontline", "CR"),)),
        start="first",
        nodes={node.id: node for node in nodes},
        authors_path=(
            PathStep("first", ("look", "strong"), "paper"),
            PathStep("second", ("gentle", "talk"), "implied"),
        ),
        draws={"luck": Draw("luck", "ev-one", "cr", 45, 126, "no")},
    )


@pytest.fixture
def fake() -> FakeAlgorithm:
    return FakeAlgorithm()


@pytest.fixture
def small_case() -> Case:
    return build_case()


@pytest.fixture
def one_node() -> Callable[..., Node]:
    """A node with one group, to score by itself."""

    def build(pick: str, *offered: Option, weight: float | None = None) -> Node:
        return Node("here", "Here", 0, "", groups=(Group("all", "?", "salvage", pick, offered, weight),))

    return build

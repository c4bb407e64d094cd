"""A small case on the shipped algorithm, a session without a store, and the look, for tests of pages and widgets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.encounter import play
from relall_trainer.encounter.case import (
    Case,
    CaseHead,
    ChartEntry,
    Condition,
    Ending,
    Group,
    Node,
    Option,
    PathStep,
    Transition,
)
from relall_trainer.encounter.events import Event
from relall_trainer.errors import StoreError, TrainerError
from relall_trainer.gui.attempt_session import AttemptSession
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.style import apply_theme, style_sheet
from relall_trainer.gui.theme import LIGHT, Theme, read_theme
from relall_trainer.paths import assets_folder

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


class MemoryRecord:
    """Stands for the learner's store; ``full`` makes every write fail as a full disk does."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.notes: dict[str, str] = {}
        self.full = False

    def add(self, attempt: str, event: Event, after: play.Encounter) -> datetime:
        self._check()
        self.events.append(event)
        return NOON

    def keep_note(self, attempt: str, node: str, text: str) -> datetime:
        self._check()
        self.notes[node] = text
        return NOON

    def _check(self) -> None:
        if self.full:
            raise StoreError("The disk is full.", safe="Your choice is still here.", todo="Make room.")


class Listener:
    """Stands for the window's messages and keeps what was said."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.troubles: dict[str, tuple[TrainerError, tuple[object, ...]]] = {}
        self.announced: list[str] = []

    def tell(self, text: str, act: object = None, *, topic: str = "notice", stay: bool = False) -> None:
        self.told.append(text)

    def trouble(self, error: TrainerError, *acts: object, topic: str = "trouble") -> None:
        self.troubles[topic] = (error, acts)

    def settle(self, topic: str = "trouble") -> None:
        self.troubles.pop(topic, None)

    def announce(self, text: str, *, assertive: bool = False) -> None:
        self.announced.append(text)


@cache
def _made(mode: str, scale: int) -> tuple[Theme, Icons]:
    theme = Theme(read_theme(assets_folder() / "theme.toml"), mode, scale)
    return theme, Icons(assets_folder() / "icons", theme)


def look(mode: str = LIGHT, scale: int = 100) -> tuple[Theme, Icons]:
    """The shipped theme and icons, the program dressed in them."""
    theme, icons = _made(mode, scale)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # what earlier tests have closed
    if app.styleSheet() != style_sheet(theme):  # dressing every widget anew takes its time
        apply_theme(app, theme)
    return theme, icons


def small_case(extra: Mapping[str, Node] | None = None) -> Case:
    """Three nodes: orders, a choice with an order set beside it, and the end."""
    nodes = {
        "first": Node(
            id="first",
            title="Counts stay low",
            day=0,
            narrative="Her counts stay low **again** [ev-p1-relapse].",
            chart=(ChartEntry("Blood & marrow", "Few <b>cells</b>.", "simulated", ("ev-p1-relapse",)),),
            groups=(
                Group(
                    "orders",
                    "What do you order now?",
                    "workup",
                    "any",
                    (
                        Option("wu-marrow", feedback="This proves it."),
                        Option("wu-mrd"),
                        Option("wu-imaging", label="CT & PET of the <neck>"),
                        Option("wu-watch", feedback="Time is *lost* [ev-early-referral]."),
                    ),
                ),
            ),
            next=(
                Transition("died", Condition(chosen=("wu-watch",)), text="It went on.", origin="simulated"),
                Transition(
                    "second",
                    text="The marrow shows it.",
                    origin="paper",
                    patch={
                        "status": "relapsed",
                        "marrow": "overt",
                        "marrow_blasts_pct": 60,
                        "csf": "negative",
                    },
                ),
            ),
            origin="paper",
        ),
        "second": Node(
            id="second",
            title="First salvage",
            day=7,
            narrative="She wants to live.",
            groups=(
                Group(
                    "salvage",
                    "First salvage",
                    "salvage",
                    "one",
                    (
                        Option("sx-nel-cy-etop"),
                        Option("sx-flag-ida"),
                        Option("sx-retreat"),
                        Option("sx-blina"),
                    ),
                ),
                Group(
                    "donor", "Transplant", "transplant", "any", (Option("wu-donor"), Option("tx-allo-active"))
                ),
            ),
            next=(Transition("died", text="Two cycles later it has grown.", origin="paper"),),
        ),
        "died": Node(
            id="died",
            title="Died",
            day=60,
            narrative="She dies.",
            ending=Ending("infection", "death", "Died of infection", "paper", ("One", "Two", "Three")),
        ),
        **(extra or {}),
    }
    head = CaseHead(
        "small", "1.0.0", "A small case", "Small.", "patient-1", ("us",), (), "2015-07-30", "2026-11-22",
        "2029-11-22", 5, "CC-BY-4.0", (), (),
    )  # fmt: skip
    return Case(
        head=head,
        sha256="0" * 64,
        patient=Patient(
            age_years=58,
            lineage="T",
            status="suspected_relapse",
            months_induction_to_relapse=5,
            phase_at_relapse="intensive",
            prior_regimens=(PriorRegimen("sx-hypercvad", "hyper-CVAD", "frontline", "CR"),),
        ),
        start="first",
        nodes=nodes,
        authors_path=(
            PathStep("first", ("wu-marrow", "wu-mrd"), "paper"),
            PathStep("second", ("sx-nel-cy-etop", "wu-donor"), "paper"),
        ),
    )


def forty_options(algorithm: Algorithm) -> Case:
    """A case whose first decision offers forty steps in two groups."""
    actions = list(algorithm.actions)[:40]
    options = [Option(action) for action in actions]
    options[3] = Option(actions[3], label="A very long label " * 12, detail="and a long detail " * 10)
    node = Node(
        "many",
        "Forty steps",
        0,
        "A long story. " * 150,
        groups=(
            Group("a", "Orders", "workup", "any", tuple(options[:18])),
            Group("b", "First salvage", "salvage", "one", tuple(options[18:])),
        ),
        next=(Transition("died"),),
    )
    case = small_case({"many": node})
    return Case(case.head, case.sha256, case.patient, "many", case.nodes, ())


def session(
    algorithm: Algorithm,
    case: Case | None = None,
    record: MemoryRecord | None = None,
    events: tuple[Event, ...] = (),
) -> AttemptSession:
    """An attempt at its beginning; ``events`` are how it began."""
    encounter = play.start(case or small_case(), algorithm)
    return AttemptSession(
        "a1", encounter, record or MemoryRecord(), lambda: NOON, saved_at=NOON, events=events
    )


def nameless(widget: QWidget) -> list[str]:
    """The parts that can have the keyboard but tell a screen reader nothing."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible

    found = []
    for part in [widget, *widget.findChildren(QWidget)]:
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(widget):
            interface = QAccessible.queryAccessibleInterface(part)
            if interface is None or not interface.text(QAccessible.Text.Name):
                found.append(f"{type(part).__name__} {part.objectName()}")
    return found


def formatted_labels(widget: QWidget) -> list[str]:
    """Labels that would read their text as markup."""
    from PySide6.QtCore import Qt

    return [
        label.text()
        for label in widget.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText and label.text()
    ]

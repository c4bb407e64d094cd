"""The algorithm, to be questioned: any patient, every step, why, why not, what would flip it; the rules; the silences.

Shows and asks; rating is the algorithm's, explaining ``gui.explaining``, searching ``clinical.flip``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.evidence.reference import EvidenceItem
from relall_trainer.gui.actions import Named
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.ask_view import AskView
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.page import PageTitle
from relall_trainer.gui.widgets.rule_view import RuleView
from relall_trainer.gui.widgets.silence_view import SilenceView
from relall_trainer.gui.widgets.tabs import Tabs
from relall_trainer.gui.widgets.text import label

ASK, RULES, SILENT = "ask", "rules", "silent"
ABOUT = "Rebuilt from the paper's running text, not from its Figure 1. Scored as of 2015. For teaching only."


class Titles(Protocol):
    """What is asked of the evidence library."""

    def item(self, id: str) -> EvidenceItem | None: ...


class AlgorithmPage(QWidget):
    """``evidence_asked`` names an item; ``said`` carries a sentence to announce."""

    evidence_asked = Signal(str)
    said = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, seed: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._algorithm: Algorithm | None = None
        self._seed = seed or _any_seed
        self._wanted_rule = ""
        self._patients: dict[str, tuple[str, Patient]] = {}
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        title = PageTitle("Algorithm")
        self.tabs = Tabs(theme, "View", ((ASK, "Ask it"), (RULES, "Rules"), (SILENT, "Where it is silent")))
        self.tabs.chosen.connect(self._show_view)
        self._report = Button("Report a mistake", "quiet", done=self.report_mistake)
        title.row.setStretch(0, 0)
        title.row.setSpacing(theme.px(16))
        title.row.addWidget(self.tabs, 1)
        title.row.addWidget(self._report)
        column.addWidget(title)
        column.addWidget(label(ABOUT, "note"))
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.ask = AskView(theme, icons)
        self.rules = RuleView(theme, icons)
        self.silence = SilenceView(theme, icons)
        for view in (self.ask, self.rules, self.silence):
            self._stack.addWidget(view)
        self.ask.evidence_asked.connect(self.evidence_asked)
        self.ask.rule_asked.connect(self.show_rule)
        self.ask.fresh_asked.connect(self.take_fresh_patient)
        self.ask.said.connect(self.said)
        self.ask.patient_pane.offered.picked.connect(self._take_offered)
        self.rules.line_opened.connect(self._line_opened)
        self.silence.step_asked.connect(self.show_step)
        self.setFocusProxy(self.ask)

    # -- what is shown ---------------------------------------------------------------------------------------

    @property
    def patient(self) -> Patient:
        """The patient asked about."""
        return self.ask.patient

    def show_algorithm(self, algorithm: Algorithm) -> None:
        """Question this algorithm."""
        self._algorithm = algorithm
        self.ask.show_algorithm(algorithm)
        if self._wanted_rule:
            self.show_rule(self._wanted_rule)

    def show_patient(self, patient: Patient, told: str) -> None:
        """Ask about this patient; ``told`` says who it is, such as the case and the decision."""
        self.ask.show_patient(patient, told)
        self.tabs.choose(ASK)

    def show_rule(self, rule: str) -> None:
        """Come to a rule (or one of its rows) in the table."""
        if self._algorithm is None:
            self._wanted_rule = rule
            return
        self._wanted_rule = ""
        self.tabs.choose(RULES)
        self.rules.show_rule(rule)

    def show_step(self, action: str) -> None:
        """Come to a step and its reasons."""
        self.tabs.choose(ASK)
        self.ask.show_step(action)

    def offer_patients(self, patients: Sequence[tuple[str, Patient]]) -> None:
        """Offer these by their words: the patients of the paper. Where nobody was asked about yet, take the first."""
        self._patients = {str(number): one for number, one in enumerate(patients, 1)}
        words = [(key, told) for key, (told, _) in self._patients.items()]
        self.ask.patient_pane.offered.offer((("", "From the paper"), *words))
        self.ask.patient_pane.offered.setVisible(bool(words))
        if words and self.ask.untouched:
            self._take_offered(words[0][0])

    def use_library(self, library: Titles) -> None:
        """Name the evidence by its titles from now on."""

        def title(name: str) -> str:
            item = library.item(name)
            return item.title if item is not None else name

        self.ask.use_titles(title)

    def named_actions(self) -> tuple[tuple[Named, Callable[[], object]], ...]:
        """What can be done on this page, for the palette and the menu."""
        return (
            (
                Named("algorithm.find", "Find a step or a rule", ("Ctrl+F",), ("search", "type")),
                self.begin_finding,
            ),
            (
                Named("algorithm.fresh", "Take a fresh patient", (), ("random", "new", "generate")),
                self.take_fresh_patient,
            ),
            (Named("algorithm.reset", "Reset the changed facts", (), ("undo", "back")), self.ask.reset),
            (
                Named("algorithm.ask", "Ask the algorithm", (), ("patient", "facts", "steps", "explore")),
                lambda: self.tabs.choose(ASK),
            ),
            (
                Named("algorithm.rules", "Show the rules as a table", (), ("rows", "conditions", "read")),
                lambda: self.tabs.choose(RULES),
            ),
            (
                Named(
                    "algorithm.silent", "Show where the paper is silent", (), ("unrated", "gaps", "not rated")
                ),
                lambda: self.tabs.choose(SILENT),
            ),
            (
                Named(
                    "algorithm.flip",
                    "Make so what would flip this rating",
                    (),
                    ("apply", "what if", "change"),
                ),
                lambda: self.ask.apply_flip(0),
            ),
            (
                Named("algorithm.report", "Report a mistake in this rating", (), ("error", "wrong")),
                self.report_mistake,
            ),
        )

    # -- what is done ----------------------------------------------------------------------------------------

    def begin_finding(self) -> None:
        """Begin to find by typing, in the view shown."""
        if self.tabs.here == RULES:
            self.rules.focus_find()
        else:
            self.tabs.choose(ASK)
            self.ask.focus_find()

    def take_fresh_patient(self) -> None:
        """Ask about a patient nobody has seen."""
        from relall_trainer.clinical import population
        from relall_trainer.clinical.lots import Lots

        if self._algorithm is not None:
            self.show_patient(population.patient(self._algorithm, Lots(self._seed())), "A fresh patient")

    def report_mistake(self) -> None:
        """Save a small file on what is wrong with what is said of the selected step."""
        from relall_trainer.gui.mistake_report import MistakeAbout, report_mistake

        if self._algorithm is not None:
            step = self._algorithm.appraise(self.patient).steps[self.ask.action]
            quoted = "\n".join((self.ask.rating_words(), step.why, *step.cautions))
            pin = self._algorithm.pin
            about = MistakeAbout(
                quoted, step=step.action, rule=step.row or "", algorithm=pin.id, algorithm_version=pin.version
            )
            report_mistake(self, about)

    def _take_offered(self, key: str) -> None:
        if key in self._patients:
            told, patient = self._patients[key]
            self.show_patient(patient, told)
            self.ask.patient_pane.offered.offer_again("")

    def _line_opened(self, key: str) -> None:
        """A rule leads to its evidence, a row to the first step it speaks of."""
        if self._algorithm is None:
            return
        row = self._algorithm.rows.get(key)
        if row is not None:
            self.show_step(row.steps[0])
        elif self._algorithm.rules[key].evidence:
            self.evidence_asked.emit(self._algorithm.rules[key].evidence[0])

    def _show_view(self, view: str) -> None:
        if self._algorithm is None:
            return
        if view == RULES:
            self.rules.show_rules(self._algorithm, self.patient)
        elif view == SILENT:
            self.silence.show_silence(self._algorithm, self.patient)
        self._stack.setCurrentIndex((ASK, RULES, SILENT).index(view))


def _any_seed() -> int:
    from secrets import randbits

    return randbits(63)

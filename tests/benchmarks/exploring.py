"""From a fact changed by key to every step rated and painted anew: ``measure(n)`` gives n times in seconds.

The real page in a window of the usual size, a real patient, the fact changed by the arrow key as a learner does. The
clock runs from just before the key is sent until everything it changed has been painted; how much of it is rating
the 81 steps is measured apart.
"""

from __future__ import annotations

import dataclasses
import gc
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.gui.fonts import load_fonts
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.pages.algorithm import AlgorithmPage
from relall_trainer.gui.style import apply_theme
from relall_trainer.gui.theme import LIGHT, Theme, read_theme
from relall_trainer.paths import algorithm_folder, assets_folder
from tests.benchmarks.ratio import Ratio

SIZE = (1360, 860)
FRAME = 1 / 60
# Facts that rate many steps otherwise, each changed forth and back.
FACTS = (
    "csf",
    "marrow",
    "lineage",
    "cd19",
    "status",
    "goals",
    "sct_candidacy",
    "ecog",
    "neuropathy_grade",
    "cd22",
)
_STEP = "sx-blina"  # the step whose reasons stand open


class _Painted(QObject):
    """Which of the watched parts have been painted since last asked."""

    def __init__(self, watched: list[QWidget]) -> None:
        super().__init__()
        self.painted: set[QObject] = set()
        for widget in watched:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted.add(watched)
        return False


def ratios(quick: bool) -> Iterator[Ratio]:
    """The changed fact beside one frame of a 60 Hz screen."""
    painted, rating = measure(40 if quick else 200)
    middle, late = _at(painted, 0.5), _at(painted, 0.95)
    share = _at(rating, 0.5) / middle
    detail = (
        f"p50 {middle * 1000:.1f} ms, p95 {late * 1000:.1f} ms; of the p50 {share:.0%} is rating 81 steps "
        f"({_at(rating, 0.5) * 1e6:.0f} µs)"
    )
    yield Ratio(
        "changed fact to painted answer, p50 ÷ one 60 Hz frame", middle / FRAME, "≤ 1", middle <= FRAME
    )
    yield Ratio(
        "changed fact to painted answer, p95 ÷ one 60 Hz frame", late / FRAME, "≤ 1", late <= FRAME, detail
    )


def measure(n: int) -> tuple[list[float], list[float]]:
    """The times from a changed fact to the painted answer, and those of rating alone, for ``n`` changes."""
    app = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts(assets_folder() / "fonts")
    theme = Theme(read_theme(assets_folder() / "theme.toml"), LIGHT)
    apply_theme(app, theme)
    algorithm = load_algorithm(algorithm_folder())
    window = QWidget()
    rows = QVBoxLayout(window)
    page = AlgorithmPage(theme, Icons(assets_folder() / "icons", theme))
    rows.addWidget(page)
    window.resize(*SIZE)
    window.show()
    page.show_algorithm(algorithm)
    page.show_patient(_patient(), "The benchmark's patient")
    page.ask.show_step(_STEP)
    gc.freeze()  # as the program does once it has started
    try:
        return _change(app, page, n), _rate(algorithm, n)
    finally:
        window.close()


def _change(app: QApplication, page: AlgorithmPage, n: int) -> list[float]:
    form = page.ask.form
    parts = [form.viewport(), page.ask.steps_pane.steps.viewport(), page.ask.reasons_pane.rows.viewport()]
    watch = _Painted(parts)
    times: list[float] = []
    form.setFocus()
    for number in range(n):
        fact = FACTS[number // 2 % len(FACTS)]
        form.come_to(fact)
        key = Qt.Key.Key_Right if number % 2 == 0 else Qt.Key.Key_Left
        QTest.qWait(120)  # the learner reads; everything asked for so far, the flips too, is done
        before = page.patient
        watch.painted.clear()
        begun = time.perf_counter()
        QTest.keyClick(form, key)
        assert page.patient != before, f"{fact} was not changed"
        while form.viewport() not in watch.painted:
            app.processEvents()
        app.processEvents()  # a list that has to lay its rows out anew paints once more
        times.append(time.perf_counter() - begun)
    return times


def _rate(algorithm: Algorithm, n: int) -> list[float]:
    """Rating all steps of patients that have not been rated before, one fact apart."""
    times = []
    for number in range(n):
        patient = dataclasses.replace(
            _patient(), months_induction_to_relapse=24 + number / 7, ecog=number % 3
        )
        begun = time.perf_counter()
        algorithm.appraise(patient)
        times.append(time.perf_counter() - begun)
    return times


def _patient() -> Patient:
    return Patient(
        age_years=50,
        cd19="positive",
        marrow="low_level",
        mrd="positive",
        csf="negative",
        months_induction_to_relapse=24,
        phase_at_relapse="maintenance",
        prior_regimens=(
            PriorRegimen("sx-hypercvad", "", "frontline", "CR"),
            PriorRegimen("sx-flag", "", "salvage", "none"),
        ),
        exposures=frozenset({"asparaginase", "vincristine", "anthracycline"}),
        sct_candidacy="potential",
        goals="prolong",
        neuropathy_grade=1,
    )


def _at(times: list[float], share: float) -> float:
    return sorted(times)[max(0, int(len(times) * share) - 1)]


if __name__ == "__main__":
    for ratio in ratios(quick=True):
        print(ratio)

"""Full appraisals a second, beside the same rules in zen-engine and written out as plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.paths import algorithm_folder
from tests.benchmarks.plain_rules import plain_appraise
from tests.benchmarks.ratio import Ratio, alternating, seconds
from tests.benchmarks.samples import random_patients


def _each(appraise: Callable[[Patient], object], patients: list[Patient]) -> None:
    for patient in patients:
        appraise(patient)


def ratios(quick: bool) -> Iterator[Ratio]:
    algorithm = load_algorithm(algorithm_folder())
    actions = list(algorithm.actions)
    count = 500 if quick else 3000
    for patient in random_patients(5 * count, actions, seed=99):
        algorithm.appraise(patient)  # what a running program has met before
    seeds = iter(range(100, 10_000))

    def ours() -> float:
        fresh = random_patients(count, actions, next(seeds))
        return seconds(lambda: _each(algorithm.appraise, fresh)) / count

    def against(other: Callable[[Patient], object], how_many: int) -> float:
        fresh = random_patients(how_many, actions, next(seeds))
        return seconds(lambda: _each(other, fresh)) / how_many

    written_out = plain_appraise(algorithm)
    mine, plain = alternating(ours, lambda: against(written_out, count // 2), 5)
    detail = f"{1 / mine:,.0f}/s ÷ {1 / plain:,.0f}/s, patients not seen before"
    ratio = plain / mine
    yield Ratio("full appraisals ÷ the rules as plain Python", ratio, "≥ 0.5", ratio >= 0.5, detail)
    try:
        from tests.benchmarks.decision_table import zen_appraise

        table = zen_appraise(algorithm)
    except ImportError:
        yield Ratio(
            "full appraisals ÷ zen-engine decision tables", 0, "≥ 10", False, "zen-engine is not installed"
        )
        return
    mine, other = alternating(ours, lambda: against(table, count // 10), 5)
    detail = f"{1 / mine:,.0f}/s ÷ {1 / other:,.0f}/s (rows that fire, without facts and cautions)"
    ratio = other / mine
    yield Ratio("full appraisals ÷ zen-engine decision tables", ratio, "≥ 10", ratio >= 10, detail)

"""Generated patients and fresh cases a second, beside patients put together at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.fresh_questions import load_questions
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.population import patient, patient_deciding
from relall_trainer.encounter.fresh import fresh_case
from relall_trainer.paths import algorithm_folder, assets_folder
from tests.benchmarks.ratio import Ratio, alternating, seconds
from tests.benchmarks.samples import random_patients

_ROUNDS = 5
_RULE = "R25"


def ratios(quick: bool) -> Iterator[Ratio]:
    algorithm = load_algorithm(algorithm_folder())
    questions = load_questions(assets_folder() / "fresh")
    actions = list(algorithm.actions)
    count = 400 if quick else 2000
    seeds = iter(range(10**9))

    def each(make: Callable[[int], object], how_many: int) -> float:
        """Seconds for one, over seeds not used before."""
        mine = [next(seeds) for _ in range(how_many)]
        return seconds(lambda: [make(seed) for seed in mine]) / how_many

    def at_random() -> float:
        return seconds(lambda: random_patients(count, actions, next(seeds))) / count

    def bare(seed: int) -> object:
        return patient(algorithm, Lots(seed))

    def for_rule(seed: int) -> object:
        return patient_deciding(algorithm, _RULE, Lots(seed))

    def case(seed: int) -> object:
        return fresh_case(algorithm, questions, seed)

    mine, plain = alternating(lambda: each(bare, count), at_random, _ROUNDS)
    yield _ratio("generated patients ÷ any values put together", plain, mine, 0.1)
    mine, one = alternating(lambda: each(for_rule, count // 4), lambda: each(bare, count), _ROUNDS)
    yield _ratio("patients for a rule ÷ generated patients", one, mine, 0.1)
    mine, one = alternating(lambda: each(case, count // 40), lambda: each(bare, count), _ROUNDS)
    yield _ratio("fresh cases ÷ generated patients", one, mine, 0.01)


def _ratio(what: str, baseline: float, mine: float, least: float) -> Ratio:
    ratio = baseline / mine
    detail = f"{1 / mine:,.0f}/s ÷ {1 / baseline:,.0f}/s"
    return Ratio(what, ratio, f"≥ {least:g}", ratio >= least, detail)

"""Drawn outcomes come up as often as the counts of the shipped library say."""

from __future__ import annotations

from math import comb

from relall_trainer.clinical.outcome import drawn
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Figure
from tests.clinical.clopper_pearson import exact

SEEDS = range(200)


def certain(library: Library) -> dict[str, Figure]:
    items = (*library.all_items(), *library.all_since())
    return {f"{item.id} {figure.name}": figure for item in items for figure in item.figures if figure.certain}


def test_simulated_frequencies_lie_in_the_interval_of_their_source(shipped: Library) -> None:
    """Every certain figure is drawn with 200 fixed seeds.

    The share over all its draws must lie in the exact 95% interval of the cited count; and, far narrower, the cited
    share must lie in the exact interval of what was drawn. Some sixty figures are tried, and all share their seeds, so
    the level of the second is 1 - 0.01 / figures (Bonferroni, which holds whatever hangs on whatever): a sound draw
    would be found at fault in one of a hundred choices of seeds.
    """
    figures = certain(shipped)
    assert len(figures) > 50
    level = 1 - 0.01 / len(figures)
    for name, figure in figures.items():
        successes, of = figure.numerator or 0, figure.denominator or 0
        hits = sum(drawn(successes, of, seed).count for seed in SEEDS)
        people = of * len(SEEDS)
        low, high = exact(successes, of)
        assert low <= hits / people <= high, name
        low, high = exact(hits, people, level)
        assert low <= successes / of <= high, name


def test_single_draws_scatter_as_a_binomial_does(shipped: Library) -> None:
    """Of 200 draws, as many as the binomial says fall within its central range; neither too few nor too alike."""
    for name, figure in certain(shipped).items():
        successes, of = figure.numerator or 0, figure.denominator or 0
        if successes in (0, of):
            continue
        chances = binomial(of, successes / of)
        inside = [
            count for count in range(of + 1) if 0.1 <= _below(chances, count) + chances[count] / 2 <= 0.9
        ]
        expected = sum(chances[count] for count in inside)
        seen = sum(drawn(successes, of, seed).count in inside for seed in SEEDS)
        low, high = exact(seen, len(SEEDS), 1 - 0.01 / 60)
        assert low <= expected <= high, name


def binomial(n: int, share: float) -> list[float]:
    return [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]


def _below(chances: list[float], count: int) -> float:
    return sum(chances[:count])

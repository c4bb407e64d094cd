"""What a gradebook has to say, worked out a second time from the files alone, with arithmetic of its own.

Nothing of ``relall_trainer.cohort`` and nothing of ``encounter.scoring`` or ``encounter.grading`` is asked: points are
fractions here, lines are counted one by one. Only who the patient is and how a step is rated for her come from the play
and the algorithm.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.encounter import play
from relall_trainer.encounter.case import Case, Group
from relall_trainer.encounter.play import Encounter

Share = Fraction
GOOD, FAIR, BAD, HARM, SILENT = "recommended", "acceptable", "discouraged", "contraindicated", "unrated"
Z = 1.959963984540054


@dataclass
class Met:
    """One decision: what it came to."""

    node: str
    title: str
    chosen: tuple[str, ...]
    points: Share
    possible: Share
    critical: int
    verdict: str
    dimensions: dict[str, list[Share]]
    rules: dict[str, tuple[bool, bool]]
    """Rule → whether the decision agreed with it, and whether it chose what the rule forbids."""
    confidence: str | None = None
    patient: object = None
    options: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return self.verdict != "missing"


@dataclass
class Tried:
    """One attempt."""

    id: str
    item: int
    began: str
    ended: bool
    met: list[Met] = field(default_factory=list)
    events: int = 0

    points = property(lambda self: sum((one.points for one in self.met), Share(0)))
    possible = property(lambda self: sum((one.possible for one in self.met), Share(0)))
    critical = property(lambda self: sum(one.critical for one in self.met))


_ASKED: dict[Any, Any] = {}  # asking the algorithm takes long; of one algorithm only


# -- one decision --------------------------------------------------------------------------------------------


def group_score(group: Group, rating: Mapping[str, str], chosen: frozenset[str]) -> tuple[Share, Share]:
    """Points and possible points of one group, as the rules of scoring say it."""
    offered = [option.action for option in group.options]
    taken = [rating[step] for step in offered if step in chosen]
    weight = None if group.weight is None else Share(str(group.weight))
    if group.pick == "one":
        whole = Share(4) if weight is None else weight
        if taken[0] == SILENT:
            return Share(0), Share(0)
        best_is_good = any(rating[step] == GOOD for step in offered)
        worth = {GOOD: Share(1), FAIR: Share(3, 5) if best_is_good else Share(1)}
        return worth.get(taken[0], Share(0)) * whole, whole
    weights = {
        option.action: Share(1) if option.weight is None else Share(str(option.weight))
        for option in group.options
    }
    possible = sum((weights[step] for step in offered if rating[step] == GOOD), Share(0))
    if not any(rating[step] == GOOD for step in offered):
        if all(rating[step] == SILENT for step in offered):
            return Share(0), Share(0)
        whole = Share(1) if weight is None else weight
        return (Share(0) if {BAD, HARM} & set(taken) else whole), whole
    earned = Share(0)
    for step in chosen & set(offered):
        earned += {GOOD: weights[step], BAD: Share(-1, 2), HARM: Share(-1)}.get(rating[step], Share(0))
    return max(earned, Share(0)), possible


def best_of(group: Group, rating: Mapping[str, str]) -> Share:
    """All that can be earned of a group."""
    offered = [option.action for option in group.options]
    if group.pick == "one":
        return max(group_score(group, rating, frozenset((step,)))[1] for step in offered)
    return group_score(group, rating, frozenset())[1]


def group_rules(
    group: Group, rating: Mapping[str, str], by: Mapping[str, str | None], chosen: frozenset[str]
) -> Iterable[tuple[str | None, str, bool]]:
    """(rule, step, agreed) for each step that puts its rule to the test."""
    offered = [option.action for option in group.options]
    if group.pick != "one":
        for step in offered:
            if rating[step] == GOOD:
                yield by[step], step, step in chosen
            elif rating[step] in (BAD, HARM):
                yield by[step], step, step not in chosen
        return
    best = next((word for word in (GOOD, FAIR) if any(rating[step] == word for step in offered)), None)
    (pick,) = chosen & set(offered)
    if best is None or rating[pick] == SILENT:
        return
    if rating[pick] == best:
        for step in offered:
            if step == pick or rating[step] in (BAD, HARM):
                yield by[step], step, True
    else:
        for step in offered:
            if step == pick or rating[step] == best:
                yield by[step], step, False


def decide(before: Encounter, algorithm: Algorithm, chosen: Sequence[str] | None) -> Met:
    """What a choice comes to at the moment an encounter stands at; None: it was left unanswered."""
    node = before.case.nodes[before.node]
    if before.patient not in _ASKED:
        _ASKED[before.patient] = algorithm.appraise(before.patient).steps
    steps = _ASKED[before.patient]
    offered = [option.action for group in node.groups for option in group.options]
    rating = {step: steps[step].rating for step in offered}
    by = {step: steps[step].decided_by for step in offered}
    picked = frozenset(chosen or ())
    dimensions: dict[str, list[Share]] = {}
    for group in node.groups:
        own = (Share(0), best_of(group, rating)) if chosen is None else group_score(group, rating, picked)
        pair = dimensions.setdefault(group.dimension, [Share(0), Share(0)])
        pair[0] += own[0]
        pair[1] += own[1]
    rules: dict[str, tuple[bool, bool]] = {}
    if chosen is not None:
        for group in node.groups:
            for rule, step, right in group_rules(group, rating, by, picked):
                if rule is not None:
                    agreed, forbidden = rules.get(rule, (True, False))
                    harmed = not right and step in picked and rating[step] == HARM
                    rules[rule] = agreed and right, forbidden or harmed
    points = sum((pair[0] for pair in dimensions.values()), Share(0))
    possible = sum((pair[1] for pair in dimensions.values()), Share(0))
    words = {rating[step] for step in picked}
    if chosen is None:
        verdict = "missing"
    elif HARM in words:
        verdict = HARM
    elif BAD in words:
        verdict = BAD
    elif not possible:
        verdict = SILENT
    elif points == possible:
        verdict = GOOD
    else:
        verdict = FAIR if points * 10 >= possible * 6 else BAD
    return Met(
        node=node.id,
        title=node.title,
        chosen=tuple(step for step in offered if step in picked),
        points=points,
        possible=possible,
        critical=sum(rating[step] == HARM for step in picked),
        verdict=verdict,
        dimensions=dimensions,
        rules=rules,
        patient=before.patient,
        options=tuple(dict.fromkeys(offered)),
    )


# -- attempts and files --------------------------------------------------------------------------------------


def tried(logged: Mapping[str, Any], case: Case, algorithm: Algorithm) -> Tried:
    """An attempt of a results file (as JSON), played again."""
    events, mode = logged["events"], logged["mode"]
    seed = events[0].get("seed") if mode == "practice" else None
    now = play.start(case, algorithm, seed, mode=mode)
    found = Tried(logged["id"], logged["item"], events[0]["at"], ended=False, events=len(events))
    road: list[Encounter] = []
    for event in events[1:]:
        if event["event"] == "committed":
            one = decide(now, algorithm, event["chosen"])
            one.confidence = event["confidence"]
            if event["node"] not in {before.node for before in found.met}:
                found.met.append(one)
            road.append(now)
            now, _ = play.commit(now, event["chosen"])
        elif event["event"] == "stepped_back":
            now = road.pop()
    found.ended = now.ended
    if mode == "exam":
        found.met += left_open(now, algorithm)
    return found


def left_open(now: Encounter, algorithm: Algorithm) -> list[Met]:
    """The decisions of an exam from here on."""
    found = []
    while not now.ended:
        found.append(decide(now, algorithm, None))
        course = next(step.chosen for step in now.case.authors_path if step.node == now.node)
        now, _ = play.commit(now, course)
    return found


def never_begun(item: int, case: Case, algorithm: Algorithm) -> Tried:
    """An exam's case nobody came to."""
    return Tried(
        "", item, "", ended=False, met=left_open(play.start(case, algorithm, mode="exam"), algorithm)
    )


def counted(attempts: Sequence[Tried], items: int, counts: str) -> list[Tried]:
    """In practice: of each case the finished attempt that counts."""
    found = []
    for item in range(items):
        able = sorted((one for one in attempts if one.item == item and one.ended), key=lambda one: one.began)
        if able and counts == "best":
            # max keeps the first of several as good
            able = [max(able, key=lambda one: (share_of([one]) or Share(0), -one.critical))]
        if able:
            found.append(able[-1] if counts == "last" else able[0])
    return found


# -- sums ----------------------------------------------------------------------------------------------------


def share_of(attempts: Iterable[Tried]) -> Share | None:
    every = list(attempts)
    possible = sum((one.possible for one in every), Share(0))
    return sum((one.points for one in every), Share(0)) / possible if possible else None


def percent(share: Share | None) -> str | None:
    """One decimal, half up."""
    if share is None:
        return None
    tenths = math.floor(share * 1000 + Share(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def whole_percent(share: float | Share) -> int:
    return math.floor(Share(share).limit_denominator(10**9) * 100 + Share(1, 2))


def median(shares: Sequence[Share]) -> Share:
    ordered = sorted(shares)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def wilson(mean: float, n: int) -> tuple[float, float]:
    """Wilson's interval by its textbook formula."""
    middle = (mean + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(mean * (1 - mean) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_share(pairs: Iterable[tuple[Share, Share]]) -> tuple[int, Share | None]:
    """Over learners with something to earn: how many, and their mean share."""
    shares = [points / possible for points, possible in pairs if possible]
    return len(shares), sum(shares, Share(0)) / len(shares) if shares else None


# -- item analysis -------------------------------------------------------------------------------------------


def pearson(pairs: Sequence[tuple[float, float]]) -> float:
    n = len(pairs)
    mx, my = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    sxy = sum((x - mx) * (y - my) for x, y in pairs)
    return sxy / math.sqrt(sum((x - mx) ** 2 for x, _ in pairs) * sum((y - my) ** 2 for _, y in pairs))


def fisher(r: float, n: int) -> tuple[float, float]:
    z = 0.5 * math.log((1 + r) / (1 - r))
    half = Z / math.sqrt(n - 3)
    return tuple((math.exp(2 * at) - 1) / (math.exp(2 * at) + 1) for at in (z - half, z + half))  # type: ignore[return-value]


def cronbach(rows: Sequence[Sequence[float]]) -> float:
    def variance(values: Sequence[float]) -> float:
        mean = sum(values) / len(values)
        return sum((value - mean) ** 2 for value in values) / (len(values) - 1)

    parts = len(rows[0])
    within = sum(variance([row[part] for row in rows]) for part in range(parts))
    return parts / (parts - 1) * (1 - within / variance([sum(row) for row in rows]))


def f_quantile(p: float, d1: int, d2: int) -> float:
    """By halving, over the density of the beta distribution summed by Simpson's rule."""
    a, b = d1 / 2, d2 / 2
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)

    def below(x: float) -> float:
        # x = sin² t takes the poles at the ends away
        top, pieces = math.asin(math.sqrt(x)), 2_000
        step = top / pieces
        total = 0.0
        for k in range(pieces + 1):
            s, c = math.sin(k * step), math.cos(k * step)
            value = 2 * s ** (2 * a - 1) * c ** (2 * b - 1) if s > 0 else float(a == 0.5) * 2
            total += value * (1 if k in (0, pieces) else 4 if k % 2 else 2)
        return total * step / 3 * math.exp(scale)

    low, high = 0.0, 1.0
    for _ in range(60):
        mid = (low + high) / 2
        low, high = (mid, high) if below(mid) < p else (low, mid)
    return d2 * low / (d1 * (1 - low))


def feldt(alpha: float, n: int, parts: int) -> tuple[float, float]:
    d1, d2 = n - 1, (n - 1) * (parts - 1)
    return 1 - (1 - alpha) * f_quantile(0.975, d1, d2), 1 - (1 - alpha) * f_quantile(0.025, d1, d2)

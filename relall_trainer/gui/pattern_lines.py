"""What the page of patterns shows, in plain values and words: shares with n and interval, versions never mixed.

Made from the sums of the history's index. Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from relall_trainer.clinical.proportion import percent, wilson
from relall_trainer.clinical.wording import counted

if TYPE_CHECKING:
    from relall_trainer.learner.index import ConfidenceTally, RuleTally, TrendPoint

DayWords = Callable[[date], str]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of the share."""

    count: int
    n: int
    low: float
    high: float

    @classmethod
    def of(cls, count: int, n: int) -> Share:
        """``n`` at least 1."""
        return cls(count, n, *wilson(count, n))

    @property
    def value(self) -> float:
        return self.count / self.n

    @property
    def bar(self) -> tuple[float, float, float]:
        """Share and interval, as rows paint them."""
        return self.value, self.low, self.high

    def words(self) -> str:
        """``5 of 9 (56%, 95% interval 27–81%)``."""
        interval = f"{percent(self.low)}–{percent(self.high)}%"
        return f"{self.count} of {self.n} ({percent(self.value)}%, 95% interval {interval})"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How often one rule was missed. ``last`` is ISO 8601."""

    rule: str
    title: str
    missed: Share
    sure_wrong: int
    critical: int
    last: str

    def words(self, last: str) -> str:
        """All of it in one line; ``last`` is the day as people read it."""
        parts = [f"Missed {self.missed.words()}"]
        if self.sure_wrong:
            parts.append(f"{self.sure_wrong} of these while fairly sure or certain")
        if self.critical:
            parts.append(f"{counted(self.critical, 'critical error')}")
        parts.append(f"last {last}")
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, or a degree of confidence: what a chart draws as one column.

    ``begins`` names the version that begins here, where another one stood before.
    """

    label: str
    share: Share
    words: str
    version: str = ""
    begins: str = ""


def rule_lines(tallies: Iterable[RuleTally], titles: Mapping[str, str], version: str) -> list[RuleLine]:
    """The rules of one version, the surest to be a weakness first: by the lower end of the interval."""
    lines = [
        RuleLine(
            tally.rule,
            titles.get(tally.rule, ""),
            Share.of(tally.n - tally.right, tally.n),
            tally.sure_wrong,
            tally.critical,
            tally.last_at,
        )
        for tally in tallies
        if tally.version == version and tally.n
    ]
    return sorted(lines, key=lambda line: (-line.missed.low, -line.missed.n, line.rule))


def stretches(points: Sequence[TrendPoint], day_words: DayWords, *, of_rule: bool) -> list[Stretch]:
    """A trend, oldest first; each version's points are its own."""
    made: list[Stretch] = []
    for point in points:
        if not point.n:
            continue
        share = Share.of(point.right, point.n)
        label = day_words(point.since)
        if point.until != point.since:
            label = f"{label} – {day_words(point.until)}"
        said = f"{'Right' if of_rule else 'Fully right'} {share.words()}"
        if point.possible:
            said += f" · {percent(point.points / point.possible)}% of the points"
        before = made[-1].version if made else point.version
        begins = point.version if point.version != before else ""
        made.append(Stretch(label, share, said, point.version, begins))
    return made


def certainty_lines(
    tallies: Iterable[ConfidenceTally], words: Mapping[str, str], version: str
) -> list[Stretch]:
    """Stated confidence against result, least sure first."""
    made = []
    for tally in tallies:
        if tally.version != version or not tally.n:
            continue
        share = Share.of(tally.full, tally.n)
        said = f"Fully right {share.words()}"
        if tally.possible:
            said += f" · {percent(tally.points / tally.possible)}% of the points"
        if tally.critical:
            said += f" · {counted(tally.critical, 'decision')} with a critical error"
        made.append(Stretch(words[tally.confidence], share, said, version))
    return made


def calibration_sentence(lines: Sequence[Stretch]) -> str:
    """The one thing the curve says for certain: whether being surer went with being right more often."""
    if len(lines) < 2:
        return "Two degrees of confidence are needed before they can be held against each other."
    first, last = lines[0], lines[-1]
    what = f"“{last.label}” against “{first.label}”"
    if last.share.low > first.share.high:
        return f"{what}: the surer answers were right more often."
    if last.share.high < first.share.low:
        return f"{what}: the surer answers were right less often."
    return f"{what}: the intervals overlap, so no difference is shown yet."


def versions(lines: Iterable[RuleTally | ConfidenceTally]) -> list[str]:
    """The versions there are, each once, in the order they come."""
    return list(dict.fromkeys(line.version for line in lines))

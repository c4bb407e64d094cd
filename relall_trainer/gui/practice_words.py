"""What ``study`` answers, in the words and lines the pages Today and Practice show. Knows no Qt, reckons nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import STRENGTH_WORDS, counted
from relall_trainer.gui.moment_words import MONTHS, WEEKDAYS
from relall_trainer.gui.practice_lines import (
    CoverageLine,
    DayLine,
    EvidenceLine,
    InsightLine,
    MasteryLine,
    OpenLine,
    ReviewedLine,
    RuleLines,
    SummaryLines,
    TodayLines,
)

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.clinical.patient import Patient
    from relall_trainer.clinical.rule import Rule
    from relall_trainer.encounter.mastery import Mastery
    from relall_trainer.encounter.schedule import RuleState
    from relall_trainer.gui.study_lines import Insight, SittingSummary, Today

_WEEK = 7


def date_words(day: date) -> str:
    """``Sunday 22 November``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def day_words(day: date, today: date, *, on: bool = False) -> str:
    """A day to come, as one says it: tomorrow, (on) Thursday, (on) 3 December; today or earlier is ``now``."""
    ahead = (day - today).days
    if ahead <= 0:
        return "now"
    if ahead == 1:
        return "tomorrow"
    if ahead < _WEEK:
        words = WEEKDAYS[day.weekday()]
    else:
        words = f"{day.day} {MONTHS[day.month - 1]}"
        words += f" {day.year}" if day.year != today.year else ""
    return f"on {words}" if on else words


def today_lines(today: Today, now: datetime, sitting: str = "") -> TodayLines:
    """The start of a day; ``now`` in the zone she lives in."""
    here = now.date()
    under_way = today.under_way
    return TodayLines(
        due=len(today.due_rules),
        minutes=today.minutes,
        fits=today.fits,
        next_due=day_words(today.next_due.astimezone(now.tzinfo).date(), here, on=True)
        if today.next_due
        else "",
        met=today.begun,
        open=OpenLine(under_way.id, under_way.case_title, under_way.where()) if under_way else None,
        insight=_insight_line(today.insight) if today.insight else None,
        days=tuple(
            DayLine(date_words(date.fromisoformat(one.day)), one.decisions) for one in today.last_days
        ),
        sitting=sitting,
    )


def _insight_line(insight: Insight) -> InsightLine:
    return InsightLine(insight.sentence, insight.n, insight.rule)


def mastery_line(line: Mastery, heading: str, number: int, now: datetime, dimension: str = "") -> MasteryLine:
    """How a rule or a dimension stands; ``now`` in the zone she lives in."""
    recall = line.recall
    due = line.due_at.astimezone(now.tzinfo) if line.due_at else None
    return MasteryLine(
        key=line.id,
        heading=heading,
        n=line.n,
        right=line.right,
        low=line.low,
        high=line.high,
        recall=(recall.now, recall.in_week, recall.in_month) if recall else (),
        due=day_words(due.date(), now.date()) if due else "",
        due_at=due.isoformat() if due else "",
        number=number,
        dimension=dimension,
    )


def rule_lines(
    rule: Rule,
    titles: Callable[[str], str],
    standing: MasteryLine | None = None,
    older: tuple[str, ...] = (),
    not_drilled: str = "",
) -> RuleLines:
    """A rule to read; ``titles`` gives the title of an item, empty while it is not known."""
    strength = STRENGTH_WORDS.get(rule.strength, rule.strength)
    source = rule.place if rule.place.startswith(strength) else f"{strength} · {rule.place}"
    return RuleLines(
        id=rule.id,
        title=rule.title,
        why=rule.why,
        source=source[:1].upper() + source[1:],
        evidence=tuple(EvidenceLine(one, titles(one)) for one in rule.evidence),
        standing=standing,
        not_drilled=not_drilled,
        older=older,
    )


def coverage_lines(algorithm: Algorithm, patients: Iterable[Patient]) -> tuple[CoverageLine, ...]:
    """For how many of these patients each row of the rules held, and decided."""
    from relall_trainer.clinical.coverage import Coverage

    return tuple(
        CoverageLine(
            one.row, algorithm.rules[one.rule].title, algorithm.rows[one.row].why, one.fired, one.decided
        )
        for one in Coverage.of(algorithm, patients).rows
    )


def met_words(state: RuleState | None) -> str:
    """Why a rule is read first: how often it was met and missed."""
    if state is None or not state.lapses:
        return "Read it first."
    met = counted(state.reviews, "day")
    every = "missed it then" if state.reviews == 1 else "missed it each time"
    missed = every if state.lapses >= state.reviews else f"missed it on {state.lapses} of them"
    return f"You have met this rule on {met} and {missed}. Read it first."


def summary_lines(
    summary: SittingSummary, numbered: Mapping[str, str], now: datetime, unfinished: str = ""
) -> SummaryLines:
    """What a sitting came to; ``numbered`` gives a rule's heading."""
    return SummaryLines(
        reviewed=tuple(
            ReviewedLine(
                one.rule,
                numbered.get(one.rule, one.title),
                one.grade,
                _back_words(one.due_at, now),
            )
            for one in summary.rules
        ),
        minutes=round(summary.minutes),
        unfinished=unfinished,
        nothing_left=summary.nothing_left,
    )


def _back_words(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    words = day_words(due.astimezone(now.tzinfo).date(), now.date(), on=True)
    return "comes back today" if words == "now" else f"comes back {words}"

"""What the pages Today and Practice and a sitting show: plain values in the words they are read in.

Knows no Qt and asks nobody; filling these is left to ``practicework``.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.clinical import proportion
from relall_trainer.clinical.wording import counted

FEWEST = 5  # answers below which a share says nothing
# How a review went; the words are those of ``reviews.GRADES``.
RIGHT, UNSURE, MISSED, UNTESTED = "sure", "unsure", "wrong", "untested"
GRADE_WORDS = {
    RIGHT: "Right",
    UNSURE: "Right, but unsure",
    MISSED: "Missed",
    UNTESTED: "Not put to the test by what was chosen",
}
# The picture and the color that go with the word.
GRADE_LOOKS = {
    RIGHT: ("circle-check", "recommended"),
    UNSURE: ("circle", "acceptable"),
    MISSED: ("triangle-alert", "discouraged"),
    UNTESTED: ("circle-dashed", "unrated"),
}


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{proportion.percent(share)}%"


@dataclass(frozen=True, slots=True)
class MasteryLine:
    """How one rule, or one dimension, stands. ``low`` and ``high``: the 95% interval of the share right.

    ``recall``: how likely it is still known today, in 7 and in 30 days; empty where nothing is known.
    ``due_at`` (ISO, or empty) is what is sorted by, ``due`` what is read. ``number`` keeps the rules' own order.
    """

    key: str
    heading: str
    n: int = 0
    right: int = 0
    low: float = 0.0
    high: float = 1.0
    recall: tuple[float, ...] = ()
    due: str = ""
    due_at: str = ""
    number: int = 0
    dimension: str = ""

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to speak of a share."""
        return self.n >= FEWEST

    @property
    def share(self) -> float:
        return self.right / self.n if self.n else 0.0

    def result(self) -> str:
        """The answers in words, with the interval where there are enough of them."""
        if not self.n:
            return "Not met yet"
        if not self.enough:
            return f"{counted(self.n, 'answer')}: not enough yet"
        return f"{self.right} of {self.n} right ({percent(self.low)[:-1]}–{percent(self.high)})"

    def recalled(self) -> str:
        """Today, in 7, in 30 days, in words; empty where nothing is known."""
        if not self.recall:
            return ""
        today, week, month = (percent(share) for share in self.recall)
        return f"Likely recalled: {today} today · {week} in 7 days · {month} in 30 days"

    def spoken(self) -> str:
        """The line for a screen reader."""
        due = f"due {self.due}" if self.due else ""
        interval = "95% interval in brackets" if self.enough else ""
        return ". ".join(
            part for part in (self.heading, self.result(), interval, self.recalled(), due) if part
        )


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One row of a rule and how many different patients it spoke to: ``fired`` at all, ``decided`` the rating."""

    row: str
    title: str
    words: str
    fired: int = 0
    decided: int = 0

    @property
    def heading(self) -> str:
        return f"{self.row} · {self.title}"

    def counts(self) -> str:
        """The counts in words."""
        if not self.fired:
            return "Not met yet"
        fired = counted(self.fired, "patient")
        return f"Held for {fired}, decided for {self.decided:,}"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """An item of the library by its title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class RuleLines:
    """A rule to read: what it says, why, where it stands, what it rests on, and how it stands with the reader.

    ``not_drilled``: why it cannot be drilled, where it cannot. ``older``: answers under other versions, each apart.
    """

    id: str
    title: str
    why: str
    source: str
    evidence: tuple[EvidenceLine, ...] = ()
    standing: MasteryLine | None = None
    not_drilled: str = ""
    older: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return f"{self.id} · {self.title}"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An attempt under way, and where one left it."""

    attempt: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class InsightLine:
    """One thing worth knowing, with how many decisions it rests on; ``rule`` is what can be drilled."""

    sentence: str
    n: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day and how many decisions were made on it; ``words`` is its date as it is read."""

    words: str
    decisions: int


@dataclass(frozen=True, slots=True)
class TodayLines:
    """What Today shows. ``minutes`` for all that is due, ``fits``: how many of them ten minutes are enough for.

    ``met``: whether anything has been answered at all. ``sitting``: the sitting under way, in words.
    ``next_due``: when the next rule comes back, where none is due.
    """

    due: int = 0
    minutes: int = 0
    fits: int = 0
    next_due: str = ""
    met: bool = False
    open: OpenLine | None = None
    insight: InsightLine | None = None
    days: tuple[DayLine, ...] = ()
    sitting: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say yet."""
        return not self.met and self.open is None and not self.sitting

    def heading(self) -> str:
        """What is due, in words."""
        if not self.due:
            return "Nothing is due today"
        return "1 rule is due" if self.due == 1 else f"{self.due} rules are due"

    def beneath(self) -> str:
        """How long it takes, or when the next comes."""
        if not self.due:
            return f"The next rule comes back {self.next_due}." if self.next_due else ""
        if self.fits < self.due:
            return f"Ten minutes is enough for about {self.fits}. The others can wait."
        return f"About {counted(max(1, self.minutes), 'minute')}, each on a patient you have not met."


@dataclass(frozen=True, slots=True)
class ChangedStep:
    """A step rated differently for the two patients of a pair, with the rule and reason on each side.

    ``left_done`` and ``right_done``: what was done with it, in a word; empty where it was not on offer.
    """

    label: str
    left: str
    right: str
    left_rule: str = ""
    right_rule: str = ""
    left_why: str = ""
    right_why: str = ""
    left_done: str = ""
    right_done: str = ""


@dataclass(frozen=True, slots=True)
class ContrastLines:
    """Two patients alike but for one fact: the fact on each side, and the steps it changed."""

    fact: str
    left: str
    right: str
    changed: tuple[ChangedStep, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """One rule reviewed in a sitting: how it went, and ``back``: when it comes back."""

    rule: str
    heading: str
    grade: str
    back: str = ""


@dataclass(frozen=True, slots=True)
class SummaryLines:
    """What a sitting came to. ``unfinished`` is the attempt left open, if one was."""

    reviewed: tuple[ReviewedLine, ...] = ()
    minutes: int = 0
    unfinished: str = ""
    nothing_left: bool = False

    @property
    def missed(self) -> int:
        return sum(one.grade == MISSED for one in self.reviewed)

    def heading(self) -> str:
        """How much was reviewed."""
        if not self.reviewed:
            return "Nothing reviewed this time"
        return f"{counted(len(self.reviewed), 'rule')} reviewed"

    def beneath(self) -> str:
        """How it went."""
        if not self.reviewed:
            return "Nothing was counted. What is due stays due."
        took = f"In {counted(max(1, self.minutes), 'minute')}. "
        if not self.missed:
            return f"{took}None was missed."
        missed = "1 was missed; it comes" if self.missed == 1 else f"{self.missed} were missed; they come"
        return f"{took}{missed} back sooner."

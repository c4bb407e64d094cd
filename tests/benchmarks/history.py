"""The history with a million decisions: pages, filters and search beside the bare SQL of the same rows."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_text, load_algorithm
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.appraisal import CONTRAINDICATED, RATINGS
from relall_trainer.encounter.case import DIMENSIONS
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.gui.desk import Desk
from relall_trainer.learner.index import DecisionFilter, HistoryIndex
from relall_trainer.learner.index_rows import AttemptRows, DecisionRow, DimensionRow, GradeRow, StepRow
from relall_trainer.learner.index_schema import close_index, open_index
from relall_trainer.learner.index_words import document, sign, step_sign
from relall_trainer.learner.index_writer import IndexWriter
from relall_trainer.learner.records import moment
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import algorithm_folder
from tests.benchmarks.lived_in import settle_in
from tests.benchmarks.ratio import Ratio, alternating, seconds

DECISIONS_EACH = 10
PAGE = 100
FRAME = 1 / 60
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
NAMES = tuple(
    f"{front}{back}" for front in ("mar", "len", "tor", "pel", "sun") for back in ("in", "ova", "et")
)
_BARE = (
    "SELECT key, attempt, n, place, at, confidence, elapsed_ms, points, possible, critical, is_first, noted, chosen,"
    " missed, graded FROM decisions WHERE key IN ({}) ORDER BY key DESC"
)


def ratios(quick: bool) -> Iterator[Ratio]:
    decisions = 50_000 if quick else 1_000_000
    algorithm = load_algorithm(algorithm_folder())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        spent = seconds(lambda: build(path, algorithm, decisions))
        size = path.stat().st_size / 1e6
        detail = f"{decisions:,} decisions, {decisions / spent:,.0f} a second, {size:,.0f} MB"
        yield Ratio("history built from rows, seconds", spent, "≤ 90", spent <= 90, detail)
        yield from _pages(path, algorithm, decisions)
    yield _catching_up(quick)


def build(path: Path, algorithm: Algorithm, decisions: int) -> None:
    """An index of so many made-up decisions, written by the index's own writer."""
    connection = open_index(path)
    writer, made = IndexWriter(connection), _attempts(algorithm)
    connection.execute("BEGIN")
    for number in range(decisions // DECISIONS_EACH):
        writer.write(next(made))
        if number % 500 == 499:
            writer.settle()
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    writer.settle()
    connection.execute("COMMIT")
    close_index(connection, path)


def _attempts(algorithm: Algorithm) -> Iterator[AttemptRows]:
    """Attempts one after the other, for years, at forty cases; the same ones every time."""
    lots = random.Random(2015)
    words = [f"{a}{b}{c}" for a in NAMES for b in NAMES for c in ("", "s", "ed")]
    titles = [f"{lots.choice(words)} {lots.choice(words)} relapse" for _ in range(40)]
    kinds = [
        [_decision(algorithm, lots, words, case, title) for _ in range(200)]
        for case, title in enumerate(titles)
    ]
    now, number = FIRST, 0
    while True:
        number += 1
        case = lots.randrange(len(titles))
        rows = []
        for n in range(1, DECISIONS_EACH + 1):
            now += timedelta(milliseconds=lots.randrange(2_000, 90_000))
            rows.append(replace(lots.choice(kinds[case]), n=n, at=moment(now)))
        yield AttemptRows(
            id=f"attempt-{number}", events=DECISIONS_EACH + 2, hash="0" * 64, notes="", case_id=f"case-{case}",
            case_title=titles[case], source="case", mode="practice", version="frey-luger-2015 1.0.0 · scoring 1",
            decisions=tuple(rows), patients=(f"{number:032x}",),
        )  # fmt: skip


def _decision(
    algorithm: Algorithm, lots: random.Random, words: list[str], case: int, title: str
) -> DecisionRow:
    rules, actions = list(algorithm.rules.values()), list(algorithm.actions.values())
    steps = tuple(
        StepRow(action.id, action.label, lots.choice(RATINGS[:4]), lots.choice(rules).id)
        for action in lots.sample(actions, 4)
    )
    chosen = steps[: lots.randint(1, 3)]
    graded = tuple(
        GradeRow(rule.id, lots.choice(DIMENSIONS), lots.random() < 0.7, forbade=False)
        for rule in lots.sample(rules, 6)
    )
    wrong = [grade.rule for grade in graded if not grade.right]
    confidence = lots.choice(CONFIDENCE)
    critical = sum(step.rating == CONTRAINDICATED for step in chosen)
    signs = [
        sign("c", f"case-{case}"), sign("o", "case"), sign("k", str(min(critical, 1))), sign("n", "0"),
        sign("w", "1" if wrong else "0"), sign("s", confidence), *(sign("x", rule) for rule in wrong),
        *(sign("r", grade.rule) for grade in graded), *(sign("d", grade.dimension) for grade in graded),
        *(sign("a", step.action) for step in chosen), *(step_sign(step.action, step.rating) for step in chosen),
        *(sign("g", step.rating) for step in chosen),
        *([sign("h", "1")] if critical and confidence == "certain" else ()),
    ]  # fmt: skip
    about = f"Decision about {lots.choice(words)}"
    reason = " ".join(lots.choices(words, k=lots.choice((0, 0, 5, 20))))
    rule_titles = [algorithm.rules[grade.rule].title for grade in graded]
    return DecisionRow(
        n=1, node=f"node-{about.rpartition(' ')[2]}", title=about, at=moment(FIRST), confidence=confidence,
        elapsed_ms=20_000, points=lots.randrange(0, 50_000), possible=50_000, critical=critical, first=True,
        counted=True, noted=False, chosen=chosen, missed=steps[3:], graded=graded,
        dimensions=(DimensionRow(lots.choice(DIMENSIONS), 20_000, 50_000),),
        words=document([title, about, *(step.label for step in chosen), *rule_titles, reason], signs),
    )  # fmt: skip


def _pages(path: Path, algorithm: Algorithm, decisions: int) -> Iterator[Ratio]:
    index = HistoryIndex.open(path)
    rule, action = list(algorithm.rules)[20], next(iter(algorithm.actions))
    word = algorithm.actions[action].label.split()[0]
    middle = int((FIRST + timedelta(milliseconds=46_000 * decisions // 2)).timestamp() * 1000)
    drug = DecisionFilter(action=action, rating="discouraged")
    for what, wanted, after in (
        ("first page", DecisionFilter(), None),
        ("page in the middle", DecisionFilter(), middle),
        ("one rule", DecisionFilter(rule=rule), None),
        ("one rule wrong, middle", DecisionFilter(rule=rule, wrong=True), middle),
        ("one drug with one rating", drug, None),
        ("one word", DecisionFilter(text=word), None),
        ("the beginning of a word", DecisionFilter(text="relap"), None),
        ("three letters", DecisionFilter(text="mar"), None),
        ("one word and a rule", DecisionFilter(text=word, rule=rule), None),
        (
            "critical, certain, since, middle",
            DecisionFilter(critical=True, confidence="certain", since=FIRST),
            middle,
        ),
    ):
        lines, ours, raw, found = _page(index, wanted, after)
        held = bool(lines) and ours / raw <= 5
        detail = f"{lines} of {found:,} rows, {ours * 1000:.2f} ms ÷ {raw * 1000:.2f} ms"
        yield Ratio(f"{what} ÷ SQL of the same rows", ours / raw, "≤ 5", held, detail)
    yield _needle(
        index, DecisionFilter(text=f"{word} relapse", rule=rule, critical=True, confidence="certain")
    )
    yield _questions(index)
    index.close()


def _needle(index: HistoryIndex, wanted: DecisionFilter) -> Ratio:
    """Few rows in the cut of five long lists: the lists are walked, so the rows by their keys are no measure."""
    lines, ours, raw, found = _page(index, wanted, None)
    value = ours / FRAME
    detail = f"{lines} of {found:,} rows, {ours * 1000:.2f} ms ({ours / raw:.0f} × the SQL of the same rows by key)"
    return Ratio("two words and three filters ÷ one 60 Hz frame", value, "≤ 1", value <= 1, detail)


def _page(index: HistoryIndex, wanted: DecisionFilter, after: int | None) -> tuple[int, float, float, int]:
    """How many lines a page has, its seconds, those of the bare SQL, and how many decisions there are in all."""
    connection = index._connection
    keys = [line.key for line in index.page(wanted, after, PAGE)]
    query = _BARE.format(",".join("?" * len(keys)))
    ours, raw = alternating(
        lambda: seconds(lambda: index.page(wanted, after, PAGE)),
        lambda: seconds(lambda: connection.execute(query, keys).fetchall()),
        51,
    )
    return len(keys), ours, raw, index.count(wanted)


def _questions(index: HistoryIndex) -> Ratio:
    rule = index.rule_tallies()[0].rule
    asked: dict[str, Callable[[], object]] = {
        "rules": index.rule_tallies,
        "dimensions": index.dimension_tallies,
        "calibration": index.calibration,
        "trend": index.trend,
        "trend of a rule": lambda: index.trend(rule=rule),
        "certain and harmful": lambda: index.certain_and_harmful(PAGE),
        "count": index.count,
    }
    times = {what: seconds(question) * 1000 for what, question in asked.items()}
    detail = ", ".join(f"{what} {spent:.1f}" for what, spent in times.items())
    slowest = max(times.values())
    return Ratio("the slowest of the sums, ms", slowest, "≤ 100", slowest <= 100, detail)


def _catching_up(quick: bool) -> Ratio:
    """Real attempts, played by chance and indexed by playing them again."""
    with tempfile.TemporaryDirectory() as folder:
        profile = settle_in(Path(folder) / "profile", 40 if quick else 200, indexed=False)
        text = algorithm_text(algorithm_folder())
        with LearnerStore.open(profile, _now) as store:
            desk = Desk(Shelf(profile), lambda: store, lambda: text, _now)
            index = HistoryIndex.open(profile.history_index)
            spent = seconds(lambda: list(index.catch_up(store, desk.pinned.replayed)))
            decisions = index.count()
            index.close()
    rate = decisions / spent
    return Ratio(
        "catching up, decisions played and indexed a second",
        rate,
        "≥ 1,000",
        rate >= 1000,
        f"{decisions:,}",
    )


def _now() -> datetime:
    return datetime.now(UTC)

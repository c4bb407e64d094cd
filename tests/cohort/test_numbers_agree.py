"""Every number of a gradebook against a second reckoning from the same files: in values, on the screen, in each export.

Nine learners of mixed skill do practice and exams in their own programs; ``recount`` works out from what they handed in
what has to be said of them.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from relall_trainer.casefiles.prepared import case_from_text
from relall_trainer.cohort.committee import committee_page
from relall_trainer.cohort.competency_book import load_competencies
from relall_trainer.cohort.draft import Extra, MadeCase, ShelfCase
from relall_trainer.cohort.gradebook import Gradebook, Row, gradebook
from relall_trainer.cohort.gradebook_csv import write_decisions, write_matrix
from relall_trainer.cohort.gradebook_plain import plain_gradebook
from relall_trainer.cohort.item_group import pooled_group
from relall_trainer.cohort.outline import outline_of
from relall_trainer.cohort.sent import Sent
from relall_trainer.cohort.statistics import Analysis, analyse
from relall_trainer.cohort.teach_next import teach_next
from relall_trainer.commands.gradebook import _shown
from relall_trainer.encounter.case import Case
from relall_trainer.gui.gradebook_words import matrix_lines, rule_lines, share_lines, summary
from relall_trainer.gui.item_lines import analysis_lines
from relall_trainer.gui.prints.committee import committee_sheet
from relall_trainer.gui.prints.gradebook import LETTERS, gradebook_sheet
from relall_trainer.paths import assets_folder
from tests.cohort import recount
from tests.cohort.nine import SKILLS, Way, hand_in_all
from tests.cohort.recount import Met, Tried
from tests.cohort.teaching_desk import Desk, assigned, open_desk, rules

CODES = tuple(f"Learner {number:02}" for number in range(1, 10))
OTHERS = tuple(f"Learner {number:02}" for number in range(11, 20))
DUE = "2026-12-04T17:00:00.000+00:00"
MASTERY = 70
TWO_CASES = (ShelfCase("early-t-cell-relapse"), ShelfCase("headaches-on-maintenance"))


@dataclass
class Class:
    """An assignment that was done, its gradebook, and the second reckoning of it."""

    desk: Desk
    sent: Sent
    back: Path
    counts: str = "first"

    @cached_property
    def book(self) -> Gradebook:
        teaching, name = self.desk.teaching, self.sent.assignment.id
        if self.counts == self.sent.assignment.counts:
            return teaching.gradebook(name)
        asked = replace(self.sent.assignment, counts=self.counts)
        outline = outline_of(teaching.marker(name), asked)
        return gradebook(asked, teaching.learners_of(name), teaching.marked_files(name), outline)

    @cached_property
    def cases(self) -> list[Case]:
        """The full cases, from the teacher's papers."""
        name = f"{self.sent.assignment.id}/{self.sent.assignment.version:04d}"
        kept = json.loads(_paper(self.desk, "assignment", name))
        shas = [item["sha256"] for item in kept["assignment"]["items"]]
        return [case_from_text(_paper(self.desk, "text", kept["cases"][sha])) for sha in shas]

    @cached_property
    def files(self) -> dict[str, list[dict[str, Any]]]:
        """Learner → the bodies of her files, in the order they were made."""
        found: dict[str, list[dict[str, Any]]] = {}
        for path in self.back.iterdir():
            body = json.loads(path.read_text("utf-8"))["body"]
            found.setdefault(body["learner"], []).append(body)
        return {code: sorted(files, key=lambda one: str(one["made_at"])) for code, files in found.items()}

    @cached_property
    def tried(self) -> dict[str, list[Tried]]:
        """Learner → all her attempts, each once, in the order begun."""
        found = {}
        for code, files in self.files.items():
            longest: dict[str, dict[str, Any]] = {}
            for attempt in (one for file in files for one in file["attempts"]):
                before = longest.get(attempt["id"])
                if before is None or len(attempt["events"]) > len(before["events"]):
                    longest[attempt["id"]] = attempt
            every = [recount.tried(one, self.cases[one["item"]], rules()) for one in longest.values()]
            found[code] = sorted(every, key=lambda one: (one.began, one.item))
        return found

    @cached_property
    def counted(self) -> dict[str, list[Tried]]:
        return {code: self._counted(code, self.counts) for code in self.tried}

    @cached_property
    def first(self) -> dict[str, list[Tried]]:
        return {code: self._counted(code, "first") for code in self.tried}

    def _counted(self, code: str, counts: str) -> list[Tried]:
        attempts = self.tried[code]
        if self.sent.assignment.mode == "practice":
            return recount.counted(attempts, len(self.cases), counts)
        assert counts == "first"
        sat = {one.item: one for one in reversed(attempts)}  # the first of each item
        return [
            sat.get(item) or recount.never_begun(item, case, rules()) for item, case in enumerate(self.cases)
        ]

    def whole(self, code: str) -> bool:
        if self.sent.assignment.mode == "exam":
            return code in self.files
        return {one.item for one in self.tried.get(code, ()) if one.ended} == set(range(len(self.cases)))

    def marks(self, code: str) -> list[tuple[int, Met]]:
        return [(one.item, met) for one in self.counted.get(code, ()) for met in one.met]


def _paper(desk: Desk, kind: str, name: str) -> str:
    found = desk.store.paper(kind, name)
    assert found is not None
    return found.body


def nine_ways(seed: int) -> list[Way]:
    """One out of time, one late, one with two computers; the skills differ."""
    return [
        Way(
            skill,
            random.Random(seed * 100 + number),
            decides=5 if number == 6 else None,
            late=number == 4,
            computers=2 if number == 8 else 1,
        )
        for number, skill in enumerate(SKILLS)
    ]


def done(desk: Desk, folder: Path, seed: int, **terms: object) -> Class:
    """The assignment done by everybody and taken in."""
    sent = assigned(desk, **{"learners": CODES, "due_at": DUE, "mastery_percent": MASTERY, **terms})
    back = hand_in_all(desk, sent, nine_ways(seed), folder)
    importing = desk.teaching.import_files([back]).run()
    assert importing.count("accepted") == len(list(back.iterdir())) == 10
    return Class(desk, sent, back)


EXAM: dict[str, object] = {
    "mode": "exam",
    "release": "by_teacher",
    "minutes": 60,
    "no_critical": True,
    "extra": {"Learner 03": Extra(50, 0)},
    "items": (*TWO_CASES, MadeCase(4711, "R25"), MadeCase(815)),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    opened = open_desk(tmp_path_factory.mktemp("numbers") / "teacher")
    with closing(opened.store):
        yield opened


@pytest.fixture(scope="module")
def exam(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Class:
    return done(desk, tmp_path_factory.mktemp("exam"), 1, title="Exam", **EXAM)


@pytest.fixture(scope="module")
def practice(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Class:
    return done(desk, tmp_path_factory.mktemp("practice"), 2, title="Practice", attempts=2)


@pytest.fixture(scope="module", params=["exam", "first", "best", "last"])
def room(request: pytest.FixtureRequest) -> Class:
    if request.param == "exam":
        found: Class = request.getfixturevalue("exam")
        return found
    practice: Class = request.getfixturevalue("practice")
    return replace(practice, counts=request.param)


# -- what each learner came to -------------------------------------------------------------------------------


def row_of(room: Class, code: str) -> Row:
    found = room.book.row(code)
    assert found is not None
    return found


def test_scores_critical_errors_standing_and_mastery(room: Class) -> None:
    asked = room.sent.assignment
    for code in CODES:
        row, own = row_of(room, code), room.counted.get(code, [])
        assert Fraction(str(row.points)) == sum((one.points for one in own), Fraction(0)), code
        assert Fraction(str(row.possible)) == sum((one.possible for one in own), Fraction(0)), code
        share = recount.share_of(own)
        assert (row.share, row.percent) == (share, recount.percent(share)), code
        assert row.critical == sum(one.critical for one in own)
        late = room.whole(code) and code == "Learner 05"
        assert row.standing == ("late" if late else "complete" if room.whole(code) else "under_way")
        wanted = None
        if room.whole(code) and share is not None:
            harmed = bool(asked.mastery and asked.mastery.no_critical) and row.critical > 0
            wanted = share * 100 >= MASTERY and not harmed
        assert row.mastery is wanted, code
    shares = [share for code in CODES if room.whole(code) and (share := recount.share_of(room.counted[code]))]
    assert room.book.median == recount.percent(recount.median(shares))
    assert room.book.critical == sum(met.critical for code in CODES for _, met in room.marks(code))


def test_every_cell(room: Class) -> None:
    kinds = set()
    for code in CODES:
        row = row_of(room, code)
        marks = {(item, met.node): met for item, met in room.marks(code)}
        items = {one.item for one in room.counted.get(code, ())}
        for column, cell in zip(room.book.columns, row.cells, strict=True):
            met = marks.pop(column.key, None)
            kinds.add(cell.state)
            if met is None:
                assert cell.state == ("not_met" if column.item in items else "")
                continue
            assert cell.mark is not None
            assert (cell.state, cell.mark.chosen) == (met.verdict, met.chosen), (code, column)
            assert Fraction(str(cell.mark.points)) == met.points
            assert Fraction(str(cell.mark.possible)) == met.possible
            assert len(cell.mark.critical) == met.critical
        assert not marks, "a decision that counts has no column"
    assert {"recommended", "acceptable", "discouraged", "contraindicated"} <= kinds
    assert ("missing" if room.sent.assignment.mode == "exam" else "not_met") in kinds


# -- parts of it ---------------------------------------------------------------------------------------------


def _interval(mean: float, n: int) -> Any:
    return pytest.approx(recount.wilson(mean, n), abs=1e-9)


def test_shares_by_case_and_by_dimension(room: Class) -> None:
    for item, tally in enumerate(room.book.by_case):
        own = [one for code in CODES for one in room.counted.get(code, ()) if one.item == item]
        n, mean = recount.mean_share((one.points, one.possible) for one in own)
        assert tally.n == n
        assert tally.mean == pytest.approx(float(mean or 0))
        assert (tally.low, tally.high) == _interval(float(mean or 0), n)
        assert tally.critical == sum(one.critical > 0 for one in own)
    seen = set()
    for tally in room.book.by_dimension:
        pairs = []
        for code in CODES:
            every = [met.dimensions[tally.id] for _, met in room.marks(code) if tally.id in met.dimensions]
            pairs.append(
                (sum((one[0] for one in every), Fraction(0)), sum((one[1] for one in every), Fraction(0)))
            )
        n, mean = recount.mean_share(pairs)
        assert tally.n == n
        assert tally.mean == pytest.approx(float(mean or 0))
        assert (tally.low, tally.high) == _interval(float(mean or 0), n)
        seen.add(tally.id)
    met = {
        name
        for code in CODES
        for _, one in room.marks(code)
        for name, pair in one.dimensions.items()
        if pair[1]
    }
    assert seen == met


def _by_rule(own: dict[str, list[Tried]]) -> dict[str, tuple[int, int, int, int, int]]:
    """Rule → learners graded on it, who went against it, decisions, of them right, who chose what it rules out."""
    learners: dict[str, dict[str, list[tuple[bool, bool]]]] = {}
    for code, attempts in own.items():
        for met in (met for one in attempts for met in one.met):
            for rule, grade in met.rules.items():
                learners.setdefault(rule, {}).setdefault(code, []).append(grade)
    return {
        rule: (
            len(of),
            sum(not all(right for right, _ in grades) for grades in of.values()),
            sum(len(grades) for grades in of.values()),
            sum(right for grades in of.values() for right, _ in grades),
            sum(any(forbidden for _, forbidden in grades) for grades in of.values()),
        )
        for rule, of in learners.items()
    }


def test_rules(room: Class) -> None:
    wanted = _by_rule(room.counted)
    found = {
        one.rule: (one.n, one.missed, one.decisions, one.right, one.forbidden) for one in room.book.by_rule
    }
    assert found == wanted
    for one in room.book.by_rule:
        assert (one.low, one.high) == _interval(one.missed / one.n, one.n)
    first = _by_rule(room.first)
    topics = teach_next(room.book, rules()).topics
    assert {one.rule for one in topics} == {rule for rule, grades in first.items() if grades[1]}
    for topic in topics:
        n, missed, *_ = first[topic.rule]
        low, high = recount.wilson(missed / n, n)
        told = f"{missed} of {n} learner{'' if n == 1 else 's'} went against it"
        interval = f"(95% interval {recount.whole_percent(low)}–{recount.whole_percent(high)}%)"
        assert topic.told.startswith(told)
        assert n < 5 or interval in topic.told


# -- what is read of it: screen, files, paper ----------------------------------------------------------------


def test_the_matrix_and_the_lists_on_the_screen(room: Class) -> None:
    lines = matrix_lines(room.book, lambda code: code, str)
    shares = []
    for line in lines.rows:
        own = room.counted.get(line.key, [])
        share = recount.share_of(own)
        errors = sum(one.critical for one in own)
        assert line.score == (
            "–" if share is None else f"{(recount.percent(share) or '').removesuffix('.0')}%"
        )
        assert line.critical == errors
        if share is not None:
            assert line.score_words() == f"{line.score}, {errors} critical error{'' if errors == 1 else 's'}"
            assert line.share == pytest.approx(float(share))
        if room.whole(line.key) and share is not None:
            shares.append(share)
        marks = {f"{item}/{met.node}": met for item, met in room.marks(line.key)}
        for column, cell in zip(lines.columns, line.cells, strict=True):
            met = marks.get(column.key)
            if met is not None and met.answered:
                assert cell.verdict == met.verdict
                assert cell.critical == (met.critical > 0)
                assert cell.result == (_out_of(met) if met.possible else "not scored")
    median = (recount.percent(recount.median(shares)) or "").removesuffix(".0")
    assert f"{len(shares)} of 9 complete" in summary(room.book)
    assert f"median {median}%" in summary(room.book)
    tallies = (*room.book.by_case, *room.book.by_dimension)
    for told, tally in zip(share_lines(tallies), tallies, strict=True):
        assert tally.mean is not None
        low, high = recount.wilson(tally.mean, tally.n)
        assert told.words == (
            f"{recount.whole_percent(tally.mean)}% of the points on average (n = {tally.n}, 95% interval "
            f"{recount.whole_percent(low)}–{recount.whole_percent(high)}%)"
        )
    wanted = _by_rule(room.counted)
    for told in rule_lines(room.book.by_rule, rules().rules):
        n, missed, decisions, right, forbidden = wanted[told.key]
        low, high = recount.wilson(missed / n, n)
        learners = f"{n} learner{'' if n == 1 else 's'}"
        assert told.words == (
            f"Missed by {missed} of {learners} "
            f"(95% interval {recount.whole_percent(low)}–{recount.whole_percent(high)}%)"
        )
        assert told.facts.startswith(f"{right} of {decisions} decision")
        assert ("rules out" in told.facts) == (forbidden > 0)


def _out_of(met: Met) -> str:
    halves = {f"{whole}.5": f"{whole or ''}½" for whole in range(40)}
    plain = (f"{float(one):.4f}".rstrip("0").rstrip(".") for one in (met.points, met.possible))
    points, possible = (halves.get(one, one) for one in plain)
    return f"{points} of {possible} point{'' if possible == '1' else 's'}"


def test_the_spreadsheets_and_json(room: Class) -> None:
    stream = io.StringIO(newline="")
    write_matrix(room.book, stream)
    by_learner = {row["learner"]: row for row in csv.DictReader(io.StringIO(stream.getvalue()))}
    stream = io.StringIO(newline="")
    write_decisions(room.book, stream)
    by_decision = list(csv.DictReader(io.StringIO(stream.getvalue())))
    data = json.loads(json.dumps(plain_gradebook(room.book)))
    shown = "\n".join(_shown(room.book))
    for code, plain in zip(CODES, data["learners"], strict=True):
        own, row = room.counted.get(code, []), by_learner[code]
        percent = recount.percent(recount.share_of(own))
        points = sum((one.points for one in own), Fraction(0))
        assert Fraction(row["points"]) == Fraction(str(plain["points"])) == points
        assert (float(row["score_percent"] or -1), plain["percent"]) == (float(percent or -1), percent)
        errors = sum(one.critical for one in own)
        assert (row["critical_errors"], plain["critical_errors"]) == (str(errors), errors)
        assert row["mastery"] == {None: "", True: "met", False: "not met"}[plain["mastery"]]
        assert f"{code}: {(percent or '').removesuffix('.0')}%, critical errors: {errors};" in shown
        written = [one for one in by_decision if one["learner"] == code and one["counts"] == "yes"]
        marks = [met for _, met in room.marks(code)]
        assert Counter((one["node"], one["rating"]) for one in written) == Counter(
            (met.node, "not answered" if met.verdict == "missing" else met.verdict) for met in marks
        )
        assert sum(Fraction(one["points"]) for one in written) == points
        for one in by_decision:
            assert not set(one["rules_right"].split()) & set(one["rules_missed"].split())
            assert all(one[name] for name in ("case_version", "algorithm_version", "scoring"))
        whole = [one for one in by_decision if one["learner"] == code]
        sat = {one.id for one in own}
        assert len(whole) == sum(
            len(one.met) for one in [*room.tried[code], *(o for o in own if not o.id)]
        ), sat
    assert data["summary"]["median_percent"] == room.book.median
    for part, tallies in (("by_case", room.book.by_case), ("by_dimension", room.book.by_dimension)):
        for one, tally in zip(data[part], tallies, strict=True):
            assert (one["n"], one["mean"], one["interval_95"]) == (
                tally.n,
                tally.mean,
                [tally.low, tally.high],
            )


def test_the_gradebook_on_paper(room: Class) -> None:
    text = gradebook_sheet(room.book).html()
    for code in CODES:
        own = room.counted.get(code, [])
        percent = (recount.percent(recount.share_of(own)) or "").removesuffix(".0")
        assert f"<td>{percent}%</td><td>{sum(one.critical for one in own)}</td>" in text
        for item in range(len(room.cases)):
            letters = [
                f"<td>{LETTERS[cell.state]}</td>"
                for column, cell in zip(room.book.columns, row_of(room, code).cells, strict=True)
                if column.item == item
            ]
            for start in range(0, len(letters), 16):
                assert f"<td>{code}</td>{''.join(letters[start : start + 16])}</tr>" in text
    for part in room.book.versions:
        assert part in text


def test_a_page_for_the_committee(room: Class, exam: Class) -> None:
    table = load_competencies(assets_folder() / "competencies.yaml")
    rooms = sorted({id(one): one for one in (exam, room)}.values(), key=lambda one: one.sent.assignment.id)
    for code in ("Learner 02", "Learner 06", "Learner 07", "Learner 09"):
        page = committee_page([one.book for one in rooms], code, table)
        marks = [met for one in rooms for _, met in one.marks(code)]
        assert page.decisions == len(marks)
        assert dict(page.verdicts) == Counter(met.verdict for met in marks)
        assert len(page.critical) == sum(met.critical for met in marks)
        assert [line.percent for line in page.trend] == [
            recount.percent(recount.share_of(one.counted[code])) for one in rooms
        ]
        for line in page.calibration:
            sure = [
                met for met in marks if met.confidence == line.confidence and met.answered and met.possible
            ]
            n, mean = recount.mean_share((met.points, met.possible) for met in sure)
            assert line.n == n
            assert line.share == pytest.approx(float(mean or 0))
            assert line.full == sum(met.points == met.possible for met in sure)
            assert line.critical == sum(met.critical > 0 for met in sure)
        for one in page.competencies:
            n, mean = _competency(marks, frozenset(one.competency.covers))
            assert one.n >= n
            if {"confidence", "reasons", "rationale"}.isdisjoint(one.competency.covers):
                assert one.share == (None if mean is None else pytest.approx(float(mean)))
        text = committee_sheet(page).html()
        assert all(f"<td>{(line.percent or '').removesuffix('.0')}%</td>" in text for line in page.trend)


def _competency(marks: list[Met], covers: frozenset[str]) -> tuple[int, Fraction | None]:
    pairs = []
    for met in marks:
        bears = [pair for name, pair in met.dimensions.items() if name in covers]
        if bears:
            pairs.append(
                (sum((one[0] for one in bears), Fraction(0)), sum((one[1] for one in bears), Fraction(0)))
            )
    return recount.mean_share(pairs)


# -- item analysis -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def years(exam: Class, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> list[Class]:
    """The same exam sat by nine others."""
    terms = {**EXAM, "learners": OTHERS, "extra": {}}
    return [exam, done(desk, tmp_path_factory.mktemp("others"), 7, title="Exam again", **terms)]


def _analysis(rooms: list[Class]) -> Analysis:
    pairs = [(one.book, one.desk.teaching.marker(one.sent.assignment.id).cases) for one in rooms]
    return analyse(pooled_group(pairs))


@pytest.mark.parametrize("together", [False, True], ids=["nine", "eighteen"])
def test_item_analysis_of_an_exam(years: list[Class], together: bool) -> None:
    rooms = years if together else years[:1]
    found = _analysis(rooms)
    own = {code: attempts for one in rooms for code, attempts in one.first.items()}
    through = {code for code, attempts in own.items() if all(one.ended for one in attempts)}
    assert (found.learners, found.finished) == (len(own), len(through))
    assert found.finished == len(own) - len(rooms)  # one of each group ran out of time
    marks = {
        code: {(one.item, met.node): met for one in attempts for met in one.met}
        for code, attempts in own.items()
    }
    keys = list(marks[CODES[0]])
    assert len(found.items) == len(keys)
    for key, one in zip(keys, found.items, strict=True):
        answers = {code: met[key] for code, met in marks.items() if met[key].answered}
        n, mean = recount.mean_share((met.points, met.possible) for met in answers.values())
        assert one.difficulty.n == n
        assert one.difficulty.mean == pytest.approx(float(mean or 0))
        assert (one.difficulty.low, one.difficulty.high) == _interval(float(mean or 0), n)
        assert one.difficulty.uncounted == sum(not met.possible for met in answers.values())
        rest = {
            code: recount.share_of(_without(own[code], key))
            for code in through
            if _possible(own[code], key) > 0
        }
        pairs = [
            (float(met.points / met.possible), float(rest[code] or 0))
            for code, met in answers.items()
            if code in rest and met.possible
        ]
        assert one.item_rest.n == len(pairs)
        if len(pairs) < 10 or len({x for x, _ in pairs}) == 1:
            assert one.item_rest.r is None
        else:
            r = recount.pearson(pairs)
            assert one.item_rest.r == pytest.approx(r)
            assert (one.item_rest.low, one.item_rest.high) == pytest.approx(recount.fisher(r, len(pairs)))
        middle = recount.median([share for share in rest.values() if share is not None])
        assert one.choices.n == len(answers)
        for row in one.choices.rows:
            who = [code for code, met in answers.items() if row.option in met.chosen]
            ranks = [rest[code] for code in who if code in rest]
            assert row.n == len(who)
            assert row.upper == sum(share > middle for share in ranks if share is not None)
            assert row.lower == sum(share < middle for share in ranks if share is not None)
    _check_alpha(found, {code: own[code] for code in through})
    told = analysis_lines(found, rules().actions, {})
    assert all("n = " in line.short and "95% interval" in line.told[1] for line in told.items)
    assert all(
        one.item_rest.r is not None or "not shown" in line.told[-1]
        for one, line in zip(found.items, told.items, strict=True)
    )


def _without(attempts: list[Tried], key: tuple[int, str]) -> list[Tried]:
    return [replace(one, met=[met for met in one.met if (one.item, met.node) != key]) for one in attempts]


def _possible(attempts: list[Tried], key: tuple[int, str]) -> Fraction:
    return sum((one.possible for one in _without(attempts, key)), Fraction(0))


def _check_alpha(found: Analysis, through: dict[str, list[Tried]]) -> None:
    if len(through) < 10:
        assert found.alpha.value is None
        assert "not shown" in found.alpha.told
        return
    items = range(len(next(iter(through.values()))))
    whole = [max(own[item].possible for own in through.values()) for item in items]
    rows = [
        [float(own[item].points * whole[item] / own[item].possible) for item in items]
        for own in through.values()
        if all(own[item].possible for item in items)
    ]
    alpha = recount.cronbach(rows)
    assert (found.alpha.n, found.alpha.cases) == (len(rows), len(items))
    assert found.alpha.value == pytest.approx(alpha)
    assert (found.alpha.low, found.alpha.high) == pytest.approx(
        recount.feldt(alpha, len(rows), len(items)), abs=1e-6
    )
    assert "unstable" in found.alpha.told

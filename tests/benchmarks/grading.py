"""How long the window stands still, at most, over a gradebook of 300 learners, beside what is felt as a stall.

Three cases played in practice: more than forty decisions, as some take roads the authors did not. The results are taken
in through the window, then the gradebook is opened by a program that has read none of them.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from relall_trainer.cohort.draft import ShelfCase
from relall_trainer.cohort.roster import Learner
from relall_trainer.gui.pages.gradebook import VIEWS
from relall_trainer.gui.settings import SettingsFile
from relall_trainer.paths import Profile
from tests.benchmarks.ratio import Ratio
from tests.benchmarks.stalling import FELT_MS
from tests.benchmarks.walking import Walk
from tests.cohort.teaching_desk import assigned, hand_in, handed, open_desk

_CASES = ("early-t-cell-relapse", "headaches-on-maintenance", "relapse-after-allograft")
_DECISIONS = 40


def ratios(quick: bool) -> Iterator[Ratio]:
    """A walk through the gradebook of 300 learners (``quick``: 60)."""
    with tempfile.TemporaryDirectory() as folder:
        incoming = _class(Path(folder), 60 if quick else 300)
        longest: dict[str, float] = {}
        for what, milliseconds in _walk(Path(folder) / "profile", incoming):
            longest[what] = max(longest.get(what, 0.0), milliseconds)
        for what, milliseconds in longest.items():
            ratio = milliseconds / FELT_MS
            yield Ratio(
                f"gradebook: {what}", ratio, "≤ 1", ratio <= 1, f"{milliseconds:.0f} ms ÷ {FELT_MS:.0f} ms"
            )


def _class(folder: Path, learners: int) -> Path:
    """A teacher's profile with an assignment, and the folder with everybody's results."""
    desk = open_desk(folder / "profile")
    codes = [f"Learner {number:03}" for number in range(1, learners + 1)]
    cohort = desk.teaching.cohorts.create("Everybody", map(Learner, codes))
    sent = assigned(
        desk, mode="practice", items=tuple(map(ShelfCase, _CASES)), cohort=cohort.id, learners=tuple(codes)
    )
    incoming = folder / "incoming"
    incoming.mkdir()
    for number, code in enumerate(codes):
        hand_in(incoming, handed(sent.assignment, code, lots=random.Random(number)), code)
    desk.store.close()
    SettingsFile(desk.profile.settings).change(notice_seen=True, begun=True)
    return incoming


def _walk(profile: Path, incoming: Path) -> Iterator[tuple[str, float]]:
    first = Walk(Profile(profile), where=False)
    first.window.resize(1360, 860)
    first.window.show()
    work = first.window.places.classroom.gradework
    first.window.go("gradebook")
    yield first.measured("results taken in", lambda: work.files.take_in([incoming]))
    first.window.close()
    first.desk.close()
    again = Walk(Profile(profile), where=False)
    again.window.resize(1360, 860)
    again.window.show()
    try:
        yield from _through(again)
    finally:
        again.window.close()
        again.desk.close()


def _through(walk: Walk) -> Iterator[tuple[str, float]]:
    window, work = walk.window, walk.window.places.classroom.gradework
    page = work.gradebook
    decisions = page.decisions
    matrix = decisions.matrix

    def read() -> bool:
        return not work.reading.busy and bool(decisions.rows)

    yield walk.measured("opened, nothing read yet", lambda: window.go("gradebook"), read)
    assert len(matrix.decisions.lines.columns) >= _DECISIONS
    yield walk.measured("opened again", lambda: window.go("gradebook"), read)
    for what, bar in (
        ("down", matrix.table.verticalScrollBar()),
        ("across", matrix.table.horizontalScrollBar()),
    ):
        for step in range(1, 11):
            place = bar.maximum() * step // 10
            yield walk.measured(f"scrolled {what}", lambda bar=bar, place=place: bar.setValue(place))
    yield walk.measured("narrowed", lambda: decisions.only.pick("critical"))
    yield walk.measured("sorted", lambda: decisions.order.pick("lowest"))
    yield walk.measured("a learner found", lambda: decisions.finder.setText("017"))
    yield walk.measured("everybody again", decisions.clear)
    yield walk.measured("a decision opened", matrix.open_here)
    yield walk.measured("the next learner's", lambda: work.seeing.view.moves["down"].click())
    yield walk.measured("back to the matrix", work.seeing.view.left.emit)
    for view, words in VIEWS:
        yield walk.measured(words, lambda view=view: page.choose(view), read)

"""One process of the benchmark of stalls: opens the program and goes through it while a watchdog looks on.

``python -m tests.benchmarks.walking DIR`` walks through the window on a profile and prints, for each thing done, the
longest time (ms) in which the window did not come round to the next event. With ``--where`` also what it was busy with.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from relall_trainer import app as program
from relall_trainer.gui.main_window import MainWindow
from relall_trainer.gui.pages.play import PlayPage
from relall_trainer.gui.pages.sitting import PLAYING, SUMMARY, WAITING, SittingPage
from relall_trainer.gui.standing import FINISHED
from relall_trainer.paths import Profile
from tests.benchmarks.lived_in import some

_TICK_MS = 4
_QUIET_MS = 300  # what is put off until after the paint belongs to what was done, too
_LONGEST_S = 60.0
_SAMPLED_S = 0.1  # a stall is looked into once it has lasted so long
_REVIEWS = 8
_DECISIONS = 3


class Watchdog(QObject):
    """Comes round every few milliseconds and remembers the longest time it had to wait for that."""

    def __init__(self, *, where: bool) -> None:
        super().__init__()
        self.longest = 0.0
        self.busy_with = ""
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start(_TICK_MS)
        if where:
            main = threading.get_ident()
            threading.Thread(target=self._sample, args=(main,), daemon=True).start()

    def look(self) -> None:
        """Come round now."""
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - _TICK_MS / 1000)
        self._last = now

    def begin(self) -> None:
        """Forget what was before."""
        self._last, self.longest, self.busy_with = time.perf_counter(), 0.0, ""

    def _sample(self, main: int) -> None:
        while True:
            time.sleep(0.02)
            if time.perf_counter() - self._last - _SAMPLED_S > 0:
                frames = traceback.extract_stack(sys._current_frames()[main])
                ours = [f"{Path(one.filename).stem}.{one.name}:{one.lineno}" for one in frames[-12:]]
                self.busy_with += f"\n    {time.perf_counter() - self._last:.2f} s  {' > '.join(ours)}"


class Walk:
    """The things done one after the other."""

    def __init__(self, profile: Profile, *, where: bool) -> None:
        app = QApplication.instance() or QApplication(["benchmark"])
        assert isinstance(app, QApplication)
        app.setStyle("Fusion")
        self.app = app
        self.desk = program.build_desk(profile)
        self.window: MainWindow = program.build_window(app, profile, self.desk)
        self.window.painted.connect(lambda: program._begin_upkeep(self.window, self.desk, profile))
        self.watchdog = Watchdog(where=where)
        self.lots = random.Random(5)

    def measured(
        self, what: str, do: Callable[[], object], until: Callable[[], bool] = lambda: True
    ) -> tuple[str, float]:
        """The longest stall (ms) from doing this until it holds and the window has come to rest."""
        self.watchdog.begin()
        do()
        end = time.perf_counter() + _LONGEST_S
        while not until() and time.perf_counter() < end:
            self.app.processEvents()
            time.sleep(0.001)
        assert until(), what
        _rest(_QUIET_MS)
        self.watchdog.look()
        return what + self.watchdog.busy_with, self.watchdog.longest * 1000

    def through(self) -> Iterator[tuple[str, float]]:
        """Everything, in an order in which someone might do it."""
        window, go = self.window, self.window.go
        window.resize(1360, 860)
        # The first paint is the business of another section, and comes before this one begins.
        window.show()
        while not window.grab().isNull() and not window._seen:
            self.app.processEvents()
        sys.excepthook = sys.__excepthook__  # a fault ends the walk rather than open a dialog
        places, practice = window.places, window.places.practicework
        yield self.measured(
            "the day, after a restart without an index",
            window.refill,
            lambda: practice.today._lines is not None,
        )
        yield self.measured("the library, opened", lambda: None, lambda: window.library._library is not None)
        for place in ("cases", "practice", "history", "evidence", "algorithm", "help"):
            yield self.measured(f"first time: {place}", partial(go, place), self._rested)
        history = places.casework.lookback.history
        go("history")
        for view in ("decisions", "patterns", "attempts"):
            yield self.measured(f"history: {view}", partial(history.choose, view), self._rested)
        rule = next(rule for rule in self.desk.algorithm.rules.values() if rule.evidence)
        item = rule.evidence[0]
        yield self.measured("an entry of the library", lambda: window.show_evidence(item), self._rested)
        yield self.measured("a rule", lambda: places.show_rule(rule.id), self._rested)
        for place in ("today", "cases", "practice", "history", "evidence", "algorithm"):
            yield self.measured(f"again: {place}", partial(go, place), self._rested)
        yield from self._case()
        attempt = next(one.id for one in self.desk.history() if one.status == FINISHED)
        yield self.measured("a debrief", lambda: places.casework.open_attempt(attempt), self._rested)
        yield self.measured(
            "a review of an attempt", lambda: places.casework.debrief.review_asked.emit(""), self._rested
        )
        yield from self._sitting()
        yield self.measured("a copy of the record, in one go as for a command", self.desk.store.back_up)

    def _rested(self) -> bool:
        work = self.window.places._practice
        busy = work is not None and (work._catching_up.busy or work._covering.busy)
        filling = self.window.casework.lookback._filling
        return not busy and not (filling is not None and filling._catching_up.under_way)

    def _case(self) -> Iterator[tuple[str, float]]:
        casework = self.window.casework
        case = self.desk.bare_cards()[0].head.id
        yield self.measured("a case, begun", lambda: casework.start_case(case))
        for _ in range(_DECISIONS):
            if casework.play.session is None or casework.play.session.encounter.ended:
                break
            self._choose(casework.play)
            yield self.measured("a decision of a case", casework.play.commit)
            yield self.measured("on to the next decision", casework.play.go_on)

    def _sitting(self) -> Iterator[tuple[str, float]]:
        work = self.window.places.practicework
        yield self.measured("a sitting, begun", work.begin, lambda: work.sitting.mode != WAITING)
        page: SittingPage = work.sitting
        for _ in range(_REVIEWS):
            if page.mode == SUMMARY:
                return
            if page.mode != PLAYING:
                yield self.measured("on from what is read", page.gone_on.emit, lambda: page.mode != WAITING)
            play = work._sittings.play
            while play.session is not None and play.deciding:
                self._choose(play)
                yield self.measured("a decision of a sitting", play.commit)
                last = play.session.encounter.ended
                what = "the next patient of a sitting" if last else "on to the next decision"
                yield self.measured(what, play.go_on, lambda: page.mode != WAITING)
                if last:
                    break

    def _choose(self, play: PlayPage) -> None:
        session = play.session
        assert session is not None
        play.frame.options.choose(some(self.lots, session.encounter.current.groups))


def _rest(milliseconds: int) -> None:
    """As the program waits for what comes: threads beside get their turn, as they do not in QTest's own waiting."""
    waiting = QEventLoop()
    QTimer.singleShot(milliseconds, waiting.quit)
    waiting.exec()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--where", action="store_true", help="say what a long stall was spent on")
    options = parser.parse_args()
    walk = Walk(Profile(options.folder), where=options.where)
    for what, stall in walk.through():
        print(f"{stall:.1f}\t{what}", flush=True)
    walk.window.close()
    walk.desk.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

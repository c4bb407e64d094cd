"""Fills the history's three views: attempts from the store, decisions and patterns from the index.

The index is brought up to date first, in slices beside the work; what is read already shows at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from relall_trainer.clinical.wording import counted
from relall_trainer.errors import StoreError
from relall_trainer.gui.catching_up import CatchingUp
from relall_trainer.gui.decision_wishes import filter_of
from relall_trainer.gui.local_time import day_words
from relall_trainer.gui.pages.history import ATTEMPTS, DECISIONS, PATTERNS, HistoryPage
from relall_trainer.gui.pattern_lines import (
    calibration_sentence,
    certainty_lines,
    rule_lines,
    stretches,
    versions,
)
from relall_trainer.gui.widgets.confidence import CONFIDENCE_WORDS
from relall_trainer.gui.widgets.patterns_view import HARMFUL, RULES, SURE, TREND

if TYPE_CHECKING:
    from relall_trainer.gui.attempt_search import AttemptSearch
    from relall_trainer.gui.desk import Desk
    from relall_trainer.gui.messages import Messages
    from relall_trainer.gui.standing import AttemptLine
    from relall_trainer.learner.history import HistoryFilter
    from relall_trainer.learner.index import DecisionFilter, HistoryIndex

_PAGE = 100
_MOST_HARMFUL = 500
_COUNT_AFTER_MS = 30


class HistoryFilling(QObject):
    """Belongs to one history page. ``store_trouble`` says what went wrong and offers to try again."""

    def __init__(
        self,
        desk: Desk,
        page: HistoryPage,
        messages: Messages,
        store_trouble: Callable[[StoreError, Callable[[], object]], None],
    ) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._messages = messages
        self._store_trouble = store_trouble
        self._listed: list[AttemptLine] = []
        self._search: AttemptSearch | None = None
        self._offered = False
        self._catching_up = CatchingUp(desk)
        self._catching_up.progressed.connect(page.show_progress)
        self._catching_up.caught_up.connect(self._caught_up)
        self._catching_up.failed.connect(lambda error: self._store_trouble(error, self.fill))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count)
        page.view_asked.connect(lambda _view: self.fill())
        page.attempts.filter_changed.connect(self._fill_attempts)
        page.attempts.more_asked.connect(self._more_attempts)
        page.decisions.wish_changed.connect(self._fill_decisions)
        page.decisions.more_asked.connect(self._more_decisions)
        page.patterns.section_asked.connect(self._fill_patterns)
        page.patterns.rule_decisions_asked.connect(self._show_behind)
        page.patterns.all_decisions_asked.connect(lambda: page.choose(DECISIONS))

    def fill(self) -> None:
        """Fill the view shown with what the record holds now."""
        self._catching_up.begin()
        if self._catching_up.under_way:  # else it was filled when the last slice was done
            self._fill_shown()

    def _caught_up(self) -> None:
        self._page.end_progress()
        self._fill_shown()

    def _fill_shown(self) -> None:
        {ATTEMPTS: self._fill_attempts, DECISIONS: self._fill_decisions, PATTERNS: self._fill_patterns}[
            self._page.view
        ]()

    def _ask(self, ask: Callable[[], object]) -> None:
        try:
            ask()
        except StoreError as error:
            self._store_trouble(error, self.fill)
        else:
            self._messages.settle("store")

    # Attempts

    def _fill_attempts(self) -> None:
        self._ask(self._show_attempts)

    def _show_attempts(self) -> None:
        wanted, index = self._narrowed(), self._desk.index
        self._search = None
        if wanted.text and index is not None:
            from relall_trainer.gui.attempt_search import AttemptSearch

            self._search = AttemptSearch(index, self._desk.store, wanted)
            self._listed = self._search.page(_PAGE)
            more = not self._search.done
            count = f"{counted(len(self._listed), 'attempt')}{' and more' if more else ''}"
        else:
            self._listed = self._desk.history(wanted)
            number = self._desk.count(wanted)
            more, count = number > len(self._listed), counted(number, "attempt")
        self._page.attempts.show_lines(self._listed, more=more, cases=self._cases())
        self._page.show_count(count if self._listed else "")

    def _more_attempts(self) -> None:
        self._ask(self._add_attempts)

    def _add_attempts(self) -> None:
        if self._search is not None:
            lines = self._search.page(_PAGE)
            more = not self._search.done
        else:
            lines = self._desk.history(self._narrowed(), self._listed[-1])
            more = bool(lines)
        self._listed += lines
        self._page.attempts.add_lines(lines, more=more)

    def _narrowed(self) -> HistoryFilter:
        wanted = self._page.attempts.wanted()
        return self._desk.narrowed(
            wanted.case, wanted.status, wanted.days, wanted.critical, wanted.text, wanted.source
        )

    def _cases(self) -> list[tuple[str, str]]:
        return [(card.head.id, card.head.title) for card in self._desk.bare_cards()]

    # Decisions

    def _fill_decisions(self) -> None:
        self._ask(self._show_decisions)

    def _show_decisions(self) -> None:
        self._offer()
        lines = self._index().page(self._decisions_wanted(), limit=_PAGE)
        self._page.decisions.show_lines(lines, more=len(lines) == _PAGE)
        self._page.show_count("")
        self._counting.start()  # the list stands first; counting a million takes longer than showing a hundred

    def _count(self) -> None:
        if self._page.view != DECISIONS:
            return
        number = self._index().count(self._decisions_wanted())
        self._page.show_count(counted(number, "decision") if number else "")

    def _more_decisions(self) -> None:
        self._ask(self._add_decisions)

    def _add_decisions(self) -> None:
        after = self._page.decisions.last_key
        lines = self._index().page(self._decisions_wanted(), after, _PAGE)
        self._page.decisions.add_lines(lines, more=len(lines) == _PAGE)

    def _decisions_wanted(self) -> DecisionFilter:
        return filter_of(self._page.decisions.wish(), self._desk.now())

    def _show_behind(self, rule: str) -> None:
        from relall_trainer.gui.decision_wishes import COUNTED, WRONG, DecisionWish

        self._page.decisions.filters.show_wish(DecisionWish(rule=rule, result=WRONG, source=COUNTED))
        self._page.choose(DECISIONS)
        self._page.decisions.setFocus()

    def _offer(self) -> None:
        """Rules, steps and cases to choose from; asked for once, as reading the algorithm takes a moment."""
        if self._offered:
            return
        algorithm = self._desk.algorithm
        rules = [(rule.id, f"{rule.id} {rule.title}") for rule in algorithm.rules.values()]
        actions = sorted(
            ((one.id, one.label) for one in algorithm.actions.values()), key=lambda pair: pair[1]
        )
        self._page.decisions.filters.offer(rules, actions, self._cases())
        self._page.patterns.offer_rules(rules)
        self._offered = True

    def _index(self) -> HistoryIndex:
        index = self._desk.index
        if index is None:
            raise RuntimeError("the history is shown without an index")
        return index

    # Patterns

    def _fill_patterns(self) -> None:
        self._ask(self._show_patterns)

    def _show_patterns(self) -> None:
        self._offer()
        self._page.show_count("")
        {
            RULES: self._show_rules,
            TREND: self._show_trend,
            SURE: self._show_certainty,
            HARMFUL: self._show_harmful,
        }[self._page.patterns.section]()

    def _show_rules(self) -> None:
        tallies = self._index().rule_tallies()
        self._page.patterns.offer_versions(versions(tallies))
        titles = {rule.id: rule.title for rule in self._desk.algorithm.rules.values()}
        self._page.patterns.show_rules(rule_lines(tallies, titles, self._page.patterns.version.value))

    def _show_trend(self) -> None:
        rule, dimension = self._page.patterns.trend_of()
        points = self._index().trend(rule=rule, dimension=dimension)
        self._page.patterns.show_trend(stretches(points, day_words, of_rule=rule is not None))

    def _show_certainty(self) -> None:
        tallies = self._index().calibration()
        ordered = versions(self._index().rule_tallies())  # the version used last stands first
        known = versions(tallies)
        self._page.patterns.offer_versions(
            [one for one in ordered if one in known] + [one for one in known if one not in ordered]
        )
        lines = certainty_lines(tallies, CONFIDENCE_WORDS, self._page.patterns.version.value)
        self._page.patterns.show_certainty(lines, calibration_sentence(lines))

    def _show_harmful(self) -> None:
        self._page.patterns.harmful.show_lines(self._index().certain_and_harmful(_MOST_HARMFUL))

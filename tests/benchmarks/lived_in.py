"""A profile someone has practised in for a while: attempts played by chance, the same ones every time."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relall_trainer.algorithm_files import algorithm_text
from relall_trainer.casefiles.shelf import Shelf
from relall_trainer.encounter.case import PICK_ONE, Group
from relall_trainer.encounter.choice import CONFIDENCE
from relall_trainer.gui.desk import Desk
from relall_trainer.gui.settings import SettingsFile
from relall_trainer.learner.index import HistoryIndex
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile, algorithm_folder

_DAYS = 60  # over which the attempts are spread, up to today


def settle_in(folder: Path, attempts: int, *, indexed: bool = True) -> Profile:
    """A profile in which so many attempts were played to their end, and the window has been open before."""
    profile = Profile(folder)
    now = [datetime.now(UTC) - timedelta(days=_DAYS)]

    def clock() -> datetime:
        now[0] += timedelta(seconds=20)
        return now[0]

    text = algorithm_text(algorithm_folder())
    with LearnerStore.open(profile, clock) as store:
        desk = Desk(Shelf(profile), lambda: store, lambda: text, clock)
        lots, cases = random.Random(1), [card.head.id for card in desk.cards()]
        for _ in range(attempts):
            session = desk.start(lots.choice(cases))
            while not session.encounter.ended:
                chosen = some(lots, session.encounter.current.groups)
                session.commit(chosen, confidence=lots.choice(CONFIDENCE), elapsed_ms=20_000)
            session.finish()
            now[0] += timedelta(days=_DAYS * 0.5 / attempts)
        store.back_up()  # as one of the times before has done
        if indexed:
            index = HistoryIndex.open(profile.history_index)
            for _ in index.catch_up(store, desk.pinned.replayed):
                pass
            index.close()
    settings = SettingsFile(profile.settings)
    settings.change(begun=True, notice_seen=True)
    settings.write()
    return profile


def some(lots: random.Random, groups: tuple[Group, ...]) -> list[str]:
    """An answer by chance, one that can be given."""
    chosen: list[str] = []
    for group in groups:
        offered = [option.action for option in group.options]
        one = group.pick == PICK_ONE
        chosen += [lots.choice(offered)] if one else [step for step in offered if lots.random() < 0.4]
    return chosen

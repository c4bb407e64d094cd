"""How sending to a record store stands, in words: for its dialog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relall_trainer.clinical.wording import counted
from relall_trainer.gui.local_time import when

if TYPE_CHECKING:
    from relall_trainer.interop.lrs_log import Entry, SendingLog
    from relall_trainer.interop.lrs_settings import LrsSettings


@dataclass(frozen=True, slots=True)
class Standing:
    """``waiting``: attempts that wait (None: nobody has looked); ``left_out``: those that cannot be told of."""

    settings: LrsSettings
    log: SendingLog
    waiting: int | None = None
    left_out: int = 0
    busy: bool = False


def standing_words(standing: Standing) -> str:
    """In a sentence or two."""
    if not standing.settings.on:
        return "Off. Nothing is sent, and no network connection is opened."
    parts = [f"On. {_waiting_words(standing)}"]
    if standing.left_out:
        parts.append(
            f"{counted(standing.left_out, 'attempt')} cannot be played again here and so cannot be told of."
        )
    log = standing.log
    if log.trouble is not None and log.again_at and not log.waits_for_a_person:
        parts.append(f"Next try at {when(log.again_at)}.")
    return " ".join(parts)


def settings_words(settings: LrsSettings) -> str:
    """What is set, in words; the password is not among them."""
    known = f"“{settings.account}”" if settings.account else "a name that says nothing of you"
    what = f"what you finished since {when(settings.since)}" if settings.since else "all you ever finished"
    return (
        f"To {settings.endpoint} with the user name “{settings.user}”: {what}. You are known there by {known}. "
        "Name and password are kept readable in this profile. To change any of this, switch off first."
    )


def counts_words(log: SendingLog) -> str:
    """What has been stored so far; empty where nothing ever was tried."""
    if not log.tried_at:
        return ""
    words = f"{counted(log.stored, 'statement')} stored so far"
    words += f", the last at {when(log.sent_at)}." if log.sent_at else "."
    if log.refused:
        words += f" Not taken by the store: {log.refused:,}."
    return words


def entry_words(entry: Entry) -> str:
    """A line of the log."""
    times = f" ({entry.times:,} times)" if entry.times > 1 and entry.trouble else ""
    what = entry.trouble or f"{counted(entry.stored, 'statement')} stored"
    refused = f", {entry.refused:,} not taken" if entry.refused else ""
    return f"{when(entry.at)}  {what}{refused}{times}"


def _waiting_words(standing: Standing) -> str:
    if standing.busy:
        return "Sending now."
    if standing.waiting is None:
        return "It has not been looked yet what waits."
    if not standing.waiting:
        return "Nothing waits."
    return f"{counted(standing.waiting, 'attempt')} {'waits' if standing.waiting == 1 else 'wait'}."

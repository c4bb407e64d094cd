"""The learner's record as one HTML page to read, print or keep: attempt by attempt, decision by decision.

The page is whole in itself: no scripts, nothing fetched, every text escaped. It is for reading; what can be taken back
is the JSON of ``export``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from typing import IO, TYPE_CHECKING, Any

from relall_trainer.encounter.debrief import labels_at
from relall_trainer.encounter.events import Committed
from relall_trainer.encounter.play import EXAM, Encounter, Visit
from relall_trainer.encounter.scoring import percent_words, plain_points
from relall_trainer.errors import TrainerError
from relall_trainer.learner.export import attempts
from relall_trainer.learner.history import EVERYTHING, HistoryFilter
from relall_trainer.learner.index_rows import exact, missed_lines, version_of
from relall_trainer.learner.log import events_of
from relall_trainer.learner.records import ANSWER, FINISHED, AttemptRecord, Note, moment
from relall_trainer.learner.store import LearnerStore

if TYPE_CHECKING:
    from relall_trainer.learner.index import Replayer

DISCLAIMER = (
    "For teaching only; the patients are fictional. Ratings follow one review of 2015 and are no advice for the care of"
    " anybody."
)
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>What I decided</title>
<style>
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: thin solid; margin-top: 2.5rem; }
article { margin: 1.2rem 0 1.2rem 1rem; break-inside: avoid; }
h3 { margin-bottom: 0; }
p, ul { margin: .3rem 0; }
.said { white-space: pre-wrap; border-left: medium solid; padding-left: .7rem; }
</style>
</head>
<body>
"""
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_CONFIDENCE: Mapping[str, str] = {
    "guessing": "guessing",
    "leaning": "leaning",
    "fairly_sure": "fairly sure",
    "certain": "certain",
}
_STATUS: Mapping[str, str] = {"open": "under way", "finished": "finished", "abandoned": "given up"}


def write_html(
    store: LearnerStore,
    stream: IO[str],
    exported_at: datetime,
    replayed: Replayer,
    wanted: HistoryFilter = EVERYTHING,
) -> int:
    """The whole page, newest attempt first; how many attempts. An attempt that cannot be played is told from its log.

    Attempt by attempt, so that a long history needs no more memory than a short one. Raises a StoreError.
    """
    stream.write(_HEAD)
    stream.write(f"<h1>What I decided</h1>\n{_p(DISCLAIMER)}{_p(f'Written {_time(moment(exported_at))}.')}")
    count = 0
    for record in attempts(store, wanted):
        stream.write("".join(_section(store, record, replayed)))
        count += 1
    if not count:
        stream.write(_p("There is no attempt yet."))
    own = [note for note in store.notes() if note.attempt_id is None]
    if own:
        stream.write("<section>\n<h2>Notes on the evidence</h2>\n")
        for note in own:
            about = note.evidence or "Note"
            stream.write(f"{_p(f'{about} · {_time(note.at)}')}{_said(note.text)}")
        stream.write("</section>\n")
    stream.write(f"{_p(DISCLAIMER)}</body>\n</html>\n")
    return count


def _section(store: LearnerStore, record: AttemptRecord, replayed: Replayer) -> Iterator[str]:
    head, summary = record.head, record.summary
    withheld = head.mode == EXAM and summary.status != FINISHED
    yield f"<section>\n<h2>{_text(head.case_title or head.case_id)}</h2>\n"
    standing = [f"Begun {_time(head.started_at)}", _STATUS.get(summary.status, summary.status)]
    if head.mode != "practice":
        standing.append("another road, tried afterwards" if head.mode == "fork" else head.mode)
    if summary.percent is not None and not withheld:
        points = f"{_number(summary.points)} of {_number(summary.possible)} points"
        standing.append(f"{points} ({percent_words(summary.percent)}), critical errors: {summary.critical}")
    yield _p(" · ".join(standing))
    yield _p(f"Case {head.case_id} {head.case_version} · {version_of(record)}")
    notes = store.notes(attempt_id=record.id)
    yield from (f"{_p('Note')}{_said(note.text)}" for note in notes if note.node is None)
    try:
        events = events_of(store, record.id)
        encounter = replayed(record, events)
        made = [event for event in events if isinstance(event, Committed)]
        for n, (event, visit) in enumerate(zip(made, encounter.record, strict=True), start=1):
            yield from _decision(n, event, visit, encounter, notes, withheld)
        ending = encounter.current.ending
        if ending is not None:
            yield _p(f"The end: {ending.title}")
    except TrainerError as error:
        yield _p(f"This attempt cannot be played again ({error.what}); this is what its log says.")
        yield from _log(store.events(record.id))
    yield "</section>\n"


def _decision(
    n: int, event: Committed, visit: Visit, encounter: Encounter, notes: tuple[Note, ...], withheld: bool
) -> Iterator[str]:
    node = encounter.case.nodes[visit.node]
    labels = labels_at(encounter, visit.node)
    yield f"<article>\n<h3>{n}. {_text(node.title)}</h3>\n"
    yield _p(" · ".join(_circumstances(node.day, event)))
    for group, score in zip(node.groups, visit.score.groups, strict=True):
        yield _p(group.prompt)
        chosen = [
            labels[line.action]
            if withheld
            else f"{labels[line.action]} — {line.rating}, {_points(line.points)}"
            for line in score.lines
            if line.chosen
        ]
        yield _list(chosen or ["Nothing."])
        missed = [f"{labels[line.action]} — {line.rating}" for line in missed_lines(score)]
        if missed and not withheld:
            yield f"{_p('Left out:')}{_list(missed)}"
    if not withheld:
        critical = "".join(f" Critical: {labels[action]}." for action in visit.score.critical)
        earned = f"{_number(visit.score.points)} of {_number(visit.score.possible)} points."
        yield _p(f"{earned}{critical}")
    if event.rationale:
        yield f"{_p('My reason:')}{_said(event.rationale)}"
    for note in notes:
        if note.node == visit.node:
            yield f"{_p(f'My note, {_time(note.at)}:')}{_said(note.text)}"
    yield "</article>\n"


def _circumstances(day: int, event: Committed) -> Iterator[str]:
    yield f"Day {day}"
    yield _time(event.at)
    if event.elapsed_ms is not None:
        yield f"after {event.elapsed_ms / 1000:.0f} s"
    if event.confidence is not None:
        yield _CONFIDENCE[event.confidence]


def _log(events: tuple[dict[str, Any], ...]) -> Iterator[str]:
    for event in events:
        if event.get("kind") == ANSWER:
            chosen = event.get("chosen")
            steps = ", ".join(map(str, chosen)) if isinstance(chosen, list) else str(chosen)
            yield _p(f"{event.get('at')} · {event.get('node')}: {steps}")
            if event.get("rationale"):
                yield _said(str(event["rationale"]))


def _list(lines: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in lines)}</ul>\n"


def _p(text: str) -> str:
    return f"<p>{_text(text)}</p>\n"


def _said(text: str) -> str:
    return f'<p class="said"><bdi>{_text(text)}</bdi></p>\n'


def _text(text: str) -> str:
    """The text as it stands, never as markup; signs that hide or turn text are shown as what cannot be shown."""
    return escape(_HIDDEN.sub("\ufffd", text))


def _points(points: float) -> str:
    return "1 point" if points == 1 else f"{_number(points)} points"


def _number(points: float) -> str:
    return str(plain_points(exact(points)))


def _time(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"

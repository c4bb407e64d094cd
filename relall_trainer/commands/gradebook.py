"""``gradebook``: takes results in, shows and exports what they come to, confirms keys, gives feedback out."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relall_trainer.clinical.wording import RATING_WORDS
from relall_trainer.cohort.importing import ACCEPTED, KNOWN, SET_ASIDE, Outcome
from relall_trainer.commands.classroom import find_assignment, open_teaching, print_lines
from relall_trainer.encounter.scoring import percent_words
from relall_trainer.errors import BadFile
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse

    from relall_trainer.cohort.gradebook import Gradebook
    from relall_trainer.cohort.teaching import Teaching

Answer = tuple[Any, Iterable[str], int]
_OUTCOMES = {ACCEPTED: "new", KNOWN: "known already", SET_ASIDE: "set aside"}


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0; ``import`` and ``confirm`` exit 1 where something was set aside, or is left to confirm."""
    with open_teaching(profile) as teaching:
        if options.what == "export":
            from relall_trainer.commands.gradebook_export import export

            return export(options, teaching)
        answer, lines, status = _PARTS[options.what](options, teaching)
    if options.json:
        print(
            json.dumps(answer, ensure_ascii=sys.stdout.isatty())
        )  # what learners wrote must not move a terminal
    else:
        print_lines(lines)
    return status


def _import(options: argparse.Namespace, teaching: Teaching) -> Answer:
    importing = teaching.import_files(Path(path) for path in options.paths)
    for done, of in importing:
        if not options.json and sys.stderr.isatty() and done % 100 == 0:
            print(f"\r{done:,} of {of:,} ", end="", file=sys.stderr, flush=True)
    outcomes = importing.outcomes
    counts = Counter(one.status for one in outcomes)
    answer = {
        "taken_in": counts[ACCEPTED],
        "known": counts[KNOWN],
        "set_aside": counts[SET_ASIDE],
        "files": [_outcome(one) for one in outcomes],
    }
    lines = [_outcome_words(one) for one in outcomes]
    lines.append(
        f"Taken in: {counts[ACCEPTED]:,}; known already: {counts[KNOWN]:,}; set aside: {counts[SET_ASIDE]:,}."
    )
    return answer, lines, 1 if counts[SET_ASIDE] else 0


def _outcome(one: Outcome) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "file": one.path or one.name,
        "status": one.status,
        "sha256": one.sha256 or None,
    }
    if one.status == SET_ASIDE:
        return {**answer, "code": one.code, "reason": one.reason}
    return {
        **answer,
        "assignment": one.assignment,
        "learner": one.learner or None,
        "number": one.number or None,
    }


def _outcome_words(one: Outcome) -> str:
    who = f" ({one.learner}, number {one.number})" if one.learner else ""
    why = f": {one.reason}" if one.reason else ""
    return f"{_OUTCOMES[one.status].capitalize()}: {one.path or one.name}{who}{why}"


def _show(options: argparse.Namespace, teaching: Teaching) -> Answer:
    if options.id is None:
        return _list(teaching)
    from relall_trainer.cohort.gradebook_plain import plain_gradebook

    book = teaching.gradebook(find_assignment(teaching, options.id).id)
    return plain_gradebook(book), _shown(book), 0


def _list(teaching: Teaching) -> Answer:
    heads = teaching.assignments()
    answer = [
        {
            "assignment": one.id,
            "version": one.version,
            "title": one.title,
            "mode": one.mode,
            "cohort": one.cohort,
            "due_at": one.due_at,
            "learners": len(one.learners),
            "handed_in": teaching.handed_in(one.id),
        }
        for one in heads
    ]
    lines = [
        f"{one['assignment']}  {one['title']} ({one['mode']}, version {one['version']}):"
        f" {one['handed_in']} of {one['learners'] or 'any number'} handed in"
        for one in answer
    ]
    return answer, lines or ["Nothing is assigned yet."], 0


def _shown(book: Gradebook) -> Iterable[str]:
    from relall_trainer.cohort.earlier import earlier_scores
    from relall_trainer.cohort.gradebook import STANDING_WORDS

    asked = book.assignment
    yield f"{asked.title} ({asked.mode}, version {asked.version}); {', '.join(book.versions)}"
    for row in book.rows:
        percent = "no score" if row.percent is None else percent_words(row.percent)
        mastery = {None: "", True: ", threshold met", False: ", threshold not met"}[row.mastery]
        standing = STANDING_WORDS[row.standing].lower()
        yield f"{row.learner.shown}: {percent}, critical errors: {row.critical}; {standing}{mastery}"
        verdicts = Counter(
            cell.state for cell in row.cells if cell.state in RATING_WORDS or cell.state == "missing"
        )
        if verdicts:
            told = (
                f"{number} {RATING_WORDS.get(word, 'not answered').lower()}"
                for word, number in verdicts.items()
            )
            yield f"  {', '.join(told)}"
        for words in dict.fromkeys(flag.words for flag in row.flags):
            yield f"  Flag: {words}"
        for one in earlier_scores(row, book.earlier):
            yield f"  {one.told(one.until)}"
    if book.median is not None:
        yield f"Median of {len(book.averaged)}: {percent_words(book.median)}"


def _confirm(options: argparse.Namespace, teaching: Teaching) -> Answer:
    """Without a learner: the keys to confirm. Raises BadFile where she handed nothing in with that key."""
    if options.learner is None:
        waiting = teaching.keys_to_confirm()
        answer = [{"learner": one.learner, "key": one.fingerprint, "note": one.note} for one in waiting]
        lines = [f"{one.learner}: {one.fingerprint}{f' ({one.note})' if one.note else ''}" for one in waiting]
        return answer, lines or ["Every key is confirmed."], 1 if waiting else 0
    wanted = _squeezed(options.key or "")
    met = [one for one in teaching.keys_met() if one.learner == options.learner]
    key = next((one for one in met if wanted in (_squeezed(one.fingerprint), _squeezed(one.public))), None)
    if key is None:
        raise BadFile(
            f"{options.learner} handed nothing in with the key {(options.key or '')[:80]!r}.",
            safe="Nothing was confirmed.",
            todo="Compare the whole fingerprint; `relall-trainer gradebook confirm` lists those to confirm.",
        )
    teaching.confirm(key.public, key.learner)
    return (
        {"learner": key.learner, "key": key.fingerprint},
        [f"Confirmed: {key.learner}, {key.fingerprint}"],
        0,
    )


def _squeezed(key: str) -> str:
    return "".join(sign for sign in key.upper() if sign.isalnum())


def _release(options: argparse.Namespace, teaching: Teaching) -> Answer:
    found = find_assignment(teaching, options.id)
    written = teaching.release(found.id, Path(options.to))
    answer = {
        "assignment": found.id,
        "released_at": teaching.released_at(found.id),
        "files": [{"path": str(one.path), "bytes": one.size, "sha256": one.sha256} for one in written],
    }
    return answer, [f"Written: {one.path}" for one in written], 0


_PARTS: dict[str, Callable[[argparse.Namespace, Teaching], Answer]] = {
    "import": _import,
    "show": _show,
    "confirm": _confirm,
    "release": _release,
}

"""From a draft to an assignment: its cases in full or as bare forms, its rules pinned.

Keeping it and writing files is left to ``sent`` and ``teaching``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from relall_trainer.casefiles.prepared import case_to_text
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.cohort.assignment import Assignment, Item, Mastery, RulesPin
from relall_trainer.cohort.draft import Draft, Extra, NotADraft, ShelfCase, Source
from relall_trainer.cohort.roster import alike, sound_title, tidy
from relall_trainer.cohort.sent import Sent
from relall_trainer.cohort.times import moment_of
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.fixed_form import fixed_form
from relall_trainer.encounter.fresh import fresh_case
from relall_trainer.encounter.fresh_story import case_file
from relall_trainer.encounter.play import EXAM
from relall_trainer.encounter.scoring import SCORING_VERSION
from relall_trainer.learner.chain import digest
from relall_trainer.learner.records import moment

if TYPE_CHECKING:
    from relall_trainer.casefiles.shelf import Shelf
    from relall_trainer.encounter.fresh_questions import Questions


@dataclass(frozen=True, slots=True)
class FullCase:
    """A case that is assigned, with its canonical text."""

    case: Case
    text: str


@dataclass(frozen=True, slots=True)
class Issue:
    """What one edition of an assignment is called, and what it is for. ``cohort`` is the cohort's name."""

    id: str
    version: int
    issued_at: str
    cohort: str
    app_version: str


@dataclass(frozen=True, slots=True)
class Content:
    """What assignments are made from; what is dear is asked for only when it is needed."""

    shelf: Shelf
    algorithm: Callable[[], Algorithm]
    algorithm_text: Callable[[], str]
    questions: Callable[[], Questions]


@dataclass(frozen=True, slots=True)
class Composed:
    """An assignment and every text that is kept with it, by its hash."""

    sent: Sent
    texts: Mapping[str, str]


def compose(draft: Draft, content: Content, issue: Issue) -> Composed:
    """The assignment of a draft. Raises NotADraft with everything that is wrong, BadFile, or CannotAsk."""
    if faults := draft.faults():
        raise NotADraft(faults)
    algorithm = content.algorithm()
    full = tuple(_full_case(source, draft.mode, content) for source in draft.items)
    rules = content.algorithm_text()
    sent = Sent(
        assignment=_assignment(draft, full, algorithm, issue),
        cases={one.case.sha256: digest(one.text) for one in full},
        rules=digest(rules),
        cohort=draft.cohort,
        extra=_extra(draft),
        sources=draft.items,
    )
    return Composed(sent, {digest(text): text for text in (rules, *(one.text for one in full))})


def _full_case(source: Source, mode: str, content: Content) -> FullCase:
    if isinstance(source, ShelfCase):
        return FullCase(content.shelf.case(source.case), content.shelf.case_text(source.case))
    case = fresh_case(content.algorithm(), content.questions(), source.seed, source.focus).case
    if mode == EXAM:
        case = _renamed(case)
    return FullCase(case, case_to_text(case))


def _renamed(case: Case) -> Case:
    """Under a name that does not tell from what seed she was made."""
    name = f"patient-{case.sha256[:12]}"
    renamed = replace(case, head=replace(case.head, id=name), sha256="")
    return replace(renamed, sha256=sha256(case_file(renamed).encode()).hexdigest())


def _assignment(draft: Draft, cases: tuple[FullCase, ...], algorithm: Algorithm, issue: Issue) -> Assignment:
    exam = draft.mode == EXAM
    pin = algorithm.pin
    mastery = None
    if draft.mastery_percent is not None or draft.no_critical:
        mastery = Mastery(draft.mastery_percent or 0, draft.no_critical)
    return Assignment(
        id=issue.id,
        version=issue.version,
        title=sound_title(draft.title, "title"),
        note=draft.note.strip(),
        cohort=issue.cohort,
        issued_at=issue.issued_at,
        opens_at=_utc(draft.opens_at),
        due_at=_utc(draft.due_at),
        mode=draft.mode,
        attempts=draft.attempts or (1 if exam else None),
        counts=draft.counts,
        mastery=mastery,
        release=draft.release,
        release_at=_utc(draft.release_at),
        minutes=draft.minutes,
        learners=tuple(tidy(code) for code in draft.learners),
        items=tuple(_item(one, algorithm, bare=exam) for one in cases),
        rules=RulesPin(pin.id, pin.version, pin.sha256),
        scoring=SCORING_VERSION,
        app_version=issue.app_version,
    )


def _item(full: FullCase, algorithm: Algorithm, *, bare: bool) -> Item:
    head = full.case.head
    text = case_to_text(fixed_form(full.case, algorithm)) if bare else full.text
    return Item(head.id, head.version, full.case.sha256, head.title, head.minutes, text)


def _extra(draft: Draft) -> dict[str, Extra]:
    """By the codes as the learners' list spells them; who gets nothing besides is left out."""
    known = {alike(code): tidy(code) for code in draft.learners}
    return {
        known.get(alike(code), tidy(code)): one
        for code, one in draft.extra.items()
        if one.percent or one.attempts
    }


def _utc(text: str | None) -> str | None:
    return None if text is None else moment(moment_of(text))

"""Between the form of an assignment and the draft that files are made of: each says what the other does.

What the form does not ask under the terms chosen (minutes in practice, attempts in an exam) is left out.
"""

from __future__ import annotations

from relall_trainer.cohort import draft as drafts
from relall_trainer.cohort.draft import Draft, MadeCase, ShelfCase
from relall_trainer.cohort.terms import AT_ONCE, BY_TEACHER, EXAM, ON_DATE
from relall_trainer.gui.assign_draft import AssignDraft, Extra


def made_cases(form: AssignDraft) -> tuple[MadeCase, ...]:
    """The patients to be made, seed by seed; those of an earlier version as they were, if nobody changed them."""
    if _still_kept(form):
        return tuple(MadeCase(seed, focus or None) for seed, focus in form.kept_fresh)
    return tuple(
        MadeCase(form.fresh_seed + place, form.fresh_focus or None) for place in range(form.fresh_count)
    )


def draft_of(form: AssignDraft, learners: tuple[str, ...] = ()) -> Draft:
    """The draft that stands in a form; ``learners`` are the codes it goes to."""
    exam = form.exam
    extra = {
        one.learner: drafts.Extra(one.percent if exam else 0, 0 if exam else one.attempts)
        for one in form.extra
        if (one.percent if exam else one.attempts)
    }
    return Draft(
        title=form.title,
        items=(*(ShelfCase(case) for case in form.cases), *made_cases(form)),
        note=form.note,
        cohort=form.cohort,
        learners=learners,
        mode=form.mode,
        opens_at=form.opens_at or None,
        due_at=form.due_at or None,
        attempts=None if exam else form.attempts or None,
        counts=form.counts,
        mastery_percent=form.mastery or None,
        no_critical=bool(form.mastery) and form.no_critical,
        release=form.release if exam else AT_ONCE,
        release_at=form.release_at or None if exam and form.release == ON_DATE else None,
        minutes=form.minutes or None if exam else None,
        extra=extra,
    )


def form_of(draft: Draft, replaces: str) -> AssignDraft:
    """The form that a draft could have been written in, for a new version of ``replaces``."""
    made = tuple((one.seed, one.focus or "") for one in draft.items if isinstance(one, MadeCase))
    first = made[0] if made else (1, "")
    return AssignDraft(
        cohort=draft.cohort,
        title=draft.title,
        cases=tuple(one.case for one in draft.items if isinstance(one, ShelfCase)),
        fresh_count=len(made),
        fresh_seed=first[0],
        fresh_focus=first[1],
        kept_fresh=made,
        mode=draft.mode,
        opens_at=draft.opens_at or "",
        due_at=draft.due_at or "",
        attempts=0 if draft.mode == EXAM else draft.attempts or 0,
        counts=draft.counts,
        mastery=draft.mastery_percent or 0,
        no_critical=draft.no_critical,
        release=draft.release if draft.release != AT_ONCE else BY_TEACHER,
        release_at=draft.release_at or "",
        minutes=draft.minutes or 0,
        extra=tuple(Extra(code, one.percent, one.attempts) for code, one in draft.extra.items()),
        note=draft.note,
        replaces=replaces,
    )


def _still_kept(form: AssignDraft) -> bool:
    kept = form.kept_fresh
    return bool(kept) and (form.fresh_count, form.fresh_seed, form.fresh_focus) == (len(kept), *kept[0])

"""Drawing what is behind a patient: who she is, and how her disease has gone so far.

The regimens on that road are drawn by ``lines``.
"""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.draft import Draft
from relall_trainer.clinical.formulary import Formulary
from relall_trainer.clinical.lines import draw_lines

_STATUS = (
    ("suspected_relapse", 11),
    ("relapsed", 42),
    ("primary_refractory", 8),
    ("salvage_refractory", 14),
    ("remission", 25),
)
_RELAPSES = {
    "suspected_relapse": ((1, 80), (2, 16), (3, 3), (4, 1)),
    "relapsed": ((1, 73), (2, 22), (3, 4), (4, 1)),
    "primary_refractory": ((0, 1),),
    "salvage_refractory": ((0, 14), (1, 62), (2, 20), (3, 4)),
    "remission": ((0, 16), (1, 66), (2, 15), (3, 3)),
}
_PHASES = (("off_therapy", 35), ("intensive", 25), ("maintenance", 40))
_PHASES_AFTER_SALVAGE = (("off_therapy", 10), ("intensive", 65), ("maintenance", 25))
_MONTHS: dict[str, tuple[int, ...]] = {
    "intensive": (2, 3, 4, 5, 6, 7, 8, 9, 10),
    "maintenance": (9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 27, 30),
    "off_therapy": (11, 12, 14, 18, 26, 30, 34, 38, 42, 48, 56, 66, 84, 110),
    "post_sct": (8, 9, 10, 11, 12, 13, 15, 17, 20, 24, 30, 38, 50),
}
# Treatment cut short, drawn out, or a relapse after very long: met, but seldom.
_RARE_MONTHS: dict[str, tuple[int, ...]] = {
    "intensive": (12, 13),
    "maintenance": (7, 8),
    "off_therapy": (6, 9, 150),
    "post_sct": (6,),
}
_SINCE_GRAFT = (1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20, 26, 36)
_OLDEST_GRAFTED = 72
_YOUNGEST_AT_INDUCTION = 17


def draw_past(draft: Draft, regimens: Formulary) -> None:
    """Settle person, lineage, course, transplant, timing, regimens and exposures."""
    _person(draft)
    _lineage(draft, regimens)
    _course(draft)
    response = _frontline_response(draft)
    _graft(draft)
    _timing(draft, _PHASES if response == "CR" else _PHASES_AFTER_SALVAGE)
    draw_lines(draft, regimens, response)


def _person(draft: Draft) -> None:
    draft.pick("sex", (("female", 48), ("male", 52)))
    low, high = draft.lots.weighted(
        "age band",
        (((18, 29), 270), ((30, 44), 260), ((45, 59), 260), ((60, 74), 180), ((75, 85), 26), ((86, 100), 4)),
    )
    draft.settle("age_years", low + draft.lots.number("age_years", high - low + 1))


def _lineage(draft: Draft, regimens: Formulary) -> None:
    """A wish for a running drug is a wish for a lineage to which it is given."""
    pairs = (("B", 77), ("T", 22), ("unknown", 1))
    fitting = [
        pair
        for pair in pairs
        if any(
            draft.wishes.allow("running_agents", action.components) for action in regimens.salvage[pair[0]]
        )
    ]
    draft.pick("lineage", fitting or pairs)


def _course(draft: Draft) -> None:
    statuses = [
        (status, weight)
        for status, weight in _STATUS
        if any(_counts_allowed(draft, status, relapses) for relapses, _ in _RELAPSES[status])
    ]
    status = draft.pick("status", statuses or _STATUS)
    counts = [pair for pair in _RELAPSES[status] if _counts_allowed(draft, status, pair[0])]
    relapses = draft.pick("relapse_number", counts or _RELAPSES[status])
    draft.settle("remission_number", relapses + (status == "remission"))


def _counts_allowed(draft: Draft, status: str, relapses: int) -> bool:
    wishes = draft.wishes
    return wishes.allow("relapse_number", relapses) and wishes.allow(
        "remission_number", relapses + (status == "remission")
    )


def _graft(draft: Draft) -> None:
    young_enough = draft["age_years"] <= _OLDEST_GRAFTED
    percent = 26 if draft["relapse_number"] and young_enough else 0
    if not percent:
        draft.settle("prior_allo_sct", False)
        return
    wishes = draft.wishes
    wanted = not wishes.allow("phase_at_relapse", "off_therapy") and wishes.allow(
        "phase_at_relapse", "post_sct"
    )
    draft.flag("prior_allo_sct", 80 if wanted else percent)


def _frontline_response(draft: Draft) -> str:
    """How the first line went; where it brought no remission, a salvage gave the first one."""
    status, remissions = draft["status"], draft["remission_number"]
    if not remissions:
        responses: tuple[tuple[str, int], ...] = (("none", 70), ("PR", 30))
    elif status == "remission" and remissions == 1:
        by_salvage = not draft.wishes.allow("remission_from_salvage", False)
        responses = (("CR", 0 if by_salvage else 45), ("none", 38), ("PR", 17))
    else:
        responses = (("CR", 88), ("none", 8), ("PR", 4))
    return draft.lots.weighted("frontline_response", draft.fitting("frontline_response", responses))


def _timing(draft: Draft, phases: Sequence[tuple[str, int]]) -> None:
    relapses, grafted = draft["relapse_number"], draft["prior_allo_sct"]
    if not relapses:
        return
    if not grafted:
        phase = draft.pick("phase_at_relapse", phases)
    elif relapses == 1:
        phase = "post_sct"
        draft.settle("phase_at_relapse", phase)
    else:
        phase = draft.pick("phase_at_relapse", (("post_sct", 210), *phases))
    if relapses > 1:
        phase = draft.lots.weighted("phase at first relapse", phases)  # the months are to that one
    most = max(12, 12 * (draft["age_years"] - _YOUNGEST_AT_INDUCTION))
    months: list[tuple[int | None, int]] = [(month, 6) for month in _MONTHS[phase] if month <= most]
    months += [(month, 1) for month in _RARE_MONTHS[phase] if month <= most]
    first = draft.pick("months_induction_to_relapse", [*months, (None, 2)])
    since = None
    if grafted:
        most = first - 3 if first is not None and relapses == 1 else max(_SINCE_GRAFT)
        fitting = [(month, 6) for month in _SINCE_GRAFT if month <= most]
        since = draft.pick("months_sct_to_relapse", [*fitting, (None, 5)])
    draft.settle("months_sct_to_relapse", since)

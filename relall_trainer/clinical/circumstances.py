"""Drawing what surrounds the leukemia: what treatment has cost, graft and donor, condition, goals, open trials.

What is behind her (``past``) and how she is today (``present``) are settled before.
"""

from __future__ import annotations

from relall_trainer.clinical.draft import Draft

_OLDEST_CANDIDATE = 72
# Months after an allograft; before, GVHD has hardly settled and immunosuppression is still given.
_SETTLED = 4


def draw_circumstances(draft: Draft) -> None:
    """Settle toxicity, transplant matters, condition, goals and trials."""
    _toxicity(draft)
    _after_the_graft(draft)
    _condition(draft)
    _candidacy(draft)
    _donor(draft)
    _goals(draft)
    _trials(draft)


def _toxicity(draft: Draft) -> None:
    exposures = draft["exposures"]
    if exposures & {"vincristine", "nelarabine"}:
        draft.pick("neuropathy_grade", ((0, 57), (1, 22), (2, 13), (3, 7), (4, 1)))
    if "asparaginase" in exposures:
        draft.pick("asparaginase_pancreatitis", (("none", 78), ("mild", 8), ("severe", 8), ("ungraded", 6)))
    if "anthracycline" in exposures:
        draft.pick("anthracycline_room", (("yes", 82), ("no", 18)))
    if draft["prior_allo_sct"] or "inotuzumab" in exposures:
        draft.pick("prior_vod", (("no", 86), ("yes", 14)))


def _after_the_graft(draft: Draft) -> None:
    if not draft["prior_allo_sct"]:
        return
    since = draft["months_sct_to_relapse"]
    soon = since is not None and since < _SETTLED and draft["status"] in ("suspected_relapse", "relapsed")
    gvhd = draft.pick(
        "gvhd",
        (("none", 70), ("past", 4), ("active", 26)) if soon else (("none", 52), ("past", 28), ("active", 20)),
    )
    draft.flag("on_immunosuppression", 90 if gvhd == "active" else 82 if soon else 26)
    draft.flag("dli_given", 8 if gvhd == "active" else 18)


def _condition(draft: Draft) -> None:
    infected = draft.flag("infection_active", 14)
    cytopenic = draft.flag("cytopenia_prolonged", 55 if infected else 10)
    grades: tuple[tuple[int, int], ...]
    if infected and cytopenic:
        grades = ((1, 18), (2, 36), (3, 34), (4, 12))
    elif draft["age_years"] >= 65:
        grades = ((0, 8), (1, 46), (2, 32), (3, 11), (4, 3))
    elif not draft.wishes.allow("combinations_tolerated", True):
        grades = ((0, 2), (1, 44), (2, 38), (3, 13), (4, 3))
    else:
        grades = ((0, 24), (1, 52), (2, 17), (3, 6), (4, 1))
    ecog = draft.pick("ecog", grades)
    lines = len(draft["prior_regimens"])
    tolerated = 45 if ecog >= 3 else 97 if ecog == 0 else 74 if lines >= 3 else 90
    draft.flag("combinations_tolerated", tolerated)


def _candidacy(draft: Draft) -> None:
    fit = draft["ecog"] <= 2 and draft["age_years"] <= _OLDEST_CANDIDATE
    pairs: tuple[tuple[str, int], ...]
    if not fit:
        hope = 8 if draft["age_years"] <= _OLDEST_CANDIDATE + 5 else 0
        pairs = (("not_candidate", 70), ("unknown", 22), ("potential", hope))
    elif draft["status"] == "remission":
        pairs = (("candidate", 62), ("potential", 20), ("unknown", 6), ("not_candidate", 12))
    elif draft["status"] == "suspected_relapse":
        pairs = (("unknown", 66), ("potential", 16), ("candidate", 10), ("not_candidate", 8))
    else:
        pairs = (("potential", 34), ("candidate", 30), ("unknown", 22), ("not_candidate", 14))
    if draft["ecog"] == 3 and draft["age_years"] <= _OLDEST_CANDIDATE:
        pairs = (*pairs, ("candidate", 6))
    draft.pick("sct_candidacy", pairs)


def _donor(draft: Draft) -> None:
    candidacy = draft["sct_candidacy"]
    if candidacy == "not_candidate":
        search = (("not_started", 88), ("under_way", 6), ("complete", 6))
    elif draft["status"] == "remission":
        search = (("not_started", 8), ("under_way", 36), ("complete", 56))
    elif candidacy == "unknown":
        search = (("not_started", 74), ("under_way", 20), ("complete", 6))
    else:
        search = (("not_started", 34), ("under_way", 42), ("complete", 24))
    found = draft.pick("donor_search", search)
    original = 45 if draft["prior_allo_sct"] else 0
    share = {"not_started": (0, 0, 0), "under_way": (12, 10, 26), "complete": (32, 46, 58)}[found]
    names = ("matched_sibling", "matched_unrelated", "haploidentical")
    draft.words("donors", (*zip(names, share, strict=True), ("original", original)))


def _goals(draft: Draft) -> None:
    spent = draft["ecog"] >= 3 or draft["relapse_number"] >= 3 or draft["age_years"] >= 75
    in_remission = draft["status"] == "remission"
    comfort = 0 if in_remission and not spent else 15 if spent else 3
    comfort = 1 if draft.running is not None else comfort
    curative = 8 if spent and draft["sct_candidacy"] == "not_candidate" else 46
    goals = draft.pick(
        "goals", (("undecided", 28), ("curative", curative), ("prolong", 22), ("comfort", comfort))
    )
    draft.flag("goals_discussed", {"undecided": 18, "curative": 80}.get(goals, 100))


def _trials(draft: Draft) -> None:
    for_b = int(draft["lineage"] == "B")
    draft.flag("blinatumomab_available", 88)
    draft.words(
        "trial_open",
        (
            ("any", 34),
            ("cd19_cart", 18 * for_b),
            ("inotuzumab", 17 * for_b),
            ("epratuzumab", 7 * for_b),
            ("blinatumomab", (8 if draft["blinatumomab_available"] else 40) * for_b),
            ("targeted", 12),
        ),
    )

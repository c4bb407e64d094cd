"""Drawing how a patient is today: what the blasts carry, where leukemia sits, what the CNS has needed.

What is behind her (``past``) is settled before.
"""

from __future__ import annotations

from relall_trainer.clinical.draft import Draft

_WORKED_UP = {
    "suspected_relapse": 10,
    "relapsed": 82,
    "primary_refractory": 85,
    "salvage_refractory": 86,
    "remission": 94,
}
_WORKED_UP_BEFORE_DRUGS = 97  # where a regimen has been begun
_AGAINST_CD19 = frozenset({"blinatumomab", "cd19_cart"})
_AGAINST_CD22 = frozenset({"inotuzumab"})
# Drugs not begun with CNS disease; a wish for both together is heeded all the same.
_NOT_INTO_CNS = frozenset({"blinatumomab", "nelarabine"})


def draw_present(draft: Draft) -> None:
    """Settle antigens, CNS, testes and marrow."""
    percent = _WORKED_UP[draft["status"]] if draft.running is None else _WORKED_UP_BEFORE_DRUGS
    worked_up = draft.lots.chance("worked up", percent / 100)
    _antigens(draft, worked_up=worked_up)
    _csf(draft, worked_up=worked_up)
    _nerves(draft, worked_up=worked_up)
    _intrathecal(draft)
    _testes(draft, worked_up=worked_up)
    _marrow(draft, worked_up=worked_up)


def _antigens(draft: Draft, *, worked_up: bool) -> None:
    lineage, exposures, running = draft["lineage"], draft["exposures"], draft.running or frozenset()
    unknown = 12 if worked_up else 35
    if lineage == "B":
        lost = 1 if running & _AGAINST_CD19 else 22 if exposures & _AGAINST_CD19 else 4
        cd22_lost = 1 if running & _AGAINST_CD22 else 25 if exposures & _AGAINST_CD22 else 12
        draft.pick("cd19", (("positive", 100 - lost - unknown), ("negative", lost), ("unknown", unknown)))
        draft.pick("cd20", (("positive", 45), ("negative", 55 - unknown), ("unknown", unknown)))
        draft.pick("cd22", (("positive", 88 - cd22_lost), ("negative", cd22_lost), ("unknown", unknown)))
    else:
        negative = 55 if lineage == "T" else 0
        for antigen in ("cd19", "cd20", "cd22"):
            draft.pick(antigen, (("unknown", 45), ("negative", negative)))
    draft.pick("cd52", (("unknown", 74), ("positive", 16), ("negative", 10)))


def _csf(draft: Draft, *, worked_up: bool) -> None:
    status = draft["status"]
    if status == "remission":
        draft.pick("csf", (("negative", 88), ("not_done", 12)))
    elif status == "suspected_relapse":
        draft.pick(
            "csf", (("negative", 60), ("not_done", 40)) if worked_up else (("not_done", 92), ("negative", 8))
        )
    elif worked_up:
        positive = 50 if status == "primary_refractory" else 180
        positive = 1 if draft.running and draft.running & _NOT_INTO_CNS else positive
        draft.pick("csf", (("negative", 960 - positive), ("positive", positive), ("not_done", 40)))
    else:
        draft.pick("csf", (("not_done", 72), ("negative", 20), ("positive", 8)))


def _nerves(draft: Draft, *, worked_up: bool) -> None:
    remission, positive = draft["status"] == "remission", draft["csf"] == "positive"
    if positive:
        exam = (("normal", 60), ("cranial_nerve_deficit", 26), ("other_deficit", 9), ("not_done", 5))
    elif worked_up:
        exam = (("normal", 82), ("cranial_nerve_deficit", 6), ("other_deficit", 4), ("not_done", 8))
    else:
        exam = (("normal", 26), ("cranial_nerve_deficit", 5), ("other_deficit", 3), ("not_done", 66))
    found = draft.pick("neuro_exam", exam)
    if found == "cranial_nerve_deficit":
        leukemic = 0 if remission else 92 if positive else 66
        draft.pick("cranial_nerve_cause", (("leukemic", leukemic), ("other", 100 - leukemic)))
        symptoms = 96
    else:
        symptoms = 62 if found == "other_deficit" else 52 if positive else 7
    if draft["status"] == "suspected_relapse" and found != "cranial_nerve_deficit":
        symptoms = max(symptoms, 22)
    draft.flag("neuro_symptoms", symptoms)


def _intrathecal(draft: Draft) -> None:
    positive, status = draft["csf"] == "positive", draft["status"]
    palsy = _palsy(draft)
    cleared = draft["cns_history"] == "prior_cleared"
    if positive:
        states = [("none", 42), ("prophylaxis", 12), ("treating", 26), ("failed", 20)]
    elif palsy:
        states = [
            ("none", 40),
            ("prophylaxis", 16),
            ("treating", 18),
            ("failed", 14),
            ("cleared", 12 * cleared),
        ]
    elif cleared:
        failed = 6 if draft["csf"] == "not_done" and status != "remission" else 0
        states = [("none", 28), ("prophylaxis", 10), ("treating", 14), ("cleared", 44), ("failed", failed)]
    else:
        states = [("none", 66), ("prophylaxis", 34)]
    state = draft.pick("it_state", states)
    touched = positive or palsy or cleared
    draft.pick(
        "prior_cranial_radiation",
        (("no", 70), ("yes_room_left", 14), ("yes_no_room", 16))
        if touched
        else (("no", 92), ("yes_room_left", 4), ("yes_no_room", 4)),
    )
    needled = state != "none" or draft["csf"] != "not_done"
    draft.pick(
        "lp_tolerance",
        (("unknown", 58), ("good", 24), ("poor", 18))
        if needled
        else (("unknown", 88), ("good", 8), ("poor", 4)),
    )
    relapses = draft["relapse_number"]
    on_treatment = relapses == 0 or (
        relapses == 1 and draft["phase_at_relapse"] in ("intensive", "maintenance")
    )
    under_drug = draft.running is not None or on_treatment or state in ("treating", "failed", "prophylaxis")
    draft.flag("methotrexate_ongoing", 30 if under_drug else 0)


def _palsy(draft: Draft) -> bool:
    return bool(draft["neuro_exam"] == "cranial_nerve_deficit" and draft["cranial_nerve_cause"] == "leukemic")


def _testes(draft: Draft, *, worked_up: bool) -> None:
    if draft["sex"] == "female":
        draft.settle("testes", "not_examined")
        return
    involved = 11 if draft["status"] in ("relapsed", "salvage_refractory") else 0
    if worked_up:
        draft.pick("testes", (("clear", 94 - involved), ("involved", involved), ("not_examined", 6)))
    else:
        draft.pick(
            "testes", (("not_examined", 76), ("clear", 24 - involved // 2), ("involved", involved // 2))
        )


def _marrow(draft: Draft, *, worked_up: bool) -> None:
    status = draft["status"]
    elsewhere = draft["csf"] == "positive" or _palsy(draft) or draft["testes"] == "involved"
    if status == "remission":
        # A first remission that the first line gave is met here only where leukemia can still be found in it.
        clean = draft["remission_number"] > 1 or draft["prior_regimens"][0].response != "CR"
        words = [("remission", 72), ("low_level", 28)]
        mrd = [("positive", 22), ("negative", 42 * clean), ("not_assessed", 36 * clean)]
    elif status == "suspected_relapse":
        words = [
            ("not_assessed", 30 if worked_up else 88),
            ("remission", 40 if worked_up else 8),
            ("low_level", 8),
        ]
        mrd = [("positive", 20), ("negative", 30), ("not_assessed", 50)]
    elif status == "primary_refractory":
        words = [("overt", 94 if worked_up else 40), ("not_assessed", 2 if worked_up else 60)]
        mrd = []
    else:
        unseen = 3 if worked_up else 60
        if elsewhere:
            words = [("overt", 40), ("remission", 38), ("low_level", 16), ("not_assessed", unseen)]
            mrd = [("positive", 25), ("negative", 40), ("not_assessed", 35)]
        else:
            low = 8 if status == "relapsed" else 4
            words = [("overt", 84), ("low_level", low), ("remission", low // 2), ("not_assessed", unseen)]
            mrd = [("positive", 100)]
    marrow = draft.pick("marrow", words)
    if marrow == "not_assessed":
        mrd = [("not_assessed", 1)]
    elif marrow == "overt":
        mrd = [("not_assessed", 96), ("positive", 4)]
    elif marrow == "low_level":
        mrd = [("positive", 55), ("not_assessed", 45)]
    draft.pick("mrd", mrd)
    blasts: int | None = None
    if marrow == "overt":
        blasts = draft.lots.one(
            "blasts", (6, 8, 12, 18, 25, 30, 40, 50, 55, 60, 70, 75, 80, 85, 90, 95, None)
        )
    elif marrow == "low_level":
        blasts = draft.lots.one("blasts", (1, 2, 3, 4, None))
    draft.settle("marrow_blasts_pct", blasts)

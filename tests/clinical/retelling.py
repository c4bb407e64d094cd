"""Reads facts back out of a told story, by patterns of its own: what a reader would take it to say."""

from __future__ import annotations

import re
from typing import Any

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_RELAPSE = r"\b(first|second|third|fourth|fifth|sixth) relapse\b(?! came| had|,? it had)"


def retold(text: str) -> dict[str, Any]:
    """Field → value for every fact found in the story."""
    found: dict[str, Any] = {}
    for read in (_person, _disease, _sites, _nerves, _past, _person_now, _plans):
        found |= read(text)
    return found


def _first(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE)


def _person(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    age = _first(r"\b(\d+)-year-old\b|\bof (\d+) (?:with|has)\b", text)
    if age:
        found["age_years"] = int(next(group for group in age.groups() if group))
    words = set(re.findall(r"\b(man|woman|he|she|him|her)\b", text.lower()))
    assert not (words & {"man", "he", "him"} and words & {"woman", "she", "her"}), text
    if words:
        found["sex"] = "male" if words & {"man", "he", "him"} else "female"
    return found


def _disease(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    lineage = _first(r"\b([BT])-cell ALL\b|ALL of (unknown) lineage", text)
    if lineage:
        found["lineage"] = lineage[1] or "unknown"
    ph = _first(r"\bPh-(negative|positive)\b|Ph status not (known)", text)
    if ph:
        found["ph"] = ph[1] or "unknown"
    relapse = _first(_RELAPSE, text)
    if relapse:
        found["relapse_number"] = _ORDINALS[relapse[1].lower()]
    remission = _first(r"\bin (\w+) remission\b", text)
    if remission and remission[1].lower() in _ORDINALS:
        found |= {"remission_number": _ORDINALS[remission[1].lower()], "status": "remission"}
    if _first(r"suspected,? but not proven", text):
        found["status"] = "suspected_relapse"
    elif _first(r"refractory to salvage|treatment and to salvage", text):
        found["status"] = "salvage_refractory"
    elif _first(r"refractory to first-line treatment\b", text):
        found["status"] = "primary_refractory"
    months = _first(
        r"(\d+(?:\.\d+)?) months? (?:after|from) induction|lies (\d+(?:\.\d+)?) months? back", text
    )
    months = months or _first(r"to the first relapse it had been (\d+(?:\.\d+)?) months?", text)
    if months:
        found["months_induction_to_relapse"] = float(next(group for group in months.groups() if group))
    return found


def _sites(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    pending = " ".join(
        re.findall(r"[^.;]*\b(?:not been looked at|nobody has looked at)[^.;]*", text, re.IGNORECASE)
    )
    for name, word, unseen in (
        ("marrow", "marrow", "not_assessed"),
        ("csf", "CSF", "not_done"),
        ("testes", "testes", "not_examined"),
    ):
        if word.lower() in pending.lower():
            found[name] = unseen
    blasts = _first(r"(\d+(?:\.\d+)?)% blasts", text)
    if blasts:
        found["marrow_blasts_pct"] = float(blasts[1])
    if _first(r"marrow holds|blasts in the marrow|overt leukemia", text):
        found["marrow"] = "overt"
    elif _first(r"low-level disease", text):
        found["marrow"] = "low_level"
    elif _first(r"morphologic remission", text):
        found["marrow"] = "remission"
    if _first(r"the CSF is clear", text):
        found["csf"] = "negative"
    elif _first(r"blasts in the CSF", text):
        found["csf"] = "positive"
    if _first(r"testes are normal", text):
        found["testes"] = "clear"
    elif _first(r"testis is involved", text):
        found["testes"] = "involved"
    mrd = _first(r"MRD[- ](negative|positive|not measured)", text)
    if mrd:
        found["mrd"] = {"not measured": "not_assessed"}.get(mrd[1].lower(), mrd[1].lower())
    carried = _first(r"the blasts carry ([^.;]*?)(?: but not ([^.;]*))?[.;]", text)
    if carried:
        found |= {name.lower(): "positive" for name in re.findall(r"CD\d\d", carried[1])}
        found |= {name.lower(): "negative" for name in re.findall(r"CD\d\d", carried[2] or "")}
    lacking = _first(r"the blasts are negative for ([^.;]*)", text)
    if lacking:
        found |= {name.lower(): "negative" for name in re.findall(r"CD\d\d", lacking[1])}
    return found


def _nerves(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if _first(r"has new neurologic symptoms", text):
        found["neuro_symptoms"] = True
    elif _first(r"no neurologic symptoms|there are no symptoms", text):
        found["neuro_symptoms"] = False
    if _first(r"cranial nerve palsy", text):
        found["neuro_exam"] = "cranial_nerve_deficit"
        found["cranial_nerve_cause"] = "leukemic" if _first(r"taken to be leukemic", text) else "other"
    elif _first(r"examination is normal", text):
        found["neuro_exam"] = "normal"
    elif _first(r"none of a cranial nerve", text):
        found["neuro_exam"] = "other_deficit"
    for state, pattern in (
        ("prophylaxis", "intrathecal prophylaxis is being given"),
        ("treating", "intrathecal treatment is under way"),
        ("cleared", "intrathecal treatment has cleared"),
        ("failed", "intrathecal treatment has failed"),
    ):
        if _first(pattern, text):
            found["it_state"] = state
    radiated = _first(r"head has been irradiated, (with room|and no room)", text)
    if radiated:
        found["prior_cranial_radiation"] = "yes_room_left" if radiated[1] == "with room" else "yes_no_room"
    drug = _first(r"\b(no )?methotrexate is being given", text)
    if drug:
        found["methotrexate_ongoing"] = not drug[1]
    return found


def _past(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if _first(r"(?:had|has had) an allograft", text):
        found["prior_allo_sct"] = True
        since = _first(
            r"relapsed (\d+(?:\.\d+)?) months? after it|allograft (\d+(?:\.\d+)?) months? ago", text
        )
        if since:
            found["months_sct_to_relapse"] = float(since[1] or since[2])
    for state, pattern in (
        ("active", "GVHD is active"),
        ("past", "GVHD has settled"),
        ("none", "is no GVHD"),
    ):
        if _first(pattern, text):
            found["gvhd"] = state
    taken = _first(r"is (still on|off) immunosuppression", text)
    if taken:
        found["on_immunosuppression"] = taken[1].lower() == "still on"
    neuropathy = _first(r"neuropathy of grade (\d)", text)
    if neuropathy:
        found["neuropathy_grade"] = int(neuropathy[1])
    elif _first(r"no peripheral neuropathy", text):
        found["neuropathy_grade"] = 0
    pancreatitis = _first(r"once caused a (mild|severe)? ?pancreatitis( that nobody graded)?", text)
    if pancreatitis:
        found["asparaginase_pancreatitis"] = (pancreatitis[1] or "ungraded").lower()
    return found


def _person_now(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    ecog = _first(r"ECOG (\d)", text)
    if ecog:
        found["ecog"] = int(ecog[1])
    if _first(r"there is an active infection", text):
        found["infection_active"] = True
    if _first(r"combination chemotherapy is (no longer|still) tolerated", text):
        found["combinations_tolerated"] = bool(_first(r"still tolerated", text))
    return found


def _plans(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for state, pattern in (
        ("unknown", "whether a transplant could follow has not been settled"),
        ("potential", "may be a transplant candidate"),
        ("candidate", "is a transplant candidate"),
        ("not_candidate", "is not a transplant candidate"),
    ):
        if _first(pattern, text):
            found["sct_candidacy"] = state
    for state, pattern in (
        ("not_started", "no donor search has begun"),
        ("under_way", "donor search is under way"),
        ("complete", "donor search is complete"),
    ):
        if _first(pattern, text):
            found["donor_search"] = state
    for state, pattern in (
        ("comfort", r"has chosen comfort|comfort is what"),
        ("curative", r"aim at cure|set on cure"),
        ("prolong", r"asks for more time|goal is more time"),
        ("undecided", r"has not been decided"),
    ):
        if _first(pattern, text):
            found["goals"] = state
    had = _first(r"(can|cannot) be had outside trials", text)
    if had:
        found["blinatumomab_available"] = had[1].lower() == "can"
    return found

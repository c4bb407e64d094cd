"""Sentences on the disease: who has it, when it came back, where it is, what the blasts carry.

Each returns a sentence that is true of the patient, or None where there is nothing to say. Which of them are told
is left to ``telling``.
"""

from __future__ import annotations

from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.sentence import Sentence, Teller, sentence
from relall_trainer.clinical.wording import listed, ordinal, value_words

_PHASES = {
    "off_therapy": "off treatment",
    "intensive": "in the middle of intensive treatment",
    "maintenance": "on maintenance",
    "post_sct": "after an allograft",
}
_ANTIGENS = ("cd19", "cd20", "cd22", "cd52")


def who(teller: Teller) -> Sentence:
    """Age, sex, disease and where it stands."""
    patient = teller.patient
    age, man = patient.age_years, teller.man
    an = "an" if age in (8, 11, 18) or 80 <= age < 90 else "a"
    disease, state, predicate = _disease_words(patient), state_words(patient), _predicate(patient)
    text = teller.one(
        "who",
        f"{an} {age}-year-old {man} with {disease} is {predicate}",
        f"a {man} of {age} with {disease} is {predicate}",
        f"{an} {age}-year-old {man} has {disease}, {state}",
        f"a {man} of {age} has {disease}, {state}",
        f"this {age}-year-old {man} with {disease} is {predicate}",
        f"this {man} of {age} has {disease}, {state}",
        f"{disease[0].upper()}{disease[1:]} in {an} {age}-year-old {man}, {state}",
    )
    fields = ("age_years", "sex", "lineage", "ph", "status")
    counted = {"remission": ("remission_number",), "primary_refractory": ()}
    return sentence(text, *fields, *counted.get(patient.status, ("relapse_number",)))


def _predicate(patient: Patient) -> str:
    """Where the disease stands, to follow ``is``."""
    if patient.status != "suspected_relapse":
        return state_words(patient)
    relapse = f"{ordinal(patient.relapse_number)} relapse" if patient.relapse_number else "relapse"
    return f"suspected, but not proven, to be in {relapse}"


def _disease_words(patient: Patient) -> str:
    """Such as ``Ph-negative B-cell ALL``."""
    lineage = "ALL of unknown lineage" if patient.lineage == "unknown" else f"{patient.lineage}-cell ALL"
    if patient.ph == "unknown":
        return f"{lineage} (Ph status not known)"
    return f"Ph-{patient.ph} {lineage}"


def state_words(patient: Patient) -> str:
    """Where the disease stands, to follow a comma: ``in first relapse``."""
    relapse = f"{ordinal(patient.relapse_number)} relapse" if patient.relapse_number else "relapse"
    match patient.status:
        case "relapsed":
            return f"in {relapse}"
        case "suspected_relapse":
            return f"with a {relapse} suspected but not proven"
        case "primary_refractory":
            return "refractory to first-line treatment"
        case "salvage_refractory":
            if patient.relapse_number:
                return f"in {relapse} and refractory to salvage"
            return "refractory to first-line treatment and to salvage"
    number = f"{ordinal(patient.remission_number)} " if patient.remission_number else ""
    return f"in {number}remission"


def timing(teller: Teller) -> Sentence | None:
    """How long after induction it came back, and during what."""
    patient = teller.patient
    if not patient.relapse_number:
        return None  # there was no relapse that could have come at any time
    months = value_words("months_induction_to_relapse", patient.months_induction_to_relapse)
    known = patient.months_induction_to_relapse is not None
    phase = _PHASES[patient.phase_at_relapse]
    if patient.status in ("remission", "primary_refractory"):
        if not known:
            return None
        text = teller.one(
            "timing",
            f"the first relapse had come {months} after induction",
            f"from induction to the first relapse it had been {months}",
        )
        return sentence(text, "months_induction_to_relapse")
    if patient.status == "suspected_relapse":
        return _suspected(teller, months if known else "")
    if patient.relapse_number >= 2:
        first = f"the first relapse came {months} after induction, " if known else ""
        return sentence(f"{first}this one {phase}" if first else f"this relapse came {phase}", *_dated(known))
    text = teller.one(
        "timing",
        f"the relapse came {phase}, {months} after induction" if known else f"the relapse came {phase}",
        f"the leukemia came back {months} after induction, {phase}"
        if known
        else f"the leukemia came back {phase}",
    )
    return sentence(text, *_dated(known))


def _dated(known: bool) -> tuple[str, ...]:
    return ("phase_at_relapse", "months_induction_to_relapse") if known else ("phase_at_relapse",)


def _suspected(teller: Teller, months: str) -> Sentence:
    patient = teller.patient
    phase = (
        "past an allograft" if patient.phase_at_relapse == "post_sct" else _PHASES[patient.phase_at_relapse]
    )
    now = f"{teller.he} is {phase}"
    if not months:
        return sentence(now, "phase_at_relapse")
    if patient.relapse_number >= 2:
        text = f"the first relapse came {months} after induction; now {now}"
    else:
        text = teller.one(
            "timing", f"induction lies {months} back, and {now}", f"{now}, {months} from induction"
        )
    return sentence(text, "phase_at_relapse", "months_induction_to_relapse")


def sites(teller: Teller) -> Sentence | None:
    """Marrow, CSF and testes: what is found, and what nobody has looked at."""
    patient = teller.patient
    found: list[str] = []
    pending: list[str] = []
    states = ["marrow", "csf"]
    if patient.marrow == "not_assessed":
        pending.append("the marrow")
    else:
        found.append(_marrow(teller, states))
    if patient.csf == "not_done":
        pending.append("the CSF")
    else:
        found.append("the CSF is clear" if patient.csf == "negative" else "there are blasts in the CSF")
    if patient.sex == "male":
        states.append("testes")
        if patient.testes == "not_examined":
            pending.append("the testes")
        else:
            found.append("the testes are normal" if patient.testes == "clear" else "a testis is involved")
    have = "has" if pending in (["the marrow"], ["the CSF"]) else "have"
    if not found:
        text = teller.one(
            "sites",
            f"{listed(pending)} {have} not been looked at yet",
            f"nobody has looked at {listed(pending, 'or')} yet",
        )
    else:
        wordy = any(word in one for one in found for word in (", ", " but ", " and "))
        text = "; ".join(found) if wordy else listed(found)
        if pending:
            text += f"; {listed(pending)} {have} not been looked at"
    return sentence(text, *states)


def _marrow(teller: Teller, states: list[str]) -> str:
    patient = teller.patient
    blasts = ""
    if patient.marrow_blasts_pct is not None:
        states.append("marrow_blasts_pct")
        blasts = f"{patient.marrow_blasts_pct:g}% blasts"
    tells_mrd = teller.asked("mrd") or (patient.marrow == "remission" and patient.mrd != "not_assessed")
    if tells_mrd:
        states.append("mrd")
    if patient.marrow == "remission":
        text = f"the marrow is in morphologic remission{f' with {blasts}' if blasts else ''}"
        mrd = {"negative": " and MRD-negative", "positive": " but MRD-positive"}.get(
            patient.mrd, ", MRD not measured"
        )
    else:
        text = f"the marrow shows low-level disease{f' with {blasts}' if blasts else ''}"
        if patient.marrow == "overt":
            text = "the marrow shows overt leukemia"
            if blasts:
                text = teller.one("marrow", f"the marrow holds {blasts}", f"there are {blasts} in the marrow")
        mrd = {"negative": ", MRD negative", "positive": ", MRD positive"}.get(
            patient.mrd, ", MRD not measured"
        )
    return text + (mrd if tells_mrd else "")


def antigens(teller: Teller) -> Sentence | None:
    """What the blasts carry and lack; what has not been tested where a choice turns on it."""
    patient = teller.patient
    by_result: dict[str, list[str]] = {"positive": [], "negative": [], "unknown": []}
    told: list[str] = []
    for name in _ANTIGENS:
        result = getattr(patient, name)
        open_question = name == "cd19" and patient.lineage == "B"
        if result != "unknown" or open_question or teller.asked(name):
            by_result[result].append(name.upper())
            told.append(name)
    parts: list[str] = []
    if by_result["positive"]:
        without = f" but not {listed(by_result['negative'], 'or')}" if by_result["negative"] else ""
        parts.append(f"the blasts carry {listed(by_result['positive'])}{without}")
    elif by_result["negative"]:
        parts.append(f"the blasts are negative for {listed(by_result['negative'])}")
    if by_result["unknown"]:
        been = "have" if len(by_result["unknown"]) > 1 else "has"
        parts.append(f"{listed(by_result['unknown'])} {been} not been tested")
    return sentence("; ".join(parts), *told) if parts else None

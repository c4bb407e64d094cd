"""The patient told as a chart: a headline and short lines, what is known, what matters, what has changed.

Pure. Words come from ``wording``; drawing is left to the window. Nothing here is a judgment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.wording import (
    INTENT_WORDS,
    RESPONSE_WORDS,
    SET_WORDS,
    VALUE_WORDS,
    listed,
    ordinal,
    value_words,
)


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of the chart. ``changed`` says it reads differently from the last decision."""

    label: str
    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Vignette:
    """Who she is (``headline``, ``diagnosis``) and her chart's lines, in the order a clinician reads them."""

    headline: str
    diagnosis: str
    lines: tuple[ChartLine, ...]
    diagnosis_changed: bool = False


Names = Mapping[str, str]


def vignette(patient: Patient, names: Names | None = None, before: Patient | None = None) -> Vignette:
    """The chart of ``patient``. ``names``: action id → label, for regimens told by id.

    ``before``: the patient at the last decision; lines that read differently now are marked as changed.
    """
    named = names or {}
    now = _lines(patient, named)
    earlier = None if before is None else dict(_lines(before, named))
    diagnosis = _diagnosis(patient)
    return Vignette(
        headline=f"{'Woman' if patient.sex == 'female' else 'Man'}, {patient.age_years} years",
        diagnosis=diagnosis,
        lines=tuple(
            ChartLine(label, text, earlier is not None and earlier.get(label) != text) for label, text in now
        ),
        diagnosis_changed=before is not None and _diagnosis(before) != diagnosis,
    )


def in_words(told: Vignette) -> str:
    """The whole chart as plain text, for screen readers and prints."""
    lines = [told.headline, told.diagnosis]
    lines += [f"{line.label}: {line.text}{' (changed)' if line.changed else ''}" for line in told.lines]
    return "\n".join(lines)


def _diagnosis(patient: Patient) -> str:
    lineage = "ALL, lineage not known" if patient.lineage == "unknown" else f"{patient.lineage}-cell ALL"
    ph = "Ph status not known" if patient.ph == "unknown" else f"Ph-{patient.ph}"
    return f"{lineage}, {ph} · {_state(patient)}"


def _state(patient: Patient) -> str:
    if patient.status == "relapsed":
        return f"{ordinal(patient.relapse_number)} relapse" if patient.relapse_number else "relapse"
    if patient.status == "remission":
        return f"in remission (CR{patient.remission_number})" if patient.remission_number else "in remission"
    return VALUE_WORDS["status"][patient.status]


def _lines(patient: Patient, names: Names) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    makers: tuple[tuple[str, Callable[[Patient], str]], ...] = (
        ("Disease sites", _sites),
        ("Antigens", _antigens),
        ("Neurology", _neurology),
        ("CNS treatment", _cns_treatment),
        ("Prior therapy", lambda one: _prior_therapy(one, names)),
        ("Has been given", _exposures),
        ("Timing", _interval),
        ("Transplant", _transplant),
        ("Donor", _donor),
        ("Toxicity", _toxicity),
        ("Condition", _condition),
        ("Goals", _goals),
        ("Trials open", _trials),
    )
    for label, maker in makers:
        text = maker(patient)
        if text:
            told.append((label, text))
    return told


def _sites(patient: Patient) -> str:
    found: list[str] = []
    pending: list[str] = []
    if patient.marrow == "not_assessed":
        pending.append("marrow")
    else:
        found.append(f"marrow: {_marrow(patient)}")
    if patient.csf == "not_done":
        pending.append("CSF")
    else:
        found.append(f"CSF: {value_words('csf', patient.csf)}")
    if patient.sex == "male":
        if patient.testes == "not_examined":
            pending.append("testes")
        else:
            found.append(f"testes: {value_words('testes', patient.testes)}")
    if pending:
        found.append(f"not yet examined: {listed(pending)}")
    return _sentence("; ".join(found))


def _marrow(patient: Patient) -> str:
    words = value_words("marrow", patient.marrow)
    if patient.marrow_blasts_pct is not None:
        words += f", {patient.marrow_blasts_pct:g}% blasts"
    if patient.mrd != "not_assessed":
        words += f", MRD {patient.mrd}"
    return words


def _antigens(patient: Patient) -> str:
    by_result: dict[str, list[str]] = {"positive": [], "negative": []}
    for name in ("cd19", "cd20", "cd22", "cd52"):
        result = getattr(patient, name)
        if result in by_result:
            by_result[result].append(name.upper())
    return "; ".join(f"{listed(found)} {result}" for result, found in by_result.items() if found)


def _neurology(patient: Patient) -> str:
    parts: list[str] = []
    if patient.neuro_symptoms:
        parts.append("symptoms present")
    if patient.neuro_exam == "cranial_nerve_deficit":
        cause = VALUE_WORDS["cranial_nerve_cause"][patient.cranial_nerve_cause]
        parts.append(f"cranial nerve deficit, put down to {cause}")
    elif patient.neuro_exam != "not_done":
        parts.append(f"examination: {value_words('neuro_exam', patient.neuro_exam)}")
    return _sentence("; ".join(parts))


def _cns_treatment(patient: Patient) -> str:
    parts: list[str] = []
    if patient.it_state != "none":
        parts.append(f"intrathecal: {value_words('it_state', patient.it_state)}")
    if patient.cns_history == "prior_cleared":
        parts.append("earlier CNS disease, cleared")
    if patient.prior_cranial_radiation != "no":
        parts.append(
            f"cranial radiation {value_words('prior_cranial_radiation', patient.prior_cranial_radiation)}"
        )
    if patient.lp_tolerance != "unknown":
        parts.append(f"punctures {value_words('lp_tolerance', patient.lp_tolerance)}")
    if patient.methotrexate_ongoing:
        parts.append("methotrexate being given")
    return _sentence("; ".join(parts))


def _prior_therapy(patient: Patient, names: Names) -> str:
    last = len(patient.prior_regimens) - 1
    told = [_regimen(one, names, last=index == last) for index, one in enumerate(patient.prior_regimens)]
    return "\n".join(told) if last < 1 else "\n".join(f"– {one}" for one in told)


def _regimen(one: PriorRegimen, names: Names, *, last: bool) -> str:
    name = one.name or names.get(one.action or "", one.action or "") or "Regimen not named"
    response = "running" if last and one.response == "unknown" else RESPONSE_WORDS[one.response]
    return f"{name} ({INTENT_WORDS[one.intent]}): {response}"


def _exposures(patient: Patient) -> str:
    return _sentence(listed(sorted(SET_WORDS[item] for item in patient.exposures)))


def _interval(patient: Patient) -> str:
    parts: list[str] = []
    if patient.months_induction_to_relapse is not None:
        months = value_words("months_induction_to_relapse", patient.months_induction_to_relapse)
        parts.append(f"{months} from induction to first relapse")
    if patient.relapse_number:  # otherwise there was no relapse that could have come at any time
        parts.append(f"relapsed {value_words('phase_at_relapse', patient.phase_at_relapse)}")
    return _sentence(", ".join(parts))


def _transplant(patient: Patient) -> str:
    parts: list[str] = []
    if patient.prior_allo_sct:
        parts.append("allogeneic transplant")
        if patient.months_sct_to_relapse is not None:
            months = value_words("months_sct_to_relapse", patient.months_sct_to_relapse)
            parts.append(f"relapse {months} after it")
        if patient.gvhd != "none":
            parts.append(f"GVHD {value_words('gvhd', patient.gvhd)}")
        parts.append("on immunosuppression" if patient.on_immunosuppression else "off immunosuppression")
        if patient.dli_given:
            parts.append("donor leukocytes given")
    candidacy = "candidacy not yet assessed" if patient.sct_candidacy == "unknown" else ""
    parts.append(candidacy or value_words("sct_candidacy", patient.sct_candidacy))
    return _sentence("; ".join(parts))


def _donor(patient: Patient) -> str:
    text = f"search {value_words('donor_search', patient.donor_search)}"
    if patient.donors:
        text += f"; {value_words('donors', patient.donors)}"
    return _sentence(text)


def _toxicity(patient: Patient) -> str:
    parts: list[str] = []
    if patient.neuropathy_grade:
        parts.append(f"peripheral neuropathy grade {patient.neuropathy_grade}")
    if patient.asparaginase_pancreatitis != "none":
        grade = patient.asparaginase_pancreatitis
        parts.append(
            "pancreatitis on asparaginase, grade not recorded"
            if grade == "ungraded"
            else f"{grade} pancreatitis on asparaginase"
        )
    if patient.prior_vod == "yes":
        parts.append("earlier veno-occlusive disease")
    if patient.anthracycline_room == "no":
        parts.append("no room for more anthracycline")
    if not patient.neuropathy_grade:
        parts.append("no peripheral neuropathy")
    return _sentence("; ".join(parts))


def _condition(patient: Patient) -> str:
    parts = [f"ECOG {patient.ecog}"]
    if patient.infection_active:
        parts.append("active infection")
    if patient.cytopenia_prolonged:
        parts.append("prolonged cytopenia")
    if not patient.combinations_tolerated:
        parts.append("combination chemotherapy no longer tolerated")
    return _sentence("; ".join(parts))


def _goals(patient: Patient) -> str:
    talk = "talked over" if patient.goals_discussed else "not yet talked over"
    return _sentence(f"{value_words('goals', patient.goals)}; {talk}")


def _trials(patient: Patient) -> str:
    return _sentence(value_words("trial_open", patient.trial_open)) if patient.trial_open else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

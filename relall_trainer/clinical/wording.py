"""The words in which the patient's fields, ratings and reasons are told to people.

One vocabulary for the window, the command line and prints. Pure: no sentence here judges a step; choosing
what to show is left to ``vignette``, rating to the algorithm.
"""

from __future__ import annotations

from collections.abc import Mapping

from relall_trainer.clinical import appraisal
from relall_trainer.clinical.flip import Change
from relall_trainer.clinical.patient import UNITS, WORDS
from relall_trainer.clinical.plain_words import counted as counted
from relall_trainer.clinical.plain_words import listed as listed
from relall_trainer.clinical.plain_words import ordinal as ordinal

FIELD_LABELS: Mapping[str, str] = {
    "age_years": "Age",
    "sex": "Sex",
    "lineage": "Lineage",
    "ph": "Philadelphia chromosome",
    "cd19": "CD19",
    "cd20": "CD20",
    "cd22": "CD22",
    "cd52": "CD52",
    "status": "State of the disease",
    "relapse_number": "Relapses so far",
    "remission_number": "Last remission reached",
    "months_induction_to_relapse": "Induction to first relapse",
    "phase_at_relapse": "Relapsed",
    "marrow": "Marrow",
    "marrow_blasts_pct": "Marrow blasts",
    "mrd": "MRD",
    "csf": "CSF",
    "neuro_symptoms": "Neurologic symptoms",
    "neuro_exam": "Neurologic examination",
    "cranial_nerve_cause": "Cause of the nerve deficit",
    "cns_history": "Earlier CNS disease",
    "it_state": "Intrathecal therapy",
    "methotrexate_ongoing": "Methotrexate now",
    "prior_cranial_radiation": "Earlier cranial radiation",
    "lp_tolerance": "Lumbar punctures",
    "testes": "Testes",
    "prior_regimens": "Prior therapy",
    "exposures": "Has been given",
    "asparaginase_pancreatitis": "Asparaginase pancreatitis",
    "neuropathy_grade": "Peripheral neuropathy",
    "prior_allo_sct": "Earlier allogeneic transplant",
    "months_sct_to_relapse": "Transplant to relapse",
    "gvhd": "GVHD",
    "anthracycline_room": "Room for more anthracycline",
    "prior_vod": "Earlier veno-occlusive disease",
    "on_immunosuppression": "Immunosuppression",
    "dli_given": "Donor leukocytes",
    "donor_search": "Donor search",
    "donors": "Donors",
    "sct_candidacy": "Transplant candidacy",
    "ecog": "ECOG",
    "combinations_tolerated": "Combination chemotherapy",
    "infection_active": "Infection",
    "cytopenia_prolonged": "Prolonged cytopenia",
    "goals": "Goals of care",
    "goals_discussed": "Goals talk",
    "trial_open": "Trials open to this patient",
    "blinatumomab_available": "Blinatumomab outside trials",
}

_POSITIVE = {"positive": "positive", "negative": "negative", "unknown": "not known"}
# Every allowed word of every word field; a test keeps it complete.
VALUE_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {"female": "female", "male": "male"},
    "lineage": {"B": "B-cell", "T": "T-cell", "unknown": "not known"},
    "ph": {"negative": "negative", "positive": "positive", "unknown": "not known"},
    "cd19": _POSITIVE,
    "cd20": _POSITIVE,
    "cd22": _POSITIVE,
    "cd52": _POSITIVE,
    "status": {
        "relapsed": "relapsed",
        "suspected_relapse": "relapse suspected, not yet proven",
        "primary_refractory": "refractory to first-line treatment",
        "salvage_refractory": "refractory to salvage",
        "remission": "in remission",
    },
    "phase_at_relapse": {
        "off_therapy": "off therapy",
        "intensive": "during intensive treatment",
        "maintenance": "on maintenance",
        "post_sct": "after allogeneic transplant",
    },
    "marrow": {
        "not_assessed": "not yet examined",
        "remission": "morphologic remission",
        "low_level": "low-level disease",
        "overt": "overt leukemia",
    },
    "mrd": {"not_assessed": "not measured", "negative": "negative", "positive": "positive"},
    "csf": {"not_done": "not yet examined", "negative": "clear", "positive": "blasts found"},
    "neuro_exam": {
        "not_done": "not yet done",
        "normal": "normal",
        "cranial_nerve_deficit": "cranial nerve deficit",
        "other_deficit": "deficit other than a cranial nerve",
    },
    "cranial_nerve_cause": {"leukemic": "leukemia", "other": "something other than leukemia"},
    "cns_history": {"none": "none", "prior_cleared": "yes, cleared"},
    "it_state": {
        "none": "not being given",
        "prophylaxis": "as prophylaxis",
        "treating": "treatment under way",
        "cleared": "has cleared the CSF",
        "failed": "has failed",
    },
    "prior_cranial_radiation": {
        "no": "none",
        "yes_room_left": "given, room left",
        "yes_no_room": "given, no room left",
    },
    "lp_tolerance": {"unknown": "tolerance not known", "good": "well tolerated", "poor": "badly tolerated"},
    "testes": {"not_examined": "not yet examined", "clear": "clear", "involved": "involved"},
    "asparaginase_pancreatitis": {
        "none": "none",
        "mild": "mild",
        "severe": "severe",
        "ungraded": "yes, grade not recorded",
    },
    "gvhd": {"none": "none", "active": "active", "past": "past"},
    "anthracycline_room": {"yes": "yes", "no": "none left"},
    "prior_vod": {"no": "no", "yes": "yes"},
    "donor_search": {"not_started": "not started", "under_way": "under way", "complete": "complete"},
    "sct_candidacy": {
        "unknown": "not yet assessed",
        "potential": "potential candidate",
        "candidate": "candidate",
        "not_candidate": "not a candidate",
    },
    "goals": {
        "undecided": "not yet decided",
        "curative": "cure",
        "prolong": "more time",
        "comfort": "comfort",
    },
}

# What a flag means when it is true, and when it is false.
FLAG_WORDS: Mapping[str, tuple[str, str]] = {
    "neuro_symptoms": ("present", "none"),
    "methotrexate_ongoing": ("being given", "not being given"),
    "prior_allo_sct": ("yes", "none"),
    "on_immunosuppression": ("still taken", "not taken"),
    "dli_given": ("given", "not given"),
    "combinations_tolerated": ("tolerated", "no longer tolerated"),
    "infection_active": ("active", "none active"),
    "cytopenia_prolonged": ("yes", "no"),
    "goals_discussed": ("held", "not yet held"),
    "blinatumomab_available": ("available", "not available"),
}

SET_WORDS: Mapping[str, str] = {
    "asparaginase": "asparaginase",
    "hd_cytarabine": "high-dose cytarabine",
    "hd_methotrexate": "high-dose methotrexate",
    "anthracycline": "an anthracycline",
    "vincristine": "vincristine",
    "nelarabine": "nelarabine",
    "blinatumomab": "blinatumomab",
    "inotuzumab": "inotuzumab",
    "cd19_cart": "CD19 CAR T cells",
    "anti_cd20": "an anti-CD20 antibody",
    "matched_sibling": "matched sibling",
    "matched_unrelated": "matched unrelated",
    "haploidentical": "haploidentical",
    "original": "the first donor again",
    "any": "early-phase trial",
    "epratuzumab": "epratuzumab",
    "targeted": "targeted agent",
}

RESPONSE_WORDS: Mapping[str, str] = {
    "CR": "complete remission",
    "PR": "partial remission",
    "none": "no response",
    "unknown": "response not known",
}
INTENT_WORDS: Mapping[str, str] = {"frontline": "first line", "salvage": "salvage", "cns": "for the CNS"}

RATING_WORDS: Mapping[str, str] = {
    appraisal.RECOMMENDED: "Recommended",
    appraisal.ACCEPTABLE: "Acceptable",
    appraisal.DISCOURAGED: "Discouraged",
    appraisal.CONTRAINDICATED: "Contraindicated",
    appraisal.UNRATED: "Not rated here",
}
STRENGTH_WORDS: Mapping[str, str] = {
    "approval": "US approval cited by the paper",
    "trial": "prospective study",
    "retrospective": "retrospective series",
    "review": "evidence-based review",
    "expert": "the authors' practice",
    "mechanism": "reasoning from mechanism",
    "beyond": "beyond the paper",
}
RULE_ORIGIN_WORDS: Mapping[str, str] = {
    "explicit": "stated in the paper",
    "implied": "implied by the paper",
    "beyond": "beyond the paper",
}
# Where a part of the story comes from; ``implied`` marks a step the authors' text calls for.
ORIGIN_WORDS: Mapping[str, str] = {
    "paper": "From the paper",
    "simulated": "Simulated",
    "implied": "Called for by the paper's text",
}


def value_words(field: str, value: object) -> str:
    """A field's value in words, as ``plain`` gives it or as the patient holds it.

    KeyError for an unknown field.
    """
    label = FIELD_LABELS[field]  # an unknown field is a bug of the caller
    if field in WORDS:
        return VALUE_WORDS[field].get(str(value), str(value))
    if field in FLAG_WORDS:
        return FLAG_WORDS[field][0 if value else 1]
    if value is None:
        return "not known"
    if field == "neuropathy_grade":
        return f"grade {value}" if value else "none"
    if field == "remission_number":
        return f"CR{value}" if value else "none"
    if isinstance(value, int | float):
        return _measured(field, value)
    if isinstance(value, frozenset | list | tuple | set):
        return _several(field, value)
    return f"{label}: {value}"


def fact_words(field: str, value: object) -> str:
    """One fact of the patient as a short clause: ``CSF: blasts found``."""
    if field not in FIELD_LABELS:
        return f"{field}: {value}"
    return f"{FIELD_LABELS[field]}: {value_words(field, value)}"


def change_words(change: Change) -> str:
    """A change that would rate a step otherwise: ``CSF: no blasts → recommended (R24)``."""
    rule = f" ({change.decided_by})" if change.decided_by else ""
    return f"{fact_words(change.field, change.value)} → {RATING_WORDS[change.rating].lower()}{rule}"


def _measured(field: str, value: float) -> str:
    number = f"{value:g}"
    if field == "marrow_blasts_pct":
        return f"{number}%"
    unit = UNITS.get(field)
    if unit not in ("years", "months"):
        return number
    return f"{number} {unit[:-1] if value == 1 else unit}"


def _several(field: str, value: frozenset[object] | list[object] | tuple[object, ...] | set[object]) -> str:
    if field == "prior_regimens":
        return "; ".join(_regimen(item) for item in value) or "none"
    words = sorted(SET_WORDS.get(str(item), str(item)) for item in value)
    return ", ".join(words) or "none"


def _regimen(item: object) -> str:
    def part(name: str) -> str:
        found = item.get(name) if isinstance(item, Mapping) else getattr(item, name, None)
        return str(found or "")

    name = part("name") or part("action") or "regimen not named"
    return f"{name} ({RESPONSE_WORDS.get(part('response'), part('response'))})"

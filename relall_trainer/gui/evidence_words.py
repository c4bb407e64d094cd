"""The words for what an entry of the library is: its status, its kind of study, how sure a later development is."""

from __future__ import annotations

STATUS_WORDS = {
    "paper": "From the paper",
    "beyond": "Beyond the paper",
    "simulated-basis": "From the paper; basis of simulated courses",
}
STUDY_WORDS = {
    "approval": "Approval cited by the paper",
    "phase-1": "Phase 1 study",
    "phase-2": "Phase 2 study",
    "trial": "Prospective study",
    "series": "Series of patients",
    "retrospective": "Retrospective series",
    "review": "Evidence-based review",
    "expert": "The authors' practice",
    "background": "Background knowledge",
    "preclinical": "Laboratory work",
    "case": "One of the three patients",
    "label": "Product label",
    "guideline": "Guideline",
    "survey": "Survey",
}
SOURCE_WORDS = {
    "verified": "Seen at its source",
    "partly-verified": "Seen at its source in part; what was not is left out",
}
SINCE = "Since 2015: context, never scored"
MISFIT = "An inconsistency of the paper itself"

"""What cannot be of the leukemia itself: who has it, where it sits, what it carries, and how often it came back."""

from __future__ import annotations

from relall_trainer.clinical.impossibility import Impossibility
from relall_trainer.clinical.patient import WORDS, Patient

_ADULT = 18
_OLDEST = 100
_OVERT_FROM = 5  # per cent of blasts: below it a marrow counts as in remission
_LONGEST_INTENSIVE = 18  # months a first-line regimen's intensive phase may take at most
_SHORTEST_MAINTENANCE = 3
_LONGEST_MAINTENANCE = 42
_SHORTEST_TO_GRAFT = 3
_B_LINEAGE_TRIALS = frozenset({"cd19_cart", "inotuzumab", "epratuzumab", "blinatumomab"})


def _palsy(patient: Patient) -> bool:
    return patient.neuro_exam == "cranial_nerve_deficit" and patient.cranial_nerve_cause == "leukemic"


def _cns_active(patient: Patient) -> bool:
    return patient.csf == "positive" or _palsy(patient)


def _testis_involved(patient: Patient) -> bool:
    return patient.sex == "male" and patient.testes == "involved"


def _site_shown(patient: Patient) -> bool:
    """Whether leukemia has been found anywhere."""
    return (
        patient.marrow in ("low_level", "overt")
        or patient.mrd == "positive"
        or _cns_active(patient)
        or _testis_involved(patient)
    )


def _miscounted(patient: Patient) -> bool:
    if patient.status == "primary_refractory":
        return (patient.relapse_number, patient.remission_number) != (0, 0)
    if patient.status == "remission":
        return patient.remission_number != patient.relapse_number + 1
    return patient.remission_number != patient.relapse_number


def _blasts_belie_marrow(patient: Patient) -> bool:
    blasts = patient.marrow_blasts_pct
    if blasts is None:
        return False
    if patient.marrow == "overt":
        return blasts < _OVERT_FROM
    if patient.marrow == "low_level":
        return not 0 < blasts < _OVERT_FROM
    return patient.marrow == "not_assessed" or blasts >= _OVERT_FROM


def _phase_belies_months(patient: Patient) -> bool:
    months = patient.months_induction_to_relapse
    if months is None:
        return False
    match patient.phase_at_relapse:
        case "intensive":
            return months > _LONGEST_INTENSIVE
        case "maintenance":
            return not _SHORTEST_MAINTENANCE <= months <= _LONGEST_MAINTENANCE
        case "post_sct":
            # At a later relapse the graft may have come after the first one, which is the one measured.
            return patient.relapse_number == 1 and months < _SHORTEST_TO_GRAFT
    return months < 1


def _csf_treated_without_disease(patient: Patient) -> bool:
    return patient.it_state == "treating" and not _cns_active(patient) and patient.cns_history == "none"


def _failed_without_disease(patient: Patient) -> bool:
    if patient.it_state != "failed" or _cns_active(patient):
        return False
    looked_for_again = patient.status != "remission" and patient.csf == "not_done"
    return not (looked_for_again and patient.cns_history == "prior_cleared")


DISEASE = (
    Impossibility(
        "child",
        "The patient is an adult of 18 to 100 years.",
        lambda one: not _ADULT <= one.age_years <= _OLDEST,
    ),
    Impossibility(
        "womans_testes",
        "A woman has no testes to examine.",
        lambda one: one.sex == "female" and one.testes != "not_examined",
    ),
    Impossibility(
        "b_antigen_on_t_cells",
        "T-cell leukemia does not carry CD19, CD20 or CD22.",
        lambda one: one.lineage == "T" and "positive" in (one.cd19, one.cd20, one.cd22),
    ),
    Impossibility(
        "antigen_without_lineage",
        "With CD19 or CD22 on the blasts the lineage is known.",
        lambda one: one.lineage == "unknown" and "positive" in (one.cd19, one.cd22),
    ),
    Impossibility(
        "trial_for_the_other_lineage",
        "A trial against CD19 or CD22 is not open to someone with T-cell disease.",
        lambda one: one.lineage == "T" and not one.trial_open.isdisjoint(_B_LINEAGE_TRIALS),
    ),
    Impossibility(
        "relapse_before_remission",
        "Relapses and remissions are miscounted: each relapse ends the remission of its number, and primary refractory "
        "disease has had neither.",
        _miscounted,
    ),
    Impossibility(
        "relapse_without_number",
        "A relapse, suspected or proven, has a number.",
        lambda one: one.status in ("relapsed", "suspected_relapse") and one.relapse_number < 1,
    ),
    Impossibility(
        "months_to_no_relapse",
        "There are months from induction to a first relapse, but no relapse.",
        lambda one: one.relapse_number == 0 and one.months_induction_to_relapse is not None,
    ),
    Impossibility(
        "phase_of_no_relapse",
        "Without a relapse there is no phase of treatment in which it came.",
        lambda one: one.relapse_number == 0 and one.phase_at_relapse != WORDS["phase_at_relapse"][0],
    ),
    Impossibility(
        "phase_belies_months",
        "The months from induction do not fit the phase of treatment in which the relapse came.",
        _phase_belies_months,
    ),
    Impossibility(
        "proven_yet_suspected",
        "With blasts in the CSF, an involved testis or an overt marrow the relapse is proven, not suspected.",
        lambda one: (
            one.status == "suspected_relapse"
            and (one.marrow == "overt" or one.csf == "positive" or _testis_involved(one))
        ),
    ),
    Impossibility(
        "relapse_nowhere",
        "The relapse is called proven, the marrow has been looked at and is clean, and no other site shows disease.",
        lambda one: one.status == "relapsed" and one.marrow != "not_assessed" and not _site_shown(one),
    ),
    Impossibility(
        "refractory_nowhere",
        "Salvage is said to have failed, the marrow has been looked at and is clean, and no other site shows disease.",
        lambda one: (
            one.status == "salvage_refractory" and one.marrow != "not_assessed" and not _site_shown(one)
        ),
    ),
    Impossibility(
        "refractory_in_remission",
        "Disease that never left is overt in the marrow, or the marrow has yet to be looked at again.",
        lambda one: one.status == "primary_refractory" and one.marrow not in ("overt", "not_assessed"),
    ),
    Impossibility(
        "remission_with_overt_disease",
        "In remission the marrow is not overt, the CSF is clear, no nerve is leukemic and no testis involved.",
        lambda one: (
            one.status == "remission" and (one.marrow == "overt" or _cns_active(one) or _testis_involved(one))
        ),
    ),
    Impossibility(
        "remission_unseen",
        "Nobody is in remission whose marrow has not been looked at.",
        lambda one: one.status == "remission" and one.marrow == "not_assessed",
    ),
    Impossibility(
        "blasts_belie_marrow",
        "The blast percentage does not fit the word for the marrow: overt from 5%, below that low-level or remission.",
        _blasts_belie_marrow,
    ),
    Impossibility(
        "mrd_without_marrow",
        "MRD is measured on a marrow, and the marrow has not been looked at.",
        lambda one: one.mrd != "not_assessed" and one.marrow == "not_assessed",
    ),
    Impossibility(
        "overt_but_mrd_negative",
        "Where blasts are seen, MRD is not negative.",
        lambda one: one.mrd == "negative" and one.marrow in ("overt", "low_level"),
    ),
    Impossibility(
        "cause_without_deficit",
        "There is a cause for a cranial nerve deficit that nobody has found.",
        lambda one: one.cranial_nerve_cause == "other" and one.neuro_exam != "cranial_nerve_deficit",
    ),
    Impossibility(
        "csf_treated_without_disease",
        "CSF disease is under treatment that has neither been found now nor been there before.",
        _csf_treated_without_disease,
    ),
    Impossibility(
        "csf_cleared_without_history",
        "Intrathecal therapy has cleared the CSF of a disease that is nowhere on record.",
        lambda one: one.it_state == "cleared" and one.cns_history == "none",
    ),
    Impossibility(
        "csf_cleared_and_positive",
        "Intrathecal therapy cannot have cleared a CSF that holds blasts.",
        lambda one: one.it_state == "cleared" and one.csf == "positive",
    ),
    Impossibility(
        "intrathecal_failure_without_disease",
        "Intrathecal therapy has failed against a CNS disease that is not there.",
        _failed_without_disease,
    ),
)

"""What cannot be around the leukemia: transplant and donor, methotrexate, condition and goals."""

from __future__ import annotations

from relall_trainer.clinical.impossibility import Impossibility
from relall_trainer.clinical.patient import Patient

_OLDEST_CANDIDATE = 75
_OLDEST_GRAFTED = 80
_BEDBOUND = 4
_FROM_INDUCTION_TO_GRAFT = 2  # months at the least


def _graft_belies_phase(patient: Patient) -> bool:
    """A graft given in first remission makes the first relapse one after a graft."""
    return patient.prior_allo_sct and patient.relapse_number == 1 and patient.phase_at_relapse != "post_sct"


def _graft_before_induction(patient: Patient) -> bool:
    months, since_graft = patient.months_induction_to_relapse, patient.months_sct_to_relapse
    if months is None or since_graft is None or patient.relapse_number != 1:
        return False
    return since_graft + _FROM_INDUCTION_TO_GRAFT > months


def _methotrexate_from_nowhere(patient: Patient) -> bool:
    running = any(entry.response == "unknown" for entry in patient.prior_regimens[-1:])
    on_treatment = (
        patient.relapse_number == 0
        or patient.status == "remission"
        or patient.phase_at_relapse in ("intensive", "maintenance")
    )
    intrathecal = patient.it_state in ("prophylaxis", "treating", "failed")
    return patient.methotrexate_ongoing and not (
        running or on_treatment or intrathecal or patient.on_immunosuppression
    )


SETTING = (
    Impossibility(
        "relapse_after_no_graft",
        "The relapse came after a transplant that never was.",
        lambda one: one.phase_at_relapse == "post_sct" and not one.prior_allo_sct,
    ),
    Impossibility(
        "months_from_no_graft",
        "There are months from a transplant that never was, or to a relapse that never was.",
        lambda one: one.months_sct_to_relapse is not None and not (one.prior_allo_sct and one.relapse_number),
    ),
    Impossibility(
        "graft_without_relapse",
        "There has been a transplant, and no relapse since: then there is nothing to treat.",
        lambda one: one.prior_allo_sct and one.relapse_number == 0,
    ),
    Impossibility(
        "graft_belies_phase",
        "There has been a transplant before the only relapse, which then came after the transplant.",
        _graft_belies_phase,
    ),
    Impossibility(
        "graft_before_induction",
        "The transplant would have come before, or right with, the first induction.",
        _graft_before_induction,
    ),
    Impossibility(
        "gvhd_without_graft",
        "There is graft-versus-host disease without a graft.",
        lambda one: one.gvhd != "none" and not one.prior_allo_sct,
    ),
    Impossibility(
        "immunosuppression_without_graft",
        "Immunosuppression is taken for a graft that never was.",
        lambda one: one.on_immunosuppression and not one.prior_allo_sct,
    ),
    Impossibility(
        "donor_cells_without_graft",
        "Donor leukocytes have been given before any transplant.",
        lambda one: one.dli_given and not one.prior_allo_sct,
    ),
    Impossibility(
        "first_donor_without_graft",
        "There is a first donor to go back to, but no transplant.",
        lambda one: "original" in one.donors and not one.prior_allo_sct,
    ),
    Impossibility(
        "donor_before_search",
        "A new donor is known before any search has begun.",
        lambda one: one.donor_search == "not_started" and bool(one.donors - {"original"}),
    ),
    Impossibility(
        "grafted_too_old",
        "Nobody of this age has had an allogeneic transplant.",
        lambda one: one.prior_allo_sct and one.age_years > _OLDEST_GRAFTED,
    ),
    Impossibility(
        "candidate_too_old",
        "Nobody of this age is accepted for an allogeneic transplant.",
        lambda one: one.sct_candidacy == "candidate" and one.age_years > _OLDEST_CANDIDATE,
    ),
    Impossibility(
        "candidate_in_bed",
        "Nobody who cannot leave the bed is accepted for an allogeneic transplant.",
        lambda one: one.sct_candidacy == "candidate" and one.ecog >= _BEDBOUND,
    ),
    Impossibility(
        "methotrexate_from_nowhere",
        "Methotrexate goes on although no treatment is going on.",
        _methotrexate_from_nowhere,
    ),
    Impossibility(
        "comfort_unsaid",
        "Comfort cannot have become the goal without a talk about goals.",
        lambda one: one.goals == "comfort" and not one.goals_discussed,
    ),
)

"""What cannot be of the treatment behind her: regimens, responses, what they held, what they left."""

from __future__ import annotations

from relall_trainer.clinical.impossibility import Catalogue, CatalogueImpossibility, Impossibility
from relall_trainer.clinical.patient import EXPOSURES, Patient, PriorRegimen

_DAMAGING_NERVES = frozenset({"vincristine", "nelarabine"})
_FOR_B_CELLS = frozenset({"blinatumomab", "inotuzumab", "cd19_cart", "anti_cd20"})
_FOR_T_CELLS = frozenset({"nelarabine"})
# Added to a regimen rather than being one, so that no regimen need be named for it.
_ADDED_TO_ANY = frozenset({"anti_cd20"})
_HIGH_DOSE = frozenset({"hd_methotrexate", "hd_cytarabine"})


def _of_disease(patient: Patient) -> list[PriorRegimen]:
    """The regimens that were not for the CNS alone."""
    return [entry for entry in patient.prior_regimens if entry.intent != "cns"]


def _frontline(patient: Patient) -> list[PriorRegimen]:
    return [entry for entry in patient.prior_regimens if entry.intent == "frontline"]


def _finished_salvages(patient: Patient) -> list[PriorRegimen]:
    return [
        entry for entry in patient.prior_regimens if entry.intent == "salvage" and entry.response != "unknown"
    ]


def _complete(patient: Patient) -> int:
    return sum(entry.response == "CR" for entry in _of_disease(patient))


def _too_few_responses(patient: Patient) -> bool:
    # A graft, or treatment of the CNS alone, may have brought one remission that no regimen did, but not the first.
    otherwise = patient.prior_allo_sct or patient.cns_history == "prior_cleared"
    return patient.remission_number > _complete(patient) + (otherwise and _complete(patient) > 0)


def _refractory_but_answered(patient: Patient) -> bool:
    return patient.status == "primary_refractory" and (
        _complete(patient) > 0 or bool(_finished_salvages(patient))
    )


def _failure_unrecorded(patient: Patient) -> bool:
    if patient.status != "salvage_refractory" or patient.dli_given:
        return False
    finished = _finished_salvages(patient)
    return not finished or finished[-1].response == "CR"


def _remission_after_failure(patient: Patient) -> bool:
    if patient.status != "remission" or patient.prior_allo_sct:
        return False
    finished = [entry for entry in _of_disease(patient) if entry.response != "unknown"]
    return bool(finished) and finished[-1].response != "CR"


def _agents(entry: PriorRegimen, patient: Patient, actions: Catalogue) -> frozenset[str]:
    """What a regimen holds; what repeats the first line holds what the first line held."""
    action = actions.get(entry.action or "")
    if action is None:
        return frozenset()
    if action.stands_for_frontline:
        return frozenset().union(
            *(_agents(first, patient, actions) for first in _frontline(patient) if first is not entry)
        )
    return action.components


def _given_but_not_exposed(patient: Patient, actions: Catalogue) -> bool:
    return any(
        not _agents(entry, patient, actions) <= patient.exposures
        for entry in patient.prior_regimens
        if entry.response != "unknown"  # a regimen just begun may not have been given yet
    )


def _exposed_but_not_given(patient: Patient, actions: Catalogue) -> bool:
    explained = set(_ADDED_TO_ANY) if patient.prior_regimens else set()
    for entry in patient.prior_regimens:
        if entry.action not in actions:
            explained.update(EXPOSURES)  # told by name only: what it held is what the exposures say
        explained |= _agents(entry, patient, actions)
        if entry.intent == "cns":
            explained |= _HIGH_DOSE
    return not patient.exposures <= explained


def _frontline_is_no_first_line(patient: Patient, actions: Catalogue) -> bool:
    first_lines = (actions.get(entry.action or "") for entry in _frontline(patient))
    return any(one is not None and (one.stands_for_frontline or not one.intensive) for one in first_lines)


PAST = (
    Impossibility(
        "no_first_line",
        "Everyone whose disease is back or refractory has had a first line of treatment.",
        lambda one: not _frontline(one),
    ),
    Impossibility(
        "two_first_lines",
        "There is one first line, and it comes before everything else.",
        lambda one: (
            len(_frontline(one)) > 1
            or (bool(_frontline(one)) and one.prior_regimens[0].intent != "frontline")
        ),
    ),
    Impossibility(
        "first_line_running",
        "While the first line is still running, disease is neither back nor refractory.",
        lambda one: any(entry.response == "unknown" for entry in _frontline(one)),
    ),
    Impossibility(
        "running_in_the_middle",
        "Only the last regimen can still be running.",
        lambda one: any(entry.response == "unknown" for entry in one.prior_regimens[:-1]),
    ),
    Impossibility(
        "remission_nobody_gave",
        "More remissions are counted than there were regimens with a complete response.",
        _too_few_responses,
    ),
    Impossibility(
        "response_without_remission",
        "There were more complete responses than remissions.",
        lambda one: _complete(one) > one.remission_number,
    ),
    Impossibility(
        "refractory_but_answered",
        "Primary refractory disease has answered to nothing, and no salvage of it has been finished.",
        _refractory_but_answered,
    ),
    Impossibility(
        "failure_unrecorded",
        "Salvage is said to have failed, and the last one finished did not.",
        _failure_unrecorded,
    ),
    Impossibility(
        "remission_after_failure",
        "The patient is in remission although the last regimen brought none.",
        _remission_after_failure,
    ),
    Impossibility(
        "t_cell_drug_for_b_cells",
        "A drug for T-cell disease is on record for B-cell disease.",
        lambda one: one.lineage == "B" and not one.exposures.isdisjoint(_FOR_T_CELLS),
    ),
    Impossibility(
        "b_cell_drug_for_t_cells",
        "A drug against CD19, CD20 or CD22 is on record for T-cell disease.",
        lambda one: one.lineage == "T" and not one.exposures.isdisjoint(_FOR_B_CELLS),
    ),
    Impossibility(
        "lineage_drug_without_lineage",
        "A drug for one lineage has been given, so the lineage is known.",
        lambda one: one.lineage == "unknown" and not one.exposures.isdisjoint(_FOR_B_CELLS | _FOR_T_CELLS),
    ),
    Impossibility(
        "neuropathy_without_cause",
        "There is a neuropathy, and no drug has been given that damages nerves.",
        lambda one: one.neuropathy_grade > 0 and one.exposures.isdisjoint(_DAMAGING_NERVES),
    ),
    Impossibility(
        "pancreatitis_without_cause",
        "There has been a pancreatitis from asparaginase, which was never given.",
        lambda one: one.asparaginase_pancreatitis != "none" and "asparaginase" not in one.exposures,
    ),
    Impossibility(
        "no_room_without_cause",
        "No room is left for anthracyclines, and none has been given.",
        lambda one: one.anthracycline_room == "no" and "anthracycline" not in one.exposures,
    ),
    Impossibility(
        "vod_without_cause",
        "Veno-occlusive disease is on record without a transplant and without the drug that brings it.",
        lambda one: one.prior_vod == "yes" and not one.prior_allo_sct and "inotuzumab" not in one.exposures,
    ),
)

PAST_BY_CATALOGUE = (
    CatalogueImpossibility(
        "given_but_not_exposed",
        "A regimen that is finished holds a drug the patient is said never to have had.",
        _given_but_not_exposed,
    ),
    CatalogueImpossibility(
        "exposed_but_not_given",
        "The patient is said to have had a drug that none of the regimens holds.",
        _exposed_but_not_given,
    ),
    CatalogueImpossibility(
        "first_line_of_one_drug",
        "No adult is begun on a single drug or on a repeat of the first line.",
        _frontline_is_no_first_line,
    ),
)

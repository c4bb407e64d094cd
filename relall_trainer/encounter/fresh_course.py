"""How a fresh patient was shortly before, and how she may be some weeks on: other moments of the same course.

Every moment is a patient who can be. What happens between two moments never hangs on what was chosen. Which of them
become decisions is left to ``fresh``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from relall_trainer.clinical.appraisal import ACCEPTABLE, RECOMMENDED
from relall_trainer.clinical.history import read_history
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient, PriorRegimen
from relall_trainer.clinical.plausible import possible
from relall_trainer.encounter.appraisals import Appraiser
from relall_trainer.encounter.fresh_questions import is_regimen

_DONORS = (
    (frozenset({"matched_sibling"}), 3),
    (frozenset({"matched_unrelated"}), 4),
    (frozenset({"haploidentical"}), 2),
    (frozenset[str](), 1),
)
_BLASTS = (18.0, 25.0, 35.0, 45.0, 60.0, 70.0, 80.0)
_UNKNOWN_SITES: dict[str, Any] = {
    "marrow": "not_assessed",
    "marrow_blasts_pct": None,
    "mrd": "not_assessed",
    "csf": "not_done",
    "testes": "not_examined",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A later state of a ``kind`` told in ``fresh_words``: how many ``days`` on, and the step ``given`` meanwhile.

    ``given`` is None where nothing new was given.
    """

    kind: str
    patient: Patient
    days: int
    given: str | None = None


def before_staging(patient: Patient, algorithm: Appraiser, lots: Lots) -> Patient | None:
    """The patient before marrow, CSF and testes were looked at; None where that moment cannot have been."""
    if patient.status in ("remission", "suspected_relapse") or patient.it_state in (
        "treating",
        "cleared",
        "failed",
    ):
        return None
    unseen = patient.sex == "male" and patient.testes == "not_examined"
    if patient.marrow == "not_assessed" or patient.csf == "not_done" or unseen or _running(patient):
        return None
    changes = dict(_UNKNOWN_SITES)
    if patient.neuro_exam != "not_done" and lots.chance("examined later", 0.5):
        changes |= {"neuro_exam": "not_done", "cranial_nerve_cause": "leukemic"}
    if patient.lineage == "B" and lots.chance("antigens later", 0.4):
        changes |= {"cd19": "unknown", "cd20": "unknown", "cd22": "unknown", "cd52": "unknown"}
    if patient.status == "relapsed" and lots.chance("suspected", 0.6):
        changes["status"] = "suspected_relapse"
    if lots.chance("plans later", 0.6):
        changes |= {"sct_candidacy": "unknown", "donor_search": "not_started"}
        changes["donors"] = patient.donors & {"original"}
    if patient.goals != "comfort" and lots.chance("talk later", 0.5):
        changes |= {"goals": "undecided", "goals_discussed": False}
    earlier = dataclasses.replace(patient, **changes)
    return earlier if possible(earlier, algorithm.actions) else None


def later_moments(
    patient: Patient, algorithm: Appraiser, lots: Lots, given: str | None = None
) -> Iterator[Moment]:
    """What may come next, likeliest first as the lots fall. ``given``: the regimen the story goes on with."""
    order = lots.shuffled("later", _MAKERS)
    if not lots.chance("comfort soon", 0.4):
        order = (*(make for make in order if make is not _comfort), _comfort)
    for make in order:
        # The name is the label of a draw: a maker renamed is another case for every seed.
        moment = make(patient, algorithm, lots.child(make.__name__), given)
        if moment is not None and possible(moment.patient, algorithm.actions):
            yield moment


def regimen_for(patient: Patient, algorithm: Appraiser, lots: Lots) -> str | None:
    """A regimen the algorithm rates best for this patient."""
    steps = algorithm.appraise(patient).steps
    for wanted in (RECOMMENDED, ACCEPTABLE):
        fitting = [
            action.id
            for action in algorithm.actions.values()
            if is_regimen(action) and not action.stands_for_frontline and steps[action.id].rating == wanted
        ]
        had = {entry.action for entry in patient.prior_regimens}
        fitting = [step for step in fitting if step not in had] or fitting
        if fitting:
            return lots.one(f"regimen {wanted}", fitting)
    return None


def _running(patient: Patient) -> bool:
    return bool(patient.prior_regimens) and patient.prior_regimens[-1].response == "unknown"


def _to_treat(patient: Patient) -> bool:
    """Whether disease is proven and staged, and the goal is to treat it."""
    staged = patient.marrow != "not_assessed" and patient.csf != "not_done"
    return patient.status not in ("remission", "suspected_relapse") and staged and patient.goals != "comfort"


def _with(
    patient: Patient, algorithm: Appraiser, lots: Lots, given: str | None, response: str
) -> tuple[str | None, dict[str, Any]] | None:
    """The regimens and exposures once something has been given and answered so; None where nothing fits.

    A regimen that is running already is carried to its end instead.
    """
    regimens, exposures = patient.prior_regimens, patient.exposures
    if _running(patient):
        last = dataclasses.replace(regimens[-1], response=response)
        exposed = read_history(patient, algorithm.actions).running_agents
        return None, {"prior_regimens": (*regimens[:-1], last), "exposures": exposures | exposed}
    chosen = given or regimen_for(patient, algorithm, lots)
    if chosen is None:
        return None
    action = algorithm.actions[chosen]
    entry = PriorRegimen(action.id, action.label, "salvage", response)
    return chosen, {"prior_regimens": (*regimens, entry), "exposures": exposures | action.components}


def _answered(patient: Patient, algorithm: Appraiser, lots: Lots, given: str | None) -> Moment | None:
    """Salvage has brought a remission, clean or not quite."""
    palsy = patient.neuro_exam == "cranial_nerve_deficit" and patient.cranial_nerve_cause == "leukemic"
    if not _to_treat(patient) or palsy or patient.it_state == "failed" or patient.ecog >= 3:
        return None
    treated = _with(patient, algorithm, lots, given, "CR")
    if treated is None:
        return None
    chosen, changes = treated
    changes |= {
        "status": "remission",
        "remission_number": patient.relapse_number + 1,
        "neuro_symptoms": False,
    }
    changes |= {"infection_active": False, "cytopenia_prolonged": False}
    if patient.csf == "positive":
        changes |= {"csf": "negative", "cns_history": "prior_cleared", "it_state": "cleared"}
    if patient.testes == "involved":
        changes["testes"] = "clear"
    changes |= _marrow_in_remission(lots)
    changes |= _found_donor(patient, lots)
    return Moment("answered", dataclasses.replace(patient, **changes), lots.one("days", (28, 35, 42)), chosen)


def _marrow_in_remission(lots: Lots) -> dict[str, Any]:
    if lots.chance("low level", 0.25):
        return {
            "marrow": "low_level",
            "marrow_blasts_pct": lots.one("blasts", (2.0, 3.0, 4.0)),
            "mrd": "positive",
        }
    mrd = lots.weighted("mrd", (("negative", 5), ("not_assessed", 3), ("positive", 3)))
    return {"marrow": "remission", "marrow_blasts_pct": None, "mrd": mrd}


def _found_donor(patient: Patient, lots: Lots) -> dict[str, Any]:
    if patient.sct_candidacy == "not_candidate":
        return {}
    if patient.donors - {"original"}:
        return {"donor_search": "complete"}
    found = lots.weighted("donors", _DONORS)
    kept = patient.donors & {"original"}
    return {"donor_search": "complete" if found else "under_way", "donors": found | kept}


def _failed(patient: Patient, algorithm: Appraiser, lots: Lots, given: str | None) -> Moment | None:
    """Salvage has brought nothing."""
    if not _to_treat(patient) or patient.marrow != "overt":
        return None
    treated = _with(patient, algorithm, lots, given, "none")
    if treated is None:
        return None
    chosen, changes = treated
    changes |= {"status": "salvage_refractory", "marrow_blasts_pct": lots.one("blasts", _BLASTS)}
    if lots.chance("tired", 0.4):
        changes["combinations_tolerated"] = False
    if lots.chance("weaker", 0.3):
        changes["ecog"] = min(patient.ecog + 1, 3)
    return Moment("failed", dataclasses.replace(patient, **changes), lots.one("days", (21, 28, 35)), chosen)


def _begun(patient: Patient, algorithm: Appraiser, lots: Lots, given: str | None) -> Moment | None:
    """A regimen has just been begun."""
    if not _to_treat(patient) or _running(patient):
        return None
    treated = _with(patient, algorithm, lots, given, "unknown")
    if treated is None:
        return None
    chosen, changes = treated
    return Moment("begun", dataclasses.replace(patient, **changes), lots.one("days", (2, 3, 5)), chosen)


def _back(patient: Patient, algorithm: Appraiser, lots: Lots, _given: str | None) -> Moment | None:
    """A remission has been lost."""
    if patient.status != "remission" or patient.relapse_number < 1 or _running(patient):
        return None
    changes: dict[str, Any] = {
        "status": "relapsed",
        "relapse_number": patient.remission_number,
        "marrow": "overt",
        "marrow_blasts_pct": lots.one("blasts", _BLASTS),
        "mrd": "not_assessed",
        "csf": "negative",
        "phase_at_relapse": "off_therapy",
        "methotrexate_ongoing": False,
    }
    if patient.sex == "male":
        changes["testes"] = "clear"
    return Moment("back", dataclasses.replace(patient, **changes), lots.one("days", (60, 75, 90)))


def _comfort(patient: Patient, algorithm: Appraiser, lots: Lots, _given: str | None) -> Moment | None:
    """Comfort has become the goal, after a talk."""
    spent = patient.status == "salvage_refractory" or patient.relapse_number >= 2 or patient.ecog >= 3
    if patient.goals == "comfort" or not spent or patient.status == "remission":
        return None
    changed = dataclasses.replace(patient, goals="comfort", goals_discussed=True)
    return Moment("comfort", changed, lots.one("days", (2, 4, 7)))


_Maker = Callable[[Patient, Appraiser, Lots, str | None], Moment | None]
_MAKERS: tuple[_Maker, ...] = (_answered, _failed, _begun, _back, _comfort)

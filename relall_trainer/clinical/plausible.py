"""Whether a patient can be: each thing no patient can be is one small check with a sentence of its own.

Any legal combination of values may be appraised (``patient``); this says which of them a hematologist could meet.
"""

from __future__ import annotations

from relall_trainer.clinical.impossibility import Catalogue, CatalogueImpossibility, Impossibility
from relall_trainer.clinical.impossible_disease import DISEASE
from relall_trainer.clinical.impossible_past import PAST, PAST_BY_CATALOGUE
from relall_trainer.clinical.impossible_setting import SETTING
from relall_trainer.clinical.patient import Patient

CHECKS: tuple[Impossibility, ...] = (*DISEASE, *PAST, *SETTING)
CHECKS_BY_CATALOGUE: tuple[CatalogueImpossibility, ...] = PAST_BY_CATALOGUE


def impossible(patient: Patient, actions: Catalogue | None = None) -> tuple[str, ...]:
    """Why this patient cannot be, a sentence each; empty where she can.

    ``actions`` is the catalogue of steps; without it what her regimens held is not looked into.
    """
    found = [check.says for check in CHECKS if check.applies(patient)]
    if actions is not None:
        found += [check.says for check in CHECKS_BY_CATALOGUE if check.applies(patient, actions)]
    return tuple(found)


def possible(patient: Patient, actions: Catalogue) -> bool:
    """Whether nothing speaks against this patient; quicker than asking for all reasons."""
    return not any(check.applies(patient) for check in CHECKS) and not any(
        check.applies(patient, actions) for check in CHECKS_BY_CATALOGUE
    )

"""The authors' path of a case, walked with the play's own steps: rated like any other answer."""

from __future__ import annotations

from relall_trainer.encounter import play
from relall_trainer.encounter.appraisals import Appraisals, Appraiser
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.choice import ChoiceFault
from relall_trainer.encounter.play import CaseFault, Encounter, Visit


def authors_walk(case: Case, algorithm: Appraiser, *, memory: Appraisals | None = None) -> tuple[Visit, ...]:
    """Each decision of the authors' path, each draw with its default; CaseFault where it leads astray."""
    return authors_encounter(case, algorithm, memory=memory).path


def authors_encounter(case: Case, algorithm: Appraiser, *, memory: Appraisals | None = None) -> Encounter:
    """Where the authors' path leads to; raises CaseFault as ``authors_walk`` does."""
    encounter = play.start(case, algorithm, memory=memory)
    for step in case.authors_path:
        if step.node != encounter.node:
            raise CaseFault(
                case, encounter.node, f"the authors' path names {step.node!r} where this node is met next"
            )
        try:
            encounter, _ = play.commit(encounter, step.chosen)
        except ChoiceFault as fault:
            raise CaseFault(case, step.node, f"the authors' path cannot be played: {fault.what}") from fault
    return encounter

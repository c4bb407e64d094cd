"""Whether the cases of an assignment can be played to their end by this copy of the program.

Looked at when a file is opened, not in the middle of an exam: another program may know steps that this one does not.
That a case is whole in itself is left to ``packet``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from relall_trainer.cohort.file_faults import file_fault
from relall_trainer.encounter import play
from relall_trainer.encounter.case import PICK_ONE
from relall_trainer.encounter.unrated import Unrated

if TYPE_CHECKING:
    from relall_trainer.cohort.packet import OpenedAssignment
    from relall_trainer.encounter.appraisals import Appraiser
    from relall_trainer.encounter.case import Case, Node


def check_playable(opened: OpenedAssignment, algorithm: Appraiser) -> None:
    """Raises FileFault (``bad-case``) for a case that asks for unknown steps, or cannot go on."""
    name = opened.file.name
    for case in opened.cases:
        for node in case.nodes.values():
            unknown = next((step for step in _steps(node) if step not in algorithm.actions), None)
            if unknown is not None:
                reason = (
                    f"It offers the step {unknown}, which this RelALL Trainer does not know; a newer one may."
                )
                raise file_fault("bad-case", name, reason=reason)
        try:
            _play(case, algorithm, whole=opened.assignment.mode == play.EXAM)
        except play.CaseFault as fault:
            raise file_fault("bad-case", name, reason=fault.what) from None


def _steps(node: Node) -> list[str]:
    return [option.action for group in node.groups for option in group.options]


def _play(case: Case, algorithm: Appraiser, *, whole: bool) -> None:
    """Begin it; the bare form of an exam has one road, whatever is chosen: it is gone to its end."""
    encounter = play.start(case, Unrated(algorithm))
    while whole and not encounter.ended:
        picks = [group.options[0].action for group in encounter.current.groups if group.pick == PICK_ONE]
        encounter, _ = play.commit(encounter, picks)

"""A moment of a case put on the screen: the story and the chart, as the learner met them.

Used where a case is played and where it is looked back on, so that both read the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.vignette import vignette
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.gui.widgets.chart import Chart
from relall_trainer.gui.widgets.course import course
from relall_trainer.gui.widgets.story import Story


def show_scene(
    story: Story, chart: Chart, encounter: Encounter, node: str, patient: Patient, road: Sequence[Visit]
) -> None:
    """Show ``node`` with the patient as she was there; ``road`` are the decisions that led to it."""
    here = encounter.case.nodes[node]
    actions = encounter.algorithm.actions
    last = road[-1] if road else None
    story.show_moment(
        here.title,
        here.day,
        here.narrative,
        here.origin,
        last.text if last else "",
        last.text_origin if last else "",
        last.evidence if last else (),
    )
    names = {action.id: action.label for action in actions.values()}
    chart.show_patient(
        vignette(patient, names, last.patient if last else None),
        here.chart,
        course(encounter.case, road, node, patient, actions),
    )


def road_to(record: Sequence[Visit], place: int) -> tuple[Visit, ...]:
    """The decisions that led to the one at this place: those stepped back over before it are not among them."""
    wanted, road = record[place].node, []
    for visit in reversed(record[:place]):
        if visit.next == wanted:
            road.append(visit)
            wanted = visit.node
    return tuple(reversed(road))

"""An appraiser without judgement: same pin, same catalogue, nothing rated, nobody asked."""

from __future__ import annotations

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter import play
from relall_trainer.encounter.case import Case
from relall_trainer.encounter.scoring import total
from relall_trainer.encounter.unrated import Unrated
from tests.encounter.conftest import FakeAlgorithm


def test_it_is_the_algorithm_but_for_its_judgement(algorithm: Algorithm) -> None:
    unrated = Unrated(algorithm)
    assert unrated.pin == algorithm.pin
    assert unrated.actions is algorithm.actions
    appraisal = unrated.appraise(Patient())
    assert list(appraisal.steps) == list(algorithm.appraise(Patient()).steps)
    assert {step.rating for step in appraisal.steps.values()} == {"unrated"}
    assert not any(
        step.why or step.rules or step.evidence or step.cautions for step in appraisal.steps.values()
    )


def test_playing_with_it_asks_nobody_and_scores_nothing(small_case: Case, fake: FakeAlgorithm) -> None:
    state = play.start(small_case, Unrated(fake))
    while not state.ended:
        state, visit = play.commit(state, ["toxic"] if state.node == "first" else ["gentle"])
        assert visit.score.possible == 0
    assert total(state.first).percent is None
    assert fake.asked == 0

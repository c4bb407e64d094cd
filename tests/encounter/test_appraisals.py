"""Remembering what the algorithm said."""

from __future__ import annotations

from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.appraisals import Appraisals
from tests.encounter.conftest import FakeAlgorithm


def test_equal_patients_share_an_answer(fake: FakeAlgorithm) -> None:
    memory = Appraisals(fake)
    assert memory.of(Patient(ecog=2)) is memory.of(Patient(ecog=2))
    assert fake.asked == 1


def test_only_so_many_are_kept_the_oldest_goes_first(fake: FakeAlgorithm) -> None:
    memory = Appraisals(fake, keep=2)
    for ecog in (0, 1, 2, 2, 1):
        memory.of(Patient(ecog=ecog))
    assert fake.asked == 3
    memory.of(Patient(ecog=0))
    assert fake.asked == 4


def test_nothing_is_kept_on_request(fake: FakeAlgorithm) -> None:
    memory = Appraisals(fake, keep=0)
    memory.of(Patient())
    memory.of(Patient())
    assert fake.asked == 2

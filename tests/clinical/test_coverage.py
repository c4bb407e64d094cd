"""The count of what the rules have been exercised on is right."""

from __future__ import annotations

import dataclasses

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.coverage import Coverage
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.population import patient

KNOWN = Patient(marrow="overt", csf="negative", cd19="positive")
CNS = dataclasses.replace(KNOWN, csf="positive")


def test_a_row_is_counted_where_it_fires_and_where_it_decides(algorithm: Algorithm) -> None:
    rows = {count.row: count for count in Coverage.of(algorithm, [KNOWN, CNS]).rows}
    assert (rows["R24.1"].fired, rows["R24.1"].decided) == (2, 1)  # overruled by R25 in the second
    assert (rows["R25.1"].fired, rows["R25.1"].decided) == (1, 1)
    assert (rows["R17.3"].fired, rows["R17.3"].decided) == (2, 0)  # a caution decides nothing
    assert rows["R25.1"].rule == "R25"
    assert list(rows) == list(algorithm.rows)


def test_the_same_patient_counts_once(algorithm: Algorithm) -> None:
    once, twice = Coverage.of(algorithm, [KNOWN]), Coverage.of(algorithm, iter([KNOWN, KNOWN]))
    assert once == twice
    assert once.patients == 1


def test_nobody_exercises_nothing(algorithm: Algorithm) -> None:
    nobody = Coverage.of(algorithm, [])
    assert nobody.patients == 0
    assert [count.row for count in nobody.rows] == list(algorithm.rows)
    assert not any(count.fired or count.decided for count in nobody.rows)


def test_a_thousand_patients_exercise_nearly_every_row(algorithm: Algorithm) -> None:
    covered = Coverage.of(algorithm, (patient(algorithm, Lots(seed)) for seed in range(1000)))
    assert covered.patients == 1000
    never_fired = [count.row for count in covered.rows if not count.fired]
    never_decided = [count.row for count in covered.rows if not count.decided]
    assert len(never_fired) <= 1  # the rarest of them may take more patients
    assert len(never_decided) < 60  # cautions, withheld ratings, and the rows others always forestall
    assert all(0 <= count.decided <= count.fired <= 1000 for count in covered.rows)

"""A version names one text for ever: what changed without a new version would be counted together with what it was.

When this fails, raise the version of the rules or the case (CONTRIBUTING says how) and add its line; no line is ever
changed.
"""

from __future__ import annotations

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.casefiles.loader import load_case
from relall_trainer.paths import algorithm_folder, cases_folder

KNOWN = {
    ("frey-luger-2015", "1.0.0"): "1a74b6f2385aab4e87be6f8ed4cda2c6d10dcc93cc3d8a4583a9d5b00c29f7ba",
    ("early-t-cell-relapse", "1.1.0"): "4e2a7b408a6eee5b68733d3ee3cfaf6ec2105ad5890f0d9df57dbb4679354325",
    ("headaches-on-maintenance", "1.1.0"): "6cf65b64fdc7b0dba17db8c9a5e2825aed7d4fd475e00e802115d599d2c3c0f1",
    ("relapse-after-allograft", "1.1.0"): "b931d0638fd2c27af81d2b2626d2d4f8cdaea35831ce4e6e3adbe7337bb45804",
}


def test_every_version_is_the_text_it_was() -> None:
    pin = load_algorithm(algorithm_folder()).pin
    shipped = {(pin.id, pin.version): pin.sha256}
    for path in sorted(cases_folder().glob("*/case.yaml")):
        case = load_case(path)
        shipped[(case.head.id, case.head.version)] = case.sha256
    assert {which: KNOWN.get(which) for which in shipped} == shipped

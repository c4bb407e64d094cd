"""What every test may use: the shipped algorithm, and a screenless platform for Qt."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.paths import algorithm_folder


@pytest.fixture(scope="session")
def algorithm() -> Algorithm:
    """The algorithm the program ships with."""
    return load_algorithm(algorithm_folder())

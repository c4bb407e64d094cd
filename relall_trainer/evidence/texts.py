"""Reads the evidence texts: one folder of YAML files, every fault reported at once with file and line.

Which keys they may have stands in ``keys``; what is done with them is left to ``build``.
"""

from __future__ import annotations

from pathlib import Path

from relall_trainer.errors import BadFile
from relall_trainer.evidence.files import text_files
from relall_trainer.evidence.reader import Reader, Texts
from relall_trainer.evidence.shape import FaultyTexts


def read_texts(folder: Path) -> Texts:
    """The texts of the folder; raises FaultyTexts with every fault, BadFile where there are none."""
    files = text_files(folder)
    if not any(path.parent == folder for path in files):
        raise BadFile(
            f"{folder}: holds no evidence texts.",
            safe="Your work is not touched.",
            todo="Install the program again.",
        )
    reader = Reader()
    for path in files:
        reader.file(path)
    reader.links()
    if reader.faults:
        raise FaultyTexts(reader.faults)
    return reader.texts()

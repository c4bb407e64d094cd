"""The evidence texts: one folder of YAML files. What they say, and whether they have changed.

Which keys they may have stands in ``keys``; what is done with them is left to ``build``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from relall_trainer.errors import BadFile
from relall_trainer.evidence.reader import GLOSSARY, Reader, Texts
from relall_trainer.evidence.shape import FaultyTexts
from relall_trainer.textfile import read_bytes


def text_files(folder: Path) -> tuple[Path, ...]:
    """The files of the library, in a fixed order; the glossary lies in the folder or beside it."""
    inside = sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))
    beside = folder.parent / GLOSSARY
    return (*inside, beside) if beside.exists() else tuple(inside)


def stamp(folder: Path) -> str:
    """Names, sizes and times of the files: enough to see cheaply that nothing was touched."""
    found = []
    for path in text_files(folder):
        kind = path.stat()
        found.append([path.name, kind.st_size, kind.st_mtime_ns])
    return json.dumps(found)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of the files; BadFile where one cannot be read."""
    digest = hashlib.sha256()
    for path in text_files(folder):
        inner = hashlib.sha256(read_bytes(path)).hexdigest()
        digest.update(f"{path.name}\0{inner}\n".encode())
    return digest.hexdigest()


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

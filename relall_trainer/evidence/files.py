"""The files the library is made from, and whether they have changed.

Light on purpose: every start of the program asks this. Reading them is left to ``texts``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from relall_trainer.textfile import read_bytes

GLOSSARY = "glossary.yaml"


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

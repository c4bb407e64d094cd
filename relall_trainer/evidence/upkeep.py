"""Keeps the library up to date by itself: builds it when it is missing, foreign, or made from other texts.

The usual start costs a look at sizes and times of the texts; only then contents are compared.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from relall_trainer.errors import BadFile, TrainerError
from relall_trainer.evidence.files import fingerprint, stamp
from relall_trainer.evidence.opening import NotALibrary, open_read_only
from relall_trainer.evidence.version import made_from
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    from relall_trainer.clinical.algorithm import Algorithm

Told = Callable[[TrainerError], None]


def ensure_library(
    profile: Profile, texts_folder: Path, algorithm: Algorithm, told: Told | None = None
) -> Path:
    """The path of a library made from these texts and this algorithm, built now if need be.

    Where the profile cannot be written to, the library is built in a temporary folder that goes when the
    program ends, and ``told`` (if given) is called with what happened. Raises BadFile for faulty texts,
    TrainerError when it can be written nowhere.
    """
    target = profile.library
    if is_current(target, texts_folder, algorithm):
        return target
    from relall_trainer.evidence.build import build_library  # only paid for when something is built

    try:
        build_library(target, texts_folder, algorithm)
    except OSError as error:
        # On Windows a library that another window reads cannot be replaced; it may have been built just now.
        if is_current(target, texts_folder, algorithm):
            return target
        if told:
            told(_cannot_keep(profile.cache, error))
    else:
        return target
    try:
        elsewhere = _temporary_folder() / target.name
        build_library(elsewhere, texts_folder, algorithm)
    except OSError as error:
        raise _cannot_build(profile.cache, error) from error
    return elsewhere


def is_current(path: Path, texts_folder: Path, algorithm: Algorithm) -> bool:
    """Whether the file at ``path`` is a sound library of exactly these texts and this algorithm."""
    try:
        meta = _meta(path)
    except NotALibrary:
        return False
    if any(meta.get(key) != value for key, value in made_from(algorithm).items()):
        return False
    seen = stamp(texts_folder)
    if meta.get("stamp") == seen:
        return True
    try:
        same = meta.get("fingerprint") == fingerprint(texts_folder)
    except BadFile:
        return False  # building says what is wrong, and everything else that is
    if same:
        _remember(path, seen)
    return same


def _meta(path: Path) -> dict[str, str]:
    with contextlib.closing(open_read_only(path)) as connection:
        try:
            return dict(connection.execute("SELECT key, value FROM meta").fetchall())
        except sqlite3.Error as error:
            raise NotALibrary(str(error)) from error


def _remember(path: Path, seen: str) -> None:
    """Note the files' new times in a copy that takes the library's place; it is no matter if that fails."""
    import shutil

    from relall_trainer.evidence.build import replace_whole

    def write(copy: Path) -> None:
        shutil.copyfile(path, copy)
        with contextlib.closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE meta SET value = ? WHERE key = 'stamp'", (seen,))
            connection.commit()

    with contextlib.suppress(OSError):
        replace_whole(path, write)


def _temporary_folder() -> Path:
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="relall-trainer-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _cannot_keep(cache: Path, error: OSError) -> TrainerError:
    return TrainerError(
        f"The evidence library cannot be kept in {cache} ({error.strerror or error}).",
        safe="Nothing is lost: it has been built for this session only.",
        todo="Make the folder writable, or free some space, so that the next start is quicker.",
    )


def _cannot_build(cache: Path, error: OSError) -> TrainerError:
    return TrainerError(
        f"The evidence library cannot be built, neither in {cache} nor in a temporary folder "
        f"({error.strerror or error}).",
        safe="Your work is not touched.",
        todo="Free some space, or make the folder writable, and start again.",
    )

"""Files in a folder that others see too: what they are called, how they get there whole, and which ones are new.

What stands in them is left to ``signed_file``; only names that end as ours do are ever looked at.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from relall_trainer.errors import BadFile, TrainerError

LONGEST_NAME = 80
MOST_FILES = 20_000
_SETTLED_AFTER = 3.0
"""Seconds after its last change a file is taken to be whole; one that changed later is looked at twice first."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)\Z")
_OURS = ".relall-part-"


def slug(text: str, longest: int = LONGEST_NAME) -> str:
    """The text as a file may be called on every system: small letters, digits and hyphens; may be empty."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    word = "-".join(re.findall(r"[a-z0-9]+", plain))[:longest].strip("-")
    return f"{word}-" if _RESERVED.match(word) else word


def file_name(*parts: str, kind: str, without: str = "file") -> str:
    """A name made of these parts, ending in the kind of file; ``without`` where nothing of them can be said.

    Where it is too long the first part gives way: what tells two files apart comes after it.
    """
    first, *others = [slug(part).strip("-") for part in parts] or [""]
    rest = "-".join(filter(None, others))[:LONGEST_NAME]
    room = LONGEST_NAME - len(rest) - 1 if rest else LONGEST_NAME
    first = first[: max(0, room)].strip("-")
    stem = "-".join(filter(None, (first, rest))).strip("-") or without
    if _RESERVED.match(stem):
        stem = f"{stem}-{without}"
    return f"{stem}.{kind}"


@dataclass(frozen=True, slots=True)
class Written:
    """A file that lies in its place now. ``already``: the very same was there. ``learner``: only she is to get it."""

    path: Path
    size: int
    sha256: str
    learner: str = ""
    already: bool = False


def write_new(folder: Path, name: str, text: str, *, otherwise: str = "", learner: str = "") -> Written:
    """Put the text into the folder, whole or not at all, and never over anything else.

    Where another file has the name, ``otherwise`` is taken. Raises TrainerError where neither can be had.
    """
    from hashlib import sha256

    data = text.encode()
    digest = sha256(data).hexdigest()
    make_folder(folder)
    for candidate in filter(None, (name, otherwise)):
        path = folder / candidate
        there = _is_there(path, data)
        if there is None and not _put(path, data, over=False):
            there = _is_there(path, data)  # somebody else was quicker
        if there is not False:
            return Written(path, len(data), digest, learner, already=there is True)
    raise TrainerError(
        f"{folder / name} is there already and holds something else.",
        safe="It was not changed.",
        todo="Choose another folder, or move that file away.",
    )


def refuse_gone(folder: Path) -> None:
    """See to it that a folder is where it was: in one made anew nobody would look. Raises BadFile."""
    if not os.path.isdir(folder):
        raise BadFile(
            f"The folder {folder} is not there.",
            safe="Nothing was written.",
            todo="Is the disk or the share connected? Else choose the folder again.",
        )


def make_folder(folder: Path) -> None:
    """See to it that the folder is there. Raises TrainerError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _cannot(folder, error) from None


def write_whole(path: Path, data: bytes) -> None:
    """Nothing is at the place until all of it is on disk. Raises TrainerError; what was there is then as it was."""
    _put(path, data, over=True)


def _put(path: Path, data: bytes, *, over: bool) -> bool:
    """Write it; False where something is there that it must not go over. Raises TrainerError."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_OURS)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            os.chmod(temporary, 0o644)  # made for one person only, but meant to be passed on
        if over:
            os.replace(temporary, path)
        else:
            _move_to_new(temporary, path)
    except FileExistsError:
        with suppress(OSError):
            os.unlink(temporary)
        return False
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise _cannot(path, error) from None
    return True


def _move_to_new(temporary: str, path: Path) -> None:
    """Two may write to a shared folder at once: a link, unlike a move, never goes over what came there meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # there are no links on this disk
        os.rename(temporary, path)
        return
    with suppress(OSError):
        os.unlink(temporary)


def _is_there(path: Path, data: bytes) -> bool | None:
    """True: the very file; False: something else, a link too (it is never followed); None: nothing."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_file():
        return False
    with suppress(OSError):
        return path.stat().st_size == len(data) and path.read_bytes() == data
    return False


def _cannot(path: Path, error: OSError | ValueError) -> TrainerError:
    reason = (error.strerror if isinstance(error, OSError) else "") or "the system refused"
    return TrainerError(
        f"{path} could not be written ({reason}).",
        safe="What was there is as it was.",
        todo="Choose another folder.",
    )


@dataclass(slots=True)
class Watch:
    """A folder looked into from time to time for files of some kinds.

    A look costs one glance at each file; those seen before are not opened. A file that is still being copied is left
    for a later look. Links are not followed, folders within not entered.
    """

    folder: Path
    kinds: tuple[str, ...]
    _told: dict[str, tuple[int, int]] = field(default_factory=dict)
    _glimpsed: dict[str, tuple[int, int]] = field(default_factory=dict)

    def look(self) -> tuple[Path, ...]:
        """The files that are new or changed since they were last told of, by name. Raises BadFile without a folder."""
        now = time.time()
        found = dict(self._files())
        fresh = []
        for name, mark in found.items():
            if self._told.get(name) == mark:
                continue
            settled = self._glimpsed.get(name) == mark or 0 <= mark[1] / 1e9 < now - _SETTLED_AFTER
            if settled and mark[0]:
                self._told[name] = mark
                fresh.append(name)
        self._glimpsed = found
        return tuple(self.folder / name for name in sorted(fresh))

    def forget(self, path: Path) -> None:
        """Tell of this file again at the next look."""
        self._told.pop(path.name, None)

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for entry in self.entries():
            with suppress(OSError):  # gone meanwhile
                kind = entry.stat(follow_symlinks=False)
                yield entry.name, (kind.st_size, kind.st_mtime_ns)

    def entries(self) -> Iterator[os.DirEntry[str]]:
        """The ordinary files of these kinds there are now, in no order. Raises BadFile."""
        endings = tuple(f".{kind}" for kind in self.kinds)
        try:
            with os.scandir(self.folder) as entries:
                number = 0
                for entry in entries:
                    name = entry.name
                    if name.startswith(".") or not name.lower().endswith(endings):
                        continue
                    number += 1
                    if number > MOST_FILES:
                        raise _too_many(self.folder)
                    with suppress(OSError):  # gone meanwhile
                        if entry.is_file(follow_symlinks=False):
                            yield entry
        except OSError as error:
            raise BadFile(
                f"{self.folder}: the folder cannot be looked into ({error.strerror}).",
                safe="Nothing was changed.",
                todo="Is the disk or the share connected? Else choose the folder again.",
            ) from None


def _too_many(folder: Path) -> BadFile:
    return BadFile(
        f"{folder}: there are more than {MOST_FILES:,} files to look at.",
        safe="None was imported.",
        todo="Move those that were imported before to another folder.",
    )


def files_in(paths: tuple[Path, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The files named, and for a folder those in it that end as these kinds do, in the order of their names."""
    found: list[str] = []
    for path in paths:
        if os.path.isdir(path):  # unlike Path.is_dir it never raises: what cannot be reached is no folder
            found += [
                os.path.join(path, name) for name in sorted(one.name for one in Watch(path, kinds).entries())
            ]
        else:
            found.append(str(path))
    return tuple(dict.fromkeys(found))

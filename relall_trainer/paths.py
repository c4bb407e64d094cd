"""Where things lie: what ships with the program, and what belongs to one learner.

Leaves reading and writing to others.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def assets_folder() -> Path:
    """The shipped ``assets`` folder, in a checkout or in the installed package."""
    return _shipped("assets")


def cases_folder() -> Path:
    """The shipped ``cases`` folder, in a checkout or in the installed package."""
    return _shipped("cases")


def algorithm_folder() -> Path:
    """The rules the program scores by."""
    return assets_folder() / "algorithm" / "frey-luger-2015"


@dataclass(frozen=True, slots=True)
class Profile:
    """The folder that holds everything of one learner; nothing is written anywhere else."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "learner.db"

    @property
    def journal(self) -> Path:
        return self.folder / "journal.jsonl"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def cache(self) -> Path:
        """What can be made again at any time: the evidence library, the prepared case list."""
        return self.folder / "cache"

    @property
    def library(self) -> Path:
        return self.cache / "evidence.db"

    @property
    def history_index(self) -> Path:
        return self.cache / "history.db"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.ini"

    @property
    def extra_cases(self) -> Path:
        """Case folders the learner added."""
        return self.folder / "cases"


def default_profile() -> Profile:
    """``RELALL_TRAINER_PROFILE`` if set, else the user's data folder of this system."""
    chosen = os.environ.get("RELALL_TRAINER_PROFILE")
    if chosen:
        return Profile(Path(chosen))
    from platformdirs import user_data_path  # the import is only paid when it is needed

    return Profile(user_data_path("relall-trainer", appauthor=False))

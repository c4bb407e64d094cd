"""``backup``, ``restore`` and ``doctor``: keeping the learner's record safe."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relall_trainer.errors import BadFile
from relall_trainer.learner.backups import Backup, list_backups
from relall_trainer.learner.doctor import examine
from relall_trainer.learner.restoring import restore
from relall_trainer.learner.store import LearnerStore
from relall_trainer.paths import Profile

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, profile: Profile) -> int:
    """Exit 0; ``doctor`` and ``restore`` exit 1 where something was wrong or lost."""
    answer, lines, status = _COMMANDS[options.command](options, profile)
    print(json.dumps(answer, ensure_ascii=False) if options.json else "\n".join(lines))
    return status


def _backup(_options: argparse.Namespace, profile: Profile) -> tuple[Any, list[str], int]:
    with LearnerStore.open(profile, _now) as store:
        made = store.back_up()
    return {"backup": str(made.path)}, [f"Backed up to {made.path}. It has been read back and is sound."], 0


def _restore(options: argparse.Namespace, profile: Profile) -> tuple[Any, list[str], int]:
    done = restore(profile, _now, _chosen(options.backup, profile))
    damage = done.damage
    restored, lost = dataclasses.asdict(damage.restored), dataclasses.asdict(damage.lost)
    answer = {
        "backup": str(damage.backup.path) if damage.backup else None,
        "restored": restored,
        "lost": lost,
        "set_aside": str(done.set_aside) if done.set_aside else None,
    }
    kept = f"The file that was replaced is kept at {done.set_aside}."
    lines = [
        f"Restored: {_counted(restored)}.",
        f"Lost: {_counted(lost)}.",
        kept if done.set_aside else "There was no file to replace.",
    ]
    return answer, lines, 1 if any(lost.values()) else 0


def _doctor(_options: argparse.Namespace, profile: Profile) -> tuple[Any, list[str], int]:
    report = examine(profile)
    answer = dataclasses.asdict(report)
    looked = {key: value for key, value in answer.items() if isinstance(value, int)}
    lines = [f"{finding.code}: {finding.message}" for finding in report.findings]
    lines.append(f"Looked at {_counted(answer['tally'])}; {_counted(looked)}.")
    lines.append(
        "Everything is sound." if not report.findings else "Run `relall-trainer restore` to mend what can be."
    )
    return answer, lines, report.exit_status


def _chosen(named: str | None, profile: Profile) -> Backup | None:
    if named is None:
        return None
    for backup in list_backups(profile):
        if backup.path == Path(named) or backup.path.name == named:
            return backup
    raise BadFile(
        f"{named}: is not one of the backups in {profile.backups}.", todo="Name one of those files."
    )


def _counted(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in numbers.items())


def _now() -> datetime:
    return datetime.now(UTC)


_COMMANDS = {"backup": _backup, "restore": _restore, "doctor": _doctor}

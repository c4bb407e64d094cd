"""The table of competencies a program works with: its own, kept with the profile, or else the one that ships."""

from __future__ import annotations

import json
from pathlib import Path

from relall_trainer.cohort.competencies import CompetencyTable, table_from_plain
from relall_trainer.cohort.paper_kinds import COMPETENCIES, PaperStore
from relall_trainer.learner.chain import canonical
from relall_trainer.textfile import parse_yaml, read_text

_TABLE = "table"


def load_competencies(path: Path) -> CompetencyTable:
    """The table of a YAML file; raises BadFile."""
    return table_from_plain(parse_yaml(read_text(path)).data)


def competency_table(store: PaperStore, shipped: Path) -> CompetencyTable:
    """The table in use; raises BadFile where the shipped one cannot be read, StoreError where the store refuses."""
    kept = store.paper(COMPETENCIES, _TABLE)
    return load_competencies(shipped) if kept is None else table_from_plain(json.loads(kept.body))


def keep_table(store: PaperStore, table: CompetencyTable) -> None:
    """Use this table from now on; raises BadFile for one that is not sound, and then nothing is changed."""
    plain = table.plain()
    table_from_plain(plain)
    store.put_papers([(COMPETENCIES, _TABLE, canonical(plain))])

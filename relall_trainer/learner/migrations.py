"""The steps from each version of the store to the next, run by sqlite-utils.

Imported only when a step is due: opening an up-to-date store must not pay for it.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from relall_trainer.learner import schema

learner_migrations = Migrations(schema.MIGRATION_SET)


@learner_migrations(name=schema.MIGRATION_NAMES[0])
def _attempts_events_contents_notes(db: Database) -> None:
    for statement in schema.STATEMENTS[1]:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@learner_migrations(name=schema.MIGRATION_NAMES[1])
def _papers(db: Database) -> None:
    for statement in schema.STATEMENTS[2][len(schema.STATEMENTS[1]) :]:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest version: all steps or none, whatever interrupts them."""
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    with db.atomic():
        learner_migrations.apply(db)

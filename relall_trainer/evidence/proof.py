"""The proof that nothing is shown without its evidence, as one query anyone can run on the library's file.

With the command line tool of SQLite: ``SELECT * FROM proof;`` It must return no row.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

PROOF = """
SELECT 'a rule that rates steps cites no evidence' AS offence, r.id AS id, r.title AS detail
  FROM rules AS r
 WHERE r.conduct = 0
   AND NOT EXISTS (SELECT 1 FROM rule_evidence AS re JOIN evidence AS e ON e.id = re.evidence_id
                    WHERE re.rule_id = r.id)
UNION ALL
SELECT 'a rule of conduct rates steps', r.id, r.title
  FROM rules AS r
 WHERE r.conduct = 1 AND EXISTS (SELECT 1 FROM rows WHERE rows.rule_id = r.id)
UNION ALL
SELECT 'a rule cites what the library does not hold', re.rule_id, re.evidence_id
  FROM rule_evidence AS re LEFT JOIN evidence AS e ON e.id = re.evidence_id
 WHERE e.id IS NULL
UNION ALL
SELECT 'a step is rated by no rule', ra.row_id, ra.action_id
  FROM ratings AS ra LEFT JOIN rows ON rows.id = ra.row_id LEFT JOIN rules AS r ON r.id = rows.rule_id
 WHERE r.id IS NULL
UNION ALL
SELECT 'a figure belongs to no evidence', f.evidence_id, f.label
  FROM figures AS f LEFT JOIN evidence AS e ON e.id = f.evidence_id
 WHERE e.id IS NULL
UNION ALL
SELECT 'a figure belongs to no item since 2015', f.since_id, f.label
  FROM since_figures AS f LEFT JOIN since_2015 AS s ON s.id = f.since_id
 WHERE s.id IS NULL
UNION ALL
SELECT 'a figure shows nothing', f.id, f.label
  FROM (SELECT evidence_id AS id, label, shown FROM figures
        UNION ALL SELECT since_id, label, shown FROM since_figures) AS f
 WHERE trim(f.shown) = ''
UNION ALL
SELECT 'a number in a text has no figure', n.evidence_id, n.as_written
  FROM numbers_in_text AS n LEFT JOIN figures AS f ON f.id = n.figure_id
 WHERE f.id IS NULL
UNION ALL
SELECT 'a number in a text has no figure', n.since_id, n.as_written
  FROM since_numbers_in_text AS n LEFT JOIN since_figures AS f ON f.id = n.figure_id
 WHERE f.id IS NULL
"""
"""Every rule has evidence, and every shown number has a row; returns what offends: (offence, id, detail).

- A rule which rates steps cites at least one item of evidence that is there. Rules of conduct (how to decide
  between rules, for instance) have no rows, rate nothing, and need cite nothing.
- Every rating comes from a row of a rule; every citation leads to an item.
- Every figure belongs to an item and shows something; every number written into an item's title or statement
  is held by one of that item's figures (see ``numbers``).
"""


@dataclass(frozen=True, slots=True)
class Offence:
    """Something that is shown or rated without evidence."""

    offence: str
    id: str
    detail: str


def offences(connection: sqlite3.Connection) -> tuple[Offence, ...]:
    """What the proof finds in a library; empty when all is well."""
    return tuple(Offence(*map(str, row)) for row in connection.execute(f"{PROOF} ORDER BY 1, 2, 3"))

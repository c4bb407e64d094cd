"""The names xAPI statements are made with: verbs, activities, extensions, accounts, and the ids of statements.

Once written they stay, as a learning record store tells things apart by them. What is said with them is ``xapi``'s.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from urllib.parse import quote

HOME = "https://relall-trainer.invalid"
"""What all names of ours begin with: no address, as nobody can ever own a domain under ``.invalid``."""

INITIALIZED, ANSWERED, COMPLETED = "initialized", "answered", "completed"
PASSED, FAILED, TERMINATED = "passed", "failed", "terminated"
VERBS: Mapping[str, str] = {
    word: f"http://adlnet.gov/expapi/verbs/{word}"
    for word in (INITIALIZED, ANSWERED, COMPLETED, PASSED, FAILED, TERMINATED)
}
"""The verbs of cmi5, and ``answered`` for a decision."""

SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
PROFILE = "http://adlnet.gov/expapi/activities/profile"
MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
CATEGORY = f"{HOME}/xapi/statements/1"
"""The kind of statements these are. Another number is for statements that say another thing under the same name."""

_NAMESPACE = uuid.UUID("60278d21-a2dc-4742-a974-492f9d8438ac")  # drawn once; never change it


def case_id(case: str, version: str) -> str:
    """The activity a case is."""
    return f"{HOME}/xapi/cases/{_quoted(case)}/{_quoted(version)}"


def decision_id(case: str, version: str, node: str) -> str:
    """The activity a decision of a case is."""
    return f"{case_id(case, version)}/decisions/{_quoted(node)}"


def mode_id(mode: str) -> str:
    """The category of what was done in practice, as an exam, or on another road."""
    return f"{HOME}/xapi/modes/{_quoted(mode)}"


def assignment_id(assignment: str) -> str:
    """The activity an assignment is, and what the codes of its learners mean something under."""
    return f"{HOME}/xapi/assignments/{_quoted(assignment)}"


def extension(name: str) -> str:
    return f"{HOME}/xapi/extensions/{name}"


def statement_id(attempt: str, event: int, verb: str, account: str = "") -> str:
    """The id of what is said of an attempt's event (numbered from 1): the same whenever it is said.

    Under an ``account`` that was chosen it is another, as a statement with another actor is another statement.
    """
    drawn = f"statement/{attempt}/{event}/{verb}"
    return _drawn(f"{drawn}/as/{account}" if account else drawn)


def registration(attempt: str) -> str:
    """An attempt's id as xAPI wants it: its own where that is a UUID."""
    try:
        return str(uuid.UUID(attempt))
    except ValueError:
        return _drawn(f"attempt/{attempt}")


def account_of_learner(label: str) -> str:
    """The account of a learner known by a label; the label cannot be read from it."""
    return f"learner-{_drawn(f'learner/{label}')}"


def account_of_record(first_attempt: str) -> str:
    """The account of a learner known by nothing but the record, which the oldest attempt in it stands for."""
    return f"learner-{_drawn(f'record/{first_attempt}')}"


def _drawn(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name.encode("utf-8", "replace").decode()))


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")

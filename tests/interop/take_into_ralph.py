"""Run by the Python of another environment: checks each statement of a file with Ralph's models, and tells what it saw.

Also breaks one statement in every way given, to see that what is checked is checked.
"""

import copy
import json
import sys
from pathlib import Path

from pydantic import ValidationError
from ralph.models.xapi.base.statements import BaseXapiStatement


def refusal(statement: object) -> str:
    """Why Ralph refuses it; empty where it does not."""
    try:
        BaseXapiStatement.model_validate(statement)
    except ValidationError as error:
        return str(error)
    return ""


def broken(statement: object, path: list, value: object) -> object:
    """A copy with another value at that path."""
    other = copy.deepcopy(statement)
    place = other
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return other


def main(statements: str, changes: str) -> None:
    """Print what became of it as JSON."""
    said = json.loads(Path(statements).read_text("utf-8"))
    answered = next(
        one for one in said if one["verb"]["id"].endswith("/answered") and "score" in one["result"]
    )
    told = {
        "checked": len(said),
        "refused": [reason for one in said if (reason := refusal(one))],
        "breaks_let_through": [
            path for path, value in json.loads(changes) if not refusal(broken(answered, path, value))
        ],
    }
    print(json.dumps(told))


main(sys.argv[1], sys.argv[2])

"""The algorithm on disk: a folder of YAML files, or the one JSON text that attempts are pinned to.

``algorithm.yaml`` names it, ``actions.yaml`` is the catalogue, ``facts.yaml`` the derived facts, ``rules/*.yaml``
the rules. Rating is left to ``clinical``.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.reading import read_algorithm
from relall_trainer.clinical.rule import RuleFault
from relall_trainer.errors import BadFile
from relall_trainer.textfile import TextFault, decode, parse_json, parse_yaml, read_bytes


def load_algorithm(folder: Path) -> Algorithm:
    """The algorithm of a folder; raises BadFile naming the file."""
    return algorithm_from_text(algorithm_text(folder))


def algorithm_text(folder: Path) -> str:
    """Everything of the folder as one canonical JSON text, with the SHA-256 over its files."""
    names = ["algorithm.yaml", "actions.yaml", "facts.yaml"]
    names += sorted(f"rules/{path.name}" for path in (folder / "rules").glob("*.yaml"))
    digest = hashlib.sha256()
    parts: dict[str, Any] = {}
    rules: list[Any] = []
    for name in names:
        raw = read_bytes(folder / name)
        digest.update(name.encode() + b"\0" + len(raw).to_bytes(8, "big") + raw)
        try:
            data = parse_yaml(decode(raw, name)).data
        except TextFault as fault:
            raise BadFile(f"{folder / name}:{fault.line}: {fault.what}") from None
        if name.startswith("rules/"):
            rules += data
        else:
            parts[name.removesuffix(".yaml")] = data
    return json.dumps(
        {**parts, "rules": rules, "sha256": digest.hexdigest()}, ensure_ascii=False, sort_keys=True
    )


def algorithm_from_text(text: str) -> Algorithm:
    """The algorithm of such a text; raises BadFile where it cannot be read."""
    data = parse_json(text)
    try:
        return read_algorithm(data, str(data["sha256"]))
    except RuleFault as fault:
        raise BadFile(f"The rules cannot be read: {fault}.", todo="Install the program again.") from None
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise BadFile(f"This is not the text of an algorithm ({fault}).") from None

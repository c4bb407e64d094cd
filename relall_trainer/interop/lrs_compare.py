"""Whether what a store holds under an id is what was sent: a statement may come back in other words.

Stores add who vouched for it and when it came, write moments and lists in their own way, and describe verbs and
activities as they know them; nothing of that makes it another statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

_LISTS = ("parent", "grouping", "category", "other")


def same_statement(ours: Mapping[str, Any], theirs: object) -> bool:
    """Whether they say the same of the same person at the same moment."""
    if not isinstance(theirs, Mapping):
        return False
    try:
        return _essence(ours) == _essence(theirs)
    except (AttributeError, TypeError, ValueError):
        return False  # theirs is not made as statements are


def _essence(said: Mapping[str, Any]) -> dict[str, Any]:
    context = dict(said.get("context") or {})
    activities = context.pop("contextActivities", None) or {}
    return {
        "id": str(said["id"]).lower() if "id" in said else None,
        "actor": {name: value for name, value in said.get("actor", {}).items() if name != "objectType"},
        "verb": said.get("verb", {}).get("id"),
        "object": _activity(said.get("object", {})),
        "result": said.get("result") or {},
        "context": context,
        "activities": {name: _activities(activities.get(name)) for name in _LISTS},
        "timestamp": _moment(said.get("timestamp")),
    }


def _activity(about: Mapping[str, Any]) -> tuple[Any, Any]:
    return about.get("objectType", "Activity"), about.get("id")


def _activities(given: Any) -> list[tuple[Any, Any]]:
    listed = given if isinstance(given, list) else [given] if given else []
    return sorted(_activity(one) for one in listed)


def _moment(text: Any) -> Any:
    """To the millisecond, as stores need keep no more."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a moment without its zone")
    return round(time.timestamp() * 1000)

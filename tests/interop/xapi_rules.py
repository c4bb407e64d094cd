"""The rules of xAPI 1.0.3 for a statement, written from the specification and apart from what makes ours.

``faults`` names every rule a statement breaks. Stricter than the specification where it only advises: what a learning
record store may refuse, we do not write.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

_PARTS = {
    "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments",
}  # fmt: skip
_RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
_CONTEXT = {
    "registration", "instructor", "team", "contextActivities", "revision", "platform", "language", "statement",
    "extensions",
}  # fmt: skip
_DEFINITION = {"name", "description", "type", "moreInfo", "extensions"}
_INTERACTION = {"interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps"}
_INTERACTIONS = {
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric",
    "other",
}  # fmt: skip
_COMPONENTS = {
    "choice": {"choices"}, "sequencing": {"choices"}, "likert": {"scale"}, "matching": {"source", "target"},
    "performance": {"steps"},
}  # fmt: skip
_IDENTIFIERS = {"mbox", "mbox_sha1sum", "openid", "account"}
_IRI = re.compile(
    r"[a-z][a-z0-9+.-]*:(?://[^\s/?#<>\"{}|\\^`]+)?(?:[^\s<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})+", re.I
)
_IRL = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(/[^\s<>\"{}|\\^`]*)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?|und")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DURATION = re.compile(
    r"P(?=.)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?)?)"
)  # to the hundredth, as more is not compared


def faults(statement: Any) -> list[str]:
    """What is wrong with a statement; empty where nothing is."""
    return list(_statement(statement))


def _statement(said: Any) -> Iterator[str]:
    if not isinstance(said, dict):
        yield "a statement is an object"
        return
    yield from _only(said, _PARTS, "statement")
    yield from _nothing_empty(said, "statement")
    for name in ("actor", "verb", "object"):
        if not isinstance(said.get(name), dict):
            yield f"{name} is required and an object"
            return
    if "id" in said and not _is_uuid(said["id"]):
        yield "id is a UUID"
    for name in ("stored", "authority"):
        if name in said:
            yield f"{name} is for the store to set"
    if "version" in said and not str(said["version"]).startswith("1.0."):
        yield "version is 1.0.x"
    yield from _agent(said["actor"])
    yield from _verb(said["verb"])
    yield from _activity(said["object"], "object")
    if "result" in said:
        yield from _result(said["result"], said["object"])
    if "context" in said:
        yield from _context(said["context"])
    if "timestamp" in said and not _is_time(said["timestamp"]):
        yield "timestamp is a moment of ISO 8601 with its zone"


def _agent(agent: dict[str, Any]) -> Iterator[str]:
    yield from _only(agent, {"objectType", "name", *_IDENTIFIERS}, "actor")
    if agent.get("objectType", "Agent") != "Agent":
        yield "actor is an Agent"
    if len(_IDENTIFIERS & set(agent)) != 1:
        yield "an agent has exactly one identifier"
    account = agent.get("account")
    if account is not None:
        if not isinstance(account, dict) or set(account) != {"homePage", "name"}:
            yield "an account has a homePage and a name"
        elif not _IRL.fullmatch(str(account["homePage"])) or not isinstance(account["name"], str):
            yield "an account's homePage is an address and its name a text"


def _verb(verb: dict[str, Any]) -> Iterator[str]:
    yield from _only(verb, {"id", "display"}, "verb")
    if not _is_iri(verb.get("id")):
        yield "verb.id is an IRI"
    if "display" not in verb:
        yield "verb.display should be used"
    else:
        yield from _languages(verb["display"], "verb.display")


def _activity(activity: Any, where: str) -> Iterator[str]:
    if not isinstance(activity, dict):
        yield f"{where} is an object"
        return
    yield from _only(activity, {"objectType", "id", "definition"}, where)
    if activity.get("objectType", "Activity") != "Activity":
        yield f"{where} is an Activity"
    if not _is_iri(activity.get("id")):
        yield f"{where}.id is an IRI"
    if "definition" in activity:
        yield from _definition(activity["definition"], f"{where}.definition")


def _definition(given: Any, where: str) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{where} is an object"
        return
    yield from _only(given, _DEFINITION | _INTERACTION, where)
    for name in ("name", "description"):
        if name in given:
            yield from _languages(given[name], f"{where}.{name}")
    if "type" in given and not _is_iri(given["type"]):
        yield f"{where}.type is an IRI"
    if "moreInfo" in given and not _IRL.fullmatch(str(given["moreInfo"])):
        yield f"{where}.moreInfo is an address"
    yield from _extensions(given.get("extensions", {}), where)
    if _INTERACTION & set(given):
        kind = given.get("interactionType")
        if kind not in _INTERACTIONS:
            yield f"{where}.interactionType is one of those there are"
        if given.get("type") != "http://adlnet.gov/expapi/activities/cmi.interaction":
            yield f"{where}.type of a question is cmi.interaction"
        for name in _INTERACTION - {"interactionType", "correctResponsesPattern"}:
            if name in given:
                if name not in _COMPONENTS.get(str(kind), set()):
                    yield f"{where}.{name} does not belong to a question of this kind"
                yield from _components(given[name], f"{where}.{name}")


def _components(given: Any, where: str) -> Iterator[str]:
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        yield f"{where} is a list of objects"
        return
    ids = [one.get("id") for one in given]
    if len(set(ids)) != len(ids):
        yield f"{where}: ids are distinct"
    for one in given:
        yield from _only(one, {"id", "description"}, where)
        if not isinstance(one.get("id"), str) or re.search(r"\s|\[,\]", one["id"]) or not one["id"]:
            yield f"{where}: an id is a text without blanks"
        if "description" in one:
            yield from _languages(one["description"], where)


def _result(result: Any, about: dict[str, Any]) -> Iterator[str]:
    if not isinstance(result, dict):
        yield "result is an object"
        return
    yield from _only(result, _RESULT, "result")
    for name in ("success", "completion"):
        if name in result and not isinstance(result[name], bool):
            yield f"result.{name} is true or false"
    if "score" in result:
        yield from _score(result["score"])
    if "duration" in result and not _DURATION.fullmatch(str(result["duration"])):
        yield "result.duration is one of ISO 8601"
    if "response" in result:
        if not isinstance(result["response"], str):
            yield "result.response is a text"
        elif "choices" in about.get("definition", {}):
            offered = {one.get("id") for one in about["definition"]["choices"] if isinstance(one, dict)}
            if not set(result["response"].split("[,]")) <= offered:
                yield "result.response names choices that are not on offer"
    yield from _extensions(result.get("extensions", {}), "result")


def _score(score: Any) -> Iterator[str]:
    if not isinstance(score, dict):
        yield "score is an object"
        return
    yield from _only(score, {"scaled", "raw", "min", "max"}, "score")
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in score.values()):
        yield "score is made of numbers"
        return
    if not -1 <= score.get("scaled", 0) <= 1:
        yield "score.scaled is from -1 to 1"
    lowest, highest = score.get("min"), score.get("max")
    if lowest is not None and highest is not None and not lowest < highest:
        yield "score.min is less than score.max"
    if "raw" in score and lowest is not None and score["raw"] < lowest:
        yield "score.raw is not less than score.min"
    if "raw" in score and highest is not None and score["raw"] > highest:
        yield "score.raw is not more than score.max"


def _context(context: Any) -> Iterator[str]:
    if not isinstance(context, dict):
        yield "context is an object"
        return
    yield from _only(context, _CONTEXT, "context")
    if "registration" in context and not _is_uuid(context["registration"]):
        yield "context.registration is a UUID"
    for name in ("revision", "platform"):
        if name in context and not isinstance(context[name], str):
            yield f"context.{name} is a text"
    if "language" in context and not _is_language(context["language"]):
        yield "context.language is a language tag"
    activities = context.get("contextActivities", {})
    yield from _only(activities, {"parent", "grouping", "category", "other"}, "contextActivities")
    for name, given in activities.items():
        for activity in given if isinstance(given, list) else [given]:
            yield from _activity(activity, f"contextActivities.{name}")
    yield from _extensions(context.get("extensions", {}), "context")


def _languages(given: Any, where: str) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{where} is a language map"
        return
    for tag, text in given.items():
        if not _is_language(tag):
            yield f"{where} has the tag {tag!r}"
        if not isinstance(text, str):
            yield f"{where} is made of texts"


def _extensions(given: Any, where: str) -> Iterator[str]:
    if not isinstance(given, dict):
        yield f"{where}.extensions is an object"
        return
    yield from (f"{where}.extensions: {name!r} is no IRI" for name in given if not _is_iri(name))


def _nothing_empty(value: Any, where: str) -> Iterator[str]:
    """Nothing is null or empty except inside extensions."""
    if value is None or value in ("", {}, []):
        yield f"{where} is empty"
    elif isinstance(value, dict):
        for name, one in value.items():
            if name != "extensions":
                yield from _nothing_empty(one, f"{where}.{name}")
    elif isinstance(value, list):
        for one in value:
            yield from _nothing_empty(one, where)


def _only(given: dict[str, Any], allowed: set[str], where: str) -> Iterator[str]:
    yield from (f"{where} has the unknown part {name!r}" for name in given if name not in allowed)


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def _is_language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False

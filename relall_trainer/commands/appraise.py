"""``appraise``: one patient, or one a line, in; every step's rating with its reasons out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.patient import PatientFault, read_patient
from relall_trainer.errors import BadFile
from relall_trainer.paths import Profile, algorithm_folder
from relall_trainer.textfile import TextFault, decode, nearest, open_regular, parse_json, read_bytes

if TYPE_CHECKING:
    import argparse

    from relall_trainer.clinical.algorithm import Algorithm
    from relall_trainer.clinical.appraisal import Appraisal, RatedStep

MAX_PATIENT_BYTES = 1_000_000


def run(options: argparse.Namespace, _profile: Profile) -> int:
    """Exit 0, or 1 where a line of ``--lines`` was bad; bad input otherwise raises BadFile."""
    algorithm = load_algorithm(algorithm_folder())
    for action in options.action:
        if action not in algorithm.actions:
            hint = nearest(action, list(algorithm.actions))
            raise BadFile(f"There is no step {action!r}.", todo=f"Did you mean {hint}?" if hint else "")
    actions = options.action or list(algorithm.actions)
    if options.lines:
        return _lines(options.file, algorithm, actions)
    raw = _stdin().read(MAX_PATIENT_BYTES + 1) if options.file == "-" else read_bytes(Path(options.file))
    name = "standard input" if options.file == "-" else options.file
    try:
        answer = appraise_bytes(raw, algorithm, actions, name)
    except PatientFault as fault:
        raise BadFile(f"{name}: {fault.message}.") from None
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(as_text(answer, algorithm)))
    return 0


def appraise_bytes(raw: bytes, algorithm: Algorithm, actions: list[str], name: str) -> dict[str, Any]:
    """The answer for one JSON patient; raises PatientFault or BadFile."""
    if len(raw) > MAX_PATIENT_BYTES:
        raise BadFile(f"{name}: a patient is larger than the limit of {MAX_PATIENT_BYTES:,} bytes.")
    try:
        data = parse_json(decode(raw, name))
    except TextFault as fault:
        raise BadFile(f"{name}: {fault.what}.") from None
    patient = read_patient(data, known_actions=frozenset(algorithm.actions))
    return plain_appraisal(algorithm.appraise(patient), actions)


def plain_appraisal(appraisal: Appraisal, actions: list[str]) -> dict[str, Any]:
    """An appraisal as plain data, the named steps in the order of the catalogue."""
    wanted = set(actions)
    pin = appraisal.algorithm
    return {
        "algorithm": {"id": pin.id, "version": pin.version, "sha256": pin.sha256},
        "scope": appraisal.scope,
        "ratings": [_plain_step(step) for step in appraisal.steps.values() if step.action in wanted],
    }


def _plain_step(step: RatedStep) -> dict[str, Any]:
    return {
        "action": step.action,
        "rating": step.rating,
        "decided_by": step.decided_by,
        "rules": [{"id": rule.id, "rating": rule.rating, "overruled": rule.overruled} for rule in step.rules],
        "because": [{"field": fact.field, "value": fact.value} for fact in step.because],
        "evidence": list(step.evidence),
        "cautions": list(step.cautions),
    }


def as_text(answer: dict[str, Any], algorithm: Algorithm) -> list[str]:
    """The answer for people: grouped by rating, each step with its rule and reason."""
    if answer["scope"] == "outside":
        return ["Ph-positive disease is outside the paper's scope: nothing is rated."]
    lines = [f"{algorithm.title}, version {algorithm.pin.version}. For teaching only."]
    for rating in ("recommended", "acceptable", "discouraged", "contraindicated", "unrated"):
        steps = [step for step in answer["ratings"] if step["rating"] == rating]
        if not steps:
            continue
        lines += ["", f"{rating.capitalize()} ({len(steps)})"]
        for step in steps:
            rule = (
                f" · {step['decided_by']} {algorithm.rules[step['decided_by']].title}"
                if step["decided_by"]
                else ""
            )
            lines.append(f"  {step['action']:<24} {algorithm.actions[step['action']].label}{rule}")
            lines += [f"  {'':<24} ! {caution}" for caution in step["cautions"]]
    return lines


def _lines(file: str, algorithm: Algorithm, actions: list[str]) -> int:
    status = 0
    out = sys.stdout
    for number, raw in enumerate(_read_lines(file), 1):
        try:
            answer = appraise_bytes(raw, algorithm, actions, f"line {number}")
        except PatientFault as fault:
            answer = {"error": {"field": fault.field, "value": _shown(fault.value), "message": fault.message}}
        except BadFile as fault:
            answer = {"error": {"field": "", "value": None, "message": fault.what}}
        if "error" in answer:
            status = 1
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return status


def _read_lines(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from _split(_stdin())
        return
    with open_regular(Path(file)) as stream:
        try:
            yield from _split(stream)
        except OSError as error:
            raise BadFile(f"{file}: cannot be read ({error.strerror}).") from None


def _split(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most the limit; of a longer one, enough is kept for it to be refused as too large."""
    while line := stream.readline(MAX_PATIENT_BYTES + 2):
        if not line.endswith(b"\n") and len(line) > MAX_PATIENT_BYTES:
            while (rest := stream.readline(MAX_PATIENT_BYTES)) and not rest.endswith(b"\n"):
                pass
        yield line.rstrip(b"\r\n")


def _shown(value: object) -> object:
    """The refused value as JSON can carry it."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return repr(value)
    return value if len(text) <= 200 else text[:200] + "…"


def _stdin() -> BinaryIO:
    return sys.stdin.buffer

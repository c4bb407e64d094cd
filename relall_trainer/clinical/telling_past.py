"""Sentences on what lies behind: regimens and what came of them, the allograft, what treatment left.

Each returns a sentence that is true of the patient, or None where there is nothing to say. Which of them are told
is left to ``telling``.
"""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.history import read_history
from relall_trainer.clinical.patient import PriorRegimen
from relall_trainer.clinical.sentence import Sentence, Teller, inner_name, joined, sentence
from relall_trainer.clinical.wording import SET_WORDS, listed, value_words


def regimens(teller: Teller) -> Sentence | None:
    """What was given, and what came of it."""
    entries = teller.patient.prior_regimens
    if not entries:
        return None
    begun = entries[0].intent == "frontline"
    later = entries[1:] if begun else entries
    parts: list[str] = []
    if begun:
        parts.append(_first_line(entries[0], teller, last=not later))
    if later:
        parts.append(_later(later, teller, alone=not begun))
    return sentence("; ".join(parts), "prior_regimens")


def _first_line(one: PriorRegimen, teller: Teller, *, last: bool) -> str:
    name = _name(one, teller)
    if name.startswith("first line"):
        return f"a {name} {_brought(one, last=last)}"
    return teller.one(
        "first line",
        f"first-line treatment was {name}, {_with(one, last=last)}",
        f"{name} was the first line and {_brought(one, last=last)}",
    )


def _later(later: Sequence[PriorRegimen], teller: Teller, *, alone: bool) -> str:
    last = later[-1]
    running = last.response == "unknown"
    told = later[:-1] if running else later
    parts = _answers(told, teller, then="" if alone else " then")
    if running:
        again = "another cycle of " if any(one.action == last.action for one in told) and last.action else ""
        parts.append(f"{teller.he} is now being given {again}{_name(last, teller)}")
    return "; ".join(parts)


def _answers(told: Sequence[PriorRegimen], teller: Teller, then: str) -> list[str]:
    """What each regimen brought, those in a row that brought the same in one: ``A then brought no response, B ...``."""
    runs: list[tuple[str, list[str]]] = []
    for one in told:
        answer = _RESULTS.get(one.response, "a response not on record")
        if not runs or runs[-1][0] != answer:
            runs.append((answer, []))
        runs[-1][1].append(_name(one, teller))
    clauses = []
    for place, (answer, names) in enumerate(runs):
        each = " each" if len(names) > 1 and answer != _RESULTS["none"] else ""
        clauses.append(f"{listed(names)}{each}{'' if place else f'{then} brought'} {answer}")
    if not clauses:
        return []
    first, *others = clauses
    return [f"{', '.join([first, *others[:-1]])}, and {others[-1]}" if others else first]


def new_regimen(teller: Teller) -> Sentence | None:
    """The last regimen only: what it was and what came of it."""
    entries = teller.patient.prior_regimens
    if not entries:
        return None
    last = entries[-1]
    if last.response == "unknown":
        return sentence(f"{teller.he} is now being given {_name(last, teller)}", "prior_regimens")
    return sentence(f"{_name(last, teller)} {_brought(last, last=True)}", "prior_regimens")


def _name(one: PriorRegimen, teller: Teller) -> str:
    if one.intent == "cns":
        return "a course of CNS treatment"
    action = teller.actions.get(one.action or "")
    if action is not None and action.id in teller.given and one.name in ("", action.label):
        return teller.given[action.id]
    return inner_name(one.name or (action.label if action else "a regimen not named"))


_RESULTS = {"CR": "a complete remission", "PR": "a partial remission", "none": "no response"}


def _brought(one: PriorRegimen, *, last: bool) -> str:
    if one.response in _RESULTS:
        return f"brought {_RESULTS[one.response]}"
    return "is being given now" if last else "was given, with a response not on record"


def _with(one: PriorRegimen, *, last: bool) -> str:
    if one.response in _RESULTS:
        return f"with {_RESULTS[one.response]}"
    return "which is still being given" if last else "with a response not on record"


def never_given(teller: Teller) -> Sentence | None:
    """What the leukemia has not met yet and a choice may turn on; with ``must``, what it has."""
    patient = teller.patient
    exposed = read_history(patient, teller.actions).exposed
    word = SET_WORDS["asparaginase"]
    if "asparaginase" not in exposed:
        text = teller.one("naive", f"{teller.he} has never had {word}", f"{word} has never been given")
        return sentence(text, "exposures")
    if teller.asked("exposures"):
        return sentence(
            f"{teller.he} has had {listed(sorted(SET_WORDS[item] for item in exposed))}", "exposures"
        )
    return None


def transplant(teller: Teller) -> Sentence | None:
    """The allograft, what came after it, and what it left."""
    patient = teller.patient
    if not patient.prior_allo_sct:
        if teller.asked("prior_allo_sct"):
            return sentence("there has been no allograft", "prior_allo_sct")
        return None
    states = ["prior_allo_sct"]
    months = patient.months_sct_to_relapse
    if months is None:
        parts = [f"{teller.he} has had an allograft"]
    else:
        states.append("months_sct_to_relapse")
        after = value_words("months_sct_to_relapse", months)
        only_suspected = patient.status == "suspected_relapse" and patient.phase_at_relapse == "post_sct"
        parts = [
            f"{teller.he} had an allograft {after} ago"
            if only_suspected
            else f"{teller.he} had an allograft and relapsed {after} after it"
        ]
    if patient.dli_given or teller.asked("dli_given"):
        states.append("dli_given")
        parts.append(f"donor leukocytes have {'' if patient.dli_given else 'not '}been given since")
    states += ["gvhd", "on_immunosuppression"]
    gvhd = {"none": "there is no GVHD", "active": "GVHD is active", "past": "earlier GVHD has settled"}
    still = "is still on" if patient.on_immunosuppression else "is off"
    parts.append(f"{gvhd[patient.gvhd]} and {teller.he} {still} immunosuppression")
    return sentence("; ".join(parts), *states)


def toxicity(teller: Teller) -> Sentence | None:
    """What earlier treatment has left behind."""
    patient = teller.patient
    parts: list[Sentence | None] = []
    if patient.neuropathy_grade:
        text = f"there is a peripheral neuropathy of grade {patient.neuropathy_grade}"
        parts.append(sentence(text, "neuropathy_grade"))
    elif teller.asked("neuropathy_grade"):
        parts.append(sentence("there is no peripheral neuropathy", "neuropathy_grade"))
    word = SET_WORDS["asparaginase"]
    pancreatitis = {
        "none": f"{word} has caused no pancreatitis" if teller.asked("asparaginase_pancreatitis") else "",
        "mild": f"{word} once caused a mild pancreatitis",
        "severe": f"{word} once caused a severe pancreatitis",
        "ungraded": f"{word} once caused a pancreatitis that nobody graded",
    }[patient.asparaginase_pancreatitis]
    parts.append(sentence(pancreatitis, "asparaginase_pancreatitis") if pancreatitis else None)
    if patient.prior_vod == "yes":
        parts.append(sentence("there has been veno-occlusive disease", "prior_vod"))
    elif teller.asked("prior_vod"):
        parts.append(sentence("there has been no veno-occlusive disease", "prior_vod"))
    if patient.anthracycline_room == "no":
        parts.append(sentence("there is no room for more anthracycline", "anthracycline_room"))
    elif teller.asked("anthracycline_room"):
        parts.append(sentence("there is room for more anthracycline", "anthracycline_room"))
    return joined(parts)

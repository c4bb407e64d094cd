"""The sentences around a fresh patient: title, summary, what happens between decisions, what to take away.

Nothing here tells an answer before it is given. The story itself is left to ``clinical.telling``.
"""

from __future__ import annotations

from collections.abc import Sequence

from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.wording import ordinal

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
_END = (
    "The case ends here. What came of it is left open: the decision is what was scored, and that can be judged today.",
    "Here the case ends. How it went on would be luck as much as judgement, and only the judgement was asked for.",
    "That was the last decision. The course after it is not told, as a draw could only flatter or blame it.",
)


def person(patient: Patient) -> str:
    """``man`` or ``woman``."""
    return "man" if patient.sex == "male" else "woman"


def filled(text: str, patient: Patient) -> str:
    """A text of the questions with its pronouns."""
    he, him, his = ("he", "him", "his") if patient.sex == "male" else ("she", "her", "her")
    return text.replace("{he}", he).replace("{him}", him).replace("{his}", his)


def title(patient: Patient) -> str:
    """Such as ``Fresh patient: man, 46, first relapse``; the seed stands in the case's id."""
    return f"Fresh patient: {person(patient)}, {patient.age_years}, {standing(patient)}"


def standing(patient: Patient) -> str:
    """Where the disease stands, in two or three words."""
    relapse = f"{ordinal(patient.relapse_number)} relapse"
    match patient.status:
        case "relapsed":
            return relapse
        case "suspected_relapse":
            return f"suspected {relapse}"
        case "primary_refractory":
            return "primary refractory disease"
        case "salvage_refractory":
            return "refractory to salvage"
    return f"{ordinal(patient.remission_number)} remission"


def summary(patient: Patient, decisions: int) -> str:
    """One or two sentences for a list of cases."""
    lineage = "ALL" if patient.lineage == "unknown" else f"{patient.lineage}-cell ALL"
    count = "One decision" if decisions == 1 else f"{_NUMBERS[decisions].capitalize()} decisions"
    who = f"A {person(patient)} of {patient.age_years} with {lineage}"
    return f"{who}: {standing(patient)}. {count}, on a made-up patient."


def staged(patient: Patient, days: int, lots: Lots) -> tuple[str, str]:
    """What happens between an incomplete work-up and the whole: the way on, and how the next moment opens."""
    way = lots.one(
        "staged way",
        (
            "Whatever you ordered, the whole work-up is done in the days that follow.",
            "In this case the work-up is completed, whatever was ordered.",
        ),
    )
    after = _after(days)
    opening = lots.one("staged opening", (f"{after} the results are in.", f"{after} everything is back."))
    return way, opening


def onward(kind: str, given: str, patient: Patient, days: int, lots: Lots) -> tuple[str, str]:
    """What happens before a later moment: the way on, whatever was chosen, and how that moment opens.

    ``given``: what was given meanwhile, in words.
    """
    he, him = filled("{he}", patient), filled("{him}", patient)
    after = _after(days)
    if given:
        way = lots.one(
            "given way",
            (
                f"Whatever you chose, in this case {he} is given {given} next.",
                f"The course goes on by itself, whatever you chose: {he} is given {given}.",
            ),
        )
    else:
        way = {
            "back": "Whatever you chose, the remission does not last long enough for it.",
            "comfort": f"Whatever you chose, there is a long talk with {him} in the days that follow.",
        }.get(kind, "Whatever you chose, the treatment that is running goes on.")
    opening = {
        "back": f"{after} the leukemia is back.",
        "begun": f"{after} treatment has begun.",
        "comfort": f"{after} {he} has made a decision.",
    }.get(kind, f"{after} the marrow has been looked at again.")
    return way, opening


def _of(text: str, patient: Patient) -> str:
    """A sentence on anybody as one on this patient."""
    he, him = filled("{he}", patient), filled("{him}", patient)
    said = text.replace("her or him", him).replace("him or her", him)
    said = said.replace("she or he", he).replace("he or she", he)
    return said.replace("She or he", he.capitalize()).replace("He or she", he.capitalize())


def _after(days: int) -> str:
    """A few days, whole weeks or, from eight weeks on, about so many months, as the moments of a course lie apart."""
    if days == 7:
        return "A week later"
    if days < 14:
        number, unit = days, "days"
    elif days < 56:
        number, unit = days // 7, "weeks"
    else:
        number, unit = round(days / 30), "months"
    return f"{_NUMBERS[number].capitalize()} {unit} later"


def ending(lots: Lots) -> str:
    """The last words."""
    return lots.one("end", _END)


def take_away(
    points: Sequence[tuple[str, str]], reminders: Sequence[str], patient: Patient, lots: Lots
) -> tuple[str, ...]:
    """Three points: a rule's title with what it said here, filled up from sentences that fit any case."""
    told = [f"{title}: {_of(why, patient)}" for title, why in points[:3]]
    return (*told, *lots.shuffled("reminders", reminders)[: 3 - len(told)])

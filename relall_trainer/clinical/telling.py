"""The patient told as a clinician would tell her or him: a few sentences, varied, never against the chart.

Every sentence says which of the patient's fields it states, so that a test can hold story and chart together. The
chart itself, which leaves nothing out, is made by ``vignette``; how each thing is said is left to
``telling_disease``, ``telling_past`` and ``telling_person``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from relall_trainer.clinical import telling_disease as disease
from relall_trainer.clinical import telling_past as past
from relall_trainer.clinical import telling_person as person
from relall_trainer.clinical.action import Action
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.patient import FIELDS, Patient
from relall_trainer.clinical.sentence import NOTHING, Sentence, Teller, sentence

Maker = Callable[[Teller], Sentence | None]

# In the order they are told, with the fields each is about: whether it has news is judged by these.
_MAKERS: Mapping[str, tuple[Maker, tuple[str, ...]]] = {
    "timing": (disease.timing, ("months_induction_to_relapse", "phase_at_relapse")),
    "regimens": (past.regimens, ("prior_regimens",)),
    "naive": (past.never_given, ("exposures",)),
    "transplant": (
        past.transplant,
        ("prior_allo_sct", "months_sct_to_relapse", "gvhd", "on_immunosuppression", "dli_given"),
    ),
    "neurology": (person.neurology, ("neuro_symptoms", "neuro_exam", "cranial_nerve_cause")),
    "sites": (disease.sites, ("marrow", "marrow_blasts_pct", "mrd", "csf", "testes")),
    "cns": (
        person.cns_treatment,
        ("it_state", "methotrexate_ongoing", "cns_history", "prior_cranial_radiation", "lp_tolerance"),
    ),
    "antigens": (disease.antigens, ("cd19", "cd20", "cd22", "cd52")),
    "toxicity": (
        past.toxicity,
        ("neuropathy_grade", "asparaginase_pancreatitis", "prior_vod", "anthracycline_room"),
    ),
    "strength": (
        person.strength,
        ("ecog", "infection_active", "cytopenia_prolonged", "combinations_tolerated"),
    ),
    "plan": (person.plan, ("sct_candidacy", "donor_search", "donors")),
    "wishes": (person.wishes, ("goals", "goals_discussed")),
    "trials": (person.trials, ("trial_open", "blinatumomab_available")),
}
# What is told before other things when there is something to it, and what a story may add, each in this order.
_FIRST = ("sites", "regimens", "toxicity", "transplant", "trials")
_THEN = ("timing", "strength", "cns", "antigens", "wishes", "plan", "naive", "neurology")
_ORDERS = (
    tuple(_MAKERS),
    (
        "timing",
        "neurology",
        "sites",
        "cns",
        "antigens",
        "regimens",
        "naive",
        "transplant",
        "toxicity",
        "strength",
    ),
    (
        "strength",
        "timing",
        "regimens",
        "naive",
        "transplant",
        "toxicity",
        "neurology",
        "sites",
        "cns",
        "antigens",
    ),
)
_NUMBERS = (3, 4, 4, 5)
_MOST = 5
_MOST_BESIDE = 2  # of what is not new but matters now
_NO_MATTER: Mapping[str, int] = {}
_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Telling:
    """A story: its sentences in order."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join(each.text for each in self.sentences)

    @property
    def states(self) -> frozenset[str]:
        """The fields whose values the story tells."""
        return frozenset(field for each in self.sentences for field in each.states)


def tell(
    patient: Patient,
    lots: Lots,
    actions: Mapping[str, Action],
    *,
    must: Container[str] = NOTHING,
    matters: Mapping[str, int] = _NO_MATTER,
    given: Mapping[str, str] = _NO_NAMES,
) -> Telling:
    """The patient from the start, in two to five sentences (more only where ``must`` asks for them).

    ``must``: fields that have to be stated, whatever their value. ``matters``: how much hangs on a field; what most
    hangs on is told first. ``given``: how steps read once they have been given. The same arguments give the same
    story. No draw hangs on a value, so two patients who differ in one fact are told in the same words but for it.
    """
    teller = Teller(patient, actions, lots.child("telling"), must, given)
    made = _made(teller, _MAKERS)
    asked = [name for name in _MAKERS if teller.asked(*_MAKERS[name][1])]
    pressing = _pressing(matters, made)
    running = bool(patient.prior_regimens) and patient.prior_regimens[-1].response == "unknown"
    never_silent = {
        "sites": True,
        "trials": _hides(patient),
        "regimens": running,
        "transplant": patient.prior_allo_sct,
    }
    surely = [*asked, *(name for name, has_to_be in never_silent.items() if has_to_be)]
    symptoms = ("neurology",) if _ails(patient) else ()
    wanted = [
        name for name in dict.fromkeys((*surely, *pressing, *symptoms, *_FIRST, *_THEN)) if name in made
    ]
    needed = min(_MOST, 1 + len({*surely, *pressing}))
    one_more = not set(surely).issuperset(pressing)
    number = max(teller.lots.one("sentences", _NUMBERS), needed, 1 + len(set(surely)) + one_more)
    kept = set(wanted[: number - 1])
    order = teller.lots.one("order", _ORDERS)
    told = [name for name in dict.fromkeys((*order, *_MAKERS)) if name in kept]
    return Telling((disease.who(teller), *(made[name] for name in told)))


def tell_since(
    before: Patient,
    patient: Patient,
    lots: Lots,
    actions: Mapping[str, Action],
    *,
    must: Container[str] = NOTHING,
    matters: Mapping[str, int] = _NO_MATTER,
    given: Mapping[str, str] = _NO_NAMES,
) -> Telling:
    """What is new since ``before``, the patient at the last decision, what ``must`` be stated, and what now ``matters``
    beside it.
    """
    teller = Teller(patient, actions, lots.child("telling"), must, given)
    changed = {field for field in FIELDS if getattr(before, field) != getattr(patient, field)}
    news = [name for name, (_, about) in _MAKERS.items() if changed & set(about)]
    made = _made(teller, _MAKERS)
    news += [name for name in made if name not in news and teller.asked(*_MAKERS[name][1])]
    if "prior_regimens" in changed and not teller.asked("prior_regimens"):
        made["regimens"] = past.new_regimen(teller) or made["regimens"]
    beside = [name for name in _pressing(matters, made) if name not in news]
    kept = {*news, *beside[: max(0, min(_MOST_BESIDE, _MOST - len(news)))]}
    told = [made[name] for name in _MAKERS if name in kept and name in made]
    if changed & {"status", "relapse_number", "remission_number"}:
        told.insert(0, _standing(teller))
    return Telling(tuple(told))


def _made(teller: Teller, names: Iterable[str]) -> dict[str, Sentence]:
    made = {name: _MAKERS[name][0](teller) for name in names}
    return {name: told for name, told in made.items() if told is not None}


def _pressing(matters: Mapping[str, int], made: Mapping[str, Sentence]) -> list[str]:
    """The sentences that tell what matters, the most important first."""
    weights = {name: sum(matters.get(field, 0) for field in told.states) for name, told in made.items()}
    return sorted((name for name, weight in weights.items() if weight), key=lambda name: -weights[name])


def _hides(patient: Patient) -> bool:
    """Whether the story has to say what the chart does not: that a drug cannot be had."""
    return patient.lineage != "T" and not patient.blinatumomab_available


def _ails(patient: Patient) -> bool:
    return patient.neuro_symptoms or patient.neuro_exam in ("cranial_nerve_deficit", "other_deficit")


def _standing(teller: Teller) -> Sentence:
    """Where the disease stands now."""
    words = disease.state_words(teller.patient)
    fields = ("status", "relapse_number", "remission_number")
    if teller.patient.status == "relapsed":
        text = teller.one(
            "proven",
            f"the relapse is proven: {teller.he} is {words}",
            f"{teller.he} is {words}, and it is proven",
        )
        return sentence(text, *fields)
    return sentence(f"{teller.he} is now {words}", *fields)

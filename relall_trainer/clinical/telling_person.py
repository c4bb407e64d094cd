"""Sentences on the person: nerves, CNS treatment, strength, plans and wishes.

Each returns a sentence that is true of the patient, or None where there is nothing to say. Which of them are told
is left to ``telling``.
"""

from __future__ import annotations

from relall_trainer.clinical.patient import Patient
from relall_trainer.clinical.sentence import Sentence, Teller, joined, sentence
from relall_trainer.clinical.wording import SET_WORDS, listed

_ECOG = (
    "fully active (ECOG 0)",
    "up and about (ECOG 1)",
    "up for more than half of the day (ECOG 2)",
    "in bed or a chair for most of the day (ECOG 3)",
    "unable to leave the bed (ECOG 4)",
)
_NEURO = ("neuro_symptoms", "neuro_exam")


def neurology(teller: Teller) -> Sentence | None:
    """Symptoms and examination, with the cause of a nerve deficit."""
    patient = teller.patient
    has = f"{teller.he} has new neurologic symptoms"
    match patient.neuro_exam:
        case "cranial_nerve_deficit":
            leukemic = patient.cranial_nerve_cause == "leukemic"
            cause = "taken to be leukemic" if leukemic else "explained by something other than leukemia"
            if patient.neuro_symptoms:
                text = teller.one(
                    "nerve",
                    f"{has} and a cranial nerve palsy, {cause}",
                    f"{has}: a cranial nerve palsy, {cause}",
                )
            else:
                text = f"the examination finds a cranial nerve palsy, {cause}"
            return sentence(text, *_NEURO, "cranial_nerve_cause")
        case "other_deficit":
            found = "the examination finds a deficit, though none of a cranial nerve"
            return sentence(f"{has}, and {found}" if patient.neuro_symptoms else found, *_NEURO)
    if patient.neuro_symptoms:
        now = (
            "the examination is normal"
            if patient.neuro_exam == "normal"
            else "has not been examined for them"
        )
        return sentence(f"{has}{' but ' if patient.neuro_exam == 'normal' else ' and '}{now}", *_NEURO)
    if patient.neuro_exam == "normal":
        text = teller.one(
            "neuro",
            "there are no neurologic symptoms and the examination is normal",
            "the neurologic examination is normal, and there are no symptoms",
        )
        return sentence(text, *_NEURO)
    if teller.asked(*_NEURO):
        return sentence("there are no neurologic symptoms; nobody has examined for signs", *_NEURO)
    return None


def cns_treatment(teller: Teller) -> Sentence | None:
    """Intrathecal treatment, earlier CNS disease, radiation, and how punctures go."""
    patient = teller.patient
    parts: list[Sentence | None] = [_intrathecal(teller)]
    if patient.it_state == "cleared":
        pass  # says it already
    elif patient.it_state == "treating" and patient.cns_history == "prior_cleared":
        parts.append(sentence("the CNS disease it was begun for has cleared", "cns_history"))
    elif patient.cns_history == "prior_cleared":
        parts.append(sentence("there was CNS disease before, and it cleared", "cns_history"))
    elif teller.asked("cns_history"):
        parts.append(sentence("there has been no earlier CNS disease", "cns_history"))
    radiation = {
        "yes_room_left": "the head has been irradiated, with room left for more",
        "yes_no_room": "the head has been irradiated, and no room is left for more",
        "no": "the head has never been irradiated" if teller.asked("prior_cranial_radiation") else "",
    }[patient.prior_cranial_radiation]
    parts.append(sentence(radiation, "prior_cranial_radiation") if radiation else None)
    punctures = {
        "good": "lumbar punctures are well tolerated",
        "poor": "lumbar punctures are badly tolerated",
        "unknown": "how lumbar punctures are borne is not known" if teller.asked("lp_tolerance") else "",
    }[patient.lp_tolerance]
    parts.append(sentence(punctures, "lp_tolerance") if punctures else None)
    return joined(parts)


def _intrathecal(teller: Teller) -> Sentence | None:
    patient = teller.patient
    text = {
        "prophylaxis": "intrathecal prophylaxis is being given",
        "treating": "intrathecal treatment is under way",
        "cleared": "intrathecal treatment has cleared the CSF",
        "failed": "intrathecal treatment has failed",
        "none": "no intrathecal treatment is being given" if teller.asked("it_state") else "",
    }[patient.it_state]
    told = ("it_state", "cns_history") if patient.it_state == "cleared" else ("it_state",)
    parts = [sentence(text, *told) if text else None]
    if patient.methotrexate_ongoing:
        parts.append(sentence("methotrexate is being given", "methotrexate_ongoing"))
    elif teller.asked("methotrexate_ongoing"):
        parts.append(sentence("no methotrexate is being given", "methotrexate_ongoing"))
    return joined(parts)


def strength(teller: Teller) -> Sentence | None:
    """Performance, infection and counts, and what chemotherapy can be borne."""
    patient, he = teller.patient, teller.he
    parts: list[Sentence | None] = [sentence(f"{he} is {_ECOG[patient.ecog]}", "ecog")]
    ill = _infection(patient)
    if ill or teller.asked("infection_active", "cytopenia_prolonged"):
        parts.append(
            sentence(
                ill or "there is no infection and counts recover", "infection_active", "cytopenia_prolonged"
            )
        )
    if not patient.combinations_tolerated:
        parts.append(sentence("combination chemotherapy is no longer tolerated", "combinations_tolerated"))
    elif teller.asked("combinations_tolerated"):
        parts.append(sentence("combination chemotherapy is still tolerated", "combinations_tolerated"))
    return joined(parts)


def _infection(patient: Patient) -> str:
    if patient.infection_active and patient.cytopenia_prolonged:
        return "there is an active infection and the counts stay low"
    if patient.infection_active:
        return "there is an active infection"
    return "there is no infection, but the counts stay low" if patient.cytopenia_prolonged else ""


def plan(teller: Teller) -> Sentence:
    """Whether a transplant may follow, and from whom."""
    patient, he = teller.patient, teller.he
    candidacy = {
        "unknown": "whether a transplant could follow has not been settled",
        "potential": f"{he} may be a transplant candidate",
        "candidate": f"{he} is a transplant candidate",
        "not_candidate": f"{he} is not a transplant candidate",
    }[patient.sct_candidacy]
    states = ["sct_candidacy"]
    if patient.sct_candidacy == "not_candidate" and not teller.asked("donor_search", "donors"):
        return sentence(candidacy, *states)
    states += ["donor_search", "donors"]
    search = {
        "not_started": "no donor search has begun",
        "under_way": "the donor search is under way",
        "complete": "the donor search is complete",
    }[patient.donor_search]
    told = f"{candidacy}, and {search}{_found(patient)}"
    if "original" in patient.donors:
        told += "; the first donor could give again"
    return sentence(told, *states)


def _found(patient: Patient) -> str:
    found = listed(sorted(_DONORS[donor] for donor in patient.donors if donor in _DONORS))
    if patient.donor_search == "complete":
        if found:
            return f", with {found} found"
        return " without a new donor" if patient.donors else " without a donor"
    if not found:
        return ""
    return f", with {found} {'so far' if patient.donor_search == 'under_way' else 'known of'}"


_DONORS = {
    "matched_sibling": "a matched sibling",
    "matched_unrelated": "a matched unrelated donor",
    "haploidentical": "a haploidentical relative",
}


def wishes(teller: Teller) -> Sentence:
    """What treatment is for, and whether that has been talked over."""
    patient, he = teller.patient, teller.he
    wants = {
        "undecided": "the goal of treatment has not been decided",
        "curative": teller.one("wish", f"{he} wants treatment to aim at cure", f"{he} is set on cure"),
        "prolong": teller.one(
            "wish", f"{he} asks for more time rather than for cure at any price", "the goal is more time"
        ),
        "comfort": teller.one("wish", f"{he} has chosen comfort", f"comfort is what {he} wants now"),
    }[patient.goals]
    if not patient.goals_discussed:
        nor = ", nor has it been" if patient.goals == "undecided" else ", and it has not been"
        return sentence(f"{wants}{nor} talked over with {teller.him}", "goals", "goals_discussed")
    if patient.goals != "undecided" and not teller.asked("goals_discussed"):
        return sentence(wants, "goals")
    link = ", though" if patient.goals == "undecided" else ", and"
    return sentence(f"{wants}{link} it has been talked over", "goals", "goals_discussed")


def trials(teller: Teller) -> Sentence | None:
    """What can be had beyond the shelf, and what cannot."""
    patient = teller.patient
    parts: list[Sentence | None] = []
    if patient.trial_open:
        named = sorted(_TRIALS.get(trial, f"a trial of {SET_WORDS[trial]}") for trial in patient.trial_open)
        verb = "is" if len(named) == 1 else "are"
        parts.append(sentence(f"{listed(named)} {verb} open to {teller.him}", "trial_open"))
    elif teller.asked("trial_open"):
        parts.append(sentence(f"no trial is open to {teller.him}", "trial_open"))
    drug = SET_WORDS["blinatumomab"]
    if patient.lineage != "T" and not patient.blinatumomab_available:
        parts.append(sentence(f"{drug} cannot be had outside trials", "blinatumomab_available"))
    elif teller.asked("blinatumomab_available"):
        had = "can" if patient.blinatumomab_available else "cannot"
        parts.append(sentence(f"{drug} {had} be had outside trials", "blinatumomab_available"))
    return joined(parts)


_TRIALS = {"any": "an early-phase study", "targeted": "a trial of a targeted agent"}

"""Makes patients for reviews without the real generator: one order set each, for the rules that are common."""

from __future__ import annotations

import hashlib
from collections.abc import Container

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.contrast import Contrast
from relall_trainer.clinical.lots import Lots
from relall_trainer.clinical.population import fingerprint, patient
from relall_trainer.encounter.case import Case, CaseHead, Ending, Group, Node, Option, PathStep, Transition
from relall_trainer.encounter.fresh import FreshCase, FreshPair

_HARMFUL = ("discouraged", "contraindicated")


class Ward:
    """A stand-in for the maker of patients."""

    def __init__(self, algorithm: Algorithm, pairs: bool = True, none_for: Container[str] = ()) -> None:
        self._algorithm = algorithm
        self._pairs = pairs
        self._none_for = none_for

    def case(self, rule: str, seed: int, avoid: Container[str]) -> FreshCase | None:
        if rule in self._none_for:
            return None
        for number in range(400):
            found = self._case(rule, Lots(seed).child(str(number)), seed)
            if found is not None and fingerprint(found.patients[0]) not in avoid:
                return found
        return None

    def pair(self, rule: str, seed: int, avoid: Container[str]) -> FreshPair | None:
        if not self._pairs:
            return None
        first, second = self.case(rule, seed, avoid), self.case(rule, seed + 1, avoid)
        if first is None or second is None or first.patients == second.patients:
            return None
        left, right = first.patients[0], second.patients[0]
        contrast = Contrast(left, right, "age_years", left.age_years, right.age_years, ())
        return FreshPair(first, second, contrast)

    def _case(self, rule: str, lots: Lots, seed: int) -> FreshCase | None:
        who = patient(self._algorithm, lots)
        steps = self._algorithm.appraise(who).steps
        tests = [
            step.action
            for step in steps.values()
            if step.decided_by == rule and (step.rating == "recommended" or step.rating in _HARMFUL)
        ]
        good = [step.action for step in steps.values() if step.rating == "recommended"]
        harmful = [step.action for step in steps.values() if step.rating in _HARMFUL]
        if not tests or not good or not harmful:
            return None
        offered = tuple(dict.fromkeys([*tests[:3], *good[:2], *harmful[:2]]))
        best = tuple(action for action in offered if steps[action].rating == "recommended")
        if not best:
            return None
        nodes = {
            "now": Node(
                "now",
                "What now?",
                0,
                "A patient to decide for.",
                groups=(Group("orders", "What do you do?", "safety", "any", tuple(map(Option, offered))),),
                next=(Transition("end"),),
            ),
            "end": Node(
                "end",
                "Done",
                1,
                "It was decided.",
                ending=Ending("end", "alive", "Done", "simulated", ("One", "Two", "Three")),
            ),
        }
        head = CaseHead(
            f"fresh-{seed:x}", "1.0.0", f"On {rule}", "Made for a test.", None, ("us",), (), "2015-07-30", "2026-11-22",
            "2029-11-22", 1, "CC-BY-4.0", ("See it",), ("patient care",),
        )  # fmt: skip
        sha256 = hashlib.sha256(f"{seed}:{fingerprint(who)}".encode()).hexdigest()
        case = Case(head, sha256, who, "now", nodes, (PathStep("now", best, "implied"),))
        return FreshCase(case, (who,), rule, ("now",), fingerprint(who))

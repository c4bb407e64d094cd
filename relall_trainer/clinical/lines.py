"""Drawing the regimens a patient has had: a first line, what each relapse was treated with, what is running.

Each relapse ends a remission that some regimen gave; what she has been exposed to follows from the regimens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.draft import Draft
from relall_trainer.clinical.formulary import Formulary
from relall_trainer.clinical.patient import PriorRegimen

_NAMED_FIRST_LINES = (
    "Multi-agent induction and consolidation",
    "A multi-agent protocol at another hospital",
)
_OLD_FROM = 76  # from here nobody has been given the intensive regimens of the catalogue
_FIRST_LINE_WHEN_OLD = "First line reduced for age"
_HELD_WHEN_OLD = (("vincristine", 100), ("anthracycline", 70), ("asparaginase", 15))
_CNS_REGIMEN = PriorRegimen(None, "Intrathecal course for CNS disease", "cns", "CR")
_LATE = 12  # months: the first line is given again only where the relapse came later than this
# How likely a regimen is chosen beside others.
_USUAL, _ON_TRIAL, _SELDOM = 6, 2, 1
# What a first line told by its name only held: each drug in so many per cent.
_HELD = (
    ("anthracycline", 100),
    ("vincristine", 100),
    ("asparaginase", 65),
    ("hd_methotrexate", 45),
    ("hd_cytarabine", 35),
)


def draw_lines(draft: Draft, regimens: Formulary, frontline_response: str) -> None:
    """Settle regimens, exposures and the history of the CNS, person and course being settled."""
    lines = _Lines(draft, regimens, frontline_response)
    lines.draw()
    draft.settle("prior_regimens", tuple(lines.entries))
    draft.settle("exposures", frozenset(lines.exposed))


class _Lines:
    """The regimens in order, and what they exposed her to."""

    def __init__(self, draft: Draft, regimens: Formulary, frontline_response: str) -> None:
        self.entries: list[PriorRegimen] = []
        self.exposed: set[str] = set()
        self._draft = draft
        self._lots = draft.lots
        lineage = draft["lineage"]
        self._strong = regimens.salvage[lineage]
        self._weak = regimens.weak[lineage]
        self._repeat = regimens.repeat if self._relapsed_late() else None
        self._on_trial = regimens.on_trial
        self._late = regimens.late
        self._frontlines = regimens.frontline
        self._named: tuple[str, ...] = _NAMED_FIRST_LINES
        self._held: Sequence[tuple[str, int]] = _HELD
        if draft["age_years"] >= _OLD_FROM:
            self._strong = tuple(action for action in self._strong if not action.intensive)
            self._repeat = None
            self._frontlines = ()
            self._named = (_FIRST_LINE_WHEN_OLD,)
            self._held = _HELD_WHEN_OLD
        self._frontline_response = frontline_response
        self._first_line: frozenset[str] = frozenset()
        self._cns_cleared = False

    def draw(self) -> None:
        draft, lots = self._draft, self._lots
        status, remissions = draft["status"], draft["remission_number"]
        self._frontline()
        for number in range(2 if self._frontline_response == "CR" else 1, remissions + 1):
            self._salvages(f"remission {number}", failing=int(lots.chance(f"failing {number}", 0.12)))
            if number > 1 and not self._cns_cleared and lots.chance(f"by cns course {number}", 0.03):
                self._cleared_cns()
                continue
            last = status == "remission" and number == remissions
            self._salvage(f"remission {number}", "CR", last=last)
        if status == "salvage_refractory":
            self._salvages("now", failing=lots.weighted("failing now", ((1, 74), (2, 22), (3, 4))))
        self._cns_course()
        self._running(status)

    def _frontline(self) -> None:
        """A regimen of the catalogue, or one told by its name only, whose drugs the exposures tell."""
        wishes, lots = self._draft.wishes, self._lots
        fitting = self._allowed(self._frontlines, "frontline_agents")
        by_name = wishes.allow("frontline_known", False) and lots.chance("frontline named", 0.25)
        if by_name or not fitting or not wishes.allow("frontline_known", True):
            self._first_line = self._draft.words("frontline_agents", self._held)
            del self._draft.values["frontline_agents"]
            self._add(None, lots.one("frontline name", self._named), "frontline", self._frontline_response)
        else:
            action = lots.weighted("frontline", [(one, self._as_first_line(one)) for one in fitting])
            self._first_line = action.components
            # The catalogue names regimens as they are given at relapse.
            name = action.label.replace("re-induction", "induction")
            self._add(action.id, name, "frontline", self._frontline_response)
        self.exposed |= self._first_line
        if self._draft["lineage"] == "B" and lots.chance("frontline antibody", 0.2):
            self.exposed.add("anti_cd20")

    def _salvages(self, label: str, failing: int) -> None:
        for number in range(failing):
            response = self._lots.weighted(f"{label} failing {number}", (("none", 80), ("PR", 20)))
            self._salvage(f"{label} failed {number}", response)

    def _salvage(self, label: str, response: str, *, last: bool = False) -> None:
        used = {entry.action for entry in self.entries}
        wanted = "last_salvage_agents" if last else ""
        weak = [action for action in self._weak if response != "CR" and action.id not in used]
        strong = self._unused() or ([] if weak else list(self._strong))
        weights = [(action, self._weight(action)) for action in self._allowed(strong, wanted)]
        weights += [(action, _SELDOM) for action in weak]
        if self._repeat and self.entries[0].response == "CR" and self._repeat.id not in used:
            weights.append((self._repeat, _USUAL if len(self.entries) == 1 else _SELDOM))
        action = self._lots.weighted(label, weights)
        self._add(action.id, action.label, "salvage", response)
        self._expose(action)

    def _running(self, status: str) -> None:
        """Perhaps a regimen just begun; in remission it is more of what gave it, or a consolidation."""
        draft, lots = self._draft, self._lots
        wished = draft.wishes.about("running_agents") and not draft.wishes.allow(
            "running_agents", frozenset()
        )
        share = {"relapsed": 0.12, "primary_refractory": 0.12, "salvage_refractory": 0.1, "remission": 0.08}
        if not (wished or lots.chance("running", share.get(status, 0.0))):
            return
        if status == "suspected_relapse":
            return
        if status == "remission":
            choices = self._going_on(wished=wished)
        else:
            choices = self._allowed(self._unused(), "running_agents")
        if not choices:
            return
        action = lots.weighted("running regimen", [(one, self._weight(one)) for one in choices])
        self._add(action.id, action.label, "salvage", "unknown")
        draft.running = action.components
        if lots.chance("running given", 0.8):
            self._expose(action)

    def _going_on(self, *, wished: bool) -> list[Action]:
        """In remission: one more cycle of what gave it, or a single drug to deepen it; on trial only where wished."""
        failed = {entry.action for entry in self.entries if entry.response in ("none", "PR")}
        last = self.entries[-1].action
        fitting = [
            action
            for action in self._allowed(self._strong, "running_agents")
            if action.id not in failed
            and action.id not in self._late
            and (action.id == last or not action.intensive)
        ]
        return [action for action in fitting if wished or action.id not in self._on_trial]

    def _unused(self) -> list[Action]:
        """What has not been given, best without its like either."""
        used = {entry.action for entry in self.entries}
        known = (self._strong, self._frontlines)
        alike = {action.backbone for actions in known for action in actions if action.id in used} - {None}
        new = [action for action in self._strong if action.id not in used]
        return [action for action in new if action.backbone not in alike] or new

    def _weight(self, action: Action) -> int:
        if action.id in self._late and len(self.entries) < 2:
            return _SELDOM
        return _ON_TRIAL if action.id in self._on_trial or action.id in self._late else _USUAL

    def _as_first_line(self, action: Action) -> int:
        """What adds to another first line is given less often than that."""
        adds = any(
            one.backbone == action.backbone and one.components < action.components for one in self._frontlines
        )
        return _ON_TRIAL if adds else _USUAL

    def _relapsed_late(self) -> bool:
        months = self._draft.values.get("months_induction_to_relapse")
        return months is None or months > _LATE

    def _cns_course(self) -> None:
        """A past CNS disease may stand among the regimens with its own course."""
        draft = self._draft
        if self._cns_cleared:
            draft.settle("cns_history", "prior_cleared")
            return
        history = draft.pick("cns_history", (("none", 86), ("prior_cleared", 14)))
        if history == "prior_cleared" and self._lots.chance("cns course", 0.3):
            self.entries.insert(1, _CNS_REGIMEN)  # it was there from the beginning

    def _cleared_cns(self) -> None:
        self._cns_cleared = True
        self.entries.append(_CNS_REGIMEN)

    def _allowed(self, actions: Iterable[Action], name: str) -> list[Action]:
        """Those whose drugs the wishes allow; what is wished never to have been given is left out."""
        wishes = self._draft.wishes
        fitting = [action for action in actions if not name or wishes.allow(name, action.components)]
        for drugs in ("exposed", "exposures"):
            if wishes.about(drugs):
                fitting = [
                    action
                    for action in fitting
                    if wishes.allow(drugs, action.components | self.exposed)
                    or not wishes.allow(drugs, frozenset())
                ]
        return fitting or list(actions)

    def _expose(self, action: Action) -> None:
        self.exposed |= self._first_line if action.stands_for_frontline else action.components

    def _add(self, action: str | None, name: str, intent: str, response: str) -> None:
        self.entries.append(PriorRegimen(action, name, intent, response))

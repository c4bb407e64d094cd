"""Drawing what is behind a patient: who she is, how her disease has gone so far, and the regimens on that road.

Each relapse ends a remission that some regimen gave; what she has been exposed to follows from the regimens.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.draft import Draft
from relall_trainer.clinical.formulary import Formulary
from relall_trainer.clinical.patient import PriorRegimen

_NAMED_FIRST_LINES = (
    "Multi-drug induction and consolidation, then maintenance",
    "A protocol of another hospital",
)
_OLD_FROM = 76  # from here nobody has been given the intensive regimens of the catalogue
_FIRST_LINE_WHEN_OLD = "First line reduced for age"
_HELD_WHEN_OLD = (("vincristine", 100), ("anthracycline", 70), ("asparaginase", 15))
_CNS_REGIMEN = PriorRegimen(None, "Intrathecal course for CNS disease", "cns", "CR")
# What a first line told by its name only held: each drug in so many per cent.
_HELD = (
    ("anthracycline", 100),
    ("vincristine", 100),
    ("asparaginase", 65),
    ("hd_methotrexate", 45),
    ("hd_cytarabine", 35),
)
_STATUS = (
    ("suspected_relapse", 13),
    ("relapsed", 36),
    ("primary_refractory", 8),
    ("salvage_refractory", 16),
    ("remission", 27),
)
_RELAPSES = {
    "suspected_relapse": ((1, 75), (2, 20), (3, 4), (4, 1)),
    "relapsed": ((1, 62), (2, 25), (3, 10), (4, 3)),
    "primary_refractory": ((0, 1),),
    "salvage_refractory": ((0, 14), (1, 54), (2, 24), (3, 8)),
    "remission": ((0, 16), (1, 56), (2, 21), (3, 7)),
}
_PHASES = (("off_therapy", 35), ("intensive", 25), ("maintenance", 40))
_PHASES_AFTER_SALVAGE = (("off_therapy", 10), ("intensive", 65), ("maintenance", 25))
_MONTHS: dict[str, tuple[int, ...]] = {
    "intensive": (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13),
    "maintenance": (7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 24, 27, 30),
    "off_therapy": (6, 9, 11, 12, 14, 26, 30, 34, 38, 42, 48, 56, 66, 84, 110, 150),
    "post_sct": (6, 8, 9, 10, 11, 12, 13, 15, 17, 20, 24, 30, 38, 50),
}
_SINCE_GRAFT = (1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 20, 26, 36)
_OLDEST_GRAFTED = 72
_YOUNGEST_AT_INDUCTION = 17


def draw_past(draft: Draft, regimens: Formulary) -> None:
    """Settle person, lineage, course, transplant, timing, regimens and exposures."""
    _person(draft)
    _lineage(draft, regimens)
    _course(draft)
    response = _frontline_response(draft)
    _graft(draft)
    _timing(draft, _PHASES if response == "CR" else _PHASES_AFTER_SALVAGE)
    lines = _Lines(draft, regimens, response)
    lines.draw()
    draft.settle("prior_regimens", tuple(lines.entries))
    draft.settle("exposures", frozenset(lines.exposed))


def _person(draft: Draft) -> None:
    draft.pick("sex", (("female", 48), ("male", 52)))
    low, high = draft.lots.weighted(
        "age band",
        (((18, 29), 26), ((30, 44), 26), ((45, 59), 26), ((60, 74), 18), ((75, 85), 3), ((86, 100), 1)),
    )
    draft.settle("age_years", low + draft.lots.number("age_years", high - low + 1))


def _lineage(draft: Draft, regimens: Formulary) -> None:
    """A wish for a running drug is a wish for a lineage to which it is given."""
    pairs = (("B", 70), ("T", 28), ("unknown", 2))
    fitting = [
        pair
        for pair in pairs
        if any(
            draft.wishes.allow("running_agents", action.components) for action in regimens.salvage[pair[0]]
        )
    ]
    draft.pick("lineage", fitting or pairs)


def _course(draft: Draft) -> None:
    statuses = [
        (status, weight)
        for status, weight in _STATUS
        if any(_counts_allowed(draft, status, relapses) for relapses, _ in _RELAPSES[status])
    ]
    status = draft.pick("status", statuses or _STATUS)
    counts = [pair for pair in _RELAPSES[status] if _counts_allowed(draft, status, pair[0])]
    relapses = draft.pick("relapse_number", counts or _RELAPSES[status])
    draft.settle("remission_number", relapses + (status == "remission"))


def _counts_allowed(draft: Draft, status: str, relapses: int) -> bool:
    wishes = draft.wishes
    return wishes.allow("relapse_number", relapses) and wishes.allow(
        "remission_number", relapses + (status == "remission")
    )


def _graft(draft: Draft) -> None:
    young_enough = draft["age_years"] <= _OLDEST_GRAFTED
    percent = 26 if draft["relapse_number"] and young_enough else 0
    if not percent:
        draft.settle("prior_allo_sct", False)
        return
    wishes = draft.wishes
    wanted = not wishes.allow("phase_at_relapse", "off_therapy") and wishes.allow(
        "phase_at_relapse", "post_sct"
    )
    draft.flag("prior_allo_sct", 80 if wanted else percent)


def _frontline_response(draft: Draft) -> str:
    """How the first line went; where it brought no remission, a salvage gave the first one."""
    status, remissions = draft["status"], draft["remission_number"]
    if not remissions:
        responses: tuple[tuple[str, int], ...] = (("none", 70), ("PR", 30))
    elif status == "remission" and remissions == 1:
        by_salvage = not draft.wishes.allow("remission_from_salvage", False)
        responses = (("CR", 0 if by_salvage else 45), ("none", 38), ("PR", 17))
    else:
        responses = (("CR", 88), ("none", 8), ("PR", 4))
    return draft.lots.weighted("frontline_response", draft.fitting("frontline_response", responses))


def _timing(draft: Draft, phases: Sequence[tuple[str, int]]) -> None:
    relapses, grafted = draft["relapse_number"], draft["prior_allo_sct"]
    if not relapses:
        return
    if not grafted:
        phase = draft.pick("phase_at_relapse", phases)
    elif relapses == 1:
        phase = "post_sct"
        draft.settle("phase_at_relapse", phase)
    else:
        phase = draft.pick("phase_at_relapse", (("post_sct", 210), *phases))
    most = max(12, 12 * (draft["age_years"] - _YOUNGEST_AT_INDUCTION))
    months: list[tuple[int | None, int]] = [(month, 4) for month in _MONTHS[phase] if month <= most]
    first = draft.pick("months_induction_to_relapse", [*months, (None, 1)])
    since = None
    if grafted:
        most = first - 3 if first is not None and relapses == 1 else max(_SINCE_GRAFT)
        fitting = [(month, 6) for month in _SINCE_GRAFT if month <= most]
        since = draft.pick("months_sct_to_relapse", [*fitting, (None, 5)])
    draft.settle("months_sct_to_relapse", since)


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
        self._repeat = regimens.repeat
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
            self._salvages(f"remission {number}", failing=int(lots.chance(f"failing {number}", 0.16)))
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
            action = lots.one("frontline", fitting)
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
        strong = [action for action in self._strong if action.id not in used] or list(self._strong)
        weights = [(action, 4) for action in self._allowed(strong, "last_salvage_agents" if last else "")]
        if response != "CR":
            weights += [(action, 1) for action in self._weak if action.id not in used]
        if self._repeat and self.entries[0].response == "CR" and self._repeat.id not in used:
            weights.append((self._repeat, 4))
        action = self._lots.weighted(label, weights)
        self._add(action.id, action.label, "salvage", response)
        self._expose(action)

    def _running(self, status: str) -> None:
        """Perhaps a regimen just begun; in remission it is more of what gave it, or a consolidation."""
        draft, lots = self._draft, self._lots
        wished = draft.wishes.about("running_agents") and not draft.wishes.allow(
            "running_agents", frozenset()
        )
        share = {"relapsed": 0.14, "primary_refractory": 0.14, "salvage_refractory": 0.1, "remission": 0.12}
        if not (wished or lots.chance("running", share.get(status, 0.0))):
            return
        if status == "suspected_relapse":
            return
        used = {entry.action for entry in self.entries if entry.response in ("none", "PR")}
        choices = [
            action for action in self._allowed(self._strong, "running_agents") if action.id not in used
        ]
        if not choices:
            return
        action = lots.one("running regimen", choices)
        self._add(action.id, action.label, "salvage", "unknown")
        if lots.chance("running given", 0.8):
            self._expose(action)

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

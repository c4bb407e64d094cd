"""Reading the parts of a case: its head, nodes, draws and the authors' path, each into its frozen form.

What may stand in each part is said here, once; how a value of a kind is read is left to ``shape``.
"""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.casefiles import names as called
from relall_trainer.casefiles.catalogue import Finding
from relall_trainer.casefiles.names import Names, Reference
from relall_trainer.casefiles.patches import read_condition, read_patch
from relall_trainer.casefiles.shape import Part
from relall_trainer.encounter.case import (
    DIMENSIONS,
    ORIGINS,
    PICK_ANY,
    PICK_ONE,
    CaseHead,
    ChartEntry,
    Draw,
    Ending,
    Group,
    Node,
    Option,
    PathStep,
    Transition,
)
from relall_trainer.encounter.case_plain import FORMAT as FORMAT

HEAD = (
    "format",
    "id",
    "version",
    "title",
    "summary",
    "modeled_on",
    "authors",
    "reviewers",
    "evidence_as_of",
    "released",
    "review_by",
    "minutes",
    "license",
    "learning_goals",
    "competencies",
)
CASE = (*HEAD, "patient", "start", "draws", "nodes", "authors_path")
NODE = ("id", "title", "day", "origin", "narrative", "patient", "chart", "groups", "next", "ending")
GROUP = ("id", "prompt", "dimension", "pick", "weight", "options")
OPTION = ("action", "label", "detail", "parameters", "feedback", "weight")
CHART = ("label", "text", "origin", "evidence")
TRANSITION = ("when", "to", "origin", "text", "evidence", "patch")
ENDING = ("id", "outcome", "title", "origin", "take_away")
DRAW = ("id", "evidence", "figure", "successes", "of", "default")
STEP = ("node", "chosen", "origin")
PATH_ORIGINS = ("paper", "implied")

MAX_NODES = 500
MAX_OPTIONS = 40
_LAST_DAY = 36_500


def read_head(case: Part) -> CaseHead:
    """Everything a list of cases shows."""
    format_number = case.value("format")
    if format_number is not None and (format_number != FORMAT or isinstance(format_number, bool)):
        case.report(Finding.FORMAT, "format", value=str(format_number)[:40])
    if "modeled_on" not in case.data:
        case.report(Finding.MISSING_KEY, key="modeled_on")
    return CaseHead(
        id=case.identifier("id"),
        version=case.version("version"),
        title=case.line("title"),
        summary=case.passage("summary"),
        modeled_on=case.line("modeled_on", required=False) or None,
        authors=case.texts("authors", empty=False),
        reviewers=case.texts("reviewers"),
        evidence_as_of=case.date("evidence_as_of"),
        released=case.date("released"),
        review_by=case.date("review_by"),
        minutes=case.whole("minutes", 1, 240),
        license=case.line("license"),
        learning_goals=case.passages("learning_goals"),
        competencies=case.texts("competencies"),
    )


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Reads nodes and draws, and gathers the names they use and give."""

    names: Names

    def read(self, part: Part) -> Node:
        """One node: a decision or an ending."""
        node = part.identifier("id")
        self._give(called.NODE, node, part, node)
        return Node(
            id=node,
            title=part.line("title"),
            day=part.whole("day", 0, _LAST_DAY),
            narrative=part.passage("narrative"),
            patch=read_patch(part, "patient", node),
            chart=tuple(_chart_entry(entry) for entry in part.parts("chart", CHART, required=False)),
            groups=self._groups(part, node),
            next=tuple(
                self._transition(transition, node)
                for transition in part.parts("next", TRANSITION, required=False)
            ),
            ending=self._ending(part, node),
            origin=part.word("origin", ORIGINS, default="simulated"),
        )

    def read_draw(self, part: Part) -> Draw:
        """One outcome that may be drawn with the counts of a cited item."""
        draw = part.identifier("id")
        self._give(called.DRAW, draw, part)
        evidence = part.line("evidence", limit=80)
        if evidence:
            part.sheet.evidence.append((evidence, (*part.at, "evidence")))
        of = part.whole("of", 1, 1_000_000)
        return Draw(
            id=draw,
            evidence=evidence,
            figure=part.line("figure", limit=80),
            successes=part.whole("successes", 0, max(of, 1)),
            of=of,
            default=part.word("default", ("yes", "no")),
        )

    def _give(self, what: str, name: str, part: Part, node: str = "") -> None:
        if name:
            self.names.given.append(Reference(what, name, (*part.at, "id"), node))

    def _groups(self, part: Part, node: str) -> tuple[Group, ...]:
        groups = tuple(self._group(group, node) for group in part.parts("groups", GROUP, required=False))
        count = sum(len(group.options) for group in groups)
        if count > MAX_OPTIONS:
            part.report(Finding.TOO_MANY, "groups", key="the node", count=count, limit=MAX_OPTIONS)
        return groups

    def _group(self, part: Part, node: str) -> Group:
        group = part.identifier("id")
        self._give(called.GROUP, group, part, node)
        return Group(
            id=group,
            prompt=part.line("prompt"),
            dimension=part.word("dimension", DIMENSIONS),
            pick=part.word("pick", (PICK_ONE, PICK_ANY)),
            options=tuple(self._option(option, node) for option in part.parts("options", OPTION)),
            weight=part.weight(),
        )

    def _option(self, part: Part, node: str) -> Option:
        action = part.identifier("action")
        if action:
            at = (*part.at, "action")
            part.sheet.actions.append((action, at))
            self.names.offers.append(Reference(called.STEP, action, at, node))
        parameters = part.mapping("parameters", required=False) or {}
        named = Part(part.sheet, parameters, (*part.at, "parameters"), tuple(parameters))
        return Option(
            action=action,
            label=part.line("label", required=False) or None,
            detail=part.passage("detail", required=False) or None,
            parameters={name: named.line(name) for name in parameters},
            feedback=part.passage("feedback", required=False) or None,
            weight=part.weight(),
        )

    def _transition(self, part: Part, node: str) -> Transition:
        to = part.identifier("to")
        if to:
            self.names.used.append(Reference(called.NODE, to, (*part.at, "to"), node))
        evidence = part.evidence_ids()
        return Transition(
            to=to,
            when=read_condition(part, node, self.names),
            patch=read_patch(part, "patch", node, self.names),
            origin=part.word("origin", ORIGINS),
            text=part.passage("text", required=False, cited=evidence),
            evidence=evidence,
        )

    def _ending(self, part: Part, node: str) -> Ending | None:
        ending = part.part("ending", ENDING, required=False)
        if ending is None:
            return None
        name = ending.identifier("id")
        self._give("ending", name, ending, node)
        return Ending(
            id=name,
            outcome=ending.line("outcome"),
            title=ending.line("title"),
            origin=ending.word("origin", ORIGINS),
            take_away=ending.passages("take_away"),
        )


def _chart_entry(part: Part) -> ChartEntry:
    origin = part.word("origin", ORIGINS)
    evidence = part.evidence_ids()
    return ChartEntry(
        label=part.line("label"),
        text=part.passage("text", cited=evidence, invented=origin == "simulated"),
        origin=origin,
        evidence=evidence,
    )


def read_step(part: Part, names: Names) -> PathStep:
    """One decision of the authors' path."""
    node = part.identifier("node")
    if node:
        names.used.append(Reference(called.NODE, node, (*part.at, "node")))
    chosen = part.action_ids("chosen", required=True)
    return PathStep(node=node, chosen=chosen, origin=part.word("origin", PATH_ORIGINS))


def read_start(case: Part, names: Names) -> str:
    """The id of the first node."""
    start = case.identifier("start")
    if start:
        names.used.append(Reference(called.NODE, start, (*case.at, "start")))
    return start

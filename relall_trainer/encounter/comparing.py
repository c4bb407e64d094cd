"""Two roads through one case, side by side: what they have in common, where they part, what came of each.

Pure: nothing is judged here that the encounters have not said. The roads are those taken in the end; decisions gone
back over are not on them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relall_trainer.clinical.patient import Patient
from relall_trainer.encounter.case import Ending
from relall_trainer.encounter.play import Encounter, Visit
from relall_trainer.encounter.scoring import NodeScore, Total, total


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two patients differ, and the value on each side."""

    field: str
    left: object
    right: object


@dataclass(frozen=True, slots=True)
class Parted:
    """A moment only one road came to, or both came to and decided differently or as another patient.

    ``differences`` are of the patient as each came to it; empty where only one did.
    """

    node: str
    left: Visit | None
    right: Visit | None
    differences: tuple[Difference, ...] = ()

    @property
    def alike(self) -> bool:
        """Whether both decided the same here all the same."""
        return self.left is not None and self.right is not None and self.left.chosen == self.right.chosen


@dataclass(frozen=True, slots=True)
class Road:
    """One side as a whole. ``ending`` is None while it goes on, ``node`` where it stands; first answers count."""

    titles: Mapping[str, str]
    node: str
    ending: Ending | None
    total: Total
    decisions: int
    first: Mapping[str, NodeScore]

    def counts(self, visit: Visit) -> bool:
        """Whether a decision of this road is the first answer given there, the one that counts."""
        return self.first.get(visit.node) == visit.score


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both roads. ``common`` is told once: the decisions made alike from the start, before the roads part.

    ``differences`` are of the two patients where the roads stand now. ``same_text`` and ``same_algorithm``: whether
    both were played on the very same case text, by the very same rules; where they were not, points do not compare.
    """

    left: Road
    right: Road
    common: tuple[Visit, ...]
    parted: tuple[Parted, ...]
    differences: tuple[Difference, ...]
    same_text: bool
    same_algorithm: bool
    same_luck: bool

    @property
    def one_road(self) -> bool:
        """Whether the roads never part."""
        return not self.parted


def compare(left: Encounter, right: Encounter) -> Comparison:
    """Two plays of one case (of the same id; perhaps of different versions). ValueError for two cases."""
    if left.case.head.id != right.case.head.id:
        raise ValueError(f"{left.case.head.id} and {right.case.head.id} are two cases")
    shared = _shared(left.path, right.path)
    return Comparison(
        left=_road(left),
        right=_road(right),
        common=left.path[:shared],
        parted=_parted(left.path[shared:], right.path[shared:]),
        differences=differences(left.patient, right.patient),
        same_text=left.case.sha256 == right.case.sha256,
        same_algorithm=left.algorithm.pin == right.algorithm.pin,
        same_luck=not left.case.draws or left.seed == right.seed,
    )


def differences(left: Patient, right: Patient) -> tuple[Difference, ...]:
    """The fields in which two patients differ, in the order of the patient's fields."""
    found = []
    for field in dataclasses.fields(Patient):
        one, other = getattr(left, field.name), getattr(right, field.name)
        if one != other:
            found.append(Difference(field.name, one, other))
    return tuple(found)


def _road(encounter: Encounter) -> Road:
    return Road(
        titles={node.id: node.title for node in encounter.case.nodes.values()},
        node=encounter.node,
        ending=encounter.current.ending,
        total=total(encounter.first),
        decisions=len(encounter.path),
        first=encounter.first,
    )


def _shared(left: Sequence[Visit], right: Sequence[Visit]) -> int:
    """How many decisions from the start are the same: same moment, same patient, same choice, same ratings."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if (one.node, one.patient, one.chosen, one.ratings) != (
            other.node,
            other.patient,
            other.chosen,
            other.ratings,
        ):
            break
        count += 1
    return count


def _parted(left: Sequence[Visit], right: Sequence[Visit]) -> tuple[Parted, ...]:
    """Both rests in order, moments both came to on one line."""
    rows: list[Parted] = []
    done_left = done_right = 0
    for here, there in _met_by_both([visit.node for visit in left], [visit.node for visit in right]):
        rows += [Parted(visit.node, visit, None) for visit in left[done_left:here]]
        rows += [Parted(visit.node, None, visit) for visit in right[done_right:there]]
        one, other = left[here], right[there]
        rows.append(Parted(one.node, one, other, differences(one.patient, other.patient)))
        done_left, done_right = here + 1, there + 1
    rows += [Parted(visit.node, visit, None) for visit in left[done_left:]]
    rows += [Parted(visit.node, None, visit) for visit in right[done_right:]]
    return tuple(rows)


def _met_by_both(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the longest run of moments both met in the same order (a case is never long)."""
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            if left[i] == right[j]:
                longest[i][j] = longest[i + 1][j + 1] + 1
            else:
                longest[i][j] = max(longest[i + 1][j], longest[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs

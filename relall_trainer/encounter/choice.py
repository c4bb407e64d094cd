"""Whether a choice can be made at a node: offered steps only, exactly one in each pick-one group.

What the choice is worth and where it leads is left to ``scoring`` and ``play``.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from relall_trainer.clinical.action import Action
from relall_trainer.encounter.case import PICK_ONE, Group, Node
from relall_trainer.errors import TrainerError

CONFIDENCE = ("guessing", "leaning", "fairly_sure", "certain")
LONGEST_RATIONALE = 2_000


class ChoiceFault(TrainerError):
    """A choice that cannot be made here: says at which node, in which group, with which step, and why."""

    def __init__(self, what: str, node: str, *, group: str | None = None, action: str | None = None) -> None:
        super().__init__(what)
        self.node = node
        self.group = group
        self.action = action


def picked_from(node: Node, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The steps chosen, in the order offered; raises ChoiceFault where they cannot be chosen here."""
    if node.ending is not None:
        raise ChoiceFault(f"The case has ended at {node.id!r}; there is nothing left to decide.", node.id)
    wanted = set(chosen)
    picked: list[str] = []
    for group in node.groups:
        here = [option.action for option in group.options if option.action in wanted]
        if group.pick == PICK_ONE and len(here) != 1:
            # What is not on offer is said first: it is the likelier slip, and explains a group left empty.
            _check_offered(node, chosen)
            raise _not_one(node, group, here)
        picked += here
    if len(picked) != len(chosen):
        _check_offered(node, chosen)
    return tuple(picked)


def check_remarks(node: Node, confidence: str | None, rationale: str) -> None:
    """Raises ChoiceFault for a confidence that is no word of ``CONFIDENCE`` or a reason too long to keep."""
    if confidence is not None and confidence not in CONFIDENCE:
        raise ChoiceFault(
            f"At {node.id!r} confidence is one of {', '.join(CONFIDENCE)}, not {confidence!r}.", node.id
        )
    if len(rationale) > LONGEST_RATIONALE:
        raise ChoiceFault(
            f"At {node.id!r} the reason is longer than {LONGEST_RATIONALE} characters.", node.id
        )


def one_of_each(
    node: Node, picked: tuple[str, ...], actions: Mapping[str, Action]
) -> dict[str, tuple[str, str]]:
    """For each pick-one group the step chosen in it and its label: the case's, or else the catalogue's."""
    chosen: dict[str, tuple[str, str]] = {}
    for group in node.groups:
        if group.pick == PICK_ONE:
            for option in group.options:
                if option.action in picked:
                    chosen[group.id] = (option.action, option.label or actions[option.action].label)
    return chosen


def _check_offered(node: Node, chosen: tuple[str, ...]) -> None:
    offered = [option.action for group in node.groups for option in group.options]
    seen: set[str] = set()
    for action in chosen:
        if action not in offered:
            near = (
                difflib.get_close_matches(action, offered, n=1, cutoff=0.5) if isinstance(action, str) else []
            )
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ChoiceFault(
                f"At {node.id!r} the step {action!r} is not offered{hint}", node.id, action=action
            )
        if action in seen:
            raise ChoiceFault(f"At {node.id!r} the step {action!r} is chosen twice.", node.id, action=action)
        seen.add(action)


def _not_one(node: Node, group: Group, here: list[str]) -> ChoiceFault:
    said = f"{len(here)} were chosen ({', '.join(here)})" if here else "none was chosen"
    what = f"At {node.id!r} the group {group.id!r} needs exactly one step; {said}."
    return ChoiceFault(what, node.id, group=group.id, action=here[-1] if here else None)

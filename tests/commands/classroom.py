"""A teacher and a learner at the command line, each with a profile, and plans to play by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relall_trainer.casefiles.prepared import case_from_text
from tests.commands.conftest import Outcome, Run

CASES = ("early-t-cell-relapse", "headaches-on-maintenance")
LEARNERS = ("Learner 01", "Learner 02")


@dataclass(frozen=True)
class Classroom:
    """``teacher`` and ``learner`` run a command on their own profile."""

    run: Run
    folder: Path

    def teacher(self, *words: object) -> Outcome:
        return self.run(*words, "--profile", self.folder / "teacher")

    def learner(self, *words: object, who: str = "learner") -> Outcome:
        return self.run(*words, "--profile", self.folder / who)

    def assigned(self, *terms: object, title: str = "Block 1", to: str = "out") -> dict[str, Any]:
        """An assignment of both cases to two learners: what ``create --json`` says."""
        asked = [word for case in CASES for word in ("--case", case)]
        whom = [word for code in LEARNERS for word in ("--learner", code)]
        done = self.teacher(
            "assignment",
            "create",
            "--title",
            title,
            *asked,
            *whom,
            *terms,
            "--to",
            self.folder / to,
            "--json",
        )
        assert done.status == 0, done.err
        answer: dict[str, Any] = done.json
        return answer

    def plans(self, assignment: Path, *, wrong: int = 0) -> list[object]:
        """``--plan`` and a file for each case of it, along the course; the last ``wrong`` cases are cut short."""
        items = json.loads(assignment.read_text("utf-8"))["body"]["items"]
        words: list[object] = []
        for number, item in enumerate(items):
            case = case_from_text(item["text"])
            choices = [
                {"node": step.node, "chosen": list(step.chosen) or _some(case.nodes[step.node])}
                for step in case.authors_path
            ]
            path = self.folder / f"plan-{assignment.stem}-{number}.json"
            cut = choices[:1] if number >= len(items) - wrong else choices
            path.write_text(json.dumps({"choices": cut}), encoding="utf-8")
            words += ["--plan", path]
        return words

    def handed_in(
        self, assignment: Path, code: str = LEARNERS[0], *, wrong: int = 0, who: str = "learner"
    ) -> Path:
        """The results file of a learner who did it by plan."""
        plans = self.plans(assignment, wrong=wrong)
        done = self.learner(
            "submission", "create", assignment, *plans, "--as", code, "--to", self.folder / "back", "--json",
            who=who,
        )  # fmt: skip
        assert done.status == (1 if wrong else 0), done.err
        return Path(done.json["path"])


def _some(node: Any) -> list[str]:
    return [group.options[0].action for group in node.groups]


def path_of(created: dict[str, Any]) -> Path:
    """The file for everybody."""
    return Path(next(one["path"] for one in created["files"] if one["learner"] is None))

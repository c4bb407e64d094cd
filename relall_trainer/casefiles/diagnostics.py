"""A finding at its place, as one line: ``path:line:col: code severity message``."""

from __future__ import annotations

from dataclasses import dataclass

from relall_trainer.casefiles.catalogue import ERROR, Finding


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding at one place; ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int
    code: str
    severity: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.severity} {self.message}"

    @property
    def is_error(self) -> bool:
        return self.severity == ERROR


def found(finding: Finding, path: str, place: tuple[int, int] = (1, 1), **blanks: object) -> Diagnostic:
    """The diagnostic of one finding, its message filled in and kept on one line."""
    message = " ".join(finding.message.format(**blanks).split())
    return Diagnostic(path, *place, finding.code, finding.severity, message)


def in_order(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Sorted as one reads the files: by file, place and code; the same finding at the same place once."""
    return sorted(set(diagnostics), key=lambda d: (d.path, d.line, d.column, d.code, d.message))

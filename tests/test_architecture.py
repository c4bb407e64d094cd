"""The architecture is kept by a test: imports point down, the core is pure, pages stand alone."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_contracts_are_kept() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_only_the_front_door_knows_qts_network() -> None:
    """It passes a path from one start of the program to another, on this computer; nothing else has a use for it."""
    package = ROOT / "relall_trainer"
    named = [path for path in package.rglob("*.py") if "QtNetwork" in path.read_text("utf-8")]
    assert named == [package / "gui" / "front_door.py"]


def test_the_core_appraises_without_qt_or_sql() -> None:
    """The clinical core and the encounter work where Qt, SQL and the network do not exist."""
    program = textwrap.dedent("""
        import sys
        for name in ("PySide6", "sqlite3", "sqlite_utils", "socket", "ssl"):
            sys.modules[name] = None
        from relall_trainer.algorithm_files import load_algorithm
        from relall_trainer.casefiles.loader import load_case
        from relall_trainer.encounter import authors, play
        from relall_trainer.encounter.scoring import total
        from relall_trainer.paths import algorithm_folder, cases_folder
        algorithm = load_algorithm(algorithm_folder())
        for folder in sorted(cases_folder().iterdir()):
            case = load_case(folder / "case.yaml", frozenset(algorithm.actions))
            encounter = play.start(case, algorithm)
            for step in case.authors_path:
                encounter, _ = play.commit(encounter, step.chosen)
            assert encounter.ended
            assert total(encounter.first).percent
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_window_starts_without_what_it_does_not_need() -> None:
    """Start-up is a feature: nothing heavy is imported before the window is there, and no network at all."""
    program = "import sys, relall_trainer.app, relall_trainer.gui.main_window; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    heavy = {"sqlite_utils", "markdown", "nh3", "yaml", "platformdirs", "PySide6.QtNetwork", "ssl", "socket"}
    assert loaded.isdisjoint(heavy)

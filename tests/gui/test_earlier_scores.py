"""After results were scored again, the window says of a learner and of a decision what was found before."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from relall_trainer.algorithm_files import algorithm_from_text
from tests.gui.grading_desk import a_class


def test_what_was_found_before_is_said_where_the_score_is(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_class(tmp_path, 3) as room:
        teaching, page = room.desk.teaching, room.work.gradebook
        teaching.import_files([room.folder]).run()
        before = teaching.gradebook(room.assignment)
        row, place = next(
            (row, place)
            for row in before.rows
            for place, cell in enumerate(row.cells)
            if cell.mark is not None and cell.mark.points and not cell.mark.critical
        )
        told = json.loads(teaching._algorithm_text())
        steps = set(row.cells[place].mark.chosen)  # type: ignore[union-attr]
        for line in (line for rule in told["rules"] for line in rule["rows"]):
            if line.get("rating") == "recommended" and steps & set(line.get("steps", ())):
                line["rating"] = "discouraged"
        told["algorithm"]["version"], told["sha256"] = "1.1.0", "f" * 64
        text = json.dumps(told)
        monkeypatch.setattr(teaching, "_algorithm_text", lambda: text)
        monkeypatch.setattr(teaching, "_algorithm", lambda: algorithm_from_text(text))
        room.desk.clock.now += timedelta(days=3)
        teaching.accept(teaching.correction(room.assignment))
        qtbot.addWidget(page)
        page.resize(1040, 680)
        page.show()
        room.work.show_gradebook()
        qtbot.waitUntil(lambda: bool(page.decisions.rows))
        line = next(line for line in page.decisions.rows if line.key == row.learner.code)
        percent = (row.percent or "").removesuffix(".0")
        assert line.earlier[0].startswith(f"Was {percent}%, ")
        assert "1.0.0" in line.earlier[0]
        assert page._versions.isVisible()
        assert "1.1.0" in page._versions.text()
        key = page.decisions.matrix.decisions.lines.columns[place].key
        page.decisions.matrix.cell_opened.emit(row.learner.code, key)
        view = room.work.seeing.view
        qtbot.waitUntil(view.isVisible)
        assert view._earlier.text().startswith("Was ")
        assert "1.0.0 became 1.1.0." in view._earlier.text()
        assert "1.1.0" in view._versions.text()
        assert not page._versions.isVisible()

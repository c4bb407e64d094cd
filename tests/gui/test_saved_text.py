from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from relall_trainer.gui.saved_text import proposed_path


def test_a_file_is_proposed_among_the_documents_where_there_are_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = QStandardPaths.StandardLocation
    found = {places.DocumentsLocation: tmp_path / "Documents", places.HomeLocation: tmp_path}
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: str(found[place]))
    assert proposed_path("it.json") == str(tmp_path / "it.json")
    (tmp_path / "Documents").mkdir()
    assert proposed_path("it.json") == str(tmp_path / "Documents" / "it.json")

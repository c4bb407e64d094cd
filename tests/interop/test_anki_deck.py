"""The Anki deck: what is on the cards, that ids stay, and that the real Anki takes it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import genanki
import pytest

from relall_trainer.algorithm_files import load_algorithm
from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.errors import TrainerError
from relall_trainer.evidence.texts import read_texts
from relall_trainer.interop.anki_deck import DeckCard, evidence_cards, rule_cards, write_deck
from relall_trainer.paths import algorithm_folder, assets_folder

ANKI_PYTHON = os.environ.get("RELALL_ANKI_PYTHON", "")


@pytest.fixture(scope="module")
def algorithm() -> Algorithm:
    return load_algorithm(algorithm_folder())


@pytest.fixture(scope="module")
def evidence() -> tuple[DeckCard, ...]:
    return evidence_cards(read_texts(assets_folder() / "evidence").items)


def notes_of(deck: Path, folder: Path) -> list[tuple[str, list[str], str]]:
    """Guid, fields and tags of every note in a deck."""
    with zipfile.ZipFile(deck) as packed:
        packed.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as opened:
        rows = opened.execute("SELECT guid, flds, tags FROM notes ORDER BY id").fetchall()
    opened.close()
    return [(guid, fields.split("\x1f"), tags) for guid, fields, tags in rows]


def test_every_figure_of_the_paper_is_on_a_card(evidence: tuple[DeckCard, ...]) -> None:
    items = [
        item
        for item in read_texts(assets_folder() / "evidence").items
        if item.figures and item.status != "beyond"
    ]
    assert len(evidence) == len(items) > 50
    for card, item in zip(evidence, items, strict=True):
        for figure in item.figures:
            assert figure.shown() in card.back
            assert figure.label in card.front
        assert "2015" in card.source


def test_a_missed_rule_tells_each_of_its_rows(algorithm: Algorithm) -> None:
    for card in rule_cards(algorithm, algorithm.rules):
        rule = algorithm.rules[card.source.split()[0]]
        for row in rule.rows:
            assert row.when_text in card.back
            assert (row.rating or row.caution or "") in card.back


def test_rules_of_another_version_and_repeats_are_left_out(algorithm: Algorithm) -> None:
    assert [card.id for card in rule_cards(algorithm, ["R25", "R99", "R25"])] == ["rule:frey-luger-2015:R25"]


def test_texts_are_escaped_and_ids_stay(tmp_path: Path) -> None:
    card = DeckCard("one", "Kind", "<b>50%</b> & more\nnext", "a < b", "source", ("relall::x",))
    found = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        deck = tmp_path / f"{name}.apkg"
        assert write_deck(deck, [card], []) == 1
        found.append(notes_of(deck, tmp_path / name))
    assert found[0] == found[1]
    ((_guid, fields, _tags),) = found[0]
    assert fields[0] == "&lt;b&gt;50%&lt;/b&gt; &amp; more<br>next"


def test_an_empty_deck_or_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="no card"):
        write_deck(tmp_path / "x.apkg", [], [])
    with pytest.raises(TrainerError, match="could not be written"):
        write_deck(tmp_path / "none" / "x.apkg", [DeckCard("one", "k", "f", "b", "s")], [])
    assert list(tmp_path.iterdir()) == []


def test_trouble_on_the_way_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(genanki.Package, "write_to_file", full)
    with pytest.raises(TrainerError, match="disk is full"):
        write_deck(tmp_path / "deck.apkg", (DeckCard("a", "b", "c", "d", "e"),), ())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not ANKI_PYTHON, reason="RELALL_ANKI_PYTHON names no Python that has the anki package")
def test_the_real_anki_takes_it_and_takes_it_again(
    tmp_path: Path, algorithm: Algorithm, evidence: tuple[DeckCard, ...]
) -> None:
    deck = tmp_path / "deck.apkg"
    count = write_deck(deck, evidence, rule_cards(algorithm, ["R25", "R24"]))
    reader = Path(__file__).with_name("take_into_anki.py")
    told = subprocess.run(
        [ANKI_PYTHON, str(reader), str(deck), str(tmp_path / "collection.anki2")],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answer = json.loads(told.stdout)
    assert answer["new"] == [count, 0]
    assert answer["notes"] == count
    assert sorted(answer["decks"]) == ["RelALL Trainer::Evidence", "RelALL Trainer::Missed rules"]
    assert "R25" in answer["answer_of_rule"]
    assert answer["reviewed"] == 1

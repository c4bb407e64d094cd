"""Abbreviations explained under the mouse and by key, everywhere, and over nobody else's words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from relall_trainer.evidence.glossary import Glossary
from relall_trainer.evidence.library import Library
from relall_trainer.evidence.reference import Term
from relall_trainer.gui import glossary as hints
from relall_trainer.gui.glossary import MOST_SHOWN, GlossaryHints, explained, terms_on
from relall_trainer.gui.glossary_dialog import HERE, GlossaryDialog
from relall_trainer.gui.page_text import text_at
from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label
from tests.gui.stage import look, nameless


@pytest.fixture(scope="module")
def glossary(prepared: Path) -> Iterator[Glossary]:
    with Library.open(prepared / "evidence.db") as library:
        yield Glossary(library.glossary())


class Shown:
    """Stands for the tool tip and keeps what was shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.texts: list[str] = []
        monkeypatch.setattr(hints, "QToolTip", self)

    def showText(self, _at: QPoint, text: str, *_more: object) -> None:
        self.texts.append(text)

    @property
    def terms(self) -> list[str]:
        lines = self.texts[-1].splitlines() if self.texts else []
        return [line.split(":")[0] for line in lines if not line.startswith(" ")]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    return Shown(monkeypatch)


@pytest.fixture
def window(qtbot: QtBot, glossary: Glossary) -> QWidget:
    look()
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(420, 300)
    GlossaryHints(glossary, made).watch(made)
    return made


def put(window: QWidget, *parts: QWidget) -> None:
    for part in parts:
        window.layout().addWidget(part)
    window.show()
    app = QApplication.instance()
    assert app is not None
    app.processEvents()


def rest(part: QWidget, at: QPoint) -> None:
    """Let the mouse rest over a part, as Qt tells it."""
    QApplication.sendEvent(part, QHelpEvent(QEvent.Type.ToolTip, at, part.mapToGlobal(at)))


def test_the_word_under_the_mouse_is_explained(window: QWidget, shown: Shown) -> None:
    words = label("After CR2 the SCT came", wrap=False)
    put(window, words)
    metrics = QFontMetrics(words.font())
    for before, term in (("After C", "CR2"), ("After CR2 the S", "SCT")):
        rest(words, QPoint(metrics.horizontalAdvance(before), words.height() // 2))
        assert shown.terms == [term]


def test_beside_the_words_all_of_the_text_are_explained(window: QWidget, shown: Shown) -> None:
    words = label("After CR2 the SCT came", wrap=False)
    put(window, words)
    rest(words, QPoint(QFontMetrics(words.font()).horizontalAdvance("Af"), words.height() // 2))
    assert shown.terms == ["CR2", "SCT"]


@pytest.mark.parametrize("where", [Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignCenter])
def test_a_wrapped_label_knows_where_its_words_are_painted(window: QWidget, where: Qt.AlignmentFlag) -> None:
    """A word of solid blocks: where it is found is where it is painted, in whichever line it stands."""
    words = label("The marrow " * 12 + "\N{FULL BLOCK}" * 8 + " and more" * 8)
    words.setAlignment(where)
    put(window, words)
    window.resize(420, 300)
    picture = words.grab().toImage()
    ink = look()[0].color("ink").name()
    points = [QPoint(x, y) for x in range(4, words.width() - 4, 6) for y in range(2, words.height(), 4)]
    places = {(at.x(), at.y()): text_at(window, words.mapToGlobal(at)) for at in points}
    blocks = [
        at for at, found in places.items() if found and found.text[found.place or 0] == "\N{FULL BLOCK}"
    ]
    painted = [at for at in places if picture.pixelColor(*at).name() == ink]
    solid = [
        at for at in painted if all(picture.pixelColor(at[0] + by, at[1]).name() == ink for by in (-2, 2))
    ]
    assert len(solid) > 20
    assert len(set(solid) & set(blocks)) > 0.75 * len(solid)
    assert len(blocks) < 2 * len(solid)


def test_a_document_explains_the_word_under_the_mouse(window: QWidget, shown: Shown) -> None:
    document = SafeDocument(look()[0], "Story")
    document.show_markdown("She is in **CR1** after HiDAC.")
    put(window, document)
    cursor = document.textCursor()
    cursor.setPosition(document.toPlainText().index("HiDAC") + 2)
    at = document.cursorRect(cursor).center()
    rest(document.viewport(), at)
    assert shown.terms == ["HiDAC"]


def test_a_row_of_a_list_explains_what_stands_in_it(window: QWidget, shown: Shown) -> None:
    rows = RowList(look()[0], "Things")
    rows.rows.show_rows([("a", Row((("Relapse after SCT", False),), (("GVHD is seen", False),)))])
    put(window, rows)
    rest(rows.viewport(), QPoint(20, 15))
    assert shown.terms == ["SCT", "GVHD"]


def test_a_button_and_a_painted_part_explain_theirs(window: QWidget, shown: Shown) -> None:
    button = Button("TRM & DLI")
    painted = QWidget()
    painted.setAccessibleName("Figures: CR 20%")
    painted.setMinimumHeight(40)
    put(window, button, painted)
    rest(button, QPoint(10, 10))
    assert shown.terms == ["TRM", "DLI"]
    rest(painted, QPoint(10, 10))
    assert shown.terms == ["CR"]


def test_what_has_its_own_tip_keeps_it(window: QWidget, shown: Shown) -> None:
    button = Button("CR")
    button.setToolTip("Complete remission")
    frame = QWidget()
    frame.setToolTip("The whole frame")
    QVBoxLayout(frame).addWidget(label("SCT"))
    put(window, button, frame)
    rest(button, QPoint(5, 5))
    rest(frame.findChild(QLabel), QPoint(5, 5))  # type: ignore[arg-type]
    assert shown.texts == []
    QToolTip.hideText()


def test_what_one_types_is_not_read(window: QWidget, shown: Shown) -> None:
    field = QLineEdit("CR SCT TRM")
    put(window, field)
    rest(field, QPoint(10, 10))
    assert shown.texts == []


def test_other_windows_are_watched_as_they_come(
    qtbot: QtBot, qapp: QApplication, glossary: Glossary, shown: Shown
) -> None:
    look()
    keeper = QWidget()
    qtbot.addWidget(keeper)
    GlossaryHints(glossary, keeper).watch_all(qapp)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    QVBoxLayout(dialog).addWidget(label("DLI"))
    dialog.show()
    qapp.focusWindowChanged.emit(dialog.windowHandle())
    rest(dialog.findChild(QLabel), QPoint(5, 5))  # type: ignore[arg-type]
    assert shown.terms == ["DLI"]


def test_at_most_eight_and_never_as_markup() -> None:
    terms = [Term(f"T{n}", "<img src=x>", "A line.") for n in range(12)]
    text = explained(terms)
    assert text.count("T") == MOST_SHOWN
    assert "and 4 more" in text
    assert "<" not in text
    assert ">" not in text


def test_the_key_lists_what_stands_on_the_page_first(qtbot: QtBot, glossary: Glossary) -> None:
    page = QWidget()
    QVBoxLayout(page).addWidget(label("CR2 after SCT"))
    hidden = label("DLI")
    page.layout().addWidget(hidden)
    page.layout().addWidget(QLineEdit("GVHD"))
    qtbot.addWidget(page)
    hidden.hide()
    page.show()
    here = terms_on(page, glossary)
    assert [term.term for term in here] == ["CR2", "SCT"]
    dialog = GlossaryDialog(look()[0], glossary, here, page)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.found()[:2] == ["CR2", "SCT"]
    assert len(dialog.found()) == len(glossary.terms)
    assert HERE in dialog._list.rows.index(0).data()
    assert HERE not in dialog._list.rows.index(2).data()
    assert nameless(dialog) == []


def test_lists_and_tables_on_the_page_are_read_as_far_as_they_are_seen(
    qtbot: QtBot, glossary: Glossary
) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    rows = RowList(look()[0], "Things")
    far = [
        (f"k{n}", Row(((f"Row {n} with TRM" if n > 150 else f"Row {n} and SCT", False),))) for n in range(200)
    ]
    rows.rows.show_rows(far)
    table = QTableWidget(1, 2)
    table.setItem(0, 0, QTableWidgetItem("nothing"))
    table.setItem(0, 1, QTableWidgetItem("after DLI"))
    for part in (rows, table):
        column.addWidget(part)
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    qtbot.waitExposed(page)
    assert [term.term for term in terms_on(page, glossary)] == ["DLI", "SCT"]


def test_it_is_searched_and_left_by_keyboard(qtbot: QtBot, glossary: Glossary) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    dialog = GlossaryDialog(look()[0], glossary, (), page)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "none of them" in dialog._count.text()
    qtbot.keyClicks(dialog._typed, "trm")
    assert dialog.found()[0] == "TRM"
    assert dialog._list.currentIndex().row() == 0
    qtbot.keyClicks(dialog._typed, "zzz")
    assert dialog.found() == []
    assert "Nothing fits" in dialog._count.text()
    dialog._typed.clear()
    qtbot.keyClick(dialog._typed, Qt.Key.Key_Down)
    assert dialog._list.currentIndex().row() == 1
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog._typed, Qt.Key.Key_Escape)


def test_hints_that_are_gone_are_not_asked(qtbot: QtBot, qapp: QApplication, glossary: Glossary) -> None:
    keeper = QWidget()
    GlossaryHints(glossary, keeper).watch_all(qapp)
    keeper.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.focusWindowChanged.emit(None)  # an error here would be caught by the test's own net

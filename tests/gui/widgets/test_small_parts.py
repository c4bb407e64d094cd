"""Choice, toggle, flow, rows, text: the small things pages are built from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme, read_theme
from relall_trainer.gui.widgets.act_menu import ActMenu
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.choice import Choice
from relall_trainer.gui.widgets.flow import Flow
from relall_trainer.gui.widgets.row_list import RowList
from relall_trainer.gui.widgets.rows import Row
from relall_trainer.gui.widgets.text import label
from relall_trainer.gui.widgets.toggle import Check, Radio
from relall_trainer.paths import assets_folder
from tests.gui.stage import look

HOSTILE = 'Ara-C & idarubicin <b>"now"</b> &amp;'


@pytest.mark.parametrize(
    "make", [Button, lambda text: Check(text, look()[0]), lambda text: Radio(text, look()[0])]
)
def test_text_reaches_the_name_letter_for_letter(qtbot: QtBot, make: type[Button]) -> None:
    button = make(HOSTILE)
    qtbot.addWidget(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == HOSTILE
    assert button.shortcut().isEmpty()


def test_in_a_dialog_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot) -> None:
    pressed: list[str] = []
    dialog = QDialog()
    qtbot.addWidget(dialog)
    row = QHBoxLayout(dialog)
    usual = Button("Close", done=lambda: pressed.append("close"))
    usual.setDefault(True)
    other = Button("Delete", done=lambda: pressed.append("delete"))
    row.addWidget(usual)
    row.addWidget(other)
    dialog.show()
    QTest.keyClick(other, Qt.Key.Key_Return)
    assert pressed == ["delete"]
    alone = Button("On a page", done=lambda: pressed.append("page"))
    qtbot.addWidget(alone)
    alone.show()
    QTest.keyClick(alone, Qt.Key.Key_Return)
    assert pressed == ["delete"], "there Enter is for what is to be done, as the page has it"


def test_a_label_is_plain_text(qtbot: QtBot) -> None:
    made = label(HOSTILE)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert QAccessible.queryAccessibleInterface(made).text(QAccessible.Text.Name) == HOSTILE


def test_a_wrapped_label_says_how_high_it_must_be(qtbot: QtBot) -> None:
    made = label("word " * 60)
    qtbot.addWidget(made)
    assert made.sizePolicy().hasHeightForWidth()
    assert made.heightForWidth(200) > 3 * made.heightForWidth(2000)


def test_a_choice_says_what_is_chosen_among_what(qtbot: QtBot) -> None:
    choice = Choice("State", look()[1])
    qtbot.addWidget(choice)
    choice.offer((("", "All states"), ("open", "Under way & more")))
    assert choice.accessibleName() == "State: All states"
    with qtbot.waitSignal(choice.picked) as picked:
        choice._menu.actions()[1].trigger()
    assert picked.args == ["open"]
    assert choice.accessibleName() == "State: Under way & more"
    with qtbot.assertNotEmitted(choice.picked):
        choice.pick("open")
    choice.offer((("", "All"),))
    assert choice.value == ""


@pytest.mark.parametrize("kind", [Check, Radio])
def test_a_toggle_is_worked_by_space_and_large_enough(qtbot: QtBot, kind: type[Check]) -> None:
    toggle = kind("Words", look()[0])
    qtbot.addWidget(toggle)
    toggle.show()
    assert toggle.sizeHint().height() >= 24
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert toggle.isChecked()
    marked = toggle.grab().toImage()
    accent = look()[0].color("accent").name()
    assert any(
        marked.pixelColor(x, y).name() == accent
        for x in range(marked.width())
        for y in range(marked.height())
    )


def test_a_flow_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(holder, 8)
    for _ in range(4):
        flow.addWidget(Button("A button"))
    one_line = flow.heightForWidth(4000)
    assert flow.heightForWidth(150) >= 3 * one_line
    flow.setGeometry(QRect(0, 0, 150, 400))
    assert flow.itemAt(9) is None
    assert flow.takeAt(9) is None
    while flow.takeAt(0) is not None:
        pass
    assert flow.count() == 0


def test_rows_are_walked_and_opened_by_keyboard(qtbot: QtBot) -> None:
    rows = RowList(look()[0], "Things")
    qtbot.addWidget(rows)
    rows.resize(400, 300)
    rows.show()
    rows.rows.show_rows(
        [(f"k{n}", Row(((f"Row {n}", False), (" found", True)), facts="fact")) for n in range(1000)]
    )
    rows.come_to("k3")
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(rows.row_opened) as opened:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert opened.args == ["k4"]
    assert rows.rows.index(4).data() == "Row 4 found. fact"


def test_long_rows_get_the_height_they_need(qtbot: QtBot) -> None:
    theme, _ = look()
    rows = RowList(theme, "Things")
    qtbot.addWidget(rows)
    rows.resize(300, 300)
    rows.show()
    rows.rows.show_rows([("a", Row((("short", False),))), ("b", Row((("long " * 60, False),)))])
    short, high = (rows.sizeHintForIndex(rows.rows.index(place)).height() for place in (0, 1))
    assert short >= 24
    assert high > 3 * short


def test_a_row_is_painted_with_its_mark_and_its_focus(qtbot: QtBot) -> None:
    theme, _ = look()
    rows = RowList(theme, "Things")
    qtbot.addWidget(rows)
    rows.rows.show_rows([("a", Row((("found", True),), tag="Tag"))])
    image = QImage(400, 60, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, 400, 60)
    option.state = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected
    painter = QPainter(image)
    rows.itemDelegate().paint(painter, option, rows.rows.index(0))
    painter.end()
    middle = [image.pixelColor(x, 30).name() for x in range(12)]
    assert middle.count(theme.color("focus").name()) >= 2
    seen = {image.pixelColor(x, y).name() for x in range(400) for y in range(60)}
    assert theme.color("mark").name() in seen
    assert theme.color("accent_soft").name() in seen


@pytest.mark.parametrize("kind", ["menu", "choice"])
def test_the_arrow_of_a_menu_is_drawn_again_in_the_colors_that_came(qtbot: QtBot, kind: str) -> None:
    file = read_theme(assets_folder() / "theme.toml")
    theme = Theme(file, "light", 100)
    icons = Icons(assets_folder() / "icons", theme)
    made = ActMenu("More", icons, ()) if kind == "menu" else Choice("More", icons)
    qtbot.addWidget(made)
    before = made.icon().pixmap(64, 64).toImage()
    theme.choose("dark", 200)
    after = made.icon().pixmap(64, 64).toImage()
    assert after != before
    assert after.width() > before.width()

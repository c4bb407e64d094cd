"""The patient as a form: every fact on a line of its own, set by arrow keys, by a menu, or by typing a number.

What the lines say is ``fact_lines``; what follows from a changed fact is left to the page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QToolTip

from relall_trainer.clinical.action import Action
from relall_trainer.clinical.patient import SETS, Patient, PatientFault, shape_of
from relall_trainer.clinical.rule_words import KIND_WORDS
from relall_trainer.clinical.wording import FIELD_LABELS
from relall_trainer.gui import fact_lines as facts
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.fact_rows import FactRows
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.text import no_mnemonic

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Plus: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Minus: -1}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
_RESET = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class StayingMenu(QMenu):
    """A menu in which one can set several things before it closes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._stays(action):
            action.trigger()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if self._stays(action):
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def _stays(self, action: QAction | None) -> bool:
        return action is not None and action.isCheckable() and action.actionGroup() is None


class PatientForm(PaintedList[facts.FactLine]):
    """``patient_changed`` carries the patient after a fact was set; ``refused`` why what was typed was not taken."""

    patient_changed = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._look = FactRows(theme, icons)
        super().__init__(theme, "The patient, fact by fact", self._look)
        self._patient = Patient()
        self._base = Patient()
        self._actions: Mapping[str, Action] = {}
        self._names: Mapping[str, str] = {}
        self._editing = ""
        self._menu: QMenu | None = None
        self._editor = QLineEdit(self.viewport())
        self._editor.hide()
        self._editor.installEventFilter(self)
        self._editor.editingFinished.connect(self._take_typed)
        self.opened.connect(self.open_line)

    @property
    def patient(self) -> Patient:
        return self._patient

    @property
    def menu(self) -> QMenu | None:
        """The menu that is or was open last."""
        return self._menu

    def use_actions(self, actions: Mapping[str, Action]) -> None:
        """Regimens are told and chosen by this catalogue."""
        self._actions = actions
        self._names = {action.id: action.label for action in actions.values()}

    def show_patient(self, patient: Patient, base: Patient) -> None:
        """Show this patient; what differs from ``base`` is marked as changed."""
        self._patient, self._base = patient, base
        self.show_rows(facts.fact_lines(patient, base, self._names))

    def set_fact(self, field: str, value: Any) -> None:
        """Set one fact; told to others where it is another value."""
        if getattr(self._patient, field) != value:
            self._change(dataclasses.replace(self._patient, **{field: value}))

    def reset_line(self, key: str) -> None:
        """Set one fact back to what it was."""
        field = key.partition(" ")[0]
        self.set_fact(field, getattr(self._base, field))

    def step(self, key: str, step: int) -> None:
        """The fact's value before or after the present one; a set or a regimen opens its menu instead."""
        if facts.regimen_place(key) is not None or key in SETS:
            self.open_line(key)
        else:
            self.set_fact(key, facts.stepped(key, getattr(self._patient, key), step))

    def open_line(self, key: str) -> None:
        """Offer what the fact can be set to."""
        place = facts.regimen_place(key)
        if place is not None:
            self._open_regimen(place)
        elif shape_of(key) in ("whole", "measured"):
            self.edit_number(key)
        else:
            self._open_menu(self._value_menu(key), key)

    def edit_number(self, field: str, typed: str = "") -> None:
        """Lay a field over a number to type another one."""
        now = getattr(self._patient, field)
        self._edit(
            field,
            typed or ("" if now is None else f"{now:g}"),
            f"{FIELD_LABELS[field]}: {facts.number_hint(field)}",
        )
        if typed:
            self._editor.deselect()

    # -- keys ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = event.key(), self.current_key
        if not here or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.step(here, _STEPS[Qt.Key(key)])
        elif key in _OPEN and not event.isAutoRepeat():
            self.open_line(here)
        elif key in _RESET:
            self.reset_line(here)
        elif event.text().isdigit() and " " not in here and shape_of(here) in ("whole", "measured"):
            self.edit_number(here, event.text())
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._editor and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self._editing = ""
                self._editor.hide()
                self.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_typed()
                return True
        return super().eventFilter(watched, event)

    # -- menus -----------------------------------------------------------------------------------------------

    def _value_menu(self, field: str) -> QMenu:
        now = getattr(self._patient, field)
        if field in SETS:
            menu: QMenu = StayingMenu(self)
            for word, words in facts.choices(field):
                self._offer(menu, words, partial(self._toggle, field, word), checked=word in now)
            return menu
        menu = QMenu(self)
        group = QActionGroup(menu)
        for value, words in facts.choices(field):
            offered = self._offer(menu, words, partial(self.set_fact, field, value), checked=value == now)
            group.addAction(offered)
            if value == now:
                menu.setActiveAction(offered)
        return menu

    def _open_regimen(self, place: int) -> None:
        menu = QMenu(self)
        regimens = self._patient.prior_regimens
        one = regimens[place] if place < len(regimens) else None
        which = menu.addMenu("Which regimen")
        self._offer(
            which, "Not in the catalogue", partial(self._regimen, place, action=None, name=""), checked=False
        )
        for kind, words in KIND_WORDS.items():
            steps = which.addMenu(words)
            for action in self._actions.values():
                if action.kind == kind:
                    given = one is not None and one.action == action.id
                    self._offer(
                        steps,
                        action.label,
                        partial(self._regimen, place, action=action.id, name=""),
                        checked=given,
                    )
        if one is not None:
            for part, title in (("intent", "Given as"), ("response", "Response")):
                offered = menu.addMenu(title)
                for value, words in facts.regimen_choices()[part]:
                    chosen = getattr(one, part) == value
                    self._offer(
                        offered,
                        words,
                        partial(self._regimen, place, **{part: value}),
                        checked=chosen,
                    )
            menu.addAction("Write a name of its own …", lambda: self._edit_name(place))
            if place:
                menu.addAction(
                    "Given before the one above",
                    lambda: self._change(facts.with_regimen_earlier(self._patient, place)),
                )
            menu.addAction("Remove it", lambda: self._change(facts.without_regimen(self._patient, place)))
        self._open_menu(menu, f"{facts.REGIMENS} {place}")

    def _offer(self, menu: QMenu, words: str, do: Callable[[], object], *, checked: bool) -> QAction:
        action = QAction(no_mnemonic(words[:1].upper() + words[1:]), menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _checked=False: do())
        menu.addAction(action)
        return action

    def _open_menu(self, menu: QMenu, key: str) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.setAccessibleName(next((row.label for row in self.rows if row.key == key), key))
        menu.popup(self.viewport().mapToGlobal(self._value_box(key).bottomLeft()))
        if menu.activeAction() is None and menu.actions():
            menu.setActiveAction(menu.actions()[0])

    # -- changing --------------------------------------------------------------------------------------------

    def _toggle(self, field: str, word: str) -> None:
        self.set_fact(field, getattr(self._patient, field) ^ {word})

    def _regimen(self, place: int, **parts: Any) -> None:
        self._change(facts.with_regimen(self._patient, place, **parts))

    def _change(self, patient: Patient) -> None:
        if patient != self._patient:
            self.show_patient(patient, self._base)
            self.patient_changed.emit(patient)

    def _edit_name(self, place: int) -> None:
        name = self._patient.prior_regimens[place].name
        self._edit(f"{facts.REGIMENS} {place}", name, "The regimen's own name")

    def _edit(self, key: str, text: str, hint: str) -> None:
        self._editing = key
        self._editor.setText(text)
        self._editor.setAccessibleName(hint)
        self._editor.setPlaceholderText(hint)
        self._editor.setToolTip(hint)
        self._editor.setMaxLength(300)
        box = self._value_box(key)
        self._editor.setGeometry(
            box.left(), box.top(), box.width(), max(box.height(), self._editor.sizeHint().height())
        )
        self._editor.show()
        self._editor.selectAll()
        self._editor.setFocus()

    def _take_typed(self) -> None:
        key, text = self._editing, self._editor.text()
        self._editing = ""
        if not key:
            return
        had_focus = self._editor.hasFocus()
        place = facts.regimen_place(key)
        try:
            if place is not None:
                self._regimen(place, name=text.strip())
            else:
                self.set_fact(key, facts.typed_value(key, text))
        except PatientFault as fault:
            self._say(key, fault.message)
        self._editor.hide()
        if had_focus:
            self.setFocus()

    def _say(self, key: str, message: str) -> None:
        """Why what was typed was not taken."""
        QToolTip.showText(self.viewport().mapToGlobal(self._value_box(key).bottomLeft()), message, self)
        self.refused.emit(message)

    def _value_box(self, key: str) -> QRect:
        place = self.model_here.place(key)
        index = self.model_here.index(place or 0)
        self.scrollTo(index)
        return self._look.value_box(self.rows[index.row()], self.visualRect(index))

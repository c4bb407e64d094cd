"""The rules as a table one can search; the rows that fire for the present patient are marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from relall_trainer.clinical.algorithm import Algorithm
from relall_trainer.clinical.patient import Patient
from relall_trainer.gui.icons import Icons
from relall_trainer.gui.rule_lines import RuleLine, rule_lines
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.painted_list import PaintedList
from relall_trainer.gui.widgets.rule_rows import RuleRows
from relall_trainer.gui.widgets.text import card, label

_TYPING_MS = 60


class RuleView(QWidget):
    """``line_opened`` names the rule or the row opened."""

    line_opened = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._algorithm: Algorithm | None = None
        self._patient = Patient()
        self.setProperty("role", "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._find = QLineEdit()
        self._find.setPlaceholderText("Type to find a rule: CNS, comfort, R25 …")
        self._find.setAccessibleName("Find a rule by typing part of it")
        self._find.setClearButtonEnabled(True)
        self._find.installEventFilter(self)
        self._count = label("", "note")
        column.addWidget(self._find)
        column.addWidget(self._count)
        frame = card()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(4, 4, 4, 4)
        self.lines: PaintedList[RuleLine] = PaintedList(
            theme, "The rules and their rows", RuleRows(theme, icons)
        )
        self.lines.opened.connect(self.line_opened)
        inside.addWidget(self.lines)
        column.addWidget(frame, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._fill)
        self._find.textChanged.connect(lambda _text: self._typing.start())
        self.setFocusProxy(self._find)

    def show_rules(self, algorithm: Algorithm, patient: Patient) -> None:
        """Show these rules, with the rows marked that fire for the patient."""
        self._algorithm, self._patient = algorithm, patient
        self._fill()

    def show_rule(self, rule: str) -> None:
        """Come to a rule, or to one of its rows."""
        self._find.clear()
        self._typing.stop()
        self._fill()
        self.lines.come_to(rule.partition(".")[0], top=True)
        self.lines.come_to(rule)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_find(self) -> None:
        """Begin to find a rule by typing."""
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._find.selectAll()

    def _fill(self) -> None:
        if self._algorithm is None:
            return
        inside = self._patient.ph != "positive"
        fired = {row.id for row in self._algorithm.fired_rows(self._patient)} if inside else set()
        lines = rule_lines(self._algorithm, fired, self._find.text())
        self.lines.show_rows(lines)
        rules, rows = sum(line.head for line in lines), sum(not line.head for line in lines)
        firing = sum(line.fires for line in lines)
        found = f"{rules} rules with {rows} rows; {firing} fire for the present patient"
        self._count.setText(found if lines else "No rule fits. Esc shows them all.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._typing.stop()
                self._fill()
                self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
                if not self.lines.current_key:
                    self.lines.come_to_first()
                return True
            if event.key() == Qt.Key.Key_Escape and self._find.text():
                self._find.clear()
                return True
        return super().eventFilter(watched, event)

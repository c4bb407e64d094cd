"""Which program this is: version, purpose, source of the approach, licenses."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from relall_trainer.gui.safe_document import SafeDocument
from relall_trainer.gui.theme import Theme
from relall_trainer.gui.widgets.button import Button
from relall_trainer.gui.widgets.text import label

TEXT = """
Branching patient cases on relapsed or refractory Ph-negative acute lymphoblastic leukemia in adults, scored against one
approach: Frey NV, Luger SM. *How I treat adults with relapsed or refractory Philadelphia chromosome-negative acute
lymphoblastic leukemia.* Blood 2015;126:589–596. The rules are rebuilt from the running text of that paper; they are not
its figures, and its authors had no part in this program.

For teaching only; not for the care of a patient. The cases have not yet been reviewed by a physician.

Program: Apache License 2.0. Cases: CC BY 4.0. Typeface: Inter, SIL Open Font License 1.1. Icons: Lucide, ISC License.
Window: Qt through PySide6, LGPL v3.
"""


class About(QDialog):
    """A short page on the program."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About RelALL Trainer")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label("RelALL Trainer", "title"))
        column.addWidget(label(f"Version {QApplication.applicationVersion()}", "muted"))
        text = SafeDocument(theme, "About this program")
        text.setMinimumWidth(theme.px(460))
        text.show_markdown(TEXT)
        column.addWidget(text)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button("Close", "primary", done=self.accept))
        column.addLayout(row)

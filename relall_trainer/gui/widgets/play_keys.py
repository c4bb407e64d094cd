"""What a key asks for on the play page: choose by number, type to find, commit, step back, open the evidence …

Only reads the key; doing it is left to the page. A held key asks for nothing, so that it never answers twice.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

GO = "go"  # commit, or on to what happens next
BACK = "back"
NUMBER = "number"
TYPE = "type"
EVIDENCE = "evidence"
NOTE = "note"
CHART = "chart"
REASONS = "reasons"
CHANGES = "changes"
HELD = "held"
NOTHING = ""

_IN_FEEDBACK = {
    int(Qt.Key.Key_E): EVIDENCE,
    int(Qt.Key.Key_N): NOTE,
    int(Qt.Key.Key_C): CHART,
    int(Qt.Key.Key_D): REASONS,
    int(Qt.Key.Key_W): CHANGES,
}


def asked(event: QKeyEvent, *, deciding: bool) -> tuple[str, str]:
    """What the key asks for, and with what: the digit for ``NUMBER``, the letter for ``TYPE``."""
    if event.isAutoRepeat():
        return HELD, ""
    key, modifiers = event.key(), event.modifiers()
    if modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_Z:
        return BACK, ""
    if modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
        return NOTHING, ""
    if key in ENTER:
        return GO, ""
    if not deciding:
        return _IN_FEEDBACK.get(int(key), NOTHING), ""
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return NUMBER, str(int(key) - int(Qt.Key.Key_0))
    text = event.text()
    if text and text.isprintable() and not text.isspace():
        return TYPE, "" if text == "/" else text
    return NOTHING, ""

"""What a key asks for before a room: reveal and on, back, choose by number, votes, letters, the full screen.

Page Down and Page Up are what a presenter's remote control sends. Only reads the key; doing it is left to the stage.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

ON, BACK, NUMBER, VOTES, SIDE, TIME = "on", "back", "number", "votes", "side", "time"
LARGER, SMALLER, SCREEN, LEAVE = "larger", "smaller", "screen", "leave"
UP, DOWN = "up", "down"
NOTHING = ""

_KEYS = {
    int(Qt.Key.Key_Space): ON,
    int(Qt.Key.Key_PageDown): ON,
    int(Qt.Key.Key_Backspace): BACK,
    int(Qt.Key.Key_PageUp): BACK,
    int(Qt.Key.Key_Down): DOWN,
    int(Qt.Key.Key_Up): UP,
    int(Qt.Key.Key_V): VOTES,
    int(Qt.Key.Key_P): SIDE,
    int(Qt.Key.Key_T): TIME,
    int(Qt.Key.Key_Plus): LARGER,
    int(Qt.Key.Key_Equal): LARGER,
    int(Qt.Key.Key_Minus): SMALLER,
    int(Qt.Key.Key_F11): SCREEN,
    int(Qt.Key.Key_Escape): LEAVE,
}


def asked(event: QKeyEvent) -> tuple[str, int]:
    """What the key asks for, and the number for ``NUMBER``; with Control or Alt it is the window's."""
    allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    if event.modifiers() & ~allowed:
        return NOTHING, 0
    key = int(event.key())
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return NUMBER, key - int(Qt.Key.Key_0)
    return _KEYS.get(key, NOTHING), 0

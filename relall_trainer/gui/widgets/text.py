"""Labels and lines for text from anywhere: always plain text, never read as markup."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from relall_trainer.gui.qt_numbers import PLAIN_TEXT


def label(text: str = "", role: str = "", *, wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A label that shows ``text`` letter for letter. ``role`` is one of the style sheet's."""
    made = QLabel(parent)
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


def badge(text: str, role: str = "badge") -> QLabel:
    """A short label in a frame; as wide as its text."""
    made = label(text, role, wrap=False)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def line() -> QFrame:
    """A thin line between things."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def card(role: str = "card") -> QFrame:
    """A surface with a frame; ``role`` is card, banner, trouble or a rating."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def tip(text: str) -> str:
    """Text from anywhere as a tooltip: Qt would take what looks like HTML for HTML, and open the pictures it names."""
    if "<" not in text and "&" not in text:
        return text
    return f"<p>{escape(text)}</p>".replace("\n", "<br>")


def no_mnemonic(text: str) -> str:
    """Text for a button or menu: a bare ``&`` would vanish and make a stray shortcut."""
    return text.replace("&", "&&")

"""Values of Qt's own namespace that the first picture needs, as plain numbers to set as properties.

Naming ``PySide6.QtCore.Qt`` makes more than a hundred enumerations at once and costs a tenth of the start. What is
imported before the first picture does without it: ``widget.setProperty("textFormat", PLAIN_TEXT)``.
"""

PLAIN_TEXT = 0  # Qt.TextFormat.PlainText
NO_FOCUS = 0  # Qt.FocusPolicy.NoFocus
SCROLL_BAR_NEVER = 1  # Qt.ScrollBarPolicy.ScrollBarAlwaysOff
TEXT_BESIDE_ICON = 2  # Qt.ToolButtonStyle.ToolButtonTextBesideIcon
TEXT_UNDER_ICON = 3  # Qt.ToolButtonStyle.ToolButtonTextUnderIcon
TEXT_ONLY = 1  # ToolButtonTextOnly

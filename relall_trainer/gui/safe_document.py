"""The one widget that shows formatted text.

It opens nothing: no file, no address, whatever the text asks for.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from relall_trainer.gui.markdown import EVIDENCE, to_html
from relall_trainer.gui.theme import Theme


class GuardedDocument(QTextDocument):
    """A document that answers every request for a picture or file with one empty pixel.

    An empty answer would make Qt open the name itself, so the answer is never empty.
    """

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        return _pixel()


class SafeDocument(QTextBrowser):
    """Formatted text to read. ``evidence_asked`` names the item whose citation was followed.

    With ``grow`` it is as high as its text and leaves scrolling to what it stands in.
    """

    evidence_asked = Signal(str)
    address_asked = Signal(str)

    def __init__(self, theme: Theme, name: str, *, grow: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._grow = grow
        self._body = ""
        self.setDocument(GuardedDocument(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if grow:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().setDocumentMargin(3)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._show)

    def show_markdown(self, text: str) -> None:
        """Show Markdown from a case, a note or a help page."""
        self.show_safe_html(to_html(text))

    def show_safe_html(self, html: str) -> None:
        """Show HTML the program made itself, with every text from elsewhere escaped."""
        self._body = html
        self._show()

    def loadResource(self, kind: int, name: QUrl | str) -> QImage:
        return _pixel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        if not self._grow:
            return super().sizeHint()
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """As high as the text is at this width."""
        return round(self.document().size().height()) + 2 * self._theme.sizes.focus + 2

    def _show(self) -> None:
        self.document().setDefaultFont(self._theme.font())
        self.document().setDefaultStyleSheet(document_style(self._theme))
        self.setHtml(self._body)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _fit(self) -> None:
        if self._grow:
            self.setFixedHeight(self.heightForWidth(self.width()))

    def _follow(self, link: QUrl) -> None:
        address = link.toString()
        if address.startswith(EVIDENCE):
            self.evidence_asked.emit(address.removeprefix(EVIDENCE))
        elif address.startswith("https://"):
            self.address_asked.emit(address)


def document_style(theme: Theme) -> str:
    """How formatted text looks within a document."""
    colors, px = theme.colors, theme.px
    return f"""
body, p, li, td, th {{ color: {colors.ink}; }}
p {{ margin-top: 0; margin-bottom: {px(8)}px; line-height: 130%; }}
li {{ margin-bottom: {px(4)}px; line-height: 130%; }}
h1, h2 {{ font-size: {px(theme.sizes.section)}px; font-weight: 600; margin-top: {px(12)}px; }}
h3, h4 {{ font-size: {px(theme.sizes.body)}px; font-weight: 600; margin-top: {px(8)}px; }}
a {{ color: {colors.link}; text-decoration: none; }}
.muted {{ color: {colors.muted}; }}
.small {{ font-size: {px(theme.sizes.small)}px; }}
.mark {{ background-color: {colors.mark}; color: {colors.ink}; }}
th {{ text-align: left; padding: {px(4)}px; color: {colors.muted}; }}
td {{ padding: {px(4)}px; }}
"""


def _pixel() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32)
    image.fill(0)
    return image

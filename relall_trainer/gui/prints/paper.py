"""A guarded document on paper: pages with a footer that says what this is, of which version and when.

Text comes in plain and is escaped here; nothing outside the document is ever opened. Always the light
colors: paper is white.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QIODevice, QMarginsF, QRectF, QSaveFile, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from relall_trainer.errors import TrainerError
from relall_trainer.gui.markdown import cited_items, plain, to_html
from relall_trainer.gui.safe_document import GuardedDocument
from relall_trainer.gui.theme import Theme

A4 = "A4"
LETTER = "Letter"
PAPERS = {A4: QPageSize.PageSizeId.A4, LETTER: QPageSize.PageSizeId.Letter}

DISCLAIMER = "For teaching only; scored against a paper of 2015; not for the care of a patient."
_DPI = 1200
_POINTS = 72  # to the inch: lengths in the document are in points
_MARGIN = 48  # points
_FOOT = 34
_BODY = 9.5
_SMALLER = (0.9, 0.8, 0.74)  # of the size of the type; below that nobody reads it


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands under every page: the program and its version, what was printed on what, and when."""

    program: str
    content: str
    printed: str

    def words(self) -> str:
        """Both lines in one, without the page."""
        return " · ".join(part for part in (self.program, self.content, f"printed {self.printed}") if part)


class Sheet:
    """Puts a document together from plain text, paragraph by paragraph and table by table.

    ``one_page``: set in smaller type, within reason, where it would run over.
    """

    def __init__(self, title: str, *, one_page: bool = False) -> None:
        self.title = title
        self.one_page = one_page
        self._parts: list[str] = []
        self.heading(title, level=1)

    def heading(self, text: str, level: int = 2) -> None:
        self._parts.append(f"<h{level}>{escaped(text)}</h{level}>")

    def line(self, text: str, kind: str = "") -> None:
        """A paragraph; ``kind`` is muted, small, strong or nothing. Empty text leaves nothing."""
        if text:
            style = f' class="{kind}"' if kind else ""
            self._parts.append(f"<p{style}>{escaped(text)}</p>")

    def markdown(self, text: str) -> None:
        """Markdown of a case or an item, as on the screen; what its numbers stand for is told below it."""
        if text.strip():
            self._parts.append(to_html(text))
            self.line(" · ".join(f"[{n}] {item}" for n, item in enumerate(cited_items(text), 1)), "small")

    def points(self, lines: Iterable[str]) -> None:
        """A list."""
        items = "".join(f"<li>{escaped(line)}</li>" for line in lines)
        if items:
            self._parts.append(f"<ul>{items}</ul>")

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int] = ()
    ) -> None:
        """A table whose headings are repeated on each page; ``widths`` in per cent."""
        sized = [f' width="{width}%"' for width in widths] or [""] * len(headings)
        head = "".join(
            f"<th{width}>{escaped(text)}</th>" for text, width in zip(headings, sized, strict=True)
        )
        body = "".join(f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows)
        if body:
            padding = 1 if self.one_page else 3
            self._parts.append(
                f'<table width="100%" cellspacing="0" cellpadding="{padding}"><thead><tr>{head}</tr></thead>{body}'
                "</table>"
            )

    def html(self) -> str:
        """The whole as HTML with every text escaped."""
        return "".join(self._parts)


def escaped(text: str) -> str:
    """Text from anywhere as HTML; line breaks stay."""
    return html.escape(plain(text)).replace("\n", "<br>")


def write_pdf(sheet: Sheet, path: Path, footer: Footer, theme: Theme, paper: str = A4) -> int:
    """Write the sheet to ``path`` as a PDF, whole or not at all; how many pages.

    Raises TrainerError where the file cannot be written; what was there before stays as it was.
    """
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise _unwritten(path, file.errorString())
    pages = _paint(sheet, file, footer, theme, paper)
    if not pages or not file.commit():
        reason = file.errorString()
        file.cancelWriting()
        raise _unwritten(path, reason)
    return pages


def _unwritten(path: Path, reason: str) -> TrainerError:
    return TrainerError(
        f"The PDF {path.name} could not be written ({reason or 'the device refused'}).",
        safe="Your record is as it was, and so is any file of that name.",
        todo="Choose another folder, or make room, and print again.",
    )


def _paint(sheet: Sheet, device: QIODevice, footer: Footer, theme: Theme, paper: str) -> int:
    writer = QPdfWriter(device)
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(PAPERS[paper]),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
            QPageLayout.Unit.Point,
        )
    )
    writer.setTitle(sheet.title)
    writer.setCreator(footer.program)
    room = writer.pageLayout().paintRect(QPageLayout.Unit.Point)
    document = _document(sheet, theme, QSizeF(room.width(), room.height() - _FOOT))
    count = document.pageCount()
    painter = QPainter()
    if not painter.begin(writer):
        return 0
    painter.scale(_DPI / _POINTS, _DPI / _POINTS)
    for number in range(count):
        if number and not writer.newPage():
            painter.end()
            return 0
        _paint_page(painter, document, number, theme)
        _paint_foot(painter, footer, f"page {number + 1} of {count}", room, theme)
    painter.end()
    return count


def _document(sheet: Sheet, theme: Theme, size: QSizeF) -> QTextDocument:
    document = _set(sheet, theme, size, 1)
    for scale in _SMALLER:
        if not sheet.one_page or document.pageCount() == 1:
            break
        document = _set(sheet, theme, size, scale)
    return document


def _set(sheet: Sheet, theme: Theme, size: QSizeF, scale: float) -> QTextDocument:
    document = GuardedDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(theme, _BODY * scale))
    document.setDefaultStyleSheet(_style(theme, scale))
    document.setHtml(sheet.html())
    # Laid out in points whatever the screen has; text is measured by the design of the typeface, not by its pixels.
    document.setUseDesignMetrics(True)
    document.setPageSize(size)
    return document


def _paint_page(painter: QPainter, document: QTextDocument, number: int, theme: Theme) -> None:
    size = document.pageSize()
    painter.save()
    painter.translate(0, -number * size.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, number * size.height(), size.width(), size.height())
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(theme.paper.ink))
    context.palette = palette
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, footer: Footer, page: str, room: QRectF, theme: Theme) -> None:
    painter.save()
    painter.setPen(QColor(theme.paper.muted))
    painter.setFont(_font(theme, 7))
    line = painter.fontMetrics().lineSpacing()
    top = room.height() - 2 * line
    painter.drawText(QRectF(0, top, room.width(), line), 0, footer.words())
    painter.drawText(QRectF(0, top + line, room.width(), line), 0, f"{DISCLAIMER} · {page}")
    painter.restore()


def _font(theme: Theme, points: float) -> QFont:
    font = QFont(theme.sizes.family)
    # One unit of the painter is one point, so sizes are given in its units.
    font.setPixelSize(max(1, round(points)))
    # Signs the typeface puts in by context have no letter behind them: copied out of the PDF they would be others.
    for feature in ("calt", "case", "ccmp"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _style(theme: Theme, scale: float) -> str:
    colors = theme.paper

    def px(length: int) -> str:
        return f"{round(length * scale)}px"

    return f"""
body, p, li, td {{ color: {colors.ink}; }}
p {{ margin-top: 0; margin-bottom: {px(5)}; }}
h1 {{ font-size: {px(17)}; font-weight: 600; margin-top: 0; margin-bottom: {px(6)}; }}
h2 {{ font-size: {px(12)}; font-weight: 600; margin-top: {px(12)}; margin-bottom: {px(4)}; }}
h3, h4 {{ font-size: {px(10)}; font-weight: 600; margin-top: {px(8)}; margin-bottom: {px(3)}; }}
a {{ color: {colors.ink}; text-decoration: none; }}
th {{ text-align: left; color: {colors.muted}; font-weight: 600; }}
.muted, .small {{ color: {colors.muted}; }}
.strong {{ font-weight: 600; }}
"""

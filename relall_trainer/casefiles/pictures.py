"""Whether an image file may be shown: a PNG or JPEG by its content, of bounded size.

Other formats are refused: an SVG can read other files and draw without end.
"""

from __future__ import annotations

import struct
from pathlib import Path

from relall_trainer.errors import BadFile
from relall_trainer.textfile import read_bytes

MAX_BYTES = 4_000_000
MAX_PIXELS = 4_096  # a side
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Markers of a JPEG's frame header, which holds its height and width.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_fault(path: Path) -> str:
    """Why an image cannot be shown, or nothing."""
    try:
        data = read_bytes(path, MAX_BYTES)
    except BadFile as fault:
        return fault.what.removeprefix(f"{path}: ").rstrip(".")
    size = _png_size(data) if data.startswith(_PNG) else _jpeg_size(data) if data.startswith(_JPEG) else None
    if size is None:
        return "is neither a PNG nor a JPEG"
    if not 0 < max(size) <= MAX_PIXELS:
        return f"is {size[0]} × {size[1]} pixels; the limit is {MAX_PIXELS} a side"
    return ""


def _png_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None

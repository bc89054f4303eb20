"""Writes a PNG from the red, green, blue and alpha of every pixel."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

Pixel = tuple[int, int, int, int]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS = 8
_RED_GREEN_BLUE_ALPHA = 6
_NO_FILTER = b"\x00"


def png(size: int, pixel: Callable[[int, int], Pixel]) -> bytes:
    """A square picture of `size` × `size`; `pixel(x, y)` tells each, from the top left."""
    rows = b"".join(_NO_FILTER + b"".join(bytes(pixel(x, y)) for x in range(size)) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, _BITS, _RED_GREEN_BLUE_ALPHA, 0, 0, 0)
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Files that people send with their words: named and linked, never copied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AttachedFile:
    """`kind` is the platform's word for the type (`pdf`, `png`), `size` in bytes; each empty where nobody says.

    `url` opens the file on `platform` for those who may read it there.
    """

    name: str
    platform: str
    kind: str = ""
    size: int | None = None
    url: str | None = None

"""Which picture of an open dialog is the newest, so that an older one is not drawn over it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

# Dialogs that are open at once are far fewer; one forgotten here is merely drawn without taking turns.
_MOST = 1000


@dataclass
class Picture:
    """`newest` is when the last choice in the dialog was made, `turn` lets one picture be drawn at a time."""

    newest: str = ""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pictures:
    def __init__(self) -> None:
        self._open: OrderedDict[str, Picture] = OrderedDict()

    def of(self, view_id: str) -> Picture:
        picture = self._open.setdefault(view_id, Picture())
        self._open.move_to_end(view_id)
        while len(self._open) > _MOST:
            self._open.popitem(last=False)
        return picture

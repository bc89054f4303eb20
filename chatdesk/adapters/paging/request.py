"""One request to a pager, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SOURCE = "chatdesk"


@dataclass(frozen=True)
class Request:
    """A POST of JSON. Sent again it is recognised by the pager, so an unknown outcome is simply tried again."""

    url: str
    body: bytes
    # Not in any text that is printed of this: one of them is a key.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

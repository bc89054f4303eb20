"""What the app answered to something that was sent to it, over HTTP or over a socket."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """`failure` is None for a 2xx and for an acknowledged envelope, else Slack's word for what went wrong."""

    status: int | None
    body: str
    content_type: str
    failure: str | None
    no_retry: bool = False

    def json(self) -> JSON | None:
        """The body as a JSON object; None if it is anything else."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

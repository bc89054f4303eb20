"""What went over the wire, both ways, kept for tests and for finding out what happened."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class ApiCall:
    """A Web API call, or a post to a response URL, that the app made. `response` is None if none was sent."""

    method: str
    args: JSON
    status: int | None
    response: JSON | None

    @property
    def error(self) -> str | None:
        return None if self.response is None else self.response.get("error")


@dataclass(frozen=True)
class Delivery:
    """A signed request that the workspace sent to the app. `kind` is an event's type, an interactive
    payload's type or "slash_command"; `status` is None where no HTTP answer came."""

    kind: str
    content: JSON
    body: bytes
    content_type: str
    retry_num: int
    status: int | None
    answer: str


class Journal:
    """The newest `size` entries of each direction."""

    def __init__(self, size: int = 5_000) -> None:
        self._calls: deque[ApiCall] = deque(maxlen=size)
        self._deliveries: deque[Delivery] = deque(maxlen=size)

    def record_call(self, call: ApiCall) -> None:
        self._calls.append(call)

    def record_delivery(self, delivery: Delivery) -> None:
        self._deliveries.append(delivery)

    def calls(self, method: str | None = None) -> list[ApiCall]:
        return [call for call in self._calls if method in (None, call.method)]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        return [delivery for delivery in self._deliveries if kind in (None, delivery.kind)]

    def clear(self) -> None:
        self._calls.clear()
        self._deliveries.clear()

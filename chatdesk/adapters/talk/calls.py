"""What a call to a platform that failed means: not now, never, or nobody knows."""

from __future__ import annotations

from enum import StrEnum

from chatdesk.delivery import SendFailed


class Meaning(StrEnum):
    RETRY = "retry"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


class CallFailed(Exception):
    """`code` is the platform's, or our word for what went wrong on the way; `retry_after` its wish in seconds."""

    def __init__(self, meaning: Meaning, code: str, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.meaning = meaning
        self.code = code
        self.retry_after = retry_after


def as_send_failed(failed: CallFailed) -> SendFailed:
    """What the outbox is told of a call that failed."""
    return SendFailed(failed.meaning.value, code=failed.code, retry_after=failed.retry_after)

"""What the validator finds wrong, and the error that Slack answers for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`code` is the error this finding leads to where it is not the surface's usual one."""

    pointer: str
    message: str
    code: str | None = None

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


@dataclass(frozen=True)
class Refusal:
    code: str
    messages: tuple[str, ...] = ()

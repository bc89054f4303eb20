"""A way in: one kind of request on one platform. The same shape for all, so that each can be driven by one test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Through(StrEnum):
    """What a person does at a door. What is `REWORDED` was said before: no verb comes with it."""

    TYPED = "typed"
    SAID = "said"
    CLICKED = "clicked"
    ASKED_FOR_FORM = "asked_for_form"
    SENT_FORM = "sent_form"
    REDREW_FORM = "redrew_form"
    SHORTCUT = "shortcut"
    REACTED = "reacted"
    LOOKED = "looked"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Door:
    """`name` is the platform's own word for this request. `verbs` can come through it."""

    platform: str
    name: str
    through: Through
    verbs: frozenset[str]

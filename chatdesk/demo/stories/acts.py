"""What people do in a story."""

from __future__ import annotations

from datetime import timedelta

from chatdesk.demo.stories.stage import Stage
from chatdesk.demo.stories.story import CUSTOMERS, Act


def opens(who: str, title: str, **entries: str) -> Act:
    """By the form in the customer's channel; `question_x` is the form's question x."""
    given = {key.replace("question_", "question."): value for key, value in entries.items()}

    async def act(stage: Stage) -> None:
        await stage.opens(who, CUSTOMERS, title, given)

    return act


def types(who: str, where: str, command: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.types(who, where, command)

    return act


def mentions(who: str, where: str, text: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.mentions(who, where, text)

    return act


def presses(who: str, where: str, button: str, **entries: str) -> Act:
    """`button` is the words on it; `entries` fill in the form that it opens."""

    async def act(stage: Stage) -> None:
        await stage.presses(who, where, button, entries or None)

    return act


def waits_for(what: str) -> Act:
    """`what` is in the words of the time control's next thing."""

    async def act(stage: Stage) -> None:
        await stage.waits_for(what)

    return act


def passes(**span: float) -> Act:
    async def act(stage: Stage) -> None:
        await stage.passes(timedelta(**span))

    return act

"""A form, and a way to open it."""

from typing import Any

from tests.playground.blocks_by_hand import (
    choice,
    element,
    entry,
    modal,
    mrkdwn,
    option,
    plain,
    typed,
)
from tests.playground.bolt_app import World


def form(**more: Any) -> dict[str, Any]:
    return modal(
        entry(typed(action_id="text", min_length=3), label=plain("What happened"), block_id="what"),
        entry(
            choice("radio_buttons", options=[option(1), option(2, text=mrkdwn("*Two*"))]),
            label=plain("How bad"),
            block_id="bad",
        ),
        entry(element("users_select", action_id="who"), label=plain("Who"), block_id="who", optional=True),
        callback_id="form",
        **more,
    )


async def opened(world: World, view: dict[str, Any] | None = None, name: str = "ana") -> None:
    """Opens a modal for a person, by a trigger as any act of theirs gives."""
    trigger_id = world.playground.triggers.issue(world.person(name).id)
    await world.client.views_open(trigger_id=trigger_id, view=view or form())

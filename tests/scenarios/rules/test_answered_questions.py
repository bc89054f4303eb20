"""A message that asks for an answer shows no buttons once there is one."""

from __future__ import annotations

from typing import Any

import pytest

from chatdesk.playground.reader import NotThere as NotOnSlack
from tests.story import Actor
from tests.teams_peer.sheet import NotThere as NotInTeams

FRIDAY = "2026-03-06T14:20-05:00"


async def sees_no(who: Actor, button: str, message: Any) -> None:
    with pytest.raises((NotOnSlack, NotInTeams), match="there is \\[\\]"):
        await who.click(button, message)


async def test_a_question_that_was_answered_asks_no_more(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop")
    question = world.customer.finds("Until you choose", "#harbor-support")
    await world.customer.click("P2 · Moderate impact", question)
    assert "Until you choose" not in world.customer.reads(world.card(number, world.customer))
    answered = world.customer.finds("Severity: P2 · Moderate impact.", "#harbor-support")
    await sees_no(world.customer, "P1 · Major impact", answered)


async def test_a_fix_that_was_approved_asks_no_more(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.slash("#case-desk", f"/case resolve {number} We replaced the card.")
    await world.customer.click("Approve the fix", world.card(number, world.customer))
    fixed = world.customer.finds("We replaced the card.", "#harbor-support")
    await sees_no(world.customer, "Approve the fix", fixed)

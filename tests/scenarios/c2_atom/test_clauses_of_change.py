"""C2-12 to C2-16: a request for change walks its steps, none of them skipped, and its customer follows it."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

FRIDAY = "2026-03-06T16:00-05:00"  # an hour before the close; the clocks go forward on Sunday
CUSTOMERS = "#harbor-support"
DESK = "#case-desk"


@pytest.mark.parametrize("way", [("phone", "by phone"), ("email", "by e-mail"), ("portal", "by portal")])
async def test_C2_12_a_request_for_change_comes_by_phone_e_mail_or_portal(desk_world, way: tuple[str, str]) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    typed, told = way
    await world.engineer.slash(DESK, f"/case open via {typed} A report of all tunnels")
    await world.engineer.submit({"For which customer?": "Harbor Grid", "reason": "Request for change"})
    card = on_our_card(world, "HARBOR-1")
    assert "Kind: Request for change · Change request" in card
    assert told in next(line for line in card if line.startswith("Opened:"))
    assert "A report of all tunnels" in world.customer.reads(CUSTOMERS)


async def test_C2_13_it_is_analysed_and_its_needs_written_back_before_anything_else(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await _ask_for_change(world)
    assert "Request: submitted, to be analysed" in on_their_card(world, number)
    assert "Review of the problem: as soon as we can; there is no fixed time" in on_their_card(world, number)
    for early in ("criterion {} It opens in two seconds", "evaluate {} Three days", "schedule {} 2026-05-01"):
        await world.engineer.slash(DESK, f"/case {early.format(number)}")
        told = world.engineer.reads(DESK)
        assert "The request is submitted, to be analysed now, so this step is not its turn." in told
    await _resolve(world, number)
    assert "Request: submitted, to be analysed" in on_their_card(world, number)
    await world.engineer.click("Write back the needs", world.card(number))
    await world.engineer.submit({"text": "A report of all tunnels, by day."})
    told = in_their_thread(world, number)
    assert "this is how Dana Reyes understood your request:" in told
    assert "A report of all tunnels, by day." in told
    assert "Request: analysed, needs written back" in on_their_card(world, number)
    assert "Analysis: done Fri 6 Mar, 16:00 (New York time)" in on_our_card(world, number)


async def test_C2_14_the_criterion_is_approved_by_the_authorised_contact_only(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await _ask_for_change(world)
    await world.engineer.slash(DESK, f"/case needs {number} A report of all tunnels, by day.")
    await world.engineer.slash(DESK, f"/case criterion {number} It opens within ten seconds.")
    assert "by this we would both see that your request is fulfilled:" in in_their_thread(world, number)
    # Before the yes there is no evaluation.
    await world.engineer.slash(DESK, f"/case evaluate {number} Three days of work.")
    assert "The request is acceptance criterion proposed now" in world.engineer.reads(DESK)
    # Camila may ask for changes, she speaks for nobody; and what we think of it is no approval.
    await world.colleague.slash(CUSTOMERS, f"/case approve {number}")
    assert "Eso solo puede hacerlo un representante del cliente." in world.colleague.reads(CUSTOMERS)
    await world.engineer.slash(DESK, f"/case approve {number}")
    assert "Only the customer can do that." in world.engineer.reads(DESK)
    assert "Request: acceptance criterion proposed" in on_their_card(world, number)
    # Ruth, the authorised contact, wants another one first.
    await world.customer.click("Not like this", world.card(number, world.customer))
    await world.customer.submit({"text": "Ten seconds is too slow."})
    assert "Ten seconds is too slow." in in_our_thread(world, number)
    assert "Request: analysed, needs written back" in on_our_card(world, number)
    await world.engineer.slash(DESK, f"/case criterion {number} It opens within two seconds.")
    await world.customer.click("Approve the criterion", world.card(number, world.customer))
    assert "Request: acceptance criterion approved" in on_our_card(world, number)
    assert "Ruth Adler of Harbor Grid approved the acceptance criterion." in in_our_thread(world, number)


async def test_C2_15_then_it_is_evaluated_put_on_the_roadmap_and_its_date_is_told_and_kept(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await _approved(world)
    await world.engineer.slash(DESK, f"/case schedule {number} 2026-05-01")
    assert "The request is acceptance criterion approved now" in world.engineer.reads(DESK)
    await world.engineer.click("Evaluate", world.card(number))
    await world.engineer.submit({"text": "Three days of work."})
    assert "Three days of work." in in_their_thread(world, number)
    assert "Request: evaluated" in on_their_card(world, number)
    await _resolve(world, number)
    assert "Request: evaluated" in on_their_card(world, number)
    await world.engineer.click("Tell the delivery", world.card(number))
    await world.engineer.submit({"term": "2026-05-01"})
    # A day alone ends when its business hours do.
    assert "your request is on our roadmap. It comes Fri 1 May, 17:00 (New York time)." in in_their_thread(
        world, number
    )
    assert "Resolution: due Fri 1 May, 17:00 (New York time)" in on_our_card(world, number)
    await world.until("2026-05-01T17:00-04:00")
    assert "Missed: fix by Fri 1 May, 17:00 (New York time)" in world.on_call.reads("#on-call")


async def test_C2_15_delivered_it_is_done(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await _approved(world)
    await world.engineer.slash(DESK, f"/case evaluate {number} Three days of work.")
    await world.engineer.slash(DESK, f"/case schedule {number} 2026-05-01 12:00")
    await world.until("2026-04-30T12:00-04:00")
    await _resolve(world, number)
    assert "Request: delivered; delivery Fri 1 May, 12:00 (New York time)" in on_their_card(world, number)
    assert "Resolution: done Thu 30 Apr, 12:00 (New York time)" in on_our_card(world, number)


async def test_C2_16_the_customer_follows_it_with_show_and_asks_in_its_thread(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await _approved(world)
    await world.engineer.slash(DESK, f"/case evaluate {number} Three days of work.")
    await world.engineer.slash(DESK, f"/case schedule {number} 2026-05-01 12:00")
    await world.customer.slash(CUSTOMERS, f"/case show {number}")
    shown = world.customer.finds("Request: on the roadmap", CUSTOMERS)
    assert "delivery Fri 1 May, 12:00 (New York time)" in world.customer.text_of(shown)
    await world.customer.mention(
        CUSTOMERS, "reply Will it show closed tunnels too?", world.card(number, world.customer)
    )
    assert "Will it show closed tunnels too?" in in_our_thread(world, number)
    await world.engineer.slash(DESK, f"/case reply {number} Yes, closed ones too.")
    assert "Yes, closed ones too." in in_their_thread(world, number)
    # Asking moves nothing.
    assert "Request: on the roadmap; delivery Fri 1 May, 12:00 (New York time)" in on_their_card(world, number)


async def _ask_for_change(world: Story) -> str:
    return await world.open_case("A report of all tunnels", reason="Request for change", severity="3 · Medium")


async def _approved(world: Story) -> str:
    number = await _ask_for_change(world)
    await world.engineer.slash(DESK, f"/case needs {number} A report of all tunnels, by day.")
    await world.engineer.slash(DESK, f"/case criterion {number} It opens within two seconds.")
    await world.customer.slash(CUSTOMERS, f"/case approve {number}")
    return number


async def _resolve(world: Story, number: str) -> None:
    await world.engineer.slash(DESK, f"/case resolve {number} It is there.")

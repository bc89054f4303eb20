"""D1 and D2: when a clock starts, and on which side of an edge a moment falls."""

import re

from tests.world import text_of

FRIDAY = "2026-03-06T14:20-05:00"


async def test_D1_a_modal_reports_when_it_is_sent_not_when_it_is_opened(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.customer.slash("#harbor-support", "/case open VPN is down")
    await world.until("2026-03-06T14:45-05:00")
    await world.customer.submit({"severity": "P1 · Major impact"})
    assert "Someone takes it: by Fri 6 Mar, 15:45 (New York time)" in world.customer.reads("#harbor-support")


async def test_D1_a_mention_reports_when_it_was_written_however_late_it_is_delivered(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    world.cut_off()
    await world.foreign_customer.mention("#bluepeak-support", "open the encoder is silent")
    await world.until("2026-03-06T14:50-05:00")
    await world.reconnect()
    opened = world.engineer.reads("#case-desk")
    assert "BLUEPEAK-1" in opened
    assert "Opened: Fri 6 Mar, 14:20 (New York time), by mention" in opened


async def test_D1_a_case_from_an_old_message_starts_when_the_message_was_written(desk_world) -> None:
    """What ran out before anybody marked it is missed at once: our delay is not the customer's."""
    world = await desk_world("catamarun", at=FRIDAY)
    written = await world.customer.say("#harbor-support", "The outage map is blank")
    await world.until("2026-03-09T11:00-04:00")
    await world.engineer.react(written, "ticket")
    card = world.on_the_card("HARBOR-1")
    assert "Opened: Fri 6 Mar, 14:20 (New York time), " in card
    assert "Acknowledgement: missed, was due Mon 9 Mar, 10:20 (New York time)" in card
    assert "Acknowledgement was due Mon 9 Mar, 10:20 (New York time) and has not come." in world.on_call.reads(
        "#on-call"
    )


async def test_D2_a_report_at_closing_time_starts_at_the_next_opening(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T17:00-05:00")
    await world.open_case("The line stands", severity="2 · High")
    assert "the clock starts Mon 9 Mar, 09:30 (New York time)" in world.customer.reads("#harbor-support")


async def test_D2_a_report_a_second_before_closing_time_starts_at_once(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T16:59:59-05:00")
    await world.open_case("The line stands", severity="2 · High")
    told = world.customer.reads("#harbor-support")
    assert "the clock starts" not in told
    assert "Fix: by Mon 9 Mar, 16:59 (New York time)" in told


async def test_D2_a_promise_kept_a_second_before_it_is_due_is_met(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.until("2026-03-06T15:19:59-05:00")
    await world.engineer.click("I have it", world.card(number))
    assert "Acknowledgement: done Fri 6 Mar, 15:19 (New York time)" in world.on_the_card(number)
    assert ", late" not in world.on_the_card(number)


async def test_D2_at_the_moment_it_is_due_it_is_breached_and_a_late_answer_does_not_erase_it(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.until("2026-03-06T15:20-05:00")
    await world.engineer.click("I have it", world.card(number))
    acknowledged = re.search(r"Acknowledgement: .*", text_of(world.card(number))).group()
    assert (
        acknowledged
        == "Acknowledgement: done Fri 6 Mar, 15:20 (New York time), late (was due Fri 6 Mar, 15:20 (New York time))"
    )

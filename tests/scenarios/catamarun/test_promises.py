"""CAT-2 to CAT-7: which priority a case has, and what is promised for it."""

import pytest

from tests.story import Story

FRIDAY = "2026-03-06T14:20-05:00"


@pytest.mark.parametrize(
    ("operation", "workaround", "suggested"),
    [
        pytest.param("It is down", "No", "P1 · Major impact", id="CAT-2_down"),
        pytest.param("It runs, but we cannot work with it", "No", "P1 · Major impact", id="CAT-2_unusable"),
        pytest.param("Clearly worse than usual", "Yes", "P2 · Moderate impact", id="CAT-3_degraded"),
        pytest.param("Clearly worse than usual", "No", "P1 · Major impact", id="CAT-3_gap_is_proposed_as_P1"),
        pytest.param("A small fault, we can work", "Yes", "P3 · Minor impact", id="CAT-4_minor"),
        pytest.param("A small fault, we can work", "No", "P2 · Moderate impact", id="CAT-4_minor_without_workaround"),
        pytest.param("Fine, I have a question", "No", "P4 · Question", id="CAT-4_question"),
    ],
)
async def test_CAT_2_CAT_3_CAT_4_the_answers_suggest_the_priority(
    desk_world, operation: str, workaround: str, suggested: str
) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.customer.slash("#harbor-support", "/case open")
    await world.customer.click("How is the network doing?", choose=operation)
    await world.customer.click("Is there a workaround?", choose=workaround)
    assert f"From your answers: {suggested}." in world.customer.modal().text


@pytest.mark.parametrize(
    ("priority", "acknowledged_by"),
    [
        pytest.param("P1 · Major impact", "Fri 6 Mar, 15:20", id="P1_one_hour_around_the_clock"),
        pytest.param("P2 · Moderate impact", "Mon 9 Mar, 10:20", id="P2_four_business_hours"),
        pytest.param("P3 · Minor impact", "Mon 9 Mar, 10:20", id="P3_four_business_hours"),
        pytest.param("P4 · Question", "Mon 9 Mar, 14:20", id="P4_eight_business_hours"),
    ],
)
async def test_CAT_5_the_customer_is_told_by_when_somebody_is_on_it(
    desk_world, priority: str, acknowledged_by: str
) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=priority)
    assert f"Someone takes it: by {acknowledged_by} (New York time)" in world.customer.reads("#harbor-support")


@pytest.mark.parametrize(
    ("priority", "escalates_at"),
    [
        pytest.param("P1 · Major impact", "Fri 6 Mar, 18:20", id="P1_four_hours_around_the_clock"),
        pytest.param("P2 · Moderate impact", "Mon 9 Mar, 14:20", id="P2_eight_business_hours_over_the_switch"),
        pytest.param("P3 · Minor impact", "Fri 13 Mar, 14:20", id="P3_five_business_days"),
        pytest.param("P4 · Question", "Fri 13 Mar, 14:20", id="P4_five_business_days"),
    ],
)
async def test_CAT_6_engineers_see_when_it_escalates_and_the_customer_does_not(
    desk_world, priority: str, escalates_at: str
) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=priority)
    assert f"Escalation: due {escalates_at} (New York time)" in world.on_the_card(number)
    assert "scalat" not in world.customer.reads("#harbor-support")


async def test_CAT_6_a_P1_on_saturday_night_does_not_wait_for_monday(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-07T23:30-05:00")
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    # The clocks go forward that night, so four hours later it is 04:30.
    assert "Escalation: due Sun 8 Mar, 04:30 (New York time)" in world.on_the_card(number)


async def test_CAT_5_a_case_outside_hours_says_when_its_clock_starts(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-07T11:00-05:00")
    await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    told = world.customer.reads("#harbor-support")
    assert "Our hours are Mon–Fri 09:00–17:00 (New York); the clock starts Mon 9 Mar, 09:00 (New York time)." in told
    assert "Someone takes it: by Mon 9 Mar, 13:00 (New York time)" in told


async def test_CAT_5_a_case_in_hours_says_nothing_of_hours(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    assert "Our hours" not in world.customer.reads("#harbor-support")


async def test_CAT_7_a_timely_acknowledgement_ends_its_clock_and_raises_nothing(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.until("2026-03-06T15:00-05:00")
    await world.on_call.click("I have it", world.card(number))
    assert "Malik Osei has your case and is on it." in world.customer.reads(world.card(number, world.customer))
    await world.until("2026-03-06T16:00-05:00")
    assert "Acknowledgement: done Fri 6 Mar, 15:00 (New York time)" in world.on_the_card(number)
    assert "escalated" not in world.on_call.reads("#on-call")


async def test_CAT_7_a_reply_does_not_end_the_escalation_clock_and_a_resolution_does(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    answered = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await _acknowledge_and_reply(world, answered)
    resolved = await world.open_case("Portal slow", severity="P1 · Major impact")
    await _acknowledge_and_reply(world, resolved)
    await world.engineer.click("Resolve", world.card(resolved))
    await world.engineer.submit({"text": "The portal is quick again."})
    await world.until("2026-03-06T18:25-05:00")
    assert f"{answered} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    assert f"{resolved} of Harbor Grid is escalated" not in world.on_call.reads("#on-call")


async def _acknowledge_and_reply(world: Story, number: str) -> None:
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.click("Reply", world.card(number))
    await world.engineer.submit({"text": "We are looking at your gateway."})
    assert "We are looking at your gateway." in world.customer.reads(world.card(number, world.customer))

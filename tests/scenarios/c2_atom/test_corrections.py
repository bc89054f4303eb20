"""C2-1 to C2-10: contact and correction by severity, in the order of the source."""

import pytest

FRIDAY = "2026-03-06T16:00-05:00"


async def test_C2_1_a_case_on_saturday_starts_on_monday_at_half_past_nine(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-07T11:00-05:00")
    await world.open_case("The line stands", severity="2 · High")
    told = world.customer.reads("#harbor-support")
    assert "the clock starts Mon 9 Mar, 09:30 (New York time)" in told
    # Reported outside hours, a business day ends at the close of the first one.
    assert "Fix: by Mon 9 Mar, 17:00 (New York time)" in told


@pytest.mark.parametrize(
    ("severity", "fixed_by"),
    [
        pytest.param("1 · Critical", "Thu 12 Mar, 16:00", id="C2-7_critical_four_business_days"),
        pytest.param("2 · High", "Mon 9 Mar, 16:00", id="C2-8_high_one_business_day"),
        pytest.param("3 · Medium", "Wed 11 Mar, 16:00", id="C2-9_medium_three_business_days"),
    ],
)
async def test_C2_3_C2_7_C2_8_C2_9_contact_and_correction_are_promised_as_written(
    desk_world, severity: str, fixed_by: str
) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.open_case("The line stands", severity=severity)
    told = world.customer.reads("#harbor-support")
    assert f"Fix: by {fixed_by} (New York time)" in told
    assert "First answer: by Tue 10 Mar, 16:00 (New York time)" in told


async def test_C2_3_C2_10_low_promises_no_contact_and_no_date_until_one_is_agreed(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    told = world.customer.reads("#harbor-support")
    assert "First answer" not in told
    assert "Fix: on a date we agree with you; none is set yet" in told
    await world.until("2026-04-30T12:00-04:00")
    assert world.on_call.reads("#on-call") == ""
    assert "missed" not in world.on_the_card(number)


async def test_C2_6_an_engineer_engages_development_when_critical_has_no_bypass(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="1 · Critical")
    await world.engineer.click("Hand to Development", world.card(number))
    assert "Support level: Development" in world.on_the_card(number)
    assert number in world.level_3.reads("@chatdesk")  # Samuel leads development


async def test_C2_6_nobody_says_so_for_a_business_hour_and_development_is_engaged_anyway(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="1 · Critical")
    await world.until("2026-03-06T16:59:59-05:00")
    assert number not in world.level_3.reads("@chatdesk")
    await world.until("2026-03-06T17:00-05:00")
    await world.settle()
    assert "Support level: Development" in world.on_the_card(number)
    assert number in world.level_3.reads("@chatdesk")


async def test_C2_8_high_is_development_s_at_once(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="2 · High")
    assert "Support level: Development" in world.on_the_card(number)
    assert number in world.level_3.reads("@chatdesk")


async def test_C2_7_D6_made_worse_from_high_to_critical_it_is_never_due_later(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="2 · High")
    await world.engineer.slash("#case-desk", f"/case severity {number} 1")
    assert "Severity: 1 · Critical" in world.on_the_card(number)
    assert "Resolution: due Mon 9 Mar, 16:00 (New York time)" in world.on_the_card(number)


async def test_C2_3_an_answer_in_time_keeps_the_contact_promise(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="3 · Medium")
    await world.until("2026-03-09T10:00-04:00")
    await world.engineer.say("#harbor-support", "We are on it.", thread=world.card(number, world.customer))
    await world.until("2026-03-10T16:30-04:00")
    assert "First response: done Mon 9 Mar, 10:00 (New York time)" in world.on_the_card(number)
    assert "Missed:" not in world.on_call.reads("#on-call")


async def test_C2_3_no_answer_in_time_is_a_breach_that_on_call_hears_of(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.open_case("The line stands", severity="3 · Medium")
    await world.until("2026-03-10T15:59:59-04:00")
    assert "Missed:" not in world.on_call.reads("#on-call")
    await world.until("2026-03-10T16:00-04:00")
    assert "Missed: first response by Tue 10 Mar, 16:00 (New York time)" in world.on_call.reads("#on-call")


async def test_D13_a_policy_without_a_ladder_climbs_ours_and_says_that_it_is_no_promise(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="2 · High")
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.say("#harbor-support", "We are on it.", thread=world.card(number, world.customer))
    await world.until("2026-03-09T16:00-04:00")
    assert "Missed: fix by Mon 9 Mar, 16:00 (New York time)" in world.on_call.reads("#on-call")
    # The director after one further business day, the VPs after two.
    await world.until("2026-03-10T15:59:59-04:00")
    assert world.director.reads("#directors") == ""
    await world.until("2026-03-10T16:00-04:00")
    assert f"{number} of Harbor Grid is escalated to tier 2" in world.director.reads("#directors")
    await world.until("2026-03-11T16:00-04:00")
    assert f"{number} of Harbor Grid is escalated to tier 3" in world.vp_sales.reads("#vp-bridge")
    assert "our own rule" in world.director.reads("#directors")
    assert "our own rule" not in world.customer.reads("#harbor-support")

"""D5 to D8, D14: waiting, another severity, coming back, what was assumed, and warnings."""

FRIDAY = "2026-03-06T14:20-05:00"


async def test_D5_waiting_for_the_customer_says_plainly_that_the_clocks_keep_running(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.click("Wait for customer", world.card(number))
    assert "The promised times keep running." in world.customer.reads(world.card(number, world.customer))
    await world.until("2026-03-06T18:20-05:00")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")


async def test_D6_the_customer_asks_for_worse_and_an_engineer_confirms_it_from_the_same_start(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.slash("#case-desk", f"/case severity {number} 2")
    await world.until("2026-03-06T14:50-05:00")
    await world.customer.click("Change severity", world.card(number, world.customer))
    await world.customer.submit({"severity": "P1 · Major impact"})
    asked = world.engineer.finds("Ruth Adler of Harbor Grid asks for P1 · Major impact.", "#case-desk")
    assert "Escalation: due Mon 9 Mar, 14:20 (New York time)" in world.on_the_card(number)
    await world.engineer.click("Set P1 · Major impact", asked)
    assert "Severity: P1 · Major impact" in world.on_the_card(number)
    assert "Escalation: due Fri 6 Mar, 18:20 (New York time)" in world.on_the_card(number)
    assert "The severity of your case is now P1 · Major impact." in world.customer.reads(
        world.card(number, world.customer)
    )


async def test_D6_an_engineer_keeps_it_and_the_customer_is_told_kindly(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.slash("#case-desk", f"/case severity {number} 2")
    await world.customer.click("Change severity", world.card(number, world.customer))
    await world.customer.submit({"severity": "P1 · Major impact"})
    asked = world.engineer.finds("asks for P1 · Major impact.", "#case-desk")
    await world.engineer.click("Keep P2 · Moderate impact", asked)
    told = world.customer.reads(world.card(number, world.customer))
    assert "Dana Reyes has looked at it and keeps P2 · Moderate impact" in told
    assert "Escalation: due Mon 9 Mar, 14:20 (New York time)" in world.on_the_card(number)


async def test_D6_a_downgrade_is_never_due_earlier(desk_world) -> None:
    """By P2's own rule the acknowledgement would be due four business hours after the start: Monday 10:20."""
    world = await desk_world("catamarun", at="2026-03-06T09:00-05:00")
    number = await world.open_case("Tunnels drop", severity="P4 · Question")
    assert "Acknowledgement: due Fri 6 Mar, 17:00 (New York time)" in world.on_the_card(number)
    await world.engineer.slash("#case-desk", f"/case severity {number} 1")
    assert "Acknowledgement: due Fri 6 Mar, 10:00 (New York time)" in world.on_the_card(number)
    await world.engineer.slash("#case-desk", f"/case severity {number} 3")
    assert "Acknowledgement: due Fri 6 Mar, 13:00 (New York time)" in world.on_the_card(number)


async def test_D6_a_due_time_that_was_past_at_the_change_is_reported_apart(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await world.until("2026-03-06T16:30-05:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 1")
    assert "late because the severity changed" in world.on_the_card(number)


async def test_D7_reopened_within_five_business_days_it_goes_on_with_the_time_that_was_left(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T16:20-05:00")  # two of eight business hours are used
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Restarted."})
    await world.customer.click("Approve the fix", world.card(number, world.customer))
    await world.until("2026-03-10T10:00-04:00")
    await world.customer.slash("#harbor-support", f"/case reopen {number} it drops again")
    assert "This case is open again." in world.customer.reads(world.card(number, world.customer))
    # Six business hours from Tuesday 10:00.
    assert "Escalation: due Tue 10 Mar, 16:00 (New York time)" in world.on_the_card(number)


async def test_D7_later_than_five_business_days_it_is_a_new_case(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Restarted."})
    await world.customer.click("Approve the fix", world.card(number, world.customer))
    await world.until("2026-03-13T14:21-04:00")
    await world.customer.slash("#harbor-support", f"/case reopen {number} it drops again")
    refused = world.customer.finds("Please open a new case; we will link the two.", "#harbor-support")
    await world.customer.click("Open a case", refused)
    await world.customer.submit({"title": "Tunnels drop again", "severity": "P2 · Moderate impact"})
    assert f"This case follows {number}" in world.engineer.reads(world.card("HARBOR-2"))
    assert "Status: Closed" in world.on_the_card(number)


async def test_D8_what_was_assumed_is_said_once_to_engineers_and_never_to_the_customer(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    card = world.on_the_card(number)
    assert card.count("New York is assumed") == 1
    assert "assum" not in world.customer.reads("#harbor-support")


async def test_D14_a_warning_comes_when_a_quarter_of_the_span_is_left(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T09:30-05:00")
    number = await world.open_case("The line stands", severity="2 · High")
    # One business day of seven and a half hours, due Monday 09:30; a quarter is 1 h 52 min 30 s before Friday's close.
    await world.until("2026-03-06T15:07:29-05:00")
    assert "Resolution is due" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:07:30-05:00")
    assert "Resolution is due Mon 9 Mar, 09:30 (New York time)" in world.on_call.reads("#on-call")
    assert number in world.on_call.reads("#on-call")

"""CAT-12 to CAT-15: who is told, in which order, and who owns it then."""

FRIDAY = "2026-03-06T14:20-05:00"


async def test_CAT_12_tier_1_tells_customer_account_representative_systems_engineer_and_owner(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T18:20-05:00")
    for told in (world.account_rep, world.systems_engineer, world.engineer):
        assert f"Harbor Grid needs you: {number} has reached tier 1" in told.reads("@chatdesk")
    customer = world.customer.reads(world.card(number, world.customer))
    assert "we have escalated it" in customer
    assert "Owen Carter (Account representative)" in customer
    assert world.director.reads("@chatdesk") == ""


async def test_CAT_12_tier_2_tells_the_director_and_says_that_no_engineer_of_a_linked_bug_is_known(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T22:20-05:00")
    told = world.director.reads("#directors")
    assert f"{number} of Harbor Grid is escalated to tier 2" in told
    nobody = "Nobody holds these roles, so nobody was told for them: Engineer of the linked bug or feature."
    assert nobody in world.engineer.reads(world.card(number))
    # No executive can do anything about it.
    assert "Nobody holds" not in told + world.director.reads("@chatdesk")


async def test_CAT_13_P1_climbs_every_four_hours(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    for when, who, where, tier in (
        ("2026-03-06T18:20-05:00", world.on_call, "#on-call", 1),
        ("2026-03-06T22:20-05:00", world.director, "#directors", 2),
        ("2026-03-07T02:20-05:00", world.vp_product, "#vp-bridge", 3),
    ):
        await world.until(_second_before(when))
        assert f"escalated to tier {tier}" not in who.reads(where)
        await world.until(when)
        assert f"{number} of Harbor Grid is escalated to tier {tier}" in who.reads(where)


async def test_CAT_13_P2_climbs_every_eight_business_hours(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.click("I have it", world.card(number))
    for when, who, where, tier in (
        ("2026-03-09T14:20-04:00", world.on_call, "#on-call", 1),
        ("2026-03-10T14:20-04:00", world.director, "#directors", 2),
        ("2026-03-11T14:20-04:00", world.vp_product, "#vp-bridge", 3),
    ):
        await world.until(_second_before(when))
        assert f"escalated to tier {tier}" not in who.reads(where)
        await world.until(when)
        assert f"{number} of Harbor Grid is escalated to tier {tier}" in who.reads(where)


async def test_CAT_13_P3_is_proposed_every_five_business_days(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await world.engineer.click("I have it", world.card(number))
    for proposed_at, told_at, who, where, tier in (
        ("2026-03-13T14:20-04:00", "2026-03-13T15:20-04:00", world.on_call, "#on-call", 1),
        ("2026-03-20T14:20-04:00", "2026-03-20T15:20-04:00", world.director, "#directors", 2),
        ("2026-03-27T14:20-04:00", "2026-03-27T15:20-04:00", world.vp_product, "#vp-bridge", 3),
    ):
        await world.until(_second_before(proposed_at))
        assert f"Escalate to tier {tier}?" not in world.on_call.reads("#on-call")
        await world.until(proposed_at)
        assert f"Escalate to tier {tier}?" in world.on_call.reads("#on-call")
        await world.until(_second_before(told_at))
        assert f"escalated to tier {tier}" not in who.reads(where)
        await world.until(told_at)
        assert f"{number} of Harbor Grid is escalated to tier {tier}" in who.reads(where)


async def test_CAT_13_P4_stops_at_tier_1(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("How do I add a site?", severity="P4 · Question")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-04-30T12:00-04:00")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    assert world.director.reads("#directors") == ""
    assert world.vp_sales.reads("#vp-bridge") == ""


async def test_CAT_14_those_who_were_told_hear_what_becomes_of_it(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T22:20-05:00")
    await world.director.click("I have it", world.director.finds("has reached tier 2", "@chatdesk"))
    assert "Grace Lindqvist has the escalation." in world.on_call.reads("#on-call")
    await world.engineer.slash("#case-desk", f"/case deescalate {number} they are back on the main line")
    for where in ("#on-call", "#directors"):
        told = (world.on_call if where == "#on-call" else world.director).reads(where)
        assert "Dana Reyes ended the escalation." in told
    await world.until("2026-03-07T12:00-05:00")
    assert world.vp_sales.reads("#vp-bridge") == ""


async def test_CAT_15_fully_escalated_the_director_of_services_owns_it(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-07T02:19:59-05:00")
    assert "Owner: Dana Reyes" in world.on_the_card(number)
    await world.until("2026-03-07T02:20-05:00")
    await world.settle()
    assert "Owner: Grace Lindqvist" in world.on_the_card(number)
    assert "Grace Lindqvist owns the case until it is resolved." in world.engineer.reads(world.card(number))


async def test_CAT_12_the_director_asks_the_owner_and_the_customer_reads_nothing_of_it(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T22:20-05:00")
    await world.director.click("Ask", world.director.finds("has reached tier 2", "@chatdesk"))
    await world.director.submit({"text": "Do they need a truck roll?"})
    assert "Do they need a truck roll?" in world.engineer.reads("@chatdesk")
    assert "Do they need a truck roll?" in world.engineer.reads(world.card(number))
    assert "truck roll" not in world.customer.reads("#harbor-support")


def _second_before(when: str) -> str:
    from datetime import datetime, timedelta

    return (datetime.fromisoformat(when) - timedelta(seconds=1)).isoformat()

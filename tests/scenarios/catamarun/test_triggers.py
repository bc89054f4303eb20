"""CAT-7 to CAT-11: what escalates a case."""

FRIDAY = "2026-03-06T14:20-05:00"


async def test_CAT_7_a_missed_acknowledgement_raises_tier_1_at_its_own_due_time(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.until("2026-03-06T15:19:59-05:00")
    assert "escalated" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:20-05:00")
    told = world.on_call.reads("#on-call")
    assert f"{number} of Harbor Grid is escalated to tier 1" in told
    assert "The time to acknowledge ran out." in told
    assert "Tier 2 is told Fri 6 Mar, 19:20 (New York time)" in told


async def test_CAT_8_an_engineer_recommends_it_at_any_time_and_says_why(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await world.engineer.click("Escalate", world.card(number))
    refused = await world.engineer.submit({})
    assert refused.errors, "a reason is required"
    await world.engineer.submit({"text": "Their board meets tonight."})
    told = world.on_call.reads("#on-call")
    assert f"{number} of Harbor Grid is escalated to tier 1" in told
    assert "Their board meets tonight." in told
    assert "Their board meets tonight." not in world.customer.reads("#harbor-support")


async def test_CAT_8_the_systems_engineer_may_recommend_it_and_the_customer_may_not(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await world.customer.slash("#harbor-support", f"/case escalate {number} we want more people")
    assert "Only our support team can do that. Nothing was changed." in world.customer.reads("#harbor-support")
    assert world.on_call.reads("#on-call") == ""
    await world.systems_engineer.slash("#harbor-support", f"/case escalate {number} their site visit is tomorrow")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")


async def test_CAT_9_a_missed_P3_is_proposed_and_told_after_a_business_hour_without_an_answer(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("A report is late", severity="P3 · Minor impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-13T14:20-04:00")
    proposed = world.on_call.reads("#on-call")
    assert "Escalate to tier 1?" in proposed
    assert "Without an answer, tier 1 is told Fri 13 Mar, 15:20 (New York time)." in proposed
    assert "is escalated" not in proposed
    await world.until("2026-03-13T15:20-04:00")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")


async def test_CAT_9_yes_tells_the_tier_at_once(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("A report is late", severity="P3 · Minor impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-13T14:25-04:00")
    await world.on_call.click("Tell tier 1", world.on_call.finds("Escalate to tier 1?", "#on-call"))
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")


async def test_CAT_9_no_is_an_answer_and_it_is_proposed_again_after_the_same_interval(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("A report is late", severity="P3 · Minor impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-13T14:25-04:00")
    await world.on_call.click("Not now", world.on_call.finds("Escalate to tier 1?", "#on-call"))
    assert "Malik Osei decided not to tell tier 1 now." in world.engineer.reads(world.card(number))
    await world.until("2026-03-20T14:19-04:00")
    assert "is escalated" not in world.on_call.reads("#on-call")
    await world.until("2026-03-20T14:20-04:00")
    said = world.on_call.reads("#on-call")
    assert said.count("Escalate to tier 1?") == 2
    assert said.count("Without an answer, tier 1 is told") == 1, "the first has its answer"


async def test_CAT_10_an_outage_escalates_at_once_to_tier_1_and_then_at_the_normal_interval(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case(
        "Nothing works", question_operation="It is down", question_workaround="No", severity="P1 · Major impact"
    )
    told = world.on_call.reads("#on-call")
    assert f"{number} of Harbor Grid is escalated to tier 1" in told
    assert "The system is reported down." in told
    assert world.director.reads("#directors") == ""
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T18:20-05:00")
    assert f"{number} of Harbor Grid is escalated to tier 2" in world.director.reads("#directors")

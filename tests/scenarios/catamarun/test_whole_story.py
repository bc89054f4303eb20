"""One case from its opening to its close: what README and the demo promise, in one go."""


async def test_CAT_12_CAT_13_CAT_15_CAT_17_a_case_breaches_climbs_all_tiers_and_is_brought_home(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case(
        "VPN is down",
        question_operation="It runs, but we cannot work with it",
        question_workaround="No",
        severity="P1 · Major impact",
    )
    assert number == "HARBOR-1"
    promised = world.customer.reads("#harbor-support")
    assert "We have your case. Its number is HARBOR-1." in promised
    assert "Someone takes it: by Fri 6 Mar, 15:20 (New York time)" in promised
    assert "Escalation" not in promised

    # Nobody takes it: a warning when a quarter of the hour is left, tier 1 when it has run out.
    await world.until("2026-03-06T15:04:59-05:00")
    assert world.on_call.reads("#on-call") == ""
    await world.until("2026-03-06T15:05-05:00")
    assert "Acknowledgement is due Fri 6 Mar, 15:20 (New York time): 15 min left." in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:20-05:00")
    assert "HARBOR-1 of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    assert "HARBOR-1 has reached tier 1" in world.account_rep.reads("@chatdesk")
    assert "HARBOR-1 has reached tier 1" in world.systems_engineer.reads("@chatdesk")
    assert "Owen Carter" in world.customer.reads(world.card(number, world.customer))
    assert world.director.reads("#directors") == ""

    # Every four hours the next tier.
    await world.until("2026-03-06T19:19:59-05:00")
    assert world.director.reads("#directors") == ""
    await world.until("2026-03-06T19:20-05:00")
    assert "HARBOR-1 of Harbor Grid is escalated to tier 2" in world.director.reads("#directors")
    assert "Harbor Grid needs you: HARBOR-1 has reached tier 2" in world.director.reads("@chatdesk")
    assert world.vp_sales.reads("#vp-bridge") == ""
    await world.until("2026-03-06T23:20-05:00")
    assert "HARBOR-1 of Harbor Grid is escalated to tier 3" in world.vp_sales.reads("#vp-bridge")
    for vp in (world.vp_sales, world.vp_engineering, world.vp_product):
        assert "HARBOR-1 has reached tier 3" in vp.reads("@chatdesk")

    # Fully escalated, the Director of Services owns it.
    assert "Owner: Grace Lindqvist" in world.on_the_card(number)
    assert "this case is yours until it is resolved" in world.director.reads("@chatdesk")
    assert "Grace Lindqvist looks after your case now." in world.customer.reads(world.card(number, world.customer))

    # She has it, and brings it home.
    await world.director.click("I have it", world.director.finds("has reached tier 2", "@chatdesk"))
    assert "Grace Lindqvist has the escalation." in world.engineer.reads(world.card(number))
    await world.engineer.click("De-escalate", world.card(number))
    await world.engineer.submit({"text": "The backup tunnel carries them."})
    assert "Dana Reyes ended the escalation." in world.director.reads("#directors")
    assert "Dana Reyes ended the escalation." in world.vp_sales.reads("#vp-bridge")
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "The concentrator was replaced."})
    thread = world.customer.reads(world.card(number, world.customer))
    assert "Dana Reyes says this is fixed:" in thread
    assert "The concentrator was replaced." in thread
    assert "Status: Fixed, waiting for the customer's word" in world.on_the_card(number)
    await world.customer.click("Approve the fix", world.card(number, world.customer))
    assert "Thank you, Ruth Adler. The fix is approved and the case is closed." in world.customer.reads(
        world.card(number, world.customer)
    )
    assert "Status: Closed" in world.on_the_card(number)

    # And nothing more is said of it.
    before = world.on_call.reads("#on-call"), world.director.reads("#directors"), world.vp_sales.reads("#vp-bridge")
    await world.pass_("10d")
    assert before == (
        world.on_call.reads("#on-call"),
        world.director.reads("#directors"),
        world.vp_sales.reads("#vp-bridge"),
    )

"""The switch that stops pings: nobody is woken, nothing is lost, and everybody who looks sees it."""

FRIDAY = "2026-03-06T14:20-05:00"


async def test_while_held_no_tier_channel_and_no_single_person_is_told_but_threads_and_cards_go_on(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await _hold(world, "rehearsing the ladder")
    before = world.account_rep.reads("@chatdesk"), world.vp_product.reads("#vp-bridge")
    await world.until("2026-03-07T02:20-05:00")
    for told in (world.account_rep, world.systems_engineer, world.director, world.vp_product, world.engineer):
        assert "tier" not in told.reads("@chatdesk")
    assert (world.account_rep.reads("@chatdesk"), world.vp_product.reads("#vp-bridge")) == before
    assert world.director.reads("#directors") == ""
    assert "tier" not in world.on_call.reads("#on-call").replace("in a tier's channel", "")
    ours = world.engineer.reads(world.card(number))
    assert "All tiers have been told" in ours
    assert "Pings are held: nobody is told of this outside this thread until they are released." in ours
    assert "we have escalated it" in world.customer.reads(world.card(number, world.customer))
    # The engineers' card and the customer's thread still hear each other.
    await world.engineer.slash("#case-desk", f"/case reply {number} We are on it.")
    assert "We are on it." in world.customer.reads(world.card(number, world.customer))


async def test_while_held_nobody_reads_that_somebody_was_told(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await _hold(world, "a drill")
    await world.until("2026-03-06T15:30-05:00")
    theirs = world.customer.reads(world.card(number, world.customer))
    assert "we have escalated it" in theirs and "We write here as soon as there is news." in theirs
    assert "We have told" not in theirs and "They follow it" not in theirs
    ours = world.engineer.reads(world.card(number))
    assert "Tier 1 is reached. Told once pings are released:" in ours
    assert "Tier 1 was told" not in ours
    card = " ".join(world.on_the_card(number).split())
    assert "Told once pings are released:" in card and "Told:" not in card


async def test_engineers_and_on_call_are_told_when_it_begins_and_ends_by_whom_and_why(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await _hold(world, "a <!channel> drill")
    for where, who in (("#case-desk", world.engineer), ("#on-call", world.on_call)):
        told = who.reads(where)
        assert "Samuel Brandt stopped all pings at" in told
        assert "a <!channel> drill" in told
        assert told.count("stopped all pings") == 1
    await world.pass_("10m")
    await _release(world)
    for where, who in (("#case-desk", world.engineer), ("#on-call", world.on_call)):
        told = who.reads(where)
        assert told.count("Samuel Brandt released pings.") == 1


async def test_it_is_brought_to_mind_every_four_hours(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await _hold(world, "a drill")
    await world.until("2026-03-06T18:19:59-05:00")
    assert "has held all pings since" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T18:20-05:00")
    assert world.on_call.reads("#on-call").count("has held all pings since") == 1
    await world.until("2026-03-07T02:20-05:00")
    assert world.on_call.reads("#on-call").count("has held all pings since") == 3


async def test_at_release_what_still_matters_is_sent_and_says_since_when_it_was_held(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await _hold(world, "a drill")
    await world.until("2026-03-06T22:30-05:00")
    await _release(world)
    told = world.director.reads("#directors")
    assert f"{number} of Harbor Grid is escalated to tier 2" in told
    assert "Held back since Fri 6 Mar, 22:20" in told
    assert f"{number} · tier 2 told · Fri 6 Mar, 22:20" in told
    assert "sent late" in told
    assert "tier 3" not in told
    await world.until("2026-03-07T02:20-05:00")
    assert "escalated to tier 3" in world.vp_product.reads("#vp-bridge")


async def test_what_no_longer_matters_stands_in_the_summary_alone(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await _hold(world, "a drill")
    await world.until("2026-03-06T22:30-05:00")
    await world.engineer.slash("#case-desk", f"/case resolve {number} Restarted.")
    await _release(world)
    told = world.director.reads("#directors")
    assert "is escalated to tier 2" not in told
    assert f"{number} · tier 2 told · Fri 6 Mar, 22:20" in told
    assert "not sent: nothing is left to do" in told
    assert told.count("Pings were held from") == 1


async def test_a_hold_with_an_end_ends_by_itself(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await _hold(world, "a quiet night", until="until 2026-03-07 14:00")
    assert "It ends by itself Sat 7 Mar, 08:00" in world.on_call.reads("#on-call")
    await world.until("2026-03-07T07:59:59-05:00")
    assert world.director.reads("#directors") == ""
    await world.until("2026-03-07T08:00-05:00")
    assert "Pings go out again, as planned." in world.on_call.reads("#on-call")
    assert f"{number} of Harbor Grid is escalated to tier 2" in world.director.reads("#directors")


async def test_our_people_see_it_wherever_they_look_and_customers_nowhere(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await _hold(world, "a drill")
    for words in ("list", f"show {number}", "help"):
        before = world.engineer.reads("#case-desk").count("has held all pings since")
        await world.engineer.slash("#case-desk", f"/case {words}")
        assert world.engineer.reads("#case-desk").count("has held all pings since") == before + 1, words
    assert "has held all pings since" in (await world.engineer.home()).text
    for words in ("list", f"show {number}", "help"):
        await world.customer.slash("#harbor-support", f"/case {words}")
    assert "pings" not in world.customer.reads("#harbor-support")
    assert "pings" not in (await world.customer.home()).text


async def test_held_lists_what_is_kept_and_for_whom(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await _hold(world, "a drill")
    await world.until("2026-03-06T22:30-05:00")
    await world.level_3.slash("#case-desk", "/case admin held")
    told = " ".join(world.level_3.reads("#case-desk").split())
    assert f"{number} · tier 1 told" in told
    assert "for the directors' channel" in told
    assert "Owen Carter" in told
    assert "“admin release”" in told


async def test_a_hold_needs_a_reason_and_an_end_that_is_a_time_to_come(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    for words, said in (
        ("hold", "Say why, so that others know"),
        ("hold until", "names no time"),
        ("hold until tomorrow a drill", "names no time"),
        ("hold until 25:00 a drill", "names no time"),
        ("hold until 2026-03-06 08:00 a drill", "That time is past"),
        ("hold until 08:00", "Say why, so that others know"),
    ):
        await world.level_3.slash("#case-desk", f"/case admin {words}")
        assert said in world.level_3.text_of(world.level_3.messages("#case-desk")[-1]), words
    assert "stopped all pings" not in world.on_call.reads("#on-call")


async def test_who_is_no_administrator_can_neither_hold_nor_release(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await _hold(world, "a drill")
    for who, where in ((world.engineer, "#case-desk"), (world.customer, "#harbor-support")):
        for words in ("release", "hold another reason", "held"):
            await who.slash(where, f"/case admin {words}")
            assert "a drill" not in who.text_of(who.messages(where)[-1])
    assert "released pings" not in world.on_call.reads("#on-call")
    assert "another reason" not in world.on_call.reads("#on-call")


async def test_a_second_hold_changes_nothing_and_a_release_of_none_says_so(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.level_3.slash("#case-desk", "/case admin release")
    world.level_3.finds("Pings are not held", "#case-desk")
    await _hold(world, "a drill")
    await _hold(world, "another reason")
    world.level_3.finds("Pings were held already; nothing has changed.", "#case-desk")
    assert "another reason" not in world.on_call.reads("#on-call")


async def _hold(world, reason: str, until: str = "") -> None:
    await world.level_3.slash("#case-desk", " ".join(["/case admin hold", until, reason]).replace("  ", " "))


async def _release(world) -> None:
    await world.level_3.slash("#case-desk", "/case admin release")

"""CIP-4 to CIP-14: the same working day, an update every 24 hours, and the three levels."""

FRIDAY = "2026-03-06T14:20-05:00"  # 11:20 in Los Angeles, whose hours are assumed


async def test_CIP_4_the_answer_is_aimed_for_the_same_working_day(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.open_case("The plan does not load", severity="Ordinary")
    assert "First answer: we aim for Fri 6 Mar, 20:00 (New York time)" in world.customer.reads("#harbor-support")


async def test_CIP_4_reported_after_close_it_is_the_close_of_the_next_business_day(desk_world) -> None:
    world = await desk_world("cipplanner", at="2026-03-06T20:00-05:00")
    await world.open_case("The plan does not load", severity="Ordinary")
    assert "First answer: we aim for Mon 9 Mar, 20:00 (New York time)" in world.customer.reads("#harbor-support")


async def test_CIP_4_a_missed_aim_is_told_as_an_aim(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.open_case("The plan does not load", severity="Ordinary")
    await world.until("2026-03-06T20:00-05:00")
    told = world.on_call.reads("#on-call")
    assert "Missed: first response by Fri 6 Mar, 20:00 (New York time)" in told
    assert "breach" not in told


async def test_CIP_5_an_update_comes_at_least_every_24_hours_and_only_what_the_customer_reads_counts(
    desk_world,
) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    told = world.customer.reads("#harbor-support")
    assert "Update: we aim for one at least every 24 h; the next by Sat 7 Mar, 14:20 (New York time)" in told
    await world.until("2026-03-06T18:00-05:00")
    await world.engineer.say("#case-desk", "Looks like the cache.", thread=world.card(number))
    assert "Update: due Sat 7 Mar, 14:20 (New York time)" in world.on_the_card(number)
    await world.engineer.say("#harbor-support", "We found the cause.", thread=world.card(number, world.customer))
    assert "Update: due Sat 7 Mar, 18:00 (New York time)" in world.on_the_card(number)


async def test_CIP_5_D12_a_missed_update_starts_the_next_cycle(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.until("2026-03-07T14:20-05:00")
    assert "Update: our aim was Sat 7 Mar, 14:20 (New York time), and it has not come." in world.on_call.reads(
        "#on-call"
    )
    await world.settle()
    # The clocks go forward in between: 24 hours are 24 hours.
    assert "Update: due Sun 8 Mar, 15:20 (New York time)" in world.on_the_card(number)


async def test_CIP_5_D12_updates_missed_while_chatdesk_was_away_fold_into_one_notice(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.open_case("The plan does not load", severity="Ordinary")
    await world.be_away_until("2026-03-09T16:00-04:00")
    told = world.on_call.reads("#on-call")
    assert "Update was missed 3 times in a row; the last was due Mon 9 Mar, 15:20 (New York time)." in told
    assert told.count("Update was") == 1


async def test_CIP_8_the_case_number_is_given_at_once(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    assert f"We have your case. Its number is {number}." in world.customer.reads("#harbor-support")
    assert "Support level: Level 1 · Support center" in world.on_the_card(number)


async def test_CIP_11_after_24_hours_it_goes_to_level_2_by_itself_and_once(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.until("2026-03-07T14:19:59-05:00")
    assert "Support level: Level 1" in world.on_the_card(number)
    await world.until("2026-03-07T14:20-05:00")
    await world.settle()
    assert "Support level: Level 2 · Senior product engineers" in world.on_the_card(number)
    assert number in world.level_2.reads("@chatdesk")
    await world.until("2026-03-09T12:00-04:00")
    assert world.engineer.reads(world.card(number)).count("The time at this level is over") == 1


async def test_CIP_11_level_1_hands_it_on_by_a_button(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.engineer.click("Hand to Level 2 · Senior product engineers", world.card(number))
    await world.settle()
    assert "Support level: Level 2 · Senior product engineers" in world.on_the_card(number)


async def test_CIP_12_nobody_assigned_at_level_2_is_an_alarm_after_a_business_hour(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    # To level 2 on Saturday; the business hour is Monday's first, 09:00 to 10:00 in Los Angeles.
    await world.until("2026-03-09T12:59:59-04:00")
    assert "Nobody at Level 2" not in world.on_call.reads("#on-call")
    await world.until("2026-03-09T13:00-04:00")
    told = world.on_call.reads("#on-call")
    assert "Nobody at Level 2 · Senior product engineers has taken this case yet." in told
    assert number in told


async def test_CIP_13_the_fix_has_no_fixed_time(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.open_case("The plan does not load", severity="Ordinary")
    assert "Fix: as soon as we can; there is no fixed time" in world.customer.reads("#harbor-support")


async def test_CIP_14_a_catastrophe_invites_level_3_of_all_groups_at_once(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("Everything is gone", severity="Catastrophic")
    assert "Support level: Level 3" in world.on_the_card(number)
    for group in (world.level_2, world.level_3):  # Priya and Samuel stand behind level 3
        assert number in group.reads("@chatdesk")

"""CIP-1 to CIP-14: each constant of the policy, worked out by hand from requirements.md and read in the chat."""

from tests.scenarios.pins import pins, pins_by_row
from tests.scenarios.steps import (
    ask_for_worse,
    fix,
    has_fact,
    in_our_thread,
    in_their_thread,
    on_our_card,
    on_their_card,
)

FRIDAY = "2026-03-06T14:20-05:00"  # 11:20 in Los Angeles, whose hours are assumed; the clocks go forward on Sunday


@pins_by_row(
    [
        ("severity_rules.0.*", "It is a catastrophe, everything depends on it", "Catastrophic"),
        ("severity_rules.1.*", "It keeps us from our daily work", "Ordinary"),
        ("severity_rules.1.*", "We can work, something is wrong", "Ordinary"),
    ]
)
async def test_CIP_9_CIP_14_how_far_it_reaches_says_how_bad_it_is(desk_world, rows) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    for _, answer, severity in rows:
        number = await world.open_case(f"The plan does not load: {severity}", question_nature=answer)
        assert f"Severity: {severity} (not confirmed yet)" in on_our_card(world, number)


@pins_by_row(
    [
        ("reasons.problem.*", "Something does not work", "Something does not work · Incident"),
        ("reasons.question.*", "Question", "Question"),
        ("reasons.training_manual.*", "Custom training manual", "Custom training manual · Service request"),
        ("reasons.enhancement.*", "Enhancement or upgrade", "Enhancement or upgrade · Change request"),
    ]
)
async def test_CIP_1_CIP_3_the_reason_says_what_kind_of_case_it_is(desk_world, rows) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    for _, reason, kind in rows:
        number = await world.open_case(f"About {reason}", reason=reason, severity="Ordinary")
        assert f"Kind: {kind}" in on_our_card(world, number)


@pins_by_row(
    [
        (
            "language business_hours.office.zone first_level targets.respond.* targets.update.*"
            " targets.hand-off-to-level-2.* targets.correct.*",
            "Ordinary",
            "Level 1 · Support center",
            ["Handoff: due Sat 7 Mar, 14:20 (New York time)"],
        ),
        (
            "targets.hand-off-to-level-2.severities targets.rapid-response.*",
            "Catastrophic",
            "Level 3 · Rapid response",
            [],
        ),
    ]
)
async def test_CIP_4_CIP_5_CIP_11_CIP_13_CIP_14_aims_and_the_handoff(desk_world, rows) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    for _, severity, level, handoff in rows:
        number = await world.open_case(f"The plan does not load: {severity}", severity=severity)
        promised = [
            line for line in on_their_card(world, number) if line.startswith(("First answer:", "Update:", "Fix:"))
        ]
        assert promised == [
            "First answer: we aim for Fri 6 Mar, 20:00 (New York time)",
            "Update: we aim for one at least every 24 h; the next by Sat 7 Mar, 14:20 (New York time)",
            "Fix: as soon as we can; there is no fixed time",
        ]
        ours = on_our_card(world, number)
        assert f"Support level: {level}" in ours
        assert [line for line in ours if line.startswith("Handoff:")] == handoff


@pins("targets.update.within")
async def test_CIP_5_24_hours_are_24_hours_over_the_weekend_and_the_change_of_clocks(desk_world) -> None:
    world = await desk_world("cipplanner", at="2026-03-07T18:00-08:00")
    number = await world.open_case("The plan does not load", severity="Catastrophic")
    assert "Update: due Sun 8 Mar, 22:00 (New York time) (an aim)" in on_our_card(world, number)


@pins("house.unset_severity")
async def test_CIP_9_until_somebody_says_how_bad_it_is_it_is_ordinary(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load")
    assert "Severity: not given yet (worked on as Ordinary)" in on_our_card(world, number)
    assert has_fact(on_our_card(world, number), "Handoff")


@pins("business_hours.office.week*")
async def test_CIP_4_hours_are_assumed_from_nine_to_five_on_weekdays(desk_world) -> None:
    world = await desk_world("cipplanner", at="2026-03-07T11:00-08:00")
    number = await world.open_case("The plan does not load", severity="Ordinary")
    read = on_their_card(world, number)
    starts = "Our hours are Mon–Fri 09:00–17:00 (Los Angeles); the clock starts Mon 9 Mar, 12:00 (New York time)."
    assert starts in read
    assert "First answer: we aim for Mon 9 Mar, 20:00 (New York time)" in read


@pins("business_hours.office.holidays*")
async def test_CIP_4_no_holidays_are_assumed(desk_world) -> None:
    world = await desk_world("cipplanner", at="2026-07-03T09:00-07:00")
    number = await world.open_case("The plan does not load", severity="Ordinary")
    # Independence Day is kept on Friday this year; the source names no holidays.
    assert "First answer: we aim for Fri 3 Jul, 20:00 (New York time)" in on_their_card(world, number)


@pins("targets.hand-off-to-level-2.to_level", "support_levels.2.roles")
async def test_CIP_11_CIP_12_after_24_hours_the_senior_engineers_of_level_2_have_it(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.until("2026-03-07T14:20-05:00")
    assert "Support level: Level 2 · Senior product engineers" in on_our_card(world, number)
    assert number in world.level_2.reads("@chatdesk")


@pins("support_levels.3.*", "house.assignment_wait")
async def test_CIP_12_CIP_14_a_catastrophe_is_level_3_s_at_once_and_somebody_takes_it_within_a_business_hour(
    desk_world,
) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("Everything is gone", severity="Catastrophic")
    assert "Support level: Level 3 · Rapid response" in on_our_card(world, number)
    assert number in world.level_3.reads("@chatdesk")
    await world.until("2026-03-06T15:19:59-05:00")
    assert "Nobody at Level 3" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:21-05:00")
    assert "Nobody at Level 3 · Rapid response has taken this case yet." in world.on_call.reads("#on-call")


@pins("house.warn_when_left")
async def test_D14_a_warning_comes_when_a_quarter_is_left(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.open_case("The plan does not load", severity="Ordinary")
    # Five hours and forty minutes to the close; a quarter is 1 h 25 min.
    await world.until("2026-03-06T18:34:59-05:00")
    assert world.on_call.reads("#on-call") == ""
    await world.until("2026-03-06T18:35-05:00")
    assert "First response is due Fri 6 Mar, 20:00 (New York time)" in world.on_call.reads("#on-call")


@pins("waiting_pauses")
async def test_CIP_11_D5_waiting_stops_no_clock(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in in_our_thread(world, number)
    assert "Handoff: due Sat 7 Mar, 14:20 (New York time)" in on_our_card(world, number)


@pins("closing", "reopening", "house.reopen_within")
async def test_D7_we_may_close_it_and_it_comes_back_for_five_business_days(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await fix(world, number)
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "Status: Closed" in on_our_card(world, number)
    comes_back = "If it comes back, you can reopen the case until Fri 13 Mar, 14:20 (New York time)."
    assert comes_back in on_their_card(world, number)


@pins("severity_change")
async def test_D6_another_severity_counts_from_the_same_start(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Catastrophic")
    await world.until("2026-03-06T15:00-05:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 2")
    assert "Update: due Sat 7 Mar, 14:20 (New York time) (an aim)" in on_our_card(world, number)


@pins("house.proposal_wait")
async def test_CIP_14_D11_a_severity_that_is_asked_for_comes_up_again_after_a_business_hour(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await ask_for_worse(world, number, "Catastrophic")
    # What may be a catastrophe waits for nobody's yes.
    assert "Support level: Level 3 · Rapid response" in on_our_card(world, number)
    reminder = "Still no answer: Ruth Adler of Harbor Grid asks for Catastrophic."
    # What was clicked took some seconds.
    for when, is_reminded in (("2026-03-06T15:19:59-05:00", False), ("2026-03-06T15:21-05:00", True)):
        await world.until(when)
        assert (reminder in in_our_thread(world, number)) == is_reminded


@pins("house.approval_reminder")
async def test_D11_the_customer_is_asked_again_after_two_business_days(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await fix(world, number)
    for when, is_asked in (("2026-03-10T14:19:59-04:00", False), ("2026-03-10T14:21-04:00", True)):
        await world.until(when)
        assert ("is it working?" in in_their_thread(world, number)) == is_asked

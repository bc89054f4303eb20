"""CAT-2 to CAT-15: each constant of the policy, worked out by hand from requirements.md and read in the chat."""

from tests.scenarios.pins import pins, pins_by_row
from tests.scenarios.steps import fix, in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

FRIDAY = "2026-03-06T14:20-05:00"  # the clocks go forward on Sunday


@pins_by_row(
    [
        ("severity_rules.0.*", "Fine, I have a question", "No", "P4 · Question"),
        ("severity_rules.1.*", "It is down", "No", "P1 · Major impact"),
        ("severity_rules.1.*", "It runs, but we cannot work with it", "No", "P1 · Major impact"),
        ("severity_rules.2.*", "It is down", "Yes", "P2 · Moderate impact"),
        ("severity_rules.2.*", "It runs, but we cannot work with it", "Yes", "P2 · Moderate impact"),
        ("severity_rules.3.*", "Clearly worse than usual", "Yes", "P2 · Moderate impact"),
        ("severity_rules.4.*", "Clearly worse than usual", "No", "P1 · Major impact"),
        ("severity_rules.5.*", "A small fault, we can work", "Yes", "P3 · Minor impact"),
        ("severity_rules.6.*", "A small fault, we can work", "No", "P2 · Moderate impact"),
    ]
)
async def test_CAT_2_CAT_3_CAT_4_the_answers_say_how_bad_it_is(desk_world, rows) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    for _, operation, workaround, priority in rows:
        number = await world.open_case(
            f"Tunnels: {operation}, {workaround}", question_operation=operation, question_workaround=workaround
        )
        assert f"Severity: {priority} (not confirmed yet)" in on_our_card(world, number)


@pins_by_row(
    [
        ("reasons.error.*", "Something does not work", "Something does not work · Incident"),
        ("reasons.question.*", "Question", "Question"),
        ("reasons.enhancement.*", "Enhancement", "Enhancement · Change request"),
        ("reasons.documentation.*", "Documentation", "Documentation · Question"),
    ]
)
async def test_CAT_4_the_reason_says_what_kind_of_case_it_is(desk_world, rows) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    for _, reason, kind in rows:
        number = await world.open_case(f"About {reason}", reason=reason, severity="P4 · Question")
        assert f"Kind: {kind}" in on_our_card(world, number)


@pins_by_row(
    [
        (
            "language targets.acknowledge-p1.* targets.escalate-p1.*",
            "P1 · Major impact",
            "Fri 6 Mar, 15:20",
            "Fri 6 Mar, 18:20",
        ),
        (
            "business_hours.office.zone targets.acknowledge-p2.* targets.escalate-p2.*",
            "P2 · Moderate impact",
            "Mon 9 Mar, 10:20",
            "Mon 9 Mar, 14:20",
        ),
        (
            "targets.acknowledge-p3.* targets.escalate-p3.*",
            "P3 · Minor impact",
            "Mon 9 Mar, 10:20",
            "Fri 13 Mar, 14:20",
        ),
        ("targets.acknowledge-p4.* targets.escalate-p4.*", "P4 · Question", "Mon 9 Mar, 14:20", "Fri 13 Mar, 14:20"),
    ]
)
async def test_CAT_5_CAT_6_acknowledged_and_escalated_by_the_table(desk_world, rows) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    for _, priority, acknowledged_by, escalates_at in rows:
        number = await world.open_case(f"Tunnels drop: {priority}", severity=priority)
        assert f"Someone takes it: by {acknowledged_by} (New York time)" in on_their_card(world, number)
        assert f"Escalation: due {escalates_at} (New York time)" in on_our_card(world, number)


@pins("targets.acknowledge-p1.within", "targets.escalate-p1.within")
async def test_CAT_5_CAT_6_a_P1_on_saturday_night_does_not_wait_for_monday(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-07T23:30-05:00")
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    assert "Someone takes it: by Sun 8 Mar, 00:30 (New York time)" in on_their_card(world, number)
    # The clocks go forward that night, so four hours later it is 04:30.
    assert "Escalation: due Sun 8 Mar, 04:30 (New York time)" in on_our_card(world, number)


@pins("targets.escalate-p2.at_latest")
async def test_CAT_6_eight_hours_end_at_the_latest_with_the_next_business_day(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.engineer.slash("#case-desk", f"/case explain {number}")
    explained = world.engineer.reads("#case-desk")
    # In hours from 09:00 to 17:00 the two never differ, so only the explanation can tell.
    assert "Escalation: 8 h of business time, at the latest the close of the next business day" in explained


@pins("house.unset_severity")
async def test_CAT_4_until_somebody_says_how_bad_it_is_it_is_worked_on_as_P3(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop")
    assert "Severity: not given yet (worked on as P3 · Minor impact)" in on_our_card(world, number)
    assert "Escalation: due Fri 13 Mar, 14:20 (New York time)" in on_our_card(world, number)


@pins("business_hours.office.week*")
async def test_CAT_5_CAT_6_hours_are_assumed_from_nine_to_five_on_weekdays(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-07T11:00-05:00")
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    read = on_their_card(world, number)
    assert "Our hours are Mon–Fri 09:00–17:00 (New York); the clock starts Mon 9 Mar, 09:00 (New York time)." in read
    assert "Someone takes it: by Mon 9 Mar, 13:00 (New York time)" in read
    assert "Escalation: due Mon 9 Mar, 17:00 (New York time)" in on_our_card(world, number)


@pins("business_hours.office.holidays*")
async def test_CAT_6_no_holidays_are_assumed(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-07-02T16:00-04:00")
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    # Independence Day is kept on Friday this year; the source names no holidays.
    assert "Someone takes it: by Fri 3 Jul, 12:00 (New York time)" in on_their_card(world, number)


@pins("ladder.starts_on")
async def test_CAT_7_both_a_missed_acknowledgement_and_the_time_to_escalate_raise_tier_1(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    unheard = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    heard = await world.open_case("The portal is slow", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(heard))
    await world.until("2026-03-06T15:20-05:00")
    assert f"{unheard} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    assert f"{heard} of Harbor Grid is escalated" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T18:20-05:00")
    assert f"{heard} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")


@pins("ladder.proposed_for", "ladder.stops_at.*", "house.proposal_wait")
async def test_CAT_9_CAT_13_P3_and_P4_are_proposed_for_a_business_hour_and_P4_stops_at_tier_1(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    minor = await world.open_case("A report is late", severity="P3 · Minor impact")
    question = await world.open_case("How do I add a site?", severity="P4 · Question")
    for number, missed_at, expires, told_at, is_last in (
        (minor, "2026-03-09T10:20-04:00", "11:20", "2026-03-09T11:20-04:00", False),
        (question, "2026-03-09T14:20-04:00", "15:20", "2026-03-09T15:20-04:00", True),
    ):
        await world.until(missed_at)
        told = world.on_call.reads("#on-call")
        assert f"Without an answer, tier 1 is told Mon 9 Mar, {expires} (New York time)." in told
        assert f"{number} of Harbor Grid is escalated" not in told
        await world.until(told_at)
        brief = _brief(world, number)
        assert "is escalated to tier 1" in brief
        assert ("This is the last tier." in brief) == is_last


@pins("ladder.tiers.*")
async def test_CAT_12_CAT_15_each_tier_tells_its_channel_and_its_people_and_the_last_gives_it_to_the_director(
    desk_world,
) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.slash("#case-desk", f"/case escalate {number} their board meets tonight")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    for person in (world.account_rep, world.systems_engineer, world.engineer):
        assert f"Harbor Grid needs you: {number} has reached tier 1" in person.reads("@chatdesk")
    assert "we have escalated your case, so that more people look after it." in in_their_thread(world, number)
    await world.engineer.slash("#case-desk", f"/case escalate {number} no news for hours")
    assert f"{number} of Harbor Grid is escalated to tier 2" in world.director.reads("#directors")
    assert f"{number} has reached tier 2" in world.director.reads("@chatdesk")
    nobody = "Nobody holds these roles, so nobody was told for them: Engineer of the linked bug or feature."
    assert nobody in in_our_thread(world, number)
    assert nobody not in world.director.reads("#directors")
    await world.engineer.slash("#case-desk", f"/case escalate {number} it is all over the news")
    assert f"{number} of Harbor Grid is escalated to tier 3" in world.vp_sales.reads("#vp-bridge")
    for vp in (world.vp_sales, world.vp_engineering, world.vp_product):
        assert f"{number} has reached tier 3" in vp.reads("@chatdesk")
    assert "Owner: Grace Lindqvist" in on_our_card(world, number)


@pins("outage_when.*", "ladder.outage_raises")
async def test_CAT_10_an_outage_escalates_at_once_to_tier_1_and_no_further(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Nothing works", question_operation="It is down", severity="P1 · Major impact")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    assert "The system is reported down." in world.on_call.reads("#on-call")
    assert world.director.reads("#directors") == ""


@pins("house.warn_when_left")
async def test_D14_a_warning_comes_when_a_quarter_is_left(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.until("2026-03-06T15:04:59-05:00")
    assert world.on_call.reads("#on-call") == ""
    await world.until("2026-03-06T15:05-05:00")
    assert "Acknowledgement is due Fri 6 Mar, 15:20 (New York time): 15 min left." in world.on_call.reads("#on-call")


@pins("waiting_pauses")
async def test_D5_waiting_stops_no_clock(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in in_our_thread(world, number)
    assert "Escalation: due Fri 13 Mar, 14:20 (New York time)" in on_our_card(world, number)


@pins("closing", "reopening", "house.reopen_within")
async def test_D7_we_may_close_it_and_it_comes_back_for_five_business_days(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await fix(world, number)
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "Status: Closed" in on_our_card(world, number)
    comes_back = "If it comes back, you can reopen the case until Fri 13 Mar, 14:20 (New York time)."
    assert comes_back in on_their_card(world, number)


@pins("severity_change")
async def test_D6_another_severity_counts_from_the_same_start(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.until("2026-03-06T14:50-05:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 1")
    assert "Escalation: due Fri 6 Mar, 18:20 (New York time)" in on_our_card(world, number)


@pins("house.approval_reminder")
async def test_D11_the_customer_is_asked_again_after_two_business_days(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P3 · Minor impact")
    await fix(world, number)
    # What was clicked took some seconds.
    for when, is_asked in (("2026-03-10T14:19:59-04:00", False), ("2026-03-10T14:21-04:00", True)):
        await world.until(when)
        assert ("is it working?" in in_their_thread(world, number)) == is_asked


def _brief(world: Story, number: str) -> str:
    """The newest message about a case in the on-call channel."""
    return world.on_call.text_of(world.on_call.finds(f"{number} of Harbor Grid is escalated", "#on-call"))

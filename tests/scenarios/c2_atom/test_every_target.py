"""C2-1 to C2-17: each constant of the policy, worked out by hand from requirements.md and read in the chat."""

from tests.scenarios.pins import pins, pins_by_row
from tests.scenarios.steps import (
    ask_for_worse,
    fix,
    has_fact,
    in_our_thread,
    in_their_thread,
    on_our_card,
    on_their_card,
    see_a_problem,
)

FRIDAY = "2026-03-06T16:00-05:00"  # an hour before the close; the clocks go forward on Sunday

_CONTACT = "First answer: by Tue 10 Mar, 16:00 (New York time)"


@pins_by_row(
    [
        ("severity_rules.0.*", "They have stopped", "1 · Critical"),
        ("severity_rules.1.*", "They go on, with serious trouble", "2 · High"),
        ("severity_rules.2.*", "They go on, it is a nuisance", "3 · Medium"),
        ("severity_rules.3.*", "Nothing, it is an error in the documents or a detail", "4 · Low"),
    ]
)
async def test_C2_7_C2_8_C2_9_C2_10_what_it_does_to_the_operations_says_how_bad_it_is(desk_world, rows) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    for _, answer, severity in rows:
        number = await world.open_case(f"The line stands: {severity}", question_operations=answer)
        assert f"Severity: {severity} (not confirmed yet)" in on_our_card(world, number)


@pins_by_row(
    [
        ("reasons.incident.*", "Something does not work", "Something does not work · Incident"),
        ("reasons.question.*", "Question", "Question"),
        ("reasons.change_request.*", "Request for change", "Request for change · Change request"),
        ("reasons.configuration.*", "Configuration", "Configuration · Service request"),
    ]
)
async def test_C2_4_C2_12_C2_17_the_reason_says_what_kind_of_case_it_is(desk_world, rows) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    for _, reason, kind in rows:
        number = await world.open_case(f"About {reason}", reason=reason, severity="4 · Low")
        assert f"Kind: {kind}" in on_our_card(world, number)


@pins_by_row(
    [
        (
            "language business_hours.support.zone targets.contact.* targets.correct-critical.*"
            " targets.engage-development.severities",
            {"severity": "1 · Critical"},
            [_CONTACT, "Fix: by Thu 12 Mar, 16:00 (New York time)"],
        ),
        (
            "targets.contact.severities targets.correct-high.*",
            {"severity": "2 · High"},
            [_CONTACT, "Fix: by Mon 9 Mar, 16:00 (New York time)"],
        ),
        (
            "targets.contact.severities targets.correct-medium.*",
            {"severity": "3 · Medium"},
            [_CONTACT, "Fix: by Wed 11 Mar, 16:00 (New York time), unless we agree another date with you"],
        ),
        (
            "targets.correct-low.*",
            {"severity": "4 · Low"},
            ["Fix: on a date we agree with you; none is set yet"],
        ),
        (
            "targets.*.kinds targets.analyse-change.* targets.deliver-change.*",
            {"severity": "1 · Critical", "reason": "Request for change"},
            [
                "Review of the problem: as soon as we can; there is no fixed time",
                "Fix: on a date we agree with you; none is set yet",
            ],
        ),
        ("targets.contact.kinds", {"severity": "2 · High", "reason": "Question"}, [_CONTACT]),
        ("targets.contact.kinds", {"severity": "2 · High", "reason": "Configuration"}, []),
    ]
)
async def test_C2_3_C2_7_C2_8_C2_9_C2_10_C2_13_contact_and_correction_by_severity_and_kind(desk_world, rows) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    for _, entries, promised in rows:
        number = await world.open_case(f"The line stands: {entries}", **entries)
        read = [
            line
            for line in on_their_card(world, number)
            if line.startswith(("First answer:", "Review of the problem:", "Fix:"))
        ]
        assert read == promised
        is_for_development = entries == {"severity": "1 · Critical"}
        assert has_fact(on_our_card(world, number), "Handoff") == is_for_development


@pins_by_row(
    [
        (
            "targets.contact.kinds targets.correct-critical.kinds targets.engage-development.kinds",
            "1 · Critical",
            [
                "First response: due Tue 10 Mar, 16:00 (New York time)",
                "Resolution: due Thu 12 Mar, 16:00 (New York time)",
                "Handoff: done Fri 6 Mar, 16:00 (New York time) (ours, not promised)",
            ],
        ),
        (
            "targets.correct-high.kinds",
            "2 · High",
            [
                "First response: due Tue 10 Mar, 16:00 (New York time)",
                "Resolution: due Mon 9 Mar, 16:00 (New York time)",
            ],
        ),
        (
            "targets.correct-medium.kinds",
            "3 · Medium",
            [
                "First response: due Tue 10 Mar, 16:00 (New York time)",
                "Resolution: due Wed 11 Mar, 16:00 (New York time)",
            ],
        ),
        (
            "targets.correct-low.kinds support_levels.2.takes_problems",
            "4 · Low",
            ["Resolution: no due time (a date that both sides agree on)"],
        ),
    ]
)
async def test_C2_4_a_problem_is_development_s_and_corrected_in_the_time_of_the_case_it_shows_in(
    desk_world, rows
) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    for _, severity, times in rows:
        case = await world.open_case(f"The line stands: {severity}", severity=severity)
        problem = await see_a_problem(world, case, f"The firmware forgets its settings: {severity}")
        read = on_our_card(world, problem)
        assert "Kind: Problem" in read
        assert "Support level: Development" in read
        assert [line for line in read if line.startswith(("First response:", "Resolution:", "Handoff:"))] == times


@pins("house.unset_severity")
async def test_C2_9_until_somebody_says_how_bad_it_is_it_is_worked_on_as_medium(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands")
    assert "Severity: not given yet (worked on as 3 · Medium)" in on_our_card(world, number)
    assert "Resolution: due Wed 11 Mar, 16:00 (New York time)" in on_our_card(world, number)


@pins("business_hours.support.week*")
async def test_C2_1_support_is_open_from_half_past_nine_to_five_on_weekdays(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-07T11:00-05:00")
    number = await world.open_case("The line stands", severity="2 · High")
    read = on_their_card(world, number)
    assert "Our hours are Mon–Fri 09:30–17:00 (Toronto); the clock starts Mon 9 Mar, 09:30 (New York time)." in read
    assert "Fix: by Mon 9 Mar, 17:00 (New York time)" in read


@pins("business_hours.support.holidays*")
async def test_C2_1_no_holidays_are_assumed(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-04-02T16:00-04:00")
    number = await world.open_case("The line stands", severity="2 · High")
    # Good Friday is kept in Canada; the source names no holidays.
    assert "Fix: by Fri 3 Apr, 16:00 (New York time)" in on_their_card(world, number)


@pins_by_row(
    [
        ("support_levels.2.roles", "2 · High"),
        ("support_levels.2.takes_severities", "2 · High"),
        ("support_levels.2.takes_severities", "3 · Medium"),
    ]
)
async def test_C2_8_C2_9_high_and_medium_are_development_s_at_once(desk_world, rows) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    for _, severity in rows:
        number = await world.open_case(f"The line limps: {severity}", severity=severity)
        assert "Support level: Development" in on_our_card(world, number)
        assert number in world.level_3.reads("@chatdesk")  # Samuel leads development


@pins("first_level", "targets.engage-development.*")
async def test_C2_6_nobody_says_so_for_a_business_hour_and_development_is_engaged_anyway(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T16:30-05:00")
    number = await world.open_case("The line stands", severity="1 · Critical")
    assert "Support level: Customer Service" in on_our_card(world, number)
    assert "Handoff: due Mon 9 Mar, 10:00 (New York time) (ours, not promised)" in on_our_card(world, number)
    await world.until("2026-03-09T09:59:59-04:00")
    assert "Support level: Customer Service" in on_our_card(world, number)
    await world.until("2026-03-09T10:00-04:00")
    assert "Support level: Development" in on_our_card(world, number)
    assert number in world.level_3.reads("@chatdesk")


@pins("house.assignment_wait")
async def test_D11_nobody_takes_it_in_development_for_a_business_hour_and_on_call_hears_of_it(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T14:00-05:00")
    await world.open_case("The line limps", severity="2 · High")
    await world.until("2026-03-06T14:59:59-05:00")
    assert "Nobody at Development" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:01-05:00")
    assert "Nobody at Development has taken this case yet." in world.on_call.reads("#on-call")


@pins("house.warn_when_left")
async def test_D14_a_warning_comes_when_a_quarter_is_left(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T09:30-05:00")
    await world.open_case("The line stands", severity="2 · High")
    # Seven and a half business hours to Monday 09:30; a quarter is 1 h 52 min 30 s, before Friday's close.
    await world.until("2026-03-06T15:07:29-05:00")
    assert "Resolution is due" not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:07:30-05:00")
    assert "Resolution is due Mon 9 Mar, 09:30 (New York time)" in world.on_call.reads("#on-call")


@pins("waiting_pauses")
async def test_D5_waiting_stops_no_clock(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="3 · Medium")
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in in_our_thread(world, number)
    assert "Resolution: due Wed 11 Mar, 16:00 (New York time)" in on_our_card(world, number)


@pins("closing", "reopening", "house.reopen_within")
async def test_D7_we_may_close_it_and_it_comes_back_for_five_business_days(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="4 · Low")
    await fix(world, number, site="Remotely")
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "Status: Closed" in on_our_card(world, number)
    comes_back = "If it comes back, you can reopen the case until Fri 13 Mar, 16:00 (New York time)."
    assert comes_back in on_their_card(world, number)


@pins("severity_change")
async def test_D6_another_severity_counts_from_the_same_start(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="3 · Medium")
    await world.until("2026-03-06T16:30-05:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 2")
    assert "Resolution: due Mon 9 Mar, 16:00 (New York time)" in on_our_card(world, number)


@pins("house.proposal_wait")
async def test_D11_a_severity_that_is_asked_for_comes_up_again_after_a_business_hour(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T14:00-05:00")
    number = await world.open_case("The line stands", severity="4 · Low")
    await ask_for_worse(world, number, "3 · Medium")
    reminder = "Still no answer: Ruth Adler of Harbor Grid asks for 3 · Medium."
    # What was clicked took some seconds.
    for when, is_reminded in (("2026-03-06T14:59:59-05:00", False), ("2026-03-06T15:01-05:00", True)):
        await world.until(when)
        assert (reminder in in_our_thread(world, number)) == is_reminded


@pins("house.approval_reminder")
async def test_D11_the_customer_is_asked_again_after_two_business_days(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T14:00-05:00")
    number = await world.open_case("The line stands", severity="4 · Low")
    await fix(world, number, site="Remotely")
    for when, is_asked in (("2026-03-10T13:59:59-04:00", False), ("2026-03-10T14:01-04:00", True)):
        await world.until(when)
        assert ("is it working?" in in_their_thread(world, number)) == is_asked


@pins("house.agreement_nudge", "targets.correct-low.within")
async def test_C2_10_both_sides_are_reminded_of_a_date_after_two_business_days(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    for when, are_reminded in (("2026-03-10T15:59:59-04:00", False), ("2026-03-10T16:00-04:00", True)):
        await world.until(when)
        theirs = "no date is agreed for this case yet. You can propose one, or we will."
        assert (theirs in in_their_thread(world, number)) == are_reminded
        ours = "No date is agreed for this case yet. Propose one to the customer."
        assert (ours in in_our_thread(world, number)) == are_reminded


@pins("change_requests", "reasons.change_request.kind")
async def test_C2_13_C2_15_a_request_for_change_walks_its_steps(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A report of all tunnels", reason="Request for change", severity="4 · Low")
    assert "Request: submitted, to be analysed" in on_their_card(world, number)


@pins("reasons.configuration.team")
async def test_C2_17_a_configuration_is_the_analysts(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A shift plan for June", reason="Configuration")
    assert "Team: Analysts" in on_our_card(world, number)
    assert number in world.person("tomas").reads("@chatdesk")


@pins("monitoring")
async def test_C2_18_what_our_own_monitoring_sees_opens_no_case(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.engineer.slash("#harbor-support", "/case open via monitoring Disk of line 2 is full")
    await world.engineer.submit({"severity": "2 · High"})
    assert world.customer.messages("#harbor-support") == []

"""ADV-3 to ADV-8: each constant of the policy, worked out by hand from requirements.md and read in the chat."""

from tests.scenarios.pins import pins, pins_by_row
from tests.scenarios.steps import (
    ask_for_worse,
    buys,
    fix,
    has_fact,
    in_our_thread,
    in_their_thread,
    on_our_card,
    on_their_card,
)

THURSDAY = "2026-04-30T15:00+02:00"  # in Berlin, whose hours are assumed; 09:00 in New York; Friday is the First of May

_AIM = "First answer: we aim for Tue 5 May, 09:00 (New York time)"

_FUNCTION, _DATA, _BACK_END = "question_function", "question_data", "question_back_end"
_AFFECTED, _WORKAROUND, _SHORT_TERM = "question_affected", "question_workaround", "Only for a short time"
_LEVEL_1, _LEVEL_2, _LEVEL_3, _LEVEL_4 = (
    "Level 1 · Critical",
    "Level 2 · Urgent",
    "Level 3 · High",
    "Level 4 · Medium",
)


@pins_by_row(
    [
        (
            "severity_rules.0.*",
            {_FUNCTION: "None, I have a question", _DATA: "No", _BACK_END: "As usual"},
            _LEVEL_4,
        ),
        ("severity_rules.1.*", {_WORKAROUND: "Yes, one we can live with"}, _LEVEL_4),
        (
            "severity_rules.2.*",
            {_FUNCTION: "The system is unavailable", _AFFECTED: "All users", _WORKAROUND: "No"},
            _LEVEL_1,
        ),
        (
            "severity_rules.3.*",
            {_DATA: "Yes, data are wrong or lost", _AFFECTED: "All users", _WORKAROUND: "No"},
            _LEVEL_1,
        ),
        (
            "severity_rules.4.severity",
            {_FUNCTION: "A major function", _AFFECTED: "Many users", _WORKAROUND: "No"},
            _LEVEL_2,
        ),
        (
            "severity_rules.5.severity",
            {_BACK_END: "Much slower than usual", _AFFECTED: "Many users", _WORKAROUND: "No"},
            _LEVEL_2,
        ),
        (
            "severity_rules.6.*",
            {_FUNCTION: "The system is unavailable", _AFFECTED: "Some users", _WORKAROUND: _SHORT_TERM},
            _LEVEL_3,
        ),
        (
            "severity_rules.6.when.function",
            {_FUNCTION: "A major function", _AFFECTED: "Some users", _WORKAROUND: _SHORT_TERM},
            _LEVEL_3,
        ),
        (
            "severity_rules.6.when.function",
            {_FUNCTION: "A smaller function", _AFFECTED: "Some users", _WORKAROUND: _SHORT_TERM},
            _LEVEL_3,
        ),
        (
            "severity_rules.7.*",
            {_DATA: "Yes, data are wrong or lost", _AFFECTED: "Some users", _WORKAROUND: _SHORT_TERM},
            _LEVEL_3,
        ),
        (
            "severity_rules.8.*",
            {_BACK_END: "Much slower than usual", _AFFECTED: "Some users", _WORKAROUND: _SHORT_TERM},
            _LEVEL_3,
        ),
        ("severity_rules.9.*", {_AFFECTED: "All users", _WORKAROUND: "No"}, _LEVEL_2),
        ("severity_rules.9.*", {_AFFECTED: "Many users", _WORKAROUND: _SHORT_TERM}, _LEVEL_2),
        ("severity_rules.10.*", {_AFFECTED: "Some users", _WORKAROUND: "No"}, _LEVEL_2),
    ]
)
async def test_ADV_3_function_data_and_back_end_say_which_level_it_is(desk_world, rows) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    for number_of_row, (_, answers, level) in enumerate(rows):
        number = await world.open_case(f"Banners vanish ({number_of_row})", reason="Bug", **answers)
        assert f"Severity: {level} (not confirmed yet)" in on_our_card(world, number)


@pins_by_row(
    [
        ("reasons.bug.*", "Bug", "Bug · Incident"),
        ("reasons.handling.*", "Question about handling", "Question about handling · Question"),
        (
            "reasons.customization.*",
            "Customization / development request",
            "Customization / development request · Change request",
        ),
        ("reasons.feature.*", "Feature request", "Feature request · Change request"),
    ]
)
async def test_ADV_5_the_reason_says_what_kind_of_case_it_is(desk_world, rows) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    for _, reason, kind in rows:
        number = await world.open_case(f"About {reason}", reason=reason, severity=_LEVEL_4)
        assert f"Kind: {kind}" in on_our_card(world, number)


@pins("reason_required")
async def test_ADV_5_without_a_reason_nothing_is_opened(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await world.customer.slash("#harbor-support", "/case open Banners vanish")
    refused = await world.customer.submit({"severity": _LEVEL_2})
    assert "reason" in refused.errors


@pins_by_row(
    [
        (
            "language business_hours.office.zone business_hours.office.holidays* default_plan targets.first-contact.*"
            " targets.resolve-level-4.severities",
            _LEVEL_1,
            [_AIM],
        ),
        ("targets.resolve-level-4.*", _LEVEL_4, [_AIM, "Fix: as soon as we can; there is no fixed time"]),
    ]
)
async def test_ADV_4_ADV_6_ADV_8_the_aim_without_premium_skips_the_first_of_may(desk_world, rows) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    for _, level, promised in rows:
        number = await world.open_case(f"Banners vanish: {level}", severity=level, reason="Bug")
        assert "Plan: Basic Success Plan" in on_our_card(world, number)
        assert [line for line in on_their_card(world, number) if line.startswith(("First answer:", "Fix:"))] == promised


@pins("targets.first-contact-premium.*")
async def test_ADV_7_premium_falls_back_to_the_same_aim_since_its_table_is_missing(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await buys(world, "advendio", "premium")
    number = await world.open_case("Banners vanish", severity=_LEVEL_1, reason="Bug")
    assert "Plan: Premium Success Plan" in on_our_card(world, number)
    assert _AIM in on_their_card(world, number)
    assert "The table of response times for Premium is missing" in world.on_the_card(number)


@pins("house.unset_severity")
async def test_ADV_3_until_somebody_says_how_bad_it_is_it_is_worked_on_as_level_3(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", reason="Bug")
    assert "Severity: not given yet (worked on as Level 3 · High)" in on_our_card(world, number)
    assert not has_fact(on_their_card(world, number), "Fix")


@pins("business_hours.office.week*")
async def test_ADV_8_hours_are_assumed_from_nine_to_five_on_weekdays(desk_world) -> None:
    world = await desk_world("advendio", at="2026-05-09T11:00+02:00")
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    read = on_their_card(world, number)
    assert "Our hours are Mon–Fri 09:00–17:00 (Berlin); the clock starts Mon 11 May, 03:00 (New York time)." in read
    # The close of the second business day, Tuesday 17:00 in Berlin.
    assert "First answer: we aim for Tue 12 May, 11:00 (New York time)" in read


@pins("house.warn_when_left")
async def test_D14_a_warning_comes_when_a_quarter_is_left(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    # Two hours on Thursday, eight on Monday, six on Tuesday: four are left on Tuesday at 11:00.
    await world.until("2026-05-05T10:59:59+02:00")
    assert world.on_call.reads("#on-call") == ""
    await world.until("2026-05-05T11:00+02:00")
    assert "First response is due Tue 5 May, 09:00 (New York time)" in world.on_call.reads("#on-call")


@pins("waiting_pauses")
async def test_D5_waiting_stops_no_clock(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in in_our_thread(world, number)
    assert "First response: due Tue 5 May, 09:00 (New York time) (an aim)" in on_our_card(world, number)


@pins("closing", "reopening", "house.reopen_within")
async def test_D7_we_may_close_it_and_it_comes_back_for_five_business_days(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    await fix(world, number)
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "Status: Closed" in on_our_card(world, number)
    comes_back = "If it comes back, you can reopen the case until Fri 8 May, 09:00 (New York time)."
    assert comes_back in on_their_card(world, number)


@pins("severity_change")
async def test_D6_another_severity_counts_from_the_same_start(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    await world.until("2026-04-30T16:00+02:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 3")
    assert "First response: due Tue 5 May, 09:00 (New York time) (an aim)" in on_our_card(world, number)


@pins("house.proposal_wait")
async def test_D11_a_severity_that_is_asked_for_comes_up_again_after_a_business_hour(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    await ask_for_worse(world, number, _LEVEL_1)
    reminder = "Still no answer: Ruth Adler of Harbor Grid asks for Level 1 · Critical."
    # What was clicked took some seconds.
    for when, is_reminded in (("2026-04-30T15:59:59+02:00", False), ("2026-04-30T16:01+02:00", True)):
        await world.until(when)
        assert (reminder in in_our_thread(world, number)) == is_reminded


@pins("house.approval_reminder")
async def test_D11_the_customer_is_asked_again_after_two_business_days(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity=_LEVEL_2, reason="Bug")
    await fix(world, number)
    for when, is_asked in (("2026-05-05T14:59:59+02:00", False), ("2026-05-05T15:01+02:00", True)):
        await world.until(when)
        assert ("is it working?" in in_their_thread(world, number)) == is_asked

"""CAT-1, CAT-3, CAT-9: what escalates by its schedule, and the case that no priority covers."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import fix, in_our_thread, on_our_card, on_their_card

FRIDAY = "2026-03-06T14:20-05:00"  # the clocks go forward on Sunday
ON_CALL = "#on-call"


async def test_CAT_1_what_is_not_solved_at_once_escalates_by_its_priority_and_what_is_solved_does_not(
    desk_world,
) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    solved = await world.open_case("A tunnel drops", severity="P1 · Major impact")
    urgent = await world.open_case("All tunnels drop", severity="P1 · Major impact")
    later = await world.open_case("Some tunnels drop", severity="P2 · Moderate impact")
    for number in (solved, urgent, later):
        await world.engineer.slash("#case-desk", f"/case ack {number}")
    await fix(world, solved)
    await world.until("2026-03-06T18:20-05:00")
    told = world.on_call.reads(ON_CALL)
    assert f"{urgent} of Harbor Grid is escalated to tier 1" in told
    assert solved not in told
    assert later not in told
    await world.until("2026-03-09T14:20-04:00")
    told = world.on_call.reads(ON_CALL)
    assert f"{later} of Harbor Grid is escalated to tier 1" in told
    assert solved not in told


async def test_CAT_3_worse_without_a_workaround_is_proposed_as_P1_and_an_engineer_may_make_it_P2(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case(
        "Tunnels stutter", question_operation="Clearly worse than usual", question_workaround="No"
    )
    assert "Severity: P1 · Major impact (not confirmed yet)" in on_our_card(world, number)
    assert "Someone takes it: by Fri 6 Mar, 15:20 (New York time)" in on_their_card(world, number)
    await world.engineer.click("Severity", world.card(number))
    await world.engineer.submit({"severity": "P2 · Moderate impact"})
    assert "Severity: P2 · Moderate impact" in on_our_card(world, number)
    # Four business hours, and eight, from the same start.
    assert "Someone takes it: by Mon 9 Mar, 10:20 (New York time)" in on_their_card(world, number)
    assert "Escalation: due Mon 9 Mar, 14:20 (New York time)" in on_our_card(world, number)


@pytest.mark.parametrize(
    ("priority", "when"),
    [
        pytest.param("P1 · Major impact", "2026-03-06T18:20-05:00", id="P1"),
        pytest.param("P2 · Moderate impact", "2026-03-09T14:20-04:00", id="P2"),
    ],
)
async def test_CAT_9_P1_and_P2_climb_by_themselves_and_nobody_is_asked(desk_world, priority: str, when: str) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=priority)
    await world.engineer.click("I have it", world.card(number))
    await world.until(when)
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads(ON_CALL)
    assert "Escalate to tier" not in world.on_call.reads(ON_CALL) + in_our_thread(world, number)

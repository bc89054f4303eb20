"""`/case explain`: at most twelve lines that say where each time of a case comes from, and what is done already."""

from __future__ import annotations


def lines_of(text: str, number: str) -> list[str]:
    told = text[text.rindex(f"{number} come about") :]
    return [line.lstrip("•- ") for line in told.splitlines()[1:] if line.strip()]


async def test_days_that_did_not_count_are_named_with_the_clause_the_calendar_and_both_readings(desk_world) -> None:
    world = await desk_world("c2-atom", at="2026-03-06T16:00-05:00")
    number = await world.open_case("The line stands", severity="2 · High")
    await world.engineer.slash("#case-desk", f"/case explain {number}")
    told = world.engineer.reads("#case-desk")
    assert (
        "Resolution: 1 business day from Fri 6 Mar, 16:00 (Toronto time), so due Mon 9 Mar, 16:00 (Toronto time); "
        "not counted: Sat and Sun (C2-8)"
    ) in told
    assert "Business time is Mon–Fri 09:30–17:00 (Toronto)" in told
    assert (
        "Read as: The contact is due in two business days even where the correction is due earlier. "
        "And not: Contact no later than the correction."
    ) in told
    assert len(lines_of(told, number)) <= 12


async def test_what_is_done_is_said_and_stands_after_what_still_runs(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.until("2026-03-06T14:40-05:00")
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.slash("#case-desk", f"/case explain {number}")
    lines = lines_of(world.engineer.reads("#case-desk"), number)
    assert lines[0].startswith("Escalation: 4 h from Fri 6 Mar, 14:20")
    assert lines[1].startswith("Acknowledgement: 1 h from Fri 6 Mar, 14:20")
    assert lines[1].endswith("; done Fri 6 Mar, 14:40 (New York time) (CAT-5)")
    assert len(lines) <= 12


async def test_what_was_missed_is_said(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.until("2026-03-06T15:30-05:00")
    await world.engineer.slash("#case-desk", f"/case explain {number}")
    told = world.engineer.reads("#case-desk")
    assert "so due Fri 6 Mar, 15:20 (New York time); missed (CAT-5)" in told


async def test_a_change_of_severity_is_told_with_its_rule(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case("Tunnels drop", severity="P2 · Moderate impact")
    await world.until("2026-03-06T14:50-05:00")
    await world.engineer.slash("#case-desk", f"/case severity {number} 1")
    await world.engineer.slash("#case-desk", f"/case explain {number}")
    told = world.engineer.reads("#case-desk")
    assert (
        "Severity P2 · Moderate impact became P1 · Major impact Fri 6 Mar, 14:50 (New York time); "
        "times still count from the report"
    ) in told


async def test_a_customer_reads_the_promises_and_no_readings(desk_world) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case("VPN is down", severity="P2 · Moderate impact")
    await world.customer.slash("#harbor-support", f"/case explain {number}")
    lines = lines_of(world.customer.reads("#harbor-support"), number)
    assert lines[0].startswith("Someone takes it: 4 h of business time from Fri 6 Mar, 14:20")
    assert "Business time is Mon–Fri 09:00–17:00 (New York)" in lines[1]
    assert not any("Read as" in line or "Escalation" in line or "assumption" in line for line in lines)

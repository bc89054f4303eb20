"""CIP-2, CIP-7: a customer's whole history, and what another system calls a case."""

from __future__ import annotations

from tests.scenarios.steps import fix, on_our_card, on_their_card

MONDAY = "2026-03-02T10:00-05:00"


async def test_CIP_2_the_history_of_a_customer_tells_every_case_its_dates_and_what_resolved_it(desk_world) -> None:
    world = await desk_world("cipplanner", at=MONDAY)
    solved = await world.open_case("Reports stay empty")
    await fix(world, solved)
    await world.until("2026-03-03T10:00-05:00")
    await world.customer.click("Approve the fix", world.card(solved, world.customer))
    later = await world.open_case("Budget does not add up")
    for reader, where in ((world.engineer, "#case-desk"), (world.customer, "#harbor-support")):
        asked = "/case history harbor" if reader is world.engineer else "/case history"
        await reader.slash(where, asked)
        told = reader.text_of(reader.finds("History of Harbor Grid", where)).splitlines()
        newest, oldest = (line for line in told if "HARBOR-" in line)
        assert f"{later} · Budget does not add up" in newest
        assert "opened Tue 3 Mar" in newest
        assert f"{solved} · Reports stay empty" in oldest
        assert "opened Mon 2 Mar · resolved Mon 2 Mar · ended Tue 3 Mar · It runs again." in oldest


async def test_CIP_2_a_long_history_is_read_page_by_page(desk_world) -> None:
    world = await desk_world("cipplanner", at=MONDAY)
    numbers = [await world.open_case(f"Matter {number}") for number in range(1, 12)]
    await world.engineer.slash("#case-desk", "/case history harbor")
    first = world.engineer.finds("History of Harbor Grid", "#case-desk")
    told = world.engineer.text_of(first)
    assert "1 to 10 of 11." in told
    assert f"{numbers[0]} · Matter 1 ·" not in told
    await world.engineer.click("Next page", first)
    second = world.engineer.text_of(world.engineer.finds("11 to 11 of 11.", "#case-desk"))
    assert f"{numbers[0]} · Matter 1 ·" in second
    assert "Matter 11" not in second
    await world.engineer.slash("#case-desk", "/case history harbor page 2")
    assert f"{numbers[0]} · Matter 1 ·" in world.engineer.text_of(world.engineer.finds("11 to 11", "#case-desk"))


async def test_CIP_2_no_customer_reads_another_s_history(desk_world) -> None:
    world = await desk_world("cipplanner", at=MONDAY)
    await world.open_case("Reports stay empty")
    await world.foreign_customer.mention("#bluepeak-support", "history harbor")
    told = world.foreign_customer.reads("#bluepeak-support")
    assert "History of Bluepeak Media" in told
    assert "Reports stay empty" not in told


async def test_CIP_7_a_case_carries_its_number_in_another_system_and_is_found_by_it(desk_world) -> None:
    world = await desk_world("cipplanner", at=MONDAY)
    number = await world.open_case("Reports stay empty")
    await world.engineer.slash("#case-desk", f"/case external {number} ISS-0123")
    assert "Elsewhere: ISS-0123" in on_our_card(world, number)
    assert not any("ISS-0123" in line for line in on_their_card(world, number))
    await world.engineer.slash("#case-desk", "/case list ISS-0123")
    assert f"{number} · Reports stay empty" in world.engineer.text_of(world.engineer.finds("1 case", "#case-desk"))
    await world.engineer.slash("#case-desk", f"/case external {number}")
    await world.engineer.submit({"external": "ISS-0456"})
    assert "Elsewhere: ISS-0456" in on_our_card(world, number)


async def test_CIP_7_in_the_case_s_own_thread_the_number_alone_is_enough(desk_world) -> None:
    world = await desk_world("cipplanner", at=MONDAY)
    number = await world.open_case("Reports stay empty")
    await world.engineer.mention("#case-desk", "external ISS-0123", thread=world.card(number))
    assert "Elsewhere: ISS-0123" in on_our_card(world, number)

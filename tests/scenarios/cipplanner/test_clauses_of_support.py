"""CIP-1, CIP-3, CIP-6, CIP-9, CIP-10, CIP-14: help, the contract, what level 1 solves, and the catastrophe."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from tests.scenarios.steps import fix, in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

FRIDAY = "2026-03-06T14:20-05:00"  # 11:20 in Los Angeles, whose hours are assumed
CUSTOMERS = "#harbor-support"
DESK = "#case-desk"


async def test_CIP_1_help_and_manuals_come_with_a_case_and_a_manual_of_one_s_own_can_be_asked_for(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("Where is the plan printed?", reason="Question")
    help_ = (
        "Help: Help in the application, User manual, Administration guide and Training manual. Ask us, and we send it."
    )
    assert help_ in on_their_card(world, number)
    number = await world.open_case("A manual for our planners", reason="Custom training manual")
    assert "Kind: Custom training manual · Service request" in on_our_card(world, number)
    # Solved, it needs no help any more.
    await fix(world, number)
    assert help_ not in on_their_card(world, number)


async def test_CIP_3_without_a_contract_the_case_opens_as_not_covered_and_the_owner_is_told(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await _contract_until(world, "2026-03-06T14:00-05:00")
    number = await world.open_case("The plan does not load", severity="Ordinary")
    assert "Contract: ended; this case is not covered" in on_our_card(world, number)
    ran_out = "The contract of Harbor Grid has run out. The case was opened all the same, marked as not covered."
    assert ran_out in in_our_thread(world, number)
    assert ran_out in world.account_rep.reads("@chatdesk")  # Owen looks after Harbor Grid
    # The customer is not refused, and reads nothing of it.
    assert f"We have your case. Its number is {number}." in world.customer.reads(CUSTOMERS)
    assert "contract" not in world.customer.reads(CUSTOMERS).lower()


async def test_CIP_3_while_the_contract_lasts_fixes_enhancements_and_upgrades_are_covered(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await _contract_until(world, "2026-03-06T15:00-05:00")
    for reason in ("Something does not work", "Enhancement or upgrade"):
        number = await world.open_case(f"About: {reason}", reason=reason, severity="Ordinary")
        assert not [line for line in on_our_card(world, number) if line.startswith("Contract:")]
    await world.until("2026-03-06T15:00-05:00")
    number = await world.open_case("A minute too late", severity="Ordinary")
    assert "Contract: ended; this case is not covered" in on_our_card(world, number)


@pytest.mark.parametrize("way", [("phone", "by phone"), ("email", "by e-mail")])
async def test_CIP_6_any_number_of_requests_by_phone_or_e_mail(desk_world, way: tuple[str, str]) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    typed, told = way
    for number in range(1, 13):
        await world.engineer.slash(DESK, f"/case open for @ruth via {typed} Question {number}")
        card = on_our_card(world, f"HARBOR-{number}")
        assert told in next(line for line in card if line.startswith("Opened:"))
    await world.customer.slash(CUSTOMERS, "/case hours")
    assert "By phone" in world.customer.reads(CUSTOMERS) and "By e-mail" in world.customer.reads(CUSTOMERS)


@pytest.mark.parametrize("answer", ["It keeps us from our daily work", "We can work, something is wrong"])
async def test_CIP_9_what_blocks_daily_work_starts_at_level_1(desk_world, answer: str) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", question_nature=answer)
    assert "Severity: Ordinary (not confirmed yet)" in on_our_card(world, number)
    assert "Support level: Level 1 · Support center" in on_our_card(world, number)


async def test_CIP_10_the_share_of_cases_solved_within_24_hours_is_told_as_it_stands(desk_world) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    await world.customer.slash(CUSTOMERS, "/case figures")
    assert "can be judged yet" in world.customer.reads(CUSTOMERS)
    first, second, third, _ = [await world.open_case(f"The plan {n}", severity="Ordinary") for n in range(4)]
    await fix(world, first)
    assert await _share(world) == ("100 %", "1")
    # A day is 24 hours around the clock: solved at its end it is too late. What was clicked took some seconds.
    await world.until("2026-03-07T14:19-05:00")
    await fix(world, second)
    assert await _share(world) == ("100 %", "2")
    await world.until("2026-03-07T14:22-05:00")
    assert await _share(world) == ("50 %", "4")
    await fix(world, third)
    assert await _share(world) == ("50 %", "4")


async def test_CIP_14_a_catastrophe_that_is_said_later_calls_everybody_and_an_engineer_may_take_it_back(
    desk_world,
) -> None:
    world = await desk_world("cipplanner", at=FRIDAY)
    number = await world.open_case("The plan does not load", severity="Ordinary")
    await world.until("2026-03-06T15:00-05:00")
    await world.customer.click("Change severity", world.card(number, world.customer))
    await world.customer.submit({"severity": "Catastrophic"})
    # Nobody had to agree first.
    assert "Severity: Ordinary (Catastrophic is asked for)" in on_our_card(world, number)
    assert "Support level: Level 3 · Rapid response" in on_our_card(world, number)
    for group in (world.level_2, world.level_3):  # Priya and Samuel, of the two groups behind level 3
        assert number in group.reads("@chatdesk")
    await world.level_3.click("Keep Ordinary", world.card(number))
    assert "Severity: Ordinary" in on_our_card(world, number)
    assert "Ordinary" in in_their_thread(world, number)


async def _contract_until(world: Story, when: str) -> None:
    """Harbor Grid's contract ends then: the directory says so, and it is read again."""
    customers = tuple(
        replace(customer, policy="cipplanner", contract_ends_at=datetime.fromisoformat(when))
        if customer.id == "harbor"
        else customer
        for customer in world.directory.customers
    )
    await world.app.run(world.app.desk.use_directory, replace(world.directory, customers=customers))


async def _share(world: Story) -> tuple[str, str]:
    """The share and of how many cases, as the customer reads them now."""
    await world.customer.slash(CUSTOMERS, "/case figures")
    read = world.customer.text_of(world.customer.finds("Solved within 24 hours, Harbor Grid", CUSTOMERS))
    return re.search(r"(\d+ %)", read.replace("\xa0", " ")).group(1), re.search(r" of (\d+) ", read).group(1)

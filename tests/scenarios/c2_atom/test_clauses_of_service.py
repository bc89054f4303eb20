"""C2-2, C2-4, C2-5, C2-9, C2-10, C2-17, C2-18: contacts, problems, corrections, agreed dates, who does what."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card, see_a_problem
from tests.story import Actor

FRIDAY = "2026-03-06T16:00-05:00"  # an hour before the close; the clocks go forward on Sunday
CUSTOMERS = "#harbor-support"


async def test_C2_2_C2_12_the_customer_is_told_the_three_ways_beside_the_chat(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.customer.slash(CUSTOMERS, "/case hours")
    told = world.customer.reads(CUSTOMERS)
    ways = [told.index(way) for way in ("By phone", "By e-mail", "In the portal")]
    assert ways == sorted(ways)
    assert "a form is recommended for requests for change" in told


async def test_C2_4_a_problem_comes_from_cases_only_and_is_development_s(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    first = await world.open_case("The line stands", severity="3 · Medium")
    second = await world.open_case("The other line stands too", severity="3 · Medium")
    await world.customer.slash(CUSTOMERS, f"/case problem {first} The firmware is broken")
    assert "Only our support team can do that." in world.customer.reads(CUSTOMERS)
    problem = await see_a_problem(world, first, "The firmware forgets its settings")
    await world.engineer.slash("#case-desk", f"/case link {problem} {second}")
    card = on_our_card(world, problem)
    assert "Kind: Problem" in card
    assert "Support level: Development" in card
    assert problem in world.level_3.reads("@chatdesk")  # Samuel leads development
    # What we found out among ourselves is not the customer's to read.
    assert problem not in world.customer.reads(CUSTOMERS)
    await world.customer.slash(CUSTOMERS, f"/case show {problem}")
    assert "There is no such case, or it is not one of yours." in world.customer.reads(CUSTOMERS)
    # The second case was linked to it later, and reads of the correction like the first.
    await world.engineer.slash("#case-desk", f"/case resolve {problem}")
    await world.engineer.submit({"text": "Firmware 7.2 is on all lines.", "site": "Remotely"})
    for number in (first, second):
        assert "the cause of this case has been corrected" in in_their_thread(world, number)


async def test_C2_4_C2_5_its_correction_is_read_by_the_customer_in_the_case(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="3 · Medium")
    problem = await see_a_problem(world, number, "The firmware forgets its settings")
    assert problem in "\n".join(on_our_card(world, number))
    await world.engineer.slash("#case-desk", f"/case resolve {problem}")
    await world.engineer.submit({"text": "Firmware 7.2 is on all lines.", "site": "Remotely"})
    told = in_their_thread(world, number)
    assert "the cause of this case has been corrected" in told
    assert "Firmware 7.2 is on all lines." in told
    # The case itself is still open: whether it works is another question.
    assert "Status: Open, with our team" in on_their_card(world, number)


@pytest.mark.parametrize("site", ["At the customer's office", "Remotely"])
async def test_C2_5_a_correction_says_where_it_was_done(desk_world, site: str) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stands", severity="3 · Medium")
    await world.engineer.slash("#case-desk", f"/case resolve {number} The fuse is new.")
    assert "Please say in the form where it was corrected" in world.engineer.reads("#case-desk")
    assert "Status: Open" in "\n".join(on_our_card(world, number))
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "The fuse is new.", "site": site})
    assert f"Corrected: {site}" in on_our_card(world, number)


async def test_C2_9_three_days_hold_until_both_sides_accept_another_date(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stutters", severity="3 · Medium")
    await world.engineer.slash("#case-desk", f"/case reply {number} We look at it.")
    await world.engineer.slash("#case-desk", f"/case date {number} 2026-03-20 15:00")
    assert "Resolution: due Wed 11 Mar, 16:00 (New York time)" in on_our_card(world, number)
    assert "It holds once both sides have accepted it." in in_their_thread(world, number)
    offer = world.customer.finds("proposes Fri 20 Mar, 15:00 (New York time) for the correction", CUSTOMERS)
    await world.customer.click("Accept", offer)
    assert "Resolution: due Fri 20 Mar, 15:00 (New York time)" in on_our_card(world, number)
    assert "Agreed: the correction comes Fri 20 Mar, 15:00 (New York time)." in in_their_thread(world, number)
    await world.until("2026-03-20T14:59:59-04:00")
    assert "Missed: fix" not in world.on_call.reads("#on-call")
    await world.until("2026-03-20T15:00-04:00")
    assert "Missed: fix by Fri 20 Mar, 15:00 (New York time)" in world.on_call.reads("#on-call")


async def test_C2_9_the_customer_proposes_and_a_no_leaves_the_three_days(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stutters", severity="3 · Medium")
    await world.customer.click("Propose a date", world.card(number, world.customer))
    await world.customer.submit({"term": "2026-03-09 10:00"})
    assert "proposes Mon 9 Mar, 10:00 (New York time) for the correction" in in_our_thread(world, number)
    # One's own proposal is not for oneself to accept.
    await world.customer.slash(CUSTOMERS, f"/case agree {number}")
    assert "That is your own proposal" in world.customer.reads(CUSTOMERS)
    await world.engineer.click("Not possible", world.card(number))
    assert "cannot agree to Mon 9 Mar, 10:00 (New York time)" in in_their_thread(world, number)
    assert "Resolution: due Wed 11 Mar, 16:00 (New York time)" in on_our_card(world, number)


async def test_C2_9_the_next_version_takes_the_place_of_the_three_days(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("The line stutters", severity="3 · Medium")
    await world.engineer.slash("#case-desk", f"/case reply {number} We look at it.")
    await world.engineer.click("Propose a date", world.card(number))
    await world.engineer.submit({"term": "release 4.2"})
    await world.customer.click("Accept", world.card(number, world.customer))
    assert "Agreed: the correction comes with release 4.2." in in_their_thread(world, number)
    assert not [line for line in on_our_card(world, number) if line.startswith("Resolution: due")]
    await world.until("2026-04-01T12:00-04:00")
    assert "Missed: fix" not in world.on_call.reads("#on-call")


async def test_C2_10_low_has_no_date_until_one_is_agreed_and_both_sides_are_reminded(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    theirs, ours = "no date is agreed for this case yet. You can propose one", "Propose one to the customer."
    # Two business days from Friday 16:00 are Tuesday 16:00; what was clicked took some seconds.
    await world.until("2026-03-10T15:59:59-04:00")
    assert theirs not in in_their_thread(world, number)
    await world.until("2026-03-10T16:01-04:00")
    assert theirs in in_their_thread(world, number)
    assert ours in in_our_thread(world, number)
    await world.engineer.slash("#case-desk", f"/case date {number} 2026-04-01 12:00")
    await world.customer.slash(CUSTOMERS, f"/case agree {number}")
    assert "Resolution: due Wed 1 Apr, 12:00 (New York time)" in on_our_card(world, number)
    told = in_their_thread(world, number)
    await world.until("2026-03-20T12:00-04:00")
    assert in_their_thread(world, number).count(theirs) == told.count(theirs)


async def test_C2_17_a_configuration_goes_to_the_analysts(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    analyst = world.person("tomas")
    other = await world.open_case("The line stands", reason="Something does not work", severity="4 · Low")
    number = await world.open_case("A shift plan for June", reason="Configuration")
    assert "Team: Analysts" in on_our_card(world, number)
    assert "This is work for Analysts; they were told." in in_our_thread(world, number)
    assert number in analyst.reads("@chatdesk")
    assert other not in analyst.reads("@chatdesk")
    await analyst.click("Lo tomo", analyst.finds(number, "@chatdesk"))
    assert "Owner: Tomás Rivas" in on_our_card(world, number)


async def test_C2_18_our_own_monitoring_is_no_report_and_the_customer_s_is(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.engineer.slash(CUSTOMERS, "/case open via monitoring Disk of line 2 is full")
    await world.engineer.submit({"severity": "2 · High"})
    refused = "Under this policy we do not watch the customer's systems."
    assert refused in _last_words(world.engineer)
    assert world.customer.messages(CUSTOMERS) == []
    await world.customer.slash(CUSTOMERS, "/case open via monitoring Disk of line 2 is full")
    await world.customer.submit({"severity": "2 · High"})
    assert "by monitoring" in "\n".join(on_our_card(world, "HARBOR-1"))


async def test_C2_18_what_the_customer_s_monitoring_saw_may_be_passed_on_by_us(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.engineer.slash("#case-desk", "/case open for @ruth via monitoring Disk is full")
    number = "HARBOR-1"
    assert "Disk is full" in world.on_the_card(number)
    assert "by monitoring" in world.on_the_card(number)


def _last_words(person: Actor) -> str:
    """What one's form or the channel says now."""
    return "\n".join([person.modal().text if person.driver.has_modal() else "", person.reads(CUSTOMERS)])

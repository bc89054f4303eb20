"""Questions half answered, lists that find nothing, hours with what is looked after day and night: what people read."""

from __future__ import annotations

from typing import Any

from tests.platforms import SLACK
from tests.story import Actor

SUNDAY = "2026-03-08T04:55-04:00"
WHERE = "#harbor-support"


def _reads(who: Actor) -> str:
    """All that is on this person's screen there, a dialog that is open too."""
    dialog = who.driver.modal().text if who.driver.has_modal() else ""
    return f"{who.reads(WHERE)}\n{dialog}"


def _told(who: Actor, outcome: Any) -> str:
    return f"{outcome.errors} {outcome.error} {_reads(who)}" if outcome is not None else _reads(who)


async def test_a_form_with_half_of_the_answers_says_which_is_missing_and_opens_nothing(desk_world) -> None:
    """Down without a word on a workaround was P3, while tier 1 was told that the system is down."""
    world = await desk_world("catamarun", at=SUNDAY)
    await world.customer.slash(WHERE, "/case open Nothing works")
    if world.platforms == (SLACK,):
        await world.customer.click("How is the network doing?", choose="It is down")
    outcome = await world.customer.submit({"question.operation": "It is down"})
    assert "Please answer this too" in _told(world.customer, outcome)
    assert "Not answered yet: Is there a workaround?" in _reads(world.customer)
    assert "HARBOR-1" not in world.engineer.reads("#case-desk")
    await world.customer.submit({"question.workaround": "No"})
    assert "P1" in world.on_the_card("HARBOR-1")


async def test_a_form_with_half_of_the_answers_and_a_severity_of_ones_own_opens_the_case(desk_world) -> None:
    world = await desk_world("catamarun", at=SUNDAY)
    number = await world.open_case("Nothing works", question_operation="It is down", severity="P1 · Major impact")
    assert "P1" in world.on_the_card(number)


async def test_a_form_without_any_answer_opens_the_case(desk_world) -> None:
    world = await desk_world("catamarun", at=SUNDAY)
    assert "not given yet" in world.on_the_card(await world.open_case("Something is odd"))


async def test_a_list_of_something_that_nobody_wrote_says_so_and_how_to_list_all(desk_world) -> None:
    world = await desk_world("catamarun", at=SUNDAY)
    await world.open_case("Nothing works", severity="P2 · Moderate impact")
    for words in ("foo", "-5"):
        await world.customer.slash(WHERE, f"/case list {words}")
        assert f"No case matches “{words}”." in world.customer.reads(WHERE)
    assert "You have no open case." not in world.customer.reads(WHERE)


async def test_our_hours_begin_with_what_is_looked_after_around_the_clock(desk_world) -> None:
    world = await desk_world("catamarun", at=SUNDAY)
    await world.customer.slash(WHERE, "/case hours")
    read = world.customer.reads(WHERE)
    night, closed = "Around the clock, also outside these hours: P1 · Major impact.", "Closed now."
    assert read.index(night) < read.index(closed)
    assert "Our business hours" in read and "Catamarun case escalations" not in read


async def test_help_says_to_a_customer_what_their_words_mean(desk_world) -> None:
    world = await desk_world("catamarun", at=SUNDAY)
    await world.customer.slash(WHERE, "/case help")
    read = world.customer.reads(WHERE)
    assert "write to us" in read and "2 is “P2 · Moderate impact”" in read

"""COD-5 to COD-16: review within six hours of service, level 3, and a close that only the customer gives."""

from datetime import datetime

import pytest

from tests.story import Story

THURSDAY = "2026-04-02T15:00-03:00"


async def test_COD_13_COD_8_six_hours_of_service_over_good_friday_and_the_change_of_clocks(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _open(world)
    told = world.customer.reads(world.card(number, world.customer))
    assert "Revisión del problema: a más tardar el lunes 6 de abril, 12:00 (hora de Santiago de Chile)" in told
    # 12:00 at -04:00 is noon in New York's summer too; a fixed offset would be an hour off.
    assert "Analysis: due Mon 6 Apr, 12:00 (New York time)" in world.on_the_card(number)


async def test_COD_16_and_in_spring_the_other_way_round(desk_world) -> None:
    world = await desk_world("codify", at="2026-09-04T15:00-04:00")
    number = await _open(world)
    told = world.customer.reads(world.card(number, world.customer))
    assert "a más tardar el lunes 7 de septiembre, 12:00 (hora de Santiago de Chile)" in told
    assert "Analysis: due Mon 7 Sep, 11:00 (New York time)" in world.on_the_card(number)


async def test_COD_13_the_review_ends_its_clock_and_contact_with_the_user_does_not_pause_it(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _open(world)
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in world.engineer.reads(world.card(number))
    assert "Analysis: due Mon 6 Apr, 12:00 (New York time)" in world.on_the_card(number)
    await world.engineer.click("Analysis done", world.card(number))
    await world.settle()
    assert "Analysis: done Thu 2 Apr, 14:00 (New York time)" in world.on_the_card(number)
    await world.until("2026-04-06T12:30-04:00")
    assert "Missed:" not in world.on_call.reads("#on-call")


async def test_COD_13_no_review_in_time_is_a_breach(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await _open(world)
    await world.until("2026-04-06T12:00-04:00")
    assert "Missed: analysis by Mon 6 Apr, 12:00 (New York time)" in world.on_call.reads("#on-call")


async def test_COD_5_unavailability_goes_straight_to_level_3(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.customer.slash("#harbor-support", "/case open nada responde")
    question = "Are any functions unavailable?"
    await world.customer.submit({question: "Yes, a part of it"})
    number = "HARBOR-1"
    assert "Support level: Level 3 · Technical team" in world.on_the_card(number)
    assert "The system is reported down: the case goes straight to Level 3" in world.engineer.reads(world.card(number))
    assert number in world.level_3.reads("@chatdesk")


async def test_COD_14_the_correction_has_no_date(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _open(world)
    assert "Solución: lo antes posible, sin plazo fijo" in world.customer.reads(world.card(number, world.customer))


async def test_COD_15_resolved_is_not_closed_and_silence_closes_nothing(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _open(world)
    await _resolve(world, number)
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "only the customer's approval closes a case" in world.engineer.reads("#case-desk")
    # Two business days later, over Good Friday and the weekend, it is asked again.
    await world.until("2026-04-07T14:59:59-04:00")
    asked = "¿está funcionando?"
    before = world.customer.reads(world.card(number, world.customer)).count(asked)
    await world.until("2026-04-07T15:00-04:00")
    assert world.customer.reads(world.card(number, world.customer)).count(asked) == before + 1
    await world.until("2026-06-30T12:00-04:00")
    assert "Status: Fixed and available to deploy, waiting for the customer's approval" in world.on_the_card(number)


async def test_COD_15_the_customer_s_approval_closes_it(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _open(world)
    await _resolve(world, number)
    await world.customer.click("Aprobar la solución", world.card(number, world.customer))
    await world.settle()
    assert "Status: Closed" in world.on_the_card(number)


@pytest.mark.parametrize("who", ["customer", "colleague"])
async def test_the_customer_s_people_read_their_own_language_and_the_thread_reads_spanish(desk_world, who) -> None:
    world = await desk_world("codify", at=THURSDAY)
    person = getattr(world, who)
    await person.slash("#harbor-support", "/case help")
    read = person.reads("#harbor-support")
    assert ("abrir" in read.lower()) == (who == "colleague")


async def _open(world: Story) -> str:
    return await world.open_case("No registra los turnos")


async def _resolve(world: Story, number: str) -> None:
    assert world.now == datetime.fromisoformat(THURSDAY)
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Se corrigió la configuración.", "means": "configuration"})

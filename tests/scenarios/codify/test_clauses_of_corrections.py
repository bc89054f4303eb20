"""COD-10, COD-14, COD-15: uptime, by which means it was corrected, and a close that only the customer gives."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

THURSDAY = "2026-04-02T15:00-03:00"
# June has thirty days: 28,800 minutes from 06:00 to 22:00, of which 144 are the budget. Winter time in Chile is -04:00.
JUNE = "2026-06-05T10:00-04:00"
CUSTOMERS = "#harbor-support"
DESK = "#case-desk"
ON_CALL = "#on-call"


async def test_COD_10_an_outage_is_recorded_and_the_month_says_what_is_left(desk_world) -> None:
    world = await desk_world("codify", at=JUNE)
    number = await world.open_case("Nada responde", question_unavailable="Yes, the whole application")
    assert "down since Fri 5 Jun, 10:00 (New York time)" in "\n".join(on_our_card(world, number))
    await world.until("2026-06-05T10:30-04:00")
    await world.engineer.click("It is up again", world.card(number))
    assert "Recorded as restored" in in_our_thread(world, number)
    assert "down from Fri 5 Jun, 10:00 (New York time) to Fri 5 Jun, 10:30" in "\n".join(on_our_card(world, number))
    # The representative asks in English, the colleague in Spanish; it is the same month.
    await world.customer.slash(CUSTOMERS, "/case uptime")
    read = world.customer.reads(CUSTOMERS)
    assert "Uptime of Harbor Grid, June 2026" in read
    # 30 of 28,800 minutes are 0.104 %; what is shown never rounds up.
    assert "Uptime: 99.895 % (promised: over 99.5 %)" in _plain(read)
    assert "114 min left of 144 min; 30 min used" in read
    await world.colleague.slash(CUSTOMERS, "/case disponibilidad")
    read = world.colleague.reads(CUSTOMERS)
    assert "Disponibilidad de Harbor Grid, junio de 2026" in read
    assert "Disponibilidad: 99,895 % (comprometido: sobre 99,5 %)" in _plain(read)
    assert "quedan 114 min de 144 min; usados 30 min" in _plain(read)


async def test_COD_10_exactly_the_budget_fails_and_a_minute_less_is_kept(desk_world) -> None:
    world = await desk_world("codify", at=JUNE)
    number = await world.open_case("Nada responde")
    await _was_down(world, number, "2026-06-01 10:00", "2026-06-01 12:23")
    told = await _uptime(world)
    assert not told.startswith("🚨")
    assert "1 min left of 144 min; 143 min used" in told
    await _was_down(world, number, "2026-06-02 10:00", "2026-06-02 10:01")
    told = await _uptime(world)
    assert told.startswith("🚨")
    assert "Uptime: 99.5 % (promised: over 99.5 %)" in told
    assert "gone: 144 min used, 144 min allowed" in told


async def test_COD_10_only_the_window_of_each_day_counts_all_seven_days(desk_world) -> None:
    world = await desk_world("codify", at="2026-06-08T12:00-04:00")
    number = await world.open_case("Nada responde")
    # Saturday from 21:30 to Sunday 06:30: half an hour of each day.
    await _was_down(world, number, "2026-06-06 21:30", "2026-06-07 06:30")
    assert "84 min left of 144 min; 60 min used" in await _uptime(world)
    await _was_down(world, number, "2026-06-07 23:00", "2026-06-08 05:00")
    told = await _uptime(world)
    assert "84 min left of 144 min; 60 min used" in told
    assert "What did not count" in told


async def test_COD_10_degraded_minutes_are_not_good_ones_and_the_other_figure_stands_beside(desk_world) -> None:
    world = await desk_world("codify", at=JUNE)
    number = await world.open_case("Todo va lento")
    await world.engineer.slash(DESK, f"/case outage {number} degraded since 09:00")
    assert "Recorded as degraded since Fri 5 Jun, 09:00 (New York time)." in in_our_thread(world, number)
    await world.engineer.slash(DESK, f"/case restored {number} at 10:00")
    told = await _uptime(world)
    assert "Uptime: 99.791 % (promised: over 99.5 %)" in told  # 60 of 28,800 minutes are 0.208 %
    assert "100 % if degraded time counted as up" in told


async def test_COD_10_half_and_nine_tenths_of_the_budget_are_told_as_they_are_used(desk_world) -> None:
    world = await desk_world("codify", at=JUNE)
    await world.open_case("Nada responde", question_unavailable="Yes, a part of it")
    half = "50 % of the outages that Harbor Grid was promised at most this month are used up."
    most = half.replace("50 %", "90 %")
    # 72 minutes are half of 144, 129.6 are nine tenths. The form took some seconds.
    for when, read in (("11:11", []), ("11:13", [half]), ("12:09", [half]), ("12:11", [half, most])):
        await world.until(f"2026-06-05T{when}-04:00")
        told = world.on_call.reads(ON_CALL)
        assert [words for words in (half, most) if words in told] == read, when
    assert most not in world.customer.reads(CUSTOMERS)
    assert most in world.account_rep.reads("@chatdesk")


@pytest.mark.parametrize("asked", ["2026-13", "rubbish", "0000-00"])
async def test_COD_10_a_month_that_there_is_not_is_said_and_not_taken_for_this_one(desk_world, asked: str) -> None:
    world = await desk_world("codify", at="2026-03-05T10:00-03:00")
    await world.customer.slash(CUSTOMERS, f"/case uptime {asked}")
    told = world.customer.reads(CUSTOMERS)
    assert "I could not read that month." in told or "No entendí ese mes." in told
    assert "144 min" not in told


async def test_COD_10_where_no_uptime_is_promised_none_is_told(desk_world) -> None:
    world = await desk_world("c2-atom", at=JUNE)
    await world.customer.slash(CUSTOMERS, "/case uptime")
    assert "Uptime of" not in world.customer.reads(CUSTOMERS)


@pytest.mark.parametrize(
    "means",
    [
        "Advice to update a component",
        "Configuration or profile",
        "Data",
        "Database object",
        "Application",
    ],
)
async def test_COD_14_a_correction_is_of_one_of_five_kinds(desk_world, means: str) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await world.engineer.slash(DESK, f"/case resolve {number} Listo.")
    assert "Please say in the form by which means it was corrected" in world.engineer.reads(DESK)
    assert "Status: Open, nobody has it yet" in on_our_card(world, number)
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Listo.", "means": means})
    assert f"Corrected: {means}" in on_our_card(world, number)


async def test_COD_15_resolved_it_is_available_to_deploy_then_approved_and_closed(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await _resolve(world, number)
    assert "Status: Fixed and available to deploy, waiting for the customer's approval" in on_our_card(world, number)
    read = on_their_card(world, number)
    assert "Estado: Resuelto y disponible para instalar, en espera de su aprobación" in read
    told = in_their_thread(world, number)
    assert "La corrección está disponible para instalar." in told
    assert "El caso se cierra solo cuando usted la aprueba; volveremos a preguntarle." in told
    # We cannot close it, neither by a button nor by words.
    await world.engineer.slash(DESK, f"/case close {number}")
    assert "only the customer's approval closes a case" in world.engineer.reads(DESK)
    await world.customer.click("Aprobar la solución", world.card(number, world.customer))
    assert "Estado: Cerrado" in on_their_card(world, number)
    assert "Gracias, Ruth Adler. La solución está aprobada y el caso, cerrado." in in_their_thread(world, number)


async def test_COD_15_a_fix_that_is_rejected_goes_back_to_work(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await _resolve(world, number)
    await world.customer.click("Sigue mal", world.card(number, world.customer))
    await world.customer.submit({"text": "El turno de noche falta."})
    assert "El turno de noche falta." in in_our_thread(world, number)
    assert "Estado: Abierto, en curso" in on_their_card(world, number)
    assert "Resolution: no due time (as soon as possible)" in on_our_card(world, number)
    await _resolve(world, number)
    assert "Status: Fixed and available to deploy, waiting for the customer's approval" in on_our_card(world, number)


async def _resolve(world: Story, number: str) -> None:
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Se corrigió el perfil.", "means": "Configuration or profile"})


async def _was_down(world: Story, number: str, since: str, until: str) -> None:
    """Recorded afterwards, by words; our engineer's clock shows the same as Santiago's in winter."""
    await world.engineer.slash(DESK, f"/case outage {number} down since {since}")
    await world.engineer.slash(DESK, f"/case restored {number} at {until}")


async def _uptime(world: Story) -> str:
    """The month as the customer reads it now."""
    await world.customer.slash(CUSTOMERS, "/case uptime")
    return _plain(world.customer.text_of(world.customer.finds("Uptime of Harbor Grid, June 2026", CUSTOMERS)))


def _plain(read: str) -> str:
    """With the blanks that no line may break at as ordinary ones."""
    return read.replace("\xa0", " ")

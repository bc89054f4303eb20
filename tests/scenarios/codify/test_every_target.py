"""COD-1 to COD-16: each constant of the policy, worked out by hand from requirements.md and read in the chat."""

from tests.scenarios.pins import pins, pins_by_row
from tests.scenarios.steps import fix, in_our_thread, in_their_thread, on_our_card, on_their_card, see_a_problem

# An hour ahead of New York and in summer time until Saturday night; Friday is Good Friday.
# Ruth reads English in forms, her organisation's channel is Spanish.
THURSDAY = "2026-04-02T15:00-03:00"

_REVIEW = "Revisión del problema: a más tardar el lunes 6 de abril, 12:00 (hora de Santiago de Chile)"
_FIX = "Solución: lo antes posible, sin plazo fijo"

# What some reasons ask for: the symptoms, the rows.
_WANTED = {
    "First-line support could not solve it": "Solo de noche.",
    "Bulk load of data": "Código;Nombre;Vigente desde\nA1;Norte;2026-05-01",
}


@pins_by_row(
    [
        ("reasons.registration.*", "Fault in registration", "Fault in registration · Incident", [_REVIEW, _FIX]),
        ("reasons.processing.*", "Fault in processing", "Fault in processing · Incident", [_REVIEW, _FIX]),
        ("reasons.communication.*", "Fault in communication", "Fault in communication · Incident", [_REVIEW, _FIX]),
        ("reasons.database.*", "Fault in the database", "Fault in the database · Incident", [_REVIEW, _FIX]),
        (
            "reasons.unsolved.*",
            "First-line support could not solve it",
            "First-line support could not solve it · Incident",
            [_REVIEW, _FIX],
        ),
        ("reasons.preventive.*", "Preventive plan", "Preventive plan · Preventive work", []),
        ("reasons.bulk_load.kind", "Bulk load of data", "Bulk load of data · Service request", []),
    ]
)
async def test_COD_3_COD_6_COD_11_the_reason_says_what_kind_of_case_it_is(desk_world, rows) -> None:
    world = await desk_world("codify", at=THURSDAY)
    for _, reason, kind, promised in rows:
        wanted = {"description": _WANTED[reason]} if reason in _WANTED else {}
        number = await world.open_case(f"{reason}: no registra los turnos", reason=reason, **wanted)
        assert f"Kind: {kind}" in on_our_card(world, number)
        assert _promises(on_their_card(world, number)) == promised


@pins(
    "language",
    "business_hours.soporte.zone",
    "business_hours.soporte.holidays*",
    "targets.*",
    "first_level",
)
async def test_COD_1_COD_8_COD_13_COD_14_reviewed_in_six_hours_of_service_and_corrected_without_a_date(
    desk_world,
) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    assert _promises(on_their_card(world, number)) == [_REVIEW, _FIX]
    assert "Analysis: due Mon 6 Apr, 12:00 (New York time)" in on_our_card(world, number)
    assert "Support level: Level 2 · Customer Experience" in on_our_card(world, number)


@pins("targets.review.kinds", "targets.correction.kinds", "support_levels.3.takes_problems")
async def test_COD_13_COD_14_a_problem_is_reviewed_and_corrected_like_the_case_it_shows_in(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    case = await world.open_case("No registra los turnos")
    problem = await see_a_problem(world, case, "The import loses a column")
    read = on_our_card(world, problem)
    assert "Kind: Problem" in read
    assert "Support level: Level 3 · Technical team" in read
    assert "Analysis: due Mon 6 Apr, 12:00 (New York time)" in read
    assert "Resolution: no due time (as soon as possible)" in read


@pins("business_hours.soporte.week*")
async def test_COD_8_service_is_from_nine_to_six_on_weekdays(desk_world) -> None:
    world = await desk_world("codify", at="2026-03-28T11:00-03:00")
    number = await world.open_case("No registra los turnos")
    read = "\n".join(on_their_card(world, number))
    assert "09:00–18:00 (Santiago de Chile); el plazo empieza a correr el lunes 30 de marzo, 09:00" in read
    assert "Revisión del problema: a más tardar el lunes 30 de marzo, 15:00 (hora de Santiago de Chile)" in read


@pins_by_row(
    [
        ("outage_when.unavailable support_levels.3.*", "Yes, the whole application"),
        ("outage_when.unavailable", "Yes, a part of it"),
    ]
)
async def test_COD_5_what_is_unavailable_in_part_or_whole_is_level_3_s_at_once(desk_world, rows) -> None:
    world = await desk_world("codify", at=THURSDAY)
    for _, answer in rows:
        number = await world.open_case(f"Nada responde: {answer}", question_unavailable=answer)
        assert "Support level: Level 3 · Technical team" in on_our_card(world, number)
        assert number in world.level_3.reads("@chatdesk")


@pins("house.assignment_wait")
async def test_D11_nobody_takes_it_at_level_3_for_a_business_hour_and_on_call_hears_of_it(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.open_case("Nada responde", question_unavailable="Yes, the whole application")
    await world.until("2026-04-02T15:59:59-03:00")
    assert "Nobody at Level 3" not in world.on_call.reads("#on-call")
    await world.until("2026-04-02T16:01-03:00")
    assert "Nobody at Level 3 · Technical team has taken this case yet." in world.on_call.reads("#on-call")


@pins("house.warn_when_left")
async def test_D14_a_warning_comes_when_a_quarter_is_left(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.open_case("No registra los turnos")
    await world.until("2026-04-06T10:29:59-04:00")
    assert world.on_call.reads("#on-call") == ""
    await world.until("2026-04-06T10:30-04:00")
    assert "Analysis is due Mon 6 Apr, 12:00 (New York time)" in world.on_call.reads("#on-call")


@pins("waiting_pauses")
async def test_COD_13_D5_waiting_stops_no_clock(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await world.engineer.slash("#case-desk", f"/case wait {number} customer")
    assert "Under this policy its clocks keep running." in in_our_thread(world, number)
    assert "Analysis: due Mon 6 Apr, 12:00 (New York time)" in on_our_card(world, number)


@pins("closing", "reopening", "house.reopen_within")
async def test_COD_15_D7_only_the_customer_closes_it_and_it_comes_back_for_five_business_days(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await fix(world, number, means="configuration")
    await world.engineer.slash("#case-desk", f"/case close {number}")
    assert "Status: Fixed and available to deploy, waiting for the customer's approval" in on_our_card(world, number)
    await world.customer.click("Aprobar la solución", world.card(number, world.customer))
    assert "Status: Closed" in on_our_card(world, number)
    read = "\n".join(on_their_card(world, number))
    assert "puede reabrir el caso hasta el viernes 10 de abril, 15:00 (hora de Santiago de Chile)" in read


@pins("house.approval_reminder")
async def test_COD_15_D11_the_customer_is_asked_again_after_two_business_days(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await fix(world, number, means="configuration")
    # What was clicked took some seconds.
    for when, is_asked in (("2026-04-07T14:59:59-04:00", False), ("2026-04-07T15:01-04:00", True)):
        await world.until(when)
        assert ("¿está funcionando?" in in_their_thread(world, number)) == is_asked


@pins("reporters")
async def test_COD_12_who_is_no_representative_is_promised_nothing_yet(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos", who=world.colleague)
    assert _promises(on_their_card(world, number)) == []


@pins("reasons.preventive.team")
async def test_COD_6_preventive_work_is_the_technical_team_s(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("El disco se llena en mayo", reason="Preventive plan")
    assert "Team: Technical team" in on_our_card(world, number)
    assert number in world.level_3.reads("@chatdesk")


@pins("reasons.unsolved.asks_for_symptoms")
async def test_COD_2_what_level_1_could_not_solve_does_not_come_without_symptoms(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.customer.slash("#harbor-support", "/case open No registra los turnos")
    await world.customer.submit({"reason": "First-line support could not solve it"})
    assert world.engineer.messages("#case-desk") == []


@pins("uptime.over", "uptime.between", "uptime.zone")
async def test_COD_10_the_month_has_144_minutes_from_six_to_ten_in_santiago(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    # 05:30 to 07:00 in Santiago, in New York's time: an hour of it counts of April's 16 times 30 hours.
    await world.engineer.slash("#case-desk", f"/case outage {number} down since 04:30")
    await world.engineer.slash("#case-desk", f"/case restored {number} at 06:00")
    await world.colleague.slash("#harbor-support", "/case disponibilidad")
    read = world.colleague.reads("#harbor-support")
    assert "99,791 % (comprometido: sobre 99,5 %)" in read
    assert "quedan 84 min de 144 min; usados 60 min" in read


def _promises(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(("Revisión del problema:", "Solución:"))]


@pins("reasons.bulk_load.bulk_load.*")
async def test_COD_11_what_a_load_holds_and_how_many_a_month_has(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    header = "load\nCódigo;Nombre;Correo del jefe;Vigente desde\n"
    rows = "A1;Norte;jefe@harbor.example;2026-05-01\nA2;Sur;;2026-05-01"
    await world.customer.mention("#harbor-support", header + rows.replace("A2", "A1"))
    assert "Line 3: Code stood there before, in the line in brackets: A1 (2)." in world.customer.reads(
        "#harbor-support"
    )
    await world.customer.mention("#harbor-support", header + rows)
    assert "HARBOR-1" in world.customer.reads("#harbor-support")
    assert "Load: 2 rows, accepted" in on_our_card(world, "HARBOR-1")
    await world.customer.mention("#harbor-support", header + rows)
    assert "Load: 2 rows, waiting for approval" in on_our_card(world, "HARBOR-2")

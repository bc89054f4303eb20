"""COD-11: one bulk load a month, checked whole before it is accepted; a further one needs our yes."""

from __future__ import annotations

import re

from tests.platforms import TEAMS, cannot
from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

MONDAY = "2026-04-06T11:00-04:00"
REASON = "Carga masiva de datos"
ROWS = "Código;Nombre;Correo del jefe;Vigente desde\nA1;Norte;jefe@harbor.example;2026-05-01\nA2;Sur;;2026-05-01"


async def send(world: Story, rows: str = ROWS) -> str:
    """The customer's representative sends rows by the form; the number of the case."""
    await world.customer.slash("#harbor-support", "/case load")
    await world.customer.submit({"description": rows, "question.unavailable": "No, everything is available"})
    return re.findall(r"\bHARBOR-\d+\b", world.customer.reads("#harbor-support"))[-1]


async def test_COD_11_rows_are_checked_whole_and_the_case_carries_their_count_and_hash(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    number = await send(world)
    assert "Carga: 2 filas, aceptada" in on_their_card(world, number)
    assert "Load: 2 rows, accepted" in on_our_card(world, number)
    assert any(re.fullmatch(r"Hash of the rows: [0-9a-f]{12}", line) for line in on_our_card(world, number))
    assert "Recibimos su carga: 2 filas; todo está revisado y en orden." in in_their_thread(world, number)


async def test_COD_11_a_file_that_comes_with_the_word_is_the_load(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    if TEAMS in world.platforms and cannot(TEAMS, "rows_in_a_file"):
        for where in ("#harbor-support", "@chatdesk"):
            await world.customer.attach(where, "load", [("unidades.csv", ROWS.encode())])
            assert "I cannot read files in Teams, so nothing was done." in world.customer.reads(where)
        assert world.engineer.reads("#case-desk") == ""
        return
    load = f"<@{world.playground.workspace.bot.id}> load"
    await world.customer.attach("#harbor-support", load, [("unidades.csv", ROWS.encode())])
    assert "Load: 2 rows, accepted" in on_our_card(world, "HARBOR-1")
    assert "Carga: 2 filas, aceptada" in on_their_card(world, "HARBOR-1")
    # A picture is no file of rows, and a file with a fault is refused whole, with its lines.
    await world.customer.attach("@chatdesk", "load", [("plano.png", b"\x89PNG\r\n")])
    assert "That is no CSV file, so nothing was done." in world.customer.reads("@chatdesk")
    await world.customer.attach("@chatdesk", "load", [("mal.csv", ROWS.replace("Norte", "").encode())])
    assert "Line 2: Name is empty." in world.customer.reads("@chatdesk")
    assert "HARBOR-2" not in world.engineer.reads("#case-desk")


async def test_COD_11_every_fault_is_told_with_its_line_and_nothing_is_half_done(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    await world.customer.mention(
        "#harbor-support",
        "load\nCódigo;Nombre;Correo del jefe;Vigente desde\nA1;;jefe;mañana\nA1;Sur;;2026-05-01",
    )
    told = world.customer.reads("#harbor-support")
    # The lines are counted in what was written after the word.
    assert "There are 4 faults in the rows:" in told
    assert "Line 2: Name is empty." in told
    assert "Line 2: Head's e-mail is no e-mail address: jefe." in told
    assert "Line 2: Valid from is no day such as 2026-05-01: mañana." in told
    assert "Line 3: Code stood there before, in the line in brackets: A1 (2)." in told
    assert "HARBOR-1" not in told
    assert world.engineer.reads("#case-desk") == ""
    assert await send(world) == "HARBOR-1"


async def test_COD_11_the_form_stays_open_with_the_faults_until_the_rows_are_right(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    await world.customer.slash("#harbor-support", "/case load")
    none_of_them = {"question.unavailable": "No, everything is available"}
    wrong = {"description": "Código;Nombre;Vigente desde\nA1;Norte;pronto", **none_of_them}
    kept_open = await world.customer.submit(wrong)
    # Slack shows it under the field, Teams in the form that is drawn again.
    told = "\n".join([*kept_open.errors.values(), world.customer.modal().text])
    assert "Line 2: Valid from is no day such as 2026-05-01: pronto." in told
    await world.customer.submit({"description": ROWS, **none_of_them})
    assert "Load: 2 rows, accepted" in on_our_card(world, "HARBOR-1")


async def test_COD_11_the_second_of_a_month_waits_for_our_yes(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    await send(world)
    await world.until("2026-04-30T12:00-04:00")
    number = await send(world)
    assert "Carga: 2 filas, a la espera de aprobación" in on_their_card(world, number)
    assert "supera lo que incluye este mes" in in_their_thread(world, number)
    assert number in world.on_call.reads("#on-call")
    await world.engineer.slash("#case-desk", f"/case resolve {number} Loaded.")
    assert "The load waits for a yes" in world.engineer.reads("#case-desk")
    await world.engineer.click("Approve the load", world.card(number))
    assert "Load: 2 rows, approved" in on_our_card(world, number)
    assert "aceptó esta carga adicional del mes" in in_their_thread(world, number)


async def test_COD_11_a_declined_load_ends_its_case_and_says_why(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    await send(world)
    number = await send(world)
    await world.engineer.click("Decline the load", world.card(number))
    await world.engineer.submit({"text": "La próxima es en mayo."})
    told = in_their_thread(world, number)
    assert "rechazó esta carga adicional del mes" in told
    assert "La próxima es en mayo." in told
    assert "Load: 2 rows, declined" in on_our_card(world, number)
    assert "Decline the load" not in in_our_thread(world, number).splitlines()[-3:]


async def test_COD_11_a_new_month_has_its_own_load(desk_world) -> None:
    world = await desk_world("codify", at=MONDAY)
    await send(world)
    await world.until("2026-05-04T11:00-04:00")
    assert "Load: 2 rows, accepted" in on_our_card(world, await send(world))

"""COD-1 to COD-7, COD-9, COD-12: who solves what, who may report, who is answered."""

from __future__ import annotations

import pytest

from chatdesk.playground import Outcome
from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

# An hour ahead of New York and in summer time until Saturday night; Friday is Good Friday.
# Ruth, a representative, reads English in forms; Camila, who is none, reads Spanish, like the channel.
THURSDAY = "2026-04-02T15:00-03:00"
CUSTOMERS = "#harbor-support"
DESK = "#case-desk"

_REVIEW = "Revisión del problema: a más tardar el lunes 6 de abril, 12:00 (hora de Santiago de Chile)"


async def test_COD_1_COD_7_level_1_is_the_customer_s_and_no_case_of_ours_is_given_to_it(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    assert "Support level: Level 2 · Customer Experience" in on_our_card(world, number)
    await world.engineer.slash(DESK, f"/case handoff {number} 1")
    told = world.engineer.reads(DESK)
    assert "The case cannot be handed to Level 1 · Customer's own support. Only a deeper support level can" in told
    # Nor to one of those who are level 1.
    await world.engineer.slash(CUSTOMERS, f"/case assign {number} @ruth")
    assert "That person is not one of our support team." in world.engineer.reads(CUSTOMERS)
    assert "Support level: Level 2 · Customer Experience" in on_our_card(world, number)
    assert "Owner: nobody yet" in on_our_card(world, number)


async def test_COD_7_level_3_is_the_only_one_to_hand_on_to(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    await world.engineer.slash(DESK, f"/case handoff {number}")
    assert "Level 3 · Technical team" in world.engineer.modal().text
    assert "Level 1" not in world.engineer.modal().text
    await world.engineer.submit({"level": "Level 3 · Technical team"})
    assert "Support level: Level 3 · Technical team" in on_our_card(world, number)
    assert number in world.level_3.reads("@chatdesk")


async def test_COD_2_what_level_1_could_not_solve_comes_with_its_symptoms(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.customer.slash(CUSTOMERS, "/case open No registra los turnos")
    unsolved = {"reason": "First-line support could not solve it"}
    refused = await world.customer.submit(unsolved)
    assert "what was found about the symptoms" in _told(refused, world).lower()
    assert world.engineer.messages(DESK) == []
    await world.customer.submit({**unsolved, "description": "Solo con turnos de noche, desde el lunes."})
    assert "Kind: First-line support could not solve it · Incident" in on_our_card(world, "HARBOR-1")
    assert "Solo con turnos de noche, desde el lunes." in on_our_card(world, "HARBOR-1")
    # What shows in the registration needs no analysis by level 1.
    number = await world.open_case("Duplica los turnos", reason="Fault in registration")
    assert "Support level: Level 2 · Customer Experience" in on_our_card(world, number)


async def test_COD_4_a_specialist_diagnoses_solves_and_answers_the_representative(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos", reason="Fault in registration")
    await world.level_2.slash(DESK, f"/case ack {number}")
    assert "A cargo: Priya Raman" in on_their_card(world, number)
    await world.level_2.slash(DESK, f"/case note {number} The night shift has no profile.")
    await world.level_2.slash(DESK, f"/case analysed {number}")
    assert "Analysis: done Thu 2 Apr, 14:00 (New York time)" in on_our_card(world, number)
    await world.level_2.slash(DESK, f"/case reply {number} Encontramos la causa.")
    told = in_their_thread(world, number)
    assert "Priya Raman escribe:\nEncontramos la causa." in told
    # What the specialists tell each other is not for the customer.
    assert "night shift" not in told
    await _resolve(world, number)
    # Camila is neither a representative nor the user whose report it is.
    await world.colleague.slash(CUSTOMERS, f"/case approve {number}")
    await world.colleague.slash(CUSTOMERS, f"/case reject {number} Sigue igual.")
    await world.colleague.slash(CUSTOMERS, f"/case close {number}")
    refused = "Eso solo puede hacerlo un representante del cliente."
    assert world.colleague.reads(CUSTOMERS).count(refused) == 3
    assert "Sigue igual." not in in_our_thread(world, number)
    await world.customer.slash(CUSTOMERS, f"/case approve {number}")
    assert "Status: Closed" in on_our_card(world, number)


async def test_COD_4_the_user_whose_report_was_authorised_answers_too(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _reported_by_camila(world)
    await world.customer.slash(CUSTOMERS, f"/case authorise {number}")
    await _resolve(world, number)
    await world.colleague.slash(CUSTOMERS, f"/case aprobar {number}")
    assert "Status: Closed" in on_our_card(world, number)


async def test_COD_12_one_of_ours_makes_a_report_theirs_only_on_somebody_s_word_and_says_whose(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _reported_by_camila(world)
    await world.engineer.slash(DESK, f"/case authorise {number}")
    assert "Noted, waiting for" in "\n".join(on_our_card(world, number))
    assert "Please say on whose word you make this report theirs." in world.engineer.reads(DESK)
    await world.engineer.click("They make it theirs", world.card(number))
    await world.engineer.submit({"text": "Ruth Adler agreed by phone"})
    assert "Dana Reyes anotó que ustedes hacen suyo este reporte." in in_their_thread(world, number)
    assert "Ruth Adler agreed by phone" in in_their_thread(world, number)
    assert "Noted, waiting for" not in "\n".join(on_our_card(world, number))


async def test_COD_6_preventive_work_is_the_technical_team_s_and_has_no_promised_time(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("El disco se llena en mayo", reason="Preventive plan")
    card = on_our_card(world, number)
    assert "Kind: Preventive plan · Preventive work" in card
    assert "Team: Technical team" in card
    assert number in world.level_3.reads("@chatdesk")
    assert not [line for line in on_their_card(world, number) if line.startswith(("Revisión del problema", "Solución"))]
    await world.until("2026-06-01T12:00-04:00")
    assert "Missed" not in world.on_call.reads("#on-call")
    # Nothing was broken, so nothing asks how it was corrected.
    await world.level_3.slash(DESK, f"/case resolve {number} The disk is twice as large.")
    assert "Disponible" not in on_their_card(world, number)[0]
    assert "Status: Fixed and available to deploy, waiting for the customer's approval" in on_our_card(world, number)


async def test_COD_6_a_continuity_that_was_lost_is_restored_as_soon_as_can_be(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("Nada responde", question_unavailable="Yes, the whole application")
    assert "Solución: lo antes posible, sin plazo fijo" in on_their_card(world, number)
    assert "Support level: Level 3 · Technical team" in on_our_card(world, number)


@pytest.mark.parametrize("way", [("email", "by e-mail"), ("phone", "by phone")])
async def test_COD_9_what_came_by_e_mail_or_phone_is_logged_for_its_representative(desk_world, way) -> None:
    world = await desk_world("codify", at=THURSDAY)
    typed, told = way
    await world.engineer.slash(DESK, f"/case open for @ruth via {typed} No registra los turnos")
    card = on_our_card(world, "HARBOR-1")
    assert "Requester: Ruth Adler, Harbor Grid" in card
    assert told in next(line for line in card if line.startswith("Opened:"))
    assert _REVIEW in on_their_card(world, "HARBOR-1")


async def test_COD_9_the_channels_are_told_and_the_mail_address_is_there_when_the_chat_fails(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    await world.colleague.slash(CUSTOMERS, "/case horario")
    told = world.colleague.reads(CUSTOMERS)
    assert "También puede contactarnos así:" in told
    assert "Por correo electrónico, también si el chat falla: soporte@codifyanalytics.com" in told
    assert "Por teléfono: +56 2 2437 0173" in told


async def test_COD_12_a_report_by_anybody_else_is_captured_marked_and_a_representative_asked(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _reported_by_camila(world)
    assert "Reporte: espera a uno de sus representantes" in on_their_card(world, number)
    assert "Report: waits for one of the customer's representatives" in on_our_card(world, number)
    assert "Estado: Anotado, en espera de uno de sus representantes" in on_their_card(world, number)
    told = in_their_thread(world, number)
    assert "Anotamos lo que informa Camila Rojas." in told
    assert "¿alguno de ustedes hace suyo este reporte?" in told
    asked = world.customer.reads("@chatdesk")
    assert number in asked and "does one of you make this report yours?" in asked
    # No promise runs, however long it takes, and Camila cannot give the yes herself.
    assert _REVIEW not in on_their_card(world, number)
    await world.colleague.slash(CUSTOMERS, f"/case autorizar {number}")
    assert "Eso solo puede hacerlo un representante del cliente." in world.colleague.reads(CUSTOMERS)
    await world.until("2026-04-07T10:00-04:00")
    assert "Missed" not in world.on_call.reads("#on-call")
    await world.customer.click("Es nuestro reporte", world.card(number, world.customer))
    # Six hours of service from Tuesday 10:00.
    review = "Revisión del problema: a más tardar el martes 7 de abril, 16:00 (hora de Santiago de Chile)"
    assert review in on_their_card(world, number)
    assert "Ruth Adler hizo suyo este reporte. Los plazos corren desde ahora." in in_their_thread(world, number)
    assert not [line for line in on_our_card(world, number) if line.startswith("Report:")]


async def test_COD_12_a_representative_may_say_that_it_is_no_report(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await _reported_by_camila(world)
    await world.customer.slash(CUSTOMERS, f"/case dismiss {number} Lo resolvemos nosotros.")
    assert "Status: Withdrawn" in on_our_card(world, number)
    told = world.colleague.reads("@chatdesk")
    assert "Ruth Adler decidió que esto no es un reporte para nosotros." in told
    assert "Lo resolvemos nosotros." in told


async def test_COD_12_a_representative_s_own_report_counts_at_once(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    number = await world.open_case("No registra los turnos")
    assert _REVIEW in on_their_card(world, number)
    assert "representantes" not in in_their_thread(world, number)


async def _reported_by_camila(world: Story) -> str:
    return await world.open_case("No registra los turnos", world.colleague)


async def _resolve(world: Story, number: str) -> None:
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "Se corrigió el perfil.", "means": "Configuration or profile"})


def _told(outcome: Outcome, world: Story) -> str:
    """What stands beside the field, or in the form that came back."""
    return "\n".join([*outcome.errors.values(), world.customer.modal().text])

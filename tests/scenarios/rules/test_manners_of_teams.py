"""What is Teams' own: targeted messages that a tenant may refuse, confirmations in the card, no page of one's own."""

from __future__ import annotations

FRIDAY = "2026-03-06T14:20-05:00"


async def test_where_targeted_messages_are_refused_the_answer_comes_to_the_personal_chat(teams_world) -> None:
    world = await teams_world("catamarun", at=FRIDAY)
    world.teams.tenant.takes_targeted = False
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    assert f"Its number is {number}." in world.customer.reads("@chatdesk")
    assert "We have your case" not in world.colleague.reads("#harbor-support")
    # Others saw the question, so they are told that there was an answer, and nothing of it.
    asked = await world.customer.mention("#harbor-support", f"explain {number}")
    assert world.colleague.reads(asked).endswith("I have answered you in a direct message.")
    assert f"How the times of {number} come about" in world.customer.reads("@chatdesk")
    # It is asked once, then the personal chat is taken for an hour without asking.
    assert len(world.teams.tenant.refused) == 1
    world.teams.tenant.refused.clear()


async def test_a_private_answer_is_read_by_one_person_only(teams_world) -> None:
    world = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.customer.slash("#harbor-support", f"/case explain {number}")
    assert f"How the times of {number} come about" in world.customer.reads("#harbor-support")
    assert f"How the times of {number} come about" not in world.engineer.reads("#harbor-support")


async def test_what_cannot_be_undone_is_asked_about_in_the_card_itself(teams_world) -> None:
    world = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    theirs = world.card(number, world.customer)
    sheet = theirs.sheet(world.customer.driver.person)
    before = sheet.text
    asked = sheet.toggle(sheet.action("Withdraw"))
    assert len(sheet.text) > len(before), "nothing was asked"
    assert [action["type"] for action in asked] == ["Action.Execute", "Action.ToggleVisibility"]
    assert "Status: Open" in world.on_the_card(number)
    sheet.toggle(asked[1])
    assert sheet.text == before
    await world.customer.click("Withdraw", theirs)
    assert "Status: Withdrawn" in world.on_the_card(number)


async def test_home_is_a_word_that_is_answered_with_one_s_own_cases(teams_world) -> None:
    world = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    assert number in (await world.engineer.home()).text
    assert number not in (await world.outsider.home()).text


async def test_where_chatdesk_was_removed_nothing_is_posted_and_engineers_hear_of_it(teams_world) -> None:
    """Teams goes on taking posts for a while after a removal: chatdesk stops by itself."""
    world = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    where = world.customer.driver.place("#harbor-support")
    await world.teams.remove(where, world.customer.driver.person)
    where.has_app = True
    said = len(where.messages)
    await world.engineer.slash("#case-desk", f"/case reply {number} Are you there?")
    assert len(where.messages) == said
    assert "did not reach" in world.engineer.reads(world.card(number))

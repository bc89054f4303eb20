"""A customer in Teams and engineers in Slack share a case; each reads it where they are, in their own words."""

from __future__ import annotations

from tests.mixed_world import MixedWorld
from tests.teams_peer.tenant import Message

FRIDAY = "2026-03-06T14:20-05:00"
LOG = ("tunnels.log", "https://northwind.sharepoint.com/sites/support/tunnels.log")


async def test_a_case_opened_in_teams_is_worked_on_in_slack_and_what_is_said_crosses(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world)
    assert "Ruth Adler" in world.on_the_card(number)
    await world.engineer.click("I have it", world.card(number))
    assert "Dana Reyes has your case and is on it." in world.customer.reads(theirs)
    await world.engineer.slash("#case-desk", f"/case reply {number} We see the tunnels dropping.")
    assert "Dana Reyes writes:\nWe see the tunnels dropping." in world.customer.reads(theirs)
    await world.customer.mention("#harbor-support", "It is all of them now.", theirs)
    ours = world.engineer.reads(world.card(number))
    assert "Ruth Adler of Harbor Grid writes:\nIt is all of them now." in ours


async def test_notes_of_engineers_stay_in_slack(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world)
    await world.engineer.say("#case-desk", "Smells of firmware.", world.card(number))
    assert "firmware" not in world.customer.reads("#harbor-support")
    assert "firmware" not in world.customer.reads("@chatdesk")
    assert theirs.only_for is None


async def test_files_cross_both_ways_as_a_name_and_a_link(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world)
    await world.customer.driver.mention("#harbor-support", "Here is the log.", theirs, file=LOG)
    await world.settle()
    ours = world.engineer.reads(world.card(number))
    assert all(piece in ours for piece in ("Here is the log.", LOG[0], "Files stay in Microsoft Teams."))
    assert LOG[1] in str(world.engineer.finds("Here is the log.", "#case-desk").blocks)
    bot = world.playground.workspace.bot.id
    await world.engineer.attach("#case-desk", f"<@{bot}> reply {number} Here is our plan.", [("plan.pdf", b"%PDF")])
    read = world.customer.reads(theirs)
    assert all(piece in read for piece in ("Here is our plan.", "plan.pdf", "Files stay in Slack."))
    assert "/files/" in str(world.customer.finds("Here is our plan.", "#harbor-support").card)


async def test_a_severity_asked_for_in_teams_is_confirmed_in_slack(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world, severity="P2 · Moderate impact")
    await world.engineer.slash("#case-desk", f"/case severity {number} 2")
    await world.customer.click("Change severity", theirs)
    await world.customer.submit({"severity": "P1 · Major impact"})
    asked = world.engineer.finds("Ruth Adler of Harbor Grid asks for P1 · Major impact.", "#case-desk")
    await world.engineer.click("Set P1 · Major impact", asked)
    assert "Severity: P1 · Major impact" in world.on_the_card(number)
    assert "The severity of your case is now P1 · Major impact." in world.customer.reads(theirs)


async def test_resolved_in_slack_approved_in_teams(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world)
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "The concentrator was replaced."})
    assert "The concentrator was replaced." in world.customer.reads(theirs)
    await world.customer.click("Approve the fix", theirs)
    assert "Thank you, Ruth Adler. The fix is approved and the case is closed." in world.customer.reads(theirs)
    assert "Status: Closed" in world.on_the_card(number)


async def test_language_and_zone_are_the_reader_s_on_either_side(mixed_world) -> None:
    """Camila reads Spanish and lives in Santiago; her colleagues' channel and our engineers are in New York."""
    world, number, theirs = await _opened(mixed_world)
    await world.colleague.slash("#harbor-support", f"/case show {number}")
    shown = world.colleague.reads("#harbor-support")
    assert "17:20 (hora de Santiago de Chile)" in shown
    assert "14:20 (New York time)" in world.on_the_card(number)
    assert "Santiago" not in world.customer.reads("#harbor-support")
    await world.colleague.mention("#harbor-support", "Sigue sin funcionar.", theirs)
    assert "Camila Rojas of Harbor Grid writes:\nSigue sin funcionar." in world.engineer.reads(world.card(number))


async def test_who_is_known_on_both_is_told_once_where_they_prefer(mixed_world) -> None:
    world, number, _ = await _opened(mixed_world, accounts={"owen": ("teams", "slack"), "ingrid": ("slack", "teams")})
    await world.engineer.slash("#case-desk", f"/case escalate {number} they lose money")
    told = f"{number} has reached tier 1"
    assert world.in_teams("owen").reads("@chatdesk").count(told) == 1
    assert world.in_slack("owen").reads("@chatdesk") == ""
    assert world.in_slack("ingrid").reads("@chatdesk").count(told) == 1
    assert world.in_teams("ingrid").reads("@chatdesk") == ""


async def test_an_executive_whom_teams_does_not_let_us_reach_is_told_in_slack(mixed_world) -> None:
    world, number, _ = await _opened(mixed_world, accounts={"grace": ("teams", "slack")})
    tenant = world.teams.tenant
    tenant.blocked_by.add(tenant.people["grace"].address)
    await world.engineer.slash("#case-desk", f"/case escalate {number} they lose money")
    await world.engineer.slash("#case-desk", f"/case escalate {number} they lose more")
    assert f"{number} has reached tier 2" in world.in_slack("grace").reads("@chatdesk")
    assert "Grace Lindqvist" not in _undeliverable(world)
    assert tenant.refused, "Teams was not even asked"
    tenant.refused.clear()


async def test_an_agent_known_on_both_is_one_person_on_either_side(mixed_world) -> None:
    world, number, theirs = await _opened(mixed_world, accounts={"dana": ("teams", "slack")})
    await world.in_slack("dana").click("I have it", world.card(number))
    assert "Owner: Dana Reyes" in world.on_the_card(number)
    await world.in_teams("dana").mention("#harbor-support", "We see it from here too.", theirs)
    assert "We see it from here too." in world.in_slack("malik").reads(world.card(number))
    await world.in_teams("dana").slash("#harbor-support", f"/case wait {number} customer")
    assert "Status: Open, waiting for the customer" in world.on_the_card(number)


async def test_a_message_that_stands_in_teams_becomes_a_case_by_its_own_action(mixed_world) -> None:
    world = await mixed_world("catamarun", at=FRIDAY, accounts={"dana": ("teams", "slack")})
    written = await world.customer.say("#harbor-support", "The outage map is blank")
    dana = world.in_teams("dana")
    await dana.shortcut("case_from_message", written)
    assert "The outage map is blank" in dana.modal().text
    outcome = await dana.submit({"severity": "P3 · Minor impact"})
    assert (outcome.error, outcome.errors) == (None, {})
    card = world.in_slack("malik").text_of(world.card("HARBOR-1", None))
    assert "The outage map is blank" in card
    assert "Ruth Adler" in card
    assert "HARBOR-1" in world.customer.reads(written), "the case lives in the thread of the message"


async def _opened(mixed_world, severity: str = "P1 · Major impact", **more) -> tuple[MixedWorld, str, Message]:
    """The world, the case's number, and its card in the customer's channel."""
    world = await mixed_world("catamarun", at=FRIDAY, **more)
    number = await world.open_case("Tunnels drop", severity=severity)
    return world, number, world.card(number, world.customer)


def _undeliverable(world: MixedWorld) -> str:
    return "\n".join(line for line in world.in_slack("malik").reads("#case-desk").splitlines() if "could not" in line)

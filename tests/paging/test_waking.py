"""At three in the morning: one alarm, which falls silent when somebody has it and ends when it is over."""

from __future__ import annotations

from chatdesk.core.pagers import Pager, PagerKind
from tests.paging.peers import PagerPeer
from tests.paging.post_office import PostOffice

SATURDAY_NIGHT = "2026-03-07T02:00-05:00"
PAGERDUTY = ("on_call", Pager(PagerKind.PAGERDUTY, "us", "ON_CALL"))
OPSGENIE = ("on_call", Pager(PagerKind.OPSGENIE, "us", "GENIE"))
MAIL = ("on_call", Pager(PagerKind.EMAIL, "malik@example.com"))


async def _climbing(desk_world, pagers: PagerPeer):
    """A P1 at two in the morning that nobody acknowledges within the hour: tier 1, the people on call."""
    world = await desk_world("catamarun", at=SATURDAY_NIGHT)
    pagers.now = world.clock.now
    number = await world.open_case("VPN down in all offices", severity="P1 · Major impact")
    await world.until("2026-03-07T03:00-05:00")
    return world, number


async def test_a_p1_at_three_in_the_morning_wakes_by_every_pager_and_is_answered_in_chat(
    desk_world, name_pagers, pagers: PagerPeer, post_office: PostOffice
) -> None:
    name_pagers(PAGERDUTY, OPSGENIE, MAIL, ("on_call", Pager(PagerKind.WEBHOOK, f"{pagers.url}/hook", "HOOK")))
    world, number = await _climbing(desk_world, pagers)
    assert pagers.refused == []
    [incident] = pagers.pagerduty.values()
    wanted = f"{number} of Harbor Grid is escalated to tier 1 (P1 · Major impact): VPN down in all offices"
    assert (incident.status, incident.rang, incident.summary) == ("triggered", 1, wanted)
    payload = incident.words[0]["payload"]
    assert (payload["severity"], payload["timestamp"]) == ("critical", "2026-03-07T08:00:00+00:00")
    assert payload["custom_details"]["Missed"] == "acknowledgement by Sat 7 Mar, 03:00 (New York time)"
    [alert] = pagers.opsgenie.values()
    assert (alert.status, alert.summary, alert.words[0]["priority"]) == ("triggered", wanted, "P1")
    assert [word["event"] for word in pagers.hook] == ["alarm.raised"]
    [letter] = post_office.letters
    assert (letter["Subject"], letter["To"]) == (wanted, "malik@example.com")
    assert "The time to acknowledge ran out." in letter.get_content()

    malik = world.person("malik")
    await malik.click("I have it", malik.finds("is escalated to tier 1", "#on-call"))
    assert (incident.status, alert.status) == ("acknowledged", "acknowledged")
    assert [word["event"] for word in pagers.hook] == ["alarm.raised", "alarm.taken"]
    assert post_office.letters[1]["Subject"] == f"{number}: Malik Osei has the escalation"
    assert post_office.letters[1]["References"] == letter["Message-ID"]

    await world.engineer.slash("#case-desk", f"/case resolve {number} The concentrator was replaced.")
    assert (incident.status, alert.status, incident.rang) == ("resolved", "closed", 1)
    assert [word["event"] for word in pagers.hook] == ["alarm.raised", "alarm.taken", "alarm.over"]
    assert len({word["alarm"] for word in pagers.hook}) == 1


async def test_each_tier_wakes_its_own_people_and_all_alarms_end_together(
    desk_world, name_pagers, pagers: PagerPeer
) -> None:
    director = ("director", Pager(PagerKind.PAGERDUTY, "us", "ON_CALL"))
    name_pagers(PAGERDUTY, director)
    world, number = await _climbing(desk_world, pagers)
    assert len(pagers.pagerduty) == 1
    await world.until("2026-03-07T07:00-05:00")
    first, second = pagers.pagerduty.values()
    assert "tier 1" in first.summary and "tier 2" in second.summary
    await world.engineer.slash("#case-desk", f"/case deescalate {number} The customer agrees.")
    assert [first.status, second.status] == ["resolved", "resolved"]


async def test_a_withdrawn_case_lets_everybody_sleep_again(desk_world, name_pagers, pagers: PagerPeer) -> None:
    name_pagers(PAGERDUTY)
    world, number = await _climbing(desk_world, pagers)
    await world.customer.slash("#harbor-support", f"/case withdraw {number} It was our own proxy.")
    [incident] = pagers.pagerduty.values()
    assert incident.status == "resolved"


async def test_without_pagers_a_tier_is_told_in_chat_and_nothing_is_missed(desk_world, pagers: PagerPeer) -> None:
    world, number = await _climbing(desk_world, pagers)
    malik = world.person("malik")
    assert "is escalated to tier 1" in malik.reads("#on-call")
    assert "reached" not in world.engineer.reads(world.card(number)).replace("has reached", "")
    assert pagers.requests == []


async def test_acknowledging_the_case_is_enough_for_the_pager_to_fall_silent(
    desk_world, name_pagers, pagers: PagerPeer
) -> None:
    """The alarm says: press "I have it". The case's own card has such a button too."""
    name_pagers(PAGERDUTY, ("on_call", Pager(PagerKind.WEBHOOK, f"{pagers.url}/hook", "HOOK")))
    world, number = await _climbing(desk_world, pagers)
    await world.engineer.click("I have it", world.card(number))
    [incident] = pagers.pagerduty.values()
    assert incident.status == "acknowledged"
    assert [word["event"] for word in pagers.hook] == ["alarm.raised", "alarm.taken"]
    assert "has it" in world.person("malik").reads("#on-call")
    await world.until("2026-03-07T07:00-05:00")
    assert "reached tier 2" in world.director.reads("@chatdesk"), "silence ends no clock"


async def test_a_reply_of_ours_lets_the_pager_fall_silent_and_the_clock_run_on(
    desk_world, name_pagers, pagers: PagerPeer
) -> None:
    name_pagers(PAGERDUTY)
    world, number = await _climbing(desk_world, pagers)
    await world.customer.slash("#harbor-support", f"/case reply {number} Is anybody there?")
    [incident] = pagers.pagerduty.values()
    assert incident.status == "triggered"
    await world.engineer.slash("#case-desk", f"/case reply {number} We see it, one moment.")
    assert incident.status == "acknowledged"
    await world.until("2026-03-07T07:00-05:00")
    assert "reached tier 2" in world.director.reads("@chatdesk")

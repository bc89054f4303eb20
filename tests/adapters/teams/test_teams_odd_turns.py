"""Who is who when Teams names them oddly, what comes and goes out of order, and texts that are made to hurt."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from chatdesk.adapters.teams import parse
from chatdesk.adapters.teams.markup import plain_of
from chatdesk.adapters.teams.turn import turn_of
from chatdesk.cards.model import Card
from chatdesk.core.places import Destination, Identity
from chatdesk.delivery import SendFailed
from tests.adapters.teams.teams_desk import JSON, TeamsDesk
from tests.databases import sqlite_template, sqlite_url  # noqa: F401
from tests.teams_peer import activities
from tests.teams_peer.cast import BLUEPEAK, HOME, TEAM
from tests.teams_peer.connector import Fault
from tests.teams_peer.sheet import Sheet, data_of
from tests.teams_peer.tenant import Conversation, Person

NOT_FOUND = "⚠️ There is no such case, or it is not one of yours."
ELSEWHERE = "99999999-0000-4000-8000-000000000009"


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[TeamsDesk]:  # noqa: F811
    world = TeamsDesk(sqlite_url, longest_wait_seconds=0)
    await world.start()
    yield world
    await world.stop()
    assert not world.tenant.failures
    assert not world.tenant.refused


# In which case and by which tenant


@pytest.mark.parametrize("part", ["account", "tenant of the account", "tenant of the conversation"])
async def test_an_id_in_capitals_is_the_same_id(desk: TeamsDesk, part: str) -> None:
    await desk.open()
    activity = desk.said("dana", desk.place("case-desk"), "show HARBOR-1")
    match part:
        case "account":
            activity["from"]["aadObjectId"] = activity["from"]["aadObjectId"].upper()
        case "tenant of the account":
            activity["from"]["tenantId"] = HOME.upper()
        case "tenant of the conversation":
            activity["channelData"]["tenant"]["id"] = HOME.upper()
    assert "VPN down" in await _told_after(desk, "dana", activity)
    assert desk.references.account(HOME, desk.person("dana").aad_id) is not None
    assert desk.references.conversation(HOME, desk.place("case-desk").id) is not None


def test_an_account_of_a_pointed_at_message_is_known_in_capitals_too() -> None:
    user = {"id": "AAAAAAAA-1111-4222-8333-444444444444", "displayName": "Ann"}
    (named,) = parse.users_of_payload({"mentions": [{"id": 0, "mentioned": {"user": user}}]})
    assert named.user == "aaaaaaaa-1111-4222-8333-444444444444"


async def test_a_guest_is_known_by_the_account_here_though_teams_names_their_own_tenant(desk: TeamsDesk) -> None:
    await desk.open(who="camila")
    activity = desk.said("ruth", desk.place("harbor-support"), "show HARBOR-1")
    activity["from"]["tenantId"] = ELSEWHERE
    assert "VPN down" in await _told_after(desk, "ruth", activity)
    # Nobody new came into being.
    assert desk.reads.person(Identity("teams", ELSEWHERE, desk.person("ruth").aad_id)) is None
    assert desk.references.account(HOME, desk.person("ruth").aad_id) is not None


async def test_a_foreign_tenant_s_account_is_never_taken_for_one_of_us(desk: TeamsDesk) -> None:
    await desk.open()
    activity = desk.said("dana", desk.place("case-desk"), "show HARBOR-1")
    activity["from"]["tenantId"] = BLUEPEAK
    assert await _told_after(desk, "dana", activity) == NOT_FOUND


async def test_who_is_no_guest_here_is_not_taken_for_one(desk: TeamsDesk) -> None:
    await desk.open(who="camila")
    ruth = desk.person("ruth")
    where = desk.place("harbor-support")
    desk.tenant.add_person(Person(ruth.login, ruth.name, HOME, ruth.aad_id, ruth.address), has_app=True)
    where.members[where.members.index(ruth)] = desk.person("ruth")
    activity = desk.said("ruth", where, "show HARBOR-1")
    activity["from"]["tenantId"] = ELSEWHERE
    assert await _told_after(desk, "ruth", activity) == NOT_FOUND


async def test_somebody_of_a_shared_channel_whose_tenant_only_the_roster_names_is_theirs(desk: TeamsDesk) -> None:
    activity = desk.said("chloe", desk.place("bluepeak-support"), "list")
    del activity["from"]["tenantId"]
    assert "You have no open case." in await _told_after(desk, "chloe", activity)
    assert desk.references.account(BLUEPEAK, desk.person("chloe").aad_id) is not None


async def test_a_guest_s_chat_with_us_lies_in_our_tenant(desk: TeamsDesk) -> None:
    felix = desk.person("felix")
    chat = desk.tenant.add(Conversation("a:guest", "personal", "", HOME, [felix]))
    activity = desk.said("felix", chat, "help")
    activity["from"]["tenantId"] = BLUEPEAK
    assert (await desk.peer.post(activity))[0] == 200
    await desk.settle()
    found = await desk.front.sender._chat_with(Identity("teams", BLUEPEAK, felix.aad_id))
    assert found is not None and found.id == "a:guest"


# Coming and going


@pytest.mark.parametrize("order", [("add-upgrade", "remove-upgrade"), ("remove-upgrade", "add-upgrade")])
async def test_an_upgrade_leaves_us_where_we_are_and_greets_nobody(desk: TeamsDesk, order: tuple[str, str]) -> None:
    where = desk.place("harbor-support")
    await desk.peer.install(where, desk.person("ruth"))
    for action in order:
        assert (await desk.peer.post(_installation(desk, where, action)))[0] == 200
    await desk.settle()
    assert desk.references.conversation(HOME, where.id).dead_code is None
    assert len(where.messages) == 1


async def test_we_know_where_we_were_brought_though_nobody_can_say_by_whom(desk: TeamsDesk) -> None:
    where = desk.place("harbor-support")
    installation = _installation(desk, where, "add")
    installation["from"] = {"id": "29:new", "name": "Nobody yet", "aadObjectId": ELSEWHERE}
    desk.peer.connector.fail(Fault(503, hits=lambda call: call.method == "GET"))
    assert (await desk.peer.post(installation))[0] == 200
    assert desk.references.conversation(HOME, where.id).dead_code is None
    assert len(where.messages) == 1


@pytest.mark.parametrize("named", ["the team", "another channel"])
async def test_who_leaves_a_team_leaves_all_its_channels(desk: TeamsDesk, named: str) -> None:
    await desk.say("dana", "#case-desk", "help")
    await desk.say("ruth", "#harbor-support", "help")
    removal = _installation(desk, desk.place("harbor-support"), "remove")
    if named == "the team":
        removal["conversation"]["id"] = TEAM
    removal["channelData"] = {"tenant": {"id": HOME}, "team": {"id": TEAM}}
    assert (await desk.peer.post(removal))[0] == 200
    for name in ("case-desk", "harbor-support"):
        assert desk.references.conversation(HOME, desk.place(name).id).dead_code == "removed", name
    await desk.say("ruth", "#harbor-support", "help")
    assert desk.references.conversation(HOME, desk.place("case-desk").id).dead_code is None


async def test_who_leaves_one_channel_stays_in_the_others(desk: TeamsDesk) -> None:
    await desk.say("dana", "#case-desk", "help")
    await desk.peer.install(desk.place("harbor-support"), desk.person("ruth"))
    await desk.peer.remove(desk.place("harbor-support"), desk.person("ruth"))
    assert desk.references.conversation(HOME, desk.place("harbor-support").id).dead_code == "removed"
    assert desk.references.conversation(HOME, desk.place("case-desk").id).dead_code is None


async def test_who_blocked_us_is_tried_again_after_a_day_and_where_we_were_removed_never(desk: TeamsDesk) -> None:
    await desk.open()
    chat = desk.tenant.begin_personal(desk.person("dana"))
    await desk.as_("dana").say("@chatdesk", "help")
    await desk.settle()
    card, to = Card(text="it is late"), Destination(identity=desk.identity("dana"))
    desk.tenant.blocked_by.add(desk.person("dana").address)
    assert await _refused(desk, card, to) == "blocked"
    desk.tenant.blocked_by.clear()
    desk.now += timedelta(hours=23)
    assert await _refused(desk, card, to) == "blocked"
    desk.now += timedelta(hours=1)
    assert (await desk.front.sender.post(card, to, "key")).place.channel == chat.id
    desk.tenant.refused.clear()
    desk.references.forget(HOME, chat.id)
    desk.now += timedelta(days=30)
    assert await _refused(desk, card, to) == "removed"


# An answer that nobody's outbox holds


async def test_an_answer_that_teams_would_not_take_now_is_told_a_little_later(desk: TeamsDesk) -> None:
    await desk.open()
    for fault in (Fault(429, headers={"Retry-After": "1"}), Fault(412, "PreconditionFailed")):
        before = len(desk.told("ruth"))
        desk.peer.connector.fail(fault, fault)
        await desk.slash("ruth", "#harbor-support", "/case list")
        assert "HARBOR-1" in desk.told("ruth")[before:]
    assert desk.newest("ruth").only_for is desk.person("ruth")


async def test_an_answer_that_may_stand_is_not_told_twice(desk: TeamsDesk) -> None:
    await desk.open()
    before = len(desk.as_("ruth").everything())
    desk.peer.connector.fail(Fault(502, accepts=True, hits=lambda call: call.is_targeted))
    await desk.slash("ruth", "#harbor-support", "/case list")
    assert len(desk.as_("ruth").everything()) == before + 1


# What a form says of where it was asked for


@pytest.mark.parametrize("origin", [{"thread": "12345"}, {"channel": "{here};messageid=12345"}])
async def test_a_thread_that_is_not_there_keeps_nobody_from_the_case(desk: TeamsDesk, origin: dict[str, str]) -> None:
    where = desk.place("bluepeak-support")
    asked = desk.invoked("chloe", "task/fetch", {"data": {"ask": "open", "args": {}}}, where=where.name)
    drawn = Sheet((await desk.peer.post(asked))[1]["task"]["value"]["card"]["content"], "UTC")
    filled = {"title": "Printer on fire", "severity": "1", "reason": "incident", "question.operations": "stopped"}
    data = data_of(drawn.sends) | filled
    data["origin"] |= {name: value.replace("{here}", where.id) for name, value in origin.items()}
    await desk.peer.post(desk.invoked("chloe", "task/submit", {"data": data}, where=where.name))
    await desk.settle()
    assert "BLUEPEAK-1" in desk.reads_("chloe", "#bluepeak-support")
    desk.tenant.refused.clear()


# Texts that are made to hurt: while one is read nothing else happens, no clock and no ping


@pytest.mark.parametrize("markup", ["plain", "xml"])
@pytest.mark.parametrize(
    "text",
    [
        "open x" + " " * 50_000 + "y",
        "open x" + "\n" * 50_000 + "y",
        "open x" + "&nbsp;" * 9_000 + "y",
        "<at>" * 12_500,
        "<at " * 12_500,
        "<at>x</at" * 5_000,
        "case " * 10_000,
    ],
    ids=lambda text: text[:10],
)
def test_no_text_takes_long_to_read(text: str, markup: str) -> None:
    mentions = [{"type": "mention", "text": f"<at>{n}</at>", "mentioned": {"id": f"29:{n}"}} for n in range(2_000)]
    activity = {"type": "message", "text": text, "textFormat": markup, "entities": mentions}
    assert _seconds(lambda: parse.spoken(activity, {}, "28:us", "chatdesk")) < 0.5


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<![CDATA[", "<a b='", "<?", "</a ", "<at>", "&#"])
def test_no_markup_takes_long_to_read(piece: str) -> None:
    assert _seconds(lambda: plain_of(piece * 9_000, lambda number, label: label)) < 0.5


def test_a_sign_that_begins_no_tag_stays_a_sign() -> None:
    assert plain_of("<p>a < b, <b>c</b> <d", lambda number, label: label) == "a < b, c <d"


def test_of_very_many_mentions_the_first_are_looked_up() -> None:
    entities = [
        {"type": "mention", "text": f"<at>P{n}.</at>", "mentioned": {"id": f"29:{n}", "name": f"P{n}."}}
        for n in range(300)
    ]
    activity = {"text": "".join(f"<at>P{n}.</at>" for n in range(300)), "entities": entities}
    assert len(parse.named_in(activity, "28:us")) == 50


def test_the_turn_of_an_odd_activity_names_nobody() -> None:
    turn = turn_of({"type": "message", "from": {"aadObjectId": 5, "tenantId": []}, "channelData": {"tenant": "x"}})
    assert (turn.tenant, turn.identity) == ("", Identity("teams", "", ""))


async def _told_after(desk: TeamsDesk, who: str, activity: JSON) -> str:
    before = len(desk.told(who))
    assert (await desk.peer.post(activity))[0] == 200
    await desk.settle()
    return desk.told(who)[before:].strip()


def _installation(desk: TeamsDesk, where: Conversation, action: str) -> dict[str, Any]:
    return deepcopy(activities.installation(desk.tenant, desk.person("ruth"), where, action, desk.peer.service_url))


async def _refused(desk: TeamsDesk, card: Any, to: Destination) -> str:
    with pytest.raises(SendFailed) as failed:
        await desk.front.sender.post(card, to, "key")
    assert failed.value.kind == "dead"
    return failed.value.code


def _seconds(read: Callable[[], object]) -> float:
    """The work of this thread alone, whatever else the machine does."""
    begun = time.thread_time()
    read()
    return time.thread_time() - begun

"""The doors and verbs that name no case: what strangers get through them is the same whether there is one or not.

With tests/adapters/test_every_door.py this is every way in: a new verb, door or word of `admin` that neither of them
drives fails here.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from chatdesk.adapters.slack.doors import DOORS as SLACK_DOORS
from chatdesk.adapters.talk.admin_words import ACTS
from chatdesk.adapters.talk.door import Door, Through
from chatdesk.adapters.talk.verbs import BY_NAME, VERBS
from chatdesk.adapters.teams.doors import DOORS as TEAMS_DOORS
from tests.adapters import knocking
from tests.adapters.strangers import STRANGERS, strangers
from tests.adapters.test_every_door import _NO_CASE, _ids, _state, start  # noqa: F401
from tests.platforms import SLACK, TEAMS
from tests.story import Story
from tests.teams_world import TeamsWorld

LOOKS = frozenset({"list", "history", "uptime", "figures", "hours", "home", "help"})
WRITES = frozenset({"open", "load", "release"})
ADMIN = frozenset({"admin"})
SECRETS = ("our secret", "HARBOR-1", "Harbor Grid", "Ruth")
# What may follow a look, and what its buttons carry.
WORDS = ("", "all", "harbor", "Harbor Grid", "HARBOR-1", "our secret")
CARRIED = {"scope": "all", "customer": "harbor", "page": "1"}
# Of how many cases there are and how many were solved in time, executives may know; of no case what it is.
COUNTS = frozenset({"figures"})
EXECUTIVE = "an executive who was not told"
FORGED = {
    **CARRIED,
    "title": "x",
    "requester": "ruth",
    "reason": "incident",
    "from_message": "yes",
}

DOORS = (*SLACK_DOORS, *TEAMS_DOORS)
# Those of them where what is done decides, and no verb has to be named.
TOUCHED = frozenset({Through.LOOKED, Through.REACTED, Through.SHORTCUT, Through.REWORDED})
KNOCKED = frozenset(Through) - TOUCHED
# Of the message that was typed, which is another one each time.
_ID = re.compile(r"\d{6,}(\.\d+)?")
_BY_DOOR = {"ids": lambda door: f"{door.platform}, {door.name}, {door.through}"}


def _knocked(verbs: frozenset[str]) -> list[Door]:
    return [door for door in DOORS if door.through in KNOCKED and door.verbs & verbs]


def test_every_verb_of_every_door_is_driven_by_every_stranger_here_or_in_the_test_of_cases() -> None:
    """A new one has to be put into LOOKS, WRITES or ADMIN, or need a case."""
    without_case = {verb.name for verb in VERBS if not verb.needs_case}
    assert without_case == LOOKS | WRITES | ADMIN
    assert {door.platform for door in DOORS} == {SLACK, TEAMS}
    for door in DOORS:
        if door.through in TOUCHED:
            assert not any(BY_NAME[verb].needs_case for verb in door.verbs), door
    assert set(STRANGERS) >= {EXECUTIVE}


@pytest.mark.parametrize("door", _knocked(LOOKS), **_BY_DOOR)
async def test_what_strangers_look_at_does_not_show_whether_there_is_a_case(start, monkeypatch, door: Door) -> None:  # noqa: F811
    world: Story = await start(door.platform)
    monkeypatch.setattr(knocking, "ARGS", CARRIED)
    monkeypatch.setattr(knocking, "FIELDS", CARRIED)
    knockers = await strangers(world)
    is_typed = door.through in (Through.TYPED, Through.SAID)
    asked = [(verb, words) for verb in sorted(door.verbs & LOOKS) for words in (WORDS if is_typed else ("",))]
    before = {
        (who, *one): await knockers[who].knock(door, one[0], _NO_CASE, one[1]) for who in knockers for one in asked
    }
    await world.open_case("our secret", severity="P1 · Major impact")
    held = _state(world)
    for who, verb, words in before:
        told = await knockers[who].knock(door, verb, _NO_CASE, words)
        if not (verb in COUNTS and who == EXECUTIVE):
            assert told == before[who, verb, words], (who, verb, words)
    assert _state(world) == held


@pytest.mark.parametrize("door", _knocked(WRITES), **_BY_DOOR)
async def test_strangers_can_write_nothing_into_a_customer_s_cases(start, monkeypatch, door: Door) -> None:  # noqa: F811
    world: Story = await start(door.platform)
    monkeypatch.setattr(knocking, "ARGS", FORGED)
    monkeypatch.setattr(knocking, "FIELDS", FORGED)
    await world.open_case("our secret", severity="P1 · Major impact")
    knockers = await strangers(world)
    del knockers[EXECUTIVE]  # One of us, who may report for any customer.
    of_harbor = _of_harbor(world)
    for who, knocker in knockers.items():
        for verb in sorted(door.verbs & WRITES):
            told = await knocker.knock(door, verb, _ids(world)["HARBOR-1"], "hello")
            assert [secret for secret in SECRETS if secret in told] == [], (who, verb)
    assert _of_harbor(world) == of_harbor


@pytest.mark.parametrize("door", [door for door in DOORS if door.through in TOUCHED], **_BY_DOOR)
async def test_a_message_of_a_case_tells_strangers_nothing_of_it(start, door: Door) -> None:  # noqa: F811
    world: Story = await start(door.platform)
    await world.open_case("our secret", severity="P1 · Major impact")
    knockers = await strangers(world)
    root = world.card("HARBOR-1", world.customer)
    channel = world.customer.driver.place("#harbor-support").id
    of_harbor = _of_harbor(world)
    read = world.customer.reads(root), world.engineer.reads(world.card("HARBOR-1"))
    for who, knocker in knockers.items():
        told = await knocker.touch(door, channel, root.id if isinstance(world, TeamsWorld) else root.ts)
        # Executives are ours, and a form asks them which customer it is for.
        names = ("Harbor Grid",) if who == EXECUTIVE else ()
        assert [secret for secret in SECRETS if secret in told and secret not in names] == [], who
        if door.through is Through.REWORDED:
            assert "text" not in told, "nobody is answered"
    assert _of_harbor(world) == of_harbor
    assert read == (world.customer.reads(root), world.engineer.reads(world.card("HARBOR-1")))


@pytest.mark.parametrize("door", _knocked(ADMIN), **_BY_DOOR)
async def test_admin_is_nonsense_to_everybody_who_is_no_administrator(start, monkeypatch, door: Door) -> None:  # noqa: F811
    world: Story = await start(door.platform)
    knockers = await strangers(world)
    for login in ("ruth", "camila", "dana"):
        where = "#case-desk" if login == "dana" else "#harbor-support"
        await world.person(login).mention(where, "help")
        knockers[login] = knocking.knocking(world, login, where)
    monkeypatch.setattr(knocking, "ARGS", {"step": "organisation", "act": "release"})
    monkeypatch.setattr(knocking, "FIELDS", {"step": "organisation", "name": "Mine", "zone": "UTC"})
    before = _state(world), world.directory
    is_typed = door.through in (Through.TYPED, Through.SAID)
    for who, knocker in knockers.items():
        for act in ACTS if is_typed else ("",):
            word = f"{ACTS[act][0]} x" if act else ""
            nonsense = await knocker.knock(door, "xyzzy", _NO_CASE, word)
            told = await knocker.knock(door, "admin", _NO_CASE, word)
            assert _ID.sub("", told.replace("admin", "xyzzy")) == _ID.sub("", nonsense), (who, act)
    assert (_state(world), world.directory) == before


@pytest.mark.parametrize("platform", [SLACK, TEAMS])
async def test_what_another_app_says_is_heard_by_nobody(start, platform: str) -> None:  # noqa: F811
    world: Story = await start(platform)
    await world.open_case("our secret", severity="P1 · Major impact")
    before = _state(world)
    read = world.customer.reads("#harbor-support"), world.engineer.reads("#case-desk")
    for verb in VERBS:
        if verb.is_typed:
            await _said_by_an_app(world, knocking.typed(verb.name, "HARBOR-1"))
    assert _state(world) == before
    assert read == (world.customer.reads("#harbor-support"), world.engineer.reads("#case-desk"))


async def _said_by_an_app(world: Any, text: str) -> None:
    if isinstance(world, TeamsWorld):
        knocker = knocking.knocking(world, "dana", "#case-desk")
        activity = knocker._said(text, is_targeted=False)
        await world.teams.deliver({**activity, "from": {**activity["from"], "id": "28:another", "role": "bot"}})
    else:
        place = world.engineer.driver.place("#case-desk")
        said = {"type": "app_mention", "user": "U0DANA", "bot_id": "B0OTHER", "channel": place.id}
        said |= {"text": f"<@{world.playground.workspace.bot.id}> {text}", "ts": place.next_ts(world.now)}
        knocker = knocking.knocking(world, "dana", "#case-desk")
        await knocker._event(said | {"event_ts": said["ts"]}, place)
    await world.settle_peers()


def _of_harbor(world: Story) -> dict[str, list[Any]]:
    """What is kept of Harbor Grid's cases; of customer B's much may have come."""
    case_id = _ids(world)["HARBOR-1"]
    found = _state(world)
    of_case = {name: [row for row in rows if case_id in row] for name, rows in found.items()}
    of_customer = {name: [row for row in found[name] if "'harbor'" in row] for name in ("cases", "customers")}
    return of_case | of_customer

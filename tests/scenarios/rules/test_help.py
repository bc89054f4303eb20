"""Help says to each person what they can do where they are, in the words that work there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.platforms import SLACK
from tests.story import Actor

AT = "2026-03-06T14:20-05:00"
OURS_ALONE = ("escalate HARBOR-1", "escalate BLUEPEAK-1", "escalate NUMBER", "handoff", "deescalate")


async def _asks(who: Actor, where: str, words: str = "help", thread: object = None) -> str:
    """What one person is told, and they alone."""
    before = who.reads(where)
    if where.startswith("@"):
        await who.say(where, words)
    else:
        await who.mention(where, words, thread)
    new = who.reads(where)
    return new.removeprefix(before) if new.startswith(before) else _lines_after(before, new)


def _lines_after(before: str, after: str) -> str:
    kept = list(before.split("\n"))
    told: list[str] = []
    for line in after.split("\n"):
        if line in kept:
            kept.remove(line)
        else:
            told.append(line)
    return "\n".join(told)


def _commands(told: str) -> Iterator[str]:
    return (line for line in told.split("\n") if "/case" in line)


async def test_a_foreign_customer_is_never_told_of_a_command_that_slack_refuses_them(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    who, where = world.foreign_customer, "#bluepeak-support"
    message = await who.mention(where, "open No sound")
    for words in (
        "help",
        "hepl",
        "ayuda",
        "opne no sound",
        "assign BLUEPEAK-1",
        "show BLUEPEAK-7",
        "",
        "reply",
        "list",
    ):
        for thread in (None, message):
            told = await _asks(who, where, words, thread)
            assert not list(_commands(told)), words
    assert not list(_commands(await _asks(who, "@chatdesk")))
    told = await _asks(who, where)
    assert "@chatdesk open" in told or "chatdesk open" in told
    assert not any(word in told for word in OURS_ALONE)


async def test_in_a_thread_and_in_private_nobody_is_told_to_use_a_command(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    message = await world.customer.mention("#harbor-support", "open VPN is down")
    for who in (world.customer, world.engineer):
        assert not list(_commands(await _asks(who, "#harbor-support", "help", message)))
        told = await _asks(who, "@chatdesk")
        assert "In this chat you need not mention me:" in told
        assert not list(_commands(told))


async def test_an_engineer_is_told_more_than_a_customer_and_each_what_is_theirs(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.open_case("VPN is down", severity="P1 · Major impact")
    theirs = await _asks(world.customer, "#harbor-support")
    ours = await _asks(world.engineer, "#case-desk")
    assert "approve HARBOR-1" in theirs
    assert not any(word in theirs for word in OURS_ALONE)
    assert all(word in ours for word in ("escalate", "handoff", "deescalate", "note"))


async def test_nobody_is_told_of_what_their_policy_has_no_use_for(desk_world) -> None:
    """Codify has no severities and takes rows; Catamarun has severities, no levels of support and takes none."""
    codify, catamarun = await desk_world("codify", at=AT), await desk_world("catamarun", at=AT)
    theirs, ours = {}, {}
    for world in (codify, catamarun):
        theirs[world] = await _asks(world.colleague, "#harbor-support", "ayuda")
        ours[world] = await _asks(world.engineer, "#harbor-support")
    for words, has in (("severidad HARBOR-1", False), ("cargar", True), ("aprobar HARBOR-1", True)):
        assert (words in theirs[codify]) is has, words
    for words, has in (("severity HARBOR-1", False), ("handoff HARBOR-1", True), ("chatdesk load", True)):
        assert (words in ours[codify]) is has, words
    assert "severidad HARBOR-1" in theirs[catamarun]
    assert "cargar" not in theirs[catamarun]
    for words, has in (("severity HARBOR-1", True), ("handoff HARBOR-1", False), ("chatdesk load", False)):
        assert (words in ours[catamarun]) is has, words
    # Nor of an engineers' word that theirs resembles.
    assert "nota" not in await _asks(codify.colleague, "@chatdesk", "no me funciona el correo")
    # Where no customer's promise is at hand, an engineer works under all of them.
    assert "severity " in await _asks(codify.engineer, "@chatdesk")


async def test_whoever_has_the_command_is_told_where_it_does_not_work(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.customer.slash("#harbor-support", "/case help")
    told = world.customer.reads("#harbor-support")
    if SLACK in world.platforms:
        assert "/case open" in told
        assert "In threads there is no /case" in told
        assert "for people of another organisation there is none anywhere" in told
    else:
        assert "/case" not in told


@pytest.mark.parametrize(
    "words", ["help", "list", "home", "hours", "show HARBOR-1", "open VPN", "nonsense words here", ""]
)
async def test_somebody_nobody_knows_is_answered_kindly_and_learns_nothing(desk_world, words: str) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.open_case("VPN is down", severity="P1 · Major impact")
    told = await _asks(world.outsider, "@chatdesk", words or "?")
    assert told.strip(), "silence is no answer in a private chat"
    for secret in ("HARBOR", "Harbor", "Bluepeak", "BLUEPEAK", "VPN is down", "Dana", "Ruth", "escalate", "/case"):
        assert secret not in told.replace(words, ""), told


async def test_who_says_in_private_what_is_wrong_is_offered_a_case_with_those_words(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    for who, number in ((world.customer, "HARBOR-1"), (world.foreign_customer, "BLUEPEAK-1")):
        await who.say("@chatdesk", "the gateway in rack 4 is dead")
        await who.click("Open a case")
        await who.submit({"severity": "P2 · Moderate impact"})
        assert f"{number} · the gateway in rack 4 is dead" in world.on_the_card(number)
        assert number in who.reads("@chatdesk"), "words said in private stay there"


async def test_an_engineer_who_says_in_private_what_a_customer_told_opens_it_for_them(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.say("@chatdesk", "the gateway in rack 4 is dead")
    await world.engineer.click("Open a case")
    await world.engineer.submit({"customer": "Harbor Grid", "severity": "P2 · Moderate impact"})
    assert "HARBOR-1 · the gateway in rack 4 is dead" in world.customer.reads("#harbor-support")

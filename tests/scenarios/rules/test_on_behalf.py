"""A case that one person opens for another: by phone, by mail, across the desk."""

from __future__ import annotations

import pytest

from tests.platforms import TEAMS, cannot
from tests.story import Actor
from tests.world import Actor as InSlack

AT = "2026-03-06T14:20-05:00"


def called(who: Actor) -> str:
    """Somebody who is called by name: on Slack by the account, which the platform shows as one."""
    return f"<@{who.id}>" if isinstance(who, InSlack) else who.name


@pytest.mark.parametrize(
    "words", ["open for @ruth via phone Router is dead", "abrir por @ruth vía teléfono Router is dead"]
)
async def test_an_engineer_takes_down_what_a_customer_says_on_the_phone(desk_world, words: str) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.slash("#case-desk", f"/case {words}")
    assert "Requester: Ruth Adler, Harbor Grid" in world.on_the_card("HARBOR-1")
    assert "by phone" in world.on_the_card("HARBOR-1")
    assert f"{called(world.customer)}, how badly does this hurt you?" in world.customer.reads("#harbor-support")
    await world.customer.click("P2 · Moderate impact")
    assert "P2 · Moderate impact" in world.on_the_card("HARBOR-1")


async def test_the_requester_is_told_even_where_nothing_is_left_to_ask(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.slash("#case-desk", "/case open for @ruth via phone severity 2 Router is dead")
    told = world.customer.reads("#harbor-support")
    assert f"{called(world.customer)}, Dana Reyes has opened this case for you." in told


async def test_by_mention_it_is_the_same(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if world.platforms == (TEAMS,):
        cannot(TEAMS, "absent_mention")
        await world.engineer.mention("#harbor-support", "open for @ruth via phone Router is dead")
    else:
        await world.engineer.mention("#case-desk", "open for @ruth via phone Router is dead")
    assert "Requester: Ruth Adler, Harbor Grid" in world.on_the_card("HARBOR-1")
    assert "by phone" in world.on_the_card("HARBOR-1")


async def test_without_a_title_the_form_asks_and_keeps_for_whom(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.slash("#case-desk", "/case open for @ruth via phone")
    assert not any("customer" in label for label in world.engineer.modal().labels)
    await world.engineer.submit({"title": "Router is dead", "severity": "P2 · Moderate impact"})
    card = world.on_the_card("HARBOR-1")
    assert "Requester: Ruth Adler, Harbor Grid" in card
    assert "by phone" in card


async def test_in_another_customer_s_channel_it_is_refused_since_they_would_read_it(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if world.platforms == (TEAMS,):
        cannot(TEAMS, "absent_mention")
        pytest.skip("teams: only members of a channel can be named in it")
    await world.engineer.slash("#bluepeak-support", "/case open for @ruth via phone Router is dead")
    assert "This is another customer's channel" in world.engineer.reads("#bluepeak-support")
    assert "HARBOR-1" not in world.engineer.reads("#case-desk")
    assert "Router" not in world.foreign_customer.reads("#bluepeak-support")


async def test_a_customer_opens_for_a_colleague_who_is_then_the_requester(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.customer.mention("#harbor-support", "open for @camila Router is dead")
    assert "Requester: Camila Rojas, Harbor Grid" in world.on_the_card("HARBOR-1")


async def test_to_a_customer_people_of_others_ours_and_nobody_are_the_same(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    answers = set()
    # On Teams those who are not in the channel can only be written, never named.
    for named in ("@dana", "@felix", "@chloe", "@nobody"):
        await world.customer.mention("#harbor-support", f"open for {named} Router is dead")
        answers.add(world.customer.text_of(world.customer.finds("whom you named", "#harbor-support")))
    [answer] = answers
    assert "I do not know whom you named as one of your colleagues." in answer
    assert "HARBOR-1" not in world.engineer.reads("#case-desk")


async def test_somebody_the_desk_does_not_know_is_answered_with_what_to_do(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.mention("#case-desk", "open for @felix via phone Router is dead")
    told = world.engineer.reads("#case-desk")
    assert "The desk does not know whom you named. Somebody becomes known by writing to me" in told
    assert "HARBOR-1" not in told


async def test_in_a_customer_s_channel_the_form_asks_who_and_how(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await world.engineer.slash("#harbor-support", "/case open Router is dead")
    labels = world.engineer.modal().labels
    assert [label.split("?")[0] for label in labels[:2]] == ["Who asked", "How did it reach us"]
    assert not any("For which customer" in label for label in labels)

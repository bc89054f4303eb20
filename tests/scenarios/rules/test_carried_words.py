"""What is said in the threads of a case is carried to the other side, and stays true there: edits, deletions, files."""

from __future__ import annotations

import re

import pytest

from chatdesk.playground.reader import NotThere as NotOnSlack
from tests.platforms import SLACK, cannot
from tests.story import Story
from tests.teams_peer.sheet import NotThere as NotInTeams

AT = "2026-03-06T14:20-05:00"
WHERE = "#harbor-support"
LOG = ("tunnels.log", b"tunnel 7 down\n")


async def _opened(desk_world) -> tuple[Story, str]:
    world = await desk_world("catamarun", at=AT)
    return world, await world.open_case("Tunnels drop", severity="P1 · Major impact")


def _theirs(world: Story, number: str):
    return world.card(number, world.customer)


async def test_an_edit_shows_in_the_copy_and_counts_for_nothing(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.engineer.say(WHERE, "we see it at branch 7", _theirs(world, number))
    promised = _promises(world, number)
    await world.pass_("10m")
    await world.engineer.edit(WHERE, said, "we see it at branch 9")
    ours = world.engineer.reads(world.card(number))
    assert "we see it at branch 9" in ours
    assert "(edited)" in ours
    assert "branch 7" not in ours
    assert _promises(world, number) == promised, "no clock was met, moved or begun by an edit"


async def test_a_customer_s_edit_is_no_reply(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.customer.say(WHERE, "all of them", _theirs(world, number))
    before = len(world.engineer.thread(world.card(number)))
    await world.customer.edit(WHERE, said, "nearly all of them")
    assert len(world.engineer.thread(world.card(number))) == before
    assert "nearly all of them" in world.engineer.reads(world.card(number))


async def test_a_deletion_takes_the_words_away_and_the_promise_stands(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.engineer.say(WHERE, "the password is 1234", _theirs(world, number))
    promised = _promises(world, number)
    await world.engineer.delete(WHERE, said)
    ours = world.engineer.reads(world.card(number))
    assert "1234" not in ours
    assert "This message was deleted where it was written." in ours
    assert _promises(world, number) == promised


async def test_a_customer_s_message_that_was_deleted_keeps_no_button_to_reply(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.customer.say(WHERE, "all of them, I think", _theirs(world, number))
    await world.customer.delete(WHERE, said)
    deleted = world.engineer.finds("This message was deleted where it was written.", "#case-desk")
    with pytest.raises((NotOnSlack, NotInTeams)):
        await world.engineer.click("Reply", deleted)


async def test_a_deletion_that_is_taken_back_brings_the_words_back(desk_world) -> None:
    world, number = await _opened(desk_world)
    if world.platforms == (SLACK,):
        cannot(SLACK, "undelete")
    said = await world.customer.say(WHERE, "it is the third branch", _theirs(world, number))
    await world.customer.delete(WHERE, said)
    assert "third branch" not in world.engineer.reads(world.card(number))
    await world.customer.driver.undelete(WHERE, said, "it is the third branch")
    await world.settle()
    ours = world.engineer.reads(world.card(number))
    assert ours.count("it is the third branch") == 1
    assert "This message was deleted" not in ours


async def test_an_edit_of_one_message_leaves_those_that_went_out_with_it(desk_world) -> None:
    world, number = await _opened(desk_world)
    thread = _theirs(world, number)
    world.cut_off()
    one = await world.customer.say(WHERE, "first: branch 7", thread)
    await world.customer.say(WHERE, "second: branch 8", thread)
    await world.reconnect()
    await world.customer.edit(WHERE, one, "first: branch 1")
    ours = world.engineer.reads(world.card(number))
    assert "first: branch 1" in ours
    assert "second: branch 8" in ours


async def test_words_that_wait_to_be_carried_go_out_as_they_stand(desk_world) -> None:
    world, number = await _opened(desk_world)
    card = world.card(number)
    said = (
        await world.customer.driver.say(WHERE, "wrong", _theirs(world, number))
        if _hears_all(world)
        else (await world.customer.driver.mention(WHERE, "wrong", _theirs(world, number)))
    )
    await world.customer.driver.edit(WHERE, said, "right")
    await world.settle()
    ours = world.engineer.reads(card)
    assert "right" in ours
    assert "wrong" not in ours


async def test_an_edit_in_an_ended_case_reopens_nothing(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.customer.say(WHERE, "all of them", _theirs(world, number))
    await world.engineer.slash("#case-desk", f"/case withdraw {number}")
    await world.customer.edit(WHERE, said, "thanks, all of them")
    assert "thanks, all of them" in world.engineer.reads(world.card(number))
    assert "Status: Withdrawn" in world.on_the_card(number)


async def test_thanks_in_an_ended_case_reopen_nothing(desk_world) -> None:
    world, number = await _opened(desk_world)
    await world.engineer.slash("#case-desk", f"/case withdraw {number}")
    await world.customer.say(WHERE, "thanks a lot", _theirs(world, number))
    assert "Status: Withdrawn" in world.on_the_card(number)


async def test_files_of_a_customer_are_named_and_linked_for_engineers(desk_world) -> None:
    world, number = await _opened(desk_world)
    await world.customer.attach(WHERE, "here is the log", [LOG, ("plan <1>.pdf", b"%PDF")], _theirs(world, number))
    ours = world.engineer.reads(world.card(number))
    assert "Ruth Adler of Harbor Grid writes:" in ours
    assert all(piece in ours for piece in ("here is the log", "tunnels.log", "plan <1>.pdf"))
    assert f"Files stay in {_platform(world)}." in ours


async def test_a_file_without_words_is_a_reply_too(desk_world) -> None:
    world, number = await _opened(desk_world)
    await world.engineer.attach(WHERE, "", [LOG], _theirs(world, number))
    assert "tunnels.log" in world.engineer.reads(world.card(number))
    assert "Acknowledgement: done" in world.on_the_card(number)


async def test_more_than_ten_files_are_counted(desk_world) -> None:
    world, number = await _opened(desk_world)
    many = [(f"shot-{one}.png", b"png") for one in range(10)]
    await world.customer.attach(WHERE, "see", many, _theirs(world, number))
    ours = world.engineer.reads(world.card(number))
    assert "shot-9.png" in ours
    assert "more file" not in ours


async def test_a_deletion_takes_the_files_away_too(desk_world) -> None:
    world, number = await _opened(desk_world)
    said = await world.customer.attach(WHERE, "secret log", [LOG], _theirs(world, number))
    await world.customer.delete(WHERE, said)
    ours = world.engineer.reads(world.card(number))
    assert "secret log" not in ours
    assert "tunnels.log" not in ours


async def test_a_copy_is_never_copied(desk_world) -> None:
    world, number = await _opened(desk_world)
    for word in ("one", "two", "three"):
        await world.customer.say(WHERE, f"the map of branch {word} is blank", _theirs(world, number))
    read = world.engineer.reads(world.card(number)), world.customer.reads(_theirs(world, number))
    assert [text.count("branch two") for text in read] == [1, 1]
    await world.settle()
    assert read == (world.engineer.reads(world.card(number)), world.customer.reads(_theirs(world, number)))


def _promises(world: Story, number: str) -> list[str]:
    return re.findall(r"^.*: (?:due|done|missed).*$", world.on_the_card(number), re.MULTILINE)


def _hears_all(world: Story) -> bool:
    return world.platforms == ("slack",)


def _platform(world: Story) -> str:
    return "Slack" if world.platforms == ("slack",) else "Microsoft Teams"

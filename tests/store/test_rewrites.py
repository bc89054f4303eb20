"""Which messages show words that have changed since, and who writes them anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chatdesk.core import commands as c
from chatdesk.core.case import Case
from chatdesk.core.inbound import CaseRef, Inbound
from chatdesk.core.places import MessageRef, Place
from chatdesk.store.claims import ClaimedRewrite
from tests.store.desk_world import DANA, HARBOR_CHANNEL, LEASE, RUTH, DeskWorld

SAID = MessageRef(Place(HARBOR_CHANNEL.platform, HARBOR_CHANNEL.tenant, HARBOR_CHANNEL.channel, "root"), "m1")


@pytest.fixture
def case(world: DeskWorld) -> Case:
    """A case about which everything has been told, and of which Ruth says "branch 7" in a message that stands."""
    opened = world.open()
    world.post_cards()
    world.send_all()
    say(world, opened, "branch 7")
    return world.case(opened.id)


def say(world: DeskWorld, case: Case, words: str, message: MessageRef = SAID) -> None:
    text_id = world.new_id()
    command = c.Reply(text_id=text_id, said_at=world.now, seen_in=("customer",))
    ref = CaseRef(case_id=case.id)
    world.desk.handle(Inbound(world.new_id(), RUTH, command, ref, {text_id: words}, message=message), world.now)


def edit(world: DeskWorld, words: str, message: MessageRef = SAID) -> None:
    world.now += timedelta(seconds=1)
    command = c.ChangeWords(changed_at=world.now)
    world.desk.handle(Inbound(world.new_id(), RUTH, command, texts={world.new_id(): words}, message=message), world.now)


def claim(world: DeskWorld, after: timedelta = timedelta(seconds=2)) -> list[ClaimedRewrite]:
    world.now += after
    return world.outbox.rewrites.claim(world.now, 10, LEASE)


def test_a_message_that_stands_is_written_anew_once(world: DeskWorld, case: Case) -> None:
    (sent,) = world.send_all()
    assert claim(world) == []
    edit(world, "branch 9")
    (claimed,) = claim(world)
    assert [row.id for row in claimed.rows] == [row.id for row in sent.rows]
    assert claim(world) == [], "it is leased"
    assert world.outbox.rewrites.record_rewritten(claimed.token)
    assert claim(world, LEASE) == []


def test_what_still_waits_is_written_late_anyway(world: DeskWorld, case: Case) -> None:
    edit(world, "branch 9")
    assert claim(world) == []
    assert world.outbox.rewrites.claim(world.now + timedelta(days=1), 10, LEASE) == []


def test_a_message_on_its_way_is_waited_for(world: DeskWorld, case: Case) -> None:
    (batch,) = world.claim()
    edit(world, "branch 9")
    assert claim(world) == []
    message = world.send(batch)
    assert [one.message for one in claim(world, timedelta(seconds=5))] == [message]


def test_two_edits_at_once_are_one_message_written_anew(world: DeskWorld, case: Case) -> None:
    say(world, case, "branch 8", MessageRef(SAID.place, "m2"))
    (sent,) = world.send_all()
    assert len(sent.rows) == 2
    edit(world, "branch 9")
    edit(world, "branch 10", MessageRef(SAID.place, "m2"))
    (claimed,) = claim(world)
    assert len(claimed.rows) == 2
    assert world.outbox.rewrites.record_rewritten(claimed.token)
    assert claim(world, LEASE) == []


def test_an_edit_while_it_is_written_anew_is_written_again(world: DeskWorld, case: Case) -> None:
    world.send_all()
    edit(world, "branch 9")
    (claimed,) = claim(world)
    edit(world, "branch 10")
    assert not world.outbox.rewrites.record_rewritten(claimed.token), "the words it wrote stand no more"
    assert len(claim(world)) == 1


def test_a_lease_that_ran_out_goes_to_somebody_else(world: DeskWorld, case: Case) -> None:
    world.send_all()
    edit(world, "branch 9")
    (lost,) = claim(world)
    (again,) = claim(world, LEASE)
    assert again.attempts == 2
    assert not world.outbox.rewrites.record_rewritten(lost.token)
    assert world.outbox.rewrites.record_retry(again.token, world.now + timedelta(minutes=1))
    assert claim(world) == []
    assert len(claim(world, timedelta(minutes=1))) == 1


def test_what_was_said_is_gone_from_the_database_when_it_is_deleted(world: DeskWorld, case: Case) -> None:
    edit(world, "branch 9")
    world.now += timedelta(seconds=1)
    world.desk.handle(Inbound(world.new_id(), RUTH, c.DeleteWords(deleted_at=world.now), message=SAID), world.now)
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert not any("branch" in text for text in view.texts.values())
    assert "Replied" in [type(event.body).__name__ for event in view.events]
    assert world.desk.verify(case.id).is_sound


def test_what_opened_a_case_is_no_word_that_an_edit_can_change(world: DeskWorld) -> None:
    request = world.opening()
    opened = world.desk.handle(Inbound(**{**vars(request), "message": SAID}), world.now)
    edit(world, "something else")
    view = world.reads.case_view(opened.case_id, world.now)
    assert "VPN is down" in view.texts.values()
    assert "something else" not in view.texts.values()


def test_whose_words_they_are_decides_who_edits_them(world: DeskWorld, case: Case) -> None:
    command = c.ChangeWords(changed_at=world.now + timedelta(seconds=1))
    world.desk.handle(Inbound(world.new_id(), DANA, command, texts={"x": "forged"}, message=SAID), world.now)
    view = world.reads.case_view(case.id, world.now)
    assert "forged" not in view.texts.values()

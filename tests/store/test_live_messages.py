"""Which messages with buttons a case has left behind, and who redraws them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chatdesk.core import commands as c
from chatdesk.core.case import Case
from chatdesk.core.places import Destination, MessageRef
from chatdesk.store.claims import ClaimedMessage, Shown
from tests.store.desk_world import DANA, LEASE, MALIK, DeskWorld

SECOND = timedelta(seconds=1)
BUTTONS = ("approve", "reject")


@pytest.fixture
def case(world: DeskWorld) -> Case:
    """A case with one message that stands with buttons, right for the case as it is."""
    opened = world.open()
    world.post_cards()
    world.do(DANA, c.Acknowledge(), opened)
    world.post_cards()
    (batch, *_) = world.claim()
    message = MessageRef(batch.destination.place, "m1")
    version = world.case(opened.id).version
    assert world.outbox.record_sent(batch.token, message, world.now, Shown(BUTTONS, version))
    world.send_all()
    world.post_cards()
    return world.case(opened.id)


def claim(world: DeskWorld) -> list[ClaimedMessage]:
    return world.outbox.live.claim(world.now, 10, LEASE)


def test_a_message_is_due_two_seconds_after_its_case_moved_on_and_not_before(world: DeskWorld, case: Case) -> None:
    world.now += timedelta(hours=1)
    assert claim(world) == []
    world.note(DANA, case)
    world.now += 2 * SECOND - timedelta(microseconds=1)
    assert claim(world) == []
    world.now += timedelta(microseconds=1)
    (found,) = claim(world)
    assert (found.case_id, found.buttons, found.attempts) == (case.id, frozenset(BUTTONS), 1)
    assert found.message.message == "m1"
    assert found.destination == Destination(found.message.place)
    assert claim(world) == [], "it is in one hand"


def test_another_case_that_moves_on_leaves_it_alone(world: DeskWorld, case: Case) -> None:
    other = world.open()
    world.note(DANA, other)
    world.now += 3 * SECOND
    assert claim(world) == []


def test_a_change_while_it_is_redrawn_makes_it_due_again(world: DeskWorld, case: Case) -> None:
    world.note(DANA, case)
    world.now += 2 * SECOND
    (found,) = claim(world)
    drawn = world.case(case.id).version
    world.note(DANA, case)
    assert world.outbox.live.record_shown(found.token, Shown(("approve",), drawn), world.now)
    assert claim(world) == []
    world.now += 2 * SECOND
    (again,) = claim(world)
    assert again.buttons == {"approve"}
    drawn = world.case(case.id).version
    assert world.outbox.live.record_shown(again.token, Shown(("approve",), drawn), world.now)
    world.now += timedelta(hours=1)
    assert claim(world) == []


def test_a_message_without_buttons_is_never_looked_at_again(world: DeskWorld, case: Case) -> None:
    world.note(DANA, case)
    world.now += 2 * SECOND
    (found,) = claim(world)
    assert world.outbox.live.record_shown(found.token, Shown((), 1), world.now)
    world.note(DANA, case)
    world.now += 3 * SECOND
    assert claim(world) == []
    assert world.rows()["live_messages"] == 0


def test_a_lease_runs_out_and_a_lost_token_records_nothing(world: DeskWorld, case: Case) -> None:
    world.note(DANA, case)
    world.now += 2 * SECOND
    (first,) = claim(world)
    world.now += LEASE
    (second,) = claim(world)
    live = world.outbox.live
    assert not live.record_shown(first.token, Shown((), 1), world.now)
    assert not live.record_shown(first.token, Shown(BUTTONS, 1), world.now)
    assert not live.record_retry(first.token, world.now)
    assert not live.record_given_up(first.token)
    assert live.record_retry(second.token, world.now + 20 * SECOND)
    world.now += 19 * SECOND
    assert claim(world) == []
    world.now += SECOND
    (third,) = claim(world)
    assert third.attempts == 3
    assert live.record_given_up(third.token)
    assert world.rows()["live_messages"] == 0


def test_what_was_written_before_the_case_moved_on_is_due_when_it_is_recorded(world: DeskWorld) -> None:
    opened = world.open()
    world.post_cards()
    world.reply(MALIK, opened)
    (batch, *_) = world.claim()
    written = world.case(opened.id).version
    world.note(DANA, opened)
    message = MessageRef(batch.destination.place, "m1")
    assert world.outbox.record_sent(batch.token, message, world.now, Shown(BUTTONS, written))
    world.now += 2 * SECOND
    assert [one.message.message for one in claim(world)] == ["m1"]


def test_the_next_moment_of_the_outbox_counts_it(world: DeskWorld, case: Case) -> None:
    world.note(DANA, case)
    at = world.now + 2 * SECOND
    world.now = at
    world.post_cards()
    world.send_all()
    assert world.outbox.next_due_at() == at

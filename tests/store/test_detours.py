"""Told once, where they prefer; and by another way where that one is closed."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from chatdesk.core.notice import ENGINEERS_VIEW, Audience, Notice, channel, person
from chatdesk.core.places import Destination
from chatdesk.store.claims import ClaimedBatch
from chatdesk.store.engine import Store
from chatdesk.store.queue import enqueue
from tests.store.desk_world import ENGINEERS, HARBOR_CHANNEL, MALIK, ON_CALL, DeskWorld, kinds
from tests.store.two_platforms import (
    BOTH,
    ENGINEERS_ON_TEAMS,
    HARBOR_ON_TEAMS,
    MALIK_ON_TEAMS,
    ON_CALL_ON_TEAMS,
)


class Teller:
    def __init__(self, world: DeskWorld) -> None:
        self.world = world
        self.case = world.open()
        self._seq = count(1000)

    def tell(self, kind: str, *audiences: Audience, **more: Any) -> None:
        seq = next(self._seq)
        told = [Notice(kind, audience, self.world.now, seq, **more) for audience in audiences]
        with self.world.store.writing() as tx:
            enqueue(tx, [(self.case, told)], self.world.now)

    def fail(self, error: str = "user_not_found") -> ClaimedBatch:
        """The only message that waits cannot be delivered."""
        (batch,) = self.world.claim()
        assert self.world.outbox.record_dead(batch.token, error, self.world.now)
        return batch


@pytest.fixture
def world(store: Store) -> DeskWorld:
    return DeskWorld(store, BOTH)


@pytest.fixture
def teller(world: DeskWorld) -> Teller:
    return Teller(world)


def test_a_person_on_two_platforms_is_told_once_on_the_one_they_prefer(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    assert [batch.destination for batch in world.send_all()] == [Destination(identity=MALIK)]


def test_a_person_who_cannot_be_reached_is_told_on_their_next_account_and_nobody_is_alarmed(
    world: DeskWorld, teller: Teller
) -> None:
    teller.tell("asked", person("malik"), facts=(("by", "dana"),), is_urgent=True)
    failed = teller.fail()
    (batch,) = world.send_all()
    assert batch.destination == Destination(identity=MALIK_ON_TEAMS)
    assert [row.notice for row in batch.rows] == [row.notice for row in failed.rows]
    assert not batch.is_repeat
    assert world.deliveries(kind="undeliverable") == []


def test_only_when_no_account_is_left_do_the_engineers_hear_of_it_once(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    teller.fail("user_not_found")
    teller.fail("blocked")
    told = world.deliveries(kind="undeliverable")
    assert [(row.audience_name, dict(row.facts)["error"]) for row in told] == [
        ("engineers", "blocked"),
        ("on_call", "blocked"),
    ]
    assert kinds(world.send_all()) == [["undeliverable"]]  # to on_call; the engineers' thread waits for its card
    assert len(world.deliveries(kind="asked")) == 2


def test_a_tiers_channel_has_its_second_on_another_platform(world: DeskWorld, teller: Teller) -> None:
    teller.tell("clock.breached", channel("on_call"))
    assert teller.fail("is_archived").destination == Destination(ON_CALL)
    (batch,) = world.send_all()
    assert batch.destination == Destination(ON_CALL_ON_TEAMS)


def test_a_channel_without_a_second_is_told_to_the_engineers(world: DeskWorld, teller: Teller) -> None:
    teller.tell("tier.raised", channel("director"))
    teller.fail("is_archived")
    assert [row.audience_name for row in world.deliveries(kind="undeliverable")] == ["engineers", "on_call"]


def test_the_word_about_a_failure_takes_the_other_way_too_and_then_ends(world: DeskWorld, teller: Teller) -> None:
    teller.tell("tier.raised", channel("director"))
    teller.fail("is_archived")
    assert teller.fail("is_archived").destination == Destination(ON_CALL)
    assert teller.fail("is_archived").destination == Destination(ON_CALL_ON_TEAMS)
    assert world.claim() == []


def test_one_event_is_not_told_twice_where_two_audiences_meet_on_the_other_platform(store: Store) -> None:
    channels = tuple(
        (name, ON_CALL_ON_TEAMS if place == ENGINEERS_ON_TEAMS else place) for name, place in BOTH.channels
    )
    world = DeskWorld(store, replace(BOTH, channels=channels))
    teller = Teller(world)
    teller.tell("clock.breached", channel("on_call"), channel("engineers"))
    for batch in world.claim():
        assert world.outbox.record_dead(batch.token, "is_archived", world.now)
    assert [batch.destination for batch in world.send_all()] == [Destination(ON_CALL_ON_TEAMS)]
    assert world.deliveries(kind="undeliverable") == []


def test_what_cannot_be_written_takes_no_other_way(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    (batch,) = world.claim()
    assert world.outbox.record_unwritten(batch.token, "render", world.now, [batch.rows[0].id])
    assert len(world.deliveries(kind="asked")) == 1
    assert len(world.deliveries(kind="undeliverable")) == 2


def test_a_case_that_can_be_shown_here_no_more_is_shown_on_the_other_platform_and_its_thread_follows(
    world: DeskWorld, teller: Teller
) -> None:
    teller.tell("note", ENGINEERS_VIEW)
    card = next(one for one in world.claim_cards() if one.view == "engineers")
    assert card.place == ENGINEERS
    assert world.outbox.record_card_dead(card.token, "is_archived", world.now)
    world.post_cards()
    row = world.places(teller.case)["engineers"]
    assert (row.platform, row.channel, row.anchor_state) == ("teams", ENGINEERS_ON_TEAMS.channel, "posted")
    (batch,) = world.send_all()
    assert batch.destination.place is not None
    assert (batch.destination.place.platform, batch.destination.place.thread) == ("teams", row.anchor)
    assert world.deliveries(kind="undeliverable") == []


def test_a_notice_that_finds_the_place_gone_moves_the_case_and_follows_it(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("note", ENGINEERS_VIEW)
    (batch,) = world.claim()
    assert world.outbox.record_place_gone(batch.token, "is_archived", world.now)
    assert world.claim() == []  # it waits for its card
    world.post_cards()
    (again,) = world.send_all()
    assert again.destination.place is not None
    assert again.destination.place.channel == ENGINEERS_ON_TEAMS.channel
    assert [row.notice for row in again.rows] == [row.notice for row in batch.rows]


def test_the_customers_view_moves_to_their_channel_on_the_other_platform(world: DeskWorld, teller: Teller) -> None:
    card = next(one for one in world.claim_cards() if one.view == "customer")
    assert card.place == HARBOR_CHANNEL
    assert world.outbox.record_card_dead(card.token, "no_sender", world.now)
    assert world.places(teller.case)["customer"].channel == HARBOR_ON_TEAMS.channel


def test_a_second_channel_on_the_same_platform_is_no_other_way(store: Store) -> None:
    second = replace(HARBOR_CHANNEL, channel="C0HARBOR2")
    customers = tuple(
        replace(one, channels=(HARBOR_CHANNEL, second)) if one.id == "harbor" else one for one in BOTH.customers
    )
    world = DeskWorld(store, replace(BOTH, customers=customers))
    case = world.open()
    card = next(one for one in world.claim_cards() if one.view == "customer")
    assert world.outbox.record_card_dead(card.token, "is_archived", world.now)
    assert world.places(case)["customer"].anchor_state == "dead"
    assert world.deliveries(kind="undeliverable", audience_name="on_call")


def test_an_account_that_the_directory_corrected_meanwhile_is_tried(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    (batch,) = world.claim()
    mended = replace(MALIK, user="U0MALIK2")
    listed = tuple(replace(one, identities=(mended,)) if one.id == "malik" else one for one in BOTH.people)
    world.desk.use_directory(replace(BOTH, people=listed))
    assert world.outbox.record_dead(batch.token, "user_not_found", world.now)
    assert [one.destination for one in world.send_all()] == [Destination(identity=mended)]


def test_a_place_is_not_moved_back_to_where_it_was_given_up(world: DeskWorld, teller: Teller) -> None:
    for error in ("no_sender", "removed"):
        card = next(one for one in world.claim_cards() if one.view == "engineers")
        assert world.outbox.record_card_dead(card.token, error, world.now)
    row = world.places(teller.case)["engineers"]
    assert (row.platform, row.anchor_state) == ("teams", "dead")
    teller.tell("note", ENGINEERS_VIEW)
    assert world.places(teller.case)["engineers"].anchor_state == "dead"
    assert world.deliveries(kind="note")[0].last_error == "no_place"


def test_a_card_that_cannot_be_drawn_moves_nowhere(world: DeskWorld, teller: Teller) -> None:
    card = next(one for one in world.claim_cards() if one.view == "customer")
    assert world.outbox.record_card_undrawn(card.token, "render", world.now)
    row = world.places(teller.case)["customer"]
    assert (row.platform, row.anchor_state) == ("slack", "dead")


def test_what_nobody_can_know_twice_is_over_and_only_the_urgent_alarms(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    teller.tell("clock.breached", channel("on_call"), is_urgent=True)
    for batch in world.claim():
        assert world.outbox.record_assumed(batch.token, "cannot_ask", world.now)
    assert {row.state for row in world.deliveries() if row.kind in ("asked", "clock.breached")} == {"assumed"}
    assert {dict(row.facts)["kind"] for row in world.deliveries(kind="undeliverable")} == {"clock.breached"}

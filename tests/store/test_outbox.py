"""The outbox: one message in flight for each destination, in order, and nothing lost or doubled."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event

from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Audience, Notice, channel, person
from chatdesk.core.places import Destination, MessageRef
from chatdesk.store.engine import open_store
from chatdesk.store.queue import enqueue
from tests.store.desk_world import DIRECTORY, ENGINEERS, LEASE, MALIK, NOON, ON_CALL, DeskWorld, kinds

SECOND = timedelta(seconds=1)
TO_ON_CALL = channel("on_call")


class Teller:
    """Queues made-up notices of one case, each told of by an event of its own."""

    def __init__(self, world: DeskWorld) -> None:
        self.world = world
        self.case = world.open()
        self._seq = count(1000)

    def tell(self, kind: str, audience: Audience = TO_ON_CALL, **more: Any) -> Notice:
        notice = Notice(kind, audience, self.world.now, next(self._seq), **more)
        self.tell_together(notice)
        return notice

    def tell_together(self, *notices: Notice) -> None:
        with self.world.store.writing() as tx:
            enqueue(tx, [(self.case, notices)], self.world.now)


@pytest.fixture
def teller(world: DeskWorld) -> Teller:
    return Teller(world)


def test_a_notice_is_claimed_as_it_was_told(world: DeskWorld, teller: Teller) -> None:
    told = teller.tell("clock.warned", facts=(("due_at", "2026-03-02T18:00:00+00:00"), ("metric", "update")))
    (batch,) = world.claim()
    assert [row.notice for row in batch.rows] == [told]
    assert batch.rows[0].case_id == teller.case.id
    assert batch.destination == Destination(ON_CALL)
    assert (batch.attempts, batch.since, batch.is_repeat) == (1, world.now, False)


def test_notices_to_a_person_go_to_the_account_they_prefer(world: DeskWorld, teller: Teller) -> None:
    teller.tell("asked", person("malik"))
    (batch,) = world.claim()
    assert batch.destination == Destination(identity=MALIK)


def test_notices_for_one_destination_share_a_message_up_to_ten(world: DeskWorld, teller: Teller) -> None:
    for number in range(12):
        teller.tell(f"note.{number}")
    first, second = world.send_all()
    assert kinds([first, second]) == [[f"note.{n}" for n in range(10)], ["note.10", "note.11"]]


def test_a_first_ping_of_the_worst_severity_never_shares(world: DeskWorld, teller: Teller) -> None:
    teller.tell("a")
    teller.tell("b")
    teller.tell("alone", stands_alone=True)
    teller.tell("c")
    teller.tell("also alone", stands_alone=True)
    assert kinds(world.send_all()) == [["a", "b"], ["alone"], ["c"], ["also alone"]]


def test_in_a_channel_the_urgent_comes_first(world: DeskWorld, teller: Teller) -> None:
    teller.tell("calm")
    teller.tell("breach", is_urgent=True, stands_alone=True)
    assert kinds(world.send_all()) == [["breach"], ["calm"]]


def test_a_thread_tells_its_story_in_order_however_urgent(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("opened", ENGINEERS_VIEW)
    teller.tell("breach", ENGINEERS_VIEW, is_urgent=True, stands_alone=True)
    teller.tell("note", ENGINEERS_VIEW)
    assert kinds(world.send_all()) == [["opened"], ["breach"], ["note"]]


def test_destinations_with_something_urgent_are_served_first(world: DeskWorld, teller: Teller) -> None:
    teller.tell("calm", person("dana"))
    teller.tell("calm", person("malik"))
    teller.tell("breach", is_urgent=True)
    (first,) = world.outbox.claim_notices(world.now, 1, LEASE)
    assert kinds([first]) == [["breach"]]


def test_one_message_is_in_flight_for_a_destination(world: DeskWorld, teller: Teller) -> None:
    teller.tell("first", stands_alone=True)
    teller.tell("second", stands_alone=True)
    teller.tell("elsewhere", person("dana"))
    claimed = world.claim()
    assert kinds(claimed) == [["first"], ["elsewhere"]]
    assert world.claim() == []
    world.send(claimed[0])
    assert kinds(world.claim()) == [["second"]]


def test_a_busy_destination_keeps_no_other_from_being_served(world: DeskWorld, teller: Teller) -> None:
    teller.tell("first")
    world.claim()
    teller.tell("breach", is_urgent=True)
    teller.tell("elsewhere", person("dana"))
    assert kinds(world.outbox.claim_notices(world.now, 1, LEASE)) == [["elsewhere"]]


def test_what_comes_while_a_message_is_in_flight_waits_for_it(world: DeskWorld, teller: Teller) -> None:
    teller.tell("first")
    (batch,) = world.claim()
    teller.tell("urgent", is_urgent=True)
    assert world.claim() == []
    world.send(batch)
    assert kinds(world.claim()) == [["urgent"]]


def test_notices_for_a_thread_wait_until_its_card_stands(world: DeskWorld, teller: Teller) -> None:
    teller.tell("reply.to_customer", CUSTOMER_VIEW)
    assert world.claim() == []
    world.post_cards()
    (batch,) = world.claim()
    anchor = world.places(teller.case)["customer"].anchor
    assert batch.destination.place is not None
    assert batch.destination.place.thread == anchor


def test_of_two_audiences_of_one_event_at_one_destination_the_first_counts(store: Any) -> None:
    one_for_all = replace(DIRECTORY, channels=(("engineers", ENGINEERS), ("on_call", ON_CALL), ("director", ON_CALL)))
    world = DeskWorld(store, one_for_all)
    teller = Teller(world)
    teller.tell_together(
        Notice("tier.raised", channel("on_call"), NOON, 7), Notice("tier.raised", channel("director"), NOON, 7)
    )
    (batch,) = world.claim()
    assert [row.notice.audience for row in batch.rows] == [channel("on_call")]


def test_what_is_sent_keeps_its_message(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("a")
    teller.tell("b")
    (batch,) = world.claim()
    message = world.send(batch)
    sent = world.deliveries(state="sent")
    assert {(row.message_channel, row.message) for row in sent} == {(ON_CALL.channel, message.message)}
    assert world.claim() == []
    assert world.outbox.next_due_at() is None


def test_a_destination_that_asks_us_to_wait_is_left_alone_until_then(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("first")
    (batch,) = world.claim()
    later = world.now + 30 * SECOND
    assert world.outbox.record_retry(batch.token, later, "ratelimited", world.now)
    teller.tell("second", is_urgent=True)
    assert world.claim() == []
    assert world.outbox.next_due_at() == later
    world.now = later
    (again,) = world.claim()
    assert kinds([again]) == [["second", "first"]]
    assert again.attempts == 2


def test_a_token_that_was_lost_records_nothing(world: DeskWorld, teller: Teller) -> None:
    teller.tell("first")
    (batch,) = world.claim()
    world.now += LEASE
    (found,) = world.outbox.uncertain(world.now, 10, LEASE)
    message = MessageRef(ON_CALL, "m1")
    assert not world.outbox.record_sent(batch.token, message, world.now)
    assert not world.outbox.record_retry(batch.token, world.now, "late", world.now)
    assert not world.outbox.record_uncertain(batch.token, "late", world.now)
    assert not world.outbox.record_dead(batch.token, "late", world.now)
    assert [row.state for row in world.deliveries(kind="first")] == ["claimed"]
    assert world.outbox.record_sent(found.token, message, world.now)
    assert not world.outbox.record_sent(found.token, message, world.now)


def test_a_sender_that_never_came_back_leaves_a_message_to_look_for(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("a")
    teller.tell("b")
    (batch,) = world.claim()
    claimed_at = world.now
    assert world.outbox.uncertain(world.now, 10, LEASE) == []
    assert world.outbox.next_due_at() == claimed_at + LEASE
    world.now += LEASE
    assert world.claim() == []
    (found,) = world.outbox.uncertain(world.now, 10, LEASE)
    assert (found.key, found.since, kinds([found])) == (batch.key, claimed_at, [["a", "b"]])
    assert world.outbox.uncertain(world.now, 10, LEASE) == []


def test_an_unknown_outcome_is_looked_up_before_anything_else_goes_there(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("first")
    (batch,) = world.claim()
    teller.tell("second")
    look_up_at = world.now + 5 * SECOND
    assert world.outbox.record_uncertain(batch.token, "timeout", world.now, look_up_at)
    assert world.claim() == []
    assert world.outbox.uncertain(world.now, 10, LEASE) == []
    assert world.outbox.next_due_at() == look_up_at
    world.now = look_up_at
    (found,) = world.outbox.uncertain(world.now, 10, LEASE)
    assert found.key == batch.key
    assert world.outbox.record_retry(found.token, world.now, "no answer", world.now, is_repeat=True)
    (again,) = world.claim()
    assert again.is_repeat
    assert again.key != batch.key
    # What is certain to be new is not marked as a repeat together with it.
    assert kinds([again]) == [["first"]]


def test_after_a_minute_of_not_knowing_the_rest_goes_on(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("first")
    (batch,) = world.claim()
    began = world.now
    teller.tell("second")
    assert world.outbox.record_uncertain(batch.token, "timeout", world.now, began + 300 * SECOND)
    assert world.outbox.next_due_at() == began + 60 * SECOND
    world.now = began + 59 * SECOND
    assert world.claim() == []
    world.now = began + 60 * SECOND
    assert kinds(world.claim()) == [["second"]]


def test_two_unknown_messages_of_one_destination_keep_apart(world: DeskWorld, teller: Teller) -> None:
    tellers = [teller, Teller(world)]
    for one in tellers:
        one.tell("mine", person("dana"))
        (batch,) = world.claim()
        world.outbox.record_uncertain(batch.token, "timeout", world.now)
        (found,) = world.outbox.uncertain(world.now, 10, LEASE)
        assert [row.case_id for row in found.rows] == [one.case.id]
        world.outbox.record_sent(found.token, MessageRef(ON_CALL, "m"), world.now)


def test_a_dead_notice_tells_the_engineers_and_on_call_who_was_not_reached(world: DeskWorld, teller: Teller) -> None:
    world.post_cards()
    teller.tell("asked", person("dana"))
    (batch,) = world.claim()
    assert world.outbox.record_dead(batch.token, "user_not_found", world.now)
    assert [(row.state, row.last_error) for row in world.deliveries(kind="asked")] == [("dead", "user_not_found")]
    told = {row.notice.audience: row.notice for batch in world.send_all() for row in batch.rows}
    assert set(told) == {ENGINEERS_VIEW, TO_ON_CALL}
    assert dict(told[TO_ON_CALL].facts) == {
        "audience": "person",
        "error": "user_not_found",
        "kind": "asked",
        "to": "dana",
    }


def test_a_dead_word_about_a_dead_notice_ends_there(world: DeskWorld, teller: Teller) -> None:
    teller.tell("clock.breached")
    for _ in range(2):
        (batch,) = world.claim()
        assert world.outbox.record_dead(batch.token, "is_archived", world.now)
    assert world.claim() == []
    assert [row.kind for row in world.deliveries(state="dead")] == ["clock.breached", "undeliverable"]


def test_one_row_of_a_message_may_die_alone(world: DeskWorld, teller: Teller) -> None:
    for kind in ("good", "bad", "also good"):
        teller.tell(kind, person("dana"))
    (batch,) = world.claim()
    assert world.outbox.record_unwritten(batch.token, "KeyError: owner", world.now, [batch.rows[1].id])
    world.outbox.record_sent(batch.token, MessageRef(ON_CALL, "m"), world.now)
    states = {row.kind: row.state for row in world.deliveries(audience_name="dana")}
    assert states == {"good": "sent", "bad": "dead", "also good": "sent"}


def test_nobody_to_tell_is_told_to_the_engineers_at_once(world: DeskWorld, teller: Teller) -> None:
    teller.tell_together(
        Notice("handed_off", person("left us"), NOON, 7), Notice("handed_off", person("never came"), NOON, 7)
    )
    dead = world.deliveries(state="dead")
    assert [(row.audience_name, row.last_error) for row in dead] == [
        ("left us", "no_account"),
        ("never came", "no_account"),
    ]
    told = [dict(row.facts)["to"] for row in world.deliveries(kind="undeliverable", audience_name="engineers")]
    assert told == ["left us", "never came"]


def test_a_case_without_a_customers_place_says_so(store: Any) -> None:
    hidden = tuple(replace(customer, channels=()) for customer in DIRECTORY.customers)
    teller = Teller(DeskWorld(store, replace(DIRECTORY, customers=hidden)))
    # In a channel that nobody named as the customer's, others may read along.
    assert set(teller.world.places(teller.case)) == {"engineers"}
    agent_opened = teller.world.open(MALIK, None, customer_id="harbor", severity=None)
    assert set(teller.world.places(agent_opened)) == {"engineers"}
    dead = teller.world.deliveries(case_id=agent_opened.id, state="dead")
    assert [(row.kind, row.last_error) for row in dead] == [("severity.ask", "no_place")]


def test_workers_that_claim_at_once_send_each_notice_once(world: DeskWorld, teller: Teller, database: str) -> None:
    audiences = [person("dana"), person("malik"), person("grace"), TO_ON_CALL]
    for number in range(60):
        teller.tell(f"note.{number}", audiences[number % 4], stands_alone=number % 3 == 0)
    rivals = [open_store(database) for _ in range(3)]

    def deliver(store: Any) -> list[str]:
        rival = replace_store(world, store)
        return [row.notice.kind for batch in rival.send_all() for row in batch.rows]

    with ThreadPoolExecutor(3) as three:
        sent = [kind for part in three.map(deliver, rivals) for kind in part]
    sent += [row.notice.kind for batch in world.send_all() for row in batch.rows]
    assert sorted(sent) == sorted(f"note.{number}" for number in range(60))
    for store in rivals:
        store.close()


def test_workers_never_have_two_messages_in_flight_for_one_destination(
    world: DeskWorld, teller: Teller, database: str
) -> None:
    for number in range(8):
        teller.tell(f"note.{number}", stands_alone=True)
    rivals = [open_store(database) for _ in range(4)]
    with ThreadPoolExecutor(4) as four:
        claimed = list(four.map(lambda store: replace_store(world, store).claim(), rivals))
    assert sum(len(batches) for batches in claimed) == 1
    for store in rivals:
        store.close()


def test_a_worker_that_looked_before_another_claimed_leaves_the_rest_of_that_queue(postgres_url: str) -> None:
    store, rival_store = open_store(postgres_url), open_store(postgres_url)
    world = DeskWorld(store)
    teller = Teller(world)
    for kind in ("first", "second"):
        teller.tell(kind, stands_alone=True)
    claimed: list[list[str]] = []

    def outrun(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if "SKIP LOCKED" in sql and not claimed:
            claimed.extend(kinds(replace_store(world, rival_store).claim()))

    event.listen(store.engine, "before_cursor_execute", outrun)
    assert world.claim() == []
    assert claimed == [["first"]]
    store.close()
    rival_store.close()


def test_the_next_moment_is_never_one_that_cannot_be_used(world: DeskWorld, teller: Teller) -> None:
    """A heartbeat that is woken for nothing would spin."""
    teller.tell("reply", CUSTOMER_VIEW)
    world.post_cards()
    for _ in range(20):
        due_at = world.outbox.next_due_at()
        if due_at is None:
            break
        world.now = max(world.now, due_at)
        batches = world.claim()
        found = world.outbox.uncertain(world.now, 10, LEASE)
        assert batches or found or world.claim_cards()
        for batch in found:
            world.outbox.record_retry(batch.token, world.now + SECOND, "not there", world.now)
        for batch in batches:
            if batch.attempts == 3:
                world.send(batch)
            elif batch.attempts == 2:
                world.outbox.record_uncertain(batch.token, "timeout", world.now, world.now + SECOND)
    assert world.outbox.next_due_at() is None
    assert {row.state for row in world.deliveries()} == {"sent"}


def replace_store(world: DeskWorld, store: Any) -> DeskWorld:
    """The same world seen through another connection, as another replica would."""
    rival = object.__new__(DeskWorld)
    rival.__dict__ |= world.__dict__
    rival.store = store
    rival.outbox = type(world.outbox)(store)
    return rival

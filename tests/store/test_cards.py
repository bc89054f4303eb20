"""A card is the current picture of a case in one place: newest wins, edits its message."""

from dataclasses import replace
from datetime import timedelta

from chatdesk.core.notice import CUSTOMER_VIEW
from chatdesk.core.places import MessageRef, Place
from chatdesk.store.claims import ClaimedCard
from tests.store.desk_world import BLUEPEAK, DANA, DIRECTORY, ENGINEERS, HARBOR, HARBOR_CHANNEL, LEASE, OURS, DeskWorld

SECOND = timedelta(seconds=1)


def engineers_card(world: DeskWorld) -> ClaimedCard:
    return next(card for card in world.claim_cards() if card.view == "engineers")


def posted(world: DeskWorld, card: ClaimedCard) -> MessageRef:
    message = card.anchor or MessageRef(card.place, f"card-{card.token}")
    assert world.outbox.record_card_sent(card.token, message, card.wanted, world.now)
    return message


def test_a_new_case_is_posted_in_each_of_its_places(world: DeskWorld) -> None:
    case = world.open()
    cards = {card.view: card for card in world.claim_cards()}
    assert {view: card.place for view, card in cards.items()} == {"customer": HARBOR_CHANNEL, "engineers": ENGINEERS}
    assert {(card.anchor, card.wanted, card.is_uncertain) for card in cards.values()} == {(None, case.version, False)}
    for card in cards.values():
        posted(world, card)
    world.now += 10 * SECOND
    assert world.claim_cards() == []
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert set(view.anchors) == {"customer", "engineers"}


def test_a_change_edits_the_message_that_stands(world: DeskWorld) -> None:
    case = world.open()
    message = posted(world, engineers_card(world))
    world.now += 2 * SECOND
    world.note(DANA, case)
    assert engineers_card(world).anchor == message


def test_a_card_is_edited_at_most_every_two_seconds_and_then_once(world: DeskWorld) -> None:
    case = world.open()
    posted(world, engineers_card(world))
    for _ in range(5):
        world.note(DANA, case)
    world.now += 2 * SECOND - timedelta(microseconds=1)
    assert [card for card in world.claim_cards() if card.view == "engineers"] == []
    world.now += timedelta(microseconds=1)
    card = engineers_card(world)
    assert card.wanted == world.case(case.id).version
    posted(world, card)
    world.now += 2 * SECOND
    assert [card for card in world.claim_cards() if card.view == "engineers"] == []


def test_a_change_during_an_edit_is_shown_by_the_next(world: DeskWorld) -> None:
    case = world.open()
    card = engineers_card(world)
    world.note(DANA, case)
    posted(world, card)
    world.now += 2 * SECOND
    assert engineers_card(world).wanted == card.wanted + 1


def test_a_later_version_than_the_one_asked_for_is_as_good(world: DeskWorld) -> None:
    case = world.open()
    card = engineers_card(world)
    world.note(DANA, case)
    drawn = world.case(case.id).version
    assert world.outbox.record_card_sent(card.token, MessageRef(card.place, "m"), drawn, world.now)
    world.now += 2 * SECOND
    assert [card for card in world.claim_cards() if card.view == "engineers"] == []


def test_a_card_is_in_one_hand_and_a_lost_token_records_nothing(world: DeskWorld) -> None:
    world.open()
    card = engineers_card(world)
    assert world.claim_cards() == []
    world.now += LEASE
    again = engineers_card(world)
    message = MessageRef(ENGINEERS, "m")
    assert not world.outbox.record_card_sent(card.token, message, card.wanted, world.now)
    assert not world.outbox.record_card_retry(card.token, world.now, "late", world.now)
    assert not world.outbox.record_card_uncertain(card.token, "late", world.now)
    assert not world.outbox.record_card_lost(card.token, "late", world.now)
    assert not world.outbox.record_card_dead(card.token, "late", world.now)
    assert world.outbox.record_card_sent(again.token, message, again.wanted, world.now)


def test_a_post_whose_sender_never_came_back_is_looked_for_first(world: DeskWorld) -> None:
    world.open()
    card = engineers_card(world)
    began = world.now
    assert world.outbox.next_due_at() == began + LEASE
    world.now += LEASE
    again = engineers_card(world)
    assert (again.key, again.since, again.is_uncertain) == (card.key, began, True)


def test_an_unknown_post_is_looked_for_and_an_edit_is_just_repeated(world: DeskWorld) -> None:
    case = world.open()
    card = engineers_card(world)
    assert world.outbox.record_card_uncertain(card.token, "timeout", world.now, world.now + SECOND)
    world.now += SECOND
    again = engineers_card(world)
    assert (again.key, again.is_uncertain) == (card.key, True)
    posted(world, again)
    world.now += 2 * SECOND
    world.note(DANA, case)
    edit = engineers_card(world)
    world.now += LEASE
    repeated = engineers_card(world)
    assert not repeated.is_uncertain
    assert repeated.anchor == edit.anchor


def test_a_post_that_certainly_failed_gets_a_new_key(world: DeskWorld) -> None:
    world.open()
    card = engineers_card(world)
    later = world.now + 30 * SECOND
    assert world.outbox.record_card_retry(card.token, later, "ratelimited", world.now)
    assert world.outbox.next_due_at() == world.now + LEASE
    world.now = later
    again = engineers_card(world)
    assert again.key != card.key
    assert (again.attempts, again.is_uncertain) == (2, False)


def test_a_deleted_card_is_posted_anew_and_its_thread_waits_for_it(world: DeskWorld) -> None:
    case = world.open()
    world.post_cards()
    world.reply(DANA, case)
    world.now += 2 * SECOND
    card = next(card for card in world.claim_cards() if card.view == "customer")
    assert world.outbox.record_card_lost(card.token, "message_not_found", world.now)
    assert [batch for batch in world.claim() if batch.rows[0].notice.audience == CUSTOMER_VIEW] == []
    world.post_cards()
    anchor = world.places(case)["customer"].anchor
    (batch,) = [batch for batch in world.claim() if batch.rows[0].notice.audience == CUSTOMER_VIEW]
    assert batch.destination.place is not None
    assert batch.destination.place.thread == anchor != card.anchor


def test_when_the_root_of_a_thread_is_gone_the_card_starts_a_new_one_and_the_notices_follow(world: DeskWorld) -> None:
    case = world.open(place=replace(HARBOR_CHANNEL, thread="deleted"))
    world.post_cards()
    world.reply(DANA, case)
    (batch,) = [batch for batch in world.claim() if batch.rows[0].notice.audience == CUSTOMER_VIEW]
    assert world.outbox.record_thread_lost(batch.token, "thread_not_found", world.now)
    world.post_cards()
    (again,) = [batch for batch in world.claim() if batch.rows[0].notice.audience == CUSTOMER_VIEW]
    assert [row.id for row in again.rows] == [row.id for row in batch.rows]
    assert again.destination.place == replace(HARBOR_CHANNEL, thread=world.places(case)["customer"].anchor)
    assert not world.outbox.record_thread_lost(batch.token, "late", world.now)


def test_a_place_that_is_gone_takes_what_waits_for_it_along_and_engineers_hear_of_it(world: DeskWorld) -> None:
    case = world.open()
    world.reply(DANA, case)
    cards = {card.view: card for card in world.claim_cards()}
    assert world.outbox.record_card_dead(cards["customer"].token, "is_archived", world.now)
    posted(world, cards["engineers"])
    assert {row.kind for row in world.deliveries(audience_name="customer", state="dead")} == {"reply.to_customer"}
    told = {
        (dict(row.notice.facts)["kind"], dict(row.notice.facts)["to"])
        for batch in world.send_all()
        for row in batch.rows
        if row.notice.kind == "undeliverable"
    }
    assert told == {("card", "customer"), ("reply.to_customer", "customer")}
    world.now += 10 * SECOND
    assert [card.view for card in world.claim_cards()] == []
    assert world.outbox.next_due_at() is None


def test_a_place_that_is_gone_is_looked_up_in_the_directory_again(world: DeskWorld) -> None:
    case = world.open()
    card = next(card for card in world.claim_cards() if card.view == "customer")
    world.outbox.record_card_dead(card.token, "is_archived", world.now)
    moved = Place("slack", OURS, "C0HARBOR2")
    world.desk.use_directory(replace(DIRECTORY, customers=(replace(HARBOR, channels=(moved,)), BLUEPEAK)))
    world.reply(DANA, case, "we moved")
    world.post_cards()
    (batch,) = [batch for batch in world.claim() if batch.rows[0].notice.audience == CUSTOMER_VIEW]
    assert batch.destination.place is not None
    assert batch.destination.place.channel == "C0HARBOR2"

"""What platforms tell of channels and accounts, carried out on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from chatdesk.core import commands as c
from chatdesk.core.places import Destination, Place
from chatdesk.core.workplace import (
    AccountClosed,
    AccountOpened,
    ChannelClosed,
    ChannelOpened,
    ChannelRenumbered,
    Happened,
    PersonLeft,
)
from chatdesk.store import people, standing
from chatdesk.store.engine import Store
from chatdesk.store.tables import metadata, standing_messages
from tests.store.desk_world import (
    CAMILA,
    DANA,
    DIRECTORY,
    ENGINEERS,
    HARBOR_CHANNEL,
    HOUR,
    MALIK,
    ON_CALL,
    OURS,
    RUTH,
    DeskWorld,
)
from tests.store.two_platforms import BOTH, HARBOR_ON_TEAMS, MALIK_ON_TEAMS

NEW = "C0NEWID"


def tell(world: DeskWorld, happened: Happened) -> None:
    world.desk.hear_of(world.new_id(), happened, world.now)


def test_a_channel_s_new_id_stands_wherever_the_old_one_stood(world: DeskWorld) -> None:
    """Whatever table is added: no column of any names the old id any more."""
    case = world.open()
    world.post_cards()
    world.reply(DANA, case)
    world.do(DANA, c.Escalate(reason_id=world.new_id()), case, "now")
    world.send_all()
    _keep_standing(world)
    before = _naming(world, HARBOR_CHANNEL.channel)
    assert {"places", "channels", "standing_messages"} <= before, "the scene shows too little"
    tell(world, ChannelRenumbered(HARBOR_CHANNEL, NEW))
    assert _naming(world, HARBOR_CHANNEL.channel) == {"renumbered_channels"}
    assert before <= _naming(world, NEW)


def test_a_tier_s_waiting_messages_follow_it_too(world: DeskWorld) -> None:
    case = world.open()
    world.do(DANA, c.Escalate(reason_id=world.new_id()), case, "now")
    world.do(DANA, c.AcceptTier(tier=1), case)
    tell(world, ChannelRenumbered(ON_CALL, NEW))
    moved = Destination(replace(ON_CALL, channel=NEW))
    assert moved in [batch.destination for batch in world.send_all()]
    assert Destination(ON_CALL) not in [batch.destination for batch in world.send_all()]


def test_a_directory_that_still_names_the_old_id_is_brought_up_to_date(world: DeskWorld) -> None:
    newest = "C0NEWEST"
    tell(world, ChannelRenumbered(HARBOR_CHANNEL, NEW))
    tell(world, ChannelRenumbered(replace(HARBOR_CHANNEL, channel=NEW), newest))
    world.desk.use_directory(DIRECTORY)
    assert world.places(world.open(place=None))["customer"].channel == newest
    corrected = replace(DIRECTORY.customers[0], channels=(Place("slack", OURS, newest),))
    world.desk.use_directory(replace(DIRECTORY, customers=(corrected, *DIRECTORY.customers[1:])))
    assert world.places(world.open(place=None))["customer"].channel == newest


def test_a_new_id_that_the_directory_names_already_keeps_its_row(world: DeskWorld) -> None:
    both = replace(DIRECTORY.customers[0], channels=(HARBOR_CHANNEL, Place("slack", OURS, NEW)))
    world.desk.use_directory(replace(DIRECTORY, customers=(both, *DIRECTORY.customers[1:])))
    _keep_standing(world)
    tell(world, ChannelRenumbered(HARBOR_CHANNEL, NEW))
    tell(world, ChannelRenumbered(HARBOR_CHANNEL, NEW))
    with world.store.reading() as tx:
        found = tx.execute(select(standing_messages.c.channel).where(standing_messages.c.customer_id == "harbor"))
        assert list(found.scalars()) == [NEW]


def test_a_closed_channel_s_cases_move_to_the_other_platform_and_stay_there(store: Store) -> None:
    world = DeskWorld(store, BOTH)
    case = world.open()
    tell(world, ChannelClosed(HARBOR_CHANNEL, "is_archived"))
    place = world.places(case)["customer"]
    assert (place.platform, place.channel) == (HARBOR_ON_TEAMS.platform, HARBOR_ON_TEAMS.channel)
    assert world.deliveries(kind="undeliverable") == []
    tell(world, ChannelOpened(HARBOR_CHANNEL))
    assert world.places(case)["customer"].platform == "teams"


def test_a_closed_channel_without_another_is_told_and_lives_again(world: DeskWorld) -> None:
    case = world.open()
    world.post_cards()
    anchor = world.places(case)["customer"].anchor
    tell(world, ChannelClosed(HARBOR_CHANNEL, "not_in_channel"))
    assert {row.audience_name for row in world.deliveries(kind="undeliverable")} == {"engineers", "on_call"}
    world.note(DANA, case)
    assert HARBOR_CHANNEL not in [card.place for card in world.claim_cards()]
    tell(world, ChannelOpened(HARBOR_CHANNEL))
    (card,) = [card for card in world.claim_cards() if card.place.channel == HARBOR_CHANNEL.channel]
    assert card.anchor is not None and card.anchor.message == anchor, "the card that stands is edited"


def test_a_card_in_flight_when_its_channel_closes_changes_nothing_after(world: DeskWorld) -> None:
    case = world.open()
    flying = next(card for card in world.claim_cards() if card.place == HARBOR_CHANNEL)
    tell(world, ChannelClosed(HARBOR_CHANNEL, "is_archived"))
    assert not world.outbox.record_card_retry(flying.token, world.now + HOUR, "late", world.now)
    assert world.places(case)["customer"].anchor_state == "dead"


def test_a_person_with_another_account_is_told_there_and_owns_on(store: Store) -> None:
    world = DeskWorld(store, BOTH)
    case = world.open()
    world.do(MALIK, c.Acknowledge(), case)
    tell(world, AccountClosed(MALIK))
    assert world.case(case.id).owner_id == "malik"
    with world.store.reading() as tx:
        assert people.accounts_of(tx, "malik") == [MALIK_ON_TEAMS]
    tell(world, AccountClosed(MALIK_ON_TEAMS))
    assert world.case(case.id).owner_id is None
    assert world.deliveries(kind="owner.left")


def test_a_closed_account_stays_out_until_it_is_opened(world: DeskWorld) -> None:
    tell(world, AccountClosed(DANA))
    world.desk.use_directory(DIRECTORY)
    with world.store.reading() as tx:
        assert people.person_of(tx, DANA) is None
    tell(world, AccountOpened(DANA))
    with world.store.reading() as tx:
        assert people.person_of(tx, DANA) is not None


def test_an_opened_account_brings_nobody_back_whom_the_directory_let_go(world: DeskWorld) -> None:
    without = replace(DIRECTORY, people=tuple(one for one in DIRECTORY.people if one.id != "malik"), roles=())
    world.desk.use_directory(without)
    tell(world, AccountClosed(MALIK))
    tell(world, AccountOpened(MALIK))
    with world.store.reading() as tx:
        assert people.person_of(tx, MALIK) is None


def test_somebody_who_is_listed_while_their_account_is_closed_is_there_once_it_is_opened(world: DeskWorld) -> None:
    without = replace(DIRECTORY, people=tuple(one for one in DIRECTORY.people if one.id != "dana"), roles=())
    world.desk.use_directory(without)
    tell(world, AccountClosed(DANA))
    world.desk.use_directory(DIRECTORY)
    assert _person(world) is None
    tell(world, AccountOpened(DANA))
    assert _person(world) == "dana"


def _person(world: DeskWorld) -> str | None:
    with world.store.reading() as tx:
        found = people.person_of(tx, DANA)
    return found.id if found else None


def test_only_the_one_who_asked_is_missed_and_only_where_their_case_is(world: DeskWorld) -> None:
    world.open()
    tell(world, PersonLeft(CAMILA, HARBOR_CHANNEL))
    tell(world, PersonLeft(RUTH, ENGINEERS))
    assert world.deliveries(kind="requester.left") == []
    tell(world, PersonLeft(RUTH, HARBOR_CHANNEL))
    assert [row.audience_name for row in world.deliveries(kind="requester.left")] == ["engineers"]


def _keep_standing(world: DeskWorld) -> None:
    with world.store.writing() as tx:
        standing.keep(tx)


def _naming(world: DeskWorld, channel: str) -> set[str]:
    """The tables in which this channel stands, in whatever column; what happened once and is past stays as it was."""
    found: set[str] = set()
    with world.store.reading() as tx:
        for table in metadata.sorted_tables:
            rows: list[Any] = list(tx.execute(select(table)))
            if table.name not in ("events", "receipts") and any(channel in str(value) for row in rows for value in row):
                found.add(table.name)
    return found

"""A reader is known with what is heard of them where they read: on Teams only what mentions us."""

from __future__ import annotations

from chatdesk.core.places import Destination
from chatdesk.store.engine import Store
from tests.store.desk_world import ENGINEERS, HARBOR_CHANNEL, MALIK, RUTH, DeskWorld
from tests.store.two_platforms import BOTH, ENGINEERS_ON_TEAMS, HARBOR_ON_TEAMS, MALIK_ON_TEAMS


def test_a_channel_on_teams_hears_mentions_only_and_a_chat_with_one_person_hears_all(store: Store) -> None:
    reads = DeskWorld(store, BOTH).reads
    heard = {}
    for place in (HARBOR_CHANNEL, ENGINEERS, HARBOR_ON_TEAMS, ENGINEERS_ON_TEAMS):
        reader = reads.reader_of(Destination(place))
        assert reader is not None
        heard[place] = reader.hears_all
    assert heard == {HARBOR_CHANNEL: True, ENGINEERS: True, HARBOR_ON_TEAMS: False, ENGINEERS_ON_TEAMS: False}
    for person in (MALIK, MALIK_ON_TEAMS):
        reader = reads.reader_of(Destination(identity=person))
        assert reader is not None
        assert reader.hears_all


def test_a_cards_reader_is_heard_as_in_the_place_where_the_card_stands(store: Store) -> None:
    world = DeskWorld(store, BOTH)
    case = world.open(RUTH, HARBOR_ON_TEAMS)
    customer = world.reads.reader_of_view(case.id, "customer")
    ours = world.reads.reader_of_view(case.id, "engineers")
    assert customer is not None
    assert ours is not None
    assert (customer.hears_all, ours.hears_all) == (False, True)

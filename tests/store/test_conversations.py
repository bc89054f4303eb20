"""Where Teams lets us speak: learnt from what is heard there, dead until somebody is heard again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from chatdesk.adapters.teams.references import AccountRef, ConversationRef, Kind
from chatdesk.known_conversations import KnownConversations
from chatdesk.store.engine import Store
from tests.store.desk_world import NOON

TENANT, OTHER = "6f1e2d3c-0000-4000-8000-00000000000a", "6f1e2d3c-0000-4000-8000-0000000000c0"
URL, NEW_URL = "https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net/amer/"
TEAM = "19:general@thread.tacv2"
GENERAL = ConversationRef(TENANT, TEAM, Kind.CHANNEL, URL, team=TEAM)
SUPPORT = ConversationRef(TENANT, "19:support@thread.tacv2", Kind.CHANNEL, URL, team=TEAM)
CHAT = ConversationRef(TENANT, "a:chat", Kind.PERSONAL, URL, user="grace")
GRACE = AccountRef(TENANT, "grace", "29:grace", "Grace Lindqvist", URL)


@pytest.fixture
def known(store: Store) -> KnownConversations:
    return KnownConversations(store)


def test_what_a_turn_told_is_kept(known: KnownConversations) -> None:
    assert known.learn(CHAT, GRACE, NOON)
    assert known.conversation(TENANT, "a:chat") == CHAT
    assert known.personal(TENANT, "grace") == CHAT
    assert known.account(TENANT, "grace") == GRACE
    assert known.service_url(TENANT) == URL


def test_what_was_never_told_is_not_known(known: KnownConversations) -> None:
    known.learn(CHAT, GRACE, NOON)
    assert known.conversation(OTHER, "a:chat") is None
    assert known.personal(OTHER, "grace") is None
    assert known.personal(TENANT, "victor") is None
    assert known.account(OTHER, "grace") is None
    assert known.service_url(OTHER) is None


def test_hearing_the_same_again_writes_nothing_and_is_not_new(known: KnownConversations, store: Store) -> None:
    known.learn(CHAT, GRACE, NOON)
    written: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *what: written.append(what[2]))
    assert not known.learn(CHAT, GRACE, NOON + timedelta(hours=1))
    assert not [one for one in written if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_new_address_takes_the_place_of_the_old_one_and_is_the_tenants_from_then_on(
    known: KnownConversations,
) -> None:
    known.learn(GENERAL, None, NOON)
    known.learn(CHAT, GRACE, NOON)
    later = NOON + timedelta(hours=1)
    assert not known.learn(
        replace(CHAT, service_url=NEW_URL), replace(GRACE, name="Grace L.", service_url=NEW_URL), later
    )
    assert known.conversation(TENANT, "a:chat") == replace(CHAT, service_url=NEW_URL)
    assert known.account(TENANT, "grace") == replace(GRACE, name="Grace L.", service_url=NEW_URL)
    assert known.service_url(TENANT) == NEW_URL


def test_a_dead_conversation_says_why_until_somebody_is_heard_there(known: KnownConversations) -> None:
    known.learn(CHAT, GRACE, NOON)
    known.mark_dead(TENANT, "a:chat", "ConversationBlockedByUser", NOON)
    assert known.personal(TENANT, "grace") == replace(CHAT, dead_code="ConversationBlockedByUser", dead_at=NOON)
    assert known.learn(CHAT, GRACE, NOON)
    assert known.personal(TENANT, "grace") == CHAT


def test_of_two_chats_with_one_person_the_living_counts(known: KnownConversations) -> None:
    known.learn(CHAT, None, NOON)
    known.learn(replace(CHAT, id="a:again"), None, NOON + timedelta(hours=1))
    known.forget(TENANT, "a:again")
    assert known.personal(TENANT, "grace") == CHAT


def test_leaving_a_team_leaves_its_channels_and_coming_back_finds_them(known: KnownConversations) -> None:
    elsewhere = replace(SUPPORT, id="19:other@thread.tacv2", team="19:other-team@thread.tacv2")
    for one in (GENERAL, SUPPORT, elsewhere):
        known.learn(one, None, NOON)
    known.mark_dead(TENANT, SUPPORT.id, "MessageWritesBlocked", NOON)
    known.forget(TENANT, TEAM)
    assert known.conversation(TENANT, SUPPORT.id) == replace(SUPPORT, dead_code="removed")
    assert known.conversation(TENANT, elsewhere.id) == elsewhere
    assert known.learn(GENERAL, None, NOON)
    assert known.conversation(TENANT, SUPPORT.id) == SUPPORT


def test_coming_back_opens_no_channel_that_was_closed_to_us_for_another_reason(known: KnownConversations) -> None:
    known.learn(GENERAL, None, NOON)
    known.learn(SUPPORT, None, NOON)
    known.forget(TENANT, TEAM)
    known.mark_dead(TENANT, SUPPORT.id, "MessageWritesBlocked", NOON)
    known.learn(GENERAL, None, NOON)
    assert known.conversation(TENANT, SUPPORT.id) == replace(SUPPORT, dead_code="MessageWritesBlocked", dead_at=NOON)


def test_forgetting_what_was_never_known_is_no_fault(known: KnownConversations) -> None:
    known.forget(TENANT, "19:nowhere@thread.tacv2")
    known.mark_dead(TENANT, "19:nowhere@thread.tacv2", "http_403", NOON)
    assert known.conversation(TENANT, "19:nowhere@thread.tacv2") is None

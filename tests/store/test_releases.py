"""C2-11: a release is told to every customer once, and to each case that waits for it in its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chatdesk.cards.news import news_card
from chatdesk.cards.notices import notice_card
from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.case import Case
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done, Inbound, Outcome
from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.core.policy import Metric
from chatdesk.core.view import Reader
from tests.store.desk_world import (
    BLUEPEAK,
    BLUEPEAK_CHANNEL,
    DANA,
    DIRECTORY,
    HARBOR,
    HARBOR_CHANNEL,
    LEASE,
    NOBODY,
    ON_CALL,
    RUTH,
    DeskWorld,
    policy,
)

MAY_DAY = date(2026, 5, 1)
CUSTOMER = Reader("en", "America/New_York", Standing.CUSTOMER)


def announce(world: DeskWorld, on: date | None = MAY_DAY, words: str | None = None, **more: Any) -> Outcome:
    text_id = world.new_id() if words else None
    command = c.AnnounceRelease(release=more.get("name", "4.2"), due_on=on, text_id=text_id)
    texts = {text_id: words} if text_id and words else {}
    request = Inbound(more.get("id") or world.new_id(), more.get("by", DANA), command, texts=texts)
    return world.desk.handle(request, world.now)


def waiting_case(world: DeskWorld, release: str = "4.2") -> Case:
    """A case of Harbor Grid, under C2's promise, whose correction both sides agreed to bring with a release."""
    world.desk.use_policies([policy("c2-atom")], world.now)
    world.desk.set_customer_policy("harbor", "c2-atom")
    case = world.open(severity=4)
    assert isinstance(world.do(DANA, c.OfferTerm(term=Term(release=release)), case), Done)
    offer = world.case(case.id).offer
    assert offer is not None
    assert isinstance(world.do(RUTH, c.AcceptTerm(offered_at=offer.offered_at), case), Done)
    return world.case(case.id)


def news(world: DeskWorld) -> list[Any]:
    return world.deliveries(kind="release.news")


def test_every_customer_is_told_once_in_their_first_channel(world: DeskWorld) -> None:
    request = world.new_id()
    assert announce(world, id=request) == Done("", "4.2", ("ReleaseAnnounced",))
    assert announce(world, id=request) == Done("", "4.2", ("ReleaseAnnounced",), is_repeat=True)
    told = {batch.destination.place: [row.notice.kind for row in batch.rows] for batch in world.send_all()}
    assert told == {HARBOR_CHANNEL: ["release.news"], BLUEPEAK_CHANNEL: ["release.news"]}
    assert world.send_all() == []


def test_the_message_says_when_and_carries_our_words(world: DeskWorld) -> None:
    announce(world, words="It brings dark mode.")
    row = world.claim()[0].rows[0]
    assert row.case_id is None
    found = world.reads.news(row.customer_id, row.notice.seq)
    assert found is not None
    assert news_card(found, row.notice, CUSTOMER).text == (
        "Our release 4.2 is planned for Fri 1 May.\nIt brings dark mode."
    )


def test_a_customer_whose_case_waits_reads_of_it_there_and_not_in_the_channel_too(world: DeskWorld) -> None:
    case = waiting_case(world)
    announce(world, words="It brings dark mode.")
    assert [row.customer_id for row in news(world)] == ["bluepeak"]
    in_case = world.deliveries(kind="release.announced", case_id=case.id)
    assert {row.audience_name for row in in_case} == {"customer", "engineers"}
    world.post_cards()
    row = next(row for batch in world.claim() for row in batch.rows if row.notice.kind == "release.announced")
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert "It brings dark mode." in notice_card(view, row.notice, CUSTOMER).text


def test_the_clock_of_a_waiting_case_runs_to_the_close_of_that_day(world: DeskWorld) -> None:
    case = waiting_case(world)
    announce(world)
    clock = world.case(case.id).clock(Metric.RESOLUTION)
    assert clock is not None
    # Fri 1 May, 17:00 in New York.
    assert clock.due_at == datetime(2026, 5, 1, 21, 0, tzinfo=UTC)
    assert world.desk.verify(case.id).is_sound


def test_what_waits_for_another_release_hears_nothing(world: DeskWorld) -> None:
    case = waiting_case(world, "5.0")
    announce(world)
    assert world.deliveries(kind="release.announced", case_id=case.id) == []
    assert sorted(row.customer_id for row in news(world)) == ["bluepeak", "harbor"]


def test_once_it_is_out_it_is_waited_for_no_more(world: DeskWorld) -> None:
    case = waiting_case(world)
    announce(world)
    assert world.reads.releases()[0].waiting == (case.number,)
    announce(world, None)
    release = world.reads.releases()[0]
    assert (release.name, release.is_out, release.waiting) == ("4.2", True, ())
    assert announce(world, MAY_DAY) == Refused.because("release.is_out", number="4.2")


def test_a_release_that_only_a_case_names_is_listed_first(world: DeskWorld) -> None:
    case = waiting_case(world, "5.0")
    announce(world)
    listed = [(one.name, one.due_on, one.waiting) for one in world.reads.releases()]
    assert listed == [("5.0", None, (case.number,)), ("4.2", MAY_DAY, ())]


def test_only_ours_announce_and_never_the_same_twice_or_for_the_past(world: DeskWorld) -> None:
    assert announce(world, by=RUTH) == Refused.because("not_allowed", who="agent")
    assert announce(world, by=NOBODY) == Refused("not_found")
    assert announce(world, date(2026, 3, 1)) == Refused("term.past")
    assert news(world) == []
    announce(world)
    assert announce(world) == Refused.because("release.said_already", number="4.2")
    assert isinstance(announce(world, date(2026, 6, 1)), Done)


def test_a_customer_without_a_channel_is_reported_to_on_call(world: DeskWorld) -> None:
    world.desk.use_directory(replace(DIRECTORY, customers=(replace(HARBOR, channels=()), BLUEPEAK)))
    announce(world)
    dead = [row for row in news(world) if row.state == "dead"]
    assert [(row.customer_id, row.last_error) for row in dead] == [("harbor", "no_shared_channel")]
    batch = next(one for one in world.claim() if one.destination.place == ON_CALL)
    found = world.reads.news(batch.rows[0].customer_id, batch.rows[0].notice.seq)
    assert found is not None
    told = news_card(found, batch.rows[0].notice, Reader("en", "America/New_York", Standing.AGENT)).text
    assert told.startswith("Harbor Grid was not told of release 4.2.")


def test_where_a_channel_is_gone_the_next_one_is_told_and_then_on_call_hears_of_it(world: DeskWorld) -> None:
    second = Place("teams", "tenant", "19:harbor")
    both = replace(HARBOR, channels=(HARBOR_CHANNEL, second))
    world.desk.use_directory(replace(DIRECTORY, customers=(both,)))
    announce(world)
    first = world.claim()[0]
    assert world.outbox.record_dead(first.token, "is_archived", world.now)
    again = world.claim()[0]
    assert again.destination.place == second
    assert world.outbox.record_dead(again.token, "channel_not_found", world.now)
    reported = world.claim()
    assert [(one.destination.place, one.rows[0].notice.kind) for one in reported] == [(ON_CALL, "undeliverable")]
    # And if that does not arrive either, it is not reported again.
    assert world.outbox.record_dead(reported[0].token, "is_archived", world.now)
    assert world.claim() == []


def test_what_nobody_knows_about_is_looked_up_like_any_other_message(world: DeskWorld) -> None:
    announce(world)
    batch = world.claim()[0]
    assert world.outbox.record_uncertain(batch.token, "no_answer", world.now)
    looked_up = world.outbox.uncertain(world.now, 10, LEASE)
    assert [row.notice.kind for one in looked_up for row in one.rows] == ["release.news"]

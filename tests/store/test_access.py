"""Who reaches which case. To an outsider, not yours and not there read the same, byte for byte."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chatdesk.core import commands as c
from chatdesk.core.codec import to_plain
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.view import PersonView
from chatdesk.store.lists import Scope
from tests.store.desk_world import (
    BLUEPEAK,
    BLUEPEAK_CHANNEL,
    CAMILA,
    CHLOE,
    DANA,
    DIRECTORY,
    FOREIGN,
    GRACE,
    HARBOR,
    HARBOR_CHANNEL,
    HOUR,
    NOBODY,
    OURS,
    RUTH,
    VICTOR,
    DeskWorld,
)


def person(world: DeskWorld, identity: Identity) -> PersonView:
    found = world.reads.person(identity)
    assert found is not None
    return found


@pytest.mark.parametrize("who", [CHLOE, NOBODY, VICTOR], ids=["another customer", "outsider", "executive"])
@pytest.mark.parametrize(
    "command",
    [
        c.Acknowledge(),
        c.Approve(),
        c.Close(),
        c.LinkTo(other_id="x"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_a_case_that_is_not_yours_reads_like_one_that_is_not_there(
    world: DeskWorld, who: Identity, command: c.Command
) -> None:
    case = world.open(severity=4)
    absent = "HARBOR-9"
    assert len(case.number) == len(absent)
    not_yours = to_plain(world.do(who, command, CaseRef(number=case.number)))
    not_there = to_plain(world.do(who, command, CaseRef(number=absent)))
    assert str(not_yours).replace(case.number, absent) == str(not_there)
    assert world.do(who, command, CaseRef(case_id=case.id)) == world.do(who, command, CaseRef(case_id="gone"))
    in_thread = CaseRef(place=_thread_of(world))
    in_no_thread = CaseRef(place=replace(HARBOR_CHANNEL, thread="no such"))
    assert world.do(who, command, in_thread) == world.do(who, command, in_no_thread)


def test_a_customer_acts_on_every_case_of_their_own_organisation(world: DeskWorld) -> None:
    case = world.open(RUTH)
    assert isinstance(world.do(CAMILA, c.Withdraw(), CaseRef(number=f" #{case.number.lower()} ")), Done)


def test_what_a_customer_may_not_do_is_said_plainly(world: DeskWorld) -> None:
    case = world.open()
    assert world.do(RUTH, c.Acknowledge(), case) == Refused.because("not_allowed", who="agent")


def test_an_executive_reaches_what_climbed_to_them_and_nothing_else(world: DeskWorld) -> None:
    climbing, calm = world.open(severity=1), world.open(severity=4)
    for case in (climbing, calm):
        assert world.reads.find_case(CaseRef(case_id=case.id), GRACE) is None
    world.until(world.now + 6 * HOUR)
    assert world.reads.find_case(CaseRef(case_id=climbing.id), GRACE) == climbing.id
    assert world.reads.find_case(CaseRef(case_id=calm.id), GRACE) is None
    assert isinstance(world.do(GRACE, c.TakeEscalation(), climbing), Done)
    listed = world.reads.list_cases(person(world, GRACE), Scope.ALL, world.now)
    assert [view.case.id for view in listed] == [climbing.id]


def test_an_executive_keeps_what_climbed_to_them_when_it_starts_anew(world: DeskWorld) -> None:
    case = world.open()
    world.until(world.now + 6 * HOUR)
    world.do(DANA, c.DeEscalate(), case)
    world.do(DANA, c.Escalate(reason_id="again"), case, "it is back")
    assert isinstance(world.do(GRACE, c.TakeEscalation(), CaseRef(number=case.number)), Done)
    assert isinstance(world.do(VICTOR, c.TakeEscalation(), CaseRef(number=case.number)), Refused)


def test_finding_listing_and_searching_stay_inside_the_organisation(world: DeskWorld) -> None:
    harbors = world.open(RUTH)
    bluepeaks = world.open(CHLOE, BLUEPEAK_CHANNEL)
    for who, own, others in ((RUTH, harbors, bluepeaks), (CHLOE, bluepeaks, harbors)):
        view = person(world, who)
        assert world.reads.find_case(CaseRef(number=own.number), who) == own.id
        assert world.reads.find_case(CaseRef(number=others.number), who) is None
        for scope in Scope:
            assert [one.case.id for one in world.reads.list_cases(view, scope, world.now)] == [own.id]
        assert [one.case.id for one in world.reads.search(view, "vpn", world.now)] == [own.id]
        assert world.reads.search(view, others.number, world.now) == ()
    found = world.reads.list_cases(person(world, DANA), Scope.ALL, world.now)
    assert {one.case.id for one in found} == {harbors.id, bluepeaks.id}


def test_a_customers_search_reads_no_internal_words(world: DeskWorld) -> None:
    case = world.open()
    world.note(DANA, case, "their firewall is a toaster")
    assert world.reads.search(person(world, RUTH), "toaster", world.now) == ()
    assert [one.case.id for one in world.reads.search(person(world, DANA), "TOASTER", world.now)] == [case.id]


@pytest.mark.parametrize("words", ["%", "_", "", "  ", "'; --", "\x00"])
def test_a_search_takes_words_as_words(world: DeskWorld, words: str) -> None:
    world.open()
    assert world.reads.search(person(world, DANA), words, world.now) == ()


def test_a_case_cannot_be_tied_to_another_customers(world: DeskWorld) -> None:
    case, others = world.open(RUTH), world.open(CHLOE, BLUEPEAK_CHANNEL)
    for command in (c.LinkTo(other_id=others.id), c.MergeInto(other_id=others.id)):
        assert world.do(DANA, command, case) == Refused("link.other_customer")
        absent = replace(command, other_id="gone")
        assert world.do(RUTH, command, case) == world.do(RUTH, absent, case)
    for who in (RUTH, DANA):
        follows = world.opening(who, follows=others.id)
        assert world.desk.handle(follows, world.now) == Refused.because("case.not_found", ref="")


def test_a_customer_opens_for_their_own_organisation_whatever_they_claim(world: DeskWorld) -> None:
    assert world.desk.handle(world.opening(CHLOE, requester_id="ruth"), world.now) == Refused("requester.unknown")
    case = world.open(CHLOE, HARBOR_CHANNEL, customer_id="harbor")
    assert (case.customer_id, case.requester_id, case.number) == ("bluepeak", "chloé", "BLUEPEAK-1")
    # Harbor must not read it in its own channel.
    assert world.places(case)["customer"].channel == BLUEPEAK_CHANNEL.channel


def test_somebody_unknown_opens_nothing(world: DeskWorld) -> None:
    assert world.desk.handle(world.opening(NOBODY), world.now) == Refused("not_found")
    assert world.rows()["cases"] == 0


def test_an_unlisted_account_of_a_foreign_customer_becomes_its_person(world: DeskWorld) -> None:
    stranger = Identity("slack", FOREIGN, "U0NEW")
    met = world.desk.meet(stranger, "Noor", "es", "America/Lima", False, False, HARBOR_CHANNEL, world.now)
    assert met is not None
    assert (met.name, met.organisation, met.standing) == ("Noor", "Bluepeak Media", Standing.CUSTOMER)
    assert world.desk.meet(stranger, "Other", "en", "UTC", False, False, None, world.now) == met
    case = world.open(stranger, BLUEPEAK_CHANNEL)
    assert (case.customer_id, case.requester_id) == ("bluepeak", met.id)


def test_a_guest_belongs_to_the_customer_whose_channel_they_are_met_in(world: DeskWorld) -> None:
    guest = Identity("slack", OURS, "U0GUEST")
    ask = ("Guest", "en", "UTC", True, True)
    assert world.desk.meet(guest, *ask, Place("slack", OURS, "C0RANDOM"), world.now) is None
    assert world.desk.meet(guest, *ask, None, world.now) is None
    met = world.desk.meet(guest, *ask, HARBOR_CHANNEL, world.now)
    assert met is not None
    assert met.organisation == "Harbor Grid"
    # Once known, a visit to another customer's channel changes nothing.
    assert world.desk.meet(guest, *ask, BLUEPEAK_CHANNEL, world.now) == met


@pytest.mark.parametrize(
    ("identity", "tenant_is_ours", "is_guest"),
    [
        (Identity("slack", OURS, "U0CLERK"), True, False),
        (Identity("slack", "T0WHO", "U0WHO"), False, False),
        (Identity("slack", "T0WHO", "U0WHO"), False, True),
    ],
    ids=["ours but unlisted", "a foreign organisation nobody knows", "its guest"],
)
def test_nobody_else_becomes_known_by_being_met(
    world: DeskWorld, identity: Identity, tenant_is_ours: bool, is_guest: bool
) -> None:
    before = world.rows()
    assert world.desk.meet(identity, "X", "en", "UTC", tenant_is_ours, is_guest, HARBOR_CHANNEL, world.now) is None
    assert world.rows() == before


def test_who_left_the_directory_is_outside_though_their_words_stay(world: DeskWorld) -> None:
    case = world.open(RUTH)
    world.desk.use_directory(replace(DIRECTORY, customers=(replace(HARBOR, people=HARBOR.people[1:]), BLUEPEAK)))
    assert world.reads.person(RUTH) is None
    assert world.desk.meet(RUTH, "Ruth", "en", "UTC", True, False, HARBOR_CHANNEL, world.now) is None
    assert isinstance(world.do(RUTH, c.Withdraw(), case), Refused)
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert view.name(case.requester_id) == "Ruth Adler"


def test_a_customer_that_left_reaches_nothing_and_a_new_member_cannot_slip_in(world: DeskWorld) -> None:
    case = world.open(CHLOE, BLUEPEAK_CHANNEL)
    stranger = Identity("slack", FOREIGN, "U0NEW")
    world.desk.meet(stranger, "Noor", "es", "UTC", False, False, BLUEPEAK_CHANNEL, world.now)
    world.desk.use_directory(replace(DIRECTORY, customers=(HARBOR,)))
    for who in (CHLOE, stranger):
        assert world.reads.find_case(CaseRef(case_id=case.id), who) is None
    late = Identity("slack", FOREIGN, "U0LATE")
    assert world.desk.meet(late, "Late", "en", "UTC", False, False, BLUEPEAK_CHANNEL, world.now) is None
    assert world.reads.case_view(case.id, world.now) is not None


def _thread_of(world: DeskWorld) -> Place:
    """Posts the cards; gives the thread under the customer's."""
    card = next(card for card in world.claim_cards() if card.view == "customer")
    world.outbox.record_card_sent(card.token, MessageRef(card.place, "root"), card.wanted, world.now)
    world.now += timedelta(seconds=2)
    return replace(HARBOR_CHANNEL, thread="root")

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from chatdesk.core import commands as c
from chatdesk.core.case import Status
from chatdesk.core.inbound import CaseRef, Inbound
from chatdesk.core.people import Standing
from chatdesk.core.places import Destination, MessageRef, Place
from chatdesk.core.policy import Kind
from chatdesk.store import lists
from chatdesk.store.lists import Scope
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.rosters import Rosters
from chatdesk.store.tables import cases
from tests.store.desk_world import (
    CAMILA,
    CHLOE,
    DANA,
    ENGINEERS,
    HARBOR_CHANNEL,
    HOUR,
    MALIK,
    NOBODY,
    OURS,
    RUTH,
    DeskWorld,
)

PRIVATE = Place("slack", OURS, "D0RUTH")


def test_a_view_gathers_all_that_a_card_needs(world: DeskWorld) -> None:
    case, other = world.open(), world.open()
    world.do(MALIK, c.Acknowledge(), case)
    world.reply(DANA, case, "we are on it")
    world.do(DANA, c.LinkTo(other_id=other.id), case)
    world.until(world.now + 10 * HOUR)
    world.post_cards()
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert view.case == world.case(case.id)
    assert view.text(case.title_id) == "VPN is down"
    assert set(view.texts.values()) == {"VPN is down", "we are on it"}
    assert {"ruth", "malik", "dana", "grace"} <= set(view.people)
    assert view.customer.name == "Harbor Grid"
    assert [event.seq for event in view.events] == list(range(1, view.case.version + 1))
    assert view.other_numbers == {other.id: other.number}
    assert view.anchors["customer"].place == HARBOR_CHANNEL
    assert view.now == world.now
    assert world.reads.case_view("no such", world.now) is None


def test_a_view_names_those_who_could_not_be_reached(world: DeskWorld) -> None:
    case = world.open()
    world.do(DANA, c.Acknowledge(), case)
    world.note(MALIK, case)
    world.do(RUTH, c.Reply(text_id="t", said_at=world.now), case, "any news?")
    (batch,) = [batch for batch in world.claim() if batch.destination == Destination(identity=DANA)]
    world.outbox.record_dead(batch.token, "account_inactive", world.now)
    with world.store.reading() as tx:
        assert lists.unreached(tx, case.id) == ["dana"]
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert view.name("dana") == "Dana Reyes"


def test_a_thread_leads_to_its_case_and_view(world: DeskWorld) -> None:
    in_thread = replace(HARBOR_CHANNEL, thread="1772.5")
    case = world.open(RUTH, in_thread)
    assert world.reads.case_of_thread(in_thread) == (case.id, "customer")
    assert world.reads.case_of_thread(HARBOR_CHANNEL) is None
    assert world.reads.case_of_thread(replace(in_thread, channel="C0OTHER")) is None
    world.post_cards()
    anchor = world.places(case)["engineers"].anchor
    assert world.reads.case_of_thread(replace(ENGINEERS, thread=anchor)) == (case.id, "engineers")
    assert world.reads.find_case(CaseRef(place=replace(ENGINEERS, thread=anchor)), DANA) == case.id


def test_a_thread_that_saw_several_cases_leads_to_the_latest(world: DeskWorld) -> None:
    in_thread = replace(HARBOR_CHANNEL, thread="1772.5")
    world.open(RUTH, in_thread)
    world.now += timedelta(minutes=1)
    latest = world.open(RUTH, in_thread)
    assert world.reads.case_of_thread(in_thread) == (latest.id, "customer")


def test_words_are_chosen_for_whoever_reads_there(world: DeskWorld) -> None:
    case = world.open(RUTH, PRIVATE)
    world.post_cards()
    private = replace(PRIVATE, thread=world.places(case)["customer"].anchor)
    customers = [world.reads.reader_of_place(place) for place in (HARBOR_CHANNEL, private)]
    assert [(one.standing, one.zone) for one in customers if one] == [(Standing.CUSTOMER, "America/New_York")] * 2
    ours = world.reads.reader_of_place(ENGINEERS)
    assert ours is not None
    assert ours.standing is Standing.AGENT
    assert world.reads.reader_of_place(Place("slack", OURS, "C0RANDOM")) is None
    camila = world.reads.reader_of(Destination(identity=CAMILA))
    assert camila is not None
    assert (camila.language, camila.person_id, camila.is_customer) == ("es", "camila", True)
    assert world.reads.reader_of(Destination(ENGINEERS)) == ours
    assert world.reads.reader_of_view(case.id, "engineers") == ours
    assert world.reads.reader_of_view(case.id, "customer") == customers[0]


def test_a_list_shows_what_is_due_first_on_top_and_who_has_it(world: DeskWorld) -> None:
    calm, urgent, done = world.open(severity=4), world.open(severity=1), world.open(severity=2)
    world.do(DANA, c.Acknowledge(), urgent)
    world.do(DANA, c.Withdraw(), done)
    dana = world.reads.person(DANA)
    assert dana is not None
    shown = world.reads.list_cases(dana, Scope.OPEN, world.now)
    assert [view.case.id for view in shown] == [urgent.id, calm.id]
    assert (shown[0].text(urgent.title_id), shown[0].name(shown[0].case.owner_id)) == ("VPN is down", "Dana Reyes")
    everything = world.reads.list_cases(dana, Scope.ALL, world.now)
    assert [view.case.status for view in everything] == [Status.OPEN, Status.OPEN, Status.WITHDRAWN]
    assert [view.case.id for view in world.reads.list_cases(dana, Scope.ALL, world.now, limit=1)] == [urgent.id]


def test_home_shows_what_is_ones_own_apart_from_the_rest(world: DeskWorld) -> None:
    owned, free = world.open(RUTH), world.open(CAMILA)
    world.do(DANA, c.Acknowledge(), owned)
    for who, mine, others in ((DANA, owned, free), (CAMILA, free, owned)):
        person = world.reads.person(who)
        assert person is not None
        home = world.reads.home(person, world.now)
        assert [view.case.id for view in home.mine] == [mine.id]
        assert [view.case.id for view in home.others] == [others.id]


def test_whom_a_form_offers_is_a_customer_s_people_or_our_agents(world: DeskWorld) -> None:
    assert [person.name for person in world.reads.people_of("harbor")] == ["Camila Rojas", "Ruth Adler"]
    assert [person.name for person in world.reads.people_of(None)] == ["Dana Reyes", "Malik Osei"]
    assert [person.name for person in world.reads.people_of("harbor", limit=1)] == ["Camila Rojas"]


def test_customers_are_found_by_place_person_and_name(world: DeskWorld) -> None:
    harbor = world.reads.customer_of_place(HARBOR_CHANNEL)
    assert harbor is not None
    assert harbor.name == "Harbor Grid"
    assert world.reads.customer_of_person("ruth") == harbor
    assert world.reads.customer_of_person("dana") is None
    for name in ("harbor", " HARBOR ", "harbor grid"):
        assert world.reads.customer_named(name) == harbor
    assert world.reads.customer_named("acme") is None
    assert world.reads.person(NOBODY) is None
    assert world.reads.customer_of_place(ENGINEERS) is None


def test_the_next_to_wake_is_the_one_with_the_nearest_moment(world: DeskWorld) -> None:
    assert world.reads.next_to_wake() is None
    world.open(severity=4)
    urgent = world.open(severity=1)
    found = world.reads.next_to_wake()
    assert found is not None
    assert found.id == urgent.id


def test_the_owner_of_a_linked_bug_stands_behind_a_role_of_the_case(world: DeskWorld) -> None:
    case, bug, question = world.open(), world.open(kind=Kind.CHANGE_REQUEST), world.open(kind=Kind.QUESTION)
    world.do(MALIK, c.Acknowledge(), bug)
    world.do(DANA, c.Acknowledge(), question)
    for other in (bug, question):
        world.do(DANA, c.LinkTo(other_id=other.id), case)
    with world.store.reading() as tx:
        rosters, policy = Rosters(tx), world.reads.policy_for("harbor")
        assert rosters.of_case(world.case(case.id), policy).people("linked_engineer") == ("malik",)
        assert rosters.of_case(world.case(bug.id), policy).people("linked_engineer") == ()


def test_a_copy_leads_to_its_source_and_back(world: DeskWorld) -> None:
    case = world.open()
    mirrors = Mirrors(world.store)
    source = MessageRef(replace(HARBOR_CHANNEL, thread="1"), "2")
    copy = MessageRef(replace(ENGINEERS, thread="8"), "9")
    for _ in range(2):
        mirrors.record(case.id, source, copy, world.now)
    assert mirrors.copies_of(source) == (copy,)
    assert mirrors.source_of(copy) == source
    assert mirrors.source_of(source) is None
    assert mirrors.copies_of(copy) == ()


def test_a_text_remembers_the_message_that_brought_it(world: DeskWorld) -> None:
    case = world.open()
    message = MessageRef(replace(HARBOR_CHANNEL, thread="1"), "2")
    reply = c.Reply(text_id="said", said_at=world.now)
    world.desk.handle(
        Inbound("r", RUTH, reply, CaseRef(case_id=case.id), {"said": "still down"}, message.place, message), world.now
    )
    mirrors = Mirrors(world.store)
    assert mirrors.source_of_text("said") == message
    assert mirrors.source_of_text(case.title_id) is None


def test_a_stored_case_that_is_not_what_its_events_give_is_found_out(world: DeskWorld) -> None:
    case = world.open(CHLOE, None)
    assert world.desk.verify(case.id).is_sound
    with world.store.writing() as tx:
        body = tx.execute(select(cases.c.body).where(cases.c.id == case.id)).scalar_one()
        tx.execute(update(cases).where(cases.c.id == case.id).values(body={**body, "severity": 4}))
    assert world.desk.verify(case.id).differences == ("severity", "column severity")

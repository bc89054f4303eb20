"""CIP-2, CIP-7: every case of a customer with what became of it, a page at a time; and its name in another system."""

from __future__ import annotations

from datetime import timedelta

from chatdesk.core import commands as c
from chatdesk.core.case import Case, Resolution
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done
from chatdesk.core.places import Identity
from chatdesk.core.view import PersonView
from chatdesk.reads import Scope
from tests.store.desk_world import BLUEPEAK_CHANNEL, CHLOE, DANA, GRACE, RUTH, DeskWorld


def who(world: DeskWorld, identity: Identity) -> PersonView:
    person = world.reads.person(identity)
    assert person is not None
    return person


def open_many(world: DeskWorld, count: int) -> list[Case]:
    """One an hour."""
    opened = []
    for _ in range(count):
        opened.append(world.open())
        world.now += timedelta(hours=1)
    return opened


def resolve(world: DeskWorld, case: Case, words: str) -> None:
    done = world.do(DANA, c.Resolve(resolution=Resolution.PERMANENT, text_id=world.new_id()), case, words)
    assert isinstance(done, Done), done


def test_pages_hold_every_case_once_the_latest_first(world: DeskWorld) -> None:
    cases = open_many(world, 7)
    dana = who(world, DANA)
    pages = [world.reads.history(dana, "harbor", world.now, page, 3) for page in (1, 2, 3, 4)]
    assert [page.total for page in pages] == [7, 7, 7, 7]
    seen = [[view.case.number for view in page.cases] for page in pages]
    newest_first = [case.number for case in reversed(cases)]
    assert seen == [newest_first[:3], newest_first[3:6], newest_first[6:], []]


def test_the_words_of_the_last_resolution_come_along(world: DeskWorld) -> None:
    solved, untouched = open_many(world, 2)
    resolve(world, solved, "Restarted it.")
    world.do(RUTH, c.Reject(text_id=world.new_id()), solved, "Still down.")
    resolve(world, solved, "Replaced the gateway.")
    page = world.reads.history(who(world, DANA), "harbor", world.now, 1, 10)
    assert page.resolutions == {solved.id: "Replaced the gateway."}
    assert {view.case.id for view in page.cases} == {solved.id, untouched.id}


def test_a_customer_reads_their_own_history_whatever_is_asked_for(world: DeskWorld) -> None:
    own = world.open()
    theirs = world.open(CHLOE, BLUEPEAK_CHANNEL)
    for customer_id in ("harbor", None):
        page = world.reads.history(who(world, RUTH), customer_id, world.now, 1, 10)
        assert [view.case.id for view in page.cases] == [own.id]
    assert world.reads.history(who(world, RUTH), "bluepeak", world.now, 1, 10).total == 0
    every = world.reads.history(who(world, DANA), None, world.now, 1, 10)
    assert {view.case.id for view in every.cases} == {own.id, theirs.id}
    # An executive sees what reached them.
    assert world.reads.history(who(world, GRACE), None, world.now, 1, 10).total == 0


def test_a_long_list_is_paged_without_gaps(world: DeskWorld) -> None:
    cases = open_many(world, 5)
    pages = [world.reads.page_of_cases(who(world, DANA), Scope.ALL, world.now, page, 2) for page in (1, 2, 3)]
    seen = [view.case.id for page in pages for view in page.cases]
    assert sorted(seen) == sorted(case.id for case in cases)
    assert len(seen) == 5
    assert {page.total for page in pages} == {5}


def test_ours_find_a_case_by_its_name_in_another_system(world: DeskWorld) -> None:
    case = world.open()
    assert isinstance(world.do(DANA, c.NameElsewhere(external_id="ISS-0123"), case), Done)
    assert world.case(case.id).external_id == "ISS-0123"
    assert [view.case.id for view in world.reads.search(who(world, DANA), "iss-0123", world.now)] == [case.id]
    assert world.reads.search(who(world, RUTH), "iss-0123", world.now) == ()
    assert world.desk.verify(case.id).is_sound


def test_a_name_can_be_taken_away_and_is_ours_to_give(world: DeskWorld) -> None:
    case = world.open()
    assert world.do(RUTH, c.NameElsewhere(external_id="ISS-1"), case) == Refused.because("not_allowed", who="agent")
    assert world.do(DANA, c.NameElsewhere(external_id=None), case) == Refused("external.same")
    world.do(DANA, c.NameElsewhere(external_id="ISS-1"), case)
    world.do(DANA, c.NameElsewhere(external_id=None), case)
    assert world.case(case.id).external_id is None

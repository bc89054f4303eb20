"""The directory becomes rows, as often as it is read."""

from dataclasses import replace

from sqlalchemy import select

from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.core.workplace import AccountClosed, AccountOpened
from chatdesk.store.engine import Store
from chatdesk.store.rosters import Rosters
from chatdesk.store.tables import metadata
from tests.store.desk_world import BLUEPEAK, CHLOE, DANA, DIRECTORY, HARBOR, MALIK, OURS, RUTH, DeskWorld, listed


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as tx:
        return {
            table.name: sorted(tuple(map(str, row)) for row in tx.execute(select(table)))
            for table in metadata.sorted_tables
        }


def test_reading_it_again_changes_nothing(world: DeskWorld) -> None:
    world.open()
    before = everything(world.store)
    world.desk.use_directory(DIRECTORY)
    assert everything(world.store) == before


def test_case_numbers_go_on_after_it_is_read_again(world: DeskWorld) -> None:
    world.open()
    world.desk.use_directory(DIRECTORY)
    assert world.open().number == "HARBOR-2"


def test_changes_are_taken_over(world: DeskWorld) -> None:
    renamed = replace(HARBOR, name="Harbor Power", language="es", people=(replace(HARBOR.people[0], name="Ruth Fox"),))
    world.desk.use_directory(replace(DIRECTORY, customers=(renamed, BLUEPEAK)))
    person = world.reads.person(RUTH)
    assert person is not None
    assert (person.name, person.organisation) == ("Ruth Fox", "Harbor Power")


def test_an_account_may_move_to_somebody_else(world: DeskWorld) -> None:
    successor = listed(DANA, "Eve Stone", Standing.AGENT)
    others = tuple(person for person in DIRECTORY.people if person.id != "dana")
    world.desk.use_directory(replace(DIRECTORY, people=(*others, successor)))
    person = world.reads.person(DANA)
    assert person is not None
    assert person.id == "eve"


def test_an_account_that_is_gone_is_nobodys(world: DeskWorld) -> None:
    new = Identity("slack", OURS, "U0DANA2")
    changed = tuple(
        replace(person, identities=(new,)) if person.id == "dana" else person for person in DIRECTORY.people
    )
    world.desk.use_directory(replace(DIRECTORY, people=changed))
    assert world.reads.person(DANA) is None
    person = world.reads.person(new)
    assert person is not None
    assert person.id == "dana"


def test_who_was_met_stays_and_becomes_the_listed_one_once_listed(world: DeskWorld) -> None:
    stranger = Identity("slack", CHLOE.tenant, "U0NEW")
    met = world.desk.meet(stranger, "Noor", "es", "UTC", False, False, None, world.now)
    world.desk.use_directory(DIRECTORY)
    assert world.reads.person(stranger) == met
    noor = listed(stranger, "Noor Haddad", Standing.CUSTOMER)
    world.desk.use_directory(replace(DIRECTORY, customers=(HARBOR, replace(BLUEPEAK, people=(*BLUEPEAK.people, noor)))))
    person = world.reads.person(stranger)
    assert person is not None
    assert (person.id, person.name) == ("noor", "Noor Haddad")


def test_somebody_who_comes_back_is_active_again(world: DeskWorld) -> None:
    world.desk.use_directory(replace(DIRECTORY, customers=(HARBOR,)))
    assert world.reads.person(CHLOE) is None
    world.desk.use_directory(DIRECTORY)
    assert world.reads.person(CHLOE) is not None


def test_who_was_met_comes_back_with_a_customer_that_is_listed_again(world: DeskWorld) -> None:
    felix = Identity(CHLOE.platform, CHLOE.tenant, "U0FELIX")
    met = world.desk.meet(felix, "Felix", "en", "UTC", False, False, None, world.now)
    assert met is not None
    world.desk.use_directory(replace(DIRECTORY, customers=(HARBOR,)))
    assert world.reads.person(felix) is None
    world.desk.hear_of("closed", AccountClosed(felix), world.now)
    world.desk.hear_of("opened", AccountOpened(felix), world.now)
    assert world.reads.person(felix) is None
    world.desk.use_directory(DIRECTORY)
    assert world.reads.person(felix) == met


def test_the_roster_knows_who_serves_whom(world: DeskWorld) -> None:
    special = replace(HARBOR, roles=(("on_call", ("dana",)), ("account_representative", ("malik", "dana"))))
    world.desk.use_directory(replace(DIRECTORY, customers=(special, BLUEPEAK)))
    with world.store.reading() as tx:
        harbors, bluepeaks = Rosters(tx).of_customer("harbor"), Rosters(tx).of_customer("bluepeak")
    assert harbors.people("on_call") == ("dana",)
    assert harbors.people("account_representative") == ("malik", "dana")
    assert harbors.people("representative") == ("ruth",)
    assert bluepeaks.people("on_call") == ("malik",)
    assert bluepeaks.people("account_representative") == ()
    assert bluepeaks.people("representative") == ()
    assert harbors.agents == bluepeaks.agents == {"dana", "malik"}
    assert [one.name for one in world.reads.people_of_role("on_call", "harbor")] == ["Dana Reyes"]


def test_who_left_stands_behind_no_role(world: DeskWorld) -> None:
    left = tuple(person for person in DIRECTORY.people if person.id != "malik")
    world.desk.use_directory(replace(DIRECTORY, people=left, roles=(("on_call", ("dana",)),)))
    with world.store.reading() as tx:
        roster = Rosters(tx).of_customer("harbor")
    assert roster.people("on_call") == ("dana",)
    assert roster.agents == {"dana"}
    assert world.reads.person(MALIK) is None

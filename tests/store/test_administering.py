"""Who is who changed by an administrator, on both databases: at once for every replica, and none lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from chatdesk.app import new_id
from chatdesk.core import directory_changes as made
from chatdesk.core.places import Identity
from chatdesk.demo.play import DIRECTORY
from chatdesk.desk import Desk
from chatdesk.directory import read_directory
from chatdesk.reads import Reads
from chatdesk.store.engine import open_store

NOW = datetime(2026, 3, 6, tzinfo=UTC)
MALIK = Identity("slack", "T0NORTHWIND", "U0MALIK")


def test_a_change_holds_at_once_on_another_replica(database: str) -> None:
    one, other = open_store(database), open_store(database)
    desk = Desk(one, new_id)
    desk.use_directory(read_directory(DIRECTORY))
    dana = Identity("slack", "T0NORTHWIND", "U0DANA")
    assert not Reads(other).who.is_admin(dana)
    desk.administer("r1", MALIK, "Malik Osei", lambda who, taken: [made.SetAdmin("dana", True)], NOW)
    assert Reads(other).who.is_admin(dana)
    desk.administer("r2", MALIK, "Malik Osei", lambda who, taken: [made.RemovePerson("dana")], NOW)
    assert Reads(other).person(dana) is None
    for store in (one, other):
        store.close()


def test_two_who_change_it_at_the_same_time_both_have_their_way(database: str) -> None:
    """Each reads the whole directory and writes it back, so neither may read before the other has written."""
    stores = [open_store(database) for _ in range(2)]
    Desk(stores[0], new_id).use_directory(read_directory(DIRECTORY))
    roles = [f"extra_{number}" for number in range(12)]

    def give(number: int) -> None:
        change = made.AddRole(roles[number], "dana")
        Desk(stores[number % 2], new_id).administer(f"r{number}", MALIK, "", lambda who, taken: [change], NOW)

    with ThreadPoolExecutor(4) as together:
        for done in [together.submit(give, number) for number in range(len(roles))]:
            done.result()
    who = Reads(stores[0]).who.directory()
    assert who is not None
    assert set(roles) <= set(dict(who.roles))
    for store in stores:
        store.close()

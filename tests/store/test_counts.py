"""What operators watch is counted from the database, the same on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chatdesk.core import commands as c
from chatdesk.store.counts import Clocks, Counting
from tests.store.desk_world import DANA, NOON, DeskWorld

MINUTE = timedelta(minutes=1)


def test_an_empty_desk_counts_nothing(world: DeskWorld) -> None:
    found = Counting(world.store).count(NOON)
    assert (found.cases, found.clocks, found.escalations, found.waiting) == ({}, {}, {}, {})
    assert (found.oldest_waiting_at, found.overdue_since) == (None, None)


def test_cases_clocks_and_what_waits_are_counted_until_they_are_over(world: DeskWorld) -> None:
    case = world.open(severity=1)
    world.open(severity=4)
    over = world.open(severity=1)
    world.do(DANA, c.Withdraw(), over)
    found = Counting(world.store).count(NOON)
    assert found.cases == {("catamarun", "open"): 2}
    assert found.clocks["acknowledgement"] == Clocks(running=2, due_soon=1, warned=0, breached=0)
    assert found.escalations == {}
    assert set(found.waiting) == {("slack", "pending")}
    assert found.oldest_waiting_at == NOON
    assert Counting(world.store).count(NOON + 46 * MINUTE).overdue_since == NOON + 45 * MINUTE
    world.desk.wake_due(NOON + 46 * MINUTE)
    late = NOON + 61 * MINUTE
    world.desk.wake_due(late)
    found = Counting(world.store).count(late)
    assert found.overdue_since is None
    assert found.clocks["acknowledgement"] == Clocks(running=2, due_soon=0, warned=1, breached=1)
    assert found.escalations == {1: 1}
    world.do(DANA, c.DeEscalate(reason_id=None), case)
    assert Counting(world.store).count(late).escalations == {}


def test_an_error_of_the_database_is_told_by_its_name(world: DeskWorld) -> None:
    told: list[str] = []
    Counting(world.store).on_error(told.append)
    with pytest.raises(SQLAlchemyError), world.store.reading() as tx:
        tx.execute(text("SELECT nothing FROM nowhere"))
    assert len(told) == 1 and told[0].endswith("Error")

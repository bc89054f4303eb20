"""Receipts and the runs of jobs are kept as long as anything can ask for them, and forgotten then."""

from datetime import timedelta

from sqlalchemy import func, select

from chatdesk.core.places import MessageRef, Place
from chatdesk.desk.jobs import Jobs
from chatdesk.store import early_words, receipts, retention
from chatdesk.store import tables as t
from chatdesk.store.early_words import EarlyWords
from tests.store.desk_world import DeskWorld


def test_receipts_are_forgotten_three_days_on_and_not_before(world: DeskWorld) -> None:
    _receive(world, 3)
    Jobs(world.store).run_due(world.now + timedelta(days=3))
    assert _count(world) == 3
    Jobs(world.store).run_due(world.now + timedelta(days=3, hours=1))
    assert _count(world) == 0


def test_a_few_at_once_until_none_is_left(world: DeskWorld, monkeypatch) -> None:
    monkeypatch.setattr(retention, "MOST_AT_ONCE", 2)
    monkeypatch.setattr("chatdesk.desk.jobs.MOST_AT_ONCE", 2)
    _receive(world, 7)
    with world.store.writing() as tx:
        assert retention.forget_receipts(tx, world.now + timedelta(days=4)) == 2
    Jobs(world.store).run_due(world.now + timedelta(days=4))
    assert _count(world) == 0


def test_one_replica_forgets_and_it_asks_the_database_once_an_hour(world: DeskWorld) -> None:
    late = world.now + timedelta(days=4)
    ours, theirs = Jobs(world.store), Jobs(world.store)
    ours.run_due(late)
    _receive(world, 1)
    theirs.run_due(late)
    assert _count(world) == 1
    theirs.run_due(late + timedelta(hours=1))
    assert _count(world) == 0
    with world.store.reading() as tx:
        assert tx.execute(select(func.count()).select_from(t.job_runs)).scalar_one() == 2


def test_a_request_that_may_still_be_repeated_keeps_its_first_outcome(world: DeskWorld) -> None:
    request = world.opening()
    first = world.desk.handle(request, world.now)
    Jobs(world.store).run_due(world.now + timedelta(hours=26))
    assert world.desk.handle(request, world.now + timedelta(hours=26)).number == first.number
    assert world.rows()["cases"] == 1


def test_an_edit_whose_message_never_came_is_forgotten_with_the_words_in_it(world: DeskWorld) -> None:
    message = MessageRef(Place("slack", "T0", "C0", "1.0"), "2.0")
    with world.store.writing() as tx:
        early_words.keep(tx, message, EarlyWords("malik", "the password is 1234", (), world.now))
    Jobs(world.store).run_due(world.now + timedelta(days=3))
    assert _kept(world) == 1
    Jobs(world.store).run_due(world.now + timedelta(days=3, hours=1))
    assert _kept(world) == 0


def _kept(world: DeskWorld) -> int:
    with world.store.reading() as tx:
        return tx.execute(select(func.count()).select_from(t.early_words)).scalar_one()


def _receive(world: DeskWorld, count: int) -> None:
    with world.store.writing() as tx:
        for number in range(count):
            receipts.claim(tx, f"old {number}", world.now)


def _count(world: DeskWorld) -> int:
    with world.store.reading() as tx:
        return tx.execute(select(func.count()).select_from(t.receipts)).scalar_one()

"""Pings that are held, on both databases: kept back by whoever claims, let go once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chatdesk.desk.jobs import Jobs
from chatdesk.store import holds
from chatdesk.store.outbox import Outbox
from chatdesk.store.queue import HELD, LAPSED, PENDING
from tests.store.desk_world import DeskWorld

LEASE = timedelta(minutes=2)


def test_of_eight_who_hold_at_once_one_does(world: DeskWorld) -> None:
    with ThreadPoolExecutor(8) as eight:
        held = list(eight.map(lambda n: world.desk.hold_pings(f"r{n}", f"D{n}", "a drill", None, world.now), range(8)))
    assert held.count(True) == 1


def test_a_repeated_request_neither_holds_nor_releases_again(world: DeskWorld) -> None:
    assert world.desk.hold_pings("first", "Dana", "a drill", None, world.now)
    assert world.desk.release_pings("second", "Dana", world.now) is not None
    assert not world.desk.hold_pings("first", "Dana", "a drill", None, world.now)
    assert world.desk.hold_pings("third", "Dana", "another", None, world.now)
    assert world.desk.release_pings("second", "Dana", world.now) is None
    with world.store.reading() as tx:
        assert holds.current(tx).reason == "another"


def test_what_waited_when_it_began_is_kept_back_too_and_everything_comes_out_once(world: DeskWorld) -> None:
    world.open()
    world.until(world.now + timedelta(hours=9))
    waiting = _pings(world)
    assert waiting
    world.desk.hold_pings("hold", "Dana", "a drill", None, world.now)
    Outbox(world.store).claim_notices(world.now, 100, LEASE)
    assert {row.state for row in _pings(world)} == {HELD}
    world.desk.release_pings("release", "Dana", world.now + timedelta(hours=1))
    after = _pings(world)
    assert len(after) == len(waiting)
    assert {row.state for row in after} <= {PENDING, LAPSED}
    told = [row for row in world.deliveries(kind="hold.kept")]
    assert len(told) == len({(row.audience_kind, row.audience_name) for row in waiting})


def test_two_replicas_end_it_once_and_remind_once(world: DeskWorld) -> None:
    world.desk.hold_pings("hold", "Dana", "a drill", world.now + timedelta(hours=9), world.now)
    ours, theirs = Jobs(world.store), Jobs(world.store)
    assert ours.next_due_at(world.now) == world.now + timedelta(hours=4)
    late = world.now + timedelta(hours=8, minutes=1)
    assert [ours.run_due(late), theirs.run_due(late)] == [1, 0]
    assert ours.next_due_at(late) == world.now + timedelta(hours=9)
    end = world.now + timedelta(hours=9)
    assert [ours.run_due(end), theirs.run_due(end)] == [1, 0]
    assert len(world.deliveries(kind="hold.reminder")) == len(world.deliveries(kind="hold.ended"))
    assert ours.next_due_at(end) is None


def _pings(world: DeskWorld):
    rows = [*world.deliveries(audience_kind="channel"), *world.deliveries(audience_kind="person")]
    return [row for row in rows if not row.kind.startswith("hold.")]

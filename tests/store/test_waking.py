"""Time is a column: the desk wakes what is due, in order, and one bad case stops nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from chatdesk.core import commands as c
from chatdesk.core.events import ClockBreached, ClockWarned
from chatdesk.desk.sweep import PUSH_BACK
from chatdesk.store import cases as cases_store
from chatdesk.store.engine import open_store
from chatdesk.store.tables import cases
from tests.store.desk_world import DANA, HOUR, MALIK, NOON, DeskWorld

MINUTE = timedelta(minutes=1)


def test_the_desk_sleeps_until_the_first_moment_of_any_case(world: DeskWorld) -> None:
    assert world.desk.next_wake_at() is None
    world.open(severity=4)
    world.open(severity=1)
    # P1 is acknowledged within an hour; the warning comes when a quarter of it is left.
    assert world.desk.next_wake_at() == NOON + 45 * MINUTE


def test_a_case_that_ended_waits_for_nothing(world: DeskWorld) -> None:
    case = world.open()
    world.do(DANA, c.Withdraw(), case)
    assert world.desk.next_wake_at() is None


def test_waking_too_early_changes_nothing(world: DeskWorld) -> None:
    case = world.open()
    assert world.desk.wake_due(NOON + 44 * MINUTE).count == 0
    assert world.case(case.id) == case


def test_a_moment_is_stamped_with_itself_and_with_when_it_was_learnt(world: DeskWorld) -> None:
    case = world.open()
    world.desk.wake_due(NOON + 50 * MINUTE)
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    warned = next(one for one in view.events if isinstance(one.body, ClockWarned))
    assert (warned.at, warned.recorded_at) == (NOON + 45 * MINUTE, NOON + 50 * MINUTE)


def test_waking_again_at_the_same_moment_changes_nothing(world: DeskWorld) -> None:
    world.open()
    assert world.desk.wake_due(NOON + HOUR).count == 1
    rows = world.rows()
    assert world.desk.wake_due(NOON + HOUR).count == 0
    assert world.rows() == rows


def test_the_longest_waiting_cases_are_woken_first(world: DeskWorld) -> None:
    opened = []
    for _ in range(4):
        opened.append(world.open())
        world.now += MINUTE
    late = NOON + 50 * MINUTE
    assert world.desk.wake_due(late, limit=2).count == 2
    moved = [world.case(case.id).version > case.version for case in opened]
    assert moved == [True, True, False, False]
    assert world.desk.wake_due(late, limit=2).count == 2
    assert world.desk.wake_due(late, limit=2).count == 0


def test_a_case_that_cannot_be_read_is_left_alone_and_reported_and_stops_nobody(world: DeskWorld) -> None:
    bad, good = world.open(), world.open()
    _damage(world, bad.id)
    woken = world.desk.wake_due(NOON + HOUR)
    assert [failure.case_id for failure in woken.failures] == [bad.id]
    assert world.failures == list(woken.failures)
    assert "missing" in str(woken.failures[0].error)
    assert _breached(world, good.id)
    assert world.desk.wake_due(NOON + HOUR).count == 0
    assert world.desk.next_wake_at() == NOON + HOUR + PUSH_BACK


def test_a_case_that_was_left_alone_is_tried_again_and_then_catches_up(world: DeskWorld) -> None:
    case = world.open()
    body = _damage(world, case.id)
    world.desk.wake_due(NOON + HOUR)
    with world.store.writing() as tx:
        tx.execute(update(cases).where(cases.c.id == case.id).values(body=body))
    assert world.desk.verify(case.id).is_sound
    assert world.desk.wake_due(NOON + HOUR + PUSH_BACK).failures == ()
    assert _breached(world, case.id)
    assert world.desk.verify(case.id).is_sound


def test_a_case_that_cannot_be_written_is_found_out_and_the_others_are_woken(world: DeskWorld) -> None:
    opened = [world.open() for _ in range(3)]
    bad = opened[1].id

    def refuse(_connection: object, _cursor: object, sql: str, parameters: object, *_: object) -> None:
        if sql.startswith("INSERT INTO events") and bad in str(parameters):
            raise RuntimeError("the disk says no")

    event.listen(world.store.engine, "before_cursor_execute", refuse)
    woken = world.desk.wake_due(NOON + HOUR)
    event.remove(world.store.engine, "before_cursor_execute", refuse)
    assert woken.count == 3
    assert [(failure.case_id, str(failure.error)) for failure in woken.failures] == [(bad, "the disk says no")]
    assert [_breached(world, case.id) for case in opened] == [True, False, True]


def test_a_tick_that_leaves_its_moment_behind_is_a_failure_and_no_endless_loop(
    world: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = world.open()
    monkeypatch.setattr("chatdesk.desk.settle.decide", lambda *_: ())
    woken = world.desk.wake_due(NOON + HOUR)
    assert [failure.case_id for failure in woken.failures] == [case.id]
    assert world.desk.wake_due(NOON + HOUR).count == 0


def test_the_next_command_on_a_case_that_was_left_alone_takes_it_back_into_time(world: DeskWorld) -> None:
    case = world.open()
    with world.store.writing() as tx:
        cases_store.push_back(tx, case.id, NOON + 10 * HOUR)
    world.note(DANA, case)
    assert world.desk.next_wake_at() == NOON + 45 * MINUTE
    with world.store.reading() as tx:
        assert tx.execute(select(cases.c.poisoned_until)).scalar() is None


def test_workers_that_sweep_at_once_tick_each_case_once(world: DeskWorld, database: str) -> None:
    opened = [world.open() for _ in range(24)]
    rivals = [world, *(DeskWorld(open_store(database)) for _ in range(2))]

    def sweep(one: DeskWorld) -> int:
        count = 0
        while woken := one.desk.wake_due(NOON + HOUR, limit=4).count:
            count += woken
        return count

    with ThreadPoolExecutor(3) as three:
        assert sum(three.map(sweep, rivals)) == 24
    for case in opened:
        assert _breached(world, case.id)
        assert world.desk.verify(case.id).is_sound
        assert len(world.deliveries(case_id=case.id, kind="tier.raised", audience_name="on_call")) == 1
    for rival in rivals[1:]:
        rival.store.close()


def test_a_command_that_comes_late_finds_what_was_due_before_it_on_record(world: DeskWorld) -> None:
    case = world.open()
    world.now = NOON + 2 * HOUR
    world.do(MALIK, c.Acknowledge(), case)
    assert _breached(world, case.id)
    assert world.desk.verify(case.id).is_sound


def _damage(world: DeskWorld, case_id: str) -> object:
    """The stored body loses what cannot be guessed. Gives it as it was."""
    with world.store.writing() as tx:
        body = tx.execute(select(cases.c.body).where(cases.c.id == case_id)).scalar_one()
        tx.execute(update(cases).where(cases.c.id == case_id).values(body={**body, "clocks": [{"metric": "update"}]}))
    return body


def _breached(world: DeskWorld, case_id: str) -> bool:
    view = world.reads.case_view(case_id, world.now)
    return view is not None and any(isinstance(one.body, ClockBreached) for one in view.events)

"""A crash anywhere leaves either everything of a request or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from chatdesk.core import commands as c
from chatdesk.core.inbound import CaseRef, Done, Inbound
from chatdesk.store.engine import Store
from tests.store.desk_world import DANA, HOUR, DeskWorld


class Crash(BaseException):
    """The process is gone: nothing in it may catch this."""


@contextmanager
def crash_at(store: Store, statement: int) -> Iterator[list[str]]:
    """The process ends before the given statement (from 0) runs. Gives the statements so far."""
    seen: list[str] = []

    def before(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        seen.append(sql)
        if len(seen) > statement:
            raise Crash(sql)

    event.listen(store.engine, "before_cursor_execute", before)
    try:
        yield seen
    finally:
        event.remove(store.engine, "before_cursor_execute", before)


def crash_everywhere(world: DeskWorld, work: Callable[[], Any]) -> int:
    """Runs `work` again and again, each time crashing one statement later, until it gets through."""
    for statement in range(200):
        before = world.rows()
        try:
            with crash_at(world.store, statement):
                work()
        except Crash:
            assert world.rows() == before, f"something of the transaction stayed after statement {statement}"
            continue
        return statement
    raise AssertionError("it never got through")


def test_an_opening_is_stored_whole_or_not_at_all(world: DeskWorld) -> None:
    request = world.opening(severity=None)
    before = world.rows()
    assert crash_everywhere(world, lambda: world.desk.handle(request, world.now)) > 12
    after = world.rows()
    grown = {table for table in after if after[table] > before[table]}
    assert grown == {"cases", "events", "texts", "receipts", "places", "deliveries", "destinations"}
    first = world.desk.handle(request, world.now)
    assert isinstance(first, Done)
    assert first.number == "HARBOR-1"
    assert world.rows() == after


def test_a_command_is_stored_whole_or_not_at_all(world: DeskWorld) -> None:
    case = world.open()
    request = Inbound(
        "a reply", DANA, c.Reply(text_id="words", said_at=world.now), CaseRef(case_id=case.id), {"words": "on it"}
    )
    assert crash_everywhere(world, lambda: world.desk.handle(request, world.now)) > 8
    assert world.desk.verify(case.id).is_sound
    assert world.case(case.id).version > case.version
    assert world.places(case)["customer"].card_wanted == world.case(case.id).version


def test_a_sweep_is_stored_whole_or_not_at_all(world: DeskWorld) -> None:
    opened = [world.open() for _ in range(3)]
    world.now += 2 * HOUR
    versions = [case.version for case in opened]
    for statement in range(200):
        before = world.rows()
        try:
            with crash_at(world.store, statement):
                world.desk.wake_due(world.now)
        except Crash:
            assert world.rows() == before
            assert [world.case(case.id).version for case in opened] == versions
            continue
        break
    assert all(world.case(case.id).version > version for case, version in zip(opened, versions, strict=True))
    assert all(world.desk.verify(case.id).is_sound for case in opened)


def test_a_delivery_that_dies_is_recorded_and_told_together(world: DeskWorld) -> None:
    case = world.open()
    world.until(world.now + HOUR)
    batch = next(batch for batch in world.claim() if batch.destination.identity is None)
    before = world.rows()
    crash_everywhere(world, lambda: world.outbox.record_dead(batch.token, "is_archived", world.now))
    assert world.rows()["deliveries"] == before["deliveries"] + 2
    assert [row.case_id for row in world.deliveries(state="dead")] == [case.id]


def test_nothing_is_nudged_before_the_commit(world: DeskWorld) -> None:
    seen: list[int] = []
    world.desk.on_commit = lambda: seen.append(world.rows()["cases"])
    with pytest.raises(Crash), crash_at(world.store, 5):
        world.desk.handle(world.opening(), world.now)
    assert seen == []
    world.open()
    assert seen == [1]

"""The heartbeat on its own: real APScheduler, real waiting of milliseconds, what is due is a list."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from chatdesk.heartbeat import Beat, Heartbeat


class Due:
    """Moments that are due, done by `wake`; the first `failures` calls raise."""

    def __init__(self) -> None:
        self.moments: list[datetime] = []
        self.done: list[datetime] = []
        self.failures = 0
        self.looks = 0
        self.changed = asyncio.Event()

    async def wake(self, now: datetime) -> int:
        self.looks += 1
        self.changed.set()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        due = [at for at in self.moments if at <= now]
        self.moments = [at for at in self.moments if at > now]
        self.done += due
        return len(due)

    async def deliver(self, now: datetime) -> int:
        return 0

    async def next_due(self) -> datetime | None:
        return min(self.moments, default=None)

    async def until(self, condition) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
def due() -> Due:
    return Due()


@pytest.fixture
async def heartbeat(due: Due) -> AsyncIterator[Heartbeat]:
    heartbeat = Heartbeat(wake=due.wake, deliver=due.deliver, next_due=due.next_due, now=lambda: datetime.now(UTC))
    yield heartbeat
    await heartbeat.stop(timedelta(seconds=1))


async def test_what_was_due_before_the_start_is_done_at_once(heartbeat: Heartbeat, due: Due) -> None:
    due.moments = [datetime.now(UTC) - timedelta(days=2)]
    heartbeat.start()
    await due.until(lambda: due.done)


async def test_it_rings_at_the_earliest_moment_and_then_at_the_next(heartbeat: Heartbeat, due: Due) -> None:
    first = datetime.now(UTC) + timedelta(milliseconds=60)
    due.moments = [first + timedelta(milliseconds=60), first]
    heartbeat.start()
    await due.until(lambda: len(due.done) == 2)
    assert due.done == [first, first + timedelta(milliseconds=60)]


async def test_a_nudge_from_another_thread_makes_it_look_again(heartbeat: Heartbeat, due: Due) -> None:
    heartbeat.start()
    await due.until(lambda: due.looks)
    due.moments = [datetime.now(UTC)]
    await asyncio.to_thread(heartbeat.nudge)
    await due.until(lambda: due.done)


async def test_a_nudge_during_a_beat_is_not_lost(due: Due) -> None:
    """Ten thousand times a day a commit falls into a beat; the alarm must be set for what it brought."""
    arrived, may_go_on = asyncio.Event(), asyncio.Event()

    async def deliver(at: datetime) -> int:
        arrived.set()
        await may_go_on.wait()
        return 0

    heartbeat = Heartbeat(wake=due.wake, deliver=deliver, next_due=due.next_due, now=lambda: datetime.now(UTC))
    heartbeat.start()
    for _ in range(50):
        async with asyncio.timeout(2):
            await arrived.wait()
        arrived.clear()
        heartbeat.nudge()
        may_go_on.set()
        await asyncio.sleep(0)
        may_go_on.clear()
    may_go_on.set()
    await heartbeat.stop(timedelta(seconds=1))


async def test_an_error_is_reported_and_the_heart_goes_on(heartbeat: Heartbeat, due: Due, capsys, caplog) -> None:
    due.failures = 1
    heartbeat.start()
    await due.until(lambda: not due.failures)
    due.moments = [datetime.now(UTC)]
    heartbeat.nudge()
    await due.until(lambda: due.done)
    # On the screen, or in the logs where an earlier test has sent them there.
    assert "the database is away" in capsys.readouterr().out + caplog.text


async def test_what_is_due_but_cannot_be_done_does_not_make_it_spin(heartbeat: Heartbeat, due: Due) -> None:
    stuck = datetime.now(UTC) - timedelta(seconds=1)

    async def next_due() -> datetime:
        return stuck

    heartbeat._next_due = next_due
    heartbeat.start()
    await due.until(lambda: due.looks)
    for _ in range(1000):  # turns of the loop; a heartbeat that spins takes hundreds of them
        await asyncio.sleep(0)
    assert due.looks <= 2


async def test_a_beat_goes_on_until_nothing_is_left(due: Due) -> None:
    now = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)
    left = [3, 2, 0]

    async def deliver(at: datetime) -> int:
        return left.pop(0) if left else 0

    heartbeat = Heartbeat(wake=due.wake, deliver=deliver, next_due=due.next_due, now=lambda: now)
    due.moments = [now]
    assert await heartbeat.beat(now) == Beat(woken=1, delivered=5)


async def test_stopping_lets_the_beat_in_hand_end(due: Due) -> None:
    ended = []

    async def deliver(at: datetime) -> int:
        await asyncio.sleep(0.05)
        ended.append(at)
        return 0

    heartbeat = Heartbeat(wake=due.wake, deliver=deliver, next_due=due.next_due, now=lambda: datetime.now(UTC))
    heartbeat.start()
    await due.until(lambda: due.looks)
    await heartbeat.stop(timedelta(seconds=2))
    assert ended


async def test_stopping_cuts_off_a_beat_that_does_not_end(due: Due) -> None:
    async def deliver(at: datetime) -> int:
        await asyncio.Event().wait()
        return 0

    heartbeat = Heartbeat(wake=due.wake, deliver=deliver, next_due=due.next_due, now=lambda: datetime.now(UTC))
    heartbeat.start()
    await due.until(lambda: due.looks)
    async with asyncio.timeout(2):
        await heartbeat.stop(timedelta(milliseconds=50))

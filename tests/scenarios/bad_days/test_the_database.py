"""The database is locked by somebody else, full, or gone and back."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import count

import pytest
from sqlalchemy import Connection, Engine, RowMapping, delete, event, insert, select
from sqlalchemy.exc import OperationalError

from chatdesk.store.tables import deliveries
from tests.replicas import Replicas, replicas_on
from tests.story import Story
from tests.world import text_of

FRIDAY = "2026-03-06T14:20-05:00"
DUE = "2026-03-06T15:20-05:00"
P1 = "P1 · Major impact"
# More than fits into what is left of any page.
AT_LENGTH = "é" * 3500
TIER_1 = "HARBOR-1 of Harbor Grid is escalated to tier 1"


@contextmanager
def pragma(world: Story, said: str) -> Iterator[None]:
    """Every connection that is made meanwhile begins with this."""
    engine = world.app.desk._store.engine

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {said}").close()

    event.listen(engine, "connect", prepare)
    engine.dispose()
    yield
    event.remove(engine, "connect", prepare)
    engine.dispose()


@contextmanager
def locked(world: Story) -> Iterator[None]:
    """Another program holds SQLite's only write lock. We do not wait for as long as we usually would."""
    other = sqlite3.connect(world.database_url.removeprefix("sqlite:///"), isolation_level=None)
    with pragma(world, "busy_timeout=50"):
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    other.close()


@contextmanager
def full(world: Story) -> Iterator[None]:
    """Not one page more fits on the disk, and no message more into the pages there are."""
    store = world.app.desk._store
    with store.writing() as tx:
        tx.exec_driver_sql("CREATE TABLE filling (number INTEGER)")
        sent = tx.execute(select(deliveries).limit(1)).mappings().first()
    # SQLite takes a limit below what there is as "no more than there is".
    with pragma(world, "max_page_count=1"):
        for fill in (_fill, partial(_fill_deliveries, sent)):
            with suppress(OperationalError):
                # One at a time: what did not fit takes its whole transaction with it.
                for number in count(10**6):
                    with store.writing() as tx:
                        fill(tx, number)
        yield
    with store.writing() as tx:
        tx.exec_driver_sql("DROP TABLE filling")
        tx.execute(delete(deliveries).where(deliveries.c.seq >= 10**6))


def _fill(tx: Connection, number: int) -> None:
    tx.exec_driver_sql(f"INSERT INTO filling VALUES ({number})")


def _fill_deliveries(sent: RowMapping | None, tx: Connection, number: int) -> None:
    if sent is None:
        raise OperationalError("", (), ValueError("nothing was ever sent"))
    tx.execute(insert(deliveries).values(**{**sent, "id": number, "seq": number, "state": "sent"}))


TROUBLES = pytest.mark.parametrize("trouble", [locked, full], ids=["locked", "full"])


@TROUBLES
async def test_what_is_said_meanwhile_is_repeated_by_slack_and_opens_one_case(slack_world, trouble) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    with trouble(world):
        await world.playground.as_("chloe").mention("#bluepeak-support", f"open No sound\n{AT_LENGTH}")
        await world.playground.settle()
        assert {one.status for one in world.playground.journal.deliveries("app_mention")} == {503}
        assert "BLUEPEAK-1" not in world.engineer.reads("#case-desk")
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert world.engineer.reads("#case-desk").count("BLUEPEAK-1 · No sound") == 1
    assert "BLUEPEAK-1" in world.foreign_customer.reads("#bluepeak-support")


@TROUBLES
async def test_who_asks_meanwhile_is_told_that_nothing_was_done_and_their_case_is_as_it_was(
    slack_world, trouble
) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    with trouble(world):
        await world.playground.as_("dana").slash("#case-desk", f"/case resolve {number} It is fixed. {AT_LENGTH}")
        await world.playground.settle()
        await world.app.slack.settle()
        assert "nothing may have been changed. Please try again" in world.engineer.reads("#case-desk")
    assert "resolved" not in world.customer.reads("#harbor-support").lower()
    await world.engineer.slash("#case-desk", f"/case resolve {number} It is fixed.")
    assert world.customer.reads("#harbor-support").count("It is fixed.") == 1


@TROUBLES
async def test_a_promise_that_breaks_meanwhile_is_told_as_soon_as_it_can_be_written_down(slack_world, trouble) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T15:19-05:00")
    with trouble(world):
        world.clock.advance_to(datetime.fromisoformat(DUE))
        # The heart logs what it could not write, and tries again in a moment.
        with suppress(OperationalError):
            await world.app.heartbeat.beat()
        assert TIER_1 not in world.on_call.reads("#on-call")
    await world.until("2026-03-06T15:21-05:00")
    assert world.on_call.reads("#on-call").count(TIER_1) == 1
    assert world.account_rep.reads("@chatdesk").count("HARBOR-1 has reached tier 1") == 1


@pytest.fixture
async def on_postgres(postgres_url: str) -> AsyncIterator[Replicas]:
    async with replicas_on(postgres_url, FRIDAY, 1) as running:
        yield running


@contextmanager
def gone(admin: Engine) -> Iterator[None]:
    """The server ends every connection and takes no new one, as while it is restarted."""
    with admin.connect() as connection:
        tx = connection.execution_options(isolation_level="AUTOCOMMIT")
        name = tx.exec_driver_sql("SELECT current_user").scalar_one()
        tx.exec_driver_sql(f'ALTER ROLE "{name}" NOLOGIN')
        try:
            tx.exec_driver_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            yield
        finally:
            tx.exec_driver_sql(f'ALTER ROLE "{name}" LOGIN')


async def test_postgresql_goes_away_and_comes_back_and_nobody_is_told_less_or_twice(
    on_postgres: Replicas, postgres_admin: Engine
) -> None:
    ruth, (app,) = on_postgres.person("ruth"), on_postgres.apps
    await ruth.slash("#harbor-support", "/case open VPN is down")
    await ruth.submit({"severity": P1})
    await on_postgres.settle()
    await on_postgres.until("2026-03-06T15:19-05:00")
    with gone(postgres_admin):
        on_postgres.clock.advance_to(datetime.fromisoformat(DUE))
        with pytest.raises(OperationalError):
            await app.heartbeat.beat()
        await on_postgres.person("chloe").mention("#bluepeak-support", "open No sound")
        await on_postgres.playground.settle()
        assert {one.status for one in on_postgres.playground.journal.deliveries("app_mention")} == {503}
    await on_postgres.playground.outbound.flush_retries()
    await on_postgres.until("2026-03-06T15:22-05:00")
    await on_postgres.settle()
    assert on_postgres.said("malik", "#on-call", TIER_1) == 1
    assert on_postgres.said("owen", "@chatdesk", "HARBOR-1 has reached tier 1") == 1
    cards = [one for one in on_postgres.person("dana").messages("#case-desk") if "BLUEPEAK-1" in text_of(one)]
    assert len(cards) == 1

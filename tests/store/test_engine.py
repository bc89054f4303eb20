import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError

from chatdesk.store.engine import AlreadyServed, DatabaseUnreachable, Store, open_store, serving
from chatdesk.store.jobs import take_slot
from chatdesk.store.run import Run
from chatdesk.store.tables import job_runs, organisation

AT = datetime(2026, 3, 8, 1, 59, 59, 999_999, tzinfo=UTC)


def test_an_instant_comes_back_aware_in_utc_with_its_microseconds(store: Store) -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-5)))
    with store.writing() as tx:
        tx.execute(insert(job_runs).values(job="digest", slot_at=elsewhere, started_at=AT))
    with store.reading() as tx:
        found = tx.execute(select(job_runs.c.slot_at).where(job_runs.c.slot_at == AT)).scalar_one()
    assert found == AT
    assert found.tzinfo is UTC


def test_instants_sort_as_time_passes(store: Store) -> None:
    slots = [AT + timedelta(microseconds=step) for step in (5, 1, 0, 3)]
    with store.writing() as tx:
        tx.execute(insert(job_runs), [{"job": "digest", "slot_at": at, "started_at": AT} for at in slots])
        assert list(tx.execute(select(job_runs.c.slot_at).order_by(job_runs.c.slot_at)).scalars()) == sorted(slots)


def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="naive"), store.writing() as tx:
        tx.execute(insert(job_runs).values(job="digest", slot_at=AT.replace(tzinfo=None), started_at=AT))


@pytest.mark.parametrize(
    ("written", "read"), [("a\x00b", "ab"), ("half \ud83d pair", "half ? pair"), ("🛟 ‮abc", "🛟 ‮abc"), ("", "")]
)
def test_text_from_outside_never_breaks_a_database(store: Store, written: str, read: str) -> None:
    with store.writing() as tx:
        tx.execute(insert(organisation).values(id=1, name=written, language="en", zone="UTC"))
        assert tx.execute(select(organisation.c.name).where(organisation.c.name == written)).scalar_one() == read


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as tx:
        take_slot(tx, "digest", AT, AT)
        raise RuntimeError
    with store.writing() as tx:
        assert take_slot(tx, "digest", AT, AT)


def test_a_slot_of_a_job_is_taken_once(store: Store) -> None:
    with store.writing() as tx:
        assert take_slot(tx, "digest", AT, AT)
    with store.writing() as tx:
        assert not take_slot(tx, "digest", AT, AT)
        assert take_slot(tx, "digest", AT + timedelta(days=1), AT)
        assert take_slot(tx, "hand-over", AT, AT)


def test_sqlite_loses_no_commit_and_waits_for_a_rival(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    with store.reading() as tx:
        settings = {
            name: tx.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    store.close()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "foreign_keys": 1}


def test_a_sqlite_write_takes_its_lock_before_it_reads(sqlite_url: str) -> None:
    one, other = open_store(sqlite_url), open_store(sqlite_url)
    event.listen(other.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout = 0"))
    with one.writing(), other.reading() as reader:
        # Were it to begin as a reader, it would fail only later, and then whatever the time-out.
        with pytest.raises(OperationalError, match="database is locked"), other.writing():
            pass
        assert reader.execute(select(job_runs)).all() == []
    one.close()
    other.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://desk:s3cret@127.0.0.1:9/none", "postgresql://desk:***@127.0.0.1:9/none"),
        ("sqlite:////nowhere/at/all/desk.db", "sqlite:////nowhere/at/all/desk.db"),
        ("sqlite://", "names no file"),
        ("mysql://desk:s3cret@host/name", "mysql is not supported"),
        ("not a url s3cret", "cannot be read"),
    ],
)
def test_a_database_that_cannot_be_used_is_named_without_its_password(url: str, said: str) -> None:
    with pytest.raises(DatabaseUnreachable) as refused:
        open_store(url)
    assert said in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_one_process_serves_a_sqlite_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with serving(url):
        with pytest.raises(AlreadyServed, match=r"desk\.db"), serving(url):
            pass
        with serving(f"sqlite:///{tmp_path / 'another.db'}"):
            pass
    with serving(url):
        pass


def test_a_folder_that_is_not_there_is_said_before_anything_is_served() -> None:
    with pytest.raises(DatabaseUnreachable, match="/nowhere/at/all"), serving("sqlite:////nowhere/at/all/desk.db"):
        pass


def test_several_processes_serve_one_postgresql_database() -> None:
    url = "postgresql://desk@host/name"
    with serving(url), serving(url):
        pass


async def test_the_executor_does_a_whole_unit_of_work_in_one_thread(store: Store) -> None:
    def work(job: str) -> bool:
        with store.writing() as tx:
            return take_slot(tx, job, AT, AT)

    run = Run(store)
    assert await run(work, "digest")
    assert not await run(work, job="digest")
    run.close()


async def test_the_loop_goes_on_while_the_database_works(store: Store) -> None:
    """Else one slow statement would make everybody else's three seconds lapse."""
    gate, run = threading.Event(), Run(store)
    working = asyncio.ensure_future(run(gate.wait, 5))
    await asyncio.sleep(0)
    gate.set()
    assert await working
    run.close()

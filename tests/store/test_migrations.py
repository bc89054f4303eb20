from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from chatdesk.store.engine import DatabaseUnreachable, make_engine
from chatdesk.store.migrations import config, upgrade
from chatdesk.store.tables import metadata


def test_the_migrations_build_the_tables_that_the_code_knows(database: str) -> None:
    engine = make_engine(database)
    with engine.connect() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_partial_indexes_keep_their_condition(database: str) -> None:
    engine = make_engine(database)
    found = {index["name"]: index for table in metadata.tables for index in inspect(engine).get_indexes(table)}
    engine.dispose()
    dialect = engine.dialect.name
    for table in metadata.tables.values():
        for index in table.indexes:
            wanted = index.dialect_options[dialect]["where"]
            stored = found[index.name].get("dialect_options", {}).get(f"{dialect}_where")
            assert (wanted is None) == (stored is None), index.name


def test_upgrading_again_changes_nothing(database: str) -> None:
    upgrade(database)
    upgrade(database)


def test_a_database_of_a_later_version_is_left_alone(database: str) -> None:
    engine = make_engine(database)
    with engine.begin() as tx:
        now_at = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        tx.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(DatabaseUnreachable, match="another version of chatdesk"):
        upgrade(database)
    with engine.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :now_at"), {"now_at": now_at})
    engine.dispose()


def test_two_that_start_together_upgrade_once(postgres_server: str, tmp_path: Path) -> None:
    engine = make_engine(postgres_server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as admin:
        admin.execute(text("DROP DATABASE IF EXISTS fresh"))
        admin.execute(text("CREATE DATABASE fresh"))
    engine.dispose()
    fresh = postgres_server.replace("/postgres?", "/fresh?")
    # The moment in which SQLite turns a new file into a write-ahead one is short: several files meet it.
    files = [f"sqlite:///{tmp_path / f'fresh{number}.db'}" for number in range(5)]
    for url in (fresh, *files):
        with ThreadPoolExecutor(4) as together:
            for done in [together.submit(upgrade, url) for _ in range(4)]:
                done.result()
        engine = make_engine(url)
        assert inspect(engine).has_table("cases")
        engine.dispose()


def test_what_waited_in_a_sqlite_outbox_outlives_the_table_that_is_made_anew(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.connect() as connection:
        tx = connection.execution_options(chatdesk_writes=True)
        with tx.begin():
            command.upgrade(config(tx), "0003")
    with engine.connect() as connection:
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys = OFF")
        then = "2026-01-01 00:00:00.000000"
        for table, given in {
            "policies": {"version": "v", "stored_at": then},
            "customers": {"id": "harbor"},
            "cases": {"id": "c1", "customer_id": "harbor", "policy_version": "v", "opened_at": then},
            "deliveries": {"id": 7, "case_id": "c1", "customer_id": "harbor", "kind": "note", "at": then},
        }.items():
            needed = {row[1]: 0 for row in raw.execute(f"PRAGMA table_info({table})") if row[3]}
            row = needed | given
            marks = ", ".join("?" * len(row))
            raw.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))
        connection.connection.commit()
    engine.dispose()
    upgrade(f"sqlite:///{tmp_path / 'old.db'}")
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.connect() as tx:
        assert tx.execute(text("SELECT id, case_id, kind FROM deliveries")).all() == [(7, "c1", "note")]
    engine.dispose()

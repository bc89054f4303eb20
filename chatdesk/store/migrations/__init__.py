"""Bringing a database to this version. The migrations are in the package, so an installed wheel has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from chatdesk.store.engine import DatabaseUnreachable, make_engine, shown

# Two replicas that start together must not both upgrade. The number is ours and means nothing.
_ADVISORY_LOCK = 7_231_046


def upgrade(url: str) -> None:
    """Create what is missing and change what is old; a database of this version stays as it is.

    Raises DatabaseUnreachable.
    """
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            tx = connection.execution_options(chatdesk_writes=True)
            with tx.begin():
                if tx.dialect.name == "postgresql":
                    tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ADVISORY_LOCK})
                command.upgrade(config(tx), "head")
    except CommandError as error:
        raise DatabaseUnreachable(
            f"the database {shown(url)} belongs to another version of chatdesk ({error}); install that one, or newer"
        ) from error
    except DBAPIError as error:
        raise DatabaseUnreachable(f"cannot upgrade the database {shown(url)}: {error.orig}") from error
    finally:
        engine.dispose()


@dataclass(frozen=True)
class Schema:
    """Which version the tables are of, and which one this chatdesk needs. `is_newer`: it is one that we do not know."""

    found: str | None
    wanted: str
    is_newer: bool

    @property
    def is_current(self) -> bool:
        return self.found == self.wanted


def schema_of(tx: Connection) -> Schema:
    """Looks, and changes nothing."""
    scripts = ScriptDirectory.from_config(config(tx))
    found, wanted = MigrationContext.configure(tx).get_current_revision(), scripts.get_current_head() or ""
    known = {script.revision for script in scripts.walk_revisions()}
    return Schema(found, wanted, found is not None and found not in known)


def config(tx: Connection) -> Config:
    """Alembic's configuration for one transaction."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = tx
    return made

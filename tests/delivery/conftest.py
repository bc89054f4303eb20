from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from chatdesk.store.engine import open_store
from chatdesk.store.migrations import upgrade
from tests.delivery.world import World


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What was logged; faults are made on purpose here, so none of it belongs on the screen."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of this version without anything in it, to be copied."""
    path = tmp_path_factory.mktemp("delivery") / "empty.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def make_world(empty_database: Path, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    made: list[World] = []

    def make(at: str = "2026-03-06T14:20-05:00") -> World:
        path = tmp_path / f"{len(made)}.db"
        shutil.copy(empty_database, path)
        made.append(World(open_store(f"sqlite:///{path}"), at))
        return made[-1]

    yield make
    for world in made:
        world.close()
        world.store.close()


@pytest.fixture
def world(make_world: Callable[[], World]) -> World:
    return make_world()

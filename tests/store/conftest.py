import pytest

from chatdesk.store.engine import Store
from tests.store.desk_world import DeskWorld


@pytest.fixture
def world(store: Store) -> DeskWorld:
    return DeskWorld(store)

"""The real program behind the loopback workspace, under the policy with severities, tiers and questions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from tests.world import World


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """Without this, structlog paints every local variable of a failure that a test causes on purpose."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Friday 14:20 in New York, under `catamarun`."""
    desk = World(tmp_path, "2026-03-06T14:20-05:00", "catamarun")
    await desk.start()
    yield desk
    await desk.stop()

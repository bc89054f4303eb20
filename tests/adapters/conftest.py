"""The real program behind the loopback workspace, under the policy with severities, tiers and questions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from chatdesk.adapters.slack import SlackFront, build_slack
from chatdesk.adapters.web import WebServer
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


@pytest.fixture
async def hasty(world: World) -> AsyncIterator[SlackFront]:
    """The same desk behind a front whose patience is a twentieth of a second."""
    app, settings = world.demo.app, world.demo._settings
    front = build_slack(
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        api_url=world.playground.api_url,
        desk=app.desk,
        reads=app.reads,
        run=app.run,
        now=app.now,
        budget_seconds=0.05,
    )

    async def ready() -> None:
        return None

    web = WebServer({"/slack/events": front.receive}, ready, host="127.0.0.1", port=0, drain_seconds=1)
    await web.start()
    before = world.playground.request_url
    world.playground.request_url = f"http://127.0.0.1:{web.port}/slack/events"
    # The first request asks Slack who we are; that shall not count here.
    await world.playground.as_("ruth").slash("#harbor-support", "/case help")
    await front.settle()
    yield front
    world.playground.request_url = before
    await front.close()
    await web.stop()

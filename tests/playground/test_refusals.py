"""Slack's refusals over the wire: each payload that is rejected, and the near twin that is taken."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import Playground, RateLimits
from tests.playground.bolt_app import SECRET, SEED, TOKEN, Clock
from tests.playground.refused import Refused
from tests.playground.refused_blocks import BLOCKS
from tests.playground.refused_elements import ELEMENTS
from tests.playground.refused_messages import MESSAGES
from tests.playground.refused_views import HOMES, MODALS


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(
        SEED, bot_token=TOKEN, signing_secret=SECRET, request_url=None, now=Clock().now, limits=RateLimits.off()
    ) as started:
        yield started


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=TOKEN, base_url=playground.api_url, retry_handlers=[])


@pytest.mark.parametrize("row", [*MESSAGES, *BLOCKS, *ELEMENTS], ids=lambda row: row.name)
@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_a_message_is_refused_and_its_twin_is_posted(
    row: Refused, playground: Playground, client: AsyncWebClient
) -> None:
    channel = playground.workspace.conversations["C0TEAM"]
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C0TEAM", **row.rejected)
    assert refused.value.response["error"] == row.error
    assert row.where in str(refused.value.response.get("response_metadata"))
    assert not channel.messages
    assert (await client.chat_postMessage(channel="C0TEAM", **row.accepted))["ok"]
    assert len(channel.messages) == 1


@pytest.mark.parametrize("row", MODALS, ids=lambda row: row.name)
async def test_a_modal_is_refused_and_its_twin_is_opened(
    row: Refused, playground: Playground, client: AsyncWebClient
) -> None:
    trigger_id = playground.triggers.issue("U0ANA")
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=trigger_id, view=row.rejected)
    assert refused.value.response["error"] == row.error
    assert row.where in str(refused.value.response.get("response_metadata"))
    assert not playground.as_("ana").has_modal()
    assert (await client.views_open(trigger_id=trigger_id, view=row.accepted))["ok"]
    assert playground.as_("ana").has_modal()


@pytest.mark.parametrize("row", HOMES, ids=lambda row: row.name)
async def test_a_home_is_refused_and_its_twin_is_published(row: Refused, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.views_publish(user_id="U0ANA", view=row.rejected)
    assert refused.value.response["error"] == row.error
    assert row.where in str(refused.value.response.get("response_metadata"))
    assert (await client.views_publish(user_id="U0ANA", view=row.accepted))["ok"]


def test_the_table_has_at_least_sixty_refusals_of_different_names() -> None:
    messages, views = [*MESSAGES, *BLOCKS, *ELEMENTS], [*MODALS, *HOMES]
    assert len({row.name for row in messages}) == len(messages)
    assert len(messages) + len(views) >= 60

"""One row of the tables of refusals: what Slack rejects, and the near twin that it takes. The rows are data,
written from Slack's documentation before any of the app's messages."""

from typing import Any, NamedTuple

import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.blocks_by_hand import JSON


class Refused(NamedTuple):
    """`where` is the JSON pointer, or the part of a message, that Slack's answer must name ("" for none)."""

    name: str
    rejected: Any
    accepted: Any
    error: str = "invalid_blocks"
    where: str = ""


def blocks(name: str, rejected: JSON, accepted: JSON, where: str) -> Refused:
    """A refusal for what is wrong with one block."""
    return Refused(name, {"blocks": [rejected]}, {"blocks": [accepted]}, "invalid_blocks", f"[json-pointer:{where}]")


async def refused(call: Any) -> dict[str, Any]:
    """The answer of a Web API call that must fail."""
    with pytest.raises(SlackApiError) as error:
        await call
    return error.value.response.data

"""Messages that Slack refuses for what they are as a whole."""

from tests.playground.blocks_by_hand import (
    cell,
    header,
    mrkdwn,
    plain,
    section,
    table,
)
from tests.playground.refused import Refused

MESSAGES = [
    Refused("neither text nor blocks", {}, {"text": "word"}, "no_text"),
    Refused("an empty text alone", {"text": ""}, {"text": "", "blocks": [section()]}, "no_text"),
    Refused("text too long", {"text": "x" * 40_001}, {"text": "x" * 40_000}, "msg_too_long"),
    Refused("blocks that are no list", {"blocks": "{}"}, {"blocks": "[]", "text": "word"}, "invalid_blocks_format"),
    Refused("blocks that are no JSON", {"blocks": "[{]"}, {"blocks": [section()]}, "invalid_blocks_format"),
    Refused(
        "too many blocks",
        {"blocks": [{"type": "divider"}] * 51},
        {"blocks": [{"type": "divider"}] * 50},
        where="no more than 50 items allowed [json-pointer:/blocks]",
    ),
    Refused(
        "more characters than a message's blocks may have",
        {"blocks": [section(text=mrkdwn("x" * 2900))] * 5},
        {"blocks": [section(text=mrkdwn("x" * 2900))] * 4},
        "msg_blocks_too_long",
    ),
    Refused(
        "one block_id twice",
        {"blocks": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]},
        {"blocks": [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "b"}]},
        where="/blocks/1/block_id",
    ),
    Refused(
        "two tables",
        {"blocks": [table([cell()]), table([cell()])]},
        {"blocks": [table([cell()], [cell()])]},
        where="only_one_table_allowed",
    ),
    Refused(
        "more markdown than all markdown blocks may have",
        {"blocks": [{"type": "markdown", "text": "x" * 6001}, {"type": "markdown", "text": "x" * 6000}]},
        {"blocks": [{"type": "markdown", "text": "x" * 6000}, {"type": "markdown", "text": "x" * 6000}]},
        "msg_too_long",
    ),
    Refused(
        "too many attachments",
        {"text": "word", "attachments": [{"text": "a"}] * 101},
        {"text": "word", "attachments": [{"text": "a"}] * 100},
        "too_many_attachments",
    ),
    Refused(
        "an attachment with nothing in it",
        {"text": "word", "attachments": [{"color": "#f00"}]},
        {"text": "word", "attachments": [{"color": "#f00", "text": "a"}]},
        "invalid_attachments",
    ),
    Refused(
        "a bad block inside an attachment",
        {"text": "word", "attachments": [{"blocks": [header(mrkdwn())]}]},
        {"text": "word", "attachments": [{"blocks": [header(plain())]}]},
        "invalid_attachments",
        "/attachments/0/blocks/0/text/type",
    ),
    Refused(
        "metadata that is no object",
        {"text": "word", "metadata": ["k"]},
        {"text": "word", "metadata": {"event_type": "k", "event_payload": {}}},
        "invalid_metadata_format",
    ),
    Refused(
        "metadata without a payload",
        {"text": "word", "metadata": {"event_type": "sent"}},
        {"text": "word", "metadata": {"event_type": "sent", "event_payload": {"k": "1"}}},
        "invalid_metadata_schema",
    ),
    Refused(
        "metadata with a field of its own",
        {"text": "word", "metadata": {"event_type": "sent", "event_payload": {}, "k": "1"}},
        {"text": "word", "metadata": {"event_type": "sent", "event_payload": {"k": ["1"]}}},
        "invalid_metadata_schema",
    ),
    Refused(
        "metadata too large",
        {"text": "word", "metadata": {"event_type": "sent", "event_payload": {"k": "x" * 17_000}}},
        {"text": "word", "metadata": {"event_type": "sent", "event_payload": {"k": "x" * 15_000}}},
        "metadata_too_large",
    ),
]

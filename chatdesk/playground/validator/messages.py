"""Whether Slack would take a message: its text, blocks, attachments and metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .blocks import block_findings
from .checks import Spot
from .refusal import Finding, Refusal

JSON = dict[str, Any]
MAX_BLOCKS = 50
MAX_TEXT = 40_000
MAX_MARKDOWN = 12_000
MAX_ATTACHMENTS = 100
MAX_METADATA_BYTES = 16_384
"""Not documented; a bot-maker measured about 13.2k characters, each block costing some more (bolt-js#2509)."""
MAX_BLOCK_CHARACTERS = 13_200
EVENT_TYPE = re.compile(r"[A-Za-z0-9_.\-]{1,255}")
COUNTED_KEYS = ("text", "alt_text", "title", "value", "url", "image_url", "label", "placeholder", "fallback")


def message_refusal(content: JSON, max_text: int = MAX_TEXT) -> Refusal | None:
    """Why Slack refuses these `text`, `blocks`, `attachments` and `metadata`, or None if it takes them."""
    blocks, attachments = ([] if content.get(name) is None else content[name] for name in ("blocks", "attachments"))
    text = content.get("text")
    if not isinstance(blocks, list):
        return Refusal("invalid_blocks_format")
    if not isinstance(attachments, list):
        return Refusal("invalid_attachments")
    if len(attachments) > MAX_ATTACHMENTS:
        return Refusal("too_many_attachments")
    if text is not None and not isinstance(text, str):
        return Refusal("invalid_arguments", (str(Finding("/text", "must provide a string")),))
    if not text and not blocks and not attachments:
        return Refusal("no_text")
    if len(text or "") > max_text:
        return Refusal("msg_too_long")
    spot = Spot("/blocks", "message")
    findings = [*block_findings(blocks, spot, MAX_BLOCKS), *_totals(blocks, spot)]
    if findings:
        return _refused("invalid_blocks", findings)
    if _characters(blocks) > MAX_BLOCK_CHARACTERS:
        return Refusal("msg_blocks_too_long")
    findings = list(_attachment_findings(attachments))
    if findings:
        return _refused("invalid_attachments", findings)
    return _metadata_refusal(content.get("metadata"))


def _refused(code: str, findings: list[Finding]) -> Refusal:
    chosen = next((finding.code for finding in findings if finding.code), code)
    return Refusal(chosen, tuple(str(finding) for finding in findings))


def _totals(blocks: list[Any], spot: Spot) -> Iterator[Finding]:
    known = [block for block in blocks if isinstance(block, dict)]
    if sum(block.get("type") in ("table", "data_table") for block in known) > 1:
        yield spot.wrong("only_one_table_allowed")
    markdown = [block.get("text") for block in known if block.get("type") == "markdown"]
    if sum(len(text) for text in markdown if isinstance(text, str)) > MAX_MARKDOWN:
        yield spot.wrong(f"must be less than {MAX_MARKDOWN + 1} characters of markdown", "msg_too_long")


def _characters(part: Any) -> int:
    if isinstance(part, list):
        return sum(_characters(item) for item in part)
    if not isinstance(part, dict):
        return 0
    return sum(
        len(value) if isinstance(value, str) and key in COUNTED_KEYS else _characters(value)
        for key, value in part.items()
    )


def _attachment_findings(attachments: list[Any]) -> Iterator[Finding]:
    for index, attachment in enumerate(attachments):
        spot = Spot(f"/attachments/{index}", "message")
        if not isinstance(attachment, dict):
            yield spot.wrong("must provide an object")
            continue
        if "blocks" in attachment:
            yield from block_findings(attachment["blocks"], spot.at("blocks"), MAX_BLOCKS)
        elif not any(attachment.get(key) for key in ("text", "fallback", "title", "fields", "image_url")):
            yield spot.wrong("no_text")


def _metadata_refusal(metadata: Any) -> Refusal | None:
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        return Refusal("invalid_metadata_format")
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    is_named = isinstance(event_type, str) and EVENT_TYPE.fullmatch(event_type)
    if not is_named or not isinstance(payload, dict) or set(metadata) > {"event_type", "event_payload"}:
        return Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > MAX_METADATA_BYTES:
        return Refusal("metadata_too_large")
    return None

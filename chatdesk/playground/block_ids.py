"""Blocks as Slack stores them: every block has a block_id and every interactive element an action_id."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from .view_state import elements

JSON = dict[str, Any]


def with_ids(blocks: list[JSON]) -> list[JSON]:
    """A copy of the blocks in which missing ids are made up."""
    stored = copy.deepcopy(blocks)
    _number(stored)
    for _, element in elements(stored):
        element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return stored


def attachments_with_ids(attachments: list[JSON]) -> list[JSON]:
    return [a | {"blocks": with_ids(a["blocks"])} if "blocks" in a else a for a in attachments]


def _number(blocks: list[JSON]) -> None:
    for block in blocks:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        _number(block.get("child_blocks", []))
        if block.get("type") == "carousel":
            _number(block["elements"])

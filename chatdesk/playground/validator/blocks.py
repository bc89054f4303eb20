"""Layout blocks: their fields and limits, and the surfaces that they may stand on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .checks import (
    Check,
    Spot,
    any_of,
    anything,
    array,
    boolean,
    by_type,
    exactly_one_of,
    integer,
    number,
    one_of,
    only,
    shape,
    string,
    url,
)
from .elements import (
    ACCESSORIES,
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    INPUT_SURFACES,
)
from .objects import SLACK_FILE, plain, text
from .refusal import Finding
from .rich_text import RICH_TEXT

BLOCK_ID = {"block_id": string(1, 255)}
MAX_TABLE_CHARACTERS = 10_000
MAX_DATA_TABLE_CHARACTERS = 20_000


def _action_ids_differ(value: Any, spot: Spot) -> Iterator[Finding]:
    """An action_id must be the only one of its kind in its block; other blocks may have it too."""
    seen: set[str] = set()
    for index, element in enumerate(value["elements"]):
        action_id = element.get("action_id")
        if action_id in seen:
            yield spot.at(f"elements/{index}/action_id").wrong(f'`action_id` "{action_id}" already exists')
        if action_id:
            seen.add(action_id)


def _no_dispatch_of_files(value: Any, spot: Spot) -> Iterator[Finding]:
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        yield spot.at("element/type").wrong("unsupported type: file_input")


def _response_url_in_modals(value: Any, spot: Spot) -> Iterator[Finding]:
    if value["element"].get("response_url_enabled") and spot.surface != "modal":
        yield spot.at("element").wrong("invalid additional property: response_url_enabled")


def _no_response_url(value: Any, spot: Spot) -> Iterator[Finding]:
    """`response_url_enabled` works in the input blocks of modals only."""
    for key in ("accessory", "elements"):
        found = value.get(key, [])
        for element in found if isinstance(found, list) else [found]:
            if "response_url_enabled" in element:
                yield spot.at(key).wrong("invalid additional property: response_url_enabled")


def _rows_alike(value: Any, spot: Spot) -> Iterator[Finding]:
    if len({len(row) for row in value["rows"]}) > 1:
        yield spot.at("rows").wrong("all rows must have the same number of cells")


def _characters(high: int) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        cells = [cell for row in value["rows"] for cell in row]
        total = sum(len(cell.get("text") or json.dumps(cell.get("elements", ""))) for cell in cells)
        if total > high:
            yield spot.wrong(f"must be less than {high + 1} characters in all cells")

    return check


CELLS: dict[str, Check] = {
    "raw_text": shape({"text": string(1, 10_000)}, {}),
    "raw_number": shape({"value": number}, {"text": string(1, 255)}),
    "rich_text": RICH_TEXT,
}
COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
TASK_FIELDS: dict[str, Check] = {
    **BLOCK_ID,
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": array(by_type({"url": shape({"url": url(), "text": string(1, 255)}, {})}), 0, 50),
}
TASK_REQUIRED = {"task_id": string(1, 255), "title": string(1, 255)}
NESTED_TASK = shape(TASK_REQUIRED, {**TASK_FIELDS, "status": one_of("pending", "in_progress", "complete", "error")})


def _column(value: Any, spot: Spot) -> Iterator[Finding]:
    """null leaves a column as it is."""
    if value is not None:
        yield from COLUMN(value, spot)


SIMPLE: dict[str, Check] = {
    "divider": shape({}, BLOCK_ID),
    "header": shape({"text": plain(150)}, {**BLOCK_ID, "level": integer(1, 4)}),
    "section": shape(
        {},
        {
            **BLOCK_ID,
            "text": text(3000),
            "fields": array(text(2000), 1, 10),
            "accessory": by_type(ACCESSORIES),
            "expand": boolean,
        },
        any_of("text", "fields"),
        _no_response_url,
    ),
    "context": shape({"elements": array(by_type(IN_CONTEXT), 1, 10)}, BLOCK_ID),
    "actions": shape({"elements": array(by_type(IN_ACTIONS), 1, 25)}, BLOCK_ID, _action_ids_differ, _no_response_url),
    "image": shape(
        {"alt_text": string(1, 2000)},
        {**BLOCK_ID, "image_url": url(), "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one_of("image_url", "slack_file"),
    ),
    "input": shape(
        {"label": plain(2000), "element": by_type(IN_INPUT, INPUT_SURFACES)},
        {**BLOCK_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        _no_dispatch_of_files,
        _response_url_in_modals,
    ),
    "rich_text": RICH_TEXT,
    "table": shape(
        {"rows": array(array(by_type(CELLS), 1, 20), 1, 100)},
        {**BLOCK_ID, "column_settings": array(_column, 0, 20)},
        _characters(MAX_TABLE_CHARACTERS),
    ),
    "video": shape(
        {
            "alt_text": string(1, 2000),
            "title": plain(199),
            "thumbnail_url": url(),
            "video_url": url(),
        },
        {
            **BLOCK_ID,
            "author_name": string(1, 49),
            "description": plain(199),
            "provider_icon_url": url(),
            "provider_name": string(1, 255),
            "title_url": url(),
        },
    ),
}
CARD = shape(
    {},
    {
        **BLOCK_ID,
        "hero_image": by_type({"image": IMAGE}),
        "icon": by_type({"image": IMAGE}),
        "slack_icon": by_type({"icon": shape({"name": string(1, 50)}, {})}),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": array(by_type(only("button", of=ELEMENTS)), 1, 3),
    },
    any_of("hero_image", "title", "actions", "body"),
)
BLOCKS: dict[str, Check] = SIMPLE | {
    "alert": shape(
        {"text": text(200)},
        {**BLOCK_ID, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": shape({"elements": array(by_type({"card": CARD}), 1, 10)}, BLOCK_ID),
    "container": shape(
        {"child_blocks": array(by_type(SIMPLE), 1, 10)},
        {
            **BLOCK_ID,
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(150),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": by_type({"image": IMAGE}),
            "is_collapsible": boolean,
            "default_collapsed": boolean,
            "has_header_divider": boolean,
        },
        any_of("title", "rich_text_title"),
    ),
    "context_actions": shape({"elements": array(by_type(IN_CONTEXT_ACTIONS), 1, 5)}, BLOCK_ID),
    "data_table": shape(
        {"rows": array(array(by_type(CELLS), 1, 20), 2, 201), "caption": string(1, 255)},
        {**BLOCK_ID, "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
        _rows_alike,
        _characters(MAX_DATA_TABLE_CHARACTERS),
    ),
    "data_visualization": shape({"title": string(1, 255), "chart": anything}, BLOCK_ID),
    "markdown": shape({"text": string(1, 12_000)}, BLOCK_ID),
    "plan": shape({"title": string(1, 255)}, {**BLOCK_ID, "tasks": array(NESTED_TASK, 0, 50)}),
    "task_card": shape(TASK_REQUIRED, {**TASK_FIELDS, "status": one_of("in_progress", "complete", "error")}),
}
SURFACES = {
    "alert": ("modal",),
    "carousel": ("message", "home"),
    "container": ("message", "home"),
    "context_actions": ("message",),
    "data_table": ("message", "home"),
    "data_visualization": ("message", "home"),
    "markdown": ("message",),
    "plan": ("message",),
    "table": ("message",),
    "task_card": ("message",),
}
BLOCK = by_type(BLOCKS, SURFACES)


def block_findings(blocks: Any, spot: Spot, high: int) -> Iterator[Finding]:
    """What is wrong with a list of blocks: each block, how many there are, block_ids used twice."""
    yield from array(BLOCK, 0, high)(blocks, spot)
    seen: set[str] = set()
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if isinstance(block_id, str) and block_id in seen:
            yield spot.at(f"{index}/block_id").wrong(f'`block_id` "{block_id}" already exists')
        elif isinstance(block_id, str):
            seen.add(block_id)

"""Whether Slack would take a view: a modal or a Home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .blocks import block_findings
from .checks import Check, Spot, boolean, shape, string
from .objects import plain
from .refusal import Finding, Refusal

JSON = dict[str, Any]
MAX_BLOCKS = 100
MAX_BYTES = 250_000


def _blocks(value: Any, spot: Spot) -> Iterator[Finding]:
    yield from block_findings(value, spot, MAX_BLOCKS)
    if value == []:
        yield spot.wrong("no less than 1 items allowed")


def _submit_with_inputs(value: Any, spot: Spot) -> Iterator[Finding]:
    if "submit" in value:
        return
    for index, block in enumerate(value["blocks"]):
        if block["type"] == "input":
            yield spot.at(f"blocks/{index}/input").wrong("must define `submit` to use an `input` block in modals")


def _one_focus(value: Any, spot: Spot) -> Iterator[Finding]:
    focused = json.dumps(value["blocks"]).count('"focus_on_load": true')
    if focused > 1:
        yield spot.at("blocks").wrong("only one element may define `focus_on_load`")


COMMON: dict[str, Check] = {
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}
VIEWS = {
    "modal": shape(
        {"title": plain(24), "blocks": _blocks},
        {
            **COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
        _submit_with_inputs,
        _one_focus,
    ),
    "home": shape({"blocks": _blocks}, COMMON, _one_focus),
}


def view_refusal(view: Any, kind: str | None = None) -> Refusal | None:
    """Why Slack refuses a view, or None if it takes it; `kind` is the type that the method asks for."""
    spot = Spot("/view", kind or "modal")
    if not isinstance(view, dict):
        return _refused([spot.wrong("must provide an object")])
    if "type" not in view:
        return _refused([spot.wrong("missing required field: type")])
    if view["type"] not in VIEWS or kind not in (None, view["type"]):
        return _refused([spot.at("type").wrong(f"unsupported type: {view['type']}")])
    if len(json.dumps(view).encode()) > MAX_BYTES:
        return Refusal("view_too_large")
    findings = list(VIEWS[view["type"]](view, Spot("/view", view["type"])))
    return _refused(findings) if findings else None


def _refused(findings: list[Finding]) -> Refusal:
    return Refusal("invalid_arguments", tuple(str(finding) for finding in findings))

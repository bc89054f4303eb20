"""PagerDuty's Events API, version 2."""

from __future__ import annotations

import json
from typing import Any

from chatdesk.adapters.paging.links import link_to
from chatdesk.adapters.paging.request import SOURCE, Request
from chatdesk.cards.model import Alarm, AlarmStep

_ACTIONS = {AlarmStep.RAISED: "trigger", AlarmStep.TAKEN: "acknowledge", AlarmStep.OVER: "resolve"}
_LONGEST_SUMMARY = 1024


def request(alarm: Alarm, host: str, key: str) -> Request:
    """A trigger, an acknowledgement or a resolution; the alarm's id is their common `dedup_key`."""
    link = link_to(alarm)
    event: dict[str, Any] = {
        "routing_key": key,
        "event_action": _ACTIONS[alarm.step],
        "dedup_key": alarm.id,
        "client": SOURCE,
        "payload": {
            "summary": alarm.subject[:_LONGEST_SUMMARY],
            "source": SOURCE,
            "severity": alarm.level.value,
            "timestamp": alarm.at.isoformat(),
            "class": "escalation",
            "custom_details": dict(alarm.facts),
        },
        "links": [{"href": link, "text": SOURCE}] if link else [],
    }
    return Request(f"{host}/v2/enqueue", json.dumps(event).encode())

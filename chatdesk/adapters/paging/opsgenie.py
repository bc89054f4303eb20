"""Opsgenie's Alert API, version 2."""

from __future__ import annotations

import json
from typing import Any

from chatdesk.adapters.paging.links import link_to
from chatdesk.adapters.paging.request import SOURCE, Request
from chatdesk.cards.model import Alarm, AlarmLevel, AlarmStep

_PRIORITIES = {AlarmLevel.CRITICAL: "P1", AlarmLevel.ERROR: "P2", AlarmLevel.WARNING: "P3"}
_LONGEST_MESSAGE = 130
_LONGEST_DESCRIPTION = 15_000


def request(alarm: Alarm, text: str, host: str, key: str) -> Request:
    """Creates, acknowledges or closes the alert whose `alias` is the alarm's id. `text` says it in whole sentences."""
    headers = {"Authorization": f"GenieKey {key}"}
    alerts = f"{host}/v2/alerts"
    if alarm.step is AlarmStep.RAISED:
        return Request(alerts, json.dumps(_alert(alarm, text)).encode(), headers)
    action = "acknowledge" if alarm.step is AlarmStep.TAKEN else "close"
    said = {"source": SOURCE, "user": SOURCE, "note": alarm.subject}
    return Request(f"{alerts}/{alarm.id}/{action}?identifierType=alias", json.dumps(said).encode(), headers)


def _alert(alarm: Alarm, text: str) -> dict[str, Any]:
    link = link_to(alarm)
    return {
        "message": _clipped(alarm.subject),
        "alias": alarm.id,
        "description": (f"{text}\n\n{link}" if link else text)[:_LONGEST_DESCRIPTION],
        "details": dict(alarm.facts),
        "source": SOURCE,
        "priority": _PRIORITIES[alarm.level],
    }


def _clipped(subject: str) -> str:
    return subject if len(subject) <= _LONGEST_MESSAGE else f"{subject[: _LONGEST_MESSAGE - 1]}…"

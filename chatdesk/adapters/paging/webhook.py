"""A plain POST of JSON, signed so that its receiver can tell that it is ours and fresh (docs/operations.md)."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime

from chatdesk.adapters.paging.links import link_to
from chatdesk.adapters.paging.request import Request
from chatdesk.cards.model import Alarm

SIGNATURE_HEADER = "X-Chatdesk-Signature"
TIMESTAMP_HEADER = "X-Chatdesk-Timestamp"
# The same word about the same alarm has the same key, however often it is sent.
REPEAT_HEADER = "Idempotency-Key"
_VERSION = "v1"


def request(alarm: Alarm, text: str, url: str, secret: str, now: datetime) -> Request:
    link = link_to(alarm)
    body = json.dumps(
        {
            "event": f"alarm.{alarm.step}",
            "alarm": alarm.id,
            "at": alarm.at.isoformat(),
            "level": alarm.level.value,
            "subject": alarm.subject,
            "text": text,
            "facts": dict(alarm.facts),
            **({"link": link} if link else {}),
        },
        ensure_ascii=False,
    ).encode()
    stamp = str(int(now.timestamp()))
    headers = {
        REPEAT_HEADER: alarm.word_id,
        TIMESTAMP_HEADER: stamp,
        SIGNATURE_HEADER: signature(secret, stamp, body),
    }
    return Request(url, body, headers)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256, in hexadecimal, of `v1:<timestamp>:<body>` under the secret."""
    signed = f"{_VERSION}:{stamp}:".encode() + body
    return f"{_VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"

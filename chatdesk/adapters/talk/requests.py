"""The id of an outside request, by which its repetitions are known."""

from __future__ import annotations

import hashlib


def request_id(platform: str, tenant: str, kind: str, *parts: str) -> str:
    """The same for a request and its repetitions, whatever the parts hold."""
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
    return f"{platform}:{tenant}:{kind}:{digest}"

"""What broke is logged under a reference, and the card tells that reference and nothing else of it."""

from __future__ import annotations

import secrets

import structlog

from chatdesk.cards.answers import trouble_card
from chatdesk.cards.model import Card
from chatdesk.core.view import Reader

_log = structlog.get_logger(__name__)


def broken_card(error: Exception, kind: str, reader: Reader) -> Card:
    """For whoever asked for it. `kind` says in the log by which door they came."""
    reference = secrets.token_hex(4)
    _log.error("request.failed", reference=reference, kind=kind, exc_info=error)
    return trouble_card(reader, reference)

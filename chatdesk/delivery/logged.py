"""Whatever is logged while something is delivered names the case and the deliveries it is about."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

import structlog

from chatdesk.delivery.result import Result
from chatdesk.store.claims import ClaimedBatch, ClaimedCard, ClaimedMessage, ClaimedRewrite

_log = structlog.get_logger(__name__)

Ids = dict[str, Any]


async def logged(what: str, ids: Ids, work: Coroutine[Any, Any, Result]) -> Result:
    """Awaits a lane's work, with `ids` in every line it logs, and logs what came of it."""
    with structlog.contextvars.bound_contextvars(**ids):
        result = await work
        if result is not Result.UNCHANGED:
            _log.info("delivery", what=what, result=result.value)
        return result


def of_batch(batch: ClaimedBatch | ClaimedRewrite) -> Ids:
    to = batch.destination
    platform = to.place.platform if to.place else to.identity.platform if to.identity else None
    return {
        "case_ids": sorted({row.case_id for row in batch.rows if row.case_id is not None}),
        "delivery_ids": [row.id for row in batch.rows],
        "platform": platform,
        "attempt": batch.attempts,
    }


def of_card(card: ClaimedCard) -> Ids:
    return {"case_id": card.case_id, "view": card.view, "platform": card.place.platform, "attempt": card.attempts}


def of_message(message: ClaimedMessage) -> Ids:
    return {"case_id": message.case_id, "platform": message.message.place.platform, "attempt": message.attempts}

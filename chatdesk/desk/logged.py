"""What the desk has done, one line each, once it is stored: ids and classes of events, nobody's words."""

from __future__ import annotations

from collections.abc import Iterable

import structlog

from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Inbound, Outcome
from chatdesk.desk.settle import Change

_log = structlog.get_logger(__name__)


def log_outcome(inbound: Inbound, outcome: Outcome) -> None:
    command = type(inbound.command).__name__
    if isinstance(outcome, Refused):
        _log.info("request.refused", inbound_id=inbound.id, command=command, reason=outcome.reason)
    elif outcome.is_repeat:
        _log.info("request.repeated", inbound_id=inbound.id, command=command, case_id=outcome.case_id)
    else:
        _log.info(
            "request.done",
            inbound_id=inbound.id,
            command=command,
            case_id=outcome.case_id,
            number=outcome.number,
            events=list(outcome.happened),
        )


def log_moved(moved: Iterable[Change]) -> None:
    """Cases that time alone has moved on."""
    for change in moved:
        if change.events:
            _log.info(
                "case.woken",
                case_id=change.after.id,
                number=change.after.number,
                events=[type(event.body).__name__ for event in change.events],
            )

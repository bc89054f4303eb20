"""What a case waits for, in a few English words for the demo's time control."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chatdesk.core.case import Case, Clock
from chatdesk.core.policy import Metric
from chatdesk.reads import Reads

Moment = tuple[datetime, str]


def earliest_thing(reads: Reads) -> Moment | None:
    """What time alone will change next, in any case."""
    case = reads.next_to_wake()
    return next_thing(case) if case else None


def next_thing(case: Case) -> Moment | None:
    """The earliest moment (UTC) at which time alone changes this case, and what happens then."""
    return min(things_of(case), key=lambda moment: moment[0], default=None)


def things_of(case: Case) -> Iterator[Moment]:
    """All that time alone changes in this case, in no order."""
    for clock in case.running_clocks:
        yield from _clock_waits(case, clock)
    if case.assign_by_at:
        yield case.assign_by_at, f"alarm if {case.number} has no owner"
    if case.remind_approval_at:
        yield case.remind_approval_at, f"reminder to approve {case.number}"
    if case.severity_proposal and case.severity_proposal.remind_at:
        yield case.severity_proposal.remind_at, f"reminder of the severity proposed for {case.number}"
    escalation = case.escalation
    if escalation and escalation.is_active:
        if escalation.next_at:
            yield escalation.next_at, f"tier {escalation.tier + 1} of {case.number}"
        if escalation.proposal:
            yield escalation.proposal.expires_at, f"tier {escalation.proposal.tier} of {case.number}, if nobody answers"


def _clock_waits(case: Case, clock: Clock) -> Iterator[Moment]:
    if clock.breached_at is not None:
        return
    name = clock.metric.replace("_", " ")
    if clock.due_at:
        what = {Metric.ESCALATION: f"{case.number} escalates", Metric.HANDOFF: f"{case.number} goes to the next level"}
        yield clock.due_at, what.get(clock.metric, f"{name} of {case.number} is due")
    if clock.warn_at and clock.warned_at is None:
        yield clock.warn_at, f"warning: {name} of {case.number}"

"""What a desk still lacks before it can work, in the order in which it is asked for. Pure."""

from __future__ import annotations

from enum import StrEnum

from chatdesk.core.directory import Directory
from chatdesk.core.directory_changes import OUR_CHANNELS


class Step(StrEnum):
    ORGANISATION = "organisation"
    ENGINEERS = "engineers"
    ESCALATION = "escalation"
    CUSTOMER = "customer"
    CHANNEL = "channel"
    ON_CALL = "on_call"
    TEST = "test"


def steps_left(who: Directory | None, has_cases: bool) -> tuple[Step, ...]:
    """What is still to be done, what comes next first."""
    if who is None:
        return tuple(Step)
    named = {name for name, _ in who.channels}
    customers = who.customers
    is_done = {
        Step.ORGANISATION: True,
        Step.ENGINEERS: "engineers" in named,
        Step.ESCALATION: named >= set(OUR_CHANNELS),
        Step.CUSTOMER: bool(customers),
        Step.CHANNEL: bool(customers) and all(one.channels for one in customers),
        Step.ON_CALL: "on_call" in dict(who.roles)
        or (bool(customers) and all("on_call" in dict(one.roles) for one in customers)),
        Step.TEST: has_cases,
    }
    return tuple(step for step in Step if not is_done[step])

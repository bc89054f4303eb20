"""What a story is: a policy, a moment to begin at, and steps that tell what they do and where to look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from chatdesk.core.business_hours import BusinessHours
from chatdesk.demo.stories.stage import Stage

Act = Callable[[Stage], Awaitable[None]]
Begins = Callable[[datetime, BusinessHours], datetime]

CUSTOMERS, DESK, ON_CALL = "#harbor-support", "#case-desk", "#on-call"
DIRECTORS, VPS, CHATDESK = "#directors", "#vp-bridge", "@chatdesk"


@dataclass(frozen=True)
class At:
    """Through whose eyes to look, at which conversation; `in_case` opens the thread of the story's case there."""

    who: str
    where: str
    in_case: bool = False


@dataclass(frozen=True)
class Step:
    """`does` is told before it is played, `look` after it; both in the policy's language. `{case}` is its number."""

    does: str
    look: str
    clauses: tuple[str, ...]
    at: At
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Story:
    """`key` is unique among all stories; `policy` is a policy file's name."""

    key: str
    policy: str
    title: str
    begins: Begins
    steps: tuple[Step, ...]


def at_once(now: datetime, _hours: BusinessHours) -> datetime:
    return now


def in_hours(left: timedelta) -> Begins:
    """As soon as the calendar is open and stays open for `left`."""

    def begins(now: datetime, hours: BusinessHours) -> datetime:
        at = hours.next_opening(now)
        return at if hours.is_open(at + left) else hours.next_opening(hours.close_of_business_day(at))

    return begins


def before_a_holiday(local: time) -> Begins:
    """At a time of the working day before the next public holiday that takes a working day away."""

    def begins(now: datetime, hours: BusinessHours) -> datetime:
        zone = ZoneInfo(hours.zone)
        for on, _ in sorted(hours.holidays):
            if on.weekday() > 4:
                continue
            eve = datetime.combine(on - timedelta(days=1), local, zone)
            if eve > now and hours.is_open(eve):
                return eve
        return hours.next_opening(now)

    return begins

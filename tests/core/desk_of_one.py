"""A case in the hands of the pure core: give commands, move time, look at what happened."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from chatdesk.core import commands as c
from chatdesk.core.business_hours import BusinessHours, Range
from chatdesk.core.case import Case, Clock
from chatdesk.core.decide import decide
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.evolve import evolve
from chatdesk.core.notice import AudienceKind, Notice
from chatdesk.core.notices import notices
from chatdesk.core.people import Actor, Roster, Standing
from chatdesk.core.policy import (
    Kind,
    Ladder,
    Metric,
    Policy,
    Severity,
    Span,
    SpanKind,
    Strength,
    Target,
    Tier,
)
from chatdesk.core.words import Words

NEW_YORK = ZoneInfo("America/New_York")
CARA = Actor(Standing.CUSTOMER, "cara", "harbor")
DANA = Actor(Standing.AGENT, "dana")
ELI = Actor(Standing.AGENT, "eli")
DIRECTOR = Actor(Standing.EXECUTIVE, "dora")
STRANGER = Actor(Standing.CUSTOMER, "mallory", "bluepeak")
ROSTER = Roster(
    {
        "on_call": ("eli",),
        "account_representative": ("rae",),
        "director": ("dora",),
        "director_of_services": ("dora",),
        "vp": ("vic",),
        "vp_sales": ("vic",),
    },
    frozenset({"dana", "eli", "dora"}),
)


def words(text: str) -> Words:
    return Words((("en", text),))


def new_york(text: str) -> datetime:
    """A wall time in New York, as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def elapsed(hours: float) -> Span:
    return Span(SpanKind.ELAPSED, seconds=int(hours * 3600))


def business(hours: float) -> Span:
    return Span(SpanKind.BUSINESS, seconds=int(hours * 3600))


def days(count: int) -> Span:
    return Span(SpanKind.BUSINESS_DAYS, days=count)


def target(metric: Metric, within: Span, *severities: int, **more: object) -> Target:
    name = f"{metric}/{'-'.join(map(str, severities))}"
    return Target(name, metric, within, "support", more.pop("strength", Strength.PROMISE), severities, **more)  # type: ignore[arg-type]


OFFICE = (Range(9 * 60, 17 * 60),)
CALENDAR = BusinessHours("support", "America/New_York", (OFFICE,) * 5 + ((), ()), ())
LADDER = Ladder(
    tiers=(
        Tier(1, "on_call", ("customer", "account_representative", "systems_engineer", "owner")),
        Tier(2, "director", ("director_of_services",)),
        Tier(3, "vp", ("vp_sales",), owner="director_of_services"),
    ),
    starts=(Metric.ESCALATION, Metric.ACKNOWLEDGEMENT),
    manual=(3, 4),
    last_tier=((4, 1),),
    on_outage=True,
)
HOUSE_LADDER = Ladder(
    tiers=(
        Tier(1, "on_call", ("owner", "on_call")),
        Tier(2, "director", ("director",)),
        Tier(3, "vp", ("vp",)),
    ),
    starts=(Metric.FIRST_RESPONSE, Metric.UPDATE, Metric.RESOLUTION, Metric.ANALYSIS),
    is_house=True,
)


def policy(*targets: Target, ladder: Ladder = LADDER, severities: int = 4, **more: object) -> Policy:
    steps = tuple(Severity(n, words(f"P{n}"), words(f"step {n}")) for n in range(1, severities + 1))
    return Policy(
        name="example",
        version="v1",
        title=words("Example"),
        language="en",
        main_hours="support",
        calendars=(CALENDAR,),
        severities=steps,
        targets=targets,
        ladder=ladder,
        unset_severity=more.pop("unset_severity", 3 if severities else None),
        **more,  # type: ignore[arg-type]
    )


class DeskOfOne:
    """One case, one policy; every command's events are folded and its notices kept."""

    def __init__(self, rules: Policy, now: str) -> None:
        self.policy = rules
        self.now = new_york(now)
        self.case: Case | None = None
        self.events: list[Event] = []
        self.told: list[Notice] = []

    def open(self, severity: int | None = 1, **more: object) -> DeskOfOne:
        fields: dict[str, object] = {
            "actor": CARA,
            "case_id": "case-1",
            "number": "HARBOR-1",
            "customer_id": "harbor",
            "requester_id": "cara",
            "title_id": "t-title",
            "reported_at": self.now,
            "severity": severity,
            "kind": Kind.INCIDENT,
        }
        outcome = self.give(c.Open(**(fields | more)))  # type: ignore[arg-type]
        assert not isinstance(outcome, Refused), outcome
        return self

    def give(self, command: c.Command, at: str | None = None) -> tuple[Event, ...] | Refused:
        if at is not None:
            self.now = new_york(at)
        outcome = decide(self.case, command, self.policy, ROSTER, self.now)
        if isinstance(outcome, Refused):
            return outcome
        before = self.case
        for event in outcome:
            self.case = evolve(self.case, event)
        self.events += outcome
        if self.case is not None:
            self.told += notices(before, self.case, outcome, self.policy, ROSTER)
        return outcome

    def until(self, at: str) -> DeskOfOne:
        """Let time pass as a server that never sleeps: waking at each moment the case waits for."""
        end = new_york(at)
        while self.case is not None and self.case.wake_at is not None and self.case.wake_at <= end:
            self.now = max(self.now, self.case.wake_at)
            self.give(c.Tick())
        self.now = end
        return self

    def sleep_until(self, at: str) -> DeskOfOne:
        """Let time pass as a server that was down: one late tick at the end."""
        self.give(c.Tick(), at)
        return self

    def clock(self, metric: Metric) -> Clock:
        assert self.case is not None
        found = self.case.clock(metric)
        assert found is not None, f"no {metric} clock"
        return found

    def due(self, metric: Metric) -> str | None:
        due_at = self.clock(metric).due_at
        return due_at.astimezone(NEW_YORK).strftime("%Y-%m-%d %H:%M") if due_at else None

    def happened(self, body: type) -> list[str]:
        """When each event of this kind happened, in New York."""
        return [
            event.at.astimezone(NEW_YORK).strftime("%a %H:%M") for event in self.events if isinstance(event.body, body)
        ]

    def tiers(self) -> list[tuple[int, str]]:
        assert self.case is not None
        raised = self.case.escalation.raised if self.case.escalation else ()
        return [(one.tier, one.at.astimezone(NEW_YORK).strftime("%a %m-%d %H:%M")) for one in raised]

    def who_heard(self, kind: str) -> list[str]:
        told = [notice.audience for notice in self.told if notice.kind == kind]
        return [f"pager of {to.name}" if to.kind is AudienceKind.PAGER else to.name for to in told]

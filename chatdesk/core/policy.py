"""A policy: one provider's whole promise, as values. `policy_files` builds it from YAML.

Field by field it is described in docs/policies.md. Nothing here names a provider.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from chatdesk.core.bulk_load import BulkLoad
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.uptime import UptimePromise
from chatdesk.core.words import Words


class Metric(StrEnum):
    """What a clock measures."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FIRST_RESPONSE = "first_response"
    ANALYSIS = "analysis"
    UPDATE = "update"
    WORKAROUND = "workaround"
    RESOLUTION = "resolution"
    ESCALATION = "escalation"
    HANDOFF = "handoff"


class Strength(StrEnum):
    """How hard a target binds (rule D9)."""

    PROMISE = "promise"
    GOAL = "goal"
    BEST_EFFORT = "best_effort"
    AGREED = "agreed"


class Kind(StrEnum):
    INCIDENT = "incident"
    QUESTION = "question"
    PROBLEM = "problem"
    CHANGE_REQUEST = "change_request"
    SERVICE_REQUEST = "service_request"
    PREVENTIVE = "preventive"


class SpanKind(StrEnum):
    ELAPSED = "elapsed"
    BUSINESS = "business"
    BUSINESS_DAYS = "business_days"
    SAME_BUSINESS_DAY = "same_business_day"
    CLOSE_OF_NEXT_BUSINESS_DAY = "close_of_next_business_day"
    AGREED = "agreed"
    NEXT_RELEASE = "next_release"
    BEST_EFFORT = "best_effort"


@dataclass(frozen=True)
class Span:
    """A promised length of time, or the reason there is none.

    `seconds` belongs to ELAPSED and BUSINESS, `days` to BUSINESS_DAYS. `at_latest` is a
    second rule of which the earlier moment wins; `until_agreed` says that the span holds
    until both sides accept a date or a release.
    """

    kind: SpanKind
    seconds: int = 0
    days: int = 0
    end_of_day: bool = False
    at_latest: Span | None = None
    until_agreed: bool = False

    @property
    def has_due_time(self) -> bool:
        return self.kind not in (SpanKind.AGREED, SpanKind.NEXT_RELEASE, SpanKind.BEST_EFFORT)


@dataclass(frozen=True)
class Assumption:
    """Something the source does not say and the file fills in, with its reason (rule D8)."""

    key: str
    reason: Words
    confirmed_by: str | None = None
    confirmed_on: str | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_by is not None and self.confirmed_on is not None


@dataclass(frozen=True)
class Reading:
    """How an ambiguous sentence was read, and the readings that were not taken."""

    taken: Words
    not_taken: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Target:
    """A promise: one metric, for some severities, kinds and plans, within a span.

    An empty `severities`, `kinds` or `plans` means any. `id` is unique in its policy.
    `hours` names the calendar that business spans are counted in and that due times are
    shown in. `to_level` belongs to HANDOFF: the support level that takes over when the
    clock runs out.
    """

    id: str
    metric: Metric
    within: Span
    hours: str
    strength: Strength
    severities: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    plans: tuple[str, ...] = ()
    recurs: bool = False
    to_level: int | None = None
    clauses: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    readings: tuple[Reading, ...] = ()
    is_house: bool = False

    def covers(self, severity: int | None, plan: str | None, kind: Kind) -> bool:
        return (
            (not self.severities or severity in self.severities)
            and (not self.kinds or kind in self.kinds)
            and (not self.plans or plan in self.plans)
        )


@dataclass(frozen=True)
class Severity:
    """A step of the policy's own ladder; 1 is the worst."""

    number: int
    label: Words
    definition: Words
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    value: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One of the questions that decide a severity."""

    key: str
    text: Words
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class SeverityRule:
    """Answers that lead to a severity; a question that is not named may have any answer.

    `is_reading` marks a combination the source does not cover and we read in (E-GAP).
    """

    severity: int
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    is_reading: bool = False
    clauses: tuple[str, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True)
class Reason:
    """A policy's own label for why a case is opened; it decides the kind.

    `team` is the role whose people are told of such a case at once.
    """

    key: str
    label: Words
    definition: Words
    kind: Kind
    clauses: tuple[str, ...] = ()
    asks_for_symptoms: bool = False
    team: str | None = None
    bulk_load: BulkLoad | None = None


@dataclass(frozen=True)
class Plan:
    """What a customer bought; selects targets within a policy."""

    key: str
    label: Words
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A role that the policy's ladder or support levels name; the directory says who fills it."""

    key: str
    label: Words


@dataclass(frozen=True)
class SupportLevel:
    """Depth of skill working a case (L1, L2, L3); `roles` are told when it takes over."""

    number: int
    label: Words
    roles: tuple[str, ...]
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tier:
    """Who is told as attention rises: a channel (`on_call`, `director`, `vp`) and roles.

    `owner` names the role that becomes the case's owner when this tier is told.
    """

    number: int
    channel: str | None
    roles: tuple[str, ...]
    owner: str | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ladder:
    """The tiers, and what raises them.

    `starts` are the metrics whose unmet due time raises tier 1. The next tier follows one
    further span later: that of the ESCALATION target if the case has one, else that of the
    target that ran out. `manual` are the severities whose tiers are proposed with buttons
    instead of told by themselves (rules D10, D15). `last_tier` caps a severity's climb.
    `is_house` marks the ladder of rule D13, never shown as the provider's promise.
    """

    tiers: tuple[Tier, ...]
    starts: tuple[Metric, ...]
    manual: tuple[int, ...] = ()
    last_tier: tuple[tuple[int, int], ...] = ()
    on_outage: bool = False
    outage_raises_all: bool = False
    is_house: bool = False
    clauses: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()

    def tier(self, number: int) -> Tier | None:
        return next((tier for tier in self.tiers if tier.number == number), None)

    def top_for(self, severity: int | None) -> int:
        """The highest tier a case of this severity climbs to by itself."""
        highest = max((tier.number for tier in self.tiers), default=0)
        return min(highest, dict(self.last_tier).get(severity or 0, highest))


def _business_days(days: int) -> Span:
    return Span(SpanKind.BUSINESS_DAYS, days=days)


_NO_LONGER = Span(SpanKind.BEST_EFFORT)


@dataclass(frozen=True)
class HouseValues:
    """Numbers the product needs and no source gives (rule D11), changed in one place."""

    proposal_wait: Span = Span(SpanKind.BUSINESS, seconds=3600)
    assignment_wait: Span = Span(SpanKind.BUSINESS, seconds=3600)
    approval_reminder: Span = field(default_factory=lambda: _business_days(2))
    agreement_nudge: Span = field(default_factory=lambda: _business_days(2))
    reopen_within: Span = field(default_factory=lambda: _business_days(5))
    warn_when_left: tuple[int, int] = (1, 4)


@dataclass(frozen=True)
class Note:
    """A finding that only a reader of the source can see, declared in the file."""

    code: str
    text: Words
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manual:
    """Help that is shown with a case; without a `url`, people are told to ask for it."""

    label: Words
    url: str | None = None


class Closing(StrEnum):
    """What ends a resolved case: anybody's close, or the customer's approval only."""

    ANYONE = "anyone"
    CUSTOMER_APPROVAL = "customer_approval"


@dataclass(frozen=True)
class Policy:
    """One provider's whole promise, resolved: calendars hold the holiday dates they were read with.

    `version` is a hash of the content; it is what a case is pinned to. `main_hours` names
    the calendar in which house values count and in whose zone a due time is told. A case
    goes to `level_on_outage` as soon as its answers say that the system is down, a problem to
    `problem_level`. With `changes_walk_steps` a change request goes its steps in order.
    """

    name: str
    version: str
    title: Words
    language: str
    main_hours: str
    calendars: tuple[BusinessHours, ...]
    severities: tuple[Severity, ...]
    targets: tuple[Target, ...]
    ladder: Ladder
    unset_severity: int | None = None
    questions: tuple[Question, ...] = ()
    severity_rules: tuple[SeverityRule, ...] = ()
    outage_answers: tuple[tuple[str, str], ...] = ()
    reasons: tuple[Reason, ...] = ()
    reason_is_required: bool = False
    roles: tuple[Role, ...] = ()
    plans: tuple[Plan, ...] = ()
    default_plan: str | None = None
    support_levels: tuple[SupportLevel, ...] = ()
    first_level: int | None = None
    level_at_severity: tuple[tuple[int, int], ...] = ()
    level_on_outage: int | None = None
    pauses_for: tuple[str, ...] = ()
    severity_counts_from_change: bool = False
    reopens: bool = True
    closing: Closing = Closing.ANYONE
    changes_walk_steps: bool = False
    only_representatives_report: bool = False
    only_customers_monitor: bool = False
    problem_level: int | None = None
    correction_means: tuple[Choice, ...] = ()
    correction_sites: tuple[Choice, ...] = ()
    uptime: UptimePromise | None = None
    contacts: tuple[Words, ...] = ()
    manuals: tuple[Manual, ...] = ()
    house: HouseValues = HouseValues()
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[Note, ...] = ()
    short_title: Words | None = None
    # Asked with every command. Both follow from `targets`, and are no part of what the policy says.
    _by_id: dict[str, Target] = field(init=False, repr=False, compare=False, default_factory=dict)
    _chosen: dict[tuple[int | None, str | None, Kind], tuple[Target, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @property
    def worst_severity(self) -> int | None:
        return min([step.number for step in self.severities], default=None)

    def hours(self, name: str) -> BusinessHours:
        for calendar in self.calendars:
            if calendar.name == name:
                return calendar
        raise LookupError(f"there are no hours {name}")

    def target(self, target_id: str) -> Target:
        """A name that is not known is a promise this version makes no more: a case that was moved here may still
        have a clock of it, which has ended."""
        if not self._by_id:
            self._by_id.update((target.id, target) for target in self.targets)
        known = self._by_id.get(target_id)
        if known is None:
            return Target(target_id, Metric.RESOLUTION, _NO_LONGER, self.main_hours, Strength.BEST_EFFORT)
        return known

    def severity(self, number: int | None) -> Severity | None:
        return next((step for step in self.severities if step.number == number), None)

    def reason(self, key: str | None) -> Reason | None:
        return next((reason for reason in self.reasons if reason.key == key), None)

    def role(self, key: str) -> Role | None:
        return next((role for role in self.roles if role.key == key), None)

    def support_level(self, number: int | None) -> SupportLevel | None:
        return next((level for level in self.support_levels if level.number == number), None)

    def targets_for(self, severity: int | None, plan: str | None, kind: Kind) -> tuple[Target, ...]:
        """The targets of one case, at most one a metric; of several that cover it the first in the file wins."""
        known = self._chosen.get((severity, plan, kind))
        if known is not None:
            return known
        chosen: dict[Metric, Target] = {}
        for target in self.targets:
            if target.metric not in chosen and target.covers(severity, plan, kind):
                chosen[target.metric] = target
        self._chosen[severity, plan, kind] = tuple(chosen.values())
        return self._chosen[severity, plan, kind]

    def suggested_severity(self, answers: tuple[tuple[str, str], ...]) -> SeverityRule | None:
        """The first rule that these answers satisfy; None where no rule covers them."""
        given = dict(answers)
        for rule in self.severity_rules:
            if all(given.get(key) in values for key, values in rule.answers):
                return rule
        return None

    def missing_answers(self, answers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """The questions that still decide the severity, in the policy's order.

        Empty where nothing is answered, where the answers decide already, and where no rule could fit them any more.
        """
        if not answers or self.suggested_severity(answers) is not None:
            return ()
        given = dict(answers)
        open_rules = [
            rule
            for rule in self.severity_rules
            if all(given.get(key, values[0]) in values for key, values in rule.answers)
        ]
        wanted = {key for rule in open_rules for key, _ in rule.answers if key not in given}
        return tuple(question.key for question in self.questions if question.key in wanted)

    def is_outage(self, answers: tuple[tuple[str, str], ...]) -> bool:
        """Do these answers say that the system is down?"""
        return any(answer in answers for answer in self.outage_answers)

    def with_version(self, version: str) -> Policy:
        return replace(self, version=version)

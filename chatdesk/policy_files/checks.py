"""What one key of a policy file says about another: everything named is declared, nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from chatdesk.core.business_hours import BusinessHours, Range
from chatdesk.core.policy import Metric, SpanKind
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.findings import did_you_mean
from chatdesk.policy_files.house import HOUSE_ROLES
from chatdesk.policy_files.parts import TargetPart
from chatdesk.policy_files.public_holidays import check_country
from chatdesk.policy_files.schema import PolicyFile
from chatdesk.policy_files.values import Answers
from chatdesk.policy_files.week import week_of

Complaint = tuple[Where, str]

_ANY_WEEK = {"mon": (Range(0, 1440),)}
_NO_DUE_TIME = (SpanKind.AGREED, SpanKind.NEXT_RELEASE, SpanKind.BEST_EFFORT)


def complaints(file: PolicyFile) -> Iterator[Complaint]:
    """(where, what is wrong and what to do) for each, in the order of the file's keys."""
    yield from _hours(file)
    yield from _severities(file)
    for key, target in file.targets.items():
        yield from _target(file, ("targets", key), target)
    yield from _reasons(file)
    yield from _plans(file)
    yield from _levels(file)
    yield from _ladder(file)
    yield from _house(file)
    for clause, part in file.clauses.items():
        for key in part.at:
            yield from _known(("clauses", clause, "at"), "key", key, file.model_fields_set)


def _hours(file: PolicyFile) -> Iterator[Complaint]:
    if file.main_hours is not None:
        yield from _known(("main_hours",), "business hours", file.main_hours, file.business_hours)
    for name, hours in file.business_hours.items():
        # One at a time, so that what is said stands at its own line.
        for key, zone, week in (("zone", hours.zone, _ANY_WEEK), ("week", "UTC", hours.week)):
            try:
                BusinessHours(name, zone, week_of(week))
            except ValueError as error:
                yield ("business_hours", name, key), str(error)
        country, part = hours.holidays.country, hours.holidays.subdivision
        where: Where = ("business_hours", name, "holidays")
        if country is None:
            if part is not None:
                yield (*where, "subdivision"), "a subdivision needs its 'country:'"
            if hours.holidays.except_:
                yield (*where, "except"), "there is no country whose holidays could be left out; give 'country:'"
            continue
        try:
            check_country(country, part)
        except ValueError as error:
            yield (*where, "country" if part is None else "subdivision"), str(error)


def _severities(file: PolicyFile) -> Iterator[Complaint]:
    if list(file.severities) != list(range(1, len(file.severities) + 1)):
        yield ("severities",), "severities are numbered 1, 2, 3 … in order, 1 the worst"
    for number, rule in enumerate(file.severity_rules):
        where: Where = ("severity_rules", number)
        yield from _known((*where, "severity"), "severity", rule.severity, file.severities)
        yield from _answers(file, (*where, "when"), rule.when)
    yield from _answers(file, ("outage_when",), file.outage_when)
    if file.reason_required and not file.reasons:
        yield ("reason_required",), "a reason is required but no 'reasons:' are declared"


def _answers(file: PolicyFile, where: Where, given: dict[str, Answers]) -> Iterator[Complaint]:
    for key, values in given.items():
        question = file.questions.get(key)
        if question is None:
            yield (*where, key), f"unknown question '{key}'; {did_you_mean(key, file.questions)}"
            continue
        for value in values:
            yield from _known((*where, key), f"answer to '{key}'", value, question.answers)


def _target(file: PolicyFile, where: Where, target: TargetPart) -> Iterator[Complaint]:
    if target.hours is not None:
        yield from _known((*where, "hours"), "business hours", target.hours, file.business_hours)
    for severity in target.severities:
        yield from _known((*where, "severities"), "severity", severity, file.severities)
    for plan in target.plans:
        yield from _known((*where, "plans"), "plan", plan, file.plans)
    if not target.clauses and not target.house and not target.assumed:
        yield where, "names no clause; add 'clauses:', or say 'house: true' or 'assumed:' where no clause asks for it"
    has_due_time = target.within.kind not in _NO_DUE_TIME
    if target.recurs and not has_due_time:
        yield (*where, "recurs"), "only a span with a due time can recur"
    if target.at_latest is not None and (not has_due_time or target.at_latest.kind in _NO_DUE_TIME):
        yield (*where, "at_latest"), "both 'within' and 'at_latest' need a due time, so that the earlier can be taken"
    if target.end_of_day and target.within.kind is not SpanKind.BUSINESS_DAYS:
        yield (*where, "end_of_day"), "only spans of business days can be moved to the end of their day"
    if target.until_agreed and not has_due_time:
        yield (*where, "until_agreed"), "a span without a due time cannot hold until another is agreed"
    if (target.metric is Metric.HANDOFF) != (target.to_level is not None):
        yield where, "a handoff, and only a handoff, says with 'to_level:' which support level takes over"
    elif target.to_level is not None:
        yield from _known((*where, "to_level"), "support level", target.to_level, file.support_levels)


def _reasons(file: PolicyFile) -> Iterator[Complaint]:
    for key, reason in file.reasons.items():
        if reason.team is not None:
            yield from _roles(file, ("reasons", key, "team"), [reason.team])


def _plans(file: PolicyFile) -> Iterator[Complaint]:
    if file.default_plan is not None:
        yield from _known(("default_plan",), "plan", file.default_plan, file.plans)
    elif file.plans:
        yield ("plans",), "say with 'default_plan:' which plan a customer has who bought no other"


def _levels(file: PolicyFile) -> Iterator[Complaint]:
    if file.first_level is not None:
        yield from _known(("first_level",), "support level", file.first_level, file.support_levels)
    elif file.support_levels:
        yield ("support_levels",), "say with 'first_level:' where a new case starts"
    for number, level in file.support_levels.items():
        where: Where = ("support_levels", number)
        yield from _roles(file, (*where, "roles"), level.roles)
        for severity in level.takes_severities:
            yield from _known((*where, "takes_severities"), "severity", severity, file.severities)
        if level.takes_outages and not file.outage_when:
            yield (*where, "takes_outages"), "no answer means an outage; say which with 'outage_when:'"


def _ladder(file: PolicyFile) -> Iterator[Complaint]:
    ladder = file.ladder
    if ladder is None:
        return
    if list(ladder.tiers) != list(range(1, len(ladder.tiers) + 1)):
        yield ("ladder", "tiers"), "tiers are numbered 1, 2, 3 … in the order in which they are told"
    for number, tier in ladder.tiers.items():
        where: Where = ("ladder", "tiers", number)
        yield from _roles(file, (*where, "roles"), tier.roles)
        if tier.owner is not None:
            yield from _roles(file, (*where, "owner"), [tier.owner])
        if tier.channel is None and not tier.roles:
            yield where, "tells nobody; give it a 'channel:', 'roles:' or both"
    for severity in ladder.proposed_for:
        yield from _known(("ladder", "proposed_for"), "severity", severity, file.severities)
    for severity, tier_number in ladder.stops_at.items():
        yield from _known(("ladder", "stops_at", severity), "severity", severity, file.severities)
        yield from _known(("ladder", "stops_at", severity), "tier", tier_number, ladder.tiers)
    if ladder.outage_raises != "nothing" and not file.outage_when:
        yield ("ladder", "outage_raises"), "no answer means an outage; say which with 'outage_when:'"


def _house(file: PolicyFile) -> Iterator[Complaint]:
    unset = file.house.unset_severity
    if unset is not None:
        yield from _known(("house", "unset_severity"), "severity", unset, file.severities)
    elif file.severities:
        yield ("severities",), "say under 'house:' with 'unset_severity:' whose targets run until a severity is named"
    waits = ("proposal_wait", "assignment_wait", "approval_reminder", "agreement_nudge", "reopen_within")
    for key in waits:
        span = getattr(file.house, key)
        if span is not None and span.kind in _NO_DUE_TIME:
            yield ("house", key), "needs a span with a due time, such as '1 business hour'"


def _roles(file: PolicyFile, where: Where, roles: Iterable[str]) -> Iterator[Complaint]:
    known = [*(role.key for role in HOUSE_ROLES), *file.roles]
    for role in roles:
        if role not in known:
            yield (
                where,
                f"unknown role '{role}', and none of that name is declared under 'roles:'; {did_you_mean(role, known)}",
            )


def _known(where: Where, what: str, name: object, known: Collection[object]) -> Iterator[Complaint]:
    if name not in known:
        yield where, f"unknown {what} '{name}'; {did_you_mean(name, known)}"

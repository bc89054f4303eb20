"""A course as the commands that people would have given, in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.case import Resolution, WaitingOn
from chatdesk.core.load import Load
from chatdesk.core.people import Actor, Standing
from chatdesk.core.policy import Kind, Metric, Policy
from chatdesk.simulation.course import Course

# The people of a simulation are called what they are, so that whoever is told reads as a role.
CUSTOMER = Actor(Standing.CUSTOMER, "customer", "customer")
OWNER = Actor(Standing.AGENT, "owner")

_TEXT = "text"
Step = tuple[datetime, c.Command]


def opening(course: Course, policy: Policy) -> c.Open:
    # Only our own people see a problem in what was reported.
    is_problem = course.kind_under(policy) is Kind.PROBLEM
    reason = policy.reason(course.reason)
    brings_file = reason is not None and reason.bulk_load is not None
    return c.Open(
        actor=OWNER if is_problem else CUSTOMER,
        case_id=course.name,
        number=course.name,
        customer_id="customer",
        requester_id="customer",
        title_id=_TEXT,
        description_id=_TEXT,
        reported_at=course.opened_at,
        plan=course.plan,
        kind=course.kind,
        reason=course.reason,
        severity=course.severity,
        answers=course.answers,
        found_in=("reported",) if is_problem else (),
        load=Load(rows=1, digest="simulated") if brings_file else None,
    )


def steps(course: Course, policy: Policy) -> list[Step]:
    """What people did after the opening. Of two things at one moment, the order of a case's life decides."""
    return sorted(_steps(course, policy), key=lambda step: step[0])


def _steps(course: Course, policy: Policy) -> Iterator[Step]:
    walks = policy.changes_walk_steps and course.kind_under(policy) is Kind.CHANGE_REQUEST
    for at, severity in course.severity_changes:
        yield at, c.SetSeverity(actor=OWNER, severity=severity)
    if course.acknowledged_at is not None:
        yield course.acknowledged_at, c.Acknowledge(actor=OWNER)
    for wait in course.waits:
        yield wait.since, c.WaitOn(actor=OWNER, whom=WaitingOn.CUSTOMER)
        if wait.until is not None:
            yield wait.until, c.Resume(actor=OWNER)
    if course.first_response_at is not None:
        yield course.first_response_at, _reply(course.first_response_at)
    if course.analysed_at is not None and walks:
        yield course.analysed_at, c.WriteNeeds(actor=OWNER, text_id=_TEXT)
    elif course.analysed_at is not None and any(target.metric is Metric.ANALYSIS for target in policy.targets):
        yield course.analysed_at, c.FinishAnalysis(actor=OWNER)
    for at in course.updates:
        yield at, _reply(at)
    if course.workaround_at is not None:
        yield course.workaround_at, c.OfferWorkaround(actor=OWNER, text_id=_TEXT)
    if course.resolved_at is not None:
        if walks:
            yield from ((course.resolved_at, command) for command in _walk(course))
        yield course.resolved_at, _resolve(policy)
    if course.approved_at is not None:
        yield course.approved_at, c.Approve(actor=CUSTOMER)


def _reply(at: datetime) -> c.Reply:
    return c.Reply(actor=OWNER, text_id=_TEXT, said_at=at)


def _walk(course: Course) -> Iterator[c.Command]:
    """A course does not say when a change request took each step; it took them all by the time it was delivered."""
    if course.analysed_at is None:
        yield c.WriteNeeds(actor=OWNER, text_id=_TEXT)
    yield c.AddCriterion(actor=OWNER, text_id=_TEXT)
    yield c.ApproveCriterion(actor=CUSTOMER)
    yield c.EvaluateChange(actor=OWNER, text_id=_TEXT)
    yield c.ScheduleChange(actor=OWNER, term=Term(release="delivered"))


def _resolve(policy: Policy) -> c.Resolve:
    means = policy.correction_means[0].value if policy.correction_means else None
    site = policy.correction_sites[0].value if policy.correction_sites else None
    return c.Resolve(actor=OWNER, resolution=Resolution.PERMANENT, text_id=_TEXT, means=means, site=site)

"""A case begins (rule D1)."""

from __future__ import annotations

from chatdesk.core import escalation, loading, outages
from chatdesk.core.clocks import start_clocks
from chatdesk.core.commands import Open
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import Linked, Opened
from chatdesk.core.link import FOUND_IN
from chatdesk.core.policy import Kind, Policy
from chatdesk.core.reporting import may_report
from chatdesk.core.tick import hand_off

# The way in by which a system that watches another one reports.
MONITORING = "monitoring"


def open_case(draft: Draft, command: Open) -> None:
    """Open it, start its clocks at the report, and do at once what its severity or an outage asks for."""
    policy = draft.policy
    severity = _severity(policy, command)
    reason = policy.reason(command.reason)
    if command.reason is not None and reason is None:
        raise refuse("reason.unknown", reason=command.reason)
    if reason is not None and reason.asks_for_symptoms and command.description_id is None:
        raise refuse("symptoms.missing")
    _check_monitoring(draft, command)
    kind = command.kind or (reason.kind if reason else Kind.INCIDENT)
    is_outage = policy.is_outage(command.answers)
    at = min(command.reported_at, draft.now)
    is_authorised = may_report(draft)
    _check_problem(draft, kind, command)
    draft.happen(
        Opened(
            case_id=command.case_id,
            number=command.number,
            customer_id=command.customer_id,
            policy_version=policy.version,
            requester_id=command.requester_id,
            title_id=command.title_id,
            description_id=command.description_id,
            via=command.via,
            plan=command.plan or policy.default_plan,
            kind=kind,
            reason=command.reason,
            severity=severity,
            severity_is_confirmed=severity is not None and draft.actor.is_ours,
            answers=command.answers,
            is_outage=is_outage,
            support_level=policy.first_level,
            is_covered=command.is_covered,
            is_authorised=is_authorised,
            walks_steps=kind is Kind.CHANGE_REQUEST and policy.changes_walk_steps,
        ),
        at=at,
    )
    loading.receive(draft, command)
    if command.follows is not None:
        draft.happen(Linked(command.follows, "follows"))
    for case_id in command.found_in:
        draft.happen(Linked(case_id, FOUND_IN))
    if is_authorised:
        start_clocks(draft, at)
    engage_level(draft, severity)
    outages.follow(draft, at)
    if is_outage:
        escalation.trigger_by_outage(draft, at)


def _check_problem(draft: Draft, kind: Kind, command: Open) -> None:
    """A problem exists only from one or more cases, and only our own people see one in them (C2-4)."""
    if kind is Kind.PROBLEM and not (draft.actor.is_ours and command.found_in):
        raise refuse("problem.needs_case")


def _check_monitoring(draft: Draft, command: Open) -> None:
    """Where only customers watch their systems, a report of monitoring is theirs, passed on by us (C2-18)."""
    is_our_own = draft.actor.is_ours and command.requester_id == draft.person_id
    if draft.policy.only_customers_monitor and command.via == MONITORING and is_our_own:
        raise refuse("monitoring.not_ours")


def engage_level(draft: Draft, severity: int | None) -> None:
    """Where a severity or an outage belongs to a deeper support level, hand it there at once.

    A severity that the customer only proposes is enough: what may be a catastrophe does not
    wait for a yes, and an engineer may downgrade it (CIP-14).
    """
    policy, case = draft.policy, draft.case
    by_severity = dict(policy.level_at_severity).get(severity or 0)
    by_outage = policy.level_on_outage if case.is_outage else None
    by_kind = policy.problem_level if case.kind is Kind.PROBLEM else None
    level = max(by_severity or 0, by_outage or 0, by_kind or 0)
    if level > (case.support_level or 0):
        because = "outage" if by_outage == level else "severity" if by_severity == level else "problem"
        hand_off(draft, level, None, because, None, draft.now)


def _severity(policy: Policy, command: Open) -> int | None:
    if command.severity is not None:
        if policy.severity(command.severity) is None:
            raise refuse("severity.unknown", severity=str(command.severity))
        return command.severity
    rule = policy.suggested_severity(command.answers) if command.answers else None
    return rule.severity if rule else None

"""A notice in its reader's words. One function a kind; the kinds are those of core/notices.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chatdesk.cards.model import Card
from chatdesk.cards.notices import (
    agreement,
    change,
    clock,
    escalation,
    life,
    load,
    pagers,
    policy,
    report,
    severity,
    talk,
    workplace,
)
from chatdesk.cards.notices.scene import Scene
from chatdesk.core.notice import AudienceKind, Notice
from chatdesk.core.view import CaseView, Reader

# In the order of a case's life.
_CARDS: Mapping[str, Callable[[Scene], Card]] = {
    "severity.ask": severity.ask,
    "opened.for": talk.opened_for,
    "acknowledged": talk.acknowledged,
    "owner.changed": talk.owner_changed,
    "reply.to_customer": talk.reply_to_customer,
    "reply.from_customer": talk.reply_from_customer,
    "note": talk.note,
    "analysis.finished": talk.analysis_finished,
    "severity.proposed": severity.proposed,
    "severity.reminder": severity.proposed,
    "severity.set": severity.set_to,
    "severity.declined": severity.declined,
    "wait.started": talk.wait_started,
    "wait.ended": talk.wait_ended,
    "clock.warned": clock.warned,
    "clock.breached": clock.breached,
    "clock.withdrawn": clock.withdrawn,
    "tier.proposed": escalation.proposed,
    "tier.declined": escalation.declined,
    "tier.raised": escalation.raised,
    "escalation.taken": escalation.taken,
    "asked": talk.asked,
    "deescalated": escalation.ended,
    "handed_off": escalation.handed_off,
    "nobody_assigned": escalation.nobody_assigned,
    "team.asked": escalation.team_asked,
    "workaround.offered": life.workaround_offered,
    "resolved": life.resolved,
    "approval.reminder": life.approval_reminder,
    "approved": life.approved,
    "rejected": life.rejected,
    "closed": life.closed,
    "reopened": life.reopened,
    "withdrawn": life.withdrawn,
    "linked": life.linked,
    "merged": life.merged,
    "undeliverable": life.undeliverable,
    "pager.late": life.pager_late,
    "term.offered": agreement.offered,
    "term.accepted": agreement.accepted,
    "term.declined": agreement.declined,
    "term.nudged": agreement.nudged,
    "release.announced": agreement.release,
    "change.analysed": change.analysed,
    "change.criterion": change.criterion,
    "change.approved": change.approved,
    "change.refused": change.refused,
    "change.evaluated": change.evaluated,
    "change.scheduled": change.scheduled,
    "uncovered": report.uncovered,
    "report.unauthorised": report.unauthorised,
    "report.authorised": report.authorised,
    "report.declined": report.dismissed,
    "cause.corrected": report.cause_corrected,
    "outage.started": report.outage_started,
    "outage.ended": report.outage_ended,
    "uptime.budget": report.budget_used,
    "load.received": load.received,
    "load.waiting": load.waiting,
    "load.approved": load.approved,
    "load.declined": load.declined,
    "rating.ask": report.rating_asked,
    "rated": report.rated,
    "policy.changed": policy.changed,
    "owner.left": workplace.owner_left,
    "requester.left": workplace.requester_left,
    "outsiders.came": workplace.outsiders_came,
}

KINDS = tuple(_CARDS)

# What a customer's reader may be told at all. Whatever else reaches one is a fault, not a message.
CUSTOMER_KINDS = frozenset(
    {
        "severity.ask",
        "opened.for",
        "acknowledged",
        "owner.changed",
        "reply.to_customer",
        "reply.from_customer",
        "severity.set",
        "severity.declined",
        "wait.started",
        "wait.ended",
        "tier.raised",
        "deescalated",
        "workaround.offered",
        "resolved",
        "approval.reminder",
        "approved",
        "rejected",
        "closed",
        "reopened",
        "withdrawn",
        "linked",
        "merged",
        "term.offered",
        "term.accepted",
        "term.declined",
        "term.nudged",
        "release.announced",
        "change.analysed",
        "change.criterion",
        "change.approved",
        "change.refused",
        "change.evaluated",
        "change.scheduled",
        "report.unauthorised",
        "report.authorised",
        "report.declined",
        "cause.corrected",
        "load.received",
        "load.waiting",
        "load.approved",
        "load.declined",
        "rating.ask",
    }
)


# What asks for an answer. Once it is given, the message is redrawn: its words must stay true then.
ASKING = frozenset(
    {
        "severity.ask",
        "severity.proposed",
        "severity.reminder",
        "tier.proposed",
        "tier.raised",
        "resolved",
        "approval.reminder",
        "term.offered",
        "change.criterion",
        "report.unauthorised",
        "load.waiting",
        "rating.ask",
    }
)


def notice_card(view: CaseView, notice: Notice, reader: Reader) -> Card:
    """The message that tells `notice` to `reader`, from the case as it stands now.

    ValueError for a kind that is ours alone and was about to reach a customer.
    """
    if reader.is_customer and notice.kind not in CUSTOMER_KINDS:
        raise ValueError(f"{notice.kind} is not for a customer's eyes")
    scene = Scene(view, notice, reader)
    if notice.audience.kind is AudienceKind.PAGER:
        return pagers.alarm(scene)
    return _CARDS[notice.kind](scene)

"""Deadlines that need both sides: either offers, the other accepts, and only then does a clock run on it (D9)."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.clocks import hours_of, target_of, warn_at_for
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import (
    AgreementAwaited,
    AgreementNudged,
    ClockEnded,
    ClockRetargeted,
    ClockStarted,
    ReleaseAnnounced,
    TermAccepted,
    TermDeclined,
    TermOffered,
)
from chatdesk.core.policy import Kind, Metric, SpanKind, Target
from chatdesk.core.spans import due_after, left_of


def offer_term(draft: Draft, command: c.OfferTerm) -> None:
    """Propose a date or a release. The other side's open offer of the same term is thereby accepted."""
    _agreeable(draft)
    _check_term(draft, command.term)
    standing = draft.case.offer
    if standing is not None and standing.is_ours != draft.actor.is_ours and standing.term == command.term:
        _accept(draft, standing.term)
        return
    if standing is not None and standing.is_ours == draft.actor.is_ours and standing.term == command.term:
        raise refuse("term.same")
    draft.happen(TermOffered(command.term, draft.person_id, draft.actor.is_ours))


def accept_term(draft: Draft, command: c.AcceptTerm) -> None:
    """Yes to the offer that stands, which must be the other side's and the one that was read."""
    offer = draft.case.offer
    if offer is None or offer.offered_at != command.offered_at:
        raise refuse("term.none")
    if offer.is_ours == draft.actor.is_ours:
        raise refuse("term.own")
    _agreeable(draft)
    _check_term(draft, offer.term)
    _accept(draft, offer.term)


def decline_term(draft: Draft, command: c.DeclineTerm) -> None:
    """No to the other side's offer, or one's own taken back."""
    if draft.case.offer is None:
        raise refuse("term.none")
    draft.happen(TermDeclined(draft.case.offer.term, draft.person_id, command.text_id))


def note_release(draft: Draft, command: c.NoteRelease) -> None:
    """The release that this case waits for got a date, or came out."""
    awaited = draft.case.awaited_release
    if awaited is None or awaited.casefold() != command.release.casefold():
        raise refuse("release.not_awaited")
    draft.happen(ReleaseAnnounced(command.release, command.due_at, command.is_out, command.text_id))
    clock = _open_clock(draft)
    if command.due_at is not None and not command.is_out and clock is not None:
        _run_on(draft, clock, command.due_at)


def run_on_date(draft: Draft, due_at: datetime | None) -> None:
    """A delivery date that was told, and needs no yes: the clock of the correction runs on it, or has none (None)."""
    clock = _open_clock(draft)
    if clock is not None:
        _run_on(draft, clock, due_at)


def await_agreement(draft: Draft) -> None:
    """Keeps the reminder in step with whether both sides still owe each other an answer (C2-10)."""
    case = draft.case
    is_awaited = case.is_live and (case.offer is not None or _needs_agreement(draft))
    if is_awaited and case.nudge_at is None:
        draft.happen(AgreementAwaited(_next_nudge(draft, draft.now)))
    elif not is_awaited and case.nudge_at is not None:
        draft.happen(AgreementAwaited(None))


def nudge(draft: Draft, at: datetime) -> None:
    draft.happen(AgreementNudged(_next_nudge(draft, at)), at=at)


def is_agreeable(target: Target | None) -> bool:
    """May both sides put another due time in the place of this promise's own?"""
    return target is not None and (
        target.within.until_agreed or target.within.kind in (SpanKind.AGREED, SpanKind.NEXT_RELEASE)
    )


def _agreeable(draft: Draft) -> Target:
    target = target_of(draft, Metric.RESOLUTION)
    if target is None or not is_agreeable(target) or _open_clock(draft) is None:
        raise refuse("term.not_here")
    return target


def _check_term(draft: Draft, term: Term) -> None:
    if term.due_at is not None and term.due_at <= draft.now:
        raise refuse("term.past")


def _accept(draft: Draft, term: Term) -> None:
    draft.happen(TermAccepted(term, draft.person_id))
    clock = _open_clock(draft)
    if clock is not None:
        _run_on(draft, clock, term.due_at)


def _run_on(draft: Draft, clock: Clock, due_at: datetime | None) -> None:
    """The clock's due time is the agreed one from now on; one that was missed already begins anew beside the miss."""
    target = draft.policy.target(clock.target_id)
    warn_at = warn_at_for(draft, target, draft.now, due_at)
    if clock.breached_at is None:
        left = None
        if clock.paused_at is not None and due_at is not None:
            left = left_of(target.within, clock.paused_at, due_at, hours_of(draft, target))
        draft.happen(ClockRetargeted(clock.metric, clock.cycle, target.id, due_at, warn_at, False, left))
        return
    draft.happen(ClockEnded(clock.metric, clock.cycle, ClockState.CANCELLED, clock.left_seconds))
    draft.happen(
        ClockStarted(Clock(clock.metric, clock.cycle + 1, target.id, ClockState.RUNNING, draft.now, due_at, warn_at))
    )


def _open_clock(draft: Draft) -> Clock | None:
    clock = draft.case.clock(Metric.RESOLUTION)
    return clock if clock is not None and clock.state in (ClockState.RUNNING, ClockState.PAUSED) else None


def _needs_agreement(draft: Draft) -> bool:
    """Nothing but an agreement gives this case a due time, and there is none. A change request walks to its own."""
    clock = _open_clock(draft)
    if clock is None or clock.due_at is not None or draft.case.agreed or draft.case.kind is Kind.CHANGE_REQUEST:
        return False
    return draft.policy.target(clock.target_id).within.kind in (SpanKind.AGREED, SpanKind.NEXT_RELEASE)


def _next_nudge(draft: Draft, at: datetime) -> datetime | None:
    return due_after(draft.policy.house.agreement_nudge, at, draft.policy.hours(draft.policy.main_hours))

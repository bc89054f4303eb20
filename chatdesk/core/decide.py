"""What a command does to a case. The one place where rules turn commands into events; it changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatdesk.core import (
    agreeing,
    changing,
    ending,
    leaving,
    loading,
    migrating,
    opening,
    outages,
    reporting,
    rewording,
    severity,
    work,
)
from chatdesk.core import commands as c
from chatdesk.core.case import Case, Status
from chatdesk.core.draft import Draft, RefusedError, refuse
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.people import CLOCK, Roster, Standing
from chatdesk.core.policy import Policy
from chatdesk.core.tick import run_due

_OURS = frozenset({Standing.AGENT, Standing.EXECUTIVE})
_CUSTOMER = frozenset({Standing.CUSTOMER})
_ANYONE = _OURS | _CUSTOMER
_SYSTEM = frozenset({Standing.SYSTEM})

_OPEN = frozenset({Status.OPEN})
_RESOLVED = frozenset({Status.RESOLVED})
_NOT_ENDED = _OPEN | _RESOLVED
_ANY = frozenset(Status)


@dataclass(frozen=True)
class Rule:
    """Who may give a command, in which states of the case, and what it does."""

    who: frozenset[Standing]
    states: frozenset[Status]
    act: Callable[[Draft, Any], None]


# In the order of a case's life.
RULES: Mapping[type[c.Command], Rule] = {
    c.Acknowledge: Rule(_OURS, _OPEN, work.acknowledge),
    c.Assign: Rule(_OURS, _NOT_ENDED, work.assign),
    c.Reply: Rule(_ANYONE, _NOT_ENDED, work.reply),
    c.Note: Rule(_OURS, _ANY, work.note),
    c.FinishAnalysis: Rule(_OURS, _OPEN, work.finish_analysis),
    c.SetSeverity: Rule(_ANYONE, _OPEN, severity.set_severity),
    c.DeclineSeverity: Rule(_OURS, _OPEN, severity.decline_severity),
    c.WaitOn: Rule(_OURS, _OPEN, work.wait_on),
    c.Resume: Rule(_OURS, _OPEN, work.resume),
    c.HandOff: Rule(_OURS, _OPEN, work.pass_on),
    c.Escalate: Rule(_OURS, _OPEN, work.escalate),
    c.AcceptTier: Rule(_OURS, _OPEN, work.accept_tier),
    c.DeclineTier: Rule(_OURS, _OPEN, work.decline_tier),
    c.TakeEscalation: Rule(_OURS, _OPEN, work.take_escalation),
    c.Ask: Rule(_OURS, _NOT_ENDED, work.ask),
    c.DeEscalate: Rule(_OURS, _OPEN, work.de_escalate),
    c.OfferWorkaround: Rule(_OURS, _OPEN, work.offer_workaround),
    c.AuthoriseReport: Rule(_ANYONE, _OPEN, reporting.authorise),
    c.DeclineReport: Rule(_ANYONE, _OPEN, reporting.decline),
    c.ApproveLoad: Rule(_OURS, _OPEN, loading.approve),
    c.DeclineLoad: Rule(_OURS, _OPEN, loading.decline),
    c.MarkOutage: Rule(_OURS, _OPEN, outages.mark),
    c.EndOutage: Rule(_OURS, _OPEN, outages.end),
    c.OfferTerm: Rule(_ANYONE, _OPEN, agreeing.offer_term),
    c.AcceptTerm: Rule(_ANYONE, _OPEN, agreeing.accept_term),
    c.DeclineTerm: Rule(_ANYONE, _OPEN, agreeing.decline_term),
    c.NoteRelease: Rule(_OURS | {Standing.SYSTEM}, _OPEN, agreeing.note_release),
    c.WriteNeeds: Rule(_OURS, _OPEN, changing.write_needs),
    c.AddCriterion: Rule(_OURS, _OPEN, changing.add_criterion),
    c.ApproveCriterion: Rule(_CUSTOMER, _OPEN, changing.approve_criterion),
    c.RefuseCriterion: Rule(_CUSTOMER, _OPEN, changing.refuse_criterion),
    c.EvaluateChange: Rule(_OURS, _OPEN, changing.evaluate),
    c.ScheduleChange: Rule(_OURS, _OPEN, changing.schedule),
    c.Resolve: Rule(_OURS, _OPEN, ending.resolve),
    c.Approve: Rule(_CUSTOMER, _RESOLVED, ending.approve),
    c.Reject: Rule(_CUSTOMER, _RESOLVED, ending.reject),
    c.Close: Rule(_ANYONE, _NOT_ENDED, ending.close),
    c.Reopen: Rule(_ANYONE, frozenset({Status.RESOLVED, Status.CLOSED}), ending.reopen),
    c.Withdraw: Rule(_ANYONE, _NOT_ENDED, ending.withdraw),
    c.Rate: Rule(_CUSTOMER, frozenset({Status.RESOLVED, Status.CLOSED}), reporting.rate),
    c.LearnCorrection: Rule(_OURS, _ANY, reporting.learn_correction),
    c.NameElsewhere: Rule(_OURS, _ANY, work.name_elsewhere),
    c.LinkTo: Rule(_OURS, _ANY, ending.link),
    c.MergeInto: Rule(_OURS, _NOT_ENDED, ending.merge),
    c.ChangeWords: Rule(_ANYONE, _ANY, rewording.change_words),
    c.DeleteWords: Rule(frozenset({Standing.SYSTEM}), _ANY, rewording.delete_words),
    c.LoseOwner: Rule(_SYSTEM, _NOT_ENDED, leaving.lose_owner),
    c.LoseRequester: Rule(_SYSTEM, _NOT_ENDED, leaving.lose_requester),
    c.NoteOutsiders: Rule(_SYSTEM, _NOT_ENDED, leaving.note_outsiders),
    c.Migrate: Rule(frozenset({Standing.SYSTEM}), _NOT_ENDED, migrating.migrate),
}


def decide(
    case: Case | None, command: c.Command, policy: Policy, roster: Roster, now: datetime
) -> tuple[Event, ...] | Refused:
    """The events that `command` causes at `now` (aware, UTC), or why it is refused.

    Everything that was due before comes first, so that no command outruns the clock; a
    `Tick` is that and nothing else.
    """
    outcome = decided(case, command, policy, roster, now)
    return outcome if isinstance(outcome, Refused) else outcome[1]


def decided(
    case: Case | None, command: c.Command, policy: Policy, roster: Roster, now: datetime
) -> tuple[Case, tuple[Event, ...]] | Refused:
    """The same, with the case that the events make: deciding has folded them already."""
    draft = Draft(case, policy, roster, command.actor, now)
    try:
        if isinstance(command, c.Open):
            _check_opening(draft, case, command)
            opening.open_case(draft, command)
            agreeing.await_agreement(draft)
            run_due(draft, now)
        elif isinstance(command, c.Tick):
            draft.actor = CLOCK
            run_due(draft, now)
        else:
            _carry_out(draft, command)
    except RefusedError as refusal:
        return refusal.refused
    return draft.case, tuple(draft.events)


def refusal_of_state(command_type: type[c.Command], case: Case) -> Refused | None:
    """Why a case in this state takes no such command, whoever gives it; None where it may."""
    if case.status in RULES[command_type].states:
        return None
    if case.status is Status.MERGED and case.merged_into is not None:
        return Refused.because("case.merged", other=case.merged_into)
    if case.has_ended:
        return Refused(f"case.already_{case.status}")
    return Refused("case.already_resolved" if case.status is Status.RESOLVED else "case.not_resolved")


def _carry_out(draft: Draft, command: c.Command) -> None:
    rule = RULES[type(command)]
    run_due(draft, _moment_of(draft, command))
    _check_actor(draft.case, command, rule)
    _check_state(draft.case, command)
    rule.act(draft, command)
    agreeing.await_agreement(draft)
    run_due(draft, draft.now)


def _moment_of(draft: Draft, command: c.Command) -> datetime:
    """A message counts from when it was said, so what fell due only after that must not come before it."""
    if isinstance(command, c.Reply):
        return max(draft.case.opened_at, min(command.said_at, draft.now))
    return draft.now


def _check_opening(draft: Draft, case: Case | None, command: c.Open) -> None:
    if case is not None:
        raise refuse("case.already_open", number=case.number)
    if command.actor.standing not in _ANYONE:
        raise refuse("not_allowed", who="anyone")


def _check_actor(case: Case, command: c.Command, rule: Rule) -> None:
    # Whether an executive was told of the case at all is the desk's to know (`access.reaches`).
    actor = command.actor
    if actor.standing not in rule.who:
        raise refuse("not_allowed", who="customer" if rule.who == _CUSTOMER else "agent")
    if actor.standing is Standing.CUSTOMER and actor.customer_id != case.customer_id:
        raise refuse("case.not_found")


def _check_state(case: Case, command: c.Command) -> None:
    refused = refusal_of_state(type(command), case)
    if refused is not None:
        raise RefusedError(refused)

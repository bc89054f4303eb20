"""Reports that need somebody's yes before they count (COD-12), and what comes back after the work."""

from __future__ import annotations

from chatdesk.core import commands as c
from chatdesk.core import escalation, outages
from chatdesk.core.clocks import cancel_all, start_clocks
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import CauseCorrected, Rated, ReportAuthorised, ReportDeclined
from chatdesk.core.people import Standing
from chatdesk.core.rating import BEST_SCORE, WORST_SCORE


def may_report(draft: Draft) -> bool:
    """May this person's report count by itself under the policy?"""
    if not draft.policy.only_representatives_report or draft.actor.standing is not Standing.CUSTOMER:
        return True
    return draft.person_id in draft.roster.people("representative")


def check_speaks_for_customer(draft: Draft) -> None:
    """Where only representatives report, a fix is answered by one of them or by the user it was authorised for."""
    if not draft.policy.only_representatives_report or draft.actor.standing is not Standing.CUSTOMER:
        return
    if draft.person_id not in (draft.case.requester_id, *draft.roster.people("representative")):
        raise refuse("not_allowed", who="representative")


def authorise(draft: Draft, command: c.AuthoriseReport) -> None:
    """The promise begins here: it was given to those who may report, and this is their report."""
    _check_waits(draft)
    if draft.actor.is_ours and command.text_id is None:
        raise refuse("report.on_whose_word")
    draft.happen(ReportAuthorised(draft.person_id, command.text_id))
    start_clocks(draft, draft.now)


def decline(draft: Draft, command: c.DeclineReport) -> None:
    _check_waits(draft)
    draft.happen(ReportDeclined(draft.person_id, command.text_id))
    cancel_all(draft)
    escalation.end(draft, None)
    outages.follow(draft, draft.now)


def rate(draft: Draft, command: c.Rate) -> None:
    if not WORST_SCORE <= command.score <= BEST_SCORE:
        raise refuse("rating.unknown", score=str(command.score))
    draft.happen(Rated(draft.person_id, command.score, command.text_id))


def learn_correction(draft: Draft, command: c.LearnCorrection) -> None:
    draft.happen(CauseCorrected(command.problem_id, command.text_id))


def _check_waits(draft: Draft) -> None:
    if draft.case.is_authorised:
        raise refuse("report.counts")
    if draft.actor.standing is Standing.CUSTOMER and draft.person_id not in draft.roster.people("representative"):
        raise refuse("not_allowed", who="representative")

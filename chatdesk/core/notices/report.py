"""Who hears of reports, causes, outages and ratings."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Audience, Notice, person
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice

_BOTH = (CUSTOMER_VIEW, ENGINEERS_VIEW)
# From here down a rating says that something is wrong.
LOW_SCORE = 2


def of_opening(body: e.Opened, event: Event, scene: Scene) -> list[Notice]:
    """What must be said at once about a case that opens without a contract, or by somebody who may not report."""
    told: list[Notice] = []
    if not body.is_covered:
        told += notice("uncovered", event, [ENGINEERS_VIEW, ON_CALL, *_of_role(scene, "account_representative")])
    if not body.is_authorised:
        asked = _of_role(scene, "representative")
        told += notice("report.unauthorised", event, [*_BOTH, *asked], by=body.requester_id)
    return told


def _authorised(body: e.ReportAuthorised, event: Event, scene: Scene) -> list[Notice]:
    return notice("report.authorised", event, _BOTH, by=body.by, text=body.text_id)


def _declined(body: e.ReportDeclined, event: Event, scene: Scene) -> list[Notice]:
    return notice("report.declined", event, [*_BOTH, person(scene.after.requester_id)], by=body.by, text=body.text_id)


def _cause_corrected(body: e.CauseCorrected, event: Event, scene: Scene) -> list[Notice]:
    return notice("cause.corrected", event, [*_BOTH, *scene.owner()], other=body.problem_id, text=body.text_id)


def _rated(body: e.Rated, event: Event, scene: Scene) -> list[Notice]:
    is_low = body.score <= LOW_SCORE
    audiences = [ENGINEERS_VIEW, *scene.owner(), *((ON_CALL,) if is_low else ())]
    return notice("rated", event, audiences, by=body.by, score=body.score, text=body.text_id)


def _outage_started(body: e.OutageStarted, event: Event, scene: Scene) -> list[Notice]:
    return notice("outage.started", event, [ENGINEERS_VIEW], outage=body.kind, started_at=body.started_at.isoformat())


def _outage_ended(body: e.OutageEnded, event: Event, scene: Scene) -> list[Notice]:
    outage = next((one for one in scene.after.outages if one.ended_at == body.ended_at), None)
    started_at = outage.started_at.isoformat() if outage else None
    return notice("outage.ended", event, [ENGINEERS_VIEW], started_at=started_at, ended_at=body.ended_at.isoformat())


def _budget_used(body: e.BudgetUsed, event: Event, scene: Scene) -> list[Notice]:
    share = f"{body.share[0]}/{body.share[1]}"
    audiences = [ENGINEERS_VIEW, ON_CALL, *_of_role(scene, "account_representative")]
    return notice("uptime.budget", event, audiences, urgent=True, share=share, month=body.first_on.isoformat())


def _of_role(scene: Scene, role: str) -> list[Audience]:
    return [person(one) for one in scene.roster.people(role)]


RULES: Rules = {
    e.ReportAuthorised: _authorised,
    e.ReportDeclined: _declined,
    e.CauseCorrected: _cause_corrected,
    e.Rated: _rated,
    e.OutageStarted: _outage_started,
    e.OutageEnded: _outage_ended,
    e.BudgetUsed: _budget_used,
}

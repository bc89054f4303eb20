"""Lives of cases with dates that both sides find, change requests, problems, outages, and reports that wait."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.case import Resolution
from chatdesk.core.load import Load, LoadState
from chatdesk.core.policy import Kind
from chatdesk.core.uptime import OutageKind
from tests.cards.story import DANA, RUTH, Story, at

COLIN = replace(RUTH, person_id="colin")
MAY = Term(due_at=at("2026-05-04T12:00-04:00"))
RELEASE = Term(release="4.2")


def agreed() -> Story:
    """No date at first; ours is declined, theirs accepted; then a release instead."""
    story = Story.open("c2-atom", "2026-03-06T14:00-05:00", severity=4, kind=Kind.INCIDENT)
    story.until("2026-03-10T15:00-04:00")
    story.give(c.OfferTerm(actor=DANA, term=MAY), "2026-03-10T15:10-04:00")
    story.until("2026-03-12T15:20-04:00")
    story.give(c.DeclineTerm(actor=RUTH, text_id=story.text("We go live in April.")), "2026-03-12T15:30-04:00")
    story.give(c.OfferTerm(actor=RUTH, term=Term(due_at=at("2026-04-10T12:00-04:00"))), "2026-03-12T15:40-04:00")
    story.until("2026-03-16T16:00-04:00")
    offer = story.case.offer
    assert offer
    story.give(c.AcceptTerm(actor=DANA, offered_at=offer.offered_at), "2026-03-16T16:10-04:00")
    return story


def offered() -> Story:
    story = Story.open("c2-atom", "2026-03-06T14:00-05:00", severity=3, kind=Kind.INCIDENT)
    return story.give(c.OfferTerm(actor=DANA, term=RELEASE), "2026-03-06T15:00-05:00")


def released() -> Story:
    story = offered()
    offer = story.case.offer
    assert offer
    story.give(c.AcceptTerm(actor=RUTH, offered_at=offer.offered_at), "2026-03-06T16:00-05:00")
    story.give(
        c.NoteRelease(actor=DANA, release="4.2", text_id=story.text("We test it now.")), "2026-03-09T10:00-04:00"
    )
    story.give(c.NoteRelease(actor=DANA, release="4.2", due_at=MAY.due_at), "2026-03-09T11:00-04:00")
    return story.give(c.NoteRelease(actor=DANA, release="4.2", is_out=True), "2026-04-30T11:00-04:00")


def change_request() -> Story:
    """A request for change from its submission to the roadmap."""
    story = criterion_asked()
    story.give(c.RefuseCriterion(actor=RUTH, text_id=story.text("Ten seconds is too slow.")), "2026-03-09T12:00-04:00")
    story.give(c.AddCriterion(actor=DANA, text_id=story.text("The report opens within two seconds.")))
    story.give(c.ApproveCriterion(actor=RUTH), "2026-03-09T14:00-04:00")
    story.give(c.EvaluateChange(actor=DANA, text_id=story.text("Three days of work.")), "2026-03-10T10:00-04:00")
    return story.give(c.ScheduleChange(actor=DANA, term=MAY), "2026-03-10T11:00-04:00")


def criterion_asked() -> Story:
    story = Story.open("c2-atom", "2026-03-06T14:00-05:00", severity=None, kind=Kind.CHANGE_REQUEST)
    story.give(c.WriteNeeds(actor=DANA, text_id=story.text("A report of all tunnels.")), "2026-03-06T16:00-05:00")
    criterion = story.text("The report opens within ten seconds.")
    return story.give(c.AddCriterion(actor=DANA, text_id=criterion), "2026-03-09T10:00-04:00")


def cause_corrected() -> Story:
    story = Story.open("c2-atom", "2026-03-06T14:00-05:00", severity=2, kind=Kind.INCIDENT)
    story.give(c.LinkTo(actor=DANA, other_id="case-2", other_customer_id="harbor", relation="caused_by"))
    text = story.text("Firmware 7.2 is on all gateways.")
    return story.give(c.LearnCorrection(actor=DANA, problem_id="case-2", text_id=text), "2026-03-09T10:00-04:00")


def problem() -> Story:
    """What our own people found in a case; Development has it at once."""
    found_in = {"actor": DANA, "kind": Kind.PROBLEM, "found_in": ("case-2",), "requester_id": "dana"}
    return Story.open("c2-atom", "2026-03-06T14:00-05:00", title="Firmware 7.1 leaks sessions", severity=2, **found_in)


def configuration() -> Story:
    """Work for a team by its reason, and nobody of the cast is in that team."""
    return Story.open("c2-atom", "2026-03-06T14:00-05:00", severity=None, reason="configuration")


def preventive() -> Story:
    """Work for a team that somebody is in."""
    return Story.open("codify", "2026-03-06T14:00-03:00", severity=None, reason="preventive")


def uncovered() -> Story:
    return Story.open("cipplanner", "2026-03-06T14:00-05:00", severity=2, is_covered=False)


def unauthorised() -> Story:
    """Reported by somebody who may not: captured, and a representative is asked."""
    return Story.open("codify", "2026-03-06T10:00-03:00", severity=None, actor=COLIN, requester_id="colin")


def authorised() -> Story:
    return unauthorised().give(c.AuthoriseReport(actor=RUTH), "2026-03-06T11:00-03:00")


def dismissed() -> Story:
    story = unauthorised()
    return story.give(c.DeclineReport(actor=RUTH, text_id=story.text("We solve this ourselves.")))


def up_and_down() -> Story:
    """Degraded first, then down until nine tenths of the budget are gone; corrected, approved and rated."""
    story = Story.open("codify", "2026-06-05T09:00-04:00", severity=None)
    story.give(c.MarkOutage(actor=DANA, kind=OutageKind.DEGRADED), "2026-06-05T09:10-04:00")
    story.give(c.MarkOutage(actor=DANA, kind=OutageKind.DOWN), "2026-06-05T09:30-04:00")
    story.until("2026-06-05T11:30-04:00")
    story.give(c.EndOutage(actor=DANA))
    story.give(
        c.Resolve(
            actor=DANA, resolution=Resolution.PERMANENT, text_id=story.text("The index is rebuilt."), means="database"
        )
    )
    story.give(c.Approve(actor=RUTH), "2026-06-05T12:00-04:00")
    return story.give(c.Rate(actor=RUTH, score=2, text_id=story.text("It took the whole morning.")))


def load_accepted() -> Story:
    """The month's load; our own number of it elsewhere is noted."""
    story = _load(LoadState.ACCEPTED)
    return story.give(c.NameElsewhere(actor=DANA, external_id="ISS-0123"), "2026-04-06T11:10-04:00")


def load_waiting() -> Story:
    return _load(LoadState.WAITING)


def load_approved() -> Story:
    return load_waiting().give(c.ApproveLoad(actor=DANA), "2026-04-06T12:00-04:00")


def load_declined() -> Story:
    story = load_waiting()
    return story.give(
        c.DeclineLoad(actor=DANA, text_id=story.text("The next one is in May.")), "2026-04-06T12:00-04:00"
    )


def _load(state: LoadState) -> Story:
    load = Load(2, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", state)
    when = "2026-04-06T11:00-04:00"
    return Story.open("codify", when, "Bulk load of data", severity=None, reason="bulk_load", load=load)


STORIES_OF_STEPS = (
    load_accepted,
    load_waiting,
    load_approved,
    load_declined,
    agreed,
    offered,
    released,
    change_request,
    criterion_asked,
    cause_corrected,
    problem,
    configuration,
    preventive,
    uncovered,
    unauthorised,
    authorised,
    dismissed,
    up_and_down,
)

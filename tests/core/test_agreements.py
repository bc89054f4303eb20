"""D9 and C2-9 to C2-11: a date holds once both sides have accepted it, and only then does a clock run on it."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.agreement import Term
from chatdesk.core.case import ClockState, Resolution
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Metric, Span, SpanKind, Strength
from tests.core.desk_of_one import CARA, DANA, HOUSE_LADDER, DeskOfOne, days, new_york, policy, target

MEDIUM = target(Metric.RESOLUTION, Span(SpanKind.BUSINESS_DAYS, days=3, until_agreed=True), 3)
LOW = target(Metric.RESOLUTION, Span(SpanKind.AGREED), 4, strength=Strength.AGREED)
HIGH = target(Metric.RESOLUTION, days(1), 2)
RULES = policy(HIGH, MEDIUM, LOW, ladder=HOUSE_LADDER)

FRIDAY = "2026-03-06 14:00"


def on(text: str) -> Term:
    return Term(due_at=new_york(text))


def opened(severity: int, at: str = FRIDAY) -> DeskOfOne:
    return DeskOfOne(RULES, at).open(severity)


def accept(desk: DeskOfOne, actor: object, at: str | None = None) -> object:
    assert desk.case
    assert desk.case.offer
    return desk.give(c.AcceptTerm(actor=actor, offered_at=desk.case.offer.offered_at), at)  # type: ignore[arg-type]


def reason(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def test_an_offer_alone_moves_no_clock() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    assert desk.due(Metric.RESOLUTION) == "2026-03-11 14:00"
    assert desk.who_heard("term.offered") == ["customer", "engineers"]


def test_the_clock_runs_on_the_date_that_the_other_side_accepts() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    assert reason(accept(desk, DANA)) == "term.own"
    accept(desk, CARA, "2026-03-06 15:00")
    assert desk.due(Metric.RESOLUTION) == "2026-04-01 12:00"
    desk.until("2026-03-11 15:00")
    assert desk.happened(e.ClockBreached) == []
    desk.until("2026-04-01 12:00")
    assert desk.happened(e.ClockBreached) == ["Wed 12:00"]


def test_a_customer_s_date_needs_our_yes() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=CARA, term=on("2026-03-20 12:00")))
    accept(desk, DANA)
    assert desk.due(Metric.RESOLUTION) == "2026-03-20 12:00"


def test_both_offering_the_same_is_an_agreement() -> None:
    desk = opened(4)
    desk.give(c.OfferTerm(actor=CARA, term=on("2026-03-20 12:00")))
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-03-20 12:00")))
    assert desk.due(Metric.RESOLUTION) == "2026-03-20 12:00"


def test_a_newer_offer_replaces_the_old_one_which_can_then_not_be_accepted() -> None:
    desk = opened(4)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-03-20 12:00")))
    first = desk.now
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-03-30 12:00")), "2026-03-06 15:00")
    assert reason(desk.give(c.AcceptTerm(actor=CARA, offered_at=first))) == "term.none"


def test_a_declined_offer_leaves_the_promise_as_it_was() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    desk.give(c.DeclineTerm(actor=CARA, text_id="too-late"))
    assert desk.case
    assert desk.case.offer is None
    assert desk.due(Metric.RESOLUTION) == "2026-03-11 14:00"


def test_nobody_agrees_on_a_date_that_has_passed_or_where_a_time_is_promised() -> None:
    assert reason(opened(3).give(c.OfferTerm(actor=DANA, term=on("2026-03-06 13:00")))) == "term.past"
    assert reason(opened(2).give(c.OfferTerm(actor=DANA, term=on("2026-03-30 13:00")))) == "term.not_here"
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-03-06 15:00")))
    assert reason(accept(desk, CARA, "2026-03-06 15:00")) == "term.past"


def test_without_any_date_both_sides_are_reminded_every_two_business_days() -> None:
    desk = opened(4)
    assert desk.due(Metric.RESOLUTION) is None
    desk.until("2026-03-12 18:00")
    assert desk.happened(e.AgreementNudged) == ["Tue 14:00", "Thu 14:00"]
    assert desk.who_heard("term.nudged") == ["customer", "engineers"] * 2


def test_an_agreement_ends_the_reminders_and_so_does_the_end_of_the_case() -> None:
    desk = opened(4)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    accept(desk, CARA)
    desk.until("2026-03-20 12:00")
    assert desk.happened(e.AgreementNudged) == []
    ended = opened(4)
    ended.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"))
    ended.until("2026-03-20 12:00")
    assert ended.happened(e.AgreementNudged) == []


def test_an_offer_that_nobody_answers_is_brought_up_again() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    desk.until("2026-03-10 14:00")
    assert desk.happened(e.AgreementNudged) == ["Tue 14:00"]


def test_a_release_that_is_accepted_takes_the_date_away_until_it_gets_one() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=Term(release="4.2")))
    accept(desk, CARA)
    assert desk.due(Metric.RESOLUTION) is None
    desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-04 12:00")))
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"
    desk.give(c.NoteRelease(actor=DANA, release="4.2", is_out=True), "2026-05-01 12:00")
    assert desk.who_heard("release.announced") == ["customer", "engineers"] * 2
    assert reason(desk.give(c.NoteRelease(actor=DANA, release="9.9"))) == "release.not_awaited"


def test_a_missed_promise_stays_missed_beside_the_date_that_is_agreed_later() -> None:
    desk = opened(3).until("2026-03-11 15:00")
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-03-20 12:00")))
    accept(desk, CARA)
    assert desk.case
    first, second = (clock for clock in desk.case.clocks if clock.metric is Metric.RESOLUTION)
    assert first.is_breached
    assert first.state is ClockState.CANCELLED
    assert not second.is_breached
    assert desk.due(Metric.RESOLUTION) == "2026-03-20 12:00"


def test_an_upgrade_to_a_promised_time_ends_the_agreement_and_is_never_later() -> None:
    desk = opened(4)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    accept(desk, CARA)
    desk.give(c.SetSeverity(actor=DANA, severity=2))
    assert desk.due(Metric.RESOLUTION) == "2026-03-09 14:00"
    assert desk.case
    assert desk.case.agreed is None


def test_an_agreed_date_survives_a_severity_that_lets_it() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=on("2026-04-01 12:00")))
    accept(desk, CARA)
    desk.give(c.SetSeverity(actor=DANA, severity=4))
    assert desk.due(Metric.RESOLUTION) == "2026-04-01 12:00"
    assert isinstance(desk.case.agreed.term.due_at, datetime)  # type: ignore[union-attr]


def test_the_date_that_an_accepted_release_got_survives_a_severity_that_lets_it() -> None:
    for severity in (4, 3):
        desk = opened(7 - severity)
        desk.give(c.OfferTerm(actor=DANA, term=Term(release="4.2")))
        accept(desk, CARA)
        desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-04 12:00")))
        desk.give(c.SetSeverity(actor=DANA, severity=severity), "2026-03-09 10:00")
        assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00", severity


def test_a_release_whose_day_moved_counts_by_the_last_word() -> None:
    desk = opened(3)
    desk.give(c.OfferTerm(actor=DANA, term=Term(release="4.2")))
    accept(desk, CARA)
    desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-04 12:00")))
    desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-11 12:00")), "2026-03-09 10:00")
    desk.give(c.SetSeverity(actor=DANA, severity=4), "2026-03-10 10:00")
    assert desk.due(Metric.RESOLUTION) == "2026-05-11 12:00"

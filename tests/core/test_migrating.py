"""An open case under another version of its policy: due times worked out by hand, in New York, March 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.agreement import Term
from chatdesk.core.case import ClockState, Resolution, WaitingOn
from chatdesk.core.errors import Refused
from chatdesk.core.evolve import fold
from chatdesk.core.people import CLOCK
from chatdesk.core.policy import Metric, Policy, Severity, Span, SpanKind, Tier
from tests.core.desk_of_one import CARA, DANA, LADDER, DeskOfOne, business, days, elapsed, policy, target, words

REPLY, FIX = Metric.FIRST_RESPONSE, Metric.RESOLUTION
# Monday, the office is open 09:00 to 17:00.
MORNING = "2026-03-02T10:00"


def version(name: str, *targets: object, **more: object) -> Policy:
    return policy(*targets, **more).with_version(name)  # type: ignore[arg-type]


OLD = version("old", target(REPLY, business(2), 1), target(FIX, business(8), 1), target(FIX, days(3), 2))
SHORTER = version("new", target(REPLY, business(1), 1), target(FIX, business(8), 1), target(FIX, days(3), 2))
LONGER = version("new", target(REPLY, business(4), 1), target(FIX, business(8), 1), target(FIX, days(3), 2))


def moved(desk: DeskOfOne, new: Policy, at: str | None = None) -> tuple[e.Event, ...]:
    outcome = desk.give(c.Migrate(actor=CLOCK, to=new), at)
    assert not isinstance(outcome, Refused), outcome
    desk.policy = new
    assert desk.case == fold(desk.events)
    assert desk.case is not None and desk.case.policy_version == new.version
    return outcome


def bodies(events: tuple[e.Event, ...]) -> list[str]:
    return [type(event.body).__name__ for event in events]


def test_a_due_time_moves_either_way_and_only_the_one_whose_promise_changed() -> None:
    for new, due in ((SHORTER, "2026-03-02 11:00"), (LONGER, "2026-03-02 14:00")):
        desk = DeskOfOne(OLD, MORNING).open(1)
        happened = moved(desk, new, "2026-03-02T10:30")
        assert bodies(happened) == ["PolicyChanged", "ClockRetargeted"]
        assert desk.due(REPLY) == due
        assert desk.due(FIX) == "2026-03-03 10:00"


def test_a_due_time_that_is_past_under_the_new_version_is_missed_now_not_before() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, SHORTER, "2026-03-02T11:20")
    assert desk.happened(e.ClockBreached) == ["Mon 11:20"]
    assert desk.clock(REPLY).is_late_by_change


def test_a_breach_stays_however_long_the_new_promise_is() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1).until("2026-03-02T12:30")
    moved(desk, LONGER)
    assert desk.clock(REPLY).is_breached
    assert desk.due(REPLY) == "2026-03-02 12:00"
    assert desk.happened(e.ClockBreached) == ["Mon 12:00"]


def test_what_was_due_before_happens_under_the_old_version_first() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    happened = moved(desk, LONGER, "2026-03-02T12:30")
    names = bodies(happened)
    assert names.index("ClockBreached") < names.index("PolicyChanged")


def test_the_same_promise_under_another_name_keeps_its_due_time() -> None:
    renamed = replace(OLD, version="new", targets=(replace(OLD.targets[0], id="reply-within"), *OLD.targets[1:]))
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, renamed, "2026-03-02T10:30")
    assert desk.clock(REPLY).target_id == "reply-within"
    assert desk.due(REPLY) == "2026-03-02 12:00"


def test_moving_twice_is_moving_once() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, SHORTER, "2026-03-02T10:30")
    assert moved(desk, SHORTER, "2026-03-02T10:40") == ()


def test_pauses_so_far_are_kept_and_a_clock_on_hold_moves_too() -> None:
    pausing = {"pauses_for": ("customer",)}
    old = version("old", target(FIX, business(8), 1), **pausing)
    new = version("new", target(FIX, business(4), 1), **pausing)
    desk = DeskOfOne(old, MORNING).open(1)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-02T11:00")
    desk.give(c.Resume(actor=DANA), "2026-03-02T13:00")
    # Two of the hours since the report did not count.
    moved(desk, new, "2026-03-02T13:30")
    assert desk.due(FIX) == "2026-03-02 16:00"
    held = DeskOfOne(old, MORNING).open(1)
    held.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-02T11:00")
    moved(held, new, "2026-03-02T12:00")
    assert held.clock(FIX).left_seconds == 3 * 3600
    held.give(c.Resume(actor=DANA), "2026-03-02T13:00")
    assert held.due(FIX) == "2026-03-02 16:00"


def test_a_promise_that_is_new_is_owed_from_the_report_unless_it_was_given_already() -> None:
    new = version("new", *OLD.targets, target(Metric.ACKNOWLEDGEMENT, business(3), 1))
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, new, "2026-03-02T10:30")
    assert desk.due(Metric.ACKNOWLEDGEMENT) == "2026-03-02 13:00"
    given = DeskOfOne(OLD, MORNING).open(1)
    given.give(c.Acknowledge(actor=DANA), "2026-03-02T10:10")
    moved(given, new, "2026-03-02T10:30")
    assert given.clock(Metric.ACKNOWLEDGEMENT).state is ClockState.MET


def test_a_promise_that_is_gone_is_owed_no_more_and_the_case_lives_on() -> None:
    new = version("new", target(FIX, business(8), 1))
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, new, "2026-03-02T10:30")
    assert desk.clock(REPLY).state is ClockState.CANCELLED
    desk.until("2026-03-03T12:00")
    assert desk.happened(e.ClockBreached) == ["Tue 10:00"]
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="t"))
    assert desk.case is not None and desk.case == fold(desk.events)


def test_what_both_sides_agreed_on_stands() -> None:
    agreed = Span(SpanKind.AGREED)
    old = version("old", target(FIX, agreed, 1))
    new = version("new", target(FIX, Span(SpanKind.BUSINESS, seconds=3600, until_agreed=True), 1))
    desk = DeskOfOne(old, MORNING).open(1)
    friday = datetime(2026, 3, 6, 20, tzinfo=UTC)
    desk.give(c.OfferTerm(actor=DANA, term=Term(due_at=friday)), "2026-03-02T10:10")
    offer = desk.case.offer if desk.case else None
    assert offer is not None
    desk.give(c.AcceptTerm(actor=CARA, offered_at=offer.offered_at), "2026-03-02T10:20")
    moved(desk, new, "2026-03-02T10:30")
    assert desk.clock(FIX).due_at == friday


def test_after_a_change_of_severity_that_counts_from_the_change_it_still_counts_from_there() -> None:
    counting = {"severity_counts_from_change": True}
    old = version("old", target(FIX, business(4), 1), target(FIX, business(6), 2), **counting)
    new = version("new", target(FIX, business(3), 1), target(FIX, business(6), 2), **counting)
    desk = DeskOfOne(old, MORNING).open(2)
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-02T11:00")
    assert desk.due(FIX) == "2026-03-02 15:00"
    moved(desk, new, "2026-03-02T11:30")
    assert desk.due(FIX) == "2026-03-02 14:00"


def test_a_severity_that_the_new_version_lacks_is_never_guessed() -> None:
    new = version("new", target(REPLY, business(1)), severities=1, unset_severity=1)
    desk = DeskOfOne(OLD, MORNING).open(2)
    outcome = desk.give(c.Migrate(actor=CLOCK, to=new), "2026-03-02T10:30")
    assert outcome == Refused.because("policy.no_severity", severity="2")
    assert desk.case is not None and desk.case.policy_version == "old"


def test_nobody_in_chat_moves_a_case() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    for actor in (CARA, DANA):
        outcome = desk.give(c.Migrate(actor=actor, to=SHORTER))
        assert isinstance(outcome, Refused) and outcome.reason == "not_allowed"


def test_the_ladder_climbs_by_the_new_step_and_what_was_told_stays_told() -> None:
    old = version("old", target(Metric.ESCALATION, elapsed(4), 1))
    new = version("new", target(Metric.ESCALATION, elapsed(1), 1))
    desk = DeskOfOne(old, MORNING).open(1).until("2026-03-02T14:30")
    assert desk.tiers() == [(1, "Mon 03-02 14:00")]
    # Tier 2 was to come at 18:00; an hour after tier 1 it is due at 15:00.
    moved(desk, new)
    desk.until("2026-03-02T15:00")
    assert desk.tiers() == [(1, "Mon 03-02 14:00"), (2, "Mon 03-02 15:00")]


def test_a_shorter_ladder_ends_the_climb_and_a_longer_one_goes_on() -> None:
    short = replace(LADDER, tiers=LADDER.tiers[:1], last_tier=())
    long = replace(LADDER, tiers=(*LADDER.tiers[:1], Tier(2, "director", ("director",))), last_tier=())
    climbs = target(Metric.ESCALATION, elapsed(4), 1)
    for first, then, tiers in ((long, short, 1), (short, long, 2)):
        desk = DeskOfOne(version("old", climbs, ladder=first), MORNING).open(1).until("2026-03-02T14:30")
        moved(desk, version("new", climbs, ladder=then))
        desk.until("2026-03-03T14:30")
        assert len(desk.tiers()) == tiers


def test_the_engineers_hear_which_due_times_moved() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    moved(desk, SHORTER, "2026-03-02T10:30")
    told = [notice for notice in desk.told if notice.kind == "policy.changed"]
    assert [notice.audience.name for notice in told] == ["engineers"]
    assert dict(told[0].facts) == {
        "was": "old",
        "version": "new",
        "due.first_response": "2026-03-02T16:00:00+00:00",
    }


def test_a_resolved_case_is_reopened_under_the_new_version() -> None:
    desk = DeskOfOne(OLD, MORNING).open(1)
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="t"), "2026-03-02T11:00")
    moved(desk, version("new", target(FIX, business(4), 1)), "2026-03-02T11:30")
    desk.give(c.Reopen(actor=CARA, text_id="t"), "2026-03-02T12:00")
    assert desk.case is not None and desk.case.is_live
    # Seven of eight hours were left when it was resolved; that is kept (rule D7).
    assert desk.due(FIX) == "2026-03-03 11:00"


def test_a_label_that_changes_moves_nothing() -> None:
    steps = tuple(replace(step, label=words("Renamed")) for step in OLD.severities)
    assert isinstance(steps[0], Severity)
    desk = DeskOfOne(OLD, MORNING).open(1)
    assert bodies(moved(desk, replace(OLD, version="new", severities=steps))) == ["PolicyChanged"]

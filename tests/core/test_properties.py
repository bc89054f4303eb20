"""What holds for every life of a case, whatever people do and whenever time is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.agreement import Term
from chatdesk.core.case import Case, ClockState, Resolution, WaitingOn
from chatdesk.core.codec import from_plain, to_plain
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.evolve import fold
from chatdesk.core.people import CLOCK
from chatdesk.core.policy import Kind, Metric, Span, SpanKind, Strength
from chatdesk.core.uptime import OutageKind, UptimePromise
from tests.core.desk_of_one import (
    CARA,
    DANA,
    DIRECTOR,
    ELI,
    HOUSE_LADDER,
    LADDER,
    DeskOfOne,
    business,
    days,
    elapsed,
    policy,
    target,
)

POLICIES = (
    policy(
        target(Metric.ACKNOWLEDGEMENT, elapsed(1), 1),
        target(Metric.ACKNOWLEDGEMENT, business(4), 2, 3),
        target(Metric.ESCALATION, elapsed(4), 1),
        target(Metric.ESCALATION, business(8), 2),
        target(Metric.ESCALATION, days(5), 3, 4),
        ladder=replace(LADDER, outage_raises_all=True),
        outage_answers=(("usable", "down"),),
        pauses_for=("customer",),
    ),
    policy(
        target(Metric.FIRST_RESPONSE, days(2), 1, 2, 3),
        target(Metric.UPDATE, elapsed(24), recurs=True),
        target(Metric.RESOLUTION, days(4), 1),
        target(Metric.RESOLUTION, days(1), 2),
        target(Metric.RESOLUTION, days(3), 3),
        target(Metric.WORKAROUND, business(6), 1, 2),
        ladder=HOUSE_LADDER,
        pauses_for=("customer", "vendor"),
    ),
    policy(
        target(Metric.FIRST_RESPONSE, days(2), 1, 2),
        target(Metric.ANALYSIS, business(6)),
        target(Metric.RESOLUTION, days(1), 1, 2),
        target(Metric.RESOLUTION, Span(SpanKind.BUSINESS_DAYS, days=3, until_agreed=True), 3),
        target(Metric.RESOLUTION, Span(SpanKind.AGREED), 4, strength=Strength.AGREED),
        ladder=HOUSE_LADDER,
        pauses_for=("customer",),
        outage_answers=(("usable", "down"),),
        uptime=UptimePromise((995, 1000), "America/New_York", 6 * 3600, 22 * 3600),
        changes_walk_steps=True,
        only_representatives_report=True,
    ),
)

POLICIES = (*POLICIES, replace(POLICIES[2], only_representatives_report=False))

PEOPLE = (CARA, DANA, ELI, DIRECTOR)


def command_of(name: str, actor, severity: int, at, offered_at=None):
    made = {
        "acknowledge": lambda: c.Acknowledge(actor=actor),
        "assign": lambda: c.Assign(actor=actor, owner_id="eli"),
        "reply": lambda: c.Reply(actor=actor, text_id="t", said_at=at - timedelta(minutes=3)),
        "note": lambda: c.Note(actor=actor, text_id="t"),
        "severity": lambda: c.SetSeverity(actor=actor, severity=severity),
        "outage": lambda: c.SetSeverity(actor=actor, severity=1, answers=(("usable", "down"),)),
        "decline severity": lambda: c.DeclineSeverity(actor=actor),
        "wait on customer": lambda: c.WaitOn(actor=actor, whom=WaitingOn.CUSTOMER),
        "wait on vendor": lambda: c.WaitOn(actor=actor, whom=WaitingOn.VENDOR),
        "resume": lambda: c.Resume(actor=actor),
        "escalate": lambda: c.Escalate(actor=actor, reason_id="r"),
        "accept": lambda: c.AcceptTier(actor=actor, tier=1),
        "decline": lambda: c.DeclineTier(actor=actor, tier=1),
        "take": lambda: c.TakeEscalation(actor=actor),
        "de-escalate": lambda: c.DeEscalate(actor=actor),
        "workaround": lambda: c.OfferWorkaround(actor=actor, text_id="w"),
        "resolve": lambda: c.Resolve(actor=actor, resolution=Resolution.PERMANENT, text_id="x"),
        "approve": lambda: c.Approve(actor=actor),
        "reject": lambda: c.Reject(actor=actor, text_id="x"),
        "reopen": lambda: c.Reopen(actor=actor, text_id="x"),
        "close": lambda: c.Close(actor=actor),
        "withdraw": lambda: c.Withdraw(actor=actor),
        "offer": lambda: c.OfferTerm(actor=actor, term=Term(due_at=at + timedelta(days=severity))),
        "offer release": lambda: c.OfferTerm(actor=actor, term=Term(release="4.2")),
        "release": lambda: c.NoteRelease(actor=actor, release="4.2", due_at=at + timedelta(days=3)),
        "accept offer": lambda: c.AcceptTerm(actor=actor, offered_at=offered_at or at),
        "decline offer": lambda: c.DeclineTerm(actor=actor),
        "authorise": lambda: c.AuthoriseReport(actor=actor, text_id="t" if actor.is_ours else None),
        "not ours": lambda: c.DeclineReport(actor=actor),
        "needs": lambda: c.WriteNeeds(actor=actor, text_id="n"),
        "criterion": lambda: c.AddCriterion(actor=actor, text_id="k"),
        "approve criterion": lambda: c.ApproveCriterion(actor=actor),
        "evaluate": lambda: c.EvaluateChange(actor=actor, text_id="v"),
        "schedule": lambda: c.ScheduleChange(actor=actor, term=Term(due_at=at + timedelta(days=2))),
        "mark outage": lambda: c.MarkOutage(
            actor=actor, kind=OutageKind.DEGRADED, started_at=at - timedelta(minutes=severity)
        ),
        "end outage": lambda: c.EndOutage(actor=actor),
        "rate": lambda: c.Rate(actor=actor, score=severity),
        "analysed": lambda: c.FinishAnalysis(actor=actor),
        "edit": lambda: c.ChangeWords(actor=actor, text_id="t", was_id="u", changed_at=at),
        "delete words": lambda: c.DeleteWords(actor=CLOCK, text_id="t", deleted_at=at),
        "owner leaves": lambda: c.LoseOwner(actor=CLOCK, person_id="dana"),
        "requester leaves": lambda: c.LoseRequester(actor=CLOCK, person_id="cara", because="left_channel"),
        "outsiders": lambda: c.NoteOutsiders(actor=CLOCK, tells_on_call=True),
        "tick": lambda: c.Tick(),
    }
    return made[name]()


NAMES = (
    "acknowledge", "assign", "reply", "note", "severity", "outage", "decline severity", "wait on customer",
    "wait on vendor", "resume", "escalate", "accept", "decline", "take", "de-escalate", "workaround", "resolve",
    "approve", "reject", "reopen", "close", "withdraw", "tick", "offer", "offer release", "release", "accept offer",
    "decline offer", "authorise", "not ours", "needs", "criterion", "approve criterion", "evaluate", "schedule",
    "mark outage", "end outage", "rate", "analysed", "edit", "delete words",
    "owner leaves", "requester leaves", "outsiders",
)  # fmt: skip

one_step = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(PEOPLE),
    st.integers(1, 4),
    st.sampled_from((0, 7, 59, 60, 61, 240, 600, 1440, 4000, 9000)),
)
steps = st.lists(one_step, max_size=14)


# Severity changes and pauses only, by those whose word counts: the guards are met often.
changes = st.lists(
    st.tuples(
        st.sampled_from(("severity", "severity", "wait on customer", "resume", "reply")),
        st.sampled_from((DANA, ELI)),
        st.integers(1, 4),
        st.sampled_from((7, 60, 240, 1440)),
    ),
    min_size=2,
    max_size=8,
)


def live(rules, severity, script, sleeps: bool) -> DeskOfOne:
    """Play a script; a desk that sleeps learns of the time only with the next command."""
    kind = Kind.CHANGE_REQUEST if rules.changes_walk_steps and severity == 4 else Kind.INCIDENT
    desk = DeskOfOne(rules, "2026-03-05T15:10").open(severity=severity, kind=kind)
    for name, actor, wanted, minutes in script:
        later = desk.now + timedelta(minutes=minutes)
        if not sleeps:
            while desk.case.wake_at is not None and desk.case.wake_at <= later:
                desk.now = max(desk.now, desk.case.wake_at)
                desk.give(c.Tick())
        desk.now = later
        offer = desk.case.offer
        desk.give(command_of(name, actor, wanted, later, offer.offered_at if offer else None))
    return desk


lives = given(st.sampled_from(POLICIES), st.sampled_from((None, 1, 2, 3, 4)), steps, st.booleans())
changing_lives = given(st.sampled_from(POLICIES), st.sampled_from((1, 2, 3, 4)), changes, st.booleans())


@lives
@settings(max_examples=150, deadline=None)
def test_folding_the_events_gives_the_case(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    assert fold(desk.events) == desk.case


@given(
    st.sampled_from(POLICIES),
    st.sampled_from((None, 1, 2, 3, 4)),
    st.lists(one_step, min_size=80, max_size=100),
    st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_a_hundred_commands_fold_to_the_case_too(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    assert fold(desk.events) == desk.case
    # A command that is refused lets nothing happen, so what fell due before it may still wait.
    desk.give(c.Tick())
    assert desk.give(c.Tick()) == ()
    assert fold(desk.events) == desk.case


@lives
@settings(max_examples=60, deadline=None)
def test_what_is_stored_reads_back_as_it_was(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    assert from_plain(Case, to_plain(desk.case)) == desk.case
    assert [from_plain(Event, to_plain(event)) for event in desk.events] == desk.events


@lives
@settings(max_examples=100, deadline=None)
def test_ticking_twice_is_ticking_once(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    desk.give(c.Tick())
    before = desk.case
    assert desk.give(c.Tick()) == ()
    assert desk.case is before
    assert before.wake_at is None or before.wake_at > desk.now


@lives
@settings(max_examples=100, deadline=None)
def test_a_breach_and_its_moment_are_never_erased(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    told = {(b.metric, b.cycle) for event in desk.events if isinstance(b := event.body, e.ClockBreached)}
    kept = {(clock.metric, clock.cycle) for clock in desk.case.clocks if clock.breached_at is not None}
    assert told <= kept
    breaches = [(b.metric, b.cycle) for event in desk.events if isinstance(b := event.body, e.ClockBreached)]
    assert len(breaches) == len(set(breaches))


@changing_lives
@settings(max_examples=100, deadline=None)
def test_no_due_time_moves_the_wrong_way_with_a_severity(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    due: dict[tuple[Metric, int], object] = {}
    change: int | None = None
    for event in desk.events:
        match event.body:
            case e.SeveritySet(severity=new, was=was):
                change = 0 if was is None or was == new else new - was
            case e.ClockStarted(clock=clock):
                due[clock.metric, clock.cycle] = clock.due_at
            case e.ClockContinued(metric=metric, cycle=cycle, due_at=due_at):
                due[metric, cycle] = due_at
            case e.ClockRetargeted(metric=metric, cycle=cycle, due_at=due_at):
                old = due[metric, cycle]
                if change and old is not None and due_at is not None:
                    assert due_at <= old if change < 0 else due_at >= old
                due[metric, cycle] = due_at


@changing_lives
@settings(max_examples=100, deadline=None)
def test_a_pause_never_moves_a_due_time_earlier(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    due: dict[tuple[Metric, int], object] = {}
    for event in desk.events:
        match event.body:
            case e.ClockStarted(clock=clock):
                due[clock.metric, clock.cycle] = clock.due_at
            case e.ClockRetargeted(metric=metric, cycle=cycle, due_at=due_at):
                due[metric, cycle] = due_at
            case e.ClockContinued(metric=metric, cycle=cycle, due_at=due_at):
                old = due[metric, cycle]
                assert due_at is None if old is None else due_at >= old


@lives
@settings(max_examples=100, deadline=None)
def test_tiers_rise_one_by_one_and_each_is_told_once(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    tier = 0
    for event in desk.events:
        match event.body:
            case e.EscalationStarted():
                tier = 0
            case e.TierRaised(raised=raised):
                assert raised.tier == tier + 1
                tier = raised.tier


@lives
@settings(max_examples=100, deadline=None)
def test_an_ended_case_waits_for_nothing_and_owes_nothing(rules, severity, script, sleeps):
    desk = live(rules, severity, script, sleeps)
    if desk.case.has_ended:
        assert desk.case.wake_at is None
        assert desk.case.running_clocks == ()


@given(st.sampled_from(POLICIES), st.sampled_from((1, 2, 3, 4)), st.integers(1, 20_000))
@settings(max_examples=100, deadline=None)
def test_a_server_that_slept_records_the_same_breaches_and_tiers(rules, severity, minutes):
    """Only warnings may be missing: nobody is warned of what has already happened."""

    def facts(desk):
        return [
            (event.at, type(event.body).__name__) for event in desk.events if not isinstance(event.body, e.ClockWarned)
        ]

    awake = DeskOfOne(rules, "2026-03-05T15:10").open(severity=severity)
    end = awake.now + timedelta(minutes=minutes)
    while awake.case.wake_at is not None and awake.case.wake_at <= end:
        awake.now = awake.case.wake_at
        awake.give(c.Tick())
    asleep = DeskOfOne(rules, "2026-03-05T15:10").open(severity=severity)
    asleep.now = end
    assert not isinstance(asleep.give(c.Tick()), Refused)
    assert facts(asleep) == facts(awake)


@changing_lives
@settings(max_examples=100, deadline=None)
def test_every_promise_of_the_present_severity_is_owed_kept_or_broken(rules, severity, script, sleeps):
    """However often a severity changes, none of its promises gets lost on the way."""
    desk = live(rules, severity, script, sleeps)
    if not desk.case.is_authorised:
        assert desk.case.clocks == (), "nothing is promised for what nobody made a report"
        return
    for promised in rules.targets_for(desk.case.severity, desk.case.plan, desk.case.kind):
        clock = desk.case.clock(promised.metric)
        assert clock is not None
        assert clock.state is not ClockState.CANCELLED or clock.breached_at is not None


@lives
@settings(max_examples=60, deadline=None)
def test_due_times_worked_out_anew_from_the_events_are_those_that_stand(rules, severity, script, sleeps):
    """The last word that any event says on a clock's due time is the one the case shows."""
    desk = live(rules, severity, script, sleeps)
    due: dict[tuple[Metric, int], object] = {}
    for event in desk.events:
        match event.body:
            case e.ClockStarted(clock=clock):
                due[clock.metric, clock.cycle] = clock.due_at
            case e.ClockContinued(metric=metric, cycle=cycle, due_at=due_at):
                due[metric, cycle] = due_at
            case e.ClockRetargeted(metric=metric, cycle=cycle, due_at=due_at):
                due[metric, cycle] = due_at
    assert {(clock.metric, clock.cycle): clock.due_at for clock in desk.case.clocks} == due


UNRELATED = ("note", "assign", "mark outage", "take")


@given(st.sampled_from(POLICIES), st.sampled_from((1, 2, 3)), st.permutations(UNRELATED))
@settings(max_examples=60, deadline=None)
def test_the_order_of_unrelated_commands_does_not_matter(rules, severity, order):
    """At one moment, commands that touch different things leave the same case, however they arrive."""

    def end(names):
        desk = DeskOfOne(rules, "2026-03-05T15:10").open(severity=severity)
        for name in names:
            desk.give(command_of(name, ELI, 1, desk.now))
        return replace(desk.case, version=0)

    assert end(order) == end(UNRELATED)


@given(st.sampled_from(POLICIES), st.sampled_from((1, 2, 3, 4)), st.integers(0, 9000), st.integers(0, 3000))
@settings(max_examples=150, deadline=None)
def test_a_later_report_is_never_due_earlier(rules, severity, first, gap):
    def due(minutes):
        desk = DeskOfOne(rules, "2026-03-05T15:10")
        desk.now += timedelta(minutes=minutes)
        desk.open(severity=severity)
        return {clock.metric: clock.due_at for clock in desk.case.clocks if clock.due_at is not None}

    earlier, later = due(first), due(first + gap)
    assert earlier.keys() == later.keys()
    assert all(earlier[metric] <= later[metric] for metric in earlier)

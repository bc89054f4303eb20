"""Rules D1-D15 of docs and the life of a case, on the pure core; every due time is written out by hand."""

from __future__ import annotations

import pytest

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.case import ClockState, Resolution, Status, WaitingOn
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Closing, Metric, Span, SpanKind, Strength, SupportLevel
from tests.core.desk_of_one import (
    CARA,
    DANA,
    DIRECTOR,
    ELI,
    HOUSE_LADDER,
    STRANGER,
    DeskOfOne,
    business,
    days,
    elapsed,
    new_york,
    policy,
    target,
    words,
)

ACK_1 = target(Metric.ACKNOWLEDGEMENT, elapsed(1), 1)
ESCALATE_1 = target(Metric.ESCALATION, elapsed(4), 1)
ESCALATE_3 = target(Metric.ESCALATION, days(5), 3)
ESCALATE_4 = target(Metric.ESCALATION, days(5), 4)
LADDERED = policy(ACK_1, ESCALATE_1, ESCALATE_3, ESCALATE_4)
UPDATED = policy(target(Metric.UPDATE, elapsed(24), recurs=True), ladder=HOUSE_LADDER)
RESOLUTION = policy(
    target(Metric.RESOLUTION, days(4), 1),
    target(Metric.RESOLUTION, days(1), 2),
    target(Metric.RESOLUTION, days(3), 3),
    ladder=HOUSE_LADDER,
)
FRIDAY = "2026-03-06T14:20"


def say(actor, at, text="hello"):
    return c.Reply(actor=actor, text_id=text, said_at=new_york(at))


# D1


def test_a_clock_starts_when_the_report_was_made_not_when_it_was_read():
    desk = DeskOfOne(LADDERED, FRIDAY).open(reported_at=new_york("2026-03-06T14:00"))
    assert desk.due(Metric.ACKNOWLEDGEMENT) == "2026-03-06 15:00"


def test_a_report_from_the_future_starts_now():
    desk = DeskOfOne(LADDERED, FRIDAY).open(reported_at=new_york("2026-03-06T19:00"))
    assert desk.due(Metric.ACKNOWLEDGEMENT) == "2026-03-06 15:20"


# D2


def test_a_promise_kept_one_second_before_it_is_due_is_met():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T15:19:59")
    assert desk.clock(Metric.ACKNOWLEDGEMENT).state is ClockState.MET
    assert desk.happened(e.ClockBreached) == []


def test_a_promise_kept_at_its_due_time_is_breached():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T15:20")
    clock = desk.clock(Metric.ACKNOWLEDGEMENT)
    assert clock.state is ClockState.MET
    assert clock.is_breached


# D5


def test_without_pauses_in_the_policy_waiting_stops_no_clock_and_says_so():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-06T14:30")
    desk.until("2026-03-06T15:20")
    assert desk.happened(e.ClockBreached) == ["Fri 15:20"]
    assert [n.fact("clocks_pause") for n in desk.told if n.kind == "wait.started"] == ["no", "no"]


def test_where_the_policy_pauses_the_due_time_moves_by_the_business_time_that_passed():
    rules = policy(target(Metric.RESOLUTION, business(8), 1), pauses_for=("customer",))
    desk = DeskOfOne(rules, FRIDAY).open()
    assert desk.due(Metric.RESOLUTION) == "2026-03-09 14:20"
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-06T15:20")
    desk.until("2026-03-09T10:00")
    desk.give(c.Resume(actor=DANA), "2026-03-09T10:00")
    # One hour was used on Friday; seven are left on Monday at ten.
    assert desk.due(Metric.RESOLUTION) == "2026-03-09 17:00"
    assert desk.clock(Metric.RESOLUTION).is_running


def test_a_new_target_keeps_the_pauses():
    rules = policy(
        target(Metric.RESOLUTION, business(4), 1), target(Metric.RESOLUTION, business(8), 2), pauses_for=("customer",)
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T10:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T12:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T12:00")
    # Four business hours from nine, and the two that were paused.
    assert desk.due(Metric.RESOLUTION) == "2026-03-05 15:00"


def test_a_severity_changed_while_paused_keeps_what_is_left_of_the_new_target():
    rules = policy(
        target(Metric.RESOLUTION, business(2), 1), target(Metric.RESOLUTION, business(6), 2), pauses_for=("customer",)
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T10:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T11:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T12:00")
    assert desk.due(Metric.RESOLUTION) == "2026-03-05 13:00"


def test_a_clock_that_a_severity_change_used_up_while_paused_breaches_when_it_continues():
    rules = policy(
        target(Metric.RESOLUTION, business(1), 1), target(Metric.RESOLUTION, business(6), 2), pauses_for=("customer",)
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T12:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T12:30")
    assert desk.happened(e.ClockBreached) == []
    desk.give(c.Resume(actor=DANA), "2026-03-05T14:00")
    assert desk.happened(e.ClockBreached) == ["Thu 14:00"]
    assert desk.clock(Metric.RESOLUTION).is_late_by_change


COUNTING_FROM_CHANGE = {"pauses_for": ("customer",), "severity_counts_from_change": True}


def test_where_time_counts_from_the_change_what_was_paused_before_it_is_not_added():
    rules = policy(
        target(Metric.RESOLUTION, business(2), 1), target(Metric.RESOLUTION, business(8), 2), **COUNTING_FROM_CHANGE
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T10:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T11:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T12:00")
    assert desk.due(Metric.RESOLUTION) == "2026-03-05 14:00"
    # What is paused after the change is.
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T13:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T14:00")
    assert desk.due(Metric.RESOLUTION) == "2026-03-05 15:00"
    assert desk.clock(Metric.RESOLUTION).paused_seconds == 3600


def test_where_time_counts_from_the_change_a_paused_clock_has_its_whole_span_left():
    rules = policy(
        target(Metric.RESOLUTION, business(2), 1), target(Metric.RESOLUTION, business(8), 2), **COUNTING_FROM_CHANGE
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T10:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T11:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T12:00")
    assert desk.due(Metric.RESOLUTION) == "2026-03-05 14:00"


def test_where_time_counts_from_the_change_an_upgrade_of_a_paused_clock_is_still_never_later():
    rules = policy(
        target(Metric.RESOLUTION, business(7), 1), target(Metric.RESOLUTION, business(8), 2), **COUNTING_FROM_CHANGE
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-05T12:00")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T13:00")
    desk.give(c.Resume(actor=DANA), "2026-03-05T14:00")
    # Five of the eight hours were left when it was paused, less than the new seven.
    assert desk.due(Metric.RESOLUTION) == "2026-03-06 11:00"


def test_where_time_counts_from_the_change_so_does_what_only_the_new_severity_owes():
    rules = policy(
        target(Metric.FIRST_RESPONSE, business(2), 1),
        target(Metric.RESOLUTION, business(8), 1, 2),
        severity_counts_from_change=True,
    )
    desk = DeskOfOne(rules, "2026-03-05T09:00").open(severity=2)
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-05T12:00")
    assert desk.due(Metric.FIRST_RESPONSE) == "2026-03-05 14:00"
    assert not desk.clock(Metric.FIRST_RESPONSE).is_late_by_change


# D6


def test_an_upgrade_counts_from_the_start_and_is_never_later():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=2)
    assert desk.due(Metric.RESOLUTION) == "2026-03-09 16:00"
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T16:30")
    # Severity 1 has four business days here, later than severity 2's one: the guard holds it.
    assert desk.due(Metric.RESOLUTION) == "2026-03-09 16:00"


def test_a_downgrade_is_never_earlier():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=1)
    assert desk.due(Metric.RESOLUTION) == "2026-03-12 16:00"
    desk.give(c.SetSeverity(actor=DANA, severity=2), "2026-03-06T16:30")
    assert desk.due(Metric.RESOLUTION) == "2026-03-12 16:00"


def test_a_due_time_already_past_when_the_severity_changes_is_late_by_change():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3)
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T19:00")
    clock = desk.clock(Metric.ESCALATION)
    assert desk.due(Metric.ESCALATION) == "2026-03-06 18:20"
    assert clock.is_late_by_change
    assert desk.tiers() == [(1, "Fri 03-06 19:00")]
    assert {n.fact("late_by_change") for n in desk.told if n.kind == "clock.breached"} <= {"yes"}


def test_a_breach_outlives_a_downgrade():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-06T15:30")
    desk.give(c.SetSeverity(actor=DANA, severity=4), "2026-03-06T15:31")
    assert [clock.metric for clock in desk.case.clocks if clock.breached_at] == [Metric.ACKNOWLEDGEMENT]


def test_the_first_word_on_severity_is_no_change_and_has_no_guard():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=None)
    assert desk.due(Metric.RESOLUTION) == "2026-03-11 16:00"
    desk.give(c.SetSeverity(actor=CARA, severity=1), "2026-03-06T16:05")
    assert desk.case.severity == 1
    assert desk.due(Metric.RESOLUTION) == "2026-03-12 16:00"


def test_a_customer_proposes_and_an_engineer_confirms():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3)
    desk.give(c.SetSeverity(actor=CARA, severity=1), "2026-03-06T14:30")
    assert desk.case.severity == 3
    # The worst severity, even if only proposed, is for the on-call channel too.
    assert desk.who_heard("severity.proposed") == ["engineers", "on_call"]
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T14:40")
    assert desk.case.severity == 1
    assert desk.case.severity_is_confirmed
    assert desk.case.severity_proposal is None


def test_an_unanswered_proposal_is_brought_up_again_after_one_business_hour():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3)
    desk.give(c.SetSeverity(actor=CARA, severity=1), "2026-03-06T16:30")
    desk.until("2026-03-09T09:30")
    assert desk.happened(e.SeverityProposalReminded) == ["Mon 09:30"]


# D7


def test_reopening_within_five_business_days_continues_with_the_time_that_was_left():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=2)
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    desk.give(c.Approve(actor=CARA), "2026-03-09T11:00")
    desk.give(c.Reopen(actor=CARA, text_id="y"), "2026-03-10T10:00")
    assert desk.case.status is Status.OPEN
    assert desk.clock(Metric.RESOLUTION).cycle == 2
    # Six of the business hours to Monday 16:00 were left at 10:00.
    assert desk.due(Metric.RESOLUTION) == "2026-03-10 16:00"


def test_what_was_breached_does_not_breach_again_after_reopening():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=2).until("2026-03-09T16:30")
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T16:40")
    desk.give(c.Reject(actor=CARA, text_id="y"), "2026-03-10T10:00")
    desk.until("2026-03-20T16:00")
    assert desk.happened(e.ClockBreached) == ["Mon 16:00"]


def test_after_five_business_days_a_case_stays_closed():
    desk = DeskOfOne(RESOLUTION, FRIDAY).open()
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    desk.give(c.Approve(actor=CARA), "2026-03-09T11:00")
    assert isinstance(desk.give(c.Reopen(actor=CARA, text_id="y"), "2026-03-16T10:59:59"), tuple)
    desk = DeskOfOne(RESOLUTION, FRIDAY).open()
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    desk.give(c.Approve(actor=CARA), "2026-03-09T11:00")
    refused = desk.give(c.Reopen(actor=CARA, text_id="y"), "2026-03-16T11:00")
    assert isinstance(refused, Refused)
    assert refused.reason == "reopen.too_late"


# D9


def test_a_best_effort_promise_has_no_due_time_and_never_breaches():
    rules = policy(target(Metric.RESOLUTION, Span(SpanKind.BEST_EFFORT), 1, strength=Strength.BEST_EFFORT))
    desk = DeskOfOne(rules, FRIDAY).open()
    assert desk.due(Metric.RESOLUTION) is None
    assert desk.case.wake_at is None


# D12


def test_an_update_restarts_the_recurring_clock():
    desk = DeskOfOne(UPDATED, FRIDAY).open()
    desk.give(say(DANA, "2026-03-06T20:00"), "2026-03-06T20:00")
    assert desk.due(Metric.UPDATE) == "2026-03-07 20:00"
    assert desk.clock(Metric.UPDATE).cycle == 2


def test_only_what_the_customer_can_see_is_an_update():
    desk = DeskOfOne(UPDATED, FRIDAY).open()
    desk.give(c.Note(actor=DANA, text_id="n"), "2026-03-06T20:00")
    desk.give(say(CARA, "2026-03-06T20:01"), "2026-03-06T20:01")
    assert desk.due(Metric.UPDATE) == "2026-03-07 14:20"


def test_a_missed_cycle_closes_breached_and_the_next_starts_at_its_due_time():
    desk = DeskOfOne(UPDATED, FRIDAY).open().until("2026-03-07T15:00")
    assert desk.happened(e.ClockBreached) == ["Sat 14:20"]
    # Local clocks went forward in between: twenty-four elapsed hours.
    assert desk.due(Metric.UPDATE) == "2026-03-08 15:20"


def test_several_missed_cycles_fold_into_one_notice():
    desk = DeskOfOne(UPDATED, "2026-03-02T10:00").open().sleep_until("2026-03-05T11:00")
    assert len(desk.happened(e.ClockBreached)) == 3
    missed = [n.fact("missed") for n in desk.told if n.audience.name == "engineers"]
    assert [count for count in missed if count] == ["3"]


# D13, D15


def test_tiers_follow_in_order_at_the_same_interval():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-08T12:00")
    assert desk.tiers() == [(1, "Fri 03-06 18:20"), (2, "Fri 03-06 22:20"), (3, "Sat 03-07 02:20")]


def test_a_tier_tells_its_channel_and_its_people_and_names_the_roles_nobody_fills():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-06T18:20")
    assert desk.who_heard("tier.raised") == ["on_call", "rae", "dana", "customer", "engineers", "pager of on_call"]
    assert {n.fact("skipped") for n in desk.told if n.kind == "tier.raised"} == {"systems_engineer"}


def test_at_the_top_the_director_becomes_owner():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-07T02:19")
    assert desk.case.owner_id == "dana"
    desk.until("2026-03-07T02:20")
    assert desk.case.owner_id == "dora"


def test_a_missed_acknowledgement_raises_tier_1_and_the_interval_counts_from_there():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-06T23:59")
    assert desk.tiers() == [(1, "Fri 03-06 15:20"), (2, "Fri 03-06 19:20"), (3, "Fri 03-06 23:20")]


def test_severity_3_is_proposed_and_told_when_nobody_answers_for_one_business_hour():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3).until("2026-03-20T14:20")
    assert desk.happened(e.TierProposed) == ["Fri 14:20", "Fri 14:20"]
    assert desk.tiers() == [(1, "Fri 03-13 15:20")]


def test_an_accepted_proposal_is_told_at_once_and_the_interval_counts_from_the_proposal():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3).until("2026-03-13T14:20")
    desk.give(c.AcceptTier(actor=DANA, tier=1), "2026-03-13T14:50")
    assert desk.tiers() == [(1, "Fri 03-13 14:50")]
    desk.until("2026-03-20T14:20")
    assert desk.case.escalation.proposal.tier == 2


def test_a_declined_proposal_comes_again_after_the_interval():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3).until("2026-03-13T14:20")
    desk.give(c.DeclineTier(actor=DANA, tier=1), "2026-03-13T14:30")
    desk.until("2026-03-20T14:20")
    assert desk.tiers() == []
    assert desk.case.escalation.proposal.tier == 1


def test_severity_4_stops_at_tier_1():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=4).until("2026-06-01T12:00")
    assert desk.tiers() == [(1, "Fri 03-13 15:20")]


def test_an_outage_is_escalated_at_once_and_climbs_at_the_interval():
    rules = policy(ESCALATE_1, outage_answers=(("usable", "down"),))
    desk = DeskOfOne(rules, FRIDAY).open(answers=(("usable", "down"),)).until("2026-03-06T18:20")
    assert desk.tiers() == [(1, "Fri 03-06 14:20"), (2, "Fri 03-06 18:20")]


def test_an_engineer_may_raise_a_tier_before_its_time():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Escalate(actor=DANA, reason_id="r"), "2026-03-06T14:30")
    assert desk.tiers() == [(1, "Fri 03-06 14:30")]
    desk.until("2026-03-06T18:30")
    assert desk.tiers()[-1] == (2, "Fri 03-06 18:30")


def test_nothing_is_above_the_last_tier():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-07T03:00")
    assert desk.give(c.Escalate(actor=DANA, reason_id="r")) == Refused("tier.none_left")


def test_de_escalation_stops_the_climb_and_tells_everybody_who_had_been_told():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-06T22:20")
    desk.give(c.DeEscalate(actor=DIRECTOR), "2026-03-06T22:30")
    desk.until("2026-03-08T12:00")
    assert [tier for tier, _ in desk.tiers()] == [1, 2]
    assert set(desk.who_heard("deescalated")) == {
        "engineers", "on_call", "director", "dana", "rae", "dora", "customer", "pager of on_call", "pager of director",
    }  # fmt: skip


def test_the_house_ladder_climbs_by_the_span_that_ran_out():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2)), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open().until("2026-03-20T12:00")
    assert desk.tiers() == [(1, "Tue 03-10 14:20"), (2, "Thu 03-12 14:20"), (3, "Mon 03-16 14:20")]


def test_on_the_house_ladder_a_late_answer_ends_the_escalation():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2)), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open().until("2026-03-10T15:00")
    desk.give(say(DANA, "2026-03-10T15:00"))
    assert not desk.case.escalation.is_active
    assert desk.until("2026-03-20T12:00").tiers() == [(1, "Tue 03-10 14:20")]


def test_a_breach_that_raises_a_tier_is_told_once_to_each():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2)), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open().until("2026-03-10T14:20")
    assert desk.who_heard("tier.raised") == ["on_call", "eli", "engineers", "pager of on_call"]
    assert desk.who_heard("clock.breached") == []


# D14


def test_a_warning_comes_when_a_quarter_of_the_span_is_left_once():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-06T15:19")
    assert desk.happened(e.ClockWarned) == ["Fri 15:05"]


def test_a_server_that_slept_through_the_due_time_does_not_warn_after_the_fact():
    desk = DeskOfOne(LADDERED, FRIDAY).open().sleep_until("2026-03-06T16:00")
    assert desk.happened(e.ClockWarned) == []
    assert desk.happened(e.ClockBreached) == ["Fri 15:20"]


# Late facts


def test_a_reply_said_in_time_but_delivered_late_withdraws_the_breach_and_erases_nothing():
    rules = policy(target(Metric.FIRST_RESPONSE, elapsed(1), 1), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open().until("2026-03-06T15:25")
    desk.give(say(DANA, "2026-03-06T15:19"), "2026-03-06T15:26")
    clock = desk.clock(Metric.FIRST_RESPONSE)
    assert clock.breached_at == new_york("2026-03-06T15:20")
    assert clock.breach_withdrawn_at is not None
    assert not clock.is_breached
    assert desk.who_heard("clock.withdrawn") == ["engineers", "on_call"]


def test_a_reply_in_time_that_outran_the_tick_is_no_breach_at_all():
    rules = policy(target(Metric.FIRST_RESPONSE, elapsed(1), 1), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open()
    desk.give(say(DANA, "2026-03-06T15:19"), "2026-03-06T15:26")
    assert desk.happened(e.ClockBreached) == []


def test_a_moment_claimed_before_the_case_began_counts_from_its_beginning():
    desk = DeskOfOne(UPDATED, FRIDAY).open()
    desk.give(say(DANA, "2026-01-01T00:00"), "2026-03-06T14:30")
    assert desk.case.first_response_at == new_york(FRIDAY)


# Support levels


def test_a_case_unresolved_after_its_span_is_handed_to_the_next_level_once_and_misses_an_owner():
    rules = policy(
        target(Metric.HANDOFF, elapsed(24), to_level=2),
        ladder=HOUSE_LADDER,
        support_levels=(SupportLevel(1, words("L1"), ()), SupportLevel(2, words("L2"), ("on_call",))),
        first_level=1,
    )
    desk = DeskOfOne(rules, "2026-03-02T10:00").open().until("2026-03-10T10:00")
    assert desk.happened(e.HandedOff) == ["Tue 10:00"]
    assert desk.case.support_level == 2
    assert desk.happened(e.NobodyAssigned) == ["Tue 11:00"]
    assert desk.who_heard("handed_off") == ["engineers", "eli"]


def test_a_case_resolved_before_its_span_is_not_handed_on():
    rules = policy(
        target(Metric.HANDOFF, elapsed(24), to_level=2),
        support_levels=(SupportLevel(1, words("L1"), ()), SupportLevel(2, words("L2"), ("on_call",))),
        first_level=1,
    )
    desk = DeskOfOne(rules, "2026-03-02T10:00").open()
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-02T12:00")
    assert desk.until("2026-03-10T10:00").happened(e.HandedOff) == []


def test_a_catastrophe_goes_to_the_deepest_level_at_once():
    rules = policy(
        support_levels=(SupportLevel(1, words("L1"), ()), SupportLevel(3, words("L3"), ("on_call",))),
        first_level=1,
        level_at_severity=((1, 3),),
    )
    desk = DeskOfOne(rules, FRIDAY).open(severity=1)
    assert desk.case.support_level == 3


# Ending


def test_the_customer_approves_and_the_case_closes():
    desk = DeskOfOne(RESOLUTION, FRIDAY).open()
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    desk.give(c.Approve(actor=CARA), "2026-03-09T11:00")
    assert desk.case.status is Status.CLOSED
    assert desk.case.wake_at is None


def test_where_the_customer_must_approve_nobody_else_closes_and_they_are_reminded():
    rules = policy(target(Metric.RESOLUTION, days(1), 1), closing=Closing.CUSTOMER_APPROVAL)
    desk = DeskOfOne(rules, FRIDAY).open()
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    assert desk.give(c.Close(actor=DANA)) == Refused("close.needs_approval")
    desk.until("2026-03-13T10:00")
    assert desk.happened(e.ApprovalReminded) == ["Wed 10:00", "Fri 10:00"]
    assert desk.case.status is Status.RESOLVED


def test_a_rejected_fix_goes_back_to_work():
    desk = DeskOfOne(RESOLUTION, "2026-03-06T16:00").open(severity=2)
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"), "2026-03-09T10:00")
    desk.give(c.Reject(actor=CARA, text_id="y"), "2026-03-09T12:00")
    assert desk.case.status is Status.OPEN
    assert desk.due(Metric.RESOLUTION) == "2026-03-10 10:00"


def test_resolving_ends_the_escalation_and_every_clock():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-06T16:00")
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.WORKAROUND, text_id="x"))
    assert not desk.case.escalation.is_active
    assert desk.case.running_clocks == ()


def test_a_withdrawn_case_waits_for_nothing():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Withdraw(actor=CARA), "2026-03-06T14:30")
    assert desk.case.wake_at is None
    assert desk.give(c.Acknowledge(actor=DANA)) == Refused("case.already_withdrawn")


def test_a_merged_case_names_the_one_it_went_into():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.MergeInto(actor=DANA, other_id="case-2", other_customer_id="harbor", other_status=Status.OPEN))
    assert desk.give(c.Acknowledge(actor=DANA)) == Refused("case.merged", (("other", "case-2"),))


def test_a_case_does_not_go_on_in_one_that_has_ended():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    ended = c.MergeInto(actor=DANA, other_id="case-2", other_customer_id="harbor", other_status=Status.MERGED)
    assert desk.give(ended) == Refused("merge.other_ended")


def test_who_answers_a_case_that_nobody_owns_owns_it():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(say(ELI, "2026-03-06T14:30"), "2026-03-06T14:30")
    assert desk.case.owner_id == "eli"


# A severity that changes while attention is raised


def test_a_tier_that_the_new_severity_would_have_reached_is_reached_now_and_only_that_one():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3)
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-13T15:20")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-14T10:00")
    # Tier 1 was told on Friday; severity 1 would have told tier 2 four hours after that.
    assert desk.tiers() == [(1, "Fri 03-13 15:20"), (2, "Sat 03-14 10:00")]
    desk.until("2026-03-14T14:00")
    assert desk.tiers()[-1] == (3, "Sat 03-14 14:00")


def test_a_proposed_tier_is_told_at_once_when_the_new_severity_climbs_by_itself():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3)
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-13T14:20")
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-13T14:40")
    assert desk.tiers() == [(1, "Fri 03-13 14:40")]
    desk.until("2026-03-13T18:40")
    assert desk.tiers()[-1] == (2, "Fri 03-13 18:40")


def test_a_proposed_tier_stays_proposed_when_the_new_severity_asks_too():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3).until("2026-03-13T14:20")
    desk.give(c.SetSeverity(actor=DANA, severity=4), "2026-03-13T14:40")
    assert desk.tiers() == []
    assert desk.until("2026-03-13T15:20").tiers() == [(1, "Fri 03-13 15:20")]


def test_a_promise_that_a_downgrade_ended_comes_back_with_the_upgrade():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2), 1, 2), target(Metric.RESOLUTION, days(4)))
    desk = DeskOfOne(rules, FRIDAY).open(severity=2)
    assert desk.due(Metric.FIRST_RESPONSE) == "2026-03-10 14:20"
    desk.give(c.SetSeverity(actor=DANA, severity=4), "2026-03-06T14:30")
    assert desk.clock(Metric.FIRST_RESPONSE).state is ClockState.CANCELLED
    desk.give(c.SetSeverity(actor=DANA, severity=2), "2026-03-06T14:40")
    assert desk.clock(Metric.FIRST_RESPONSE).is_running
    assert desk.due(Metric.FIRST_RESPONSE) == "2026-03-10 14:20"


def test_an_answer_given_before_it_was_owed_is_not_owed_again():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2), 1, 2), target(Metric.RESOLUTION, days(4)))
    desk = DeskOfOne(rules, FRIDAY).open(severity=4)
    desk.give(say(DANA, "2026-03-06T14:25"), "2026-03-06T14:25")
    desk.give(c.SetSeverity(actor=DANA, severity=2), "2026-03-06T14:30")
    assert desk.clock(Metric.FIRST_RESPONSE).state is ClockState.MET


def test_an_upgrade_to_a_severity_without_that_promise_keeps_it():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2), 2), target(Metric.RESOLUTION, days(4)))
    desk = DeskOfOne(rules, FRIDAY).open(severity=2)
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T14:30")
    assert desk.due(Metric.FIRST_RESPONSE) == "2026-03-10 14:20"


def test_an_outage_reported_later_by_the_customer_escalates_without_anybodys_yes():
    rules = policy(ESCALATE_1, ESCALATE_3, outage_answers=(("usable", "down"),))
    desk = DeskOfOne(rules, FRIDAY).open(severity=3)
    desk.give(c.SetSeverity(actor=CARA, severity=1, answers=(("usable", "down"),)), "2026-03-06T15:00")
    assert desk.case.is_outage
    assert desk.tiers() == [(1, "Fri 03-06 15:00")]
    assert desk.case.severity == 3
    assert desk.case.severity_proposal.severity == 1
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T15:10")
    assert desk.case.is_outage


def test_an_outage_under_a_severity_that_is_right_already_is_no_repetition():
    rules = policy(ESCALATE_1, outage_answers=(("usable", "down"),))
    desk = DeskOfOne(rules, FRIDAY).open(severity=1)
    desk.give(c.SetSeverity(actor=DANA, severity=1), "2026-03-06T14:30")
    desk.give(c.SetSeverity(actor=CARA, severity=1, answers=(("usable", "down"),)), "2026-03-06T15:00")
    assert desk.tiers() == [(1, "Fri 03-06 15:00")]
    assert desk.case.severity_is_confirmed


# More of the house ladder, late facts and coming back


def test_an_assignment_is_no_update_and_does_not_end_the_escalation_of_a_missed_one():
    desk = DeskOfOne(UPDATED, FRIDAY).open().until("2026-03-07T15:00")
    desk.give(c.Assign(actor=DANA, owner_id="eli"))
    assert desk.case.escalation.is_active
    desk.give(say(ELI, "2026-03-07T15:10"), "2026-03-07T15:10")
    assert not desk.case.escalation.is_active


def test_an_update_said_in_time_but_delivered_after_its_cycle_closed_withdraws_the_breach():
    desk = DeskOfOne(UPDATED, "2026-03-02T10:00").open().until("2026-03-03T10:05")
    desk.give(say(DANA, "2026-03-03T09:59"), "2026-03-03T10:06")
    first = next(clock for clock in desk.case.clocks if clock.metric is Metric.UPDATE and clock.cycle == 1)
    assert first.breached_at is not None
    assert not first.is_breached
    assert desk.due(Metric.UPDATE) == "2026-03-04 09:59"


def test_a_breach_in_the_same_moment_as_a_tier_of_another_trigger_is_told_too():
    rules = policy(target(Metric.FIRST_RESPONSE, days(2)), target(Metric.RESOLUTION, days(4)), ladder=HOUSE_LADDER)
    desk = DeskOfOne(rules, FRIDAY).open().until("2026-03-12T14:20")
    assert desk.tiers()[-1] == (2, "Thu 03-12 14:20")
    assert [n.fact("metric") for n in desk.told if n.kind == "clock.breached"] == ["resolution", "resolution"]


def test_a_tier_that_is_only_proposed_is_declined_not_ended():
    desk = DeskOfOne(LADDERED, FRIDAY).open(severity=3).until("2026-03-13T14:20")
    assert desk.give(c.DeEscalate(actor=DANA)) == Refused("tier.only_proposed")


def test_each_tier_is_taken_anew():
    desk = DeskOfOne(LADDERED, FRIDAY).open().until("2026-03-06T15:20")
    desk.give(c.TakeEscalation(actor=ELI))
    assert isinstance(desk.give(c.TakeEscalation(actor=DANA)), Refused)
    desk.until("2026-03-06T19:20")
    assert desk.case.escalation.taken_by is None
    assert isinstance(desk.give(c.TakeEscalation(actor=DIRECTOR)), tuple)


def test_a_case_that_comes_back_after_its_escalation_time_is_escalated_again_after_the_same_span():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30")
    desk.until("2026-03-06T19:00")
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"))
    desk.give(c.Reject(actor=CARA, text_id="y"), "2026-03-07T10:00")
    assert desk.until("2026-03-07T14:00").tiers() == [(1, "Sat 03-07 14:00")]


def test_a_catastrophe_that_is_only_proposed_already_goes_to_the_deepest_level():
    rules = policy(
        support_levels=(SupportLevel(1, words("L1"), ()), SupportLevel(3, words("L3"), ("on_call",))),
        first_level=1,
        level_at_severity=((1, 3),),
    )
    desk = DeskOfOne(rules, FRIDAY).open(severity=2)
    desk.give(c.SetSeverity(actor=CARA, severity=1), "2026-03-06T15:00")
    assert desk.case.severity == 2
    assert desk.case.support_level == 3


# Who may


REPLY = c.Reply(text_id="t", said_at=new_york(FRIDAY))


@pytest.mark.parametrize(
    ("command", "actor", "reason"),
    [
        (c.Acknowledge(actor=CARA), CARA, "not_allowed"),
        (c.Resolve(actor=CARA, resolution=Resolution.PERMANENT, text_id="x"), CARA, "not_allowed"),
        (c.DeEscalate(actor=CARA), CARA, "not_allowed"),
        (c.Note(actor=CARA, text_id="x"), CARA, "not_allowed"),
        (c.Reply(actor=STRANGER, text_id="x", said_at=new_york(FRIDAY)), STRANGER, "case.not_found"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, c.Command) else None,
)
def test_a_command_from_somebody_who_may_not_is_refused_and_changes_nothing(command, actor, reason):
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    before = desk.case
    refused = desk.give(command)
    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert desk.case is before


def test_the_second_to_acknowledge_learns_who_has_it():
    desk = DeskOfOne(LADDERED, FRIDAY).open()
    desk.give(c.Acknowledge(actor=DANA))
    assert desk.give(c.Acknowledge(actor=ELI)) == Refused("already.acknowledged", (("owner", "dana"),))

"""C2-12 to C2-15: a change request goes its way step by step, and no step can be skipped."""

from __future__ import annotations

import pytest

from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.case import Resolution, Status
from chatdesk.core.change import ChangeStep
from chatdesk.core.errors import Refused
from chatdesk.core.people import Actor, Standing
from chatdesk.core.policy import Kind, Metric, Span, SpanKind, Strength
from tests.core.desk_of_one import CARA, DANA, HOUSE_LADDER, ROSTER, DeskOfOne, new_york, policy, target

RULES = policy(
    target(Metric.ANALYSIS, Span(SpanKind.BEST_EFFORT), strength=Strength.BEST_EFFORT),
    target(Metric.RESOLUTION, Span(SpanKind.AGREED), strength=Strength.AGREED),
    ladder=HOUSE_LADDER,
    changes_walk_steps=True,
)
DELIVERY = Term(due_at=new_york("2026-05-04 12:00"))
COLIN = Actor(Standing.CUSTOMER, "colin", "harbor")

WAY: tuple[tuple[c.Command, ChangeStep], ...] = (
    (c.WriteNeeds(actor=DANA, text_id="needs"), ChangeStep.ANALYSED),
    (c.AddCriterion(actor=DANA, text_id="criterion"), ChangeStep.CRITERION_ADDED),
    (c.ApproveCriterion(actor=CARA), ChangeStep.CRITERION_APPROVED),
    (c.EvaluateChange(actor=DANA, text_id="three days"), ChangeStep.EVALUATED),
    (c.ScheduleChange(actor=DANA, term=DELIVERY), ChangeStep.SCHEDULED),
    (c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="delivered"), ChangeStep.DELIVERED),
)


def requested() -> DeskOfOne:
    return DeskOfOne(RULES, "2026-03-06 14:00").open(None, kind=Kind.CHANGE_REQUEST)


def step(desk: DeskOfOne) -> ChangeStep:
    assert desk.case
    assert desk.case.change
    return desk.case.change.step


def test_the_whole_way() -> None:
    desk = requested()
    assert step(desk) is ChangeStep.SUBMITTED
    for command, reached in WAY:
        assert not isinstance(desk.give(command), Refused), command
        assert step(desk) is reached
    assert desk.case
    assert desk.case.status is Status.RESOLVED


@pytest.mark.parametrize("at", range(len(WAY)), ids=[str(reached) for _, reached in WAY])
def test_no_step_can_be_skipped(at: int) -> None:
    desk = requested()
    for command, _ in WAY[:at]:
        desk.give(command)
    for number, (command, _) in enumerate(WAY):
        if number > at:
            refused = desk.give(command)
            assert isinstance(refused, Refused), command
            assert refused.reason == "change.step"


def test_the_analysis_ends_with_the_needs_written_back() -> None:
    desk = requested()
    desk.give(WAY[0][0])
    assert desk.clock(Metric.ANALYSIS).ended_at == desk.now
    assert desk.who_heard("change.analysed") == ["customer", "engineers"]


def test_only_who_speaks_for_the_customer_approves_the_criterion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROSTER.roles, "representative", ("cara",))  # type: ignore[arg-type]
    desk = requested()
    for command, _ in WAY[:2]:
        desk.give(command)
    refused = desk.give(c.ApproveCriterion(actor=COLIN))
    assert isinstance(refused, Refused)
    assert dict(refused.facts) == {"who": "representative"}
    assert not isinstance(desk.give(c.ApproveCriterion(actor=CARA)), Refused)


def test_a_refused_criterion_is_written_anew() -> None:
    desk = requested()
    for command, _ in WAY[:2]:
        desk.give(command)
    desk.give(c.RefuseCriterion(actor=CARA, text_id="too vague"))
    assert step(desk) is ChangeStep.ANALYSED
    desk.give(c.AddCriterion(actor=DANA, text_id="better"))
    assert step(desk) is ChangeStep.CRITERION_ADDED


def test_the_clock_runs_on_the_delivery_that_was_told() -> None:
    desk = requested()
    for command, _ in WAY[:5]:
        desk.give(command)
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"


def test_a_delivery_that_is_rejected_goes_back_to_the_roadmap() -> None:
    desk = requested()
    for command, _ in WAY:
        desk.give(command)
    desk.give(c.Reject(actor=CARA, text_id="not what we said"))
    assert step(desk) is ChangeStep.SCHEDULED


def test_nobody_is_nudged_for_a_date_before_the_request_has_gone_its_way() -> None:
    desk = requested().until("2026-03-30 12:00")
    assert desk.who_heard("term.nudged") == []


def test_a_case_of_another_kind_has_no_steps() -> None:
    desk = DeskOfOne(RULES, "2026-03-06 14:00").open(3)
    refused = desk.give(WAY[0][0])
    assert isinstance(refused, Refused)
    assert refused.reason == "change.none"


def test_a_delivery_that_was_told_stands_when_the_severity_changes() -> None:
    desk = requested()
    for command, _ in WAY[:5]:
        desk.give(command)
    desk.give(c.SetSeverity(actor=DANA, severity=2))
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"
    desk.give(c.SetSeverity(actor=DANA, severity=4))
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"


def test_a_delivery_with_a_release_hears_of_it_and_runs_on_its_date() -> None:
    desk = requested()
    for command, _ in WAY[:4]:
        desk.give(command)
    desk.give(c.ScheduleChange(actor=DANA, term=Term(release="4.2")))
    assert desk.case
    assert desk.case.awaited_release == "4.2"
    desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-04 12:00")))
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"
    desk.give(c.SetSeverity(actor=DANA, severity=2))
    assert desk.due(Metric.RESOLUTION) == "2026-05-04 12:00"
    desk.give(c.NoteRelease(actor=DANA, release="4.2", is_out=True), "2026-05-01 12:00")
    assert desk.who_heard("release.announced") == ["customer", "engineers"] * 2
    assert desk.case.awaited_release is None


def test_a_delivery_told_anew_waits_for_the_other_release() -> None:
    desk = requested()
    for command, _ in WAY[:4]:
        desk.give(command)
    desk.give(c.ScheduleChange(actor=DANA, term=Term(release="4.2")))
    desk.give(c.NoteRelease(actor=DANA, release="4.2", due_at=new_york("2026-05-04 12:00")))
    desk.give(c.ScheduleChange(actor=DANA, term=Term(release="4.3")))
    assert desk.case
    assert desk.case.awaited_release == "4.3"
    assert desk.due(Metric.RESOLUTION) is None

"""COD-2, COD-4, COD-6, C2-17, C2-18: what a report must bring, whose monitoring counts, whose word ends a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatdesk.core import commands as c
from chatdesk.core.case import Resolution, Status
from chatdesk.core.errors import Refused
from chatdesk.core.people import Actor, Standing
from chatdesk.core.policy import Kind, Metric, Reason
from tests.core.desk_of_one import CARA, DANA, HOUSE_LADDER, ROSTER, DeskOfOne, business, policy, target, words

RULES = policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER)
COLIN = Actor(Standing.CUSTOMER, "colin", "harbor")


@pytest.fixture(autouse=True)
def cara_speaks_for_harbor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROSTER.roles, "representative", ("cara",))  # type: ignore[arg-type]


def with_reason(**more: object) -> DeskOfOne:
    reason = Reason("unsolved", words("Unsolved"), words("Not solved."), Kind.INCIDENT, **more)  # type: ignore[arg-type]
    return DeskOfOne(replace(RULES, reasons=(reason,)), "2026-03-06 10:00")


def opened(desk: DeskOfOne, **more: object) -> c.Open:
    fields: dict[str, object] = {
        "actor": CARA,
        "case_id": "case-1",
        "title_id": "t",
        "customer_id": "harbor",
        "requester_id": "cara",
        "reported_at": desk.now,
    }
    return c.Open(**(fields | more))  # type: ignore[arg-type]


def test_a_reason_that_asks_for_symptoms_takes_no_report_without_them() -> None:
    desk = with_reason(asks_for_symptoms=True)
    refused = desk.give(opened(desk, reason="unsolved"))
    assert isinstance(refused, Refused)
    assert refused.reason == "symptoms.missing"
    desk.open(2, reason="unsolved", description_id="symptoms")
    # Another reason, or none, asks for nothing.
    DeskOfOne(desk.policy, "2026-03-06 10:00").open(2)


def test_the_team_of_a_reason_is_told_at_once() -> None:
    assert with_reason(team="on_call").open(2, reason="unsolved").who_heard("team.asked") == ["engineers", "eli"]
    assert with_reason(team="nobody_is").open(2, reason="unsolved").who_heard("team.asked") == ["engineers"]
    assert with_reason().open(2, reason="unsolved").who_heard("team.asked") == []


def test_what_our_monitoring_sees_is_no_report_where_only_customers_watch() -> None:
    desk = DeskOfOne(replace(RULES, only_customers_monitor=True), "2026-03-06 10:00")
    refused = desk.give(opened(desk, actor=DANA, requester_id="dana", via="monitoring"))
    assert isinstance(refused, Refused)
    assert refused.reason == "monitoring.not_ours"


@pytest.mark.parametrize(
    "more",
    [
        {"via": "monitoring"},
        {"via": "monitoring", "actor": DANA, "requester_id": "cara"},
        {"via": "phone", "actor": DANA, "requester_id": "dana"},
    ],
    ids=["theirs", "theirs, passed on", "no monitoring"],
)
def test_every_other_report_is_welcome_there(more: dict[str, object]) -> None:
    DeskOfOne(replace(RULES, only_customers_monitor=True), "2026-03-06 10:00").open(2, **more)


ANSWERS = [
    c.Approve(actor=COLIN),
    c.Reject(actor=COLIN, text_id="x"),
    c.Close(actor=COLIN),
    c.Reopen(actor=COLIN, text_id="x"),
    c.Withdraw(actor=COLIN),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_a_fix_is_answered_by_representatives_or_whose_report_it_was(answer: c.Command) -> None:
    strict = replace(RULES, only_representatives_report=True)
    resolve = c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x")
    others = DeskOfOne(strict, "2026-03-06 10:00").open(2)
    others.give(resolve)
    refused = others.give(answer)
    assert isinstance(refused, Refused)
    assert dict(refused.facts) == {"who": "representative"}
    own = DeskOfOne(strict, "2026-03-06 10:00").open(2, actor=COLIN, requester_id="colin")
    own.give(c.AuthoriseReport(actor=CARA))
    own.give(resolve)
    assert not isinstance(own.give(answer), Refused)
    assert own.case
    assert own.case.status is not Status.RESOLVED


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_elsewhere_anybody_of_the_customer_answers_it(answer: c.Command) -> None:
    desk = DeskOfOne(RULES, "2026-03-06 10:00").open(2)
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"))
    assert not isinstance(desk.give(answer), Refused)

"""COD-12, CIP-3, C2-4, C2-5: reports that wait for a yes, contracts that have ended, problems, correction records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.case import Resolution, Status
from chatdesk.core.errors import Refused
from chatdesk.core.people import Actor, Standing
from chatdesk.core.policy import Choice, Kind, Metric
from tests.core.desk_of_one import CARA, DANA, HOUSE_LADDER, ROSTER, DeskOfOne, business, policy, target, words

RULES = policy(target(Metric.ANALYSIS, business(6)), ladder=HOUSE_LADDER)
STRICT = replace(RULES, only_representatives_report=True)
COLIN = Actor(Standing.CUSTOMER, "colin", "harbor")


@pytest.fixture(autouse=True)
def cara_speaks_for_harbor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROSTER.roles, "representative", ("cara",))  # type: ignore[arg-type]


def reported_by_colin(rules: object = STRICT) -> DeskOfOne:
    return DeskOfOne(rules, "2026-03-06 10:00").open(2, actor=COLIN, requester_id="colin")  # type: ignore[arg-type]


def test_who_may_not_report_is_captured_and_a_representative_is_asked() -> None:
    desk = reported_by_colin()
    assert desk.case
    assert not desk.case.is_authorised
    assert desk.case.clocks == ()
    assert desk.who_heard("report.unauthorised") == ["customer", "engineers", "cara"]


def test_the_promise_begins_with_the_representative_s_yes() -> None:
    desk = reported_by_colin()
    desk.give(c.AuthoriseReport(actor=CARA), "2026-03-06 11:00")
    assert desk.due(Metric.ANALYSIS) == "2026-03-06 17:00"


def test_who_reported_cannot_say_yes_to_themselves() -> None:
    refused = reported_by_colin().give(c.AuthoriseReport(actor=COLIN))
    assert isinstance(refused, Refused)
    assert dict(refused.facts) == {"who": "representative"}


def test_a_severity_set_meanwhile_starts_no_clock() -> None:
    desk = reported_by_colin()
    desk.give(c.SetSeverity(actor=DANA, severity=1))
    assert desk.case
    assert desk.case.clocks == ()


def test_a_no_withdraws_the_report_and_tells_who_made_it() -> None:
    desk = reported_by_colin()
    desk.give(c.DeclineReport(actor=CARA, text_id="internal"))
    assert desk.case
    assert desk.case.status is Status.WITHDRAWN
    assert "colin" in desk.who_heard("report.declined")


@pytest.mark.parametrize("actor", [CARA, DANA], ids=["representative", "ours"])
def test_others_reports_count_at_once(actor: Actor) -> None:
    desk = DeskOfOne(STRICT, "2026-03-06 10:00").open(2, actor=actor)
    assert desk.case
    assert desk.case.is_authorised
    refused = desk.give(c.AuthoriseReport(actor=CARA))
    assert isinstance(refused, Refused)
    assert refused.reason == "report.counts"


def test_a_case_without_a_contract_is_opened_and_our_people_are_told() -> None:
    desk = DeskOfOne(RULES, "2026-03-06 10:00").open(2, is_covered=False)
    assert desk.due(Metric.ANALYSIS) == "2026-03-06 16:00"
    assert desk.who_heard("uncovered") == ["engineers", "on_call", "rae"]


def test_a_problem_exists_only_from_a_case_and_is_ours_to_open() -> None:
    for actor, found_in in ((DANA, ()), (CARA, ("case-0",))):
        refused = DeskOfOne(RULES, "2026-03-06 10:00").give(
            c.Open(
                actor=actor,
                case_id="case-1",
                title_id="t",
                customer_id="harbor",
                requester_id="dana",
                reported_at=DeskOfOne(RULES, "2026-03-06 10:00").now,
                kind=Kind.PROBLEM,
                found_in=found_in,
            )
        )
        assert isinstance(refused, Refused)
        assert refused.reason == "problem.needs_case"


def test_a_problem_goes_to_its_owners_and_its_customer_hears_nothing_of_it() -> None:
    desk = DeskOfOne(replace(RULES, problem_level=2), "2026-03-06 10:00")
    desk.open(2, actor=DANA, kind=Kind.PROBLEM, found_in=("case-0",))
    assert desk.case
    assert [(link.case_id, link.relation) for link in desk.case.links] == [("case-0", "found_in")]
    assert desk.case.support_level == 2
    assert "customer" not in {notice.audience.name for notice in desk.told}


def test_a_correction_says_by_which_means_and_where() -> None:
    sites = (Choice("office", words("Office")), Choice("remote", words("Remote")))
    desk = DeskOfOne(replace(RULES, correction_sites=sites), "2026-03-06 10:00").open(2)
    resolve = c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x")
    refused = desk.give(resolve)
    assert isinstance(refused, Refused)
    assert refused.reason == "correction.site"
    desk.give(replace(resolve, site="remote"))
    assert desk.case
    assert desk.case.correction_site == "remote"


def test_a_rating_is_asked_when_the_case_closes_and_a_bad_one_reaches_the_one_on_call() -> None:
    desk = DeskOfOne(RULES, "2026-03-06 10:00").open(2)
    desk.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id="x"))
    desk.give(c.Approve(actor=CARA))
    assert desk.who_heard("rating.ask") == ["customer"]
    desk.give(c.Rate(actor=CARA, score=2, text_id="slow"))
    assert "on_call" in desk.who_heard("rated")
    desk.give(c.Rate(actor=CARA, score=4))
    assert desk.case
    assert desk.case.rating
    assert desk.case.rating.score == 4
    refused = desk.give(c.Rate(actor=CARA, score=6))
    assert isinstance(refused, Refused)
    assert len(desk.happened(e.Rated)) == 2

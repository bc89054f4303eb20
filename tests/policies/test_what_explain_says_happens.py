"""`explain` and the core agree: what is announced for a case is what happens to one that nobody resolves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chatdesk.core import commands as c
from chatdesk.core.events import TierProposed, TierRaised
from chatdesk.explain import explain
from chatdesk.policy_files import find_policy, read_policy
from tests.core.desk_of_one import DANA, ROSTER, DeskOfOne

FRIDAY = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cara_speaks_for_harbor(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where only representatives report, nothing is promised before one of them has said yes (COD-12).
    monkeypatch.setitem(ROSTER.roles, "representative", ("cara",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        *(("catamarun", number) for number in (1, 2, 3, 4)),
        *(("c2-atom", number) for number in (1, 2, 3)),
        ("cipplanner", 2),
        ("codify", None),
        ("advendio", 3),
    ],
)
def test_tiers_come_when_explain_says(name: str, severity: int | None) -> None:
    policy = read_policy(find_policy(name))
    announced = explain(policy, FRIDAY, [severity], policy.default_plan)
    desk = DeskOfOne(policy, "2026-03-06T14:20").open(severity)
    desk.give(c.Acknowledge(actor=DANA))
    desk.until("2026-04-20T12:00")
    bodies = [(event.at, event.body) for event in desk.events]
    proposed = {body.tier: at for at, body in bodies if isinstance(body, TierProposed)}
    raised = {body.raised.tier: at for at, body in bodies if isinstance(body, TierRaised)}
    announced_at = {tier.tier.number: tier.at for tier in announced.tiers}
    assert announced_at
    if all(tier.is_automatic for tier in announced.tiers):
        assert raised == announced_at
        assert not proposed
    else:
        assert proposed == announced_at


@pytest.mark.parametrize("name", ["catamarun", "c2-atom", "cipplanner", "codify", "advendio"])
def test_clocks_start_with_the_due_times_that_explain_gives(name: str) -> None:
    policy = read_policy(find_policy(name))
    for severity in [step.number for step in policy.severities] or [None]:
        announced = explain(policy, FRIDAY, [severity], policy.default_plan)
        desk = DeskOfOne(policy, "2026-03-06T14:20").open(severity)
        assert desk.case is not None
        assert {c.metric: c.due_at for c in desk.case.clocks} == {
            clock.target.metric: clock.due_at for clock in announced.clocks
        }

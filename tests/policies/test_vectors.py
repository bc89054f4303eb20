"""The due times that the five policies were read to promise, worked out by hand, through the command line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.policy_files import find_policy


def explained(policy: str, at: str, *options: str) -> dict[str, Any]:
    result = CliRunner().invoke(policy_commands, ["explain", policy, "--at", at, "--json", *options])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def due(found: dict[str, Any], metric: str, severity: int | None = None) -> str | None:
    (clock,) = [c for c in found["clocks"] if c["metric"] == metric and c["severity"] == severity]
    at: str | None = clock["due_at"]
    return at


@pytest.mark.parametrize(
    ("severity", "metric", "expected"),
    [
        (2, "resolution", "2026-03-09T16:00:00-04:00"),
        (3, "resolution", "2026-03-11T16:00:00-04:00"),
        (1, "resolution", "2026-03-12T16:00:00-04:00"),
        (4, "resolution", None),
        (1, "first_response", "2026-03-10T16:00:00-04:00"),
        (2, "first_response", "2026-03-10T16:00:00-04:00"),
        (3, "first_response", "2026-03-10T16:00:00-04:00"),
    ],
)
def test_c2_2_3_7_8_9_10_business_days_across_the_change_of_clocks(
    severity: int, metric: str, expected: str | None
) -> None:
    found = explained("c2-atom", "2026-03-06T16:00:00-05:00", "--severity", str(severity))
    assert due(found, metric, severity) == expected


def test_c2_3_low_impact_is_promised_no_contact() -> None:
    found = explained("c2-atom", "2026-03-06T16:00:00-05:00", "--severity", "4")
    assert [clock["metric"] for clock in found["clocks"]] == ["resolution"]


def test_c2_1_a_report_on_saturday_counts_from_monday_morning() -> None:
    found = explained("c2-atom", "2026-03-07T11:00:00-05:00", "--severity", "2")
    (clock,) = [c for c in found["clocks"] if c["metric"] == "resolution"]
    first_open = next(step for step in clock["steps"] if step["counted_seconds"])
    assert first_open["from"] == "2026-03-09T09:30:00-04:00"
    assert clock["due_at"] == "2026-03-09T17:00:00-04:00"


def test_c2_13_c2_15_a_change_request_is_analysed_without_a_due_time_and_delivered_on_an_agreed_date() -> None:
    found = explained("c2-atom", "2026-03-06T16:00:00-05:00", "--severity", "3", "--kind", "change_request")
    assert [(c["metric"], c["due_at"], c["strength"]) for c in found["clocks"]] == [
        ("resolution", None, "agreed"),
        ("analysis", None, "best_effort"),
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-03-06T16:59:59-08:00", "2026-03-06T17:00:00-08:00", id="a second before the close"),
        pytest.param("2026-03-06T17:00:00-08:00", "2026-03-09T17:00:00-07:00", id="at the close"),
        pytest.param("2026-03-06T07:00:00-08:00", "2026-03-06T17:00:00-08:00", id="before the opening"),
        pytest.param("2026-03-07T12:00:00-08:00", "2026-03-09T17:00:00-07:00", id="on a Saturday"),
    ],
)
def test_cip_4_a_response_is_due_at_the_close_of_the_day_it_counts_for(at: str, expected: str) -> None:
    found = explained("cipplanner", at, "--severity", "2")
    assert due(found, "first_response", 2) == expected
    assert found["clocks"][0]["strength"] == "goal"


def test_cip_5_11_updates_and_the_handoff_run_around_the_clock() -> None:
    found = explained("cipplanner", "2026-03-07T18:00:00-08:00", "--severity", "2")
    # The clocks change in between: 24 hours are 24 hours.
    assert due(found, "update", 2) == "2026-03-08T19:00:00-07:00"
    assert due(found, "handoff", 2) == "2026-03-08T19:00:00-07:00"


def test_cip_13_14_what_has_no_figure_has_no_due_time() -> None:
    found = explained("cipplanner", "2026-03-06T10:00:00-08:00")
    assert due(found, "resolution", 1) is None
    assert due(found, "resolution", 2) is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2026-04-02T15:00:00-03:00", "2026-04-06T12:00:00-04:00", id="Easter, summer time ends"),
        pytest.param("2026-09-04T15:00:00-04:00", "2026-09-07T12:00:00-03:00", id="summer time begins"),
    ],
)
def test_cod_8_13_16_six_service_hours_across_both_changes_of_clocks(at: str, expected: str) -> None:
    assert due(explained("codify", at), "analysis") == expected


def test_cod_14_a_correction_without_its_table_has_no_due_time() -> None:
    assert due(explained("codify", "2026-04-02T15:00:00-03:00"), "resolution") is None


@pytest.mark.parametrize(
    ("severity", "acknowledged_by", "escalated_at"),
    [
        (1, "2026-03-06T15:20:00-05:00", "2026-03-06T18:20:00-05:00"),
        (2, "2026-03-09T10:20:00-04:00", "2026-03-09T14:20:00-04:00"),
        (3, "2026-03-09T10:20:00-04:00", "2026-03-13T14:20:00-04:00"),
        (4, "2026-03-09T14:20:00-04:00", "2026-03-13T14:20:00-04:00"),
    ],
)
def test_cat_5_6_acknowledgement_and_escalation(severity: int, acknowledged_by: str, escalated_at: str) -> None:
    found = explained("catamarun", "2026-03-06T14:20:00-05:00", "--severity", str(severity))
    assert due(found, "acknowledgement", severity) == acknowledged_by
    assert due(found, "escalation", severity) == escalated_at


def test_cat_6_priority_1_escalates_at_night_across_the_change_of_clocks() -> None:
    found = explained("catamarun", "2026-03-07T23:30:00-05:00", "--severity", "1")
    assert due(found, "escalation", 1) == "2026-03-08T04:30:00-04:00"


@pytest.mark.parametrize(
    ("severity", "is_automatic", "moments"),
    [
        (1, True, ["2026-03-06T18:20:00-05:00", "2026-03-06T22:20:00-05:00", "2026-03-07T02:20:00-05:00"]),
        (2, True, ["2026-03-09T14:20:00-04:00", "2026-03-10T14:20:00-04:00", "2026-03-11T14:20:00-04:00"]),
        (3, False, ["2026-03-13T14:20:00-04:00", "2026-03-20T14:20:00-04:00", "2026-03-27T14:20:00-04:00"]),
        (4, False, ["2026-03-13T14:20:00-04:00"]),
    ],
)
def test_cat_9_12_13_tiers_in_order(severity: int, is_automatic: bool, moments: list[str]) -> None:
    found = explained("catamarun", "2026-03-06T14:20:00-05:00", "--severity", str(severity))
    assert [tier["at"] for tier in found["tiers"]] == moments
    assert [tier["tier"] for tier in found["tiers"]] == list(range(1, len(moments) + 1))
    assert {tier["automatic"] for tier in found["tiers"]} == {is_automatic}


def test_cat_12_every_tier_names_its_roles() -> None:
    tiers = explained("catamarun", "2026-03-06T14:20:00-05:00", "--severity", "1")["tiers"]
    assert [tier["roles"] for tier in tiers] == [
        ["customer", "account_representative", "systems_engineer", "owner"],
        ["director_of_services", "linked_engineer"],
        ["vp_sales", "vp_engineering", "vp_product"],
    ]


@pytest.mark.parametrize("plan", ["basic", "premium"])
def test_adv_6_7_8_two_business_days_over_the_first_of_may(plan: str) -> None:
    found = explained("advendio", "2026-04-30T15:00:00+02:00", "--plan", plan)
    assert due(found, "first_response", 1) == "2026-05-05T15:00:00+02:00"


def test_adv_8_without_the_holiday_it_would_be_a_day_earlier(tmp_path: Path) -> None:
    text = find_policy("advendio").read_text(encoding="utf-8")
    copy = tmp_path / "without-may-day.yml"
    copy.write_text(text.replace("country: DE", "country: DE\n      except: [2026-05-01]"), encoding="utf-8")
    found = explained(str(copy), "2026-04-30T15:00:00+02:00", "--severity", "1")
    assert due(found, "first_response", 1) == "2026-05-04T15:00:00+02:00"


def test_d13_a_policy_without_a_ladder_climbs_the_houses_from_its_earliest_promise() -> None:
    tiers = explained("codify", "2026-04-02T15:00:00-03:00")["tiers"]
    assert [(tier["at"], tier["roles"]) for tier in tiers] == [
        ("2026-04-06T12:00:00-04:00", ["owner", "on_call"]),
        ("2026-04-06T18:00:00-04:00", ["director"]),
        ("2026-04-07T15:00:00-04:00", ["vp"]),
    ]
    assert all(tier["house"] and not tier["clauses"] for tier in tiers)


def test_c2_6_engaging_development_is_no_missed_promise_and_starts_no_ladder() -> None:
    found = explained("c2-atom", "2026-03-06T16:00:00-05:00", "--severity", "1")
    assert due(found, "handoff", 1) == "2026-03-06T17:00:00-05:00"
    assert [tier["at"] for tier in found["tiers"]] == [
        "2026-03-10T16:00:00-04:00",
        "2026-03-12T16:00:00-04:00",
        "2026-03-16T16:00:00-04:00",
    ]


def test_the_offset_is_the_calendars_whatever_the_reports() -> None:
    found = explained("codify", "2026-04-02T18:00:00+00:00")
    assert due(found, "analysis") == "2026-04-06T12:00:00-04:00"
    assert datetime.fromisoformat(found["at"]).utcoffset() is not None

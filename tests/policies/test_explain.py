"""What `chatdesk policy explain` prints, and what it refuses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.policy_files import read_policy, shipped_policies

FRIDAY = "2026-03-06T14:20:00-05:00"


def explain(*words: str) -> Result:
    return CliRunner().invoke(policy_commands, ["explain", *words])


def explained(*words: str) -> dict[str, Any]:
    result = explain(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_every_step_leads_on_from_the_one_before_and_ends_at_the_due_time(path: Path) -> None:
    found = explained(path.stem, "--at", FRIDAY)
    for clock in found["clocks"]:
        steps = clock["steps"]
        if clock["due_at"] is None:
            assert steps == []
            continue
        assert datetime.fromisoformat(steps[0]["from"]) == datetime.fromisoformat(FRIDAY)
        assert steps[-1]["to"] == clock["due_at"]
        assert all(before["to"] == after["from"] for before, after in pairwise(steps))


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_counted_seconds_are_those_of_the_span(path: Path) -> None:
    for clock in explained(path.stem, "--at", FRIDAY)["clocks"]:
        counted = sum(step["counted_seconds"] for step in clock["steps"])
        words = clock["span"].split(",")[0].split()
        if clock["due_at"] and words[-1] in ("hour", "hours"):
            assert timedelta(seconds=counted) == timedelta(hours=int(words[0]))


def test_D11_a_handoff_after_the_house_s_own_hour_is_not_called_a_promise() -> None:
    found = explained("c2-atom", "--at", FRIDAY, "--severity", "1")
    handoff = next(clock for clock in found["clocks"] if clock["metric"] == "handoff")
    assert (handoff["house"], handoff["strength"]) == (True, "goal")


def test_the_object_holds_everything_that_was_promised_of_it() -> None:
    found = explained("catamarun", "--at", FRIDAY)
    assert {"policy", "version", "at", "clocks", "tiers"} <= found.keys()
    assert found["policy"] == "catamarun"
    keys = {"metric", "severity", "span", "due_at", "strength", "clauses", "assumed", "steps"}
    assert all(keys <= clock.keys() for clock in found["clocks"])
    assert all({"from", "to", "counted_seconds", "why"} == step.keys() for c in found["clocks"] for step in c["steps"])
    assert all({"tier", "at", "roles", "automatic", "severity"} <= tier.keys() for tier in found["tiers"])


def test_without_a_severity_every_severity_is_shown_and_each_clock_names_its_own() -> None:
    assert {clock["severity"] for clock in explained("catamarun", "--at", FRIDAY)["clocks"]} == {1, 2, 3, 4}
    assert {tier["severity"] for tier in explained("catamarun", "--at", FRIDAY)["tiers"]} == {1, 2, 3, 4}
    assert {clock["severity"] for clock in explained("codify", "--at", FRIDAY)["clocks"]} == {None}


def test_a_holiday_on_the_way_is_named_in_the_policys_language() -> None:
    easter = explained("codify", "--at", "2026-04-02T15:00:00-03:00")["clocks"][0]
    assert "holiday: Viernes Santo" in [step["why"] for step in easter["steps"]]
    may = explained("advendio", "--severity", "1", "--at", "2026-04-30T15:00:00+02:00")["clocks"][0]
    assert "holiday: Labor Day" in [step["why"] for step in may["steps"]]


def test_only_a_time_that_rests_on_an_assumed_calendar_says_so() -> None:
    p1 = explained("catamarun", "--severity", "1", "--at", FRIDAY)["clocks"]
    p2 = explained("catamarun", "--severity", "2", "--at", FRIDAY)["clocks"]
    assert all(not clock["assumed"] for clock in p1)
    assert {one["what"] for one in p2[0]["assumed"]} == {
        "hours.office.zone",
        "hours.office.hours",
        "hours.office.holidays",
    }


def test_a_confirmed_assumption_is_no_longer_mentioned(tmp_path: Path) -> None:
    (shipped,) = [path for path in shipped_policies() if "America/Toronto" in path.read_text(encoding="utf-8")]
    text = shipped.read_text(encoding="utf-8")
    confirmed = text.replace(
        "- what: zone", "- what: zone\n        confirmed_by: Dana Reyes\n        confirmed_on: 2026-01-15"
    )
    copy = tmp_path / "copy.yml"
    copy.write_text(confirmed, encoding="utf-8")
    assumed = explained(str(copy), "--severity", "2", "--at", FRIDAY)["clocks"][0]["assumed"]
    assert [one["what"] for one in assumed] == ["hours.support.holidays"]


def test_a_premium_plan_without_its_table_says_what_was_assumed() -> None:
    basic, premium = (
        explained("advendio", "--severity", "1", "--plan", plan, "--at", FRIDAY)["clocks"][0]
        for plan in ("basic", "premium")
    )
    assert basic["due_at"] == premium["due_at"]
    assert "first-contact-premium.table" in [one["what"] for one in premium["assumed"]]
    assert "first-contact-premium.table" not in [one["what"] for one in basic["assumed"]]


def test_the_earlier_of_two_rules_decides_and_says_so(tmp_path: Path) -> None:
    (shipped,) = [path for path in shipped_policies() if "at_latest:" in path.read_text(encoding="utf-8")]
    short = shipped.read_text(encoding="utf-8").replace(
        "within: 8 business hours\n    at_latest", "within: 20 business hours\n    at_latest"
    )
    copy = tmp_path / "longer.yml"
    copy.write_text(short, encoding="utf-8")
    clock = explained(str(copy), "--severity", "2", "--at", FRIDAY)["clocks"][1]
    assert clock["due_at"] == "2026-03-09T17:00:00-04:00"
    assert "second rule comes first" in clock["rule"]


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_for_a_person_twelve_lines_are_enough(path: Path) -> None:
    lines = explain(path.stem, "--at", FRIDAY).stdout.splitlines()
    assert 5 <= len(lines) <= 12
    for severity in [step.number for step in read_policy(path).severities]:
        lines = explain(path.stem, "--at", FRIDAY, "--severity", str(severity)).stdout.splitlines()
        assert 3 <= len(lines) <= 12


def test_the_lines_say_clause_calendar_days_skipped_and_readings() -> None:
    said = explain("codify", "--at", "2026-04-02T15:00-03:00").stdout.splitlines()
    assert said == [
        "Codify support service: reported Thu 2026-04-02 15:00 -03:00 (America/Santiago), incident",
        "Analysis: 6 business hours, due Mon 2026-04-06 12:00 -04:00; not counted: Viernes Santo, Sábado Santo, Sun "
        "(COD-13)",
        "Resolution: best effort, no due time (COD-14, COD-6)",
        "Tiers, by itself: 1 Mon 2026-04-06 12:00 -04:00, 2 Mon 2026-04-06 18:00 -04:00, "
        "3 Tue 2026-04-07 15:00 -04:00 (the house's ladder, no promise)",
        "Business time: Mon–Fri 09:00–18:00 (America/Santiago)",
        "Waiting pauses no clock; after a change of severity, times count from the report",
        "Read as: Six hours within service hours, from the report and without a pause. Not: Six hours around the "
        "clock. Six hours from the moment level 2 picks the case up.",
        "Read as: No due time, because the table of times that the source refers to is not there. Not: A made-up time.",
    ]


def test_what_does_not_fit_is_counted() -> None:
    lines = explain("catamarun", "--at", FRIDAY).stdout.splitlines()
    assert lines[1].startswith("P1 · Major impact: acknowledgement due Fri 2026-03-06 15:20 -05:00 (CAT-5); escalation")
    assert lines[-1] == "… and 4 more lines: --full, or --json."


def test_pauses_and_changes_of_severity_are_told_as_the_policy_has_them(tmp_path: Path) -> None:
    (shipped,) = [path for path in shipped_policies() if path.stem == "codify"]
    copy = tmp_path / "copy.yml"
    copy.write_text(
        f"{shipped.read_text(encoding='utf-8')}\nwaiting_pauses: [customer]\nseverity_change: from_change\n",
        encoding="utf-8",
    )
    said = explain(str(copy), "--at", FRIDAY).stdout
    assert (
        "Waiting for the customer pauses the clocks; after a change of severity, times count from that change" in said
    )
    found = explained(str(copy), "--at", FRIDAY)
    assert (found["pauses_for"], found["severity_counts_from"]) == (["customer"], "change")


def test_json_holds_what_the_lines_leave_out() -> None:
    found = explained("catamarun", "--at", FRIDAY)
    assert len(found["ladder"]["readings"]) == 2 and found["ladder"]["clauses"]
    assert found["business_hours"][0]["week"]["mon"] == ["09:00–17:00"]


def test_the_page_tells_due_times_days_skipped_readings_and_assumptions() -> None:
    result = explain("catamarun", "--severity", "2", "--at", FRIDAY, "--full")
    page = " ".join(result.stdout.split())
    assert "Mon 2026-03-09 14:20 -04:00" in page
    assert "no hours on Saturday and Sunday" in page
    assert "Eight business hours, at the latest the close of the next business day." in page
    assert "Not taken: Eight hours around the clock." in page
    assert "The source names no time zone; New York is assumed." in page
    assert "\x1b" not in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_the_page_never_shows_the_houses_ladder_as_a_promise() -> None:
    page = " ".join(explain("codify", "--at", FRIDAY, "--full").stdout.split())
    assert "Tiers of the house (no promise of the provider)" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["catamaran", "--at", FRIDAY], "unknown policy 'catamaran'; did you mean 'catamarun'? There are advendio, c2"),
        (["harbor", "--at", FRIDAY], "unknown policy 'harbor'; use one of: advendio, c2-atom, catamarun"),
        (["nowhere/policy.yml", "--at", FRIDAY], "there is no policy file 'nowhere/policy.yml'"),
        (["catamarun", "--at", "2026-03-06T14:20"], "has no offset"),
        (["catamarun", "--at", "2026-03-06"], "has no offset"),
        (["catamarun", "--at", "tomorrow"], "is no ISO 8601 moment"),
        (["catamarun", "--at", "9999-12-31T23:00+00:00"], "--at 9999-12-31T23:00+00:00"),
        (["catamarun", "--at", FRIDAY, "--severity", "5"], "--severity 5 is unknown; use one of: 1, 2, 3, 4"),
        (["catamarun", "--at", FRIDAY, "--severity", "P9"], "--severity P9 is unknown; use one of: 1, 2, 3, 4"),
        (["codify", "--at", FRIDAY, "--severity", "1"], "this policy has no severities"),
        (["advendio", "--at", FRIDAY, "--plan", "premum"], "did you mean 'premium'?"),
        (["codify", "--at", FRIDAY, "--plan", "gold"], "this policy has no plans"),
        (["codify", "--at", FRIDAY, "--kind", "incidents"], "did you mean 'incident'?"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_one_line(words: list[str], said: str) -> None:
    result = explain(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        ("catamarun", "P2"),
        ("catamarun", "p2"),
        ("catamarun", "sev 2"),
        ("advendio", "Level 2 · Urgent"),
        ("advendio", "level 2"),
        ("advendio", "urgente"),
    ],
)
def test_a_severity_may_be_named_as_people_name_it(policy: str, asked: str) -> None:
    named = explained(policy, "--at", FRIDAY, "--severity", asked)["clocks"]
    assert {clock["severity"] for clock in named} == {2}
    assert named == explained(policy, "--at", FRIDAY, "--severity", "2")["clocks"]


def test_without_a_moment_the_case_is_reported_now() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    reported_at = datetime.fromisoformat(explained("catamarun")["at"])
    assert before <= reported_at <= datetime.now(UTC)


def test_the_policies_that_come_with_it_are_listed() -> None:
    result = CliRunner().invoke(policy_commands, ["list"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == [path.stem for path in shipped_policies()]
    assert "codify      es  Codify support service" in lines


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("title: x\nlanguage: en\nbusiness_hours:\n\toffice: {}\n", encoding="utf-8")
    result = explain(str(broken), "--at", FRIDAY)
    assert result.exit_code == 2
    assert f"{broken}:4: a tab stands where spaces belong" in result.stderr
